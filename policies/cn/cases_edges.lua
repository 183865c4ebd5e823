-- policies/cn/cases_edges.lua                                   例子:边上的情形(国家规定)
-- huimin check 的提示和 huimin test --coverage 找出来的:总是真、总是假的条件,没有站到界限上的比较。
-- 直接给出中间变量(已认定的类别、金额),只核对那一条公式。

---------------------------------------------------------------- 人员:出生以前、去世以后、不在家庭人口里
case "cn-edge-1" { zh = "下月才出生", source = "规则书 F-20、F-21", month = "2024-01",
  household = { persons = { { birth_date = "2024-02-01" }, { birth_date = "2024-01-31" } } },
  expect = { persons = { { present = false, age_years = 0 }, { present = true, age_years = 0 } } } }
case "cn-edge-2" { zh = "去世次月没有残疾补贴和消费补贴", source = "规则书 F-21、B9-01、B10-13", month = "2026-02",
  household = { persons = { { birth_date = "1940-01-01", death_date = "2026-01-31", disability_level = 1 } } },
  expect = { persons = { { living_subsidy = 0, elder_voucher_limit = 0 } } } }
case "cn-edge-3" { zh = "不计入人口的人不看居住证", source = "规则书 Q-03、B3-02", month = "2024-12",
  household = { hukou_local = false, persons = { { birth_date = "1980-05-01", residence_permit = true, counted = false } } },
  set = { eligibility_basis = { basic = "permit", expense = "permit", emergency = "permit", elder = "permit", disability = "permit", child = "permit" } },
  expect = { applies_here = false } }
case "cn-edge-4" { zh = "评估为有劳动能力", source = "规则书 B8-02", month = "2024-12", set = { tekun_by_assessment = true },
  household = { persons = { { birth_date = "1980-01-01", work_ability = "full" } } },
  expect = { persons = { { no_work_ability = false } } } }
case "cn-edge-5" { zh = "满18岁仍在义务教育、中职的特困延续", source = "规则书 B8-04(R58)", month = "2024-12",
  household = { persons = { { birth_date = "2006-01-01", student_stage = "compulsory" },
    { birth_date = "2006-01-01", student_stage = "vocational" }, { birth_date = "2006-01-01", student_stage = "none" } } },
  history = { { month = "2024-11", category = "tekun" } },
  expect = { persons = { { no_work_ability = true }, { no_work_ability = true }, { no_work_ability = false } } } }

---------------------------------------------------------------- 收入:推算工资
case "cn-edge-6" { zh = "不在人口里的、就业的、没有劳动能力的不推算", source = "规则书 B4-09(R87)", month = "2024-12",
  set = { impute_wages = true },
  household = { persons = { { counted = false }, { employed = true }, { work_ability = "none" } } },
  expect = { persons = { { imputed_wage = 0 }, { imputed_wage = 0 }, { imputed_wage = 0 } } } }
case "cn-edge-7" { zh = "国家没有最低工资数", source = "规则书 D.4", month = "2024-12",
  household = { persons = {} }, expect = { local_minimum_wage = 0 } }

---------------------------------------------------------------- 义务人、单人户
case "cn-edge-8" { zh = "低保单人户的老年义务人、无民事行为能力的义务人", source = "规则书 B.7、Q-22(R58)", month = "2024-12",
  household = { obligors = {
    { category = "dibao_single", birth_date = "1950-01-01", incapable_by_income = false },
    { category = "none", birth_date = "1980-01-01", no_civil_capacity = true, property_low = true } } },
  expect = { obligors = { { no_capacity = true }, { no_capacity = true } } } }
case "cn-edge-9" { zh = "不在保障人数里的不作被供养的重残", source = "规则书 B3-04", month = "2024-12",
  household = { persons = { { birth_date = "1980-01-01", covered = false, supported_by_family = true, disability_level = 1 } } },
  expect = { persons = { { single_supported = false } } } }
case "cn-edge-10" { zh = "困境儿童没有生活费的", source = "规则书 B.12、B10-02", month = "2024-12",
  household = { persons = { { child_status = "in_difficulty", orphan_allowance = 0 } } },
  expect = { persons = { { gets_child = false } } } }

---------------------------------------------------------------- 渐退期、起发月
case "cn-edge-11" { zh = "没有保障对象的不渐退", source = "规则书 B6-06", month = "2024-12",
  household = { income_under_standard = false, covered_heads = 0, applies_here = true, property_dibao = true },
  history = { { month = "2024-11", category = "dibao", dibao_amount = 100 } }, expect = { grace_months = 0 } }
case "cn-edge-12" { zh = "迁走的不渐退", source = "规则书 B6-06、Q-03", month = "2024-12",
  household = { income_under_standard = false, covered_heads = 1, applies_here = false, property_dibao = true },
  history = { { month = "2024-11", category = "dibao", dibao_amount = 100 } }, expect = { grace_months = 0 } }
case "cn-edge-13" { zh = "确认当月还没有特困供养金", source = "规则书 B13-01、B8-07", month = "2024-12",
  household = { started = false, persons = { { is_tekun = true } } },
  expect = { persons = { { tekun_basic = 0, tekun_care = 0 } } } }
case "cn-edge-14" { zh = "有劳动能力的不在家里,复核按一年", source = "规则书 B13-04", month = "2024-12",
  household = { last_check_month = "2024-06", persons = {
    { birth_date = "1980-01-01", counted = false, no_work_ability = false },
    { birth_date = "1980-01-01", no_work_ability = false, work_ability = "none" } } },
  expect = { review_month = "2025-06" } }

---------------------------------------------------------------- 临时救助、审批
case "cn-edge-15" { zh = "没有申请临时救助", source = "规则书 B11-01", month = "2024-12",
  household = { relief_kind = "none" }, expect = { relief_total = 0, relief_advance = false } }
case "cn-edge-16" { zh = "急难型没有确认月份", source = "规则书 Q-05", month = "2024-12",
  household = { relief_kind = "emergency" }, expect = { relief_advance = false } }
case "cn-edge-17" { zh = "核定数额为零的不先行救助", source = "规则书 Q-05", month = "2024-12",
  household = { relief_kind = "emergency", relief_month = "2024-12", relief_total = 0 }, expect = { relief_advance = false } }
case "cn-edge-18" { zh = "支出型由县级审批", source = "规则书 Q-12", month = "2024-12",
  household = { relief_kind = "expense" }, expect = { approver = "county" } }
case "cn-edge-19" { zh = "急难发生地可以申请", source = "规则书 Q-04", month = "2024-12",
  household = { hukou_local = false, relief_kind = "emergency", persons = { { hukou_local = false } } },
  set = { eligibility_basis = { basic = "place", expense = "place", emergency = "place", elder = "place", disability = "place", child = "place" } },
  expect = { relief_here = true, persons = { { elder_here = true } } } }

---------------------------------------------------------------- 服务:监测、优先、自动办理、适老化
case "cn-edge-20" { zh = "慢性病、失业的是重点监测人员", source = "规则书 Q-07", month = "2024-12",
  household = { persons = { { birth_date = "1980-01-01", chronic_illness = true }, { birth_date = "1980-01-01", unemployed = true },
    { birth_date = "1980-01-01" } } },
  expect = { persons = { { focus_person = true }, { focus_person = true }, { focus_person = false } } } }
case "cn-edge-21" { zh = "丧失劳动能力的不在家里", source = "规则书 Q-23", month = "2024-12",
  household = { poverty_registered = true, persons = { { birth_date = "1980-01-01", counted = false, work_ability = "none" } } },
  expect = { priority_review = false } }
case "cn-edge-22" { zh = "首次有儿童生活费", source = "规则书 Q-10", month = "2024-12",
  household = { persons = { { id = "p1", birth_date = "2014-03-01", orphan_allowance = 1000 } } },
  history = { { month = "2024-11", persons = { { id = "p1", orphan_allowance = 0 } } } },
  expect = { persons = { { automatic_event = "child_benefit" } } } }
case "cn-edge-23" { zh = "上月、本月都没有儿童生活费", source = "规则书 Q-10", month = "2024-12",
  household = { persons = { { birth_date = "2014-03-01", orphan_allowance = 0 } } },
  expect = { persons = { { automatic_event = "none" } } } }
case "cn-edge-24" { zh = "未成年的机构孤儿", source = "规则书 Q-18、Q-19", month = "2024-12",
  household = { persons = { { birth_date = "2014-12-01", child_status = "institution_orphan", orphan_allowance = 0 } } },
  expect = { persons = { { automatic_event = "none", central_care_option = true } } } }
case "cn-edge-25" { zh = "适老化:没有填月份、不是当月、老人不在家里", source = "规则书 Q-17、B10-16", month = "2024-12",
  household = { wish_adaptation = true, category = "dibao", adaptation_cost = 5000, persons = { { birth_date = "1940-01-01" } } },
  expect = { home_adaptation = 0 } }
case "cn-edge-26" { zh = "适老化:不是当月", source = "规则书 Q-17、B10-16", month = "2024-12",
  household = { wish_adaptation = true, adaptation_month = "2024-11", category = "dibao", adaptation_cost = 5000,
    persons = { { birth_date = "1940-01-01" } } },
  expect = { home_adaptation = 0 } }
case "cn-edge-27" { zh = "适老化:老人不在家里", source = "规则书 Q-17、B10-16", month = "2024-12",
  household = { wish_adaptation = true, adaptation_month = "2024-12", category = "dibao", adaptation_cost = 5000,
    persons = { { birth_date = "1940-01-01", counted = false } } },
  expect = { home_adaptation = 0 } }

---------------------------------------------------------------- 机构和地方的配备
case "cn-edge-28" { zh = "市办机构,国家没有星级要求", source = "规则书 NB21-20", month = "2024-12",
  institution = { owner = "city", beds = 50 }, expect = { star_required = 0 } }
case "cn-edge-29" { zh = "有康复室的机构", source = "规则书 NB21-29", month = "2024-12",
  institution = { beds = 50, star = 0, rehab_room_required = true, has_rehab_room = true, care_zone_required = false },
  expect = { duties_met = true } }
case "cn-edge-30" { zh = "县里配社工,国家没有规定", source = "规则书 K01", month = "2024-12",
  county = { beds = 100, elderly = 5000 }, expect = { social_workers_for_beds = 0, social_workers_for_elderly = 0 } }
