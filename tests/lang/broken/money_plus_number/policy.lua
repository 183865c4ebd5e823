policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "income" { of = household, type = money, zh = "收入" }
input "size" { of = household, type = integer, zh = "人数" }

variable "a" { of = household, type = money,
  formula = function (family, law)
    local more = family.income + 1
    if family.income > 500 then return yuan(0) end
    return more * family.size
  end,
}

variable "b" { of = household, type = money,
  formula = function (family, law) return family.income * family.income end,
}
