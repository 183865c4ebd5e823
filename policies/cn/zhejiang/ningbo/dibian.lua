-- policies/cn/zhejiang/ningbo/dibian.lua                        低保边缘、支出型贫困:宁波

---------------------------------------------------------------- 低保边缘(NB21-04;规则书 B6-02)
parameter "dibian_multiplier" { override = true,
  ["2006-01-01"] = { 1.5, status = "placeholder", source = "放宽以前未查,按国家1.5倍(R60)" },
  ["2022-01-01"] = { 2, source = "行动方案二(一)一:放宽到低保标准的2倍(S0);1181-2362元(R04)" },
}
parameter "dibian_upper_test" { override = true,
  ["2006-01-01"] = { "低于", source = "低于1.5倍(R60)" },
  ["2022-01-01"] = { "不超过", source = "1181-2362元,含2362(R04;规则书 F-01)" },
}
parameter "dibian_floor_multiplier" { override = true,
  ["2006-01-01"] = { 0, status = "placeholder", source = "放宽以前未查,按国家没有下限(R60)" },
  ["2022-01-01"] = { 1, source = "1181-2362元(R04;NB21-04)" },
}
parameter "dibian_lower_test" { override = true,
  ["2006-01-01"] = { "不低于", source = "1181-2362元,含1181(R04);等于标准的不是低保,是低边(规则书 F-01)" },
}

---------------------------------------------------------------- 支出型贫困家庭(R04;规则书 B6-05、N08)
-- 2024年《宁波市支出型贫困家庭救助办法》未见,按2022年一览表。
parameter "rigid_kinds" { override = true,
  ["2006-01-01"] = { { medical = true, education = true }, otherwise = false, status = "placeholder",
    source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { { medical = true, education = true }, otherwise = false,
    source = "R04:(总收入 − 教育、医疗)÷ 人数" },
}
parameter "rigid_income_test" { zh = "支出型收入的比较", type = comparison,
  ["2006-01-01"] = { "以内", source = "1181元/月以内(R04;规则书 F-01)" } }
parameter "rigid_income_multiple" { zh = "支出型收入线", type = number, note = "× 低保标准",
  ["2006-01-01"] = { 1, status = "placeholder", source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { 1, source = "R04:1181元/月以内" },
}

variable "income_after_rigid" { of = household, type = money, unit = "yuan/year", zh = "扣减支出后年收入",
  law = "总收入 − 教育、医疗支出(R04;规则书 B4-10)",
  formula = function (family, law) return family.countable_income * 12 - family.rigid_expense end,
}

variable "rigid_ok" { override = true, zh = "符合支出型贫困",
  law = "鄞州区明楼街道2022年一览表“支出型贫困家庭”(R04);规则书 B6-05、B.5、N08",
  formula = function (family, law)
    if family.heads == 0 or not family.applies_here then return false end
    if family.rigid_expense == yuan(0) then return false end
    local line = family.standard * 12 * law.rigid_income_multiple * family.heads
    return law.rigid_income_test(family.income_after_rigid, line) and family.property_rigid
  end,
}

---------------------------------------------------------------- 低收入群体(NB24-18)
parameter "low_income_year" { zh = "低收入群体家庭年收入线", type = money, unit = "yuan/year",
  ["2024-01-01"] = { yuan(100000), source = "2024年全市民政工作要点6:家庭年收入10万元以下(NB24-18)" } }
parameter "low_income_test" { zh = "低收入群体的比较", type = comparison,
  ["2024-01-01"] = { "以下", source = "2024年全市民政工作要点6(NB24-18)" } }
variable "low_income_group" { of = household, type = boolean, zh = "低收入群体", result = true,
  law = "2024年全市民政工作要点6(NB24-18)",
  ["2024-01-01"] = function (family, law)
    return law.low_income_test(family.countable_income * 12, law.low_income_year)
  end,
}
