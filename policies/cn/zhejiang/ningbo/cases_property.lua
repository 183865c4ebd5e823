-- policies/cn/zhejiang/ningbo/cases_property.lua                例子:财产限额(规则书 B.5、P06)
-- 低保标准1181,年标准14172。每条限额两边各一例:少于的过,等于的不过。

local couple_and_child = {
  { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" },
}
local parents = { { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" } }
-- 老人独居,义务人家庭另住
local mother = { { birth_date = "1950-03-10" } }

---------------------------------------------------------------- P06:一览表的金额
case "P06" { zh = "一览表的金额", source = "规则书 P06(R04)", month = "2022-08", household = {},
  expect_check = { P06 = true } }
case "P06-b1" { zh = "低保货币财产少一分", source = "规则书 B.5:少于56688×3", month = "2022-08",
  household = { countable_income = 2400, savings = 170063.99, persons = couple_and_child },
  expect = { dibao_amount = 1143, property_ok = true, category = "dibao" } }
case "P06-b2" { zh = "低保货币财产等于限额", source = "规则书 B.5:少于56688×3", month = "2022-08",
  household = { countable_income = 2400, savings = 170064, persons = couple_and_child },
  expect = { dibao_amount = 0, property_ok = false, category = "none" } }
case "P06-b3" { zh = "限额按人,少一个人就不过", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 1600, savings = 170063.99, persons = parents },
  expect = { dibao_amount = 0, property_ok = false } }
case "P06-b4" { zh = "限额随标准走", source = "规则书 F-07", month = "2022-06",
  household = { countable_income = 2400, savings = 144720, persons = couple_and_child },
  expect = { property_ok = false } } -- 12×1005×4×3
case "P06-b5" { zh = "提标后限额也提", source = "规则书 F-07", month = "2022-07",
  household = { countable_income = 2400, savings = 144720, persons = couple_and_child },
  expect = { property_ok = true } }
case "P06-b6" { zh = "低保认缴出资少一分", source = "规则书 B.5:少于100000", month = "2022-08",
  household = { countable_income = 2400, business_capital = 99999.99, persons = couple_and_child },
  expect = { property_ok = true } }
case "P06-b7" { zh = "低保认缴出资十万", source = "规则书 B.5:少于100000", month = "2022-08",
  household = { countable_income = 2400, business_capital = 100000, persons = couple_and_child },
  expect = { property_ok = false, dibao_amount = 0 } }
case "P06-b8" { zh = "低保有车", source = "规则书 B.5:低保无车", month = "2022-08",
  household = { countable_income = 2400, vehicle_count = 1, vehicle_price = 10000,
    persons = couple_and_child },
  expect = { property_ok = false, dibao_amount = 0 } }
case "P06-b9" { zh = "摩托车不算", source = "规则书 B5-01", month = "2022-08",
  household = { countable_income = 2400, persons = couple_and_child,
    vehicles = { { kind = "motorcycle", price = 8000 }, { kind = "disability", price = 9000 } } },
  expect = { property_ok = true, dibao_amount = 1143 } }
case "P06-b10" { zh = "登记了汽车", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 2400, persons = couple_and_child,
    vehicles = { { kind = "car", price = 8000 } } },
  expect = { property_ok = false, dibao_amount = 0 } }
case "P06-b11" { zh = "低保有店铺", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 2400, nonresidential_property = true,
    persons = couple_and_child },
  expect = { property_ok = false, dibao_amount = 0 } }
case "P06-b12" { zh = "一套住房不看面积", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 2400, housing_count = 1, persons = couple_and_child },
  expect = { property_ok = true, dibao_amount = 1143 } }
case "P06-b13" { zh = "两套住房面积刚够", source = "规则书 B.5:少于49.98×3", month = "2022-08",
  household = { countable_income = 2400, housing_count = 2, housing_area = 149.93,
    persons = couple_and_child },
  expect = { property_ok = true, dibao_amount = 1143 } }
case "P06-b14" { zh = "两套住房面积等于线", source = "规则书 B.5:少于49.98×3", month = "2022-08",
  household = { countable_income = 2400, housing_count = 2, housing_area = 149.94,
    persons = couple_and_child },
  expect = { property_ok = false, dibao_amount = 0 } }
case "P06-b15" { zh = "两套住房面积不知", source = "规则书 F-36", month = "2022-08",
  household = { countable_income = 2400, housing_count = 2, persons = couple_and_child },
  expect_missing = { dibao_amount = { "housing_area" } } }
case "P06-b16" { zh = "三套住房", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 2400, housing_count = 3, housing_area = 60,
    persons = couple_and_child },
  expect = { property_ok = false, dibao_amount = 0 } }
case "P06-b17" { zh = "逐套登记", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 2400, persons = couple_and_child,
    houses = { { area = 80 }, { area = 69.93 } } },
  expect = { property_ok = true, dibao_amount = 1143 } }
case "P06-b18" { zh = "逐套登记超面积", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 2400, persons = couple_and_child,
    houses = { { area = 80 }, { area = 69.94 } } },
  expect = { property_ok = false } }
case "P06-b19" { zh = "登记了商铺", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 2400, persons = couple_and_child,
    houses = { { area = 80 }, { use = "nonresidential", area = 20 } } },
  expect = { property_ok = false } }

case "P06-b34" { zh = "一套登记、两套申报", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 2400, housing_count = 2, housing_area = 150, persons = couple_and_child,
    houses = { { area = 80 } } },
  expect = { property_ok = false } }
case "P06-b40" { zh = "申报两套也登记两套", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 2400, housing_count = 2, persons = couple_and_child,
    houses = { { area = 80 }, { area = 69.93 } } },
  expect = { property_ok = true } }
case "P06-b35" { zh = "另有商铺面积不算住房", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 4500, persons = couple_and_child,
    houses = { { area = 80 }, { area = 69.93 }, { use = "nonresidential", area = 20 } } },
  expect = { property_ok = true, category = "dibian" } }

---------------------------------------------------------------- 低边的限额:货币8倍、车12倍、出资20万
case "P06-b20" { zh = "低边车价少一分", source = "规则书 B.5:少于170064", month = "2022-08",
  household = { countable_income = 4500, vehicle_count = 1, vehicle_price = 170063.99,
    persons = couple_and_child },
  expect = { property_ok = true, category = "dibian" } }
case "P06-b21" { zh = "低边车价等于限额", source = "规则书 B.5:少于170064", month = "2022-08",
  household = { countable_income = 4500, vehicle_count = 1, vehicle_price = 170064,
    persons = couple_and_child },
  expect = { property_ok = false, category = "none" } }
case "P06-b22" { zh = "低边两辆车", source = "规则书 B.5:0或1辆", month = "2022-08",
  household = { countable_income = 4500, vehicle_count = 2, vehicle_price = 50000,
    persons = couple_and_child },
  expect = { property_ok = false, category = "none" } }
case "P06-b23" { zh = "低边有车不知价", source = "规则书 F-36", month = "2022-08",
  household = { countable_income = 4500, vehicle_count = 1, persons = couple_and_child },
  expect_missing = { category = { "vehicle_price" } } }
case "P06-b36" { zh = "登记的汽车超价", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 4500, persons = couple_and_child,
    vehicles = { { kind = "car", price = 170064 } } },
  expect = { property_ok = false } }
case "P06-b37" { zh = "船舶也算", source = "规则书 B5-01", month = "2022-08",
  household = { countable_income = 4500, persons = couple_and_child,
    vehicles = { { kind = "boat", price = 200000 } } },
  expect = { property_ok = false } }
case "P06-b38" { zh = "摩托车不问价", source = "规则书 B5-01", month = "2022-08",
  household = { countable_income = 4500, persons = couple_and_child,
    vehicles = { { kind = "motorcycle", price = 200000 }, { kind = "disability" } } },
  expect = { property_ok = true } }
case "P06-b24" { zh = "低边认缴出资少一分", source = "规则书 B.5:少于200000", month = "2022-08",
  household = { countable_income = 4500, business_capital = 199999.99, persons = couple_and_child },
  expect = { property_ok = true, category = "dibian" } }
case "P06-b25" { zh = "低边认缴出资二十万", source = "规则书 B.5:少于200000", month = "2022-08",
  household = { countable_income = 4500, business_capital = 200000, persons = couple_and_child },
  expect = { property_ok = false, category = "none" } }

---------------------------------------------------------------- 义务人家庭:10倍、20万、12倍、少于2套且74.97
case "P06-b26" { zh = "义务人存款少一分", source = "规则书 B.5:少于141720×2", month = "2022-08",
  household = { countable_income = 500, persons = mother, obligors = {
    { members = 2, annual_income = 60000, savings = 283439.99 } } },
  expect = { property_ok = true, dibao_amount = 681 } }
case "P06-b27" { zh = "义务人存款等于限额", source = "规则书 B.5:少于141720×2", month = "2022-08",
  household = { countable_income = 500, persons = mother, obligors = {
    { members = 2, annual_income = 60000, savings = 283440 } } },
  expect = { property_ok = false, dibao_amount = 0 } }
case "P06-b28" { zh = "义务人出资二十万", source = "规则书 B.5:少于200000", month = "2022-08",
  household = { countable_income = 500, persons = mother, obligors = {
    { members = 2, annual_income = 60000, business_capital = 200000 } } },
  expect = { property_ok = false } }
case "P06-b29" { zh = "义务人车价少一分", source = "规则书 B.5:少于170064", month = "2022-08",
  household = { countable_income = 500, persons = mother, obligors = {
    { members = 2, annual_income = 60000, vehicle_count = 1, vehicle_price = 170063.99 } } },
  expect = { property_ok = true } }
case "P06-b30" { zh = "义务人车价等于限额", source = "规则书 B.5:少于170064", month = "2022-08",
  household = { countable_income = 500, persons = mother, obligors = {
    { members = 2, annual_income = 60000, vehicle_price = 170064 } } },
  expect = { property_ok = false } }
case "P06-b39" { zh = "义务人两辆车", source = "规则书 B.5:0或1辆", month = "2022-08",
  household = { countable_income = 500, persons = mother, obligors = {
    { members = 2, annual_income = 60000, vehicle_count = 2, vehicle_price = 60000 } } },
  expect = { property_ok = false } }
case "P06-b31" { zh = "义务人住房面积刚够", source = "规则书 B.5:少于74.97×2", month = "2022-08",
  household = { countable_income = 500, persons = mother, obligors = {
    { members = 2, annual_income = 60000, housing_count = 1, housing_area = 149.93 } } },
  expect = { property_ok = true } }
case "P06-b32" { zh = "义务人住房面积等于线", source = "规则书 B.5:少于74.97×2", month = "2022-08",
  household = { countable_income = 500, persons = mother, obligors = {
    { members = 2, annual_income = 60000, housing_count = 1, housing_area = 149.94 } } },
  expect = { property_ok = false } }
case "P06-b33" { zh = "义务人两套住房", source = "规则书 B.5:少于2套", month = "2022-08",
  household = { countable_income = 500, persons = mother, obligors = {
    { members = 2, annual_income = 60000, housing_count = 2, housing_area = 80 } } },
  expect = { property_ok = false } }

---------------------------------------------------------------- N07:财产不符,没有单人户
-- 家庭同单人户一例:父母和重残的成年儿子,人均1800
local with_son = {
  { birth_date = "1970-05-01" }, { birth_date = "1972-03-01" },
  { birth_date = "1998-09-01", disability_category = "limb", disability_level = 2 },
}
case "N07" { zh = "人均113376元不是低边", source = "规则书 N07", month = "2022-08",
  household = { countable_income = 5400, savings = 340128, persons = with_son },
  expect = { dibao_amount = 0, category = "none", property_ok = false } }
case "N07-b1" { zh = "人均113375.99元是低边", source = "规则书 N07", month = "2022-08",
  household = { countable_income = 5400, savings = 340127.97, persons = with_son },
  expect = { dibao_amount = 1181, category = "dibao_single", property_ok = true } }

---------------------------------------------------------------- 省的框架(规则书 B5-02)
case "B5-02" { zh = "4倍在省的框架内", source = "规则书 B5-02(R88)", month = "2022-08", household = {},
  expect_check = { property_frame = true } }
case "B5-02-b1" { zh = "超过4倍", source = "规则书 B5-02(R88)", month = "2022-08", household = {},
  set = { money_multiple = { dibao = 4.01, rigid = 6, dibian = 8, temporary = 6 } }, expect_check = { property_frame = false } }
case "B5-02-b2" { zh = "不到3倍", source = "规则书 B5-02(R88)", month = "2022-08", household = {},
  set = { money_multiple = { dibao = 2.99, rigid = 6, dibian = 8, temporary = 6 } }, expect_check = { property_frame = false } }
