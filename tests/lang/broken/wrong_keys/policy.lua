policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

enum "grade" { zh = "等级", { "none", "无" }, { "mild", "轻度" } }
parameter "a" { type = money, key = grade, ["2021-01"] = { { none = yuan(1), ["无"] = yuan(2) }, source = "a notice" } }
parameter "b" { type = money, key = grade, ["2021-01"] = { yuan(1), source = "a notice", status = "guess" } }
parameter "c" { type = money, key = money, ["2021-01"] = { { none = yuan(1) }, source = "a notice" } }
parameter "d" { type = comparison, ["2021-01"] = { "less", source = "a notice" } }
parameter "e" { type = money, marginal = true, ["2021-01"] = { yuan(1), source = "a notice" } }
parameter "g" { type = money, ["2021-01"] = { yuan(1), yuan(2), source = 5, otherwise = yuan(1) } }
parameter "h" { type = money, ["2021-01"] = yuan(1) }
