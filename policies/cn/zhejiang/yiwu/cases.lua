-- policies/cn/zhejiang/yiwu/cases.lua                           例子:义乌
-- Y、K 号是规则书第E部分的例子;-b 号是它两边的界限(差一分、差一天、差一人)。

local couple = { { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" } }
local three = { couple[1], couple[2], { birth_date = "2012-09-01" } }

---------------------------------------------------------------- 标准提高(Y01;补发见省厅的补发规则)
case "Y01" { zh = "提标当月", source = "规则书 Y01(R13)", month = "2023-08",
  household = { countable_income = 600, persons = couple }, expect = { category = "dibao", dibao_amount = 1600 } }
case "Y01-b1" { zh = "提标前一个月", source = "规则书 Y01(R13)", month = "2023-07",
  household = { countable_income = 600, persons = couple }, expect = { dibao_amount = 1500 } }
case "Y01-b2" { zh = "八、九两月各多一百", source = "规则书 Y01", months = "2023-08..2023-09",
  household = { countable_income = 600, persons = couple }, expect = { dibao_amount = 1600 },
  expect_sum = { dibao_amount = 3200 } } -- 按旧标准已付3000,补发200
case "YW-22" { zh = "2020年标准900", source = "规则书 YW-22、F-28", month = "2020-12",
  household = { countable_income = 0, persons = { couple[1] } }, expect = { dibao_amount = 900 } }
case "YW-income-1" { zh = "差一分,没有最低补差", source = "规则书 B1-01、F-01", month = "2023-08",
  household = { countable_income = 2199.99, persons = couple }, expect = { category = "dibao", dibao_amount = 1 } }
case "YW-income-2" { zh = "等于标准是低边", source = "规则书 F-01、B6-02", month = "2023-08",
  household = { countable_income = 2200, persons = couple }, expect = { category = "dibian", dibao_amount = 0 } }
case "YW-dibian-1" { zh = "正好2倍", source = "规则书 B6-02(R19)", month = "2023-08",
  household = { countable_income = 4400, persons = couple }, expect = { category = "dibian" } }
case "YW-dibian-2" { zh = "2倍多一分", source = "规则书 B6-02(R19)", month = "2023-08",
  household = { countable_income = 4400.01, persons = couple }, expect = { category = "none" } }
case "YW-cost" { zh = "就业成本30%", source = "规则书 B4-08、Q-01", month = "2023-08",
  household = { persons = { { birth_date = "1980-05-01", wage_income = 1000, business_income = 0, property_income = 0,
    transfer_income = 0 } } }, expect = { work_cost = 330, countable_income = 670, dibao_amount = 430 } }
case "YW-support" { zh = "2007年办法推算赡养费", source = "规则书 B.7 V2(R17)", month = "2023-08",
  household = { persons = { { birth_date = "1950-05-01", wage_income = 0, business_income = 0, property_income = 0,
    transfer_income = 0 } }, obligors = { { members = 2, annual_income = 48000, supported_persons = 2 } } },
  expect = { support_imputed = 350 } } -- (4000−2×1650)÷2
case "YW-rigid-1" { zh = "刚性支出超过六成", source = "规则书 B6-03(R62)", month = "2024-11",
  household = { countable_income = 5000, medical_expense = 36000.01, persons = couple }, expect = { category = "rigid" } }
case "YW-rigid-2" { zh = "刚性支出正好六成", source = "规则书 B6-03(R62)", month = "2024-11",
  household = { countable_income = 5000, medical_expense = 36000, persons = couple }, expect = { category = "none" } }

---------------------------------------------------------------- 财产(邻县数,规则书 B5-01)
local function owning(what)
  local family = { countable_income = 0, persons = { couple[1] } }
  for name, value in pairs(what) do family[name] = value end
  return family
end
case "B5-01-1" { zh = "货币财产差一分", source = "规则书 B5-01(R19)", month = "2023-08",
  household = owning({ savings = 52799.99 }), expect = { category = "dibao" } } -- 4×13200
case "B5-01-2" { zh = "货币财产正好4倍", source = "规则书 B5-01(R19)", month = "2023-08",
  household = owning({ savings = 52800 }), expect = { category = "dibian" } } -- 国家没有低边下限
case "B5-01-3" { zh = "货币财产正好6倍", source = "规则书 B5-01(R19)", month = "2023-08",
  household = owning({ savings = 79200 }), expect = { category = "none" } }
case "B5-01-4" { zh = "认缴10万元(含)", source = "规则书 B5-01(R19)", month = "2023-08",
  household = owning({ business_capital = 100000 }), expect = { category = "dibao" } }
case "B5-01-5" { zh = "认缴多一分", source = "规则书 B5-01(R19)", month = "2023-08",
  household = owning({ business_capital = 100000.01 }), expect = { category = "none" } }
case "B5-01-6" { zh = "有车不是低保是低边", source = "规则书 B5-01(R19)", month = "2023-08",
  household = owning({ vehicle_count = 1, vehicle_price = 197999.99 }), expect = { category = "dibian" } } -- 15×13200
case "B5-01-7" { zh = "车价正好15倍", source = "规则书 B5-01(R19)", month = "2023-08",
  household = owning({ vehicle_count = 1, vehicle_price = 198000 }), expect = { category = "none" } }

---------------------------------------------------------------- 单人户(规则书 B3-04、Q-02)
local function grown(kind, level, more)
  local person = { birth_date = "2005-08-31", disability_category = kind, disability_level = level,
    wage_income = 0, business_income = 0, property_income = 0, transfer_income = 0 }
  for name, value in pairs(more) do person[name] = value end
  return { countable_income = 9000, persons = { couple[1], couple[2], person } }
end
local kept = { supported_by_family = true }
case "B3-04-1" { zh = "靠父母供养的四级精神残疾", source = "规则书 B3-04(R12、R13)", month = "2023-08",
  household = grown("mental", 4, kept), expect = { category = "dibao_single", dibao_amount = 1100 } }
case "B3-04-2" { zh = "三级肢体不是", source = "规则书 B3-04", month = "2023-08",
  household = grown("limb", 3, kept), expect = { category = "none" } }
case "B3-04-3" { zh = "二级肢体是", source = "规则书 B3-04", month = "2023-08",
  household = grown("limb", 2, kept), expect = { category = "dibao_single", dibao_amount = 1100 } }
case "B3-04-4" { zh = "差一天成年", source = "规则书 B3-04、F-11", month = "2023-08",
  household = { countable_income = 9000, persons = { couple[1], couple[2], { birth_date = "2005-09-01",
    disability_category = "limb", disability_level = 1, supported_by_family = true } } }, expect = { category = "none" } }
case "B3-04-5" { zh = "本人收入补差", source = "规则书 B1-12、B3-04", month = "2023-08",
  household = { persons = {
    { birth_date = "1980-05-01", wage_income = 8000, business_income = 0, property_income = 0, transfer_income = 0 },
    { birth_date = "2000-08-31", disability_category = "intellectual", disability_level = 4, supported_by_family = true,
      wage_income = 0, business_income = 0, property_income = 0, transfer_income = 300 } } },
  expect = { category = "dibao_single", dibao_amount = 800 } }
case "B3-04-6" { zh = "低边家庭三级智力", source = "规则书 B3-04", month = "2023-08",
  household = { countable_income = 4500, persons = grown("intellectual", 3, {}).persons },
  expect = { category = "dibao_single", dibao_amount = 1100 } }
case "B3-04-7" { zh = "低边家庭四级智力不是", source = "规则书 B3-04", month = "2023-08",
  household = { countable_income = 4500, persons = grown("intellectual", 4, {}).persons },
  expect = { category = "dibian" } }
case "B3-04-8" { zh = "低边家庭重病", source = "规则书 B3-04", month = "2023-08",
  household = { countable_income = 4500, persons = grown("none", 0, { serious_illness = true }).persons },
  expect = { category = "dibao_single", dibao_amount = 1100 } }
case "B3-04-9" { zh = "2020年还没有这一类", source = "规则书 B3-04", month = "2020-12",
  household = grown("limb", 1, kept), expect = { category = "none" } }
case "B3-04-10" { zh = "财产超过低边的不行", source = "规则书 B3-04", month = "2023-08",
  household = { countable_income = 9000, savings = 237600, persons = grown("limb", 1, kept).persons },
  expect = { category = "none" } } -- 6×13200×3

---------------------------------------------------------------- 残疾人补贴(Y04)
local disabled = { birth_date = "1980-05-01", disability_category = "limb", disability_level = 3 }
case "Y04" { zh = "提标后生活补贴", source = "规则书 Y04、B9-03(R15)", month = "2024-11",
  household = { category = "dibao", dibao_amount = 0, persons = { disabled } }, expect = { living_subsidy = 344 } } -- 343.5
case "Y04-b1" { zh = "提标前一个月", source = "规则书 Y04", month = "2024-10",
  household = { category = "dibao", dibao_amount = 0, persons = { disabled } }, expect = { living_subsidy = 330 } }
case "Y04-b2" { zh = "1050元时", source = "规则书 C.2 yw_living_subsidy", month = "2023-07",
  household = { category = "dibao", dibao_amount = 0, persons = { disabled } }, expect = { living_subsidy = 315 } }
case "Y04-b3" { zh = "收入正好150%", source = "规则书 B9-03(R92)", month = "2023-08",
  household = { countable_income = 1650, persons = { disabled } }, expect = { category = "dibian", living_subsidy = 330 } }
case "Y04-b4" { zh = "家庭超过,本人也超过", source = "规则书 B9-03(R92)", month = "2023-08",
  household = { persons = { { birth_date = "1980-05-01", disability_category = "limb", disability_level = 3,
    work_ability = "none", wage_income = 0, business_income = 1650.01, property_income = 0, transfer_income = 0 } } },
  expect = { living_subsidy = 0 } }
case "YW-care" { zh = "机构照料护理补贴", source = "规则书 B9-03、C.2 yw_care_subsidy", month = "2024-11",
  household = { category = "none", persons = { { birth_date = "1980-05-01", disability_category = "limb",
    disability_level = 1, care_grade = "total", in_institution = true } } }, expect = { care_subsidy = 950 } }

---------------------------------------------------------------- 90岁上门服务(Y05)
local function aged(born, more)
  local person = { birth_date = born }
  for name, value in pairs(more) do person[name] = value end
  return { category = "none", persons = { person } }
end
case "Y05" { zh = "满90岁当月", source = "规则书 Y05、YW-29", month = "2020-08",
  household = aged("1930-08-15", {}), expect = { home_care_hours = 4 } }
case "Y05-b1" { zh = "前一个月", source = "规则书 Y05", month = "2020-07",
  household = aged("1930-08-15", {}), expect = { home_care_hours = 0 } }
case "Y05-b2" { zh = "失能的8工时", source = "规则书 Y05、B10-12", month = "2020-08",
  household = aged("1930-08-15", { elder_ability = "mild" }), expect = { home_care_hours = 8 } }
case "Y05-b3" { zh = "低边的8工时", source = "规则书 Y05、B10-12", month = "2020-08",
  household = { category = "dibian", persons = { { birth_date = "1930-08-15" } } }, expect = { home_care_hours = 8 } }
case "Y05-b4" { zh = "住机构没有", source = "规则书 YW-29", month = "2020-08",
  household = aged("1930-08-15", { in_institution = true }), expect = { home_care_hours = 0 } }
case "Y05-b5" { zh = "差一天", source = "规则书 Y05", month = "2020-08",
  household = aged("1930-09-01", {}), expect = { home_care_hours = 0 } }
case "YW-floor" { zh = "只有一档低于省下限", source = "规则书 B10-08(R22)", month = "2023-01", household = {},
  set = { old_age_rate = { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(60) }, { from = 90, below = 100, yuan(99) },
    { from = 100, yuan(300) } } }, expect_check = { old_age_floor = false } }
case "Y05-b6" { zh = "特困90岁按规定可享受", source = "规则书 YW-29、B12-12", month = "2020-08",
  household = { category = "tekun", persons = { { birth_date = "1930-08-15" } } }, expect = { home_care_hours = 8 } }
case "Y05-b7" { zh = "规定特困不享受的", source = "规则书 B12-12", month = "2020-08",
  set = { home_care_with = { dibao = "both", tekun = "no", orphan = "both", child = "both", living = "both", care = "both",
    old_age = "both", home_care = "both", elder_care = "both", work_injury = "both", elder_scheme = "both" } },
  household = { category = "tekun", persons = { { birth_date = "1930-08-15" } } }, expect = { home_care_hours = 0 } }
case "YW-old-age" { zh = "高龄津贴按省下限", source = "规则书 B10-08(R22)", month = "2023-01",
  household = { category = "none", persons = { { birth_date = "1943-01-31" }, { birth_date = "1943-02-01" } } },
  expect = { old_age_allowance = 60, persons = { { old_age_allowance = 60 }, { old_age_allowance = 0 } } } }
case "YW-03" { zh = "重点对象月探访", source = "规则书 YW-03、Q-30", month = "2022-12",
  household = { category = "none", persons = { { birth_date = "1962-12-31", lives_alone = true },
    { birth_date = "1963-01-01", lives_alone = true }, { birth_date = "1950-01-01" } } },
  expect = { persons = { { visit_cadence = "month" }, { visit_cadence = "none" }, { visit_cadence = "none" } } } }

---------------------------------------------------------------- 免费电(Y08)
case "Y08" { zh = "免费电只抵用掉的", source = "规则书 Y08", month = "2022-08",
  household = { category = "dibao", power_used = 12 }, expect = { power_relief = 6.46 } } -- 12×0.538=6.456
case "Y08-b1" { zh = "用了16度抵15度", source = "规则书 Y08", month = "2022-08",
  household = { category = "dibao", power_used = 16 }, expect = { power_relief = 8.07 } }

---------------------------------------------------------------- 特困、儿童
case "P09" { zh = "特困2021年1235元", source = "规则书 P09、B8-07(R12)、Q-33", month = "2021-01",
  household = { countable_income = 0, persons = { { birth_date = "1950-05-01" } } },
  expect = { category = "tekun", tekun_basic = 1235, tekun_care = 207, persons = { { property_ledger = true } } },
  expect_check = { tekun_basic = true } }
case "P09-b1" { zh = "差一元", source = "规则书 P09", month = "2021-01", household = {},
  set = { tekun_basic_standard = yuan(1234) }, expect_check = { tekun_basic = false } }
case "P09-b2" { zh = "2020年按900元的1.3倍", source = "规则书 C.2", month = "2020-12",
  household = { countable_income = 0, persons = { { birth_date = "1950-05-01" } } }, expect = { tekun_basic = 1170 } }
case "YW-tekun-2" { zh = "完全丧失自理", source = "规则书 C.2 yw_tekun_care", month = "2024-11",
  household = { countable_income = 0, persons = { { birth_date = "1950-05-01", selfcare_unmet = 4 } } },
  expect = { tekun_basic = 1488.5, tekun_care = 1130, tekun_amount = 2618.5 } }
case "YW-tekun-3" { zh = "部分丧失自理", source = "规则书 C.2 yw_tekun_care", month = "2024-11",
  household = { countable_income = 0, persons = { { birth_date = "1950-05-01", selfcare_unmet = 3 } } },
  expect = { tekun_care = 678 } }
case "YW-25" { zh = "困境儿童1982元", source = "规则书 YW-25", month = "2020-09",
  household = { category = "none", persons = { { birth_date = "2010-05-01", child_status = "in_difficulty" },
    { birth_date = "2010-05-01", child_status = "institution_orphan" }, { birth_date = "2010-05-01" } } },
  expect = { orphan_allowance = 4460, persons = { { orphan_allowance = 1982 }, { orphan_allowance = 2478 },
    { orphan_allowance = 0 } } } }

---------------------------------------------------------------- 渐退期(Y09)
case "Y09" { zh = "渐退十二个月,冻结金额", source = "规则书 Y09、Q-02(R16)", months = "2024-03..2025-02",
  household = { countable_income = 3750, persons = three },
  history = { { month = "2024-02", category = "dibao", dibao_amount = 1800, grace_months = 0 } },
  expect = { category = "dibao", grace_months = 12, dibao_amount = 1800 }, expect_sum = { dibao_amount = 21600 } }
case "Y09-b1" { zh = "第十三个月", source = "规则书 Y09", month = "2025-03",
  household = { countable_income = 3750, persons = three },
  history = { { month = "2025-02", category = "dibao", dibao_amount = 1800, grace_base = 1800, grace_months = 12 } },
  expect = { category = "dibian", dibao_amount = 0 } }
case "Y09-b2" { zh = "提标以后仍按冻结的", source = "规则书 Y09", month = "2024-11",
  household = { countable_income = 3750, persons = three },
  history = { { month = "2024-10", category = "dibao", dibao_amount = 1800, grace_base = 1800, grace_months = 8 } },
  expect = { dibao_amount = 1800, grace_months = 9 } } -- 重算为3×1145−1500=1935
case "Y09-b3" { zh = "涨工资以前", source = "规则书 Y09", month = "2024-02",
  household = { countable_income = 1500, persons = three }, expect = { dibao_amount = 1800 } }

---------------------------------------------------------------- 殡葬、审批、低收入
case "YW-31" { zh = "外地户籍在本市死亡", source = "规则书 YW-31", month = "2022-08",
  household = { category = "none", persons = { { birth_date = "1950-05-01", death_date = "2022-08-31", hukou_local = false },
    { birth_date = "1950-05-01", death_date = "2022-07-31" }, { birth_date = "1950-05-01" },
    { birth_date = "1950-05-01", death_date = "2022-08-01", died_in_city = false } } },
  expect = { persons = { { funeral_waiver = 1500 }, { funeral_waiver = 0 }, { funeral_waiver = 0 }, { funeral_waiver = 0 } } } }
case "YW-approver" { zh = "审批在镇街", source = "规则书 Q-12", month = "2022-08", household = {},
  expect = { approver = "township" } }
case "YW-21-1" { zh = "人均年收入不到一万元", source = "规则书 YW-21", month = "2020-09",
  household = { countable_income = 833.33, savings = 99999, persons = { couple[1] } },
  expect = { category = "none", persons = { { low_income_person = true } } } }
case "YW-21-2" { zh = "人均年收入一万元", source = "规则书 YW-21", month = "2020-09",
  household = { countable_income = 833.34, savings = 99999, persons = { couple[1] } },
  expect = { category = "none", persons = { { low_income_person = false } } } }
case "YW-01" { zh = "少了一项救助", source = "规则书 YW-01", month = "2020-09", household = {},
  set = { basic_relief_run = { dibao = true, tekun = true, disaster = true, medical = true, education = true,
    housing = true, employment = true, temporary = false } }, expect_check = { basic_relief = false } }
case "YW-01-b" { zh = "8项都有", source = "规则书 YW-01", month = "2020-09", household = {},
  expect_check = { basic_relief = true } }

---------------------------------------------------------------- 配备、经费(K01、YW-09 至 YW-13)
case "K01" { zh = "义乌床位和老年人应配社工", source = "规则书 K01、YW-12、YW-13", month = "2022-12",
  city = { beds = 6818, elderly = 169000 },
  expect = { social_workers_for_beds = 114, social_workers_for_elderly = 338 } }
case "K01-b1" { zh = "正好整除", source = "规则书 K01", month = "2022-12", city = { beds = 6840, elderly = 169001 },
  expect = { social_workers_for_beds = 114, social_workers_for_elderly = 339 } }
case "K01-b2" { zh = "多一张床", source = "规则书 K01", month = "2022-12", city = { beds = 6841, elderly = 0 },
  expect = { social_workers_for_beds = 115, social_workers_for_elderly = 0 } }
case "K01-b3" { zh = "400张须设专区", source = "规则书 K01、YW-10", month = "2022-12",
  institution = { beds = 400, has_care_zone = false, social_workers = 7, star = 3 },
  expect = { care_zone_required = true, duties_met = false, social_workers_required = 7 } }
case "K01-b4" { zh = "399张不必", source = "规则书 K01、YW-10", month = "2022-12",
  institution = { beds = 399, has_care_zone = false, social_workers = 7, star = 3 },
  expect = { care_zone_required = false, duties_met = true } }
case "K01-b5" { zh = "少一名社工", source = "规则书 YW-12", month = "2022-12",
  institution = { beds = 361, has_care_zone = false, social_workers = 6, star = 3 },
  expect = { social_workers_required = 7, duties_met = false } }
case "YW-09-1" { zh = "正好55%", source = "规则书 YW-09", month = "2022-12",
  city = { lottery_fund = 10000000, lottery_fund_elder = 5500000 },
  expect = { lottery_share_met = true, lottery_elder_least = 5500000 } }
case "YW-09-2" { zh = "少一分", source = "规则书 YW-09", month = "2022-12",
  city = { lottery_fund = 10000000, lottery_fund_elder = 5499999.99 }, expect = { lottery_share_met = false } }
case "K03" { zh = "有机更新的村居不在分母", source = "规则书 K03、YW-28", month = "2020-08",
  community = { renewal = true, has_care_point = false }, expect = { counted_in_coverage = false } }
case "K03-b1" { zh = "其余村居在分母", source = "规则书 K03、YW-28", month = "2020-08",
  community = { has_care_point = false }, expect = { counted_in_coverage = true } }

---------------------------------------------------------------- 增幅(Y02)
case "Y02" { zh = "900到950增5.56%", source = "规则书 Y02、YW-02", month = "2021-01", household = {},
  expect_check = { dibao_growth = true } }
case "Y02-b1" { zh = "945正好5%", source = "规则书 Y02", month = "2021-01", household = {},
  set = { dibao_standard = yuan(945) }, expect_check = { dibao_growth = true } }
case "Y02-b2" { zh = "944不够", source = "规则书 Y02", month = "2021-01", household = {},
  set = { dibao_standard = yuan(944) }, expect_check = { dibao_growth = false } }
case "Y02-b3" { zh = "差一分不够", source = "规则书 Y02", month = "2021-01", household = {},
  set = { dibao_standard = yuan(944.99) }, expect_check = { dibao_growth = false } }

---------------------------------------------------------------- 价格临时补贴(国家联动机制)
case "YW-price-1" { zh = "涨幅正好3.5%启动", source = "规则书 B11-04(R64)、B11-05", month = "2023-08",
  set = { cpi_growth = 0.035 }, household = { category = "dibao", persons = couple }, expect = { price_subsidy = 78 } } -- 1100×3.5%=38.5→39
case "YW-price-2" { zh = "差一点不启动", source = "规则书 B11-04(R64)", month = "2023-08",
  set = { cpi_growth = 0.0349 }, household = { category = "dibao", persons = couple }, expect = { price_subsidy = 0 } }

---------------------------------------------------------------- 低边家庭里的单人户,2021年1月起(规则书 B3-04、C.2 yw_single_member)
local function with_mental(transfer)
  return { persons = {
    { birth_date = "1980-05-01", wage_income = 0, business_income = 0, property_income = 0, transfer_income = transfer },
    { birth_date = "2010-05-01", wage_income = 0, business_income = 0, property_income = 0, transfer_income = 0,
      disability_category = "mental", disability_level = 3 } } }
end
case "B3-04-2021" { zh = "2021年1月已有低边单人户", source = "规则书 B3-04(R12)", month = "2021-01",
  household = with_mental(2000), expect = { category = "dibao_single", dibao_amount = 950 } }
case "B3-04-2020" { zh = "2020年还没有", source = "规则书 B3-04(R12)", month = "2020-12",
  household = with_mental(2000), expect = { category = "dibian", dibao_amount = 0 } }

---------------------------------------------------------------- 义务人财产的比较是“低于”(规则书 B.5、F-01)
local function obliged(what)
  local obligor = { members = 2, annual_income = 0, supported_persons = 1 }
  for name, value in pairs(what) do obligor[name] = value end
  return { countable_income = 0, persons = { couple[1] }, obligors = { obligor } }
end
case "B5-obligor-1" { zh = "义务人认缴差一分到20万", source = "规则书 B.5(R04)", month = "2023-08",
  household = obliged({ business_capital = 199999.99 }), expect = { category = "dibao" } }
case "B5-obligor-2" { zh = "义务人认缴正好20万", source = "规则书 B.5(R04)", month = "2023-08",
  household = obliged({ business_capital = 200000 }), expect = { category = "none" } }
case "B5-obligor-3" { zh = "义务人住房人均差一点到1.5倍", source = "规则书 B.5(R04)", month = "2023-08",
  household = obliged({ housing_count = 1, housing_area = 149.93 }), expect = { category = "dibao" } } -- 2×74.97
case "B5-obligor-4" { zh = "义务人住房人均正好1.5倍", source = "规则书 B.5(R04)", month = "2023-08",
  household = obliged({ housing_count = 1, housing_area = 149.94 }), expect = { category = "none" } }

---------------------------------------------------------------- 不在家庭人口里的人,不因家里的收入得生活补贴(规则书 B9-03、B3-02)
local limb = { birth_date = "1980-05-01", wage_income = 5000, business_income = 0, property_income = 0, transfer_income = 0,
  disability_category = "limb", disability_level = 2, care_grade = "basic", counted = false }
case "B9-03-apart" { zh = "不共同生活的本人收入高", source = "规则书 B9-03、B3-02", month = "2024-06",
  household = { countable_income = 0, persons = { couple[2], limb } },
  expect = { category = "dibao", living_subsidy = 0, care_subsidy = 250 } }

---------------------------------------------------------------- 价格补贴的对象(规则书 B11-04、B11-05)
local rising = { cpi_growth = 0.04 }
case "B11-04-grown" { zh = "成年离校的事实无人抚养儿童不再是对象", source = "规则书 B11-04、B10-06", month = "2024-06", set = rising,
  household = { countable_income = 9000, persons = { couple[1], { birth_date = "2000-05-01", child_status = "de_facto_orphan" } } },
  expect = { category = "none", orphan_allowance = 0, price_subsidy = 0 } }
case "B11-04-school" { zh = "在校的还是", source = "规则书 B11-04、B10-06", month = "2024-06", set = rising,
  household = { countable_income = 9000, persons = { couple[1], { birth_date = "2003-05-01", child_status = "de_facto_orphan",
    student_stage = "bachelor" } } }, expect = { orphan_allowance = 1982, price_subsidy = 44 } } -- 1100×4%
case "B11-04-cover" { zh = "低保家庭里不在保障人数的不是低保对象", source = "规则书 B11-04、B1-01、L01", month = "2024-06", set = rising,
  household = { countable_income = 0, persons = { couple[1], { birth_date = "1982-03-01", covered = false } } },
  expect = { category = "dibao", dibao_amount = 1100, price_subsidy = 44 } }
case "B11-04-tekun" { zh = "祖辈特困、孙辈孤儿,各一份", source = "规则书 B11-04、B11-05、B8-05", month = "2024-06", set = rising,
  household = { countable_income = 0, persons = { { birth_date = "1950-05-01" }, { birth_date = "2015-05-01", child_status = "dispersed_orphan" } } },
  expect = { category = "tekun", price_subsidy = 88 } }

---------------------------------------------------------------- 家里的身份落到人(规则书 B3-02、B3-04、B10-12)
local ninety = { birth_date = "1930-01-01", wage_income = 0, business_income = 0, property_income = 0, transfer_income = 6000 }
local adult_mental = { birth_date = "1990-01-01", wage_income = 0, business_income = 0, property_income = 0, transfer_income = 0,
  disability_category = "mental", disability_level = 4, supported_by_family = true }
case "B10-12-single" { zh = "单人户以外、又不是低边的老人4工时", source = "规则书 B10-12、B3-04", month = "2024-06",
  household = { persons = { ninety, adult_mental } },
  expect = { category = "dibao_single", home_care_hours = 4, persons = { { own_category = "none" }, { own_category = "dibao_single" } } } }
case "B10-12-apart" { zh = "不计入家庭人口的老人4工时", source = "规则书 B10-12、B3-02", month = "2024-06",
  household = { countable_income = 0, persons = { couple[1], { birth_date = "1930-01-01", counted = false } } },
  expect = { category = "dibao", home_care_hours = 4 } }
case "B10-12-home" { zh = "低保家庭的老人8工时", source = "规则书 B10-12", month = "2024-06",
  household = { countable_income = 0, persons = { couple[1], { birth_date = "1930-01-01" } } },
  expect = { category = "dibao", home_care_hours = 8 } }

---------------------------------------------------------------- 支出型临时救助(规则书 B11-03,收入线推定)
local function spending(medical)
  return { countable_income = 6000, medical_expense = medical, persons = couple,
    relief_kind = "expense", relief_month = "2024-06", relief_months = 2 }
end
case "B11-03-expense" { zh = "扣减支出后正好2倍", source = "规则书 B11-03", month = "2024-06",
  household = spending(19200), expect = { category = "none", temporary_relief = 4400 } } -- 72000−19200 = 2×2×13200;1100×2人×2月
case "B11-03-fen" { zh = "少支出一分", source = "规则书 B11-03", month = "2024-06",
  household = spending(19199.99), expect = { temporary_relief = 0 } }
case "B11-03-gone" { zh = "唯一的成员上月去世,一事一议的也不再发", source = "规则书 Q-06、F-36", month = "2024-06",
  household = { relief_kind = "emergency", relief_month = "2024-05", relief_stages = 2, relief_special = 5000,
    persons = { { birth_date = "1950-01-01", death_date = "2024-05-20" } } }, expect = { temporary_relief = 0 } }
