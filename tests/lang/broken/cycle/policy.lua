policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

variable "first" { of = household, type = money,
  formula = function (family, law) return family.second + yuan(1) end,
}
variable "second" { of = household, type = money,
  formula = function (family, law) return family.third * 2 end,
}
variable "third" { of = household, type = money,
  formula = function (family, law)
    if family.harmless then return yuan(0) end
    return family.first
  end,
}
variable "harmless" { of = household, type = boolean,
  formula = function (family, law) return #family.persons > 1 end,
}
