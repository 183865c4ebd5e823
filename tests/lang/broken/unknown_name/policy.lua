policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "a" { of = houshold, type = money }
input "b" { of = household, type = 家厅 }
local helper = require "paymnt"
variable "c" { of = household, type = money, round = helper.rounding(5), formula = function (family, law) return yuan(1) end }
variable "d" { of = household, type = money, round = upto(yuan(1)), formula = function (family, law) return yuann(1) end }
