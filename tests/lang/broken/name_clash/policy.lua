policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "savings" { of = household, type = money, zh = "存款" }
input "deposit" { of = household, type = money, zh = "存款" }
input "savings" { of = household, type = money, zh = "储蓄" }
input "persons" { of = household, type = integer }
input "household" { of = person, type = integer }
input "成员" { of = household, type = integer }
input "end" { of = household, type = integer }
input "id" { of = household, type = integer }
parameter "month" { type = money, ["2021-01"] = { yuan(1), source = "a notice" } }
enum "yuan" { { "a" }, { "b" } }
enum "twice" { { "a", "甲" }, { "a", "乙" }, { "b", "甲" } }
entity "vehicle" { of = household, plural = "savings" }
