-- A function called under a condition changes a local around it: only where the condition holds.
policy { zh = "闭包" }
entity "household" { zh = "家庭" }
input "a" { of = household, type = integer, min = 0, max = 10 }
input "b" { of = household, type = integer }
variable "under_if" { of = household, type = integer,
  formula = function (family)
    local x = 1
    local function set(n) x = n return n end
    if family.a > 5 then set(7) end
    return x
  end }
variable "under_and" { of = household, type = integer,
  formula = function (family)
    local x = 1
    local function set(n) x = n return n end
    local y = family.a > 5 and set(7) or 3
    return x + y
  end }
variable "left_early" { of = household, type = integer,
  formula = function (family)
    local x = 1
    local function set(n)
      if family.a > 5 then return 2 end
      x = n
      return n
    end
    return set(9) + x
  end }
variable "stopped" { of = household, type = integer,
  formula = function (family)
    local x = 1
    local function set(n) x = n + family.b return n end
    return default(set(7), 3) + x
  end }
