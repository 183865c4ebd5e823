-- A local that every turn of a loop sets and none reads: families without members keep what it
-- was before, whose register must not be used again earlier. Found by seed 4212.
policy { zh = "循环" }
entity "household" { zh = "家庭" }
entity "vehicle" { of = household, plural = "vehicles" }
enum "grade" { { "none", "无" }, { "low", "低" }, { "high", "高" } }
input "first" { of = household, type = grade }
input "second" { of = household, type = grade, default = "low" }
input "amount" { of = vehicle, type = money }
variable "earlier" { of = household, type = grade, formula = function (family) return family.first end }
variable "v" { of = household, type = grade,
  formula = function (family)
    local x = family.earlier
    for m in each(family.vehicles) do
      if m.amount > yuan(1) then x = "none" end
      x = m.household.second
    end
    return x
  end }
variable "w" { of = household, type = integer,
  formula = function (family)
    local x = #family.vehicles * 2
    for m in each(family.vehicles) do x = 7 end
    return x
  end }
