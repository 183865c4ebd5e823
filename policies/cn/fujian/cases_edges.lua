-- policies/cn/fujian/cases_edges.lua                            例子:边上的情形(福建)
case "FJ-edge-1" { zh = "重残单列一级、二级,不在保障人数里的不列", source = "规则书 B1-04、F-13(R57)", month = "2024-08",
  household = { persons = { { birth_date = "1980-01-01", disability_level = 1 }, { birth_date = "1980-01-01", disability_level = 3 },
    { birth_date = "1980-01-01", covered = false, disability_level = 1 }, { birth_date = "1980-01-01", disability_level = 0 } } },
  expect = { persons = { { band_full = true }, { band_full = false }, { band_full = false }, { band_full = false } } } }
case "FJ-edge-2" { zh = "单人户本人有生活补贴和困难护理补贴", source = "规则书 B9-01、B9-05(R63、R49)", month = "2024-08",
  household = { category = "dibao_single", persons = {
    { birth_date = "1980-01-01", disability_level = 1, single_payee = true } } },
  expect = { persons = { { living_subsidy_fits = true, care_poor = true } } } }
case "FJ-edge-3" { zh = "单人户里其他的人:延伸的县才有", source = "规则书 Q-20(龙岩规划)", month = "2024-08",
  set = { living_subsidy_ext_lowincome = true },
  household = { category = "dibao_single", per_capita_income = 1300, standard = 1000, persons = {
    { birth_date = "1980-01-01", disability_level = 1, single_payee = false } } },
  expect = { persons = { { living_subsidy_fits = true, care_poor = true } } } }
case "FJ-edge-4" { zh = "不在册的不延伸", source = "规则书 Q-20(龙岩规划)", month = "2024-08",
  set = { living_subsidy_ext_lowincome = true },
  household = { category = "none", persons = { { birth_date = "1980-01-01", disability_level = 1 } } },
  expect = { persons = { { living_subsidy_fits = false, care_poor = false } } } }
case "FJ-edge-5" { zh = "去世的、外地户籍的没有高龄津贴", source = "规则书 F-21、Q-34、B10-10", month = "2024-08",
  household = { persons = { { birth_date = "1930-01-01", death_date = "2024-07-31" }, { birth_date = "1930-01-01", elder_here = false } } },
  expect = { persons = { { old_age_allowance = 0 }, { old_age_allowance = 0 } } } }
case "FJ-edge-6" { zh = "单人户本人有低保高龄", source = "规则书 B10-10(R54)", month = "2024-08",
  household = { category = "dibao_single", persons = { { birth_date = "1940-01-01", single_payee = true, is_tekun = false, has_pension = true } } },
  set = { old_age_rate = { { below = 80, yuan(0) }, { from = 80, yuan(50) } } },
  expect = { persons = { { old_age_allowance = 100 } } } }
case "FJ-edge-7" { zh = "一个人也没有的不是支出型救助对象", source = "规则书 B11-01、F-36", month = "2024-08",
  household = {}, expect = { relief_fits = false } }
case "FJ-edge-8" { zh = "确认当月还没有特困供养金", source = "规则书 B13-01、B8-07", month = "2024-08",
  household = { started = false, persons = { { is_tekun = true } } },
  expect = { persons = { { tekun_basic = 0, tekun_care = 0 } } } }
