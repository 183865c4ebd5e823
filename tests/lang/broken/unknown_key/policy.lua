policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "savings" { of = household, type = money, unitt = "yuan", zh = "存款" }
parameter "limit" { zh = "上限", type = money, soruce = "x", ["2021-01"] = { yuan(5), sorce = "a notice" } }
variable "a" { of = household, tpye = money, formula = function () return yuan(1) end }
variable "b" { of = household, type = money, yuan(1), formula = function () return yuan(1) end }
check "c" { tests = function () return true end }
