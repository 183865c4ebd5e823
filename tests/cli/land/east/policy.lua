policy { zh = "东城", division = "9702" }

-- Half of what last month's grace left: reads the month before.
parameter "old_standard" { zh = "原标准", type = money, unit = "yuan/month",
  ["2022-01-01"] = { yuan(300), source = "东城公报" } }
variable "category" { override = true, law = "东城细则 第一条",
  formula = function (family, law)
    if family.income < law.standard * #family.persons then return "dibao" end
    if default(family:before(1).category, "none") == "dibao" then return "dibao" end
    return "none"
  end,
}
variable "dibao_amount" { override = true, law = "东城细则 第二条",
  formula = function (family, law)
    if family.category == "none" then return yuan(0) end
    return max(law.standard * #family.persons - family.income, law.old_standard / 3)
  end,
}

case "E1" { zh = "最低一百元", source = "手算", month = "2022-06",
  household = { income = 599, persons = { { birth_date = "1980-05-01" } } },
  expect = { dibao_amount = 100 } }
