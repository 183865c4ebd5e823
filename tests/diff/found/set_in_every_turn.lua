-- A local that every turn of a loop sets and none reads: families without members keep what it
-- was before. That value's register must not be used again before the loop, nor may the loop run
-- before the value is there. Found by seed 4212.
policy { zh = "循环" }
entity "household" { zh = "家庭" }
entity "vehicle" { of = household, plural = "vehicles" }
enum "grade" { { "none", "无" }, { "low", "低" }, { "high", "高" } }
input "first" { of = household, type = grade, default = "high" }
input "second" { of = household, type = grade, default = "low" }
input "third" { of = household, type = boolean }
input "amount" { of = vehicle, type = money }
variable "v" { of = household, type = grade,
  formula = function (family)
    local x = family.first
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
variable "others" { of = household, type = boolean,
  formula = function (family)
    local a = family.first == "high"
    local b = family.second == "low" or family.third
    local c = a and not b or family.second == "none"
    return (a ~= b) == (c ~= family.third)
  end }
