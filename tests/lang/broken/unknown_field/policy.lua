policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "countable_income" { of = household, type = money, unit = "yuan/month", zh = "家庭月收入" }
input "birth_date" { of = person, type = date, zh = "出生日期" }

variable "a" { of = household, type = money,
  formula = function (family, law)
    return family.countable_incom + family.家庭月入
  end,
}

variable "b" { of = person, type = integer,
  formula = function (person, law)
    return age(person.brith_date, law.month) + count(person.household.member)
  end,
}
