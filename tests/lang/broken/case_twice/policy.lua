policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "savings" { of = household, type = money, zh = "存款" }
variable "rich" { of = household, type = boolean, formula = function (family) return family.savings > yuan(5) end }
case "N01" { month = "2024-01", household = { savings = 1 }, expect = { rich = false } }
case "N01" { month = "2024-01", household = { savings = 9 }, expect = { rich = true } }
