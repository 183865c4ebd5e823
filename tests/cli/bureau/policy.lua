-- A small policy for the transcripts of files as bureaus have them.
policy { zh = "小城", division = "9901" }

entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }
entity "vehicle" { zh = "车辆", of = household, plural = "vehicles" }

enum "region_class" { zh = "城乡类别", { "urban", "城镇" }, { "rural", "农村" } }

input "division_code" { of = household, type = text, zh = "行政区划代码" }
input "region_class" { of = household, type = region_class, zh = "城乡类别" }
input "income" { of = household, type = money, unit = "yuan/month", zh = "家庭月收入",
                 min = yuan(0), max = yuan(1000000) }
input "savings" { of = household, type = money, unit = "yuan", zh = "存款", min = yuan(0) }
input "housing_area" { of = household, type = number, decimals = 2, unit = "m2", zh = "住房面积" }
input "hukou_local" { of = household, type = boolean, zh = "本地户籍" }
input "application_month" { of = household, type = month, zh = "申请月份" }
input "remark" { of = household, type = text, zh = "备注" }
input "birth_date" { of = person, type = date, zh = "出生日期" }
input "name" { of = person, type = text, zh = "姓名", personal = true }
input "wage" { of = person, type = money, unit = "yuan/month", zh = "月工资", min = yuan(0) }
input "price" { of = vehicle, type = money, unit = "yuan", zh = "购置价", min = yuan(0) }

variable "allowance" { of = household, type = money, unit = "yuan/month", zh = "补助",
  benefit = true, law = "小城办法 第一条",
  formula = function (family, law)
    if family.income < yuan(1000) then return yuan(100) end
    return yuan(0)
  end,
}
