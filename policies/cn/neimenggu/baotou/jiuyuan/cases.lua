-- policies/cn/neimenggu/baotou/jiuyuan/cases.lua                 例子:九原区
-- B 号是规则书第E部分的例子;-b 号是它两边的界限。

---------------------------------------------------------------- B04 农村占城市(JY-T1-03)
local function ratio(id, zh, month, rural_month, urban, holds)
  case(id) { zh = zh, source = "规则书 B04、JY-T1-03、B2-07", month = month, household = {},
    set = { dibao_rural_year = yuan(rural_month * 12), dibao_standard = yuan(urban) },
    expect_check = { rural_ratio = holds } }
end
case "B04" { zh = "2022年公布的标准", source = "规则书 B04、JY-T1-03(R23)", month = "2022-01", household = {},
  expect_check = { rural_ratio = false } }
case "B04-2023" { zh = "2023年公布的标准", source = "规则书 B04、JY-T1-03(R24)", month = "2023-01", household = {},
  expect_check = { rural_ratio = false } }
ratio("B04-629", "629比840", "2022-01", 629, 840, false)
ratio("B04-630", "最低能通过的630", "2022-01", 630, 840, true)
ratio("B04-661", "661比882", "2023-01", 661, 882, false)
ratio("B04-662", "最低能通过的662", "2023-01", 662, 882, true)
case "B04-b1" { zh = "正好75%", source = "规则书 B04、JY-T1-03", month = "2022-01", household = {},
  set = { dibao_rural_year = yuan(7560) }, expect_check = { rural_ratio = true } }
case "B04-b2" { zh = "少一分", source = "规则书 B04、JY-T1-03", month = "2022-01", household = {},
  set = { dibao_rural_year = yuan(7559.99) }, expect_check = { rural_ratio = false } }

---------------------------------------------------------------- B13 设施面积(JY-09 至 JY-11)
local function area(id, zh, kind, households, needed)
  case(id) { zh = zh, source = "规则书 B13、JY-09、JY-10、JY-11", month = "2022-08",
    community = { kind = kind, households = households, facility_area = needed },
    expect = { facility_needed = needed, facility_ok = true } }
end
area("B13", "新建城市社区1200户", "new_urban", 1200, 600)
area("B13-800", "新建城市社区800户", "new_urban", 800, 500)
area("B13-1000", "正好1000户", "new_urban", 1000, 500)
area("B13-1001", "多一户", "new_urban", 1001, 500.5)
area("B13-edge", "城中村城边村", "urban_village", 3000, 300)
area("B13-rural", "传统农村牧区", "rural", 3000, 150)
area("B13-urban", "已有城市社区没有规定", "urban", 3000, 0)
case "B13-b1" { zh = "差一点", source = "规则书 B13、JY-09", month = "2022-08",
  community = { kind = "new_urban", households = 1200, facility_area = 599.99 }, expect = { facility_ok = false } }
case "B13-b2" { zh = "农村不问户数", source = "规则书 JY-11、F-36", month = "2022-08",
  community = { kind = "rural", facility_area = 149.99 }, expect = { facility_needed = 150, facility_ok = false } }
case "B13-b3" { zh = "新建社区户数不填", source = "规则书 JY-09、F-36", month = "2022-08",
  community = { kind = "new_urban" }, expect_missing = { facility_needed = { "households" } } }

---------------------------------------------------------------- 服务圈、儿童工作人员、薪酬(JY-20、JY-02、JY-08)
case "JY-20-1" { zh = "十五分钟", source = "规则书 JY-20", month = "2022-08", community = { service_minutes = 15 },
  expect = { service_circle_ok = true } }
case "JY-20-2" { zh = "超过十五分钟", source = "规则书 JY-20", month = "2022-08", community = { service_minutes = 15.1 },
  expect = { service_circle_ok = false } }
case "JY-02-1" { zh = "没有儿童督导员", source = "规则书 JY-02", month = "2022-08", township = { child_supervisors = 0 },
  expect = { child_supervisor_ok = false } }
case "JY-02-2" { zh = "有一名儿童督导员", source = "规则书 JY-02", month = "2022-08", township = { child_supervisors = 1 },
  expect = { child_supervisor_ok = true } }
case "JY-02-3" { zh = "没有儿童主任", source = "规则书 JY-02", month = "2022-08", community = { child_directors = 0 },
  expect = { child_director_ok = false } }
case "JY-02-4" { zh = "有一名儿童主任", source = "规则书 JY-02", month = "2022-08", community = { child_directors = 1 },
  expect = { child_director_ok = true } }
case "JY-08-1" { zh = "薪酬表没有填", source = "规则书 JY-08", month = "2022-08", community = { pay_grade = 18 },
  expect = { grade_pay = 0 } }
case "JY-08-2" { zh = "填了薪酬表", source = "规则书 JY-08", month = "2022-08", community = { pay_grade = 18 },
  set = { community_pay = { [17] = yuan(5800), [18] = yuan(6000) } }, expect = { grade_pay = 6000 } }

---------------------------------------------------------------- 适老化改造(JY-31)
local function elder(id, zh, family, facts, entitled)
  family.region_class = "urban"
  family.persons = { facts }
  case(id) { zh = zh, source = "规则书 JY-31", month = "2022-08", household = family,
    expect = { persons = { { adaptation_entitled = entitled } } } }
end
elder("JY-31-1", "特困高龄", { category = "tekun" }, { birth_date = "1942-08-31" }, true)
elder("JY-31-2", "特困差一月八十岁又健康", { category = "tekun" }, { birth_date = "1942-09-01" }, false)
elder("JY-31-3", "特困失能", { category = "tekun" }, { birth_date = "1955-05-01", elder_ability = "mild" }, true)
elder("JY-31-4", "特困有一项不能自理", { category = "tekun" }, { birth_date = "1955-05-01", selfcare_unmet = 1 }, true)
elder("JY-31-5", "建档立卡残疾老人", { category = "none", poverty_registered = true },
  { birth_date = "1955-05-01", disability_category = "limb", disability_level = 4 }, true)
elder("JY-31-6", "低保不在范围", { category = "dibao" }, { birth_date = "1940-05-01" }, false)
elder("JY-31-7", "差一月六十岁", { category = "none", poverty_registered = true },
  { birth_date = "1962-09-01", disability_category = "limb", disability_level = 1 }, false)
elder("JY-31-8", "做过一次", { category = "tekun" }, { birth_date = "1940-05-01", adaptation_done = true }, false)

---------------------------------------------------------------- 探访、健康档案(Q-30、JY-22、JY-27)
case "Q-30-1" { zh = "独居老人每月", source = "规则书 Q-30、JY-22", month = "2022-08",
  household = { category = "none", persons = { { birth_date = "1950-05-01", lives_alone = true } } },
  expect = { persons = { { visit_cadence = "month" } } } }
case "Q-30-2" { zh = "不独居的没有规定", source = "规则书 Q-30", month = "2022-08",
  household = { category = "none", persons = { { birth_date = "1950-05-01" } } },
  expect = { persons = { { visit_cadence = "none" } } } }
case "JY-27-1" { zh = "满六十五岁当月", source = "规则书 JY-27、F-12", month = "2022-08",
  household = { persons = { { birth_date = "1957-08-31" } } }, expect = { persons = { { health_file_due = true } } } }
case "JY-27-2" { zh = "差一月", source = "规则书 JY-27、F-12", month = "2022-08",
  household = { persons = { { birth_date = "1957-09-01" } } }, expect = { persons = { { health_file_due = false } } } }
case "JY-27-3" { zh = "不常住", source = "规则书 JY-27", month = "2022-08",
  household = { persons = { { birth_date = "1950-09-01", resident_here = false } } },
  expect = { persons = { { health_file_due = false } } } }

---------------------------------------------------------------- 助老员补助、托养床位(Q-27、Q-28)
case "Q-27-1" { zh = "按小时", source = "规则书 Q-27", month = "2022-08",
  household = { persons = { { birth_date = "1970-05-01", helper_certified = true, helper_hours = 20.5 } } },
  expect = { helper_pay = 307.50 } }
case "Q-27-2" { zh = "没有考核合格", source = "规则书 Q-27", month = "2022-08",
  household = { persons = { { birth_date = "1970-05-01", helper_hours = 20 } } }, expect = { helper_pay = 0 } }
local function bed(id, zh, category, facts, fee)
  facts.birth_date = "1950-05-01"
  case(id) { zh = zh, source = "规则书 Q-28", month = "2022-08", household = { category = category, persons = { facts } },
    expect = { persons = { { bed_fee = fee } } } }
end
bed("Q-28-1", "低保失能", "dibao", { elder_ability = "moderate" }, "free")
bed("Q-28-2", "低保能自理", "dibao", {}, "none")
bed("Q-28-3", "低保边缘失能", "dibian", { selfcare_unmet = 2 }, "low")
bed("Q-28-4", "计生特殊家庭", "none", { family_plan_special = true }, "low")
bed("Q-28-5", "一般家庭失能", "none", { elder_ability = "total" }, "none")

---------------------------------------------------------------- 在哪里申请(Q-03、Q-04)
local function outsider(permit)
  return { hukou_local = false, persons = { { birth_date = "1980-05-01", residence_permit = permit } } }
end
case "jy-basis-1" { zh = "有居住证", source = "规则书 Q-03", month = "2022-02", household = outsider(true),
  expect = { applies_here = true } }
case "jy-basis-2" { zh = "没有居住证", source = "规则书 Q-03", month = "2022-02", household = outsider(false),
  expect = { applies_here = false } }
case "jy-basis-3" { zh = "规划以前", source = "规则书 Q-03", month = "2022-01", household = outsider(true),
  expect = { applies_here = false } }
case "jy-basis-4" { zh = "急难不看户籍", source = "规则书 Q-04、Q-05", month = "2022-02",
  household = { hukou_local = false, relief_kind = "emergency", relief_months = 1, relief_month = "2022-02",
    region_class = "urban", persons = { { birth_date = "1980-05-01" } } },
  expect = { temporary_relief = 840, relief_advance = true } }

---------------------------------------------------------------- 增速、城乡差距(JY-T1-02、Q-32)
local function spending(past, now)
  return { consumption_urban_year = { ["2021-01-01"] = yuan(past), ["2022-01-01"] = yuan(now) },
           consumption_rural_year = { ["2021-01-01"] = yuan(past), ["2022-01-01"] = yuan(now) } }
end
-- 城市 795→840 增5.66%;农村 7044→7544 增7.10%
case "JY-T1-02-1" { zh = "城市增速正好等于消费增速", source = "规则书 JY-T1-02", month = "2022-01", household = {},
  set = spending(15900, 16800), expect_check = { growth_urban = true, growth_rural = true } }
case "JY-T1-02-2" { zh = "消费多增一分", source = "规则书 JY-T1-02", month = "2022-01", household = {},
  set = spending(15900, 16800.01), expect_check = { growth_urban = false, growth_rural = true } }
case "JY-T1-02-3" { zh = "农村增速正好等于消费增速", source = "规则书 JY-T1-02", month = "2022-01", household = {},
  set = spending(7044, 7544), expect_check = { growth_urban = false, growth_rural = true } }
case "JY-T1-02-4" { zh = "农村也不够", source = "规则书 JY-T1-02", month = "2022-01", household = {},
  set = spending(7044, 7544.01), expect_check = { growth_rural = false } }
case "JY-T1-02-5" { zh = "没有填消费支出不检查", source = "规则书 JY-T1-02", month = "2022-01", household = {},
  expect_check = { growth_urban = true, growth_rural = true } }
case "Q-32-1" { zh = "2022年比例提高了", source = "规则书 Q-32、B2-07", month = "2022-01", household = {},
  expect_check = { rural_nearer = true } }
case "Q-32-2" { zh = "农村没有跟上", source = "规则书 Q-32", month = "2022-01", household = {},
  set = { dibao_rural_year = yuan(7442.71) }, expect_check = { rural_nearer = false } } -- 840×7044÷795=7442.716…
case "Q-32-3" { zh = "农村正好跟上", source = "规则书 Q-32", month = "2022-01", household = {},
  set = { dibao_rural_year = yuan(7442.72) }, expect_check = { rural_nearer = true } }
