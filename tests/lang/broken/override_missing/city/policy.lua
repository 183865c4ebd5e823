policy { zh = "某市" }
parameter "standard" { zh = "标准", type = money, ["2022-07-01"] = { yuan(1181), source = "a notice" } }
input "savings" { of = household, type = number, override = true }
input "savngs" { of = household, type = money, override = true }
variable "savings" { of = household, type = money, override = true }
