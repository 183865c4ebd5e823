policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

local a, b = function () return yuan(1) end, function () return yuan(2) end
variable "a" { of = household, type = money, formula = a }
variable "b" { of = household, type = money, formula = function () return yuan(1) end }  variable "c" { of = household, type = money, formula = function () return yuan(2) end }
