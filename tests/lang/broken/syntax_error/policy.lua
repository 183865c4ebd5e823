policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "savings" { of = household, type = money, zh = "存款" }

variable "a" { of = household, type = money,
  formula = function (family, law)
    if family.savings > yuan(5) than return yuan(1) end
    return yuan(0)
  end,
}

variable "b" { of = household, type = money
  formula = function (family) return yuan(0) end,
}
