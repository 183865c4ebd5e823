-- A given amount of 10^15 fen beside a formula whose denominator is 10^6: bringing both to one
-- denominator overflows, and those rows must be in doubt. Found by seed 1214.
policy { zh = "比例" }
entity "household" { zh = "家庭" }
input "amount" { of = household, type = money }
input "times" { of = household, type = number, default = 0.5 }
variable "v" { of = household, type = money,
  formula = function (family, law) return family.amount * family.times end }
