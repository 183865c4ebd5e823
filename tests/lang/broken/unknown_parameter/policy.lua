policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

parameter "dibao_standard" { zh = "低保标准", type = money, ["2021-07"] = { yuan(1005), source = "a notice" } }
variable "a" { of = household, type = money,
  formula = function (family, law) return law.dibao_standart + law.低保标 end,
}
check "b" { test = function (law) return law.dibao_standard > law.other end }
