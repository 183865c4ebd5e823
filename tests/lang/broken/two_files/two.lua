input "houses" { of = household, type = integer, zh = "住房", minimum = 0 }
variable "rich" { of = household, type = boolean, formula = function (family) return family.savings > yuan(1) end }
