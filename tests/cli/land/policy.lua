-- A country of two cities for the transcripts: what they share.
policy { zh = "小国" }

enum "category" { zh = "类别", { "none", "无" }, { "dibao", "低保" } }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "division_code" { of = household, type = text, zh = "行政区划代码" }
input "income" { of = household, type = money, unit = "yuan/month", zh = "家庭月收入",
                 min = yuan(0), max = yuan(100000) }
input "birth_date" { of = person, type = date, zh = "出生日期" }

parameter "standard" { zh = "标准", type = money, unit = "yuan/month",
  ["2022-01-01"] = { yuan(600), source = "小国令 1" },
}

variable "category" { of = household, type = category, zh = "救助类别", result = true,
  law = "小国法 第一条",
  formula = function (family, law)
    return family.income < law.standard * #family.persons and "dibao" or "none"
  end,
}
variable "dibao_amount" { of = household, type = money, unit = "yuan/month", zh = "低保金",
  law = "小国法 第二条", benefit = true,
  formula = function (family, law)
    if family.category == "none" then return yuan(0) end
    return law.standard * #family.persons - family.income
  end,
}

case "S1" { zh = "国家标准", source = "手算", month = "2022-06",
  household = { income = 100, persons = { { birth_date = "1980-05-01" } } },
  expect = { dibao_amount = 500 } }
