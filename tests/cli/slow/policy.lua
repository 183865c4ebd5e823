-- One formula of each kind: fast and whole, fast and a fraction, left to Lua.
policy { zh = "慢城" }

entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }
input "income" { of = household, type = money, unit = "yuan/month", zh = "收入", min = yuan(0), max = yuan(100000) }
input "points" { of = person, type = integer, zh = "分值", min = 0, max = 100 }

variable "doubled" { of = person, type = integer, zh = "加倍",
  formula = function (person) return person.points * 2 end }
variable "share" { of = household, type = number, zh = "占比", result = true,
  formula = function (family) return family.income / sum(family.persons, function (m) return yuan(m.doubled) end) end }
variable "steps" { of = household, type = integer, zh = "步数",
  ["2020-01-01"] = function (family)
    local n = 0
    while yuan(n) < family.income do n = n + 1 end
    return n
  end,
  ["2023-01-01"] = ended }
