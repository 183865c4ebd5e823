-- policies/cn/zhejiang/cases.lua                                例子:浙江省的规则
case "zj-old-age" { zh = "没有自己标准的市县按省下限", source = "规则书 B10-08", month = "2023-01",
  household = { persons = { { birth_date = "1943-02-01" }, { birth_date = "1943-01-31" },
    { birth_date = "1933-01-31" }, { birth_date = "1923-01-31" } } },
  expect = { old_age_allowance = 460, persons = { { old_age_allowance = 0 }, { old_age_allowance = 60 },
    { old_age_allowance = 100 }, { old_age_allowance = 300 } } } }
case "zj-care" { zh = "护理补贴四档", source = "规则书 B9-03(R15)", month = "2024-03",
  household = { category = "none", persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1, care_grade = "total" },
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1, care_grade = "basic" },
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1, care_grade = "partial" },
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1 } } },
  expect = { care_subsidy = 925, persons = { { care_subsidy = 500 }, { care_subsidy = 250 },
    { care_subsidy = 125 }, { care_subsidy = 50 } } } }
case "zj-care-institution" { zh = "机构照料四档", source = "规则书 B9-03、C.2", month = "2024-03",
  household = { category = "none", persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1, in_institution = true,
      care_grade = "total" },
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1, in_institution = true,
      care_grade = "basic" },
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1, in_institution = true,
      care_grade = "partial" },
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1, in_institution = true } } },
  expect = { care_subsidy = 1587.50, persons = { { care_subsidy = 950 }, { care_subsidy = 375 },
    { care_subsidy = 187.50 }, { care_subsidy = 75 } } } }
case "zj-support" { zh = "2007年办法推算赡养费", source = "规则书 B.7 V2(R17)", month = "2022-08",
  set = { dibao_standard = yuan(1000) },
  household = { persons = { { birth_date = "1950-05-01" } },
    obligors = { { members = 2, annual_income = 48000, supported_persons = 2 } } },
  expect = { support_imputed = 500 } } -- (4000−2×1500)÷2
case "zj-electricity" { zh = "特困户免费电量", source = "规则书 B10-15", month = "2022-08",
  household = { category = "tekun" }, expect = { free_kwh = 15, power_relief = 8.07, utility_change = "start" } }
case "zj-utility-1" { zh = "上月已在册", source = "规则书 Q-09", month = "2022-08", household = { category = "dibao" },
  history = { { month = "2022-07", free_kwh = 15 } }, expect = { utility_change = "none" } }
case "zj-utility-2" { zh = "退出即停", source = "规则书 Q-09", month = "2022-08", household = { category = "dibian" },
  history = { { month = "2022-07", free_kwh = 15 } }, expect = { utility_change = "stop", power_relief = 0 } }
case "zj-care-kept" { zh = "原标准高的按原标准", source = "规则书 B9-03(R15)", month = "2024-03",
  set = { care_subsidy_kept = { none = yuan(0), partial = yuan(0), basic = yuan(0), total = yuan(600) } },
  household = { category = "none", persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1, care_grade = "total" },
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1, care_grade = "basic" } } },
  expect = { persons = { { care_subsidy = 600 }, { care_subsidy = 250 } } } }
case "zj-ratio-1" { zh = "低于省定比例下限", source = "规则书 B2-03", month = "2024-11", household = {},
  set = { dibao_standard = yuan(1054.84) }, expect_check = { dibao_ratio = false } }
case "zj-ratio-2" { zh = "正好在省定比例下限", source = "规则书 B2-03", month = "2024-11", household = {},
  set = { dibao_standard = yuan(1054.85) }, expect_check = { dibao_ratio = true } } -- 42194×30%÷12
case "zj-ratio-3" { zh = "正好在省定比例上限", source = "规则书 B2-03", month = "2024-11", household = {},
  set = { dibao_standard = yuan(1406.46) }, expect_check = { dibao_ratio = true } } -- 42194×40%÷12=1406.466
case "zj-ratio-4" { zh = "超过省定比例上限", source = "规则书 B2-03", month = "2024-11", household = {},
  set = { dibao_standard = yuan(1406.47) }, expect_check = { dibao_ratio = false } }
case "zj-window" { zh = "核算期6个月", source = "规则书 B4-07(R18)", month = "2024-12",
  household = { application_month = "2024-12" }, expect = { income_from = "2024-06" } }
case "zj-exempt" { zh = "丧葬抚恤金不算收入", source = "规则书 B4-03(R17)", month = "2024-12",
  household = { persons = { { birth_date = "1944-12-31", wage_income = 0, business_income = 0, property_income = 0,
    transfer_income = 1900, exempt_income = 1900 } } }, expect = { persons = { { own_income = 0 } } } }
