policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

variable "a" { of = household, type = money, round = up_to(1), formula = function () return yuan(1) end }
variable "b" { of = household, type = number, round = "up to yuan", formula = function () return 1 end }
variable "c" { of = household, type = money, round = "upwards", formula = function () return yuan(1) end }
variable "d" { of = household, type = number, benefit = true, formula = function () return 1 end }
variable "e" { of = household, type = boolean, round = up_to(1), formula = function () return true end }
