-- policies/cn/zhejiang/ningbo/cases_income.lua                  例子:低保和收入
-- N、P 号是规则书第E部分的例子;-b 号是它两边的界限(差一分、差一天、差一人)。
-- 最低补差和全额在2022年是否仍有效没有核实:这些例子核对的是算法(规则书 E.2)。

local couple_and_child = {
  { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" },
}
local man_alone = { { birth_date = "1980-05-01" } }

-- 四项收入都填的成员:工资、转移净收入,其余为零
local function member(birth_date, wage, transfer)
  return { birth_date = birth_date, wage_income = wage, transfer_income = transfer,
           business_income = 0, property_income = 0 }
end

---------------------------------------------------------------- 差额、最低补差
case "N01" { zh = "普通差额", source = "规则书 N01", month = "2022-08",
  household = { countable_income = 2400, persons = couple_and_child },
  expect = { dibao_amount = 1143, category = "dibao", per_capita_income = 800, property_ok = true,
             total_benefit = 1143, old_age_allowance = 0, support_imputed = 0, grace_months = 0 } }
case "N01-b1" { zh = "提标前一个月", source = "规则书 N01、C.1", month = "2022-06",
  household = { countable_income = 2400, persons = couple_and_child },
  expect = { dibao_amount = 905, category = "dibao" } } -- 3×1005−2400=615,最低补差904.5
case "N01-b2" { zh = "缺出生日期", source = "规则书 F-36", month = "2022-08",
  household = { countable_income = 1600, persons = { {}, { birth_date = "1982-03-01" } } },
  expect_missing = { dibao_amount = { "persons[0].birth_date" } } }
case "N01-b3" { zh = "收入一点不知道", source = "规则书 F-36", month = "2022-08",
  household = { persons = man_alone },
  expect_missing = { dibao_amount = { "persons[0].wage_income" } } }
case "N01-b4" { zh = "收入为零", source = "规则书 B1-01", month = "2022-08",
  household = { countable_income = 0, persons = couple_and_child },
  expect = { dibao_amount = 3543, category = "dibao" } }
case "N01-b5" { zh = "一个人也没有", source = "规则书 F-36", month = "2022-08",
  household = { countable_income = 0 },
  expect = { dibao_amount = 0, category = "none", per_capita_income = 0, total_benefit = 0 } }
case "N01-b6" { zh = "外地户籍", source = "规则书 Q-03", month = "2022-08",
  household = { hukou_local = false, countable_income = 2400, persons = couple_and_child },
  expect = { dibao_amount = 0, category = "none" } }
case "N01-b7" { zh = "去世当月仍算", source = "规则书 F-21、F-36", month = "2022-08",
  household = { countable_income = 2400, persons = { { birth_date = "1980-05-01" },
    { birth_date = "1982-03-01" }, { birth_date = "2012-09-01", death_date = "2022-08-01" } } },
  expect = { dibao_amount = 1143, per_capita_income = 800 } }
case "N01-b8" { zh = "去世次月不算", source = "规则书 F-21、F-36", month = "2022-09",
  household = { countable_income = 2400, persons = { { birth_date = "1980-05-01" },
    { birth_date = "1982-03-01" }, { birth_date = "2012-09-01", death_date = "2022-08-31" } } },
  expect = { dibao_amount = 0, category = "dibian", per_capita_income = 1200 } }
case "N01-b10" { zh = "成年孤儿回到保障人数", source = "规则书 B.12、B10-06", month = "2022-08",
  household = { countable_income = 0, persons = { { birth_date = "1980-05-01" },
    { birth_date = "2004-08-01", child_status = "dispersed_orphan" } } },
  expect = { dibao_amount = 2362, covered_heads = 2 } }
case "N01-b9" { zh = "不计入家庭人口", source = "规则书 B3-02", month = "2022-08",
  household = { countable_income = 2300, persons = { { birth_date = "1980-05-01" },
    { birth_date = "1982-03-01" }, { birth_date = "2012-09-01", counted = false } } },
  expect = { dibao_amount = 709, per_capita_income = 1150 } } -- 最低补差 2×354.3

case "N03" { zh = "差一分", source = "规则书 N03", month = "2022-08",
  household = { countable_income = 3542.97, persons = couple_and_child },
  expect = { dibao_amount = 1063, category = "dibao", per_capita_income = 1180.99 } }
case "N03-b1" { zh = "等于标准不是低保", source = "规则书 F-01、N03", month = "2022-08",
  household = { countable_income = 3543, persons = couple_and_child },
  expect = { dibao_amount = 0, category = "dibian", per_capita_income = 1181 } }
case "N03-b2" { zh = "差额等于最低补差", source = "规则书 B1-05", month = "2022-08",
  household = { countable_income = 2480.10, persons = couple_and_child },
  expect = { dibao_amount = 1063 } }
case "N03-b3" { zh = "差额整元不进位", source = "规则书 F-03", month = "2022-08",
  household = { countable_income = 2480, persons = couple_and_child },
  expect = { dibao_amount = 1063 } }
case "N03-b4" { zh = "差额多一分进一元", source = "规则书 F-03、B13-07", month = "2022-08",
  household = { countable_income = 2479.99, persons = couple_and_child },
  expect = { dibao_amount = 1064 } }
case "N03-b5" { zh = "先除后乘的陷阱", source = "规则书 F-02", month = "2022-08",
  set = { dibao_standard = yuan(632), dibao_min_topup_ratio = 0 },
  household = { countable_income = 1894, persons = couple_and_child },
  expect = { dibao_amount = 2 } }
case "N03-b6" { zh = "比较用小于等于时", source = "规则书 F-01", month = "2022-08",
  set = { dibao_income_test = "<=" },
  household = { countable_income = 3543, persons = couple_and_child },
  expect = { dibao_amount = 1063, category = "dibao" } }

case "P03" { zh = "慈溪2019最低补差", source = "规则书 P03(R01)", month = "2019-12",
  set = { dibao_standard = yuan(846) },
  household = { countable_income = 845.99, persons = man_alone },
  expect = { dibao_amount = 254, category = "dibao" } }
case "P03-b1" { zh = "差额254元整", source = "规则书 P03(R01)", month = "2019-12",
  set = { dibao_standard = yuan(846) },
  household = { countable_income = 592, persons = man_alone }, expect = { dibao_amount = 254 } }
case "P03-b2" { zh = "差额254元零一分", source = "规则书 P03(R01)", month = "2019-12",
  set = { dibao_standard = yuan(846) },
  household = { countable_income = 591.99, persons = man_alone }, expect = { dibao_amount = 255 } }

---------------------------------------------------------------- 全额
case "N05" { zh = "全额对象", source = "规则书 N05", month = "2022-08",
  household = { countable_income = 2400, persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 2 },
    { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" } } },
  expect = { dibao_amount = 1943, category = "dibao" } }
case "N05-b1" { zh = "三级不全额", source = "规则书 B1-07", month = "2022-08",
  household = { countable_income = 2400, persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 3 },
    { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" } } },
  expect = { dibao_amount = 1143 } }
case "N05-b2" { zh = "两个全额对象", source = "规则书 B1-07", month = "2022-08",
  household = { countable_income = 2400, persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 2 },
    { birth_date = "1982-03-01", disability_category = "hearing", disability_level = 1 },
    { birth_date = "2012-09-01" } } },
  expect = { dibao_amount = 2743 } } -- 2×1181+381
case "N05-b3" { zh = "全额之外按最低补差", source = "规则书 B1-05、B1-07", month = "2022-08",
  household = { countable_income = 3540, persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 2 },
    { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" } } },
  expect = { dibao_amount = 1890 } } -- 1181+2×354.3=1889.6
case "N05-b4" { zh = "全额对象不在保障人数", source = "规则书 B1-01", month = "2022-08",
  household = { countable_income = 2400, persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 2, covered = false },
    { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" } } },
  expect = { dibao_amount = 762 } } -- (1181−800)×2
case "N05-b5" { zh = "保障人数少于家庭人口", source = "规则书 L01、B1-01", month = "2022-08",
  set = { dibao_standard = yuan(596), dibao_min_topup_ratio = 0 },
  household = { countable_income = 690, persons = {
    { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" },
    { birth_date = "2012-09-01", covered = false } } },
  expect = { dibao_amount = 732 } }

---------------------------------------------------------------- 就业成本
case "N11" { zh = "就业成本", source = "规则书 N11", month = "2022-08",
  household = { persons = {
    member("1980-05-01", 2500, 0),
    member("1982-03-01", 0, 0),
    member("2012-09-01", 0, 0) } },
  expect = { dibao_amount = 1398, countable_income = 2145.70, work_cost = 354.30,
             persons = { { work_cost = 354.30 }, { work_cost = 0 }, { work_cost = 0 } } } }
case "N11-b1" { zh = "没有就业成本时", source = "规则书 N11", month = "2022-08",
  set = { work_cost_ratio = 0 },
  household = { persons = {
    member("1980-05-01", 2500, 0),
    member("1982-03-01", 0, 0),
    member("2012-09-01", 0, 0) } },
  expect = { dibao_amount = 1063, countable_income = 2500 } } -- 差额1043,不到最低补差1062.9
case "N11-b2" { zh = "扣减不超过工资", source = "规则书 F-18、C.1", month = "2022-08",
  household = { persons = { member("1980-05-01", 300, 0) } },
  expect = { countable_income = 0, work_cost = 300, dibao_amount = 1181 } }
case "N11-b3" { zh = "工资刚过扣减额", source = "规则书 F-18", month = "2022-08",
  household = { persons = { member("1980-05-01", 354.31, 0) } },
  expect = { countable_income = 0.01, work_cost = 354.30, dibao_amount = 1181 } }
case "N11-b4" { zh = "两人就业各扣一次", source = "规则书 F-18", month = "2022-08",
  household = { persons = {
    member("1980-05-01", 1200, 0),
    member("1982-03-01", 100, 0) } },
  expect = { countable_income = 845.70, work_cost = 454.30, dibao_amount = 1517 } } -- 2362−845.7=1516.3
case "N11-b5" { zh = "不计收入", source = "规则书 B4-02", month = "2022-08",
  household = { persons = { { birth_date = "1980-05-01", wage_income = 0, business_income = 0,
    property_income = 0, transfer_income = 800, exempt_income = 300 } } },
  expect = { countable_income = 500, dibao_amount = 681 } }
case "N11-b7" { zh = "四项收入相加", source = "规则书 B4-01", month = "2022-08",
  household = { persons = { { birth_date = "1980-05-01", wage_income = 0, business_income = 100,
    property_income = 10, transfer_income = 1 } } },
  expect = { countable_income = 111, dibao_amount = 1070 } }
case "N11-b8" { zh = "无劳动能力不扣就业成本", source = "规则书 Q-01", month = "2022-08",
  household = { persons = { { birth_date = "1980-05-01", work_ability = "none", wage_income = 500,
    business_income = 0, property_income = 0, transfer_income = 0 } } },
  expect = { work_cost = 0, countable_income = 500, dibao_amount = 681 } }
case "N11-b9" { zh = "不计入人口的不看收入", source = "规则书 B3-02", month = "2022-08",
  household = { persons = { member("1980-05-01", 0, 100),
    { birth_date = "1982-03-01", counted = false } } },
  expect = { work_cost = 0, countable_income = 100, dibao_amount = 1081 } }
case "N11-b6" { zh = "不计收入扣不成负数", source = "规则书 F-18", month = "2022-08",
  household = { persons = { { birth_date = "1980-05-01", wage_income = 0, business_income = -500,
    property_income = 0, transfer_income = 200, exempt_income = 200 } } },
  expect = { countable_income = 0, dibao_amount = 1181 } }

---------------------------------------------------------------- 赡养费推算(规则书 B.7 V1)
local mother = { member("1950-03-10", 0, 0) }
case "V1-1" { zh = "一人赡养", source = "规则书 B.7 V1", month = "2022-08",
  household = { persons = mother,
    obligors = { { members = 3, annual_income = 200000, supported_persons = 1 } } },
  expect = { support_imputed = 4546.92, dibao_amount = 0, category = "none" } } -- 54563÷12
case "V1-2" { zh = "四人分摊", source = "规则书 B.7 V1", month = "2022-08",
  household = { persons = mother,
    obligors = { { members = 3, annual_income = 200000, supported_persons = 4 } } },
  expect = { support_imputed = 1136.73, category = "dibao", dibao_amount = 355 } }
case "V1-3" { zh = "刚好没有能力", source = "规则书 B.7 V1", month = "2022-08",
  household = { persons = mother,
    obligors = { { members = 3, annual_income = 145437, supported_persons = 1 } } },
  expect = { support_imputed = 0, category = "dibao", dibao_amount = 1181 } } -- 48479×3
case "V1-4" { zh = "能力一元", source = "规则书 B.7 V1", month = "2022-08",
  household = { persons = mother,
    obligors = { { members = 3, annual_income = 145449, supported_persons = 1 } } },
  expect = { support_imputed = 1, dibao_amount = 1180 } } -- 12元一年
case "V1-5" { zh = "没有能力就不问人数", source = "规则书 B.7 V1", month = "2022-08",
  household = { persons = mother, obligors = { { members = 3, annual_income = 100000 } } },
  expect = { support_imputed = 0, dibao_amount = 1181 } }
case "V1-6" { zh = "有能力而人数不知", source = "规则书 F-36", month = "2022-08",
  household = { persons = mother, obligors = { { members = 3, annual_income = 200000 } } },
  expect_missing = { support_imputed = { "obligors[0].supported_persons" } } }
case "V1-7" { zh = "老两口各算一份", source = "规则书 B.7 V1", month = "2022-08",
  household = { persons = { mother[1], { birth_date = "1948-01-01", wage_income = 0,
      business_income = 0, property_income = 0, transfer_income = 0 } },
    obligors = { { members = 3, annual_income = 180000, supported_persons = 4 } } },
  expect = { support_imputed = 1440.13, per_capita_income = 720.06, dibao_amount = 922 } } -- 34563÷12÷4×2
case "V1-8" { zh = "只赡养其中一人", source = "规则书 B.7 V1", month = "2022-08",
  household = { persons = { mother[1], { birth_date = "1948-01-01", wage_income = 0,
      business_income = 0, property_income = 0, transfer_income = 0 } },
    obligors = { { members = 3, annual_income = 180000, supported_persons = 4, supported_here = 1 } } },
  expect = { support_imputed = 720.06, dibao_amount = 1642 } } -- 2362−720.0625
case "V1-9" { zh = "实际给得更多按实付", source = "规则书 B.7 V2", month = "2022-08",
  household = { persons = mother,
    obligors = { { members = 3, annual_income = 100000, paid_support = 500 } } },
  expect = { support_imputed = 500, dibao_amount = 681 } }
case "V1-10" { zh = "协议高于推算按协议", source = "规则书 B.7 V2", month = "2022-08",
  household = { persons = mother,
    obligors = { { members = 3, annual_income = 150000, supported_persons = 1, agreed_support = 400 } } },
  expect = { support_imputed = 400, dibao_amount = 781 } } -- 推算380.25
case "V1-11" { zh = "协议偏低按推算", source = "规则书 B.7 V2", month = "2022-08",
  household = { persons = mother,
    obligors = { { members = 3, annual_income = 150000, supported_persons = 1, agreed_support = 380.24 } } },
  expect = { support_imputed = 380.25, dibao_amount = 801 } }
case "V1-12" { zh = "两家义务人相加", source = "规则书 B.7 V1", month = "2022-08",
  household = { persons = mother, obligors = {
    { members = 3, annual_income = 150000, supported_persons = 1 },
    { members = 2, annual_income = 100000, supported_persons = 2 } } },
  expect = { support_imputed = 507, dibao_amount = 674 } } -- 380.25+3042÷24

---------------------------------------------------------------- 渐退期
local after_rise = { countable_income = 3900, persons = couple_and_child }
case "N12" { zh = "渐退期十二个月", source = "规则书 N12", months = "2022-10..2023-10",
  household = after_rise,
  history = { { month = "2022-09", category = "dibao", dibao_amount = 1143 } },
  expect = { dibao_amount = 0, category = "dibian", grace_months = 0 },
  expect_sum = { dibao_amount = 13716 } } -- 12×1143
case "N12-b1" { zh = "渐退期第一个月", source = "规则书 N12", month = "2022-10",
  household = after_rise,
  history = { { month = "2022-09", category = "dibao", dibao_amount = 1143 } },
  expect = { dibao_amount = 1143, category = "dibao", grace_months = 1, grace_base = 1143 } }
case "N12-b2" { zh = "渐退期最后一个月", source = "规则书 N12", month = "2023-09",
  household = after_rise,
  history = { { month = "2023-08", category = "dibao", dibao_amount = 1143, grace_months = 11, grace_base = 1143 } },
  expect = { dibao_amount = 1143, category = "dibao", grace_months = 12 } }
case "N12-b3" { zh = "渐退期满", source = "规则书 N12", month = "2023-10",
  household = after_rise,
  history = { { month = "2023-09", category = "dibao", dibao_amount = 1143, grace_months = 12, grace_base = 1143 } },
  expect = { dibao_amount = 0, category = "dibian", grace_months = 0 } }
case "N12-b4" { zh = "买了房没有渐退期", source = "规则书 N12、B6-06", month = "2022-10",
  household = { countable_income = 3900, persons = couple_and_child, housing_count = 3 },
  history = { { month = "2022-09", category = "dibao", dibao_amount = 1143 } },
  expect = { dibao_amount = 0, category = "none", grace_months = 0 } }
case "N12-b5" { zh = "上月不在保没有渐退期", source = "规则书 B6-06", month = "2022-10",
  household = after_rise,
  history = { { month = "2022-09", category = "dibian", dibao_amount = 0 } },
  expect = { dibao_amount = 0, category = "dibian", grace_months = 0 } }
case "N12-b6" { zh = "渐退中收入又回落", source = "规则书 F-23", month = "2023-02",
  household = { countable_income = 2400, persons = couple_and_child },
  history = { { month = "2023-01", category = "dibao", dibao_amount = 1000, grace_months = 4, grace_base = 1000 } },
  expect = { dibao_amount = 1143, category = "dibao", grace_months = 0 } }
case "N12-b8" { zh = "按渐退前的金额", source = "规则书 B6-10", month = "2023-02",
  household = after_rise,
  history = { { month = "2023-01", category = "dibao", dibao_amount = 500, grace_months = 4, grace_base = 1000 } },
  expect = { dibao_amount = 1000, grace_months = 5 } }
case "N12-b9" { zh = "两年前的渐退不相干", source = "规则书 B6-06", month = "2024-01",
  household = { countable_income = 4000, persons = couple_and_child },
  history = { { month = "2023-12", category = "dibao", dibao_amount = 1200, grace_months = 0, grace_base = 0 } },
  expect = { dibao_amount = 1200, grace_months = 1 } }
case "N12-b11" { zh = "一人户的渐退期", source = "规则书 N12", month = "2022-10",
  household = { countable_income = 1300, persons = man_alone },
  history = { { month = "2022-09", category = "dibao", dibao_amount = 700 } },
  expect = { dibao_amount = 700, grace_months = 1 } }
case "N12-b12" { zh = "渐退期标准又提高到线内", source = "规则书 F-23", month = "2022-10",
  household = { countable_income = 1181, persons = man_alone }, set = { dibao_standard = yuan(1182) },
  history = { { month = "2022-09", category = "dibao", dibao_amount = 700, grace_months = 3, grace_base = 700 } },
  expect = { dibao_amount = 355, grace_months = 0 } }
case "N12-b10" { zh = "2024年渐退十二个月", source = "规则书 N12(R16)", month = "2025-01",
  household = { countable_income = 4000, persons = couple_and_child },
  history = { { month = "2024-12", category = "dibao", dibao_amount = 1200, grace_months = 12, grace_base = 1200 } },
  expect = { dibao_amount = 0, grace_months = 0 } }
case "N12-b7" { zh = "渐退期里提标不重算", source = "规则书 Y09、B6-10", month = "2024-01",
  household = { countable_income = 3900, persons = couple_and_child },
  history = { { month = "2023-12", category = "dibao", dibao_amount = 1143, grace_months = 2, grace_base = 1143 } },
  expect = { dibao_amount = 1143, grace_months = 3 } }

---------------------------------------------------------------- 起发月、复核
case "B13-1" { zh = "确认当月不发", source = "规则书 B13-01", month = "2022-08",
  household = { countable_income = 2400, decision_month = "2022-08", persons = couple_and_child },
  expect = { dibao_amount = 0, category = "dibao", review_month = "2023-02" } }
case "B13-2" { zh = "确认下月起发", source = "规则书 B13-01", month = "2022-09",
  household = { countable_income = 2400, decision_month = "2022-08", persons = couple_and_child },
  expect = { dibao_amount = 1143 } }
case "B13-3" { zh = "不稳定家庭半年复核", source = "规则书 B13-04、L07", month = "2024-02",
  household = { countable_income = 2400, last_check_month = "2024-01", income_unstable = true,
    persons = couple_and_child },
  expect = { review_month = "2024-07" } }
case "B13-4" { zh = "稳定家庭一年复核", source = "规则书 B13-04、L07", month = "2024-02",
  household = { countable_income = 2400, last_check_month = "2024-01", income_unstable = false,
    persons = couple_and_child },
  expect = { review_month = "2025-01" } }
case "B13-5" { zh = "没有劳动能力一年复核", source = "规则书 B13-04", month = "2024-02",
  household = { countable_income = 0, decision_month = "2024-01",
    persons = { { birth_date = "1950-03-10" } } },
  expect = { review_month = "2025-01", category = "tekun" } }

---------------------------------------------------------------- 小户增发(历史)
case "B1-10-a" { zh = "2006年一人户加40", source = "规则书 B1-10(R11)", month = "2008-06",
  household = { countable_income = 100, persons = { { birth_date = "1980-05-01" } } },
  expect = { dibao_amount = 240 } }
case "B1-10-b" { zh = "2006年二人户各加20", source = "规则书 B1-10(R11)", month = "2008-06",
  household = { countable_income = 200, persons = { { birth_date = "1980-05-01" },
    { birth_date = "1982-03-01" } } },
  expect = { dibao_amount = 440 } }
case "B1-10-c" { zh = "2010年三人户不加", source = "规则书 B1-10(R11)", month = "2010-06",
  household = { countable_income = 300, persons = { { birth_date = "1980-05-01" },
    { birth_date = "1982-03-01" }, { birth_date = "2005-09-01" } } },
  expect = { dibao_amount = 1020 } }
case "B1-10-d" { zh = "未出生的不计", source = "规则书 F-36", month = "2010-06",
  household = { countable_income = 300, persons = { { birth_date = "1980-05-01" },
    { birth_date = "1982-03-01" } } },
  expect = { dibao_amount = 620 } } -- 2×440−300+40

---------------------------------------------------------------- 目标
case "N17" { zh = "2024年标准1267达标", source = "规则书 N17", month = "2024-06", household = {},
  set = { dibao_standard = yuan(1267) }, expect_check = { target_2024 = true } }
case "N17-b1" { zh = "1266不达标", source = "规则书 N17", month = "2024-06", household = {},
  set = { dibao_standard = yuan(1266) }, expect_check = { target_2024 = false } }
case "N17-b2" { zh = "2025年目标", source = "规则书 NB21-02、F-26", month = "2025-12", household = {},
  set = { dibao_standard = yuan(1167) }, expect_check = { target_2025 = true } }
case "N17-b3" { zh = "1166不达标", source = "规则书 NB21-02", month = "2025-12", household = {},
  set = { dibao_standard = yuan(1166) }, expect_check = { target_2025 = false } }
case "NB21-03-1" { zh = "2025年机构孤儿目标", source = "规则书 NB21-03", month = "2025-12", household = {},
  set = { child_benefit_standard = { institution_orphan = yuan(2667), dispersed_orphan = yuan(2134) } },
  expect_check = { orphan_2025 = true, P07 = true } }
case "NB21-03-2" { zh = "2666不达标", source = "规则书 NB21-03", month = "2025-12", household = {},
  set = { child_benefit_standard = { institution_orphan = yuan(2666), dispersed_orphan = yuan(2134) } },
  expect_check = { orphan_2025 = false, P07 = false } }
case "NB24-26-1" { zh = "3224不达标", source = "规则书 NB24-26", month = "2024-12", household = {},
  set = { child_benefit_standard = { institution_orphan = yuan(3224), dispersed_orphan = yuan(2579) } },
  expect_check = { orphan_2024 = false } }
case "P05-c" { zh = "护理费差一元", source = "规则书 P05", month = "2022-08", household = {},
  set = { tekun_care_standard = { { below = 2, yuan(207) }, { from = 2, below = 3, yuan(415) },
    { from = 3, below = 4, yuan(828) }, { from = 4, yuan(1656) } } }, expect_check = { P05 = false } }
case "P06-c" { zh = "限额倍数改了", source = "规则书 P06", month = "2022-08", household = {},
  set = { money_multiple = { dibao = 4, rigid = 6, dibian = 9, temporary = 6 } }, expect_check = { P06 = false } }
case "B10-08-1" { zh = "高龄津贴不得低于省下限", source = "规则书 B10-08", month = "2023-06", household = {},
  set = { old_age_rate = { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(60) },
    { from = 90, below = 100, yuan(99) }, { from = 100, yuan(800) } } }, expect_check = { old_age_floor = false } }
case "B2-01-1" { zh = "低于消费支出35%", source = "规则书 B2-01、NB21-05", month = "2024-06", household = {},
  set = { dibao_standard = yuan(1230.65) }, expect_check = { dibao_index = false } } -- 42194×35%÷12=1230.658
case "B2-01-2" { zh = "不低于消费支出35%", source = "规则书 B2-01、NB21-05", month = "2024-06", household = {},
  set = { dibao_standard = yuan(1230.66) }, expect_check = { dibao_index = true } }
case "NB21-04-c" { zh = "倍数不得低于2", source = "规则书 NB21-04", month = "2024-06", household = {},
  set = { dibian_multiplier = 1.9 }, expect_check = { dibian_multiplier = false } }

---------------------------------------------------------------- 象山县2011年(规则书 B1-11):城镇465元、农村325元,重残全额,其余定额保底
local function xiangshan(standard)
  return { dibao_standard = standard, full_rate_lightest_level = 2, dibao_floor_by_amount = true,
           dibao_floor_amount = { urban = yuan(100), rural = yuan(60) } }
end
local three_2011 = { { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" }, { birth_date = "2003-09-01" } }
case "B1-11-1" { zh = "城镇差额", source = "规则书 B1-11(R81)", month = "2011-06", set = xiangshan(yuan(465)),
  household = { region_class = "urban", countable_income = 1000, persons = three_2011 }, expect = { dibao_amount = 395 } }
case "B1-11-2" { zh = "城镇最低每人100元", source = "规则书 B1-11(R81)", month = "2011-06", set = xiangshan(yuan(465)),
  household = { region_class = "urban", countable_income = 1394.99, persons = three_2011 },
  expect = { category = "dibao", dibao_amount = 300 } }
case "B1-11-3" { zh = "农村最低每人60元", source = "规则书 B1-11(R81)", month = "2011-06", set = xiangshan(yuan(325)),
  household = { region_class = "rural", countable_income = 974.99, persons = three_2011 },
  expect = { category = "dibao", dibao_amount = 180 } }
case "B1-11-4" { zh = "农村等于标准", source = "规则书 B1-11(R81)、F-01", month = "2011-06", set = xiangshan(yuan(325)),
  household = { region_class = "rural", countable_income = 975, persons = three_2011 }, expect = { dibao_amount = 0 } }
case "B1-11-5" { zh = "重残全额,其余差额", source = "规则书 B1-11(R81)", month = "2011-06", set = xiangshan(yuan(465)),
  household = { region_class = "urban", countable_income = 900, persons = { three_2011[1], three_2011[2],
    { birth_date = "2003-09-01", disability_category = "limb", disability_level = 2 } } },
  expect = { dibao_amount = 795 } } -- 465 + 2×465−600
case "B2-02" { zh = "同城同标:象山的户也按1181", source = "规则书 B2-02、F-30", month = "2022-08",
  household = { division_code = "330225", countable_income = 2400, persons = three_2011 }, expect = { dibao_amount = 1143 } }
