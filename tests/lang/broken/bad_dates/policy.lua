policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

parameter "standard" { zh = "标准", type = money,
  ["2021-7-1"] = { yuan(1), source = "a notice" },
  ["2021/07/01"] = { yuan(1), source = "a notice" },
  ["2022-02-30"] = { yuan(1), source = "a notice" },
  ["2023-01"] = { yuan(1), source = "a notice" },
  ["2023-01-01"] = { yuan(2), source = "a notice" },
  ["2024-03-05"] = { yuan(3), source = "a notice" },
  ["2024-03-20"] = { yuan(4), source = "a notice" },
  ["2025-01-01"] = ended,
  ["2025-06-01"] = ended,
  ["2026-01-01"] = { yuan(5), source = "a notice" },
  ["2026-01-01"] = { yuan(6), source = "a notice" },
}
variable "a" { of = household, type = money, ["2020-01"] = ended, ["2020-13"] = function () return yuan(1) end }
case "c" { month = "2022-8", household = {}, expect = { a = 0 } }
case "d" { months = "2022-08..2022-01", household = {}, expect = { a = 0 } }
check "e" { from = "2024", test = function (law) return true end }
