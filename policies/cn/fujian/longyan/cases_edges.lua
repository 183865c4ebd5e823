-- policies/cn/fujian/longyan/cases_edges.lua                    例子:边上的情形(龙岩)
case "LY-edge-1" { zh = "去世的、外地户籍的没有百岁慰问金", source = "规则书 F-21、Q-34、B10-10", month = "2024-10",
  household = { persons = { { birth_date = "1920-01-01", death_date = "2024-09-30" }, { birth_date = "1920-01-01", elder_here = false } } },
  expect = { persons = { { centenarian_gift = 0 }, { centenarian_gift = 0 } } } }
case "LY-edge-2" { zh = "差一分到低收入家庭下限", source = "规则书 LY-09、L04", month = "2024-08",
  household = { per_capita_income = 999.99, standard = 1000 }, expect = { income_in_dibian = false } }
case "LY-edge-3" { zh = "有出资的不符合", source = "规则书 B5-05", month = "2024-08",
  household = { standard = 1000, savings = 0, business_capital = 0.01, persons = { { birth_date = "1980-01-01" } } },
  expect = { property_dibao = false } }
case "LY-edge-4" { zh = "单人户、刚性支出的圈层", source = "规则书 LY-18", month = "2024-08",
  household = { category = "dibao_single" }, expect = { relief_circle = "basic" } }
case "LY-edge-5" { zh = "刚性支出困难家庭是专项救助圈层", source = "规则书 LY-18", month = "2024-08",
  household = { category = "rigid" }, expect = { relief_circle = "special" } }
case "LY-edge-6" { zh = "没有核查过、也没有确认月份的照常调整", source = "规则书 LY-16、F-22", month = "2024-08",
  household = { heads = 1 }, history = { { month = "2024-07", category = "dibao", heads = 1 } },
  expect = { income_frozen = false } }
case "LY-edge-7" { zh = "没有核查过、有确认月份的按确认月份", source = "规则书 LY-16、F-22", month = "2024-08",
  household = { heads = 1, decision_month = "2023-06", review_month = "2024-06" },
  history = { { month = "2024-07", category = "dibao", heads = 1 } },
  expect = { income_frozen = false } }
