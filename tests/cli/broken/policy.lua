policy { zh = "错城" }

entity "household" { zh = "家庭" }
input "income" { of = household, type = money, unit = "yuan/month", zh = "收入" }
parameter "standard" { zh = "标准", type = money, ["2022-01-01"] = { yuan(1005), source = "x" } }

variable "amount" { of = household, type = money, result = true,
  formula = function (family, law) return law.standrd - family.incom + 1 end,
}
variable "a" { of = household, type = money, formula = function (family, law) return family.b end }
variable "b" { of = household, type = money, formula = function (family, law) return family.a end }
