-- policies/cn/cases.lua                                         例子:国家规定
-- 国家没有统一的数字,这里假设一个地方:标准1000元,财产限额一律为年标准2倍。

local somewhere = {
  dibao_standard = yuan(1000), work_cost_ratio = 0.1, support_line_multiple = 2, support_share = 0.5,
  money_multiple = { dibao = 2, dibian = 2, rigid = 2, temporary = 2 }, money_test = "不超过",
  capital_limit = { dibao = yuan(100000), dibian = yuan(100000), rigid = yuan(100000),
                    temporary = yuan(100000) },
  capital_test = "不超过", vehicle_test = "少于", house_area_test = "少于",
  vehicle_most = { dibao = 0, dibian = 0, rigid = 0, temporary = 0 }, vehicle_multiple = 1,
  nonresidential_allowed = { dibao = false, dibian = false, rigid = false, temporary = false },
  house_free_most = 1, house_most = 1, house_area = 30,
  obligor_money_multiple = { dibao = 10, dibian = 10, rigid = 10, temporary = 10 },
  obligor_capital_limit = yuan(100000), obligor_vehicle_most = 1, obligor_vehicle_multiple = 10,
  obligor_house_most = 1, obligor_area_ratio = 2,
  tekun_basic_standard = yuan(1300),
  tekun_care_standard = { { below = 2, yuan(100) }, { from = 2, below = 3, yuan(200) },
                          { from = 3, yuan(300) } },
  living_subsidy_ratio = 0.2, disposable_income_year = yuan(24000), rigid_ratio = 0.6,
  care_subsidy_standard = { none = yuan(50), partial = yuan(60), basic = yuan(70), total = yuan(80) },
  old_age_rate = { { below = 80, yuan(0) }, { from = 80, yuan(30) } },
  child_benefit_standard = { none = yuan(0), institution_orphan = yuan(2000), dispersed_orphan = yuan(1500),
    de_facto_orphan = yuan(1500), in_difficulty = yuan(800), hiv_child = yuan(1500) },
}
local couple = { { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" } }

case "cn-dibao-1" { zh = "补差,没有最低补差", source = "规则书 B1-01、B1-02", month = "2024-12", set = somewhere,
  household = { countable_income = 1999.99, persons = couple },
  expect = { category = "dibao", dibao_amount = 1 } }
case "cn-dibao-2" { zh = "没有全额对象", source = "规则书 B1-07", month = "2024-12", set = somewhere,
  household = { countable_income = 1000, persons = { couple[1],
    { birth_date = "1982-03-01", disability_category = "limb", disability_level = 1 } } },
  expect = { category = "dibao", dibao_amount = 1000, living_subsidy = 200, care_subsidy = 50, total_benefit = 1250 } }
case "cn-dibian-1" { zh = "低于1.5倍", source = "规则书 B6-01", month = "2024-12", set = somewhere,
  household = { countable_income = 2999.99, persons = couple }, expect = { category = "dibian" } }
case "cn-dibian-2" { zh = "等于1.5倍", source = "规则书 B6-01", month = "2024-12", set = somewhere,
  household = { countable_income = 3000, persons = couple }, expect = { category = "none" } }
case "cn-single-1" { zh = "单人户补差", source = "规则书 B3-03、B1-12", month = "2024-12", set = somewhere,
  household = { persons = {
    { birth_date = "1970-05-01", wage_income = 3000, business_income = 0, property_income = 0, transfer_income = 0 },
    { birth_date = "1972-05-01", wage_income = 0, business_income = 0, property_income = 300, transfer_income = 0 },
    { birth_date = "1998-05-01", disability_category = "intellectual", disability_level = 3,
      wage_income = 0, business_income = 0, property_income = 0, transfer_income = 100 } } },
  expect = { category = "dibao_single", dibao_amount = 900, countable_income = 3300 } } -- 工资扣100
case "cn-single-2" { zh = "四级智力不能单独申请", source = "规则书 B3-03", month = "2024-12", set = somewhere,
  household = { countable_income = 3200, persons = { couple[1], couple[2],
    { birth_date = "1998-05-01", disability_category = "intellectual", disability_level = 4 } } },
  expect = { category = "dibian", dibao_amount = 0 } }
case "cn-rigid-1" { zh = "刚性支出超过六成", source = "规则书 B6-03、B6-04", month = "2024-12", set = somewhere,
  household = { countable_income = 3000, medical_expense = 10000, education_expense = 5000,
    rehabilitation_expense = 5000, accident_expense = 1600.01, persons = couple },
  expect = { category = "rigid", rigid_expense = 21600.01 } } -- 36000×0.6=21600
case "cn-rigid-2" { zh = "刚性支出正好六成", source = "规则书 B6-03", month = "2024-12", set = somewhere,
  household = { countable_income = 3000, medical_expense = 21600, persons = couple },
  expect = { category = "none" } }
case "cn-rigid-3" { zh = "收入达到人均可支配收入", source = "规则书 B6-03", month = "2024-12", set = somewhere,
  household = { countable_income = 4000, medical_expense = 40000, persons = couple },
  expect = { category = "none" } }
case "cn-rigid-4" { zh = "人均可支配收入少一分", source = "规则书 B6-03", month = "2024-12", set = somewhere,
  household = { countable_income = 3999.99, medical_expense = 40000, persons = couple },
  expect = { category = "rigid" } }
case "cn-rigid-5" { zh = "财产超过", source = "规则书 B6-03", month = "2024-12", set = somewhere,
  household = { countable_income = 3000, medical_expense = 30000, savings = 48000.01, persons = couple },
  expect = { category = "none" } }
case "cn-rigid-6" { zh = "办法施行以前", source = "规则书 B6-03", month = "2024-10", set = somewhere,
  household = { countable_income = 3000, medical_expense = 30000, persons = couple },
  expect = { category = "none" } }
case "cn-grace-1" { zh = "渐退期六个月", source = "规则书 B6-09(凭记忆)、B6-11", months = "2024-01..2024-07", set = somewhere,
  household = { countable_income = 2200, persons = couple },
  history = { { month = "2023-12", category = "dibao", dibao_amount = 500 } },
  expect = { category = "dibian", dibao_amount = 0 }, expect_sum = { dibao_amount = 3000 } }
case "cn-grace-2" { zh = "逐月递减", source = "规则书 B6-08", months = "2024-01..2024-06",
  set = { dibao_standard = yuan(1000), money_multiple = somewhere.money_multiple, money_test = "<",
    capital_limit = somewhere.capital_limit, capital_test = "<", vehicle_test = "<", house_area_test = "<",
    vehicle_most = somewhere.vehicle_most, vehicle_multiple = 1, house_free_most = 1, house_most = 1,
    nonresidential_allowed = somewhere.nonresidential_allowed, house_area = 30,
    grace_share = { { from = 1, below = 3, 1 }, { from = 3, below = 5, 0.8 }, { from = 5, 0.6 } } },
  household = { countable_income = 2200, persons = couple },
  history = { { month = "2023-12", category = "dibao", dibao_amount = 500 } },
  expect = { dibao_amount = 300 }, expect_sum = { dibao_amount = 2400 } }
case "cn-support-1" { zh = "人均不超过2倍没有能力", source = "规则书 B.7 V3", month = "2024-12", set = somewhere,
  household = { countable_income = 0, persons = { { birth_date = "1950-05-01" } },
    obligors = { { members = 3, annual_income = 72000, supported_persons = 2 } } },
  expect = { support_imputed = 0, category = "dibao" } }
case "cn-support-2" { zh = "超过部分的一半平分", source = "规则书 B.7 V3", month = "2024-12", set = somewhere,
  household = { countable_income = 0, persons = { { birth_date = "1950-05-01" } },
    obligors = { { members = 3, annual_income = 76800, supported_persons = 2 } } },
  expect = { support_imputed = 100 } } -- (6400−6000)×50%÷2
case "cn-tekun-1" { zh = "具备自理能力", source = "规则书 B8-06", month = "2024-12", set = somewhere,
  household = { countable_income = 0, persons = { { birth_date = "1950-05-01" } } },
  expect = { category = "tekun", tekun_amount = 1400 } }
case "cn-tekun-2" { zh = "部分丧失", source = "规则书 B8-06", month = "2024-12", set = somewhere,
  household = { countable_income = 0, persons = { { birth_date = "1950-05-01", selfcare_unmet = 1 } } },
  expect = { tekun_amount = 1500 } }
case "cn-tekun-3" { zh = "完全丧失", source = "规则书 B8-06", month = "2024-12", set = somewhere,
  household = { countable_income = 0, persons = { { birth_date = "1950-05-01", selfcare_unmet = 6 } } },
  expect = { tekun_amount = 1600 } }
case "cn-living-1" { zh = "低边家庭没有生活补贴", source = "规则书 B9-01", month = "2024-12", set = somewhere,
  household = { countable_income = 2200, persons = { couple[1],
    { birth_date = "1982-03-01", disability_category = "limb", disability_level = 3 } } },
  expect = { category = "dibian", living_subsidy = 0 } }
case "cn-price-1" { zh = "单人户以外的人不在内", source = "规则书 B11-04、B12-37", month = "2024-12",
  set = { dibao_standard = yuan(1000), cpi_growth = 0.05, child_benefit_standard = somewhere.child_benefit_standard },
  household = { category = "dibian", persons = { { birth_date = "1980-05-01", disability_level = 1 },
    { birth_date = "2015-05-01", child_status = "dispersed_orphan" },
    { birth_date = "1950-05-01", preferential_care = true } } },
  expect = { price_subsidy = 100, persons = { { price_subsidy = 0 }, { price_subsidy = 50 }, { price_subsidy = 50 } } } }
case "cn-voucher-1" { zh = "消费补贴上限", source = "规则书 B10-13", month = "2026-01",
  household = { category = "none", persons = { { birth_date = "1966-01-31", elder_ability = "moderate" },
    { birth_date = "1966-02-01", elder_ability = "moderate" }, { birth_date = "1950-02-01", elder_ability = "mild" },
    { birth_date = "1950-02-01", elder_ability = "severe" }, { birth_date = "1950-02-01", elder_ability = "total" } } },
  expect = { elder_voucher_limit = 2400, persons = { { elder_voucher_limit = 800 }, { elder_voucher_limit = 0 },
    { elder_voucher_limit = 0 }, { elder_voucher_limit = 800 }, { elder_voucher_limit = 800 } } } }
case "cn-voucher-2" { zh = "特困不享受消费补贴", source = "规则书 B10-13(R68)、B12-27", month = "2026-01",
  household = { category = "tekun", persons = { { birth_date = "1950-01-31", elder_ability = "moderate" } } },
  expect = { elder_voucher_limit = 0 } }
case "cn-member-1" { zh = "出生当月即算", source = "规则书 F-36、B3-01", month = "2024-12", set = somewhere,
  household = { countable_income = 0, persons = { couple[1], { birth_date = "2024-12-31" } } },
  expect = { heads = 2, dibao_amount = 2000 } }
local function basis(of)
  return { eligibility_basis = { basic = of, expense = of, emergency = of, elder = of, disability = of, child = of } }
end
local basis_permit, basis_resident = basis("permit"), basis("resident")
case "cn-basis-1" { zh = "外地户籍有居住证", source = "规则书 Q-03", month = "2024-12",
  household = { hukou_local = false, persons = { { birth_date = "1980-05-01", residence_permit = true } } },
  set = basis_permit, expect = { applies_here = true } }
case "cn-basis-2" { zh = "外地户籍没有居住证", source = "规则书 Q-03", month = "2024-12",
  household = { hukou_local = false, persons = { { birth_date = "1980-05-01" } } },
  set = basis_permit, expect = { applies_here = false } }
case "cn-basis-3" { zh = "按常住人口", source = "规则书 Q-03", month = "2024-12",
  household = { hukou_local = false, persons = { { birth_date = "1980-05-01" } } },
  set = basis_resident, expect = { applies_here = true } }
case "cn-basis-4" { zh = "按户籍", source = "规则书 Q-03、B3-07", month = "2024-12",
  household = { hukou_local = false, persons = { { birth_date = "1980-05-01", residence_permit = true } } },
  expect = { applies_here = false } }
