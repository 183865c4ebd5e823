-- A policy whose measures can be taken by hand: tests/unit/whatif/test_measures.c has the numbers.
policy { zh = "量城", division = "9905" }

entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

enum "category" { zh = "类别", { "none", "无" }, { "dibao", "低保" }, { "dibian", "低边" } }

input "division_code" { of = household, type = text, zh = "行政区划代码" }
input "birth_date" { of = person, type = date, zh = "出生日期" }
input "wage_income" { of = person, type = money, unit = "yuan/month", zh = "工资",
                      min = yuan(0), max = yuan(1000000) }

parameter "dibao_standard" { zh = "低保标准", type = money, unit = "yuan/person/month",
  ["2024-01-01"] = { yuan(1000), source = "量城公报 2024-1" } }
parameter "dibian_multiplier" { zh = "低边倍数", type = number,
  ["2024-01-01"] = { 1.5, source = "量城公报 2024-1" } }

variable "heads" { of = household, type = integer, zh = "家庭人口", law = "量城办法 第一条",
  formula = function (family, law) return #family.persons end }
variable "covered_heads" { of = household, type = integer, zh = "保障人数", law = "量城办法 第一条",
  formula = function (family, law) return family.heads end }
variable "standard" { of = household, type = money, unit = "yuan/person/month", zh = "适用标准",
  law = "量城办法 第二条", formula = function (family, law) return law.dibao_standard end }
variable "countable_income" { of = household, type = money, unit = "yuan/month", zh = "家庭月收入",
  law = "量城办法 第三条", result = true,
  formula = function (family, law) return sum(family.persons, "wage_income") end }

variable "category" { of = household, type = category, zh = "救助类别", result = true,
  law = "量城办法 第四条",
  formula = function (family, law)
    local line = family.standard * family.heads
    if family.countable_income < line then return "dibao" end
    if family.countable_income < line * law.dibian_multiplier then return "dibian" end
    return "none"
  end,
}
variable "dibao_amount" { of = household, type = money, unit = "yuan/month", zh = "低保金",
  law = "量城办法 第五条", round = up_to(yuan(1)), benefit = true,
  formula = function (family, law)
    if family.category ~= "dibao" then return yuan(0) end
    local line = family.standard * family.heads
    return max(line - family.countable_income, line * 0.3)
  end,
}
variable "heating" { of = household, type = money, unit = "yuan/month", zh = "取暖补贴",
  law = "量城办法 第六条", benefit = true,
  formula = function (family, law)
    if family.category == "dibian" then return yuan(50) end
    return yuan(0)
  end,
}
