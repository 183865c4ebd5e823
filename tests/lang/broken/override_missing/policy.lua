policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

parameter "standard" { zh = "标准", type = money, ["2021-07-01"] = { yuan(1005), source = "a notice" } }
input "savings" { of = household, type = money, zh = "存款" }
