-- policies/cn/zhejiang/ningbo/cases_edges.lua                   例子:边上的情形
-- huimin test --mutate 找出来的:数字改一个单位、比较换一边、条件恒真恒假而没有例子发现的地方。
-- 直接给出中间变量(类别、周岁以外的认定),只核对那一条公式。

---------------------------------------------------------------- 高龄津贴:2011、2019年的档次(R06)
case "N-edge-1" { zh = "高龄津贴2011年各档两边", source = "规则书 B10-07(R06)", month = "2012-05",
  household = { persons = {
    { birth_date = "1932-06-01" }, { birth_date = "1932-05-01" }, { birth_date = "1922-06-01" },
    { birth_date = "1922-05-01" }, { birth_date = "1912-06-01" }, { birth_date = "1912-05-01" } } },
  expect = { old_age_allowance = 600, persons = {
    { old_age_allowance = 0 }, { old_age_allowance = 50 }, { old_age_allowance = 50 },
    { old_age_allowance = 100 }, { old_age_allowance = 100 }, { old_age_allowance = 300 } } } }
case "N-edge-2" { zh = "高龄津贴2019年各档两边", source = "规则书 B10-07、F-31(R06)", month = "2019-05",
  household = { persons = {
    { birth_date = "1939-06-01" }, { birth_date = "1939-05-01" }, { birth_date = "1929-06-01" },
    { birth_date = "1929-05-01" }, { birth_date = "1919-06-01" }, { birth_date = "1919-05-01" } } },
  expect = { persons = {
    { old_age_allowance = 0 }, { old_age_allowance = 50 }, { old_age_allowance = 50 },
    { old_age_allowance = 100 }, { old_age_allowance = 100 }, { old_age_allowance = 800 } } } }

---------------------------------------------------------------- 去世的、不在机构的、刚满60周岁的
case "N-edge-3" { zh = "去世次月各项都没有", source = "规则书 F-21、Q-14、Q-15、Q-16", month = "2024-08",
  household = { persons = { { birth_date = "1940-01-01", death_date = "2024-07-31", in_institution = true,
    own_category = "dibao", elder_ability = "severe" } } },
  expect = { persons = { { institution_care_due = 0, care_points = 0, accident_insurance = false,
    old_age_allowance = 0, home_care_hours = 0 } } } }
case "N-edge-4" { zh = "不在机构的没有托养补助", source = "规则书 Q-15", month = "2024-08",
  household = { persons = { { birth_date = "1940-01-01", own_category = "dibao", elder_ability = "severe" } } },
  expect = { persons = { { institution_care_due = 0 } } } }
case "N-edge-5" { zh = "满60周岁的当月", source = "规则书 Q-14、Q-15", month = "2024-08",
  household = { persons = {
    { birth_date = "1964-08-31", in_institution = true, own_category = "dibao", is_tekun = false, elder_ability = "severe" },
    { birth_date = "1964-09-01", in_institution = true, own_category = "dibao", elder_ability = "severe" } } },
  expect = { persons = { { institution_care_due = 800, care_points = 60 }, { institution_care_due = 0, care_points = 0 } } } }
case "N-edge-6" { zh = "完全失能的托养补助", source = "规则书 Q-15", month = "2024-08",
  household = { persons = { { birth_date = "1940-01-01", in_institution = true, own_category = "dibao_single", is_tekun = false,
    elder_ability = "total" } } },
  expect = { persons = { { institution_care_due = 800 } } } }
case "N-edge-7" { zh = "有几角护理补贴的不再发托养补助", source = "规则书 B9-02、Q-15", month = "2024-08",
  household = { persons = { { birth_date = "1940-01-01", institution_care_due = 800, care_subsidy = 0.5 } } },
  expect = { persons = { { institution_care = 0 } } } }

---------------------------------------------------------------- 爱心卡、居家上门
case "N-edge-8" { zh = "爱心卡只给低保和单人户本人加", source = "规则书 Q-14", month = "2024-08",
  household = { persons = {
    { birth_date = "1954-01-01", own_category = "dibian", single_payee = false },
    { birth_date = "1954-01-01", own_category = "dibao_single", single_payee = true },
    { birth_date = "1954-01-01", own_category = "dibao_single", single_payee = false } } },
  expect = { persons = { { care_points = 0 }, { care_points = 60 }, { care_points = 0 } } } }
case "N-edge-9" { zh = "计生特殊家庭的中度失能老人", source = "规则书 B10-11、N15(R08)", month = "2022-11",
  household = { persons = { { birth_date = "1957-01-01", family_plan_special = true, elder_ability = "moderate",
    own_category = "none", is_tekun = false } } },
  expect = { persons = { { home_care_hours = 30 } } } }

---------------------------------------------------------------- 支出型、低收入群体
case "N-edge-10" { zh = "一个人也没有的不是支出型", source = "规则书 B6-05、F-36", month = "2022-08",
  household = { countable_income = 0, rigid_expense = 1000, property_rigid = true },
  expect = { rigid_ok = false } }
case "N-edge-11" { zh = "一个人的支出型", source = "规则书 B6-05(R04)", month = "2022-08",
  household = { countable_income = 1500, rigid_expense = 18000, property_rigid = true, persons = { {} } },
  expect = { rigid_ok = true } }
case "N-edge-12" { zh = "只算医疗、教育", source = "规则书 B6-04、B4-10(R04)", month = "2022-08",
  household = { medical_expense = 100, education_expense = 20, rehabilitation_expense = 3, accident_expense = 1,
    persons = { {} } },
  expect = { rigid_expense = 120 } }
case "N-edge-13" { zh = "恰好在低收入群体线上", source = "规则书 NB24-18、F-01", month = "2024-08",
  set = { low_income_year = yuan(99999.96) },
  household = { countable_income = 8333.33 }, expect = { low_income_group = true } }
case "N-edge-14" { zh = "超过低收入群体线一角二分", source = "规则书 NB24-18、F-01", month = "2024-08",
  set = { low_income_year = yuan(99999.96) },
  household = { countable_income = 8333.34 }, expect = { low_income_group = false } }

---------------------------------------------------------------- 财产:义务人的认缴出资
case "N-edge-15" { zh = "义务人出资差五角", source = "规则书 B.5(R04)", month = "2022-08",
  household = { savings = 0, persons = { { birth_date = "1950-01-01" } }, obligors = {
    { members = 1, savings = 0, business_capital = 199999.50, vehicle_price = 0, housing_count = 1, housing_area = 50 } } },
  expect = { property_dibao = true } }

---------------------------------------------------------------- 临时救助:支出型的条件
case "N-edge-16" { zh = "在册的不看收入财产", source = "规则书 B.5(R04)", month = "2022-08",
  household = { category = "dibao", income_after_rigid = 999999, property_temporary = false, persons = { {} } },
  expect = { relief_fits = true } }
case "N-edge-17" { zh = "不在册的一个人", source = "规则书 B.5(R04)", month = "2022-08",
  household = { category = "none", income_after_rigid = 28344, property_temporary = true, persons = { {} } },
  expect = { relief_fits = true } }
case "N-edge-18" { zh = "不在册、一个人也没有", source = "规则书 B.5、F-36", month = "2022-08",
  household = { category = "none", income_after_rigid = 0, property_temporary = true },
  expect = { relief_fits = false } }
case "N-edge-19" { zh = "不在册的外地户籍", source = "规则书 Q-03、Q-04", month = "2022-08",
  household = { hukou_local = false, category = "none", income_after_rigid = 0, property_temporary = true,
    persons = { {} } },
  expect = { relief_fits = false } }

---------------------------------------------------------------- 全额、小户增发(历史)
case "N-edge-20" { zh = "残疾二级全额,三级不全额", source = "规则书 B1-07(R01)", month = "2020-06",
  household = { persons = { { birth_date = "1980-01-01", disability_level = 1 },
    { birth_date = "1980-01-01", disability_level = 2 }, { birth_date = "1980-01-01", disability_level = 3 } } },
  expect = { persons = { { full_rate = true }, { full_rate = true }, { full_rate = false } } } }
case "N-edge-21" { zh = "重病单独施保全额", source = "规则书 B1-07(R01)", month = "2020-06",
  household = { persons = { { full_rate = false, serious_illness = true }, { full_rate = false, serious_illness = false } } },
  expect = { persons = { { single_full_rate = true }, { single_full_rate = false } } } }
case "N-edge-22" { zh = "小户增发:一人", source = "规则书 B1-10(R11)", month = "2010-06",
  household = { persons = { { birth_date = "1960-01-01", classified_supplement = 0 } } },
  expect = { dibao_supplement = 40 } }
case "N-edge-23" { zh = "小户增发:二人每人20元", source = "规则书 B1-10(R11)", month = "2010-06",
  household = { persons = { { classified_supplement = 0, in_household = true }, { classified_supplement = 0, in_household = true } } },
  expect = { dibao_supplement = 40 } }
case "N-edge-24" { zh = "小户增发:三人没有", source = "规则书 B1-10(R11)", month = "2010-06",
  household = { persons = { { classified_supplement = 0, in_household = true }, { classified_supplement = 0, in_household = true },
    { classified_supplement = 0, in_household = true } } },
  expect = { dibao_supplement = 0 } }
case "N-edge-25" { zh = "小户增发:没有人", source = "规则书 B1-10、F-36", month = "2010-06",
  household = { heads = 0 }, expect = { dibao_supplement = 0 } }

---------------------------------------------------------------- 机构、护理员
case "N-edge-26" { zh = "2025年12月以前公办机构不必设专区", source = "规则书 NB21-32", month = "2024-08",
  institution = { owner = "city", beds = 50 }, expect = { care_zone_required = false } }
case "N-edge-27" { zh = "每万老年人差一点不到30名", source = "规则书 NB21-12、K04", month = "2025-06",
  city = { certified_carers = 30, elderly = 10001 }, expect = { carers_enough = false } }
case "N-edge-28" { zh = "恰好每万老年人30名", source = "规则书 NB21-12、K04", month = "2025-06",
  city = { certified_carers = 30, elderly = 10000 }, expect = { carers_enough = true } }

---------------------------------------------------------------- 规定以前的数
case "N-edge-29" { zh = "行动方案以前没有康复室要求", source = "规则书 NB21-29", month = "2020-06",
  institution = { owner = "city", beds = 100 }, expect = { rehab_room_required = false, star_required = 0 } }
case "N-edge-30" { zh = "行动方案以前没有探访周期", source = "规则书 NB21-14、NB24-08", month = "2020-06",
  household = { persons = { { birth_date = "1940-01-01", lives_alone = true, elder_ability = "severe" } } },
  expect = { persons = { { visit_cadence = "none" } } } }
case "N-edge-31" { zh = "宁波最低工资一档", source = "规则书 C.0(R10)", month = "2024-08",
  household = { persons = {} }, expect = { local_minimum_wage = 2490 } }
