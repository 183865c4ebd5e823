-- A small policy for the transcripts of payments: one benefit for families, one for the old, and
-- the clauses of arrears.
policy { zh = "补发小城", division = "9901" }

entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

enum "arrears_overpayment" { zh = "多发的处理",
  { "set_off", "抵扣" }, { "reclaim", "追回" }, { "waive", "不追" } }
enum "arrears_rounding" { zh = "补发取整", { "per_month", "逐月" }, { "once", "合计" } }

input "division_code" { of = household, type = text, zh = "行政区划代码" }
input "income" { of = household, type = money, unit = "yuan/month", zh = "家庭月收入", min = yuan(0), max = yuan(100000) }
input "birth_date" { of = person, type = date, zh = "出生日期" }

parameter "standard" { zh = "标准", type = money, unit = "yuan/month",
  ["2021-01-01"] = { yuan(795), source = "规则书 B01" },
  ["2023-01-01"] = { yuan(1050), source = "规则书 Y01" } }
parameter "old_age_rate" { zh = "高龄津贴", type = money, unit = "yuan/month",
  ["2021-01-01"] = { yuan(100), source = "推定", status = "placeholder" } }

parameter "arrears_for_leavers" { zh = "退出的也补发", type = boolean,
  ["2021-01-01"] = { true, source = "推定" } }
parameter "arrears_overpayment" { zh = "多发的处理", type = arrears_overpayment,
  ["2021-01-01"] = { "set_off", source = "推定" } }
parameter "arrears_waive_up_to" { zh = "不追的小额", type = money, unit = "yuan/household",
  ["2021-01-01"] = { yuan(0), source = "推定" } }
parameter "arrears_set_off_most" { zh = "每月最多抵扣", type = number,
  ["2021-01-01"] = { 0.5, source = "推定" } }
parameter "arrears_rounding" { zh = "补发取整", type = arrears_rounding,
  ["2021-01-01"] = { "per_month", source = "推定" } }
parameter "arrears_deadline_months" { zh = "补发期限", type = integer, unit = "month",
  ["2021-01-01"] = { 1, source = "推定" } }
parameter "arrears_since_most" { zh = "补发追溯", type = integer, unit = "month",
  ["2021-01-01"] = { 24, source = "推定" } }

variable "dibao_amount" { of = household, type = money, unit = "yuan/month", zh = "低保金",
  law = "小城办法 第二条", round = up_to(yuan(1)), benefit = true,
  formula = function (family, law)
    return max(law.standard * #family.persons - family.income, yuan(0))
  end,
}
variable "old_age_allowance" { of = person, type = money, unit = "yuan/month", zh = "高龄津贴",
  law = "小城办法 第三条", benefit = true,
  formula = function (person, law)
    if age(person.birth_date, law.month) < 80 then return yuan(0) end
    return law.old_age_rate
  end,
}
