-- tests/cli/lints: one of each lint, and some that are meant
policy { zh = "提示", lint = { ["no-result"] = "warning" } }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }
enum "grade" { zh = "等级", { "none", "无" }, { "low", "轻" }, { "high", "重" } }
input "income" { of = household, type = money, zh = "收入" }
input "phone" { of = household, type = text, zh = "电话" }
input "grade" { of = person, type = grade, zh = "等级" }
parameter "line" { zh = "线", type = money, unit = "yuan/month", ["2024-01-01"] = { yuan(1000), source = "甲" } }
parameter "forgotten" { zh = "没用", type = integer, ["2024-01-01"] = { 3, source = "甲" } }
-- lint: unused-parameter 只供查询
parameter "kept" { zh = "备查", type = integer, ["2024-01-01"] = { 3, source = "甲" } }
-- lint: unused-parameter
parameter "bare" { zh = "无理由", type = integer, ["2024-01-01"] = { 3, source = "甲" } }
parameter "care" { zh = "护理", type = money, unit = "yuan/month", key = grade,
  ["2024-01-01"] = { { none = yuan(0), low = yuan(50) }, source = "甲" } }
parameter "side" { zh = "旁支", type = integer, ["2024-01-01"] = { 1, source = "甲" } }
variable "aside" { of = household, type = integer, zh = "旁支值", formula = function (family, law) return law.side end }
variable "aside_twice" { of = household, type = integer, zh = "旁支两倍", formula = function (family, law) return family.aside * 7 end }
variable "poor" { of = household, type = boolean, zh = "困难", law = "甲",
  formula = function (family, law) return family.income < law.line end }
variable "aid" { of = household, type = money, unit = "yuan/month", zh = "补助", result = true, benefit = true,
  formula = function (family, law)
    if not family.poor then return yuan(0) end
    return yuan(300)
  end }
variable "care_pay" { of = person, type = money, unit = "yuan/month", zh = "护理费", result = true, law = "甲",
  formula = function (person, law)
    if person.grade == "high" then return yuan(0) end
    return law.care[person.grade]
  end }
case "L1" { month = "2024-05", household = { income = 999, persons = { { grade = "low" } } }, expect = { aid = 300, care_pay = 50 } }
case "L2" { source = "手算", month = "2024-05", household = { income = 1500 }, expect = { aid = 0 } }
