-- A step of another kind is an error, so are enums in a comparison parameter, and the message of
-- assert is evaluated although the condition holds. Found by reading.
policy { zh = "种类" }
entity "household" { zh = "家庭" }
enum "grade" { { "none", "无" }, { "low", "低" } }
parameter "same" { type = comparison, ["2020-01-01"] = { "==", source = "s" } }
input "g" { of = household, type = grade }
input "a" { of = household, type = integer }
input "m" { of = household, type = money }
input "k" { of = household, type = number }
variable "message" { of = household, type = integer,
  formula = function (family) assert(true, tostring(family.a)) return 1 end }
variable "number_step" { of = household, type = money,
  formula = function (family) return round(family.m, up_to(5)) end }
variable "money_step" { of = household, type = number,
  formula = function (family) return round(family.k, up_to(yuan(5))) end }
variable "fen_step" { of = household, type = number,
  formula = function (family) return round(family.k, half_up_to(fen)) end }
variable "right_steps" { of = household, type = money,
  formula = function (family) return round(family.m, up_to(jiao)) + round(family.m, half_up_to(yuan(10))) end }
variable "no_money" { of = household, type = money,
  formula = function (family) return round(0, up_to(yuan(1))) end }
variable "enums" { of = household, type = boolean,
  formula = function (family, law) return law.same(family.g, "low") end }
variable "numbers" { of = household, type = boolean,
  formula = function (family, law) return law.same(family.a, family.k) end }
