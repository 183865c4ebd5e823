-- policies/cn/neimenggu/baotou/cases_income.lua                  例子:低保、收入、财产
-- B 号是规则书第E部分的例子;-b 号是它两边的界限(差一分、差一天、差一人)。

local three = { { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" } }
local function family(income, place)
  return { countable_income = income, region_class = place, persons = three }
end

---------------------------------------------------------------- B01、B03 提标前后每月应发(补发见补发的例子)
case "B01-2021" { zh = "提标以前", source = "规则书 B01(R23)", month = "2021-12", household = family(900, "urban"),
  expect = { category = "dibao", dibao_amount = 1485, per_capita_income = 300 } }
case "B01" { zh = "提标以后", source = "规则书 B01(R23)", month = "2022-01", household = family(900, "urban"),
  expect = { category = "dibao", dibao_amount = 1620 } }
case "B01-half" { zh = "上半年按新标准", source = "规则书 B01、B13-03", months = "2022-01..2022-06",
  household = family(900, "urban"), expect_sum = { dibao_amount = 9720 } } -- 按旧标准 8910,差 810
case "B03" { zh = "一季度按新标准", source = "规则书 B03", months = "2022-01..2022-03",
  household = family(900, "urban"), expect_sum = { dibao_amount = 4860 } } -- 按旧标准 4455,差 405
case "B01-b1" { zh = "差一分", source = "规则书 0.3、F-01", month = "2022-01", household = family(2519.99, "urban"),
  expect = { category = "dibao", dibao_amount = 1 } }
case "B01-b2" { zh = "等于标准不是低保", source = "规则书 0.3、F-01", month = "2022-01", household = family(2520, "urban"),
  expect = { category = "dibian", dibao_amount = 0 } }
case "B01-b3" { zh = "城乡类别不填", source = "规则书 F-36、B3-06", month = "2022-01",
  household = { countable_income = 900, persons = three }, expect_missing = { dibao_amount = { "region_class" } } }
case "B01-b4" { zh = "标准公布以前", source = "规则书 C.3", month = "2020-01", household = family(900, "urban"),
  expect = { dibao_amount = 1350 } }

---------------------------------------------------------------- F-06 农村牧区按年标准
case "F06-1" { zh = "年标准不取整", source = "规则书 F-06、B13-06(R23)", month = "2022-01", household = family(0, "rural"),
  expect = { category = "dibao", dibao_amount = 1886 } } -- 3 × 7544 ÷ 12 = 1886 整;按629算是1887
case "F06-2" { zh = "一个人见角进元", source = "规则书 F-06、B13-07", month = "2022-01",
  household = { countable_income = 0, region_class = "rural", persons = { three[1] } }, expect = { dibao_amount = 629 } } -- 628.666…
case "F06-3" { zh = "农村差一分", source = "规则书 F-06、F-01", month = "2022-01", household = family(1885.99, "rural"),
  expect = { category = "dibao", dibao_amount = 1 } }
case "F06-4" { zh = "农村等于标准", source = "规则书 F-06、F-01", month = "2022-01", household = family(1886, "rural"),
  expect = { category = "dibian" } }
case "F06-5" { zh = "2021年农村标准", source = "规则书 C.3(R23)", month = "2021-12", household = family(0, "rural"),
  expect = { dibao_amount = 1761 } } -- 3 × 587
case "F06-6" { zh = "2023年农村标准", source = "规则书 C.3(R24)", month = "2023-01", household = family(0, "rural"),
  expect = { dibao_amount = 1983 } } -- 3 × 661

---------------------------------------------------------------- B08 就业成本两种扣法
local function worker(wage)
  return { birth_date = "1980-05-01", wage_income = wage, business_income = 0, property_income = 0, transfer_income = 0 }
end
local function at_home(birth_date)
  return { birth_date = birth_date, wage_income = 0, business_income = 0, property_income = 0, transfer_income = 0 }
end
local one_wage = { region_class = "urban", persons = { worker(2500), at_home("1982-03-01"), at_home("2012-09-01") } }
case "B08" { zh = "扣工资的一成", source = "规则书 B08(R31)", month = "2023-01", household = one_wage,
  expect = { dibao_amount = 396, countable_income = 2250, persons = { { work_cost = 250 } } } }
case "B08-wage" { zh = "扣最低工资的一成", source = "规则书 B08(R31、R35)", month = "2023-01",
  set = { work_cost_basis = "minimum_wage" }, household = one_wage,
  expect = { dibao_amount = 344, persons = { { work_cost = 198 } } } }
case "B08-none" { zh = "不扣", source = "规则书 B08", month = "2023-01", set = { work_cost_ratio = 0 },
  household = one_wage, expect = { dibao_amount = 146, persons = { { work_cost = 0 } } } }
case "B08-b1" { zh = "不超过工资", source = "规则书 F-18", month = "2023-01", set = { work_cost_basis = "minimum_wage" },
  household = { region_class = "urban", persons = { worker(100), at_home("1982-03-01") } },
  expect = { countable_income = 0, persons = { { work_cost = 100 } } } }
case "B08-b2" { zh = "最低工资提高以前", source = "规则书 C.3 bt_minwage", month = "2021-11",
  set = { work_cost_basis = "minimum_wage" }, household = one_wage, expect = { persons = { { work_cost = 176 } } } }

---------------------------------------------------------------- 赡养费 V3
local mother = { at_home("1950-05-01") }
case "bt-support-1" { zh = "人均正好2倍没有能力", source = "规则书 B.7 V3(R67)", month = "2023-01",
  household = { region_class = "urban", persons = mother,
    obligors = { { members = 3, annual_income = 63504, supported_persons = 1 } } }, -- 3 × 2 × 882 × 12
  expect = { support_imputed = 0 } }
case "bt-support-2" { zh = "超过部分的一半", source = "规则书 B.7 V3(R67)", month = "2023-01",
  household = { region_class = "urban", persons = mother,
    obligors = { { members = 3, annual_income = 68304, supported_persons = 2 } } }, -- 多 400 元/月
  expect = { support_imputed = 100 } }
case "bt-support-3" { zh = "义务人有房有车不查", source = "规则书 B5-04", month = "2023-01",
  household = { region_class = "urban", persons = mother, obligors = { { members = 3, annual_income = 0,
    supported_persons = 1, housing_count = 2, vehicle_count = 1, savings = 900000 } } },
  expect = { property_ok = true, category = "dibao" } }

---------------------------------------------------------------- 财产(数额均为暂定)
local function with(facts)
  facts.countable_income = 900
  facts.region_class = "urban"
  facts.persons = three
  return facts
end
case "bt-property-1" { zh = "存款正好24个月标准", source = "规则书 B5-04(推定)", month = "2022-01",
  household = with { savings = 60480 }, expect = { property_ok = true, category = "dibao" } }
case "bt-property-2" { zh = "存款多一分", source = "规则书 B5-04(推定)", month = "2022-01",
  household = with { savings = 60480.01 }, expect = { property_ok = false, category = "none" } }
case "bt-property-3" { zh = "有一辆车", source = "规则书 B5-04(推定)", month = "2022-01",
  household = with { vehicle_count = 1, vehicle_price = 1 }, expect = { property_ok = false } }
case "bt-property-4" { zh = "有两套房", source = "规则书 B5-04(推定)", month = "2022-01",
  household = with { housing_count = 2, housing_area = 1 }, expect = { property_ok = false } }
case "bt-property-5" { zh = "有一套房", source = "规则书 B5-04(推定)", month = "2022-01",
  household = with { housing_count = 1, housing_area = 500 }, expect = { property_ok = true } }
case "bt-property-6" { zh = "办有公司", source = "规则书 B5-04(R31)", month = "2022-01",
  household = with { business_capital = 0.01 }, expect = { property_ok = false } }
case "bt-property-7" { zh = "大型农机具", source = "规则书 B5-04(R31)", month = "2022-01",
  household = with { vehicles = { { kind = "machine", price = 1 } } }, expect = { property_ok = false } }
case "bt-property-8" { zh = "摩托车不算", source = "规则书 B5-04", month = "2022-01",
  household = with { vehicles = { { kind = "motorcycle", price = 3000 } } }, expect = { property_ok = true } }

---------------------------------------------------------------- 单人户、刚性支出、渐退期、临时救助
case "bt-single-1" { zh = "低边家庭里的三级精神残疾", source = "规则书 B3-03(R60)", month = "2023-01",
  household = { region_class = "urban", countable_income = 3000, persons = { three[1], three[2],
    { birth_date = "1998-05-01", disability_category = "mental", disability_level = 3, wage_income = 0,
      business_income = 0, property_income = 0, transfer_income = 200 } } },
  expect = { category = "dibao_single", dibao_amount = 682 } }
case "bt-single-2" { zh = "三级肢体不能单独申请", source = "规则书 B3-03(R60)", month = "2023-01",
  household = { region_class = "urban", countable_income = 3000, persons = { three[1], three[2],
    { birth_date = "1998-05-01", disability_category = "limb", disability_level = 3 } } },
  expect = { category = "dibian", dibao_amount = 0 } }
case "bt-rigid-1" { zh = "医疗支出超过六成", source = "规则书 B6-04(R30)", month = "2024-07",
  household = { region_class = "urban", countable_income = 4000, medical_expense = 28800.01, persons = three },
  expect = { category = "rigid" } }
case "bt-grace-1" { zh = "渐退期第六个月", source = "规则书 B6-09(凭记忆)", month = "2023-06",
  household = family(2700, "urban"),
  history = { { month = "2023-05", category = "dibao", dibao_amount = 500, grace_months = 5, grace_base = 500 } },
  expect = { grace_months = 6, dibao_amount = 500, category = "dibao" } }
case "bt-grace-2" { zh = "渐退期满", source = "规则书 B6-09(凭记忆)", month = "2023-06", household = family(2700, "urban"),
  history = { { month = "2023-05", category = "dibao", dibao_amount = 500, grace_months = 6, grace_base = 500 } },
  expect = { grace_months = 0, dibao_amount = 0, category = "dibian" } }
case "bt-relief-1" { zh = "扣减支出后正好在线内", source = "规则书 B11-03(推定)", month = "2023-01",
  household = { region_class = "urban", countable_income = 6292, medical_expense = 12000, relief_kind = "expense",
    relief_months = 2, relief_month = "2023-01", persons = three },
  expect = { category = "none", temporary_relief = 5292 } } -- 3 × 882 × 2
case "bt-relief-2" { zh = "多一分", source = "规则书 B11-03(推定)", month = "2023-01",
  household = { region_class = "urban", countable_income = 6292, medical_expense = 11999.99, relief_kind = "expense",
    relief_months = 2, relief_month = "2023-01", persons = three },
  expect = { temporary_relief = 0 } }
