-- policies/cn/neimenggu/baotou/cases_edges.lua                  例子:边上的情形(包头)
case "BT-edge-1" { zh = "去世次月没有高龄津贴", source = "规则书 F-21、B10-09", month = "2024-08",
  household = { persons = { { birth_date = "1930-01-01", death_date = "2024-07-31", old_age_application_month = "2020-01" } } },
  expect = { persons = { { old_age_allowance = 0 } } } }
case "BT-edge-2" { zh = "在册的不看收入", source = "规则书 B11-03", month = "2024-08",
  household = { category = "dibao" }, expect = { relief_fits = true } }
case "BT-edge-3" { zh = "一个人也没有的不是支出型救助对象", source = "规则书 B11-03、F-36", month = "2024-08",
  household = { category = "none" }, expect = { relief_fits = false } }
case "BT-edge-4" { zh = "外地户籍的不是支出型救助对象", source = "规则书 B11-03、Q-03", month = "2024-08",
  household = { category = "none", hukou_local = false, persons = { {} } }, expect = { relief_fits = false } }
case "BT-edge-5" { zh = "确认当月还没有特困基本生活费", source = "规则书 B13-01、B8-07", month = "2024-08",
  household = { started = false, persons = { { is_tekun = true } } }, expect = { persons = { { tekun_basic = 0 } } } }
