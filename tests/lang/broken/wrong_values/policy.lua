policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "a" { of = household, type = "money" }
input "b" { of = household, type = money, default = 5 }
input "c" { of = household, type = money, min = yuan(5), max = yuan(1), default = yuan(9) }
input "d" { of = household, type = number, decimals = 2, default = 0.125 }
input "e" { of = household, type = boolean, default = "yes", zh = 5 }
input "f" { of = household, type = integer, min = 0, max = 9, default = 10 }
input "g" { type = integer }
input "h" { of = household }
input "i" { of = "household", type = integer }
input "j" { of = household, type = boolean, min = 0 }
input "k"
