-- policies/cn/fujian/longyan/cases.lua                           例子:低收入家庭、特困、老年、残疾、复核
-- L 号是规则书第E部分的例子;L01、L02、L04、L09 在 wuping/cases.lua,L05、L15 在 xinluo/cases.lua。
-- 市级没有标准,这里假设一个县:标准596元,三类最低工资。
local county = { dibao_standard = yuan(596), wage_tier = 3 }
local pair = { { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" } }

---------------------------------------------------------------- 单人户(LY-10、B3-05)
local function low_income(kind, level, facts)
  local person = facts
  person.birth_date = "1998-05-01"
  person.disability_category = kind
  person.disability_level = level
  person.wage_income = 0
  person.business_income = 0
  person.property_income = 0
  person.transfer_income = 100
  return { countable_income = 2000, persons = { pair[1], pair[2], person } } -- 人均666.67
end
local function single(id, zh, household, month, category, amount)
  case(id) { zh = zh, source = "规则书 LY-10、B3-05、F-13", month = month, set = county, household = household,
    expect = { category = category, dibao_amount = amount } }
end
single("ly-single-1", "二级肢体", low_income("limb", 2, {}), "2021-06", "dibao_single", 496)
single("ly-single-2", "三级肢体不行", low_income("limb", 3, {}), "2021-06", "dibian", 0)
single("ly-single-3", "三级智力", low_income("intellectual", 3, {}), "2021-06", "dibao_single", 496)
single("ly-single-4", "三级精神", low_income("mental", 3, {}), "2021-06", "dibao_single", 496)
single("ly-single-5", "四级精神不行", low_income("mental", 4, {}), "2021-06", "dibian", 0)
single("ly-single-6", "重病患者", low_income("none", 0, { serious_illness = true }), "2021-06", "dibao_single", 496)
single("ly-single-7", "规划以前", low_income("limb", 2, {}), "2020-12", "dibian", 0)
case "ly-single-8" { zh = "财产不符合的家庭", source = "规则书 LY-10", month = "2021-06", set = county,
  household = { countable_income = 2000, savings = 42912.01, persons = { pair[1], pair[2],
    { birth_date = "1998-05-01", disability_category = "limb", disability_level = 2 } } }, -- 3×24×596=42912
  expect = { category = "none", dibao_amount = 0 } }
case "ly-single-9" { zh = "财产正好24个月标准", source = "规则书 LY-10、B5-05(推定)", month = "2021-06", set = county,
  household = { countable_income = 2000, savings = 42912, persons = { pair[1], pair[2], { birth_date = "1998-05-01" } } },
  expect = { category = "dibian" } }

---------------------------------------------------------------- 特困:未成年到18周岁、安置(LY-11、LY-12)
local function alone(month, facts, expect, id, zh)
  case(id) { zh = zh, source = "规则书 LY-11、LY-12", month = month, set = county,
    household = { countable_income = 0, persons = { facts } }, expect = expect }
end
alone("2021-06", { birth_date = "2003-07-01" }, { category = "tekun" }, "LY-11-1", "差一月十八岁")
alone("2021-06", { birth_date = "2003-06-30" }, { category = "dibao" }, "LY-11-2", "满十八岁")
alone("2020-12", { birth_date = "2004-12-31" }, { category = "dibao" }, "LY-11-3", "规划以前满十六岁")
alone("2020-12", { birth_date = "2005-01-01" }, { category = "tekun" }, "LY-11-4", "规划以前差一月十六岁")
local function placed(id, zh, facts, placement, form, ask)
  case(id) { zh = zh, source = "规则书 LY-12、LY-19、F-11", month = "2021-06", set = county,
    household = { category = "tekun", persons = { facts } },
    expect = { persons = { { placement = placement, support_form = form, placement_to_ask = ask } } } }
end
placed("LY-12-1", "能自理在家分散", { birth_date = "1950-05-01" }, "home", "dispersed", false)
placed("LY-12-2", "能自理而愿意集中", { birth_date = "1950-05-01", wish_central = true }, "institution", "central", false)
placed("LY-12-3", "不能自理又愿意", { birth_date = "1950-05-01", selfcare_unmet = 1, wish_central = true },
  "institution", "central", false)
placed("LY-12-4", "不能自理还没有意愿", { birth_date = "1950-05-01", selfcare_unmet = 1 }, "home", "dispersed", true)
placed("LY-12-5", "重大精神疾病", { birth_date = "1980-05-01", severe_mental_illness = true }, "mental_home", "central", false)
placed("LY-12-6", "差一月十六岁", { birth_date = "2005-07-01" }, "child_home", "central", false)
placed("LY-12-7", "满十六岁", { birth_date = "2005-06-30" }, "home", "dispersed", false)
case "LY-12-8" { zh = "不是特困没有安置", source = "规则书 LY-12", month = "2021-06", set = county,
  household = { category = "dibao", persons = { { birth_date = "2010-05-01" } } },
  expect = { persons = { { placement = "none", support_form = "none" } } } }

---------------------------------------------------------------- 残疾人两项补贴(L10)
local function severe(level) return { { birth_date = "1980-05-01", disability_category = "sight", disability_level = level } } end
case "L10" { zh = "一级低保218元", source = "规则书 L10(R49、R50)", month = "2022-06", set = county,
  household = { category = "dibao", countable_income = 0, persons = severe(1) },
  expect = { living_subsidy = 99, care_subsidy = 119 } }
case "L10-2" { zh = "二级低保198元", source = "规则书 L10(R49、R50)", month = "2022-06", set = county,
  household = { category = "dibao", countable_income = 0, persons = severe(2) },
  expect = { living_subsidy = 99, care_subsidy = 99 } }
case "L10-rich-1" { zh = "一级不困难115元", source = "规则书 L10(R49、R50)", month = "2022-06", set = county,
  household = { category = "none", countable_income = 5000, persons = severe(1) },
  expect = { living_subsidy = 0, care_subsidy = 115 } }
case "L10-rich-2" { zh = "二级不困难85元", source = "规则书 L10(R49、R50)", month = "2022-06", set = county,
  household = { category = "none", countable_income = 5000, persons = severe(2) },
  expect = { living_subsidy = 0, care_subsidy = 85 } }

---------------------------------------------------------------- 孤儿(L11)
case "L11" { zh = "散居孤儿2024年", source = "规则书 L11、B10-04(R52)", months = "2024-01..2024-12",
  household = { category = "none", persons = { { birth_date = "2015-05-01", child_status = "dispersed_orphan" } } },
  expect_sum = { orphan_allowance = 20952 } }

---------------------------------------------------------------- 高龄(L12)
local function aged(birth_date, pension) return { { birth_date = birth_date, has_pension = pension } } end
case "L12" { zh = "八十五岁低保无养老金", source = "规则书 L12、B10-10(R53、R54)", month = "2023-05",
  household = { category = "dibao", persons = aged("1938-03-01", false) }, expect = { old_age_allowance = 100 } }
case "L12-sum" { zh = "相加的办法", source = "规则书 L12、B10-10", month = "2023-05", set = { old_age_add_up = true },
  household = { category = "dibao", persons = aged("1938-03-01", false) }, expect = { old_age_allowance = 150 } }
case "L12-101" { zh = "一百零一岁,老人节当月", source = "规则书 L12、B10-10(R53)", month = "2023-10",
  household = { category = "none", persons = aged("1922-05-01", false) },
  expect = { old_age_allowance = 300, centenarian_gift = 1000 } }
case "L12-101-b1" { zh = "不是老人节的月份", source = "规则书 L12(R53)", month = "2023-09",
  household = { category = "none", persons = aged("1922-05-01", false) },
  expect = { old_age_allowance = 300, centenarian_gift = 0 } }
case "L12-b1" { zh = "有养老金", source = "规则书 B10-10(R53)", month = "2023-05",
  household = { category = "none", persons = aged("1938-03-01", true) }, expect = { old_age_allowance = 0 } }
case "L12-b2" { zh = "有养老金的低保老人", source = "规则书 B10-10(R54)", month = "2023-05",
  household = { category = "dibao", persons = aged("1938-03-01", true) }, expect = { old_age_allowance = 100 } }
case "L12-b3" { zh = "差一月八十岁不问养老金", source = "规则书 B10-10", month = "2023-05",
  household = { category = "dibao", persons = { { birth_date = "1943-06-01" } } }, expect = { old_age_allowance = 0 } }
case "L12-b4" { zh = "满八十岁当月", source = "规则书 B10-10(R53)", month = "2023-05",
  household = { category = "none", persons = aged("1943-05-31", false) }, expect = { old_age_allowance = 50 } }
case "L12-b5" { zh = "满九十岁当月", source = "规则书 B10-10(R53)", month = "2023-05",
  household = { category = "none", persons = aged("1933-05-31", false) }, expect = { old_age_allowance = 100 } }
case "L12-b6" { zh = "差一月一百岁", source = "规则书 B10-10(R53)", month = "2023-10",
  household = { category = "none", persons = aged("1923-11-01", false) },
  expect = { old_age_allowance = 100, centenarian_gift = 0 } }
case "L12-b7" { zh = "老人节当月满一百岁", source = "规则书 B10-10(R53)、F-10", month = "2023-10",
  household = { category = "none", persons = aged("1923-10-31", false) },
  expect = { old_age_allowance = 300, centenarian_gift = 1000 } }
case "L12-b8" { zh = "养老金不知道", source = "规则书 F-36、B10-10", month = "2023-05",
  household = { category = "none", persons = { { birth_date = "1938-03-01" } } },
  expect_missing = { old_age_allowance = { "persons[0].has_pension" } } }

---------------------------------------------------------------- 就业成本、赡养费(C.4)
local function earner(wage)
  return { birth_date = "1980-05-01", wage_income = wage, business_income = 0, property_income = 0, transfer_income = 0 }
end
case "ly-work-cost" { zh = "扣工资的一成", source = "规则书 C.4 ly_work_cost、Q-01", month = "2021-06", set = county,
  household = { persons = { earner(1000) } }, expect = { countable_income = 900, persons = { { work_cost = 100 } } } }
case "ly-support" { zh = "超过2倍部分的一半", source = "规则书 B.7 V3、C.4 ly_support_rule", month = "2021-06", set = county,
  household = { persons = { earner(0) }, obligors = { { members = 2, annual_income = 33408, supported_persons = 1 } } },
  expect = { support_imputed = 200 } } -- (2784 − 2×1192)×50%

---------------------------------------------------------------- 复核(L07、LY-14、LY-15)
case "L07" { zh = "稳定家庭一年", source = "规则书 L07、LY-14、B13-04", month = "2024-02", set = county,
  household = { last_check_month = "2024-01", income_unstable = false, persons = pair }, expect = { review_month = "2025-01" } }
case "L07-unstable" { zh = "收入不固定又有劳动能力半年", source = "规则书 L07、LY-15、B13-04", month = "2024-02", set = county,
  household = { last_check_month = "2024-01", income_unstable = true, persons = pair }, expect = { review_month = "2024-07" } }
case "L07-b1" { zh = "收入不固定但都没有劳动能力", source = "规则书 LY-15", month = "2024-02", set = county,
  household = { last_check_month = "2024-01", income_unstable = true, persons = { { birth_date = "1950-05-01" } } },
  expect = { review_month = "2025-01" } }

---------------------------------------------------------------- 复核期内不调整(LY-16、F-22)
local function on_dibao(wage, check)
  return { last_check_month = check, income_unstable = false, persons = { earner(wage), earner(0), earner(0) } }
end
local before = { month = "2021-05", category = "dibao", countable_income = 540, heads = 3, dibao_amount = 1248 }
case "LY-16-1" { zh = "收入略有变动不调整", source = "规则书 LY-16、F-22", month = "2021-06", set = county,
  household = on_dibao(900, "2021-01"), history = { before },
  expect = { income_frozen = true, countable_income = 540, dibao_amount = 1248 } } -- 当月核算810
case "LY-16-2" { zh = "标准提高照样变", source = "规则书 LY-16、F-22", month = "2021-06",
  set = { dibao_standard = yuan(620), wage_tier = 3 },
  household = on_dibao(900, "2021-01"), history = { before },
  expect = { income_frozen = true, dibao_amount = 1320 } } -- 3×620−540
case "LY-16-3" { zh = "到了复核月份重新核定", source = "规则书 LY-16、LY-14", month = "2021-06", set = county,
  household = on_dibao(900, "2020-06"), history = { before },
  expect = { income_frozen = false, countable_income = 810, dibao_amount = 978 } }
case "LY-16-4" { zh = "复核前一个月", source = "规则书 LY-16、LY-14", month = "2021-06", set = county,
  household = on_dibao(900, "2020-07"), history = { before }, expect = { income_frozen = true, dibao_amount = 1248 } }
case "LY-16-5" { zh = "变动正好三成标准", source = "规则书 LY-16(推定)", month = "2021-06", set = county,
  household = on_dibao(1196, "2021-01"), history = { before }, -- 1076.40 − 540 = 536.40 = 3×178.8
  expect = { income_frozen = true, countable_income = 540 } }
case "LY-16-6" { zh = "变动超过三成标准", source = "规则书 LY-16(推定)", month = "2021-06", set = county,
  household = on_dibao(1196.10, "2021-01"), history = { before },
  expect = { income_frozen = false, countable_income = 1076.49 } }
case "LY-16-7" { zh = "家庭人口变了", source = "规则书 LY-16、Q-24", month = "2021-06", set = county,
  household = { last_check_month = "2021-01", income_unstable = false, persons = { earner(900), earner(0) } },
  history = { before }, expect = { income_frozen = false, countable_income = 810 } }
case "LY-16-8" { zh = "报告了重大变化", source = "规则书 LY-16、Q-24", month = "2021-06", set = county,
  household = { last_check_month = "2021-01", change_month = "2021-05", income_unstable = false,
    persons = { earner(900), earner(0), earner(0) } },
  history = { before }, expect = { income_frozen = false, countable_income = 810 } }
case "LY-16-9" { zh = "规划以前照当月", source = "规则书 LY-16", month = "2020-12", set = county,
  household = on_dibao(900, "2020-11"),
  history = { { month = "2020-11", category = "dibao", countable_income = 540, heads = 3 } },
  expect = { income_frozen = false } }

---------------------------------------------------------------- 申请、审批(Q-04、Q-11、Q-12)
case "ly-approver-1" { zh = "低保由乡镇审批", source = "规则书 Q-12", month = "2021-06", household = {},
  expect = { approver = "township" } }
case "ly-approver-2" { zh = "急难型由县审批", source = "规则书 Q-12", month = "2021-06",
  household = { relief_kind = "emergency" }, expect = { approver = "county" } }
case "ly-simple-1" { zh = "没有争议免评议", source = "规则书 Q-11", month = "2021-06", household = { no_dispute = true },
  expect = { simplified = true } }
case "ly-simple-2" { zh = "有争议", source = "规则书 Q-11", month = "2021-06", household = { no_dispute = false },
  expect = { simplified = false } }
case "ly-place-1" { zh = "外地户籍急难发生在本地", source = "规则书 Q-04", month = "2021-06",
  household = { hukou_local = false, relief_kind = "emergency" }, expect = { relief_here = true } }
case "ly-place-2" { zh = "规划以前看户籍", source = "规则书 Q-04", month = "2020-12",
  household = { hukou_local = false, relief_kind = "emergency" }, expect = { relief_here = false } }
case "ly-place-3" { zh = "支出型仍看户籍", source = "规则书 Q-04", month = "2021-06",
  household = { hukou_local = false, relief_kind = "expense" }, expect = { relief_here = false } }

---------------------------------------------------------------- 两项补贴以外的全家(合计)
case "ly-total" { zh = "百岁老人慰问金进合计", source = "规则书 B10-10、F-37", month = "2023-10", set = county,
  household = { countable_income = 0, persons = aged("1922-05-01", false) },
  expect = { category = "tekun", old_age_allowance = 300, centenarian_gift = 1000, total_benefit = 2241 } }
