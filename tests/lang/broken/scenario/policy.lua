policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

parameter "standard" { zh = "标准", type = money, ["2021-07"] = { yuan(1005), source = "a notice" } }
variable "amount" { of = household, type = money, formula = function (family, law) return law.standard end }
scenario "rise" { parameters = {
    standrd = { ["2024-07"] = yuan(1330) },
    standard = { ["2024-07..2024-01"] = yuan(1330), ["2025-01"] = 5 },
  },
  formulas = { amont = { ["2024-07"] = function (family, law) return yuan(1) end }, amount = { ["2024-07"] = yuan(5) } } }
scenario "undated" { parameters = { standard = yuan(5) } }
