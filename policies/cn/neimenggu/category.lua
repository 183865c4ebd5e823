-- policies/cn/neimenggu/category.lua                             低保边缘、刚性支出困难、渐退期:自治区

---------------------------------------------------------------- 低保边缘(规则书 B6-02)
parameter "dibian_multiplier" { override = true,
  ["2018-01-01"] = { 1.5, status = "placeholder", source = "2021年7月以前未查,按1.5倍" },
  ["2021-07-01"] = { 1.5, source = "最低生活保障审核确认办法(R60;规则书 B6-01)" },
  ["2024-07-01"] = { 1.5, source = "内蒙古低保边缘家庭认定办法:低于1.5倍(R30;规则书 B6-02);按公布当月" },
}
parameter "dibian_upper_test" { override = true,
  ["2018-01-01"] = { "低于", source = "低于1.5倍,等于1.5倍的不是(R60、R30;规则书 F-01)" },
}

---------------------------------------------------------------- 刚性支出困难(规则书 B6-04)
-- 两条线有一条超过就算:四种支出占70%以上,或医疗、意外两种占60%以上。
parameter "rigid_ratio" { override = true, zh = "四种刚性支出占比",
  ["2024-07-01"] = { 0.70, source = "医疗、教育、残疾康复、意外支出超过家庭收入的70%(R30;规则书 B6-04)" },
}
parameter "rigid_ratio_medical" { zh = "医疗意外支出占比", type = number,
  ["2024-07-01"] = { 0.60, source = "医疗、意外支出超过家庭收入的60%(R30;规则书 B6-04)" },
}
parameter "rigid_ratio_test" { override = true,
  ["2024-07-01"] = { "超过", source = "R30(规则书 B6-04、F-01)" },
}
parameter "rigid_kinds" { override = true,
  ["2006-01-01"] = { { medical = true, education = true, rehabilitation = true, accident = true },
    status = "placeholder", source = "2024年7月以前未查,预警和临时救助按四种" },
  ["2024-07-01"] = { { medical = true, education = true, rehabilitation = true, accident = true },
    source = "R30(规则书 B6-04)" },
}

variable "rigid_ok" { override = true,
  law = "内蒙古刚性支出困难家庭认定办法(R30;规则书 B6-04);人均收入低于上年度人均可支配收入(R62;规则书 B6-03)",
  ["2024-07-01"] = function (family, law)
    if family.heads == 0 or not family.applies_here then return false end
    local year = family.countable_income * 12
    if year >= law.disposable_income_year * family.heads then return false end
    local medical = family.medical_expense + family.accident_expense
    if not law.rigid_ratio_test(family.rigid_expense, year * law.rigid_ratio)
        and not law.rigid_ratio_test(medical, year * law.rigid_ratio_medical) then
      return false
    end
    return family.property_rigid
  end,
}

---------------------------------------------------------------- 渐退期(规则书 B6-07、B6-09)
parameter "grace_length_registered" { zh = "建档立卡户渐退期", type = integer, unit = "month",
  ["2018-01-01"] = { 24, status = "placeholder", source = "2018年至2020年12至24个月(R32;规则书 B6-07);由旗县区选定" },
}
variable "grace_limit" { override = true,
  law = "农村牧区建档立卡户2018年至2020年渐退12至24个月(R32;规则书 B6-07);以后按一般规定(B6-09)",
  ["2018-01-01"] = function (family, law)
    if family.poverty_registered and family.region_class == "rural" then
      return law.grace_length_registered
    end
    return law.grace_length
  end,
  ["2021-01-01"] = function (family, law) return law.grace_length end,
}
