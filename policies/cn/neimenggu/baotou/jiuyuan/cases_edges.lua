-- policies/cn/neimenggu/baotou/jiuyuan/cases_edges.lua          例子:边上的情形(九原)
case "JY-edge-1" { zh = "没有填级别的社区", source = "规则书 JY-08", month = "2024-08",
  community = {}, expect = { grade_pay = 0 } }
case "JY-edge-2" { zh = "去世的各项都没有", source = "规则书 F-21、JY-31、JY-27、Q-27、Q-28", month = "2024-08",
  household = { poverty_registered = true, persons = { { birth_date = "1940-01-01", death_date = "2024-07-31",
    helper_certified = true, helper_hours = 10 } } },
  expect = { persons = { { adaptation_entitled = false, health_file_due = false, helper_pay = 0, bed_fee = "none" } } } }
case "JY-edge-3" { zh = "满60周岁的当月", source = "规则书 JY-31、Q-28", month = "2024-08",
  household = { poverty_registered = true, persons = {
    { birth_date = "1964-08-31", is_tekun = false, disability_level = 1, own_category = "dibian", elder_ability = "mild" },
    { birth_date = "1964-09-01", is_tekun = false, disability_level = 1, own_category = "dibian", elder_ability = "mild" } } },
  expect = { persons = { { adaptation_entitled = true, bed_fee = "low" }, { adaptation_entitled = false, bed_fee = "none" } } } }
