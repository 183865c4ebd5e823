-- policies/cn/neimenggu/cases.lua                                例子:自治区的规则
local homes = { dibao = 2, dibian = 2, rigid = 2, temporary = 2 }
local few = { dibao = yuan(100000), dibian = yuan(100000), rigid = yuan(100000), temporary = yuan(100000) }
local no = { dibao = 0, dibian = 0, rigid = 0, temporary = 0 }
local never = { dibao = false, dibian = false, rigid = false, temporary = false }
-- 假设一个盟市:标准1000元,人均可支配收入24000元
local league = { dibao_standard = yuan(1000), disposable_income_year = yuan(24000), money_multiple = homes,
  money_test = "不超过", capital_limit = few, capital_test = "不超过", vehicle_most = no, vehicle_multiple = 1,
  vehicle_test = "少于", nonresidential_allowed = never, house_free_most = 1, house_most = 1, house_area = 30,
  house_area_test = "少于", wage_tier = 1 }
local pair = { { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" } }

case "nm-dibian-1" { zh = "低于1.5倍", source = "规则书 B6-02(R30)", month = "2024-07", set = league,
  household = { countable_income = 2999.99, persons = pair }, expect = { category = "dibian" } }
case "nm-dibian-2" { zh = "等于1.5倍不是低保边缘", source = "规则书 B6-02、F-01", month = "2024-07", set = league,
  household = { countable_income = 3000, persons = pair }, expect = { category = "none" } }

-- 年收入 36000:70% 为 25200,60% 为 21600
case "nm-rigid-1" { zh = "四种支出超过七成", source = "规则书 B6-04(R30)", month = "2024-07", set = league,
  household = { countable_income = 3000, education_expense = 25200.01, persons = pair }, expect = { category = "rigid" } }
case "nm-rigid-2" { zh = "四种支出正好七成", source = "规则书 B6-04(R30)", month = "2024-07", set = league,
  household = { countable_income = 3000, education_expense = 25200, persons = pair }, expect = { category = "none" } }
case "nm-rigid-3" { zh = "医疗意外超过六成", source = "规则书 B6-04(R30)", month = "2024-07", set = league,
  household = { countable_income = 3000, medical_expense = 20000, accident_expense = 1600.01, persons = pair },
  expect = { category = "rigid" } }
case "nm-rigid-4" { zh = "医疗意外正好六成", source = "规则书 B6-04(R30)", month = "2024-07", set = league,
  household = { countable_income = 3000, medical_expense = 20000, accident_expense = 1600, persons = pair },
  expect = { category = "none" } }
case "nm-rigid-5" { zh = "办法公布以前", source = "规则书 B6-04(R30)", month = "2024-06", set = league,
  household = { countable_income = 3000, medical_expense = 30000, persons = pair }, expect = { category = "none" } }
case "nm-rigid-6" { zh = "收入达到人均可支配收入", source = "规则书 B6-03(R62)", month = "2024-07", set = league,
  household = { countable_income = 4000, medical_expense = 48000, persons = pair }, expect = { category = "none" } }

case "nm-grace-1" { zh = "建档立卡户渐退二十四个月", source = "规则书 B6-07(R32)", month = "2020-12", set = league,
  household = { countable_income = 2400, poverty_registered = true, region_class = "rural", persons = pair },
  history = { { month = "2020-11", category = "dibao", dibao_amount = 500, grace_months = 23, grace_base = 500 } },
  expect = { grace_months = 24, dibao_amount = 500 } }
case "nm-grace-2" { zh = "满二十四个月", source = "规则书 B6-07(R32)", month = "2020-12", set = league,
  household = { countable_income = 2400, poverty_registered = true, region_class = "rural", persons = pair },
  history = { { month = "2020-11", category = "dibao", dibao_amount = 500, grace_months = 24, grace_base = 500 } },
  expect = { grace_months = 0, dibao_amount = 0 } }
case "nm-grace-3" { zh = "2021年起按一般规定", source = "规则书 B6-07、B6-09", month = "2021-01", set = league,
  household = { countable_income = 2400, poverty_registered = true, region_class = "rural", persons = pair },
  history = { { month = "2020-12", category = "dibao", dibao_amount = 500, grace_months = 1, grace_base = 500 } },
  expect = { grace_months = 0, dibao_amount = 0 } }
case "nm-grace-4" { zh = "城市建档立卡户不延长", source = "规则书 B6-07(R32)", month = "2020-12", set = league,
  household = { countable_income = 2400, poverty_registered = true, region_class = "urban", persons = pair },
  history = { { month = "2020-11", category = "dibao", dibao_amount = 500 } },
  expect = { grace_months = 0, dibao_amount = 0 } }

-- 农村三、四级精神、智力:盟市延伸以后
local extended = { dibao_standard = yuan(1000), care_subsidy_ext_l34 = true }
local function mind(level, kind)
  return { { birth_date = "1980-05-01", disability_category = kind, disability_level = level } }
end
case "nm-care-1" { zh = "农村三级智力低保", source = "规则书 B9-08、Q-20(R29)", month = "2024-07", set = extended,
  household = { category = "dibao", region_class = "rural", persons = mind(3, "intellectual") },
  expect = { care_subsidy = 125, living_subsidy = 125 } }
case "nm-care-2" { zh = "农村四级精神低保", source = "规则书 B9-08、Q-20(R29)", month = "2024-06", set = extended,
  household = { category = "dibao", region_class = "rural", persons = mind(4, "mental") },
  expect = { care_subsidy = 100 } }
case "nm-care-3" { zh = "城市的不在内", source = "规则书 B9-08", month = "2024-07", set = extended,
  household = { category = "dibao", region_class = "urban", persons = mind(3, "intellectual") },
  expect = { care_subsidy = 0 } }
case "nm-care-4" { zh = "不是低保的不在内", source = "规则书 B9-08", month = "2024-07", set = extended,
  household = { category = "dibian", region_class = "rural", persons = mind(3, "intellectual") },
  expect = { care_subsidy = 0, living_subsidy = 0 } }
case "nm-care-5" { zh = "三级肢体不在内", source = "规则书 B9-08", month = "2024-07", set = extended,
  household = { category = "dibao", region_class = "rural", persons = mind(3, "limb") },
  expect = { care_subsidy = 0 } }
case "nm-care-6" { zh = "没有延伸的盟市", source = "规则书 B9-08、Q-20", month = "2024-07",
  set = { dibao_standard = yuan(1000) },
  household = { category = "dibao", region_class = "rural", persons = mind(3, "intellectual") },
  expect = { care_subsidy = 0 } }
case "nm-living-1" { zh = "外地户籍在户籍地发", source = "规则书 Q-31", month = "2024-07", set = extended,
  household = { category = "dibao", region_class = "urban", persons = { { birth_date = "1980-05-01",
    disability_category = "limb", disability_level = 1, hukou_local = false } } },
  expect = { care_subsidy = 0, living_subsidy = 0 } }

case "nm-price-1" { zh = "低保边缘在内的最后一个月", source = "规则书 B11-04(R95)", month = "2023-03",
  set = { dibao_standard = yuan(1000), cpi_growth = 0.03 },
  household = { category = "dibian", persons = { { birth_date = "1980-05-01" } } }, expect = { price_subsidy = 30 } }
case "nm-price-2" { zh = "低保边缘又不在内", source = "规则书 B11-04(R95)", month = "2023-04",
  set = { dibao_standard = yuan(1000), cpi_growth = 0.05 },
  household = { category = "dibian", persons = { { birth_date = "1980-05-01" } } }, expect = { price_subsidy = 0 } }
case "nm-price-3" { zh = "启动线差一点", source = "规则书 B11-04(R95)", month = "2022-09",
  set = { dibao_standard = yuan(1000), cpi_growth = 0.0299 },
  household = { category = "dibao", persons = { { birth_date = "1980-05-01" } } }, expect = { price_subsidy = 0 } }
case "nm-price-4" { zh = "恢复原启动线", source = "规则书 B11-04(R64)", month = "2023-04",
  set = { dibao_standard = yuan(1000), cpi_growth = 0.034 },
  household = { category = "dibao", persons = { { birth_date = "1980-05-01" } } }, expect = { price_subsidy = 0 } }
