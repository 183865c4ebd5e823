policy { zh = "西城", division = "9801" }

parameter "standard" { override = true,
  ["2022-01-01"] = { yuan(1000), source = "西城公报 2022-1" },
  ["2022-07-01"] = { yuan(1200), source = "推定", status = "placeholder" },
}
parameter "division_name" { zh = "区县名称", type = text, key = integer,
  ["2016-01-01"] = { { [980101] = "西一区", [980102] = "西二区" }, source = "GB/T 2260" } }

-- The west pays in whole yuan, and the old.
variable "dibao_amount" { override = true, law = "西城办法 第三条", round = up_to(yuan(10)) }
variable "old_age_allowance" { of = person, type = money, unit = "yuan/month", zh = "高龄津贴",
  law = "西城办法 第四条", benefit = true,
  formula = function (person, law)
    return age(person.birth_date, law.month) >= 80 and yuan(50) or yuan(0)
  end,
}

scenario "rise" { zh = "提标", parameters = { standard = { ["2022-07-01"] = yuan(1300) } } }

case "W1" { zh = "进到十元", source = "手算", month = "2022-06",
  household = { income = 100.50, persons = { { birth_date = "1930-05-01" } } },
  expect = { dibao_amount = 900, old_age_allowance = 50 } }
case "W2" { zh = "收入高", source = "手算", month = "2022-06",
  household = { income = 1000, persons = { { birth_date = "1980-05-01" } } },
  expect = { category = "none" } }
