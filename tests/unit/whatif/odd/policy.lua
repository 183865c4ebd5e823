-- A policy whose total does not rise with its parameter, for the tests of goals.
policy { zh = "怪镇", division = "9904" }

entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "division_code" { of = household, type = text, zh = "行政区划代码" }
input "income" { of = household, type = money, unit = "yuan/month", zh = "月收入",
                 min = yuan(0), max = yuan(1000000) }
input "rent" { of = household, type = money, unit = "yuan/month", zh = "房租", default = yuan(0),
               min = yuan(0), max = yuan(100000) }
input "birth_date" { of = person, type = date, zh = "出生日期" }

parameter "standard" { zh = "标准", type = money, unit = "yuan/month",
  ["2022-01-01"] = { yuan(10), source = "怪镇公报 2022-1" } }
parameter "share" { zh = "比例", type = number,
  ["2022-01-01"] = { 0.5, source = "怪镇公报 2022-1" } }
parameter "months" { zh = "月数", type = integer,
  ["2022-01-01"] = { 3, source = "怪镇公报 2022-1" } }

-- up to 20 yuan it rises, beyond nobody gets anything until 50
variable "aid" { of = household, type = money, unit = "yuan/month", zh = "补助",
  law = "怪镇办法 第一条", benefit = true,
  formula = function (family, law)
    if law.standard > yuan(20) and law.standard <= yuan(50) then return yuan(0) end
    return law.standard * law.share * law.months
  end,
}
