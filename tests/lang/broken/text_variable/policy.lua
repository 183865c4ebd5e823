policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

variable "name" { of = household, type = text, formula = function (family, law) return "x" end }
variable "none" { of = household, type = money, zh = "无" }
variable "both" { of = household, type = money, zh = "两", ["2024-01"] = function () return yuan(1) end,
  formula = function () return yuan(0) end }
variable "number" { of = household, type = money, zh = "数", formula = yuan(1) }
variable "builtin" { of = household, type = money, zh = "内", formula = max }
