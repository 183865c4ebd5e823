policy { zh = "甲" }
entity "household" { zh = "家庭" }
enum "grade" { { "low", "低" }, { "high", "高" } }
input "n" { of = household, type = integer, zh = "数" }
input "g" { of = household, type = grade, zh = "级" }
parameter "t" { zh = "表", type = money, unit = "yuan/month", columns = { { "n", integer, zh = "数" }, { "g", grade, zh = "级" } },
  ["2024-01"] = { "t.csv", source = "s", otherwise = yuan(0) } }
variable "amount" { of = household, zh = "金额", type = money, unit = "yuan/month", law = "x", benefit = true,
  formula = function (family, law) return law.t(family.n, family.g) end }
case "A" { zh = "a", source = "x", month = "2024-02", household = { n = 3, g = "low" }, expect = { amount = 5 } }
