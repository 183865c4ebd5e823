-- policies/cn/zhejiang/yiwu/cases_edges.lua                     例子:边上的情形(义乌)
case "YW-edge-1" { zh = "低边上限恰好2倍", source = "规则书 B6-02、F-01(R19)", month = "2022-08",
  set = { dibian_multiplier = 2 },
  household = { per_capita_income = 2000, standard = 1000 }, expect = { income_in_dibian = true } }
case "YW-edge-2" { zh = "低边上限多一分", source = "规则书 B6-02、F-01(R19)", month = "2022-08",
  set = { dibian_multiplier = 2 },
  household = { per_capita_income = 2000.01, standard = 1000 }, expect = { income_in_dibian = false } }
case "YW-edge-3" { zh = "2021年7月以前低于1.5倍", source = "规则书 B6-01(R60)", month = "2020-08",
  household = { per_capita_income = 1500, standard = 1000 }, expect = { income_in_dibian = false } }
case "YW-edge-4" { zh = "2021年7月以前少一分", source = "规则书 B6-01(R60)", month = "2020-08",
  household = { per_capita_income = 1499.99, standard = 1000 }, expect = { income_in_dibian = true } }
case "YW-edge-5" { zh = "恰好在低收入线上,不在家庭人口里", source = "规则书 YW-21、F-01", month = "2022-08",
  set = { low_income_person_year = yuan(9999.96) },
  household = { per_capita_income = 833.33, category = "none", persons = {
    { birth_date = "1980-01-01", is_tekun = false }, { birth_date = "1980-01-01", is_tekun = false, counted = false } } },
  expect = { persons = { { low_income_person = false }, { low_income_person = false } } } }
case "YW-edge-6" { zh = "低收入线下一分", source = "规则书 YW-21、F-01", month = "2022-08",
  set = { low_income_person_year = yuan(9999.96) },
  household = { per_capita_income = 833.32, category = "none", persons = { { birth_date = "1980-01-01", is_tekun = false } } },
  expect = { persons = { { low_income_person = true } } } }
case "YW-edge-7" { zh = "去世的、外地户籍的、不居家的没有上门服务", source = "规则书 YW-29、F-21、Q-34", month = "2022-08",
  household = { persons = { { birth_date = "1930-01-01", death_date = "2022-07-31" },
    { birth_date = "1930-01-01", elder_here = false }, { birth_date = "1930-01-01", lives_home = false } } },
  expect = { persons = { { home_care_hours = 0 }, { home_care_hours = 0 }, { home_care_hours = 0 } } } }
case "YW-edge-8" { zh = "在册的不看收入", source = "规则书 B11-03", month = "2022-08",
  household = { category = "dibao" }, expect = { relief_fits = true } }
case "YW-edge-9" { zh = "一个人也没有的不是支出型救助对象", source = "规则书 B11-03、F-36", month = "2022-08",
  household = { category = "none" }, expect = { relief_fits = false } }
case "YW-edge-10" { zh = "外地户籍的不是支出型救助对象", source = "规则书 B11-03、Q-03", month = "2022-08",
  household = { category = "none", hukou_local = false, persons = { {} } }, expect = { relief_fits = false } }
