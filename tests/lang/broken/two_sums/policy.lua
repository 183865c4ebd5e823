policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

entity "vehicle" { zh = "车辆", of = household, plural = "vehicles" }
variable "worth" { of = person, type = money, result = true, zh = "价值", formula = function () return yuan(1) end }
variable "worth" { of = vehicle, type = money, result = true, zh = "价值", formula = function () return yuan(1) end }
