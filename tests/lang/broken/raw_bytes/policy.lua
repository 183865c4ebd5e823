policy { zh = "a\0b" }
entity "household" { zh = "\xff\xfe" }
enum "kind" { { "none", "\xb4\xe6" } }
input "nick" { of = household, type = text, default = "\xc0" }
parameter "p" { type = money, ["2021-01"] = { yuan(1), source = "\x80" } }
variable "v" { of = household, type = boolean, formula = function (family) return true end }
case "c" { month = "2024-01", household = { nick = "\xff" }, expect = { v = true } }
case "\xff" { month = "2024-01", household = { }, expect = { v = true } }
