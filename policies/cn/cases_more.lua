-- policies/cn/cases_more.lua                                    例子:义务人、推算、增发、临时救助、办理
-- 一个假设的地方:标准1000元;其余数字写在各例里。每条规则两边各一例。

local limits = {
  dibao_standard = yuan(1000), work_cost_ratio = 0, support_line_multiple = 2, support_share = 0.5,
  money_multiple = { dibao = 2, dibian = 2, rigid = 2, temporary = 2 }, money_test = "不超过",
  capital_limit = { dibao = yuan(100000), dibian = yuan(100000), rigid = yuan(100000), temporary = yuan(100000) },
  capital_test = "不超过", vehicle_test = "少于", house_area_test = "少于",
  vehicle_most = { dibao = 0, dibian = 0, rigid = 0, temporary = 0 }, vehicle_multiple = 1,
  nonresidential_allowed = { dibao = false, dibian = false, rigid = false, temporary = false },
  house_free_most = 1, house_most = 1, house_area = 30,
  obligor_money_multiple = { dibao = 10, dibian = 10, rigid = 10, temporary = 10 },
  obligor_capital_limit = yuan(100000), obligor_vehicle_most = 1, obligor_vehicle_multiple = 10,
  obligor_house_most = 1, obligor_area_ratio = 2,
  tekun_basic_standard = yuan(1300), tekun_care_standard = { { from = 0, yuan(100) } },
  living_subsidy_ratio = 0.2, disposable_income_year = yuan(36000), rigid_ratio = 0.6,
  care_subsidy_standard = { none = yuan(50), partial = yuan(60), basic = yuan(70), total = yuan(80) },
  old_age_rate = { { below = 80, yuan(0) }, { from = 80, yuan(30) } },
  child_benefit_standard = { none = yuan(0), institution_orphan = yuan(2000), dispersed_orphan = yuan(1500),
    de_facto_orphan = yuan(1500), in_difficulty = yuan(800), hiv_child = yuan(1500) },
}
-- 在 limits 上改几样
local function with(changes)
  local all = {}
  for name, value in pairs(limits) do all[name] = value end
  for name, value in pairs(changes) do all[name] = value end
  return all
end
local couple = { { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" } }
local elder = { { birth_date = "1950-05-01" } }

---------------------------------------------------------------- 义务人没有能力(规则书 B.7、Q-22)
local function obliged(o)
  o.members, o.annual_income, o.supported_persons = 1, 48000, 1
  return { countable_income = 0, persons = elder, obligors = { o } }
end
case "cn-obligor-1" { zh = "有能力的不是特困", source = "规则书 B.7", month = "2024-12", set = limits,
  household = obliged({}), expect = { category = "dibao" } }
case "cn-obligor-2" { zh = "义务人是特困", source = "规则书 B.7(R58)", month = "2024-12", set = limits,
  household = obliged({ category = "tekun" }), expect = { category = "tekun" } }
case "cn-obligor-3" { zh = "低保义务人满60", source = "规则书 B.7(R58)", month = "2024-12", set = limits,
  household = obliged({ category = "dibao", birth_date = "1964-12-31" }), expect = { category = "tekun" } }
case "cn-obligor-4" { zh = "低保义务人差一天满60", source = "规则书 B.7(R58)", month = "2024-12", set = limits,
  household = obliged({ category = "dibao", birth_date = "1965-01-01" }), expect = { category = "dibao" } }
local function aged(income, born)
  return obliged({ property_low = true, birth_date = born, own_income_year = income })
end
case "cn-obligor-5" { zh = "70岁、收入低一分", source = "规则书 B.7(R58)", month = "2024-12", set = limits,
  household = aged(35999.99, "1954-12-31"), expect = { category = "tekun" } }
case "cn-obligor-6" { zh = "70岁、收入正好", source = "规则书 B.7(R58)", month = "2024-12", set = limits,
  household = aged(36000, "1954-12-31"), expect = { category = "dibao" } }
case "cn-obligor-7" { zh = "69岁", source = "规则书 B.7(R58)、F-12", month = "2024-12", set = limits,
  household = aged(0, "1955-01-01"), expect = { category = "dibao" } }
case "cn-obligor-8" { zh = "三级精神残疾", source = "规则书 B.7(R58)、F-13", month = "2024-12", set = limits,
  household = obliged({ property_low = true, own_income_year = 0, disability_category = "mental", disability_level = 3,
    birth_date = "1990-01-01" }), expect = { category = "tekun" } }
case "cn-obligor-9" { zh = "三级肢体残疾", source = "规则书 B.7(R58)、F-13", month = "2024-12", set = limits,
  household = obliged({ property_low = true, own_income_year = 0, disability_category = "limb", disability_level = 3,
    birth_date = "1990-01-01" }), expect = { category = "dibao" } }
case "cn-obligor-10" { zh = "服刑,财产低", source = "规则书 B.7(R58)", month = "2024-12", set = limits,
  household = obliged({ in_prison = true, property_low = true }), expect = { category = "tekun" } }
case "cn-obligor-11" { zh = "服刑,财产不低", source = "规则书 B.7(R58)", month = "2024-12", set = limits,
  household = obliged({ in_prison = true }), expect = { category = "dibao" } }
case "cn-obligor-12" { zh = "放宽到65岁", source = "规则书 Q-22", month = "2024-12",
  set = with({ incapable_age = 65 }), household = aged(0, "1955-01-01"), expect = { category = "tekun" } }
case "cn-obligor-13" { zh = "没有能力的不推算", source = "规则书 B.7、F-17", month = "2024-12", set = limits,
  household = { persons = elder, obligors = { { members = 1, annual_income = 48000, supported_persons = 1,
    whereabouts_unknown = true, property_low = true } } }, expect = { support_imputed = 0 } }

---------------------------------------------------------------- 推算办法 V1、V4、V5(V2、V3 见 cases.lua 和浙江)
local parents = { { birth_date = "1950-05-01" }, { birth_date = "1951-05-01" } }
local child = { members = 1, annual_income = 36000, supported_persons = 2 }
case "cn-support-v1" { zh = "定额扣减", source = "规则书 B.7 V1", month = "2024-12",
  set = with({ support_rule = "fixed", support_deduction_year = yuan(24000), support_share = 1 }),
  household = { countable_income = 0, persons = parents, obligors = { child } },
  expect = { support_imputed = 1000 } } -- (3000−2000)÷2×2
case "cn-support-v4" { zh = "超过2倍部分的两成", source = "规则书 B.7 V4(R91)", month = "2024-12",
  set = with({ support_share = 0.2 }),
  household = { countable_income = 0, persons = parents, obligors = { child } },
  expect = { support_imputed = 200 } } -- (3000−2000)×20%
local v5 = with({ support_rule = "children", support_line_multiple = 1 })
case "cn-support-v5" { zh = "两个子女各五成", source = "规则书 B.7 V5", month = "2024-12", set = v5,
  household = { countable_income = 0, persons = parents, obligors = { child, child } },
  expect = { support_imputed = 2000 } } -- (3000−1000)×50% 两家
case "cn-support-v5-b" { zh = "三个子女各四成", source = "规则书 B.7 V5", month = "2024-12", set = v5,
  household = { countable_income = 0, persons = parents, obligors = { child, child, child } },
  expect = { support_imputed = 2400 } } -- (3000−1000)×40% 三家

---------------------------------------------------------------- 就业成本、推算工资、一次性收入
local worker = { birth_date = "1980-05-01", sex = "male", wage_income = 2000, business_income = 0,
  property_income = 0, transfer_income = 0 }
case "cn-cost-1" { zh = "按工资一成", source = "规则书 B4-08(R31)", month = "2024-12",
  set = with({ work_cost_basis = "wage", work_cost_ratio = 0.1 }), household = { persons = { worker } },
  expect = { work_cost = 200, countable_income = 1800 } }
case "cn-cost-2" { zh = "按最低工资一成", source = "规则书 B4-08(R31)", month = "2024-12",
  set = with({ work_cost_basis = "minimum_wage", work_cost_ratio = 0.1 }),
  household = { local_minimum_wage = 1980, persons = { worker } }, expect = { work_cost = 198 } }
case "cn-cost-3" { zh = "不超过工资", source = "规则书 F-18", month = "2024-12",
  set = with({ work_cost_ratio = 2.01 }), household = { persons = { worker } },
  expect = { work_cost = 2000, countable_income = 0 } }
local idle = { birth_date = "1974-12-31", sex = "male", business_income = 0, property_income = 0, transfer_income = 0 }
case "cn-impute-1" { zh = "默认不推算,不知道就是不知道", source = "规则书 B4-09、F-36", month = "2024-12", set = limits,
  household = { local_minimum_wage = 2000, persons = { idle } },
  expect_missing = { countable_income = { "persons[0].wage_income" } } }
local imputing = with({ impute_wages = true, work_cost_ratio = 0.3 })
case "cn-impute-2" { zh = "50岁男按最低工资", source = "规则书 B4-09(R87)、F-18", month = "2024-12", set = imputing,
  household = { local_minimum_wage = 2000, persons = { idle } },
  expect = { countable_income = 2000, work_cost = 0 } }
case "cn-impute-3" { zh = "51岁男减半", source = "规则书 B4-09(R87)", month = "2025-12", set = imputing,
  household = { local_minimum_wage = 2000, persons = { idle } }, expect = { countable_income = 1000 } }
case "cn-impute-4" { zh = "46岁女减半", source = "规则书 B4-09(R87)", month = "2024-12", set = imputing,
  household = { local_minimum_wage = 2000, persons = { { birth_date = "1978-12-31", sex = "female",
    business_income = 0, property_income = 0, transfer_income = 0 } } }, expect = { countable_income = 1000 } }
case "cn-impute-5" { zh = "在校学生不推算", source = "规则书 B4-09", month = "2024-12", set = imputing,
  household = { local_minimum_wage = 2000, persons = { { birth_date = "2004-12-31", sex = "female",
    student_stage = "bachelor", business_income = 0, property_income = 0, transfer_income = 0 } } },
  expect = { countable_income = 0 } }
case "cn-impute-6" { zh = "有工资的按工资", source = "规则书 B4-09、F-18", month = "2024-12", set = imputing,
  household = { local_minimum_wage = 9000, persons = { worker } }, expect = { countable_income = 1700 } }
local function one_off(amount)
  return { one_off_income = amount, one_off_month = "2024-10", persons = { { birth_date = "1980-05-01", wage_income = 0,
    business_income = 0, property_income = 0, transfer_income = 0 } } }
end
case "cn-one-off-1" { zh = "补偿金分摊第三个月", source = "规则书 B4-11", month = "2024-12", set = limits,
  household = one_off(2500), expect = { countable_income = 500 } } -- 1000、1000、500
case "cn-one-off-0" { zh = "取得当月就算", source = "规则书 B4-11", month = "2024-10", set = limits,
  household = one_off(2500), expect = { countable_income = 1000, category = "dibian" } }
case "cn-one-off-2" { zh = "用完为止", source = "规则书 B4-11", month = "2025-01", set = limits,
  household = one_off(3000), expect = { countable_income = 0, category = "dibao" } }
case "cn-one-off-3" { zh = "取得以前不算", source = "规则书 B4-11", month = "2024-09", set = limits,
  household = one_off(3000), expect = { countable_income = 0 } }

---------------------------------------------------------------- 最低补差、分类施保(规则书 B1-06、B1-09)
case "cn-floor" { zh = "南京最低补差20%", source = "规则书 B1-06(R70)", month = "2024-12",
  set = with({ dibao_min_topup_ratio = 0.2 }),
  household = { countable_income = 1999.99, persons = couple }, expect = { dibao_amount = 400 } }
-- 福建2006年城市:70岁以上、单亲每人10元,长期卧床、智力精神、其他一级30元,二级10至30元
local fujian_2006 = with({ classified_amount = { elder = yuan(10), single_parent = yuan(10), bedridden = yuan(30),
  mind = yuan(30), disabled_1 = yuan(30), disabled_2 = yuan(10), minor = yuan(0) } })
case "cn-class-1" { zh = "70岁加10元", source = "规则书 B1-09(R79)", month = "2024-12", set = fujian_2006,
  household = { countable_income = 0, persons = { { birth_date = "1954-12-31" }, couple[1] } },
  expect = { dibao_amount = 2010 } }
case "cn-class-2" { zh = "差一天满70", source = "规则书 B1-09(R79)", month = "2024-12", set = fujian_2006,
  household = { countable_income = 0, persons = { { birth_date = "1955-01-01" }, couple[1] } },
  expect = { dibao_amount = 2000 } }
case "cn-class-3" { zh = "几类只取最高", source = "规则书 B1-09(R80)", month = "2024-12", set = fujian_2006,
  household = { countable_income = 0, persons = { { birth_date = "1954-12-31", bedridden = true, single_parent = true,
    disability_category = "limb", disability_level = 2 }, couple[1] } }, expect = { dibao_amount = 2030 } }
case "cn-class-4" { zh = "按标准的比例", source = "规则书 B1-09(R80)", month = "2024-12",
  set = with({ classified_ratio = { elder = 0.1, single_parent = 0, bedridden = 0.3, mind = 0, disabled_1 = 0.2,
    disabled_2 = 0, minor = 0 } }),
  household = { countable_income = 0, persons = { { birth_date = "1990-12-31", bedridden = true,
    disability_category = "limb", disability_level = 1 }, couple[1] } }, expect = { dibao_amount = 2300 } }
case "cn-class-5" { zh = "四地现在没有", source = "规则书 B1-09", month = "2024-12", set = limits,
  household = { countable_income = 0, persons = { { birth_date = "1954-12-31", bedridden = true }, couple[1] } },
  expect = { dibao_amount = 2000 } }

---------------------------------------------------------------- 渐退期的各种时间表(规则书 B6-08)
case "cn-grace-3" { zh = "延退三年", source = "规则书 B6-08(R86)", month = "2024-12",
  set = with({ grace_length = 36 }), household = { countable_income = 2200, persons = couple },
  history = { { month = "2024-11", category = "dibao", dibao_amount = 500, grace_base = 500, grace_months = 35 } },
  expect = { category = "dibao", grace_months = 36, dibao_amount = 500 } }
case "cn-grace-4" { zh = "延退满了", source = "规则书 B6-08(R86)", month = "2024-12",
  set = with({ grace_length = 36 }), household = { countable_income = 2200, persons = couple },
  history = { { month = "2024-11", category = "dibao", dibao_amount = 500, grace_base = 500, grace_months = 36 } },
  expect = { category = "dibian", grace_months = 0 } }

---------------------------------------------------------------- 儿童生活费补差(规则书 B10-02、B10-03)
local by_difference = with({ child_benefit_rule = { none = "full", institution_orphan = "full",
  dispersed_orphan = "full", de_facto_orphan = "difference", in_difficulty = "difference", hiv_child = "full" },
  dibao_with = { dibao = "both", tekun = "no", orphan = "no", child = "difference", living = "both", care = "both",
    old_age = "both", home_care = "both", elder_care = "both", work_injury = "both", elder_scheme = "both" } })
case "cn-child-1" { zh = "补到标准", source = "规则书 B10-02(R72)、B12-33", month = "2024-12", set = by_difference,
  household = { countable_income = 1500, persons = { couple[1], couple[2],
    { birth_date = "2015-05-01", child_status = "in_difficulty" } } },
  expect = { orphan_allowance = 300, covered_heads = 3 } } -- 800−500
case "cn-child-2" { zh = "收入到了标准就没有", source = "规则书 B10-02(R72)", month = "2024-12", set = by_difference,
  household = { countable_income = 2400, persons = { couple[1], couple[2],
    { birth_date = "2015-05-01", child_status = "in_difficulty" } } }, expect = { orphan_allowance = 0 } }
case "cn-child-3" { zh = "事实无人抚养补到散居标准", source = "规则书 B10-02(R72)", month = "2024-12", set = by_difference,
  household = { countable_income = 400, persons = { elder[1],
    { birth_date = "2015-05-01", child_status = "de_facto_orphan" } } },
  expect = { orphan_allowance = 1300, covered_heads = 1 } }

---------------------------------------------------------------- 能力评分(规则书 B10-14)
local function scored(points) return { birth_date = "1950-05-01", ability_score = points } end
case "cn-ability" { zh = "评分各档两端", source = "规则书 B10-14、Q-13", month = "2026-01",
  household = { category = "none", persons = { scored(90), scored(89), scored(66), scored(65), scored(46), scored(45),
    scored(30), scored(29), scored(0) } },
  expect = { persons = { { ability = "intact" }, { ability = "mild" }, { ability = "mild" }, { ability = "moderate" },
    { ability = "moderate" }, { ability = "severe" }, { ability = "severe" }, { ability = "total" },
    { ability = "total" } } } }
case "cn-voucher-3" { zh = "提升行动的不享受消费补贴", source = "规则书 B10-13(R68)、B12-31、B12-32", month = "2026-01",
  household = { category = "none", persons = { { birth_date = "1950-01-31", ability_score = 50, elder_scheme = true },
    { birth_date = "1950-01-31", ability_score = 50, same_kind_care = 100 }, scored(50) } },
  expect = { persons = { { elder_voucher_limit = 0 }, { elder_voucher_limit = 0 }, { elder_voucher_limit = 800 } } } }

---------------------------------------------------------------- 临时救助(规则书 Q-04、Q-05、Q-06、B11-01 至 B11-03)
local function asking(more)
  local family = { relief_month = "2024-12", relief_kind = "emergency", persons = elder }
  for name, value in pairs(more) do family[name] = value end
  return family
end
case "cn-relief-1" { zh = "一个月标准可以先行", source = "规则书 Q-05、B11-03", month = "2024-12", set = limits,
  household = asking({ relief_months = 1 }),
  expect = { temporary_relief = 1000, relief_advance = true, relief_papers_days = 10 } }
case "cn-relief-2" { zh = "多一元不能先行", source = "规则书 Q-05、Q-06", month = "2024-12", set = limits,
  household = asking({ relief_special = 1001 }),
  expect = { temporary_relief = 1001, relief_advance = false, relief_papers_days = 0 } }
case "cn-relief-3" { zh = "支出型不先行", source = "规则书 Q-05", month = "2024-12", set = limits,
  household = asking({ relief_kind = "expense", relief_special = 500 }),
  expect = { temporary_relief = 500, relief_advance = false } }
case "cn-relief-4" { zh = "分三期,最后一期补足", source = "规则书 Q-06", months = "2024-11..2025-03", set = limits,
  household = asking({ relief_special = 1000, relief_stages = 3 }),
  expect = { temporary_relief = 0 }, expect_sum = { temporary_relief = 1000 } } -- 333、333、334
case "cn-relief-5" { zh = "分期的第三期", source = "规则书 Q-06", month = "2025-02", set = limits,
  household = asking({ relief_special = 1000, relief_stages = 3 }), expect = { temporary_relief = 334 } }
case "cn-relief-6" { zh = "外地户籍急难", source = "规则书 Q-04", month = "2024-12", set = limits,
  household = asking({ hukou_local = false }), expect = { temporary_relief = 0 } }
local by_place = with({ eligibility_basis = { basic = "hukou", expense = "hukou", emergency = "place", elder = "resident",
  disability = "hukou", child = "hukou" } })
case "cn-relief-7" { zh = "急难发生地实施", source = "规则书 Q-04", month = "2024-12", set = by_place,
  household = asking({ hukou_local = false }), expect = { temporary_relief = 1000 } }
case "cn-relief-8" { zh = "支出型仍按户籍", source = "规则书 Q-04", month = "2024-12", set = by_place,
  household = asking({ hukou_local = false, relief_kind = "expense", relief_special = 500 }),
  expect = { temporary_relief = 0 } }
case "cn-relief-9" { zh = "甘肃式上限6个月", source = "规则书 B11-02(R94)", month = "2024-12", set = limits,
  household = asking({ relief_months = 7 }), expect = { temporary_relief = 6000 } }
case "cn-elder-here" { zh = "老年福利按常住", source = "规则书 Q-34", month = "2024-12", set = by_place,
  household = { category = "none", persons = { { birth_date = "1944-12-31", hukou_local = false } } },
  expect = { old_age_allowance = 30, living_subsidy = 0 } }
case "cn-elder-hukou" { zh = "老年福利按户籍", source = "规则书 Q-34", month = "2024-12", set = limits,
  household = { category = "none", persons = { { birth_date = "1944-12-31", hukou_local = false } } },
  expect = { old_age_allowance = 0 } }

---------------------------------------------------------------- 预警、优先、简化、转介、自动办理
local sick = { { birth_date = "1980-05-01", serious_illness = true } }
case "cn-alert-1" { zh = "支出正好五成", source = "规则书 Q-07", month = "2024-12", set = limits,
  household = { countable_income = 3000, medical_expense = 18000, persons = sick }, expect = { alert = true } }
case "cn-alert-2" { zh = "支出少一分", source = "规则书 Q-07", month = "2024-12", set = limits,
  household = { countable_income = 3000, medical_expense = 17999.99, persons = sick }, expect = { alert = false } }
case "cn-alert-3" { zh = "收入正好降三成", source = "规则书 Q-07", month = "2024-12", set = limits,
  household = { countable_income = 2100, income_before = 3000, persons = sick }, expect = { alert = true } }
case "cn-alert-4" { zh = "收入多一分", source = "规则书 Q-07", month = "2024-12", set = limits,
  household = { countable_income = 2100.01, income_before = 3000, persons = sick }, expect = { alert = false } }
case "cn-alert-5" { zh = "不是重点对象", source = "规则书 Q-07", month = "2024-12", set = limits,
  household = { countable_income = 100, income_before = 3000, persons = { couple[1] } }, expect = { alert = false } }
case "cn-alert-6" { zh = "受灾", source = "规则书 Q-07", month = "2024-12", set = limits,
  household = { countable_income = 100, income_before = 3000, disaster_hit = true, persons = { couple[1] } },
  expect = { alert = true } }
case "cn-priority" { zh = "脱贫人口丧失劳动能力", source = "规则书 Q-23", month = "2024-12",
  household = { poverty_registered = true, persons = { { birth_date = "1980-05-01", work_ability = "partial" } } },
  expect = { priority_review = true } }
case "cn-priority-b" { zh = "脱贫人口有劳动能力", source = "规则书 Q-23", month = "2024-12",
  household = { poverty_registered = true, persons = { couple[1] } }, expect = { priority_review = false } }
case "cn-union" { zh = "工会困难职工", source = "规则书 Q-26", month = "2024-12",
  household = { union_listed = true, persons = { couple[1] } }, expect = { priority_review = true } }
case "cn-simple-1" { zh = "没有规定的不简化", source = "规则书 Q-11", month = "2024-12",
  household = { no_dispute = true }, expect = { simplified = false, approver = "county" } }
case "cn-simple-2" { zh = "情况明确可简化", source = "规则书 Q-11、Q-12", month = "2024-12",
  set = { simplify_when_clear = true, approver_level = { basic = "township", expense = "county", emergency = "township",
    elder = "county", disability = "county", child = "county" } },
  household = { no_dispute = true }, expect = { simplified = true, approver = "township" } }
case "cn-simple-3" { zh = "失信不能简化", source = "规则书 Q-08", month = "2024-12", set = { simplify_when_clear = true },
  household = { no_dispute = true, credit = "broken" }, expect = { simplified = false } }
case "cn-simple-4" { zh = "守信免材料", source = "规则书 Q-08", month = "2024-12",
  household = { credit = "kept" }, expect = { simplified = true } }
case "cn-review-broken" { zh = "失信每季核查", source = "规则书 Q-08、B13-05", month = "2024-12",
  household = { credit = "broken", last_check_month = "2024-11" }, expect = { review_month = "2025-02" } }
case "cn-review-change" { zh = "重大变化下月复核", source = "规则书 Q-24", month = "2024-12",
  household = { change_month = "2024-12", last_check_month = "2024-11", persons = elder },
  expect = { review_month = "2025-01" } }
case "cn-review-change-b" { zh = "变化以后已经核查过", source = "规则书 Q-24", month = "2024-12",
  household = { change_month = "2024-11", last_check_month = "2024-11", persons = elder },
  expect = { review_month = "2025-11" } }
local needy = { category = "dibian", persons = { { birth_date = "1980-05-01", unemployed = true },
  { birth_date = "2010-05-01", student_stage = "compulsory" }, { birth_date = "1950-05-01", serious_illness = true } } }
case "cn-refer-1" { zh = "低边家庭四项转介", source = "规则书 Q-35", month = "2024-12", household = needy,
  expect = { refer_medical = true, refer_education = true, refer_housing = true, refer_employment = true } }
case "cn-refer-2" { zh = "低保家庭不转介", source = "规则书 Q-35", month = "2024-12",
  household = { category = "dibao", persons = needy.persons },
  expect = { refer_medical = false, refer_education = false, refer_housing = false, refer_employment = false } }
case "cn-event-1" { zh = "60岁当月办优待证", source = "规则书 Q-10", month = "2024-12",
  household = { persons = { { birth_date = "1964-12-31" }, { birth_date = "1965-01-01" }, { birth_date = "1964-11-30" },
    { birth_date = "1959-12-31" }, { birth_date = "1944-12-31" } } },
  expect = { persons = { { automatic_event = "elder_card" }, { automatic_event = "none" }, { automatic_event = "none" },
    { automatic_event = "elder_card" }, { automatic_event = "old_age" } } } }
case "cn-event-2" { zh = "机构孤儿满18安置", source = "规则书 Q-19", month = "2024-12", set = limits,
  household = { persons = { { birth_date = "2006-12-01", child_status = "institution_orphan", student_stage = "senior" },
    { birth_date = "2006-11-30", child_status = "institution_orphan", student_stage = "senior" } } },
  expect = { persons = { { automatic_event = "settle" }, { automatic_event = "none" } } } }
case "cn-central-care" { zh = "集中养育", source = "规则书 Q-18", month = "2024-12",
  household = { persons = { { birth_date = "2015-12-01", child_status = "de_facto_orphan" },
    { birth_date = "2015-12-01", child_status = "in_difficulty", disability_level = 2 },
    { birth_date = "2015-12-01", child_status = "in_difficulty", disability_level = 3 },
    { birth_date = "2006-12-31", child_status = "de_facto_orphan" } } },
  expect = { persons = { { central_care_option = true }, { central_care_option = true },
    { central_care_option = false }, { central_care_option = false } } } }
case "cn-tekun-visit" { zh = "特困定期探视", source = "规则书 Q-25", month = "2024-12",
  household = { category = "tekun", persons = elder }, expect = { persons = { { tekun_visit = "month", property_ledger = false } } } }
case "cn-adapt-1" { zh = "低保老人适老化改造", source = "规则书 Q-17、B10-16", month = "2024-12",
  household = { category = "dibao", wish_adaptation = true, adaptation_month = "2024-12", adaptation_cost = 12000.01,
    persons = { { birth_date = "1964-12-31" } } }, expect = { home_adaptation = 12000 } }
case "cn-adapt-2" { zh = "差一天满60", source = "规则书 Q-17", month = "2024-12",
  household = { category = "dibao", wish_adaptation = true, adaptation_month = "2024-12", adaptation_cost = 5000,
    persons = { { birth_date = "1965-01-01" } } }, expect = { home_adaptation = 0 } }
case "cn-adapt-3" { zh = "不愿意的不改", source = "规则书 Q-17", month = "2024-12",
  household = { category = "dibao", adaptation_month = "2024-12", adaptation_cost = 5000,
    persons = elder }, expect = { home_adaptation = 0 } }

---------------------------------------------------------------- 叠加表(规则书 B.12)
case "cn-stack-1" { zh = "工伤、孤儿、困境儿童与残疾补贴", source = "规则书 B9-02、B12-14、B12-15、B12-21、B12-22、B12-35、B12-36", month = "2024-12", set = limits,
  household = { category = "dibao", persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1, work_injury_care = true },
    { birth_date = "2015-05-01", disability_category = "limb", disability_level = 1, child_status = "dispersed_orphan" },
    { birth_date = "2015-05-01", disability_category = "limb", disability_level = 1, child_status = "in_difficulty" } } },
  expect = { persons = { { living_subsidy = 0, care_subsidy = 0 }, { living_subsidy = 0, care_subsidy = 50 },
    { living_subsidy = 200, care_subsidy = 50 } } } }
local function care_rule(rule)
  return with({ care_with = { dibao = "both", tekun = "no", orphan = "both", child = "both", living = "both",
    care = "both", old_age = "both", home_care = "both", elder_care = rule, work_injury = "no", elder_scheme = "both" } })
end
local cared = { category = "none", persons = { { birth_date = "1950-05-01", disability_category = "limb",
  disability_level = 1, care_grade = "total", same_kind_care = 30 } } }
case "cn-stack-2" { zh = "就高", source = "规则书 B9-02、B12-19", month = "2024-12", set = care_rule("higher"),
  household = cared, expect = { care_subsidy = 80 } }
case "cn-stack-3" { zh = "补差额", source = "规则书 B.12", month = "2024-12", set = care_rule("difference"),
  household = cared, expect = { care_subsidy = 50 } }
case "cn-stack-4" { zh = "不同领", source = "规则书 B.12", month = "2024-12", set = care_rule("no"),
  household = cared, expect = { care_subsidy = 0 } }
case "cn-stack-5" { zh = "可同领", source = "规则书 B.12", month = "2024-12", set = care_rule("both"),
  household = cared, expect = { care_subsidy = 80 } }
local frail = { birth_date = "1944-12-31", disability_category = "limb", disability_level = 1, care_grade = "total",
  same_kind_care = 30 }
case "cn-stack-6" { zh = "低保老人各项同领", source = "规则书 F-16、B12-03、B12-04、B12-05、B12-07、B12-16、B12-17", month = "2024-12",
  set = with({ care_with = care_rule("both").care_with }),
  household = { countable_income = 1500, persons = { frail, couple[1] } },
  expect = { category = "dibao", dibao_amount = 500, living_subsidy = 200, care_subsidy = 80, old_age_allowance = 30,
    total_benefit = 810 } }
case "cn-stack-7" { zh = "特困两项都不领,高龄照发", source = "规则书 B12-01、B12-09、B12-10、B12-11", month = "2024-12", set = limits,
  household = { countable_income = 0, persons = { frail } },
  expect = { category = "tekun", dibao_amount = 0, living_subsidy = 0, care_subsidy = 0, old_age_allowance = 30 } }
case "cn-stack-8" { zh = "选儿童生活费的不作特困、不计保障", source = "规则书 B12-02、B12-08", month = "2024-12", set = limits,
  household = { countable_income = 0, persons = { { birth_date = "2015-05-01", child_status = "dispersed_orphan" } } },
  expect = { category = "dibian", covered_heads = 0, orphan_allowance = 1500 } }
case "cn-stack-9" { zh = "工伤护理与低保、高龄", source = "规则书 B12-20、B12-23", month = "2024-12", set = limits,
  household = { countable_income = 1500, persons = { { birth_date = "1944-12-31", work_injury_care = true }, couple[1] } },
  expect = { dibao_amount = 500, old_age_allowance = 30 } }
case "cn-stack-10" { zh = "消费补贴与低保、残疾、高龄", source = "规则书 B12-26、B12-28、B12-29、B12-30", month = "2026-01",
  set = limits, household = { countable_income = 1500, persons = { { birth_date = "1944-12-31", ability_score = 40,
    disability_category = "limb", disability_level = 1 }, couple[1] } },
  expect = { dibao_amount = 500, elder_voucher_limit = 800, living_subsidy = 200, care_subsidy = 50, old_age_allowance = 30 } }
case "cn-stack-11" { zh = "困境儿童与孤儿只有一种", source = "规则书 B12-34", month = "2024-12", set = limits,
  household = { category = "none", persons = { { birth_date = "2015-05-01", child_status = "in_difficulty" } } },
  expect = { orphan_allowance = 800 } }
case "cn-stack-12" { zh = "孤儿可领护理补贴", source = "规则书 B12-15", month = "2024-12", set = limits,
  household = { category = "none", persons = { { birth_date = "2015-05-01", child_status = "dispersed_orphan",
    disability_category = "limb", disability_level = 1 } } }, expect = { living_subsidy = 0, care_subsidy = 50 } }

---------------------------------------------------------------- 不计收入、核算期、时限(规则书 B4-02 至 B4-07、B13-02)
case "cn-income-1" { zh = "两项补贴、儿童生活费、高龄津贴不算收入", source = "规则书 B4-04、B4-05、B4-06", month = "2024-12",
  set = limits, household = { persons = {
    { birth_date = "1944-12-31", disability_category = "limb", disability_level = 1, wage_income = 0, business_income = 0,
      property_income = 0, transfer_income = 900 },
    { birth_date = "2015-05-01", child_status = "dispersed_orphan", wage_income = 0, business_income = 0,
      property_income = 0, transfer_income = 0 } },
    obligors = { { members = 1, annual_income = 0, supported_persons = 1 } } }, -- 有义务人,不是特困
  expect = { countable_income = 900, living_subsidy = 200, orphan_allowance = 1500, old_age_allowance = 30, dibao_amount = 550 } }
case "cn-income-2" { zh = "优待抚恤、奖学金不算收入", source = "规则书 B4-02(R31)", month = "2024-12", set = limits,
  household = { persons = { { birth_date = "1944-12-31", wage_income = 0, business_income = 0, property_income = 0,
    transfer_income = 900, exempt_income = 300 } } }, expect = { countable_income = 600 } }
case "cn-window" { zh = "核算期12个月", source = "规则书 B4-07", month = "2024-12",
  household = { application_month = "2024-12" }, expect = { income_from = "2023-12" } }
case "cn-decision-1" { zh = "一般30个工作日", source = "规则书 B13-02", month = "2024-12", household = {},
  expect = { decision_workdays = 30 } }
case "cn-decision-2" { zh = "疑难45个工作日", source = "规则书 B13-02", month = "2024-12",
  household = { hard_to_verify = true }, expect = { decision_workdays = 45 } }

---------------------------------------------------------------- 特困终止(规则书 B8-12)
local function alone(more)
  local person = { birth_date = "1950-05-01" }
  for name, value in pairs(more) do person[name] = value end
  return { countable_income = 0, persons = { person } }
end
case "cn-tekun-end-1" { zh = "死亡次月终止", source = "规则书 B8-12、F-21", month = "2024-12", set = limits,
  household = alone({ death_date = "2024-11-30" }), expect = { category = "none", tekun_amount = 0 } }
case "cn-tekun-end-2" { zh = "死亡当月仍发", source = "规则书 B8-12、F-21", month = "2024-11", set = limits,
  household = alone({ death_date = "2024-11-30" }), expect = { category = "tekun", tekun_amount = 1400 } }
case "cn-tekun-end-3" { zh = "服刑、失踪", source = "规则书 B8-12、B3-02", month = "2024-12", set = limits,
  household = alone({ counted = false }), expect = { category = "none" } }
case "cn-tekun-end-4" { zh = "恢复劳动能力", source = "规则书 B8-12", month = "2024-12", set = limits,
  household = { countable_income = 0, persons = { { birth_date = "1990-05-01", disability_category = "limb",
    disability_level = 3 } } }, history = { { month = "2024-11", category = "tekun" } }, expect = { category = "dibao" } }

---------------------------------------------------------------- 各条规则的另一边
case "cn-stack-13" { zh = "没有另一项就照发", source = "规则书 B.12", month = "2024-12", set = care_rule("no"),
  household = { category = "none", persons = { { birth_date = "1950-05-01", disability_category = "limb",
    disability_level = 1, care_grade = "total" } } }, expect = { care_subsidy = 80 } }
case "cn-alert-7" { zh = "大额临时救助对象", source = "规则书 Q-07", month = "2024-12", set = limits,
  household = asking({ relief_special = 3000, countable_income = 100, income_before = 3000 }), expect = { alert = true } }
case "cn-alert-8" { zh = "差一元的不是大额", source = "规则书 Q-07", month = "2024-12", set = limits,
  household = asking({ relief_special = 2999, countable_income = 100, income_before = 3000 }), expect = { alert = false } }
case "cn-alert-9" { zh = "大额但收入没有降", source = "规则书 Q-07", month = "2024-12", set = limits,
  household = asking({ relief_special = 3000, countable_income = 3000, income_before = 3000 }), expect = { alert = false } }
case "cn-relief-10" { zh = "下个月不再先行", source = "规则书 Q-05", month = "2025-01", set = limits,
  household = asking({ relief_months = 1 }), expect = { temporary_relief = 0, relief_advance = false } }
case "cn-relief-11" { zh = "支出型不符合的没有总额", source = "规则书 B11-01", month = "2024-12", set = limits,
  household = asking({ relief_kind = "expense" }), expect = { temporary_relief = 0, relief_advance = false } }
case "cn-refer-3" { zh = "没有要转介的", source = "规则书 Q-35", month = "2024-12",
  household = { category = "dibian", housing_count = 1, persons = { { birth_date = "1980-05-01" },
    { birth_date = "1980-05-01", unemployed = true, work_ability = "none" },
    { birth_date = "2010-05-01", student_stage = "compulsory", unemployed = true, serious_illness = true, counted = false } } },
  expect = { refer_medical = false, refer_education = false, refer_housing = false, refer_employment = false } }
case "cn-refer-4" { zh = "有自付医疗支出", source = "规则书 Q-35", month = "2024-12",
  household = { category = "dibian", housing_count = 1, medical_expense = 0.01, persons = couple },
  expect = { refer_medical = true, refer_housing = false } }
case "cn-tekun-out" { zh = "外地户籍不是本地特困", source = "规则书 B8-01、Q-03", month = "2024-12", set = limits,
  household = { hukou_local = false, countable_income = 0, persons = elder }, expect = { category = "none" } }
case "cn-class-6" { zh = "未满18加5元", source = "规则书 B1-09", month = "2024-12",
  set = with({ classified_amount = { elder = yuan(0), single_parent = yuan(0), bedridden = yuan(0), mind = yuan(0),
    disabled_1 = yuan(0), disabled_2 = yuan(0), minor = yuan(5) } }),
  household = { countable_income = 0, persons = { { birth_date = "2007-01-01" }, { birth_date = "2006-12-31" } } },
  expect = { dibao_amount = 2005 } }
case "cn-support-many" { zh = "不按子女数的,三个子女也只有一档", source = "规则书 B.7 V3", month = "2024-12", set = limits,
  household = { countable_income = 0, persons = parents, obligors = { child, child, child } },
  expect = { support_imputed = 1500 } } -- (3000−2000)×50% 三家
case "cn-petty-1" { zh = "备用金正好用完", source = "规则书 Q-06", month = "2024-12",
  township = { petty_cash = 50000, petty_cash_spent = 50000 }, expect = { petty_cash_left = 0, petty_cash_over = false } }
case "cn-petty-2" { zh = "备用金超支一分", source = "规则书 Q-06", month = "2024-12",
  township = { petty_cash = 50000, petty_cash_spent = 50000.01 }, expect = { petty_cash_left = -0.01, petty_cash_over = true } }
case "cn-alert-10" { zh = "没有收入也没有支出", source = "规则书 Q-07", month = "2024-12", set = limits,
  household = { countable_income = 0, persons = sick }, expect = { alert = false } }
case "cn-rigid-out" { zh = "外地户籍不是本地刚性支出困难", source = "规则书 B6-03、Q-03", month = "2024-12", set = limits,
  household = { hukou_local = false, countable_income = 3000, medical_expense = 30000, persons = couple },
  expect = { category = "none" } }
case "cn-central-dead" { zh = "已去世的儿童", source = "规则书 Q-18", month = "2024-12",
  household = { persons = { { birth_date = "2015-12-01", child_status = "de_facto_orphan", death_date = "2024-11-30" } } },
  expect = { persons = { { central_care_option = false } } } }

---------------------------------------------------------------- 儿童福利的申请依据(规则书 Q-03)
local outside = { category = "none", persons = { { birth_date = "2015-05-01", child_status = "dispersed_orphan",
  hukou_local = false, residence_permit = true } } }
case "cn-child-here-1" { zh = "外地户籍的孤儿按户籍地", source = "规则书 Q-03", month = "2024-12", set = limits,
  household = outside, expect = { orphan_allowance = 0 } }
case "cn-child-here-2" { zh = "儿童福利按居住证", source = "规则书 Q-03", month = "2024-12",
  set = with({ eligibility_basis = { basic = "hukou", expense = "hukou", emergency = "hukou", elder = "hukou",
    disability = "hukou", child = "permit" } }), household = outside, expect = { orphan_allowance = 1500 } }
