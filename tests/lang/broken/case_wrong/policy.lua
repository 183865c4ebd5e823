policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "savings" { of = household, type = money, zh = "存款" }
input "birth_date" { of = person, type = date, zh = "出生日期" }
parameter "limit" { zh = "上限", type = money, ["2021-01"] = { yuan(5), source = "a notice" } }
variable "rich" { of = household, type = boolean, formula = function (family, law) return family.savings > law.limit end }
case "N01" { household = { savings = 1 }, expect = { rich = false } }
case "N02" { month = "2024-01", household = { saving = 1, person = {}, savings = 1.005 }, expect = { rich = false } }
case "N03" { month = "2024-01", household = { persons = { { birth_date = "1980-5-1" }, 5 } }, expect = { rih = "no" } }
case "N04" { month = "2024-01", household = {}, expect = {}, set = { limt = yuan(1), limit = 5 } }
case "N05" { month = "2024-01", household = {} }
case "N06" { month = "2024-01", household = {}, expect_missing = { rich = "savings", poor = { "x" } } }
case "N07" { month = "2024-01", household = { id = "x" }, expect = { savings = 1 }, expect_check = { none = true } }
