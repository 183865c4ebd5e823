-- The last day of any month the data holds; a month carried through a loop has no range of its
-- own. The verifier refused its program. Found by seed 9.
policy { zh = "月末" }
entity "household" { zh = "家庭" }
entity "person" { of = household, plural = "persons" }
input "since" { of = person, type = month }
variable "v" { of = household, type = date,
  formula = function (family, law)
    local x = law.month
    for m in each(family.persons) do x = default(m.since, x) end
    return last_day(x)
  end }
variable "w" { of = household, type = date,
  formula = function (family) return first_day(add_months(month_of(family:before(1).v), 1)) end }
