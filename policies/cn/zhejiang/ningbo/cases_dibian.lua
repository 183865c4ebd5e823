-- policies/cn/zhejiang/ningbo/cases_dibian.lua                  例子:低保边缘、支出型、单人户、临时救助

local couple_and_child = {
  { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" },
}
local family_of_four = {
  { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" }, { birth_date = "2006-09-01" },
  { birth_date = "2012-09-01" },
}

-- 四项收入都填的成员:工资、转移净收入,其余为零
local function member(birth_date, wage, transfer)
  return { birth_date = birth_date, wage_income = wage, transfer_income = transfer,
           business_income = 0, property_income = 0 }
end
local function disabled(person, category, level)
  person.disability_category = category
  person.disability_level = level
  return person
end
local function ill(person)
  person.serious_illness = true
  return person
end

---------------------------------------------------------------- 低边的两头(NB21-04、F-01)
case "NB21-04-1" { zh = "等于标准是低边", source = "规则书 NB21-04、F-01", month = "2022-08",
  household = { countable_income = 3543, persons = couple_and_child },
  expect = { category = "dibian", dibao_amount = 0 } }
case "NB21-04-2" { zh = "正好两倍是低边", source = "规则书 NB21-04、R04 1181-2362", month = "2022-08",
  household = { countable_income = 7086, persons = couple_and_child },
  expect = { category = "dibian", per_capita_income = 2362 } }
case "NB21-04-3" { zh = "超过两倍一分", source = "规则书 NB21-04", month = "2022-08",
  household = { countable_income = 7086.01, persons = couple_and_child },
  expect = { category = "none" } }
case "NB21-04-4" { zh = "放宽以前1.5倍", source = "规则书 B6-01", month = "2021-12",
  household = { countable_income = 4522.49, persons = couple_and_child },
  expect = { category = "dibian" } } -- 1005×1.5×3=4522.5
case "NB21-04-5" { zh = "放宽以前等于1.5倍", source = "规则书 B6-01", month = "2021-12",
  household = { countable_income = 4522.50, persons = couple_and_child },
  expect = { category = "none" } }
case "NB21-04-6" { zh = "上限改为低于时", source = "规则书 F-01", month = "2022-08",
  set = { dibian_upper_test = "<" },
  household = { countable_income = 7086, persons = couple_and_child },
  expect = { category = "none" } }

---------------------------------------------------------------- 单人户(规则书 B3-03、B1-12)
case "B3-03-1" { zh = "重残儿子单人户全额", source = "规则书 B1-07、B1-12", month = "2022-08",
  household = { countable_income = 5400, persons = {
    { birth_date = "1970-05-01" }, { birth_date = "1972-03-01" },
    disabled({ birth_date = "1998-09-01" }, "limb", 2) } },
  expect = { category = "dibao_single", dibao_amount = 1181 } }
case "B3-03-2" { zh = "三级肢体不能单独申请", source = "规则书 B3-03", month = "2022-08",
  household = { countable_income = 5400, persons = {
    { birth_date = "1970-05-01" }, { birth_date = "1972-03-01" },
    disabled({ birth_date = "1998-09-01" }, "limb", 3) } },
  expect = { category = "dibian", dibao_amount = 0 } }
case "B3-03-3" { zh = "三级精神补差", source = "规则书 B3-03、B1-12", month = "2022-08",
  household = { persons = {
    member("1970-05-01", 3000, 0),
    member("1972-03-01", 3000, 0),
    disabled(member("1998-09-01", 0, 200), "mental", 3) } },
  expect = { category = "dibao_single", dibao_amount = 981, countable_income = 5491.40 } }
case "B3-03-4" { zh = "三级精神也有最低补差", source = "规则书 B1-05", month = "2022-08",
  household = { persons = {
    member("1970-05-01", 3000, 0),
    member("1972-03-01", 3000, 0),
    disabled(member("1998-09-01", 0, 1180.99), "mental", 3) } },
  expect = { category = "dibao_single", dibao_amount = 355 } }
case "B3-03-5" { zh = "本人收入等于标准", source = "规则书 B1-12", month = "2022-08",
  household = { persons = {
    member("1970-05-01", 3000, 0),
    member("1972-03-01", 2000, 0),
    disabled(member("1998-09-01", 0, 1181), "limb", 1) } },
  expect = { category = "dibian", dibao_amount = 0 } }
case "B3-03-6" { zh = "重病单独施保全额", source = "规则书 B1-07", month = "2022-08",
  household = { persons = {
    member("1970-05-01", 3000, 0),
    member("1972-03-01", 3000, 0),
    ill(member("1998-09-01", 0, 200)) } },
  expect = { category = "dibao_single", dibao_amount = 1181 } }
case "B3-03-9" { zh = "四级精神不能单独申请", source = "规则书 B3-03", month = "2022-08",
  household = { countable_income = 5400, persons = {
    { birth_date = "1970-05-01" }, { birth_date = "1972-03-01" },
    disabled({ birth_date = "1998-09-01" }, "mental", 4) } },
  expect = { category = "dibian" } }
case "B3-03-7" { zh = "两个单人户对象", source = "规则书 B3-03", month = "2022-08",
  household = { countable_income = 5400, persons = {
    { birth_date = "1970-05-01" },
    disabled({ birth_date = "1972-03-01" }, "sight", 1),
    disabled({ birth_date = "1998-09-01" }, "limb", 2) } },
  expect = { category = "dibao_single", dibao_amount = 2362 } }
case "B3-03-8" { zh = "整户低保优先", source = "规则书 0.4 第6步", month = "2022-08",
  household = { countable_income = 3000, persons = {
    { birth_date = "1970-05-01" }, { birth_date = "1972-03-01" },
    { birth_date = "1998-09-01", serious_illness = true } } },
  expect = { category = "dibao", dibao_amount = 1063 } }

case "B3-03-10" { zh = "限成年时下月满18岁", source = "规则书 F-11", month = "2022-08",
  set = { single_min_age = 18 },
  household = { countable_income = 5400, persons = {
    { birth_date = "1970-05-01" }, { birth_date = "1972-03-01" },
    disabled({ birth_date = "2004-09-01" }, "limb", 2) } },
  expect = { category = "dibian" } }
case "B3-03-11" { zh = "限成年时当月满18岁", source = "规则书 F-11", month = "2022-08",
  set = { single_min_age = 18 },
  household = { countable_income = 5400, persons = {
    { birth_date = "1970-05-01" }, { birth_date = "1972-03-01" },
    disabled({ birth_date = "2004-08-31" }, "limb", 2) } },
  expect = { category = "dibao_single" } }
case "NB21-04-7" { zh = "外地户籍不是低边", source = "规则书 Q-03", month = "2022-08",
  household = { hukou_local = false, countable_income = 4500, persons = couple_and_child },
  expect = { category = "none" } }
case "NB21-04-8" { zh = "外地户籍不是支出型", source = "规则书 Q-03", month = "2022-08",
  household = { hukou_local = false, countable_income = 9600, medical_expense = 90000, persons = couple_and_child },
  expect = { category = "none" } }

---------------------------------------------------------------- 支出型(规则书 N08、F-08)
case "N08" { zh = "同时符合低边和支出型", source = "规则书 N08、B6-05、F-08", month = "2022-08",
  household = { countable_income = 9000, medical_expense = 46000, education_expense = 12000,
    persons = family_of_four },
  expect = { category = "dibian", per_capita_income = 2250, rigid_ok = true, dibian_ok = true,
             income_after_rigid = 50000, dibao_amount = 0 } }
case "N08-b1" { zh = "只符合支出型", source = "规则书 N08、B.5", month = "2022-08",
  household = { countable_income = 9600, medical_expense = 58512, persons = family_of_four },
  expect = { category = "rigid", rigid_ok = true, dibian_ok = false } } -- (115200−58512)÷4÷12=1181
case "N08-b2" { zh = "支出少一分", source = "规则书 B.5:1181元以内", month = "2022-08",
  household = { countable_income = 9600, medical_expense = 58511.99, persons = family_of_four },
  expect = { category = "none", rigid_ok = false } }
case "N08-b3" { zh = "康复支出不算", source = "规则书 B4-10、R04", month = "2022-08",
  household = { countable_income = 9600, medical_expense = 58000,
    rehabilitation_expense = 5000, persons = family_of_four },
  expect = { category = "none", rigid_expense = 58000 } }
case "N08-b4" { zh = "支出型货币财产少一分", source = "规则书 B.5:少于85032×4", month = "2022-08",
  household = { countable_income = 9600, medical_expense = 60000, savings = 340127.99,
    persons = family_of_four },
  expect = { category = "rigid", property_ok = true } }
case "N08-b5" { zh = "支出型货币财产等于限额", source = "规则书 B.5:少于85032×4", month = "2022-08",
  household = { countable_income = 9600, medical_expense = 60000, savings = 340128,
    persons = family_of_four },
  expect = { category = "none", property_ok = false } }
case "N08-b6" { zh = "没有支出不是支出型", source = "规则书 B.5", month = "2022-08",
  household = { countable_income = 2400, savings = 170064, persons = couple_and_child },
  expect = { category = "none", rigid_ok = false } }

---------------------------------------------------------------- 临时救助(数额待确认)
case "B11-03-1" { zh = "急难型两个月", source = "规则书 B11-03(推定)", month = "2022-08",
  household = { countable_income = 9600, persons = couple_and_child, relief_kind = "emergency",
    relief_months = 2, relief_month = "2022-08" },
  expect = { temporary_relief = 7086, total_benefit = 7086 } }
case "B11-03-2" { zh = "只发一次", source = "规则书 B11-01", month = "2022-09",
  household = { countable_income = 9600, persons = couple_and_child, relief_kind = "emergency",
    relief_months = 2, relief_month = "2022-08" },
  expect = { temporary_relief = 0 } }
case "B11-03-3" { zh = "最多六个月", source = "规则书 B11-03(推定)", month = "2022-08",
  household = { countable_income = 9600, persons = couple_and_child, relief_kind = "emergency",
    relief_months = 7, relief_month = "2022-08" },
  expect = { temporary_relief = 21258 } }
case "B11-03-4" { zh = "不在册支出型收入线", source = "规则书 B.5:2362元以内", month = "2022-08",
  household = { countable_income = 9600, medical_expense = 30168, persons = couple_and_child,
    relief_kind = "expense", relief_month = "2022-08" },
  expect = { temporary_relief = 3543, category = "none" } } -- (115200−30168)÷3÷12=2362
case "B11-03-5" { zh = "不在册支出型多一分", source = "规则书 B.5:2362元以内", month = "2022-08",
  household = { countable_income = 9600, medical_expense = 30167.99, persons = couple_and_child,
    relief_kind = "expense", relief_month = "2022-08" },
  expect = { temporary_relief = 0 } }

---------------------------------------------------------------- 价格补贴(指数待填)
case "B11-07-1" { zh = "没有启动", source = "规则书 B11-04", month = "2022-08",
  household = { countable_income = 2400, persons = couple_and_child },
    expect = { price_subsidy = 0 } }
case "B11-07-2" { zh = "达到启动线", source = "规则书 B11-05", month = "2022-08",
  set = { cpi_growth = 0.035 },
  household = { countable_income = 2400, persons = couple_and_child },
  expect = { price_subsidy = 123, persons = { { price_subsidy = 41 }, { price_subsidy = 41 }, { price_subsidy = 41 } } } }
case "B11-07-3" { zh = "差一点没有启动", source = "规则书 B11-04", month = "2022-08",
  set = { cpi_growth = 0.0349 },
  household = { countable_income = 2400, persons = couple_and_child },
    expect = { price_subsidy = 0 } }
case "B11-07-4" { zh = "多种身份只领一份", source = "规则书 B11-07", month = "2022-08",
  set = { food_growth = 0.06 },
  household = { countable_income = 2400, persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 2, preferential_care = true },
    { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" } } },
  expect = { price_subsidy = 213 } } -- 1181×0.06=70.86,每人71
case "B11-07-5" { zh = "低边也发", source = "规则书 B11-07(R09)", month = "2022-08",
  set = { cpi_growth = 0.04 },
  household = { countable_income = 4500, persons = couple_and_child },
    expect = { price_subsidy = 141 } }
case "B11-07-6" { zh = "不在册不发", source = "规则书 B11-07", month = "2022-08",
  set = { cpi_growth = 0.04 },
  household = { countable_income = 9600, persons = couple_and_child },
    expect = { price_subsidy = 0 } }

case "B11-07-7" { zh = "特困也发", source = "规则书 B11-04", month = "2022-08",
  set = { cpi_growth = 0.04 },
  household = { category = "tekun", persons = { { birth_date = "1950-05-01" } } },
  expect = { price_subsidy = 47 } }
case "B11-07-8" { zh = "单人户和家人", source = "规则书 B11-07", month = "2022-08",
  set = { cpi_growth = 0.04,
    price_multiple_category = { none = 0, tekun = 1, dibao = 1, dibao_single = 2, dibian = 1, rigid = 0 } },
  household = { countable_income = 3600, persons = {
    { birth_date = "1970-05-01" }, disabled({ birth_date = "1998-09-01" }, "mental", 2) } },
  expect = { category = "dibao_single", persons = { { price_subsidy = 47 }, { price_subsidy = 94 } } } }
case "B11-07-9" { zh = "不在册的孤儿、重残、优抚", source = "规则书 B11-07(R09)", month = "2022-08",
  set = { cpi_growth = 0.04 },
  household = { category = "none", persons = {
    { birth_date = "2015-05-01", child_status = "dispersed_orphan" },
    disabled({ birth_date = "1970-05-01" }, "limb", 2), disabled({ birth_date = "1970-05-01" }, "limb", 3),
    { birth_date = "1970-05-01", preferential_care = true },
    { birth_date = "2015-05-01", child_status = "in_difficulty" } } },
  expect = { persons = { { price_subsidy = 47 }, { price_subsidy = 47 }, { price_subsidy = 0 },
    { price_subsidy = 47 }, { price_subsidy = 0 } } } }
case "B11-07-10" { zh = "计入合计", source = "规则书 F-37", month = "2022-08",
  set = { cpi_growth = 0.04 },
  household = { countable_income = 2400, persons = couple_and_child },
  expect = { price_subsidy = 141, total_benefit = 1284 } }
case "B11-07-12" { zh = "不计入人口和已去世的不发", source = "规则书 B11-04、F-21", month = "2022-08",
  set = { cpi_growth = 0.04 },
  household = { category = "dibao", persons = { { birth_date = "1980-05-01" },
    { birth_date = "1980-05-01", counted = false },
    { birth_date = "1980-05-01", preferential_care = true, death_date = "2022-07-31" } } },
  expect = { persons = { { price_subsidy = 47 }, { price_subsidy = 0 }, { price_subsidy = 0 } } } }
case "B11-03-8" { zh = "在册家庭支出型不看收入线", source = "规则书 B11-01", month = "2022-08",
  household = { countable_income = 2400, persons = couple_and_child, relief_kind = "expense",
    relief_month = "2022-08" },
  expect = { category = "dibao", temporary_relief = 3543, dibao_amount = 1143, total_benefit = 4686 } }
case "B11-03-9" { zh = "不在册支出型货币财产等于限额", source = "规则书 B.5:少于85032×3", month = "2022-08",
  household = { countable_income = 9600, medical_expense = 40000, savings = 255096, persons = couple_and_child,
    relief_kind = "expense", relief_month = "2022-08" },
  expect = { temporary_relief = 0 } }
case "B11-03-10" { zh = "不在册支出型货币财产少一分", source = "规则书 B.5:少于85032×3", month = "2022-08",
  household = { countable_income = 9600, medical_expense = 40000, savings = 255095.99, persons = couple_and_child,
    relief_kind = "expense", relief_month = "2022-08" },
  expect = { temporary_relief = 3543 } }
case "B11-03-11" { zh = "不在册支出型义务人存款等于15倍", source = "规则书 B.5:少于212580×2", month = "2022-08",
  household = { countable_income = 9600, medical_expense = 40000, persons = couple_and_child,
    obligors = { { members = 2, annual_income = 60000, savings = 425160 } },
    relief_kind = "expense", relief_month = "2022-08" },
  expect = { temporary_relief = 0 } }
case "B11-03-12" { zh = "不在册支出型义务人存款少一分", source = "规则书 B.5:少于212580×2", month = "2022-08",
  household = { countable_income = 9600, medical_expense = 40000, persons = couple_and_child,
    obligors = { { members = 2, annual_income = 60000, savings = 425159.99 } },
    relief_kind = "expense", relief_month = "2022-08" },
  expect = { temporary_relief = 3543 } }
case "B11-03-6" { zh = "没有确认月份不发", source = "规则书 B11-01", month = "2022-08",
  household = { countable_income = 9600, persons = couple_and_child, relief_kind = "emergency" },
  expect = { temporary_relief = 0 } }
case "B11-03-7" { zh = "没有申请不发", source = "规则书 B11-01", month = "2022-08",
  household = { countable_income = 9600, persons = couple_and_child, relief_month = "2022-08" },
  expect = { temporary_relief = 0 } }
case "B11-07-11" { zh = "2017年低边不发", source = "规则书 B11-07", month = "2017-08",
  set = { cpi_growth = 0.04, dibao_standard = yuan(700) },
  household = { category = "dibian", persons = { { birth_date = "1980-05-01" } } },
  expect = { price_subsidy = 0 } }

---------------------------------------------------------------- 低收入群体(NB24-18)
case "NB24-18-1" { zh = "年收入十万元", source = "规则书 NB24-18:10万元以下(含)", month = "2024-06",
  household = { countable_income = 8333.33, persons = couple_and_child },
    expect = { low_income_group = true } }
case "NB24-18-2" { zh = "年收入超过十万元", source = "规则书 NB24-18", month = "2024-06",
  household = { countable_income = 8333.34, persons = couple_and_child },
    expect = { low_income_group = false } }
