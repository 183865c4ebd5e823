-- policies/cn/neimenggu/baotou/cases_care.lua                    例子:特困、儿童、残疾、老年、价格补贴

---------------------------------------------------------------- B05 特困
local function alone(facts)
  if facts.birth_date == nil then facts.birth_date = "1959-03-01" end
  return { countable_income = 0, region_class = "urban", persons = { facts } }
end
case "B05" { zh = "两项不能自理", source = "规则书 B05(R23)", month = "2022-08", household = alone { selfcare_unmet = 2 },
  expect = { category = "tekun", tekun_amount = 1579, tekun_basic = 1092, tekun_care = 487 } }
case "B05-full" { zh = "四项不能自理", source = "规则书 B05(R23)", month = "2022-08", household = alone { selfcare_unmet = 4 },
  expect = { tekun_amount = 2357, tekun_care = 1265 } }
case "B05-able" { zh = "全部能自理", source = "规则书 B05", month = "2022-08", household = alone {},
  expect = { tekun_amount = 1092, tekun_care = 0 } }
case "B05-b1" { zh = "三项仍是部分丧失", source = "规则书 B8-06(R59)", month = "2022-08",
  household = alone { selfcare_unmet = 3 }, expect = { tekun_care = 487 } }
case "B05-b2" { zh = "2021年的护理费", source = "规则书 B8-08(R25)", month = "2021-12",
  household = alone { selfcare_unmet = 4 }, expect = { tekun_basic = 1033.50, tekun_care = 1144 } }
case "B05-b3" { zh = "农村特困", source = "规则书 B8-07(R34)", month = "2022-08",
  household = { countable_income = 0, region_class = "rural", persons = { { birth_date = "1959-03-01" } } },
  expect = { tekun_basic = 817.27 } } -- 9807.20 ÷ 12 = 817.2666…
case "B05-b4" { zh = "五十九岁不是特困", source = "规则书 B8-02", month = "2022-08",
  household = alone { birth_date = "1962-09-01" }, expect = { category = "dibao", dibao_amount = 840 } }
case "B05-b5" { zh = "当月满六十岁", source = "规则书 B8-02", month = "2022-08",
  household = alone { birth_date = "1962-08-31" }, expect = { category = "tekun" } }
case "tekun-floor" { zh = "基本生活低于1.3倍", source = "规则书 B8-07(R34)", month = "2022-08", household = {},
  set = { tekun_basic_standard = yuan(1091.99) }, expect_check = { tekun_floor = false } }
case "tekun-floor-2" { zh = "基本生活正好1.3倍", source = "规则书 B8-07(R34)", month = "2022-08", household = {},
  set = { tekun_basic_standard = yuan(1092) }, expect_check = { tekun_floor = true, P19_2022 = true } }

---------------------------------------------------------------- B09、B12 儿童
local function child(status) return { category = "none", region_class = "urban",
  persons = { { birth_date = "2012-09-01", child_status = status } } } end
case "B09-2018" { zh = "提标以前", source = "规则书 B09(R26)", month = "2018-12", household = child("dispersed_orphan"),
  expect = { orphan_allowance = 1500 } }
case "B09" { zh = "提标以后", source = "规则书 B09(R26)", month = "2019-01", household = child("dispersed_orphan"),
  expect = { orphan_allowance = 1700 } }
case "B09-months" { zh = "一至十一月按新标准", source = "规则书 B09(R26)", months = "2019-01..2019-11",
  household = child("dispersed_orphan"), expect_sum = { orphan_allowance = 18700 } } -- 按旧标准 16500,差 2200
case "B09-inst" { zh = "集中供养孤儿", source = "规则书 B10-05(R26)", month = "2019-01",
  household = child("institution_orphan"), expect = { orphan_allowance = 2000 } }
case "B09-b1" { zh = "困境儿童没有公布数", source = "规则书 B10-05", month = "2019-01",
  household = child("in_difficulty"), expect = { orphan_allowance = 0 } }
case "B12" { zh = "事实无人抚养儿童", source = "规则书 B12(R26)", month = "2019-06", household = child("de_facto_orphan"),
  expect = { orphan_allowance = 1700 } }
case "B12-cover" { zh = "不在保障人数里", source = "规则书 B12、B.12(推定)", month = "2020-06",
  household = { countable_income = 600, region_class = "urban", persons = { { birth_date = "1980-05-01" },
    { birth_date = "2012-09-01", child_status = "de_facto_orphan" } } },
  expect = { orphan_allowance = 1700, covered_heads = 1, dibao_amount = 450 } } -- 750 − 300

---------------------------------------------------------------- B11 残疾人两项补贴
local blind = { category = "dibao", region_class = "urban",
  persons = { { birth_date = "1980-05-01", disability_category = "sight", disability_level = 2 } } }
case "B11-1" { zh = "提标以前", source = "规则书 B11(R28)", month = "2024-06", household = blind,
  expect = { living_subsidy = 100, care_subsidy = 100 } }
case "B11-2" { zh = "提标以后", source = "规则书 B11(R29)", month = "2024-07", household = blind,
  expect = { living_subsidy = 125, care_subsidy = 125 } }
case "B11" { zh = "2024年全年2700元", source = "规则书 B11(R28、R29)", months = "2024-01..2024-12", household = blind,
  expect_sum = { living_subsidy = 1350, care_subsidy = 1350 } }
case "B11-3" { zh = "七至十月按新标准", source = "规则书 B11(R29)", months = "2024-07..2024-10", household = blind,
  expect_sum = { living_subsidy = 500, care_subsidy = 500 } } -- 按旧标准共 800,差 200
case "B11-b1" { zh = "三级没有护理补贴", source = "规则书 B9-01、B9-07", month = "2024-07",
  household = { category = "dibao", region_class = "urban",
    persons = { { birth_date = "1980-05-01", disability_category = "sight", disability_level = 3 } } },
  expect = { living_subsidy = 125, care_subsidy = 0 } }
case "B11-b2" { zh = "不是低保没有生活补贴", source = "规则书 B9-01", month = "2024-07",
  household = { category = "none", region_class = "urban",
    persons = { { birth_date = "1980-05-01", disability_category = "sight", disability_level = 2 } } },
  expect = { living_subsidy = 0, care_subsidy = 125 } }
case "B11-b3" { zh = "特困两项都不领", source = "规则书 B9-02、B.12(R63)", month = "2024-07",
  household = { category = "tekun", region_class = "urban",
    persons = { { birth_date = "1950-05-01", disability_category = "sight", disability_level = 1 } } },
  expect = { living_subsidy = 0, care_subsidy = 0 } }
case "B11-b4" { zh = "孤儿只领护理补贴", source = "规则书 B9-02、B.12(R63)", month = "2024-07",
  household = { category = "dibao", region_class = "urban", persons = { { birth_date = "2012-09-01",
    child_status = "dispersed_orphan", disability_category = "limb", disability_level = 1 } } },
  expect = { living_subsidy = 0, care_subsidy = 125 } }

---------------------------------------------------------------- 高龄津贴:从申请当月起(B10-09)
local function elder(birth_date, applied)
  return { persons = { { birth_date = birth_date, old_age_application_month = applied } } }
end
case "bt-elder-1" { zh = "生日当月交表", source = "规则书 B10-09、F-10(R27)", month = "2022-05",
  household = elder("1942-05-31", "2022-05"), expect = { old_age_allowance = 100 } }
case "bt-elder-2" { zh = "三个月以后才交表", source = "规则书 B10-09、F-10(R27)", months = "2022-01..2022-12",
  household = elder("1942-05-31", "2022-08"), expect_sum = { old_age_allowance = 500 } } -- 8 至 12 月
case "bt-elder-3" { zh = "交表前一个月", source = "规则书 B10-09(R27)", month = "2022-07",
  household = elder("1942-05-31", "2022-08"), expect = { old_age_allowance = 0 } }
case "bt-elder-4" { zh = "没有申请", source = "规则书 B10-09(R27)", month = "2022-07",
  household = { persons = { { birth_date = "1942-05-31" } } }, expect = { old_age_allowance = 0 } }
case "bt-elder-5" { zh = "年龄没到先交表", source = "规则书 B10-09(R27)", month = "2022-04",
  household = elder("1942-05-01", "2022-03"), expect = { old_age_allowance = 0 } }
case "bt-elder-6" { zh = "九十九岁", source = "规则书 B10-09(R27)", month = "2022-04",
  household = elder("1922-05-01", "2017-01"), expect = { old_age_allowance = 100 } }
case "bt-elder-7" { zh = "满一百岁当月", source = "规则书 B10-09(R27)", month = "2022-05",
  household = elder("1922-05-31", "2017-01"), expect = { old_age_allowance = 600 } }
case "bt-elder-8" { zh = "外地户籍", source = "规则书 B10-09(R27)", month = "2022-05",
  household = { persons = { { birth_date = "1922-05-31", old_age_application_month = "2017-01", hukou_local = false } } },
  expect = { old_age_allowance = 0 } }

---------------------------------------------------------------- 价格补贴:2020年公布的数额(B11-08)
local function on_dibao(place)
  return { category = "dibao", region_class = place, persons = { { birth_date = "1980-05-01" } } }
end
case "bt-price-1" { zh = "2020年一月城市", source = "规则书 B11-08、B13-08(R25)", month = "2020-01",
  household = on_dibao("urban"), expect = { price_subsidy = 36.68 } }
case "bt-price-2" { zh = "2020年一月农村", source = "规则书 B11-08(R25)", month = "2020-01",
  household = on_dibao("rural"), expect = { price_subsidy = 26.13 } }
case "bt-price-3" { zh = "2020年一至四月城市", source = "规则书 B11-08(R25)", months = "2020-01..2020-05",
  household = on_dibao("urban"), expect_sum = { price_subsidy = 192.87 } }
case "bt-price-4" { zh = "2020年一至四月农村", source = "规则书 B11-08(R25)", months = "2020-01..2020-05",
  household = on_dibao("rural"), expect_sum = { price_subsidy = 129.62 } }
case "bt-price-5" { zh = "低保边缘不在内", source = "规则书 B11-04(R64)", month = "2020-03",
  household = { category = "dibian", region_class = "urban", persons = { { birth_date = "1980-05-01" } } },
  expect = { price_subsidy = 0 } }
case "bt-price-6" { zh = "优抚对象在内", source = "规则书 B11-04(R64)", month = "2020-03",
  household = { category = "none", region_class = "urban",
    persons = { { birth_date = "1980-05-01", preferential_care = true } } },
  expect = { price_subsidy = 60.90 } }
case "bt-price-7" { zh = "没有公布数的月份按公式到分", source = "规则书 B11-05、B13-08", month = "2022-02",
  set = { cpi_growth = 0.0351 }, household = on_dibao("urban"), expect = { price_subsidy = 29.48 } } -- 840×3.51%=29.484

---------------------------------------------------------------- 公布数字的核对(Q-29、B2-06)
case "Q-29" { zh = "2019年提高了", source = "规则书 Q-29、B10-05", month = "2019-01", household = {},
  expect_check = { child_standard_kept = true } }
case "Q-29-b1" { zh = "比一年前低一分", source = "规则书 Q-29", month = "2019-01", household = {},
  set = { child_benefit_standard = { institution_orphan = yuan(2000), dispersed_orphan = yuan(1499.99) } },
  expect_check = { child_standard_kept = false } }
case "B2-06" { zh = "年内没有再调", source = "规则书 B2-06(R82)", month = "2022-07", household = {},
  expect_check = { standard_from_january = true } }
case "B2-06-b1" { zh = "七月又调", source = "规则书 B2-06(R82)", month = "2022-07", household = {},
  set = { dibao_standard = yuan(850) }, expect_check = { standard_from_january = false } }
