-- A policy for the tests of runs: one benefit of each kind that matters to a plan.
policy { zh = "小镇", division = "9903" }

entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

enum "category" { zh = "类别", { "none", "无" }, { "dibao", "低保" } }

input "division_code" { of = household, type = text, zh = "行政区划代码" }
input "income" { of = household, type = money, unit = "yuan/month", zh = "月收入",
                 min = yuan(0), max = yuan(1000000) }
input "rent" { of = household, type = money, unit = "yuan/month", zh = "房租", default = yuan(0),
               min = yuan(0), max = yuan(100000) }
input "birth_date" { of = person, type = date, zh = "出生日期" }

parameter "standard" { zh = "标准", type = money, unit = "yuan/month",
  ["2022-01-01"] = { yuan(1000), source = "小镇公报 2022-1" },
  ["2022-07-01"] = { yuan(1200), source = "小镇公报 2022-7" },
}
parameter "rent_cap" { zh = "租金补助上限", type = money, unit = "yuan/month",
  ["2022-01-01"] = { yuan(400), source = "小镇公报 2022-1" } }
parameter "old_age_rate" { zh = "高龄津贴标准", type = money, unit = "yuan/month", by = integer,
  ["2022-01-01"] = { { { below = 80, yuan(0) }, { from = 80, yuan(60) } }, source = "小镇公报 2022-1" } }

local function gap(standard, members, income)
  return max(standard * members - income, yuan(0))
end

variable "countable_income" { of = household, type = money, unit = "yuan/month", zh = "可支配收入",
  law = "小镇办法 第一条", result = true,
  formula = function (family, law)
    return max(family.income - family.rent, yuan(0))
  end,
}
variable "category" { of = household, type = category, zh = "救助类别", result = true,
  law = "小镇办法 第二条",
  formula = function (family, law)
    if family.countable_income < law.standard * #family.persons then return "dibao" end
    return "none"
  end,
}
variable "dibao_amount" { of = household, type = money, unit = "yuan/month", zh = "低保金",
  law = "小镇办法 第三条", round = up_to(yuan(1)), benefit = true,
  formula = function (family, law)
    if family.category == "none" then return yuan(0) end
    return gap(law.standard, #family.persons, family.countable_income)
  end,
}
variable "rent_help" { of = household, type = money, unit = "yuan/month", zh = "租金补助",
  law = "小镇办法 第四条", round = up_to(yuan(1)), benefit = true,
  formula = function (family, law)
    return min(family.rent / 2, law.rent_cap)
  end,
}
variable "heating" { of = household, type = money, unit = "yuan/month", zh = "取暖补贴",
  law = "小镇办法 第七条", benefit = true,
  formula = function (family, law)
    if family.category == "dibao" then return yuan(200) end
    return yuan(0)
  end,
}
variable "old_age_allowance" { of = person, type = money, unit = "yuan/month", zh = "高龄津贴",
  law = "小镇办法 第五条", benefit = true,
  formula = function (person, law)
    return law.old_age_rate[age(person.birth_date, law.month)]
  end,
}
variable "months_on" { of = household, type = integer, zh = "连续月数", result = true,
  law = "小镇办法 第六条",
  formula = function (family, law)
    if family.category == "none" then return 0 end
    return default(family:before(1).months_on, 0) + 1
  end,
}
