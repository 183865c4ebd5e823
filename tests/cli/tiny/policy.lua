-- A small policy for the transcripts: one benefit for families, one for the old.
policy { zh = "小城", division = "9901" }

entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

enum "category" { zh = "类别", { "none", "无" }, { "dibao", "低保" } }

input "division_code" { of = household, type = text, zh = "行政区划代码" }
input "income" { of = household, type = money, unit = "yuan/month", zh = "家庭月收入",
                 min = yuan(0), max = yuan(1000000) }
input "birth_date" { of = person, type = date, zh = "出生日期" }

parameter "standard" { zh = "标准", type = money, unit = "yuan/month",
  ["2022-01-01"] = { yuan(1005), source = "小城公报 2022-1" },
  ["2022-07-01"] = { yuan(1181), source = "小城公报 2022-7" },
}
parameter "old_age_rate" { zh = "高龄津贴", type = money, unit = "yuan/month", by = integer,
  ["2022-01-01"] = { { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(50) },
                       { from = 90, yuan(100) } }, source = "推定", status = "placeholder" },
}

variable "category" { of = household, type = category, zh = "救助类别", result = true,
  law = "小城办法 第一条",
  formula = function (family, law)
    if family.income < law.standard * #family.persons then return "dibao" end
    return "none"
  end,
}
variable "dibao_amount" { of = household, type = money, unit = "yuan/month", zh = "低保金",
  law = "小城办法 第二条", round = up_to(yuan(1)), benefit = true,
  formula = function (family, law)
    if family.category == "none" then return yuan(0) end
    return law.standard * #family.persons - family.income
  end,
}
variable "old_age_allowance" { of = person, type = money, unit = "yuan/month", zh = "高龄津贴",
  law = "小城办法 第三条", benefit = true,
  formula = function (person, law)
    return law.old_age_rate[age(person.birth_date, law.month)]
  end,
}

check "rise" { zh = "标准应逐年提高", law = "小城规划", from = "2022-01", to = "2023-12",
  test = function (law) return law.standard >= yuan(1000), "标准低于1000元" end }

scenario "rise" { zh = "提到1300元", parameters = { standard = { ["2022-07-01"] = yuan(1300) } } }

case "T1" { zh = "差额", source = "手算", month = "2022-06",
  household = { income = 1000.50, persons = { { birth_date = "1980-05-01" }, { birth_date = "1940-06-30" } } },
  expect = { dibao_amount = 1010, category = "dibao", persons = { { old_age_allowance = 0 }, { old_age_allowance = 50 } } } }
