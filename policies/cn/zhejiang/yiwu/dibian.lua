-- policies/cn/zhejiang/yiwu/dibian.lua                          低保边缘、支出型:义乌

parameter "dibian_multiplier" { override = true,
  ["2006-01-01"] = { 1.5, status = "placeholder", source = "以前未查,按国家1.5倍(R60)" },
  ["2021-07-01"] = { 2, status = "placeholder", source = "义乌未见,按邻近的海盐、杭州2倍(R19、R20;规则书 B6-02)" },
}
parameter "dibian_upper_test" { override = true,
  ["2006-01-01"] = { "低于", status = "placeholder", source = "以前未查,按国家(R60)" },
  ["2021-07-01"] = { "不超过", status = "placeholder", source = "海盐:2倍(含)(R19;规则书 F-01)" },
}

-- 义乌的支出型贫困家庭救助试行办法(S3)原文未见,2024年11月起按国家刚性支出困难家庭办法
parameter "rigid_ratio" { override = true,
  ["2024-11-01"] = { 0.6, status = "placeholder", source = "当地比例未见(R62;规则书 B6-03)" } }

---------------------------------------------------------------- 低收入群体(规则书 YW-21)
parameter "low_income_person_year" { zh = "低收入群体人均年收入线", type = money, unit = "yuan/person/year",
  ["2020-01-01"] = { yuan(10000), source = "率先消除“人均年收入万元以下低收入群体”(S3,规则书 YW-21)" } }
parameter "low_income_person_test" { zh = "低收入群体的比较", type = comparison,
  ["2020-01-01"] = { "低于", status = "placeholder", source = "“万元以下”含不含一万元没有写;消除的是不到一万元的(规则书 0.3、YW-21)" } }
variable "low_income_person" { of = person, type = boolean, zh = "万元以下低收入", result = true,
  law = "人均年收入万元以下低收入群体(S3,规则书 YW-21)。已在册的加上低保金后在标准以上,不算(规则书 F-28)",
  ["2020-01-01"] = function (person, law)
    if not person.in_household or person.household.category == "dibao" or person.is_tekun then return false end
    return law.low_income_person_test(person.household.per_capita_income * 12, law.low_income_person_year)
  end,
}
