-- policies/cn/fujian/cases.lua                                   例子:省的规则
-- 假设一个县:标准640元,最低工资1810元
local county = { dibao_standard = yuan(640), wage_tier = 1, minimum_wage = { [1] = yuan(1810) } }
local banded = { dibao_standard = yuan(640), wage_tier = 1, minimum_wage = { [1] = yuan(1810) },
  dibao_method = "bands" }
local function on_dibao(income, persons)
  return { category = "dibao", countable_income = income, persons = persons }
end
local pair = { { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" } }

---------------------------------------------------------------- 分档(B1-04、F-05),每档两边
local function band_case(id, zh, income, amount)
  case(id) { zh = zh, source = "规则书 B1-04、F-05(R57)", month = "2020-06", set = banded,
    household = on_dibao(income, pair), expect = { dibao_amount = amount } }
end
band_case("fj-band-1", "没有收入", 0, 1280)
band_case("fj-band-2", "人均正好77元", 154, 1280)
band_case("fj-band-3", "多一分", 154.01, 1014)
band_case("fj-band-4", "人均正好200元", 400, 1014)
band_case("fj-band-5", "多一分", 400.01, 768)
band_case("fj-band-6", "人均正好312.5元", 625, 768)
band_case("fj-band-7", "多一分", 625.01, 544)
band_case("fj-band-8", "人均正好412元", 824, 544)
band_case("fj-band-9", "多一分", 824.01, 348)
band_case("fj-band-10", "比标准少一分", 1279.98, 348)
case "fj-band-11" { zh = "重残单列", source = "规则书 B1-04(R57)", month = "2020-06", set = banded,
  household = on_dibao(824, { pair[1], { birth_date = "1982-03-01", disability_category = "limb", disability_level = 2 } }),
  expect = { dibao_amount = 912 } } -- 272 + 640
case "fj-band-12" { zh = "三级不单列", source = "规则书 B1-04、F-13", month = "2020-06", set = banded,
  household = on_dibao(824, { pair[1], { birth_date = "1982-03-01", disability_category = "limb", disability_level = 3 } }),
  expect = { dibao_amount = 544 } }
case "fj-band-13" { zh = "同一家按补差", source = "规则书 B1-03、F-05", month = "2020-06", set = county,
  household = on_dibao(824, pair), expect = { dibao_amount = 456 } } -- 2×640−824

---------------------------------------------------------------- 分类施保(B1-09)
local function class_case(id, zh, facts, amount)
  case(id) { zh = zh, source = "规则书 B1-09(R79)", month = "2006-06", set = { dibao_standard = yuan(200) },
    household = { category = "dibao", persons = { facts } }, expect = { persons = { { classified_supplement = amount } } } }
end
class_case("fj-class-1", "七十岁", { birth_date = "1936-06-30" }, 10)
class_case("fj-class-2", "下月七十岁", { birth_date = "1936-07-01" }, 0)
class_case("fj-class-3", "单亲", { birth_date = "1970-05-01", single_parent = true }, 10)
class_case("fj-class-4", "卧床又是老人只取高的", { birth_date = "1930-05-01", bedridden = true }, 30)
class_case("fj-class-5", "四级精神", { birth_date = "1970-05-01", disability_category = "mental", disability_level = 4 }, 30)
class_case("fj-class-6", "二级肢体", { birth_date = "1970-05-01", disability_category = "limb", disability_level = 2 }, 10)
class_case("fj-class-7", "三级肢体", { birth_date = "1970-05-01", disability_category = "limb", disability_level = 3 }, 0)
case "fj-class-8" { zh = "现行数没有查到", source = "规则书 B1-09", month = "2015-01", set = { dibao_standard = yuan(468) },
  household = { category = "dibao", persons = { { birth_date = "1930-05-01", bedridden = true } } },
  expect = { persons = { { classified_supplement = 0 } } } }

---------------------------------------------------------------- 特困(B8-07 至 B8-11、P11)
local fuzhou = { dibao_standard = yuan(970), wage_tier = 1, minimum_wage = { [1] = yuan(2195) }, tekun_up_to_ten = true }
local function tekun(id, zh, set, facts, expect)
  facts.birth_date = "1950-05-01"
  case(id) { zh = zh, source = "规则书 P11、B8-09、B8-10、B8-11(R46、R44)", month = "2025-07", set = set,
    household = { category = "tekun", persons = { facts } }, expect = expect }
end
tekun("P11-fz-1", "福州2025全自理", fuzhou, {}, { tekun_amount = 1490 })
tekun("P11-fz-2", "福州2025半护理", fuzhou, { selfcare_unmet = 3 }, { tekun_amount = 1810 })
tekun("P11-fz-3", "福州2025全护理", fuzhou, { selfcare_unmet = 4 }, { tekun_amount = 2140 })
tekun("P11-fz-4", "福州2025集中供养全自理", fuzhou, { wish_central = true }, { tekun_amount = 1780 })
tekun("P11-np", "南平全自理", { dibao_standard = yuan(840), wage_tier = 1, minimum_wage = { [1] = yuan(1810) } }, {},
  { tekun_amount = 1273, tekun_basic = 1092, tekun_care = 181 })
tekun("fj-tekun-1", "四舍五入到元", { dibao_standard = yuan(970), wage_tier = 1, minimum_wage = { [1] = yuan(2195) } }, {},
  { tekun_amount = 1481 }) -- 1480.5
tekun("fj-tekun-2", "集中供养半护理", { dibao_standard = yuan(840), wage_tier = 1, minimum_wage = { [1] = yuan(1810) } },
  { selfcare_unmet = 2, wish_central = true }, { tekun_amount = 2008 }) -- (1092+452.5)×1.3=2007.85
tekun("fj-tekun-3", "集中供养全护理", { dibao_standard = yuan(840), wage_tier = 1, minimum_wage = { [1] = yuan(1810) } },
  { selfcare_unmet = 6, wish_central = true }, { tekun_amount = 2542 }) -- (1092+724)×1.4=2542.4

---------------------------------------------------------------- 孤儿(B10-04)
local function child(status)
  return { category = "none", persons = { { birth_date = "2015-05-01", child_status = status } } }
end
case "fj-child-1" { zh = "机构孤儿提标以前", source = "规则书 B10-04(R52)", month = "2024-06",
  household = child("institution_orphan"), expect = { orphan_allowance = 2100 } }
case "fj-child-2" { zh = "机构孤儿提标以后", source = "规则书 B10-04、P13(R52)", month = "2024-07",
  household = child("institution_orphan"), expect = { orphan_allowance = 2213 } }
case "fj-child-3" { zh = "事实无人抚养与散居同", source = "规则书 B10-04(R52)", month = "2024-07",
  household = child("de_facto_orphan"), expect = { orphan_allowance = 1792 } }

---------------------------------------------------------------- 残疾人两项补贴(B9-05、Q-20)
local function severe(level, kind)
  return { birth_date = "1980-05-01", disability_category = kind, disability_level = level }
end
case "fj-living-1" { zh = "2020年80元", source = "规则书 B9-05(R49)", month = "2020-01", set = county,
  household = { category = "dibao", countable_income = 0, persons = { severe(3, "limb") } },
  expect = { living_subsidy = 80, care_subsidy = 0 } }
case "fj-living-2021" { zh = "2021年起挂钩", source = "规则书 B9-05(R49)", month = "2021-01", set = county,
  household = { category = "dibao", countable_income = 0, persons = { severe(2, "limb") } },
  expect = { living_subsidy = 92, care_subsidy = 92 } } -- 4400×25%÷12=91.67
case "fj-care-2020" { zh = "2020年一级115元", source = "规则书 B9-05(R49)", month = "2020-01", set = county,
  household = { category = "dibao", countable_income = 0, persons = { severe(1, "limb") } },
  expect = { living_subsidy = 80, care_subsidy = 115 } }
case "fj-living-2" { zh = "挂钩低于80元时按80元", source = "规则书 B9-05(R49)", month = "2021-01",
  set = { dibao_standard = yuan(640), province_dibao_min_year = yuan(3839.99) },
  household = { category = "dibao", countable_income = 0, persons = { severe(3, "limb") } }, expect = { living_subsidy = 80 } }
case "fj-living-3" { zh = "2023年", source = "规则书 B9-05、C.4", month = "2023-01", set = county,
  household = { category = "dibao", countable_income = 0, persons = { severe(1, "limb") } },
  expect = { living_subsidy = 106, care_subsidy = 128 } } -- 106.25、127.5
case "fj-living-4" { zh = "2024年", source = "规则书 B9-05、C.4", month = "2024-01", set = county,
  household = { category = "dibao", countable_income = 0, persons = { severe(2, "limb") } },
  expect = { living_subsidy = 114, care_subsidy = 114 } } -- 113.54
case "fj-living-5" { zh = "低收入家庭没有延伸", source = "规则书 Q-20", month = "2022-06", set = county,
  household = { category = "dibian", countable_income = 640, persons = { severe(3, "limb") } }, expect = { living_subsidy = 0 } }
case "fj-living-6" { zh = "低收入家庭延伸的县", source = "规则书 Q-20", month = "2022-06",
  set = { dibao_standard = yuan(640), living_subsidy_ext_lowincome = true },
  household = { category = "dibian", countable_income = 640, persons = { severe(3, "limb") } }, expect = { living_subsidy = 99 } }
case "fj-care-1" { zh = "人均正好130%", source = "规则书 B9-05(R49)", month = "2022-06", set = county,
  household = { category = "dibian", countable_income = 832, persons = { severe(1, "sight") } }, expect = { care_subsidy = 119 } }
case "fj-care-2" { zh = "人均多一分", source = "规则书 B9-05(R49)", month = "2022-06", set = county,
  household = { category = "dibian", countable_income = 832.01, persons = { severe(1, "sight") } }, expect = { care_subsidy = 115 } }
case "fj-care-3" { zh = "老人没有固定收入", source = "规则书 B9-05(R49)", month = "2022-06", set = county,
  household = { category = "none", countable_income = 3000, persons = { { birth_date = "1962-06-30", fixed_income = false,
    disability_category = "limb", disability_level = 2 } } }, expect = { care_subsidy = 99 } }
case "fj-care-4" { zh = "下月才六十岁", source = "规则书 B9-05(R49)", month = "2022-06", set = county,
  household = { category = "none", countable_income = 3000, persons = { { birth_date = "1962-07-01", fixed_income = false,
    disability_category = "limb", disability_level = 2 } } }, expect = { care_subsidy = 85 } }
case "fj-care-5" { zh = "三级智力没有延伸", source = "规则书 Q-20", month = "2022-06", set = county,
  household = { category = "none", countable_income = 3000, persons = { severe(3, "intellectual") } }, expect = { care_subsidy = 0 } }
case "fj-care-6" { zh = "三级智力延伸的县", source = "规则书 Q-20、B9-06(R51)", month = "2022-06",
  set = { dibao_standard = yuan(640), care_subsidy_ext_l34 = true },
  household = { category = "none", countable_income = 3000, persons = { severe(3, "intellectual") } }, expect = { care_subsidy = 85 } }
case "fj-care-7" { zh = "四级精神延伸的县,低保", source = "规则书 Q-20、B9-06(R51)", month = "2022-06",
  set = { dibao_standard = yuan(640), care_subsidy_ext_l34 = true },
  household = { category = "dibao", countable_income = 0, persons = { severe(4, "mental") } },
  expect = { care_subsidy = 85, living_subsidy = 99 } }
case "fj-care-8" { zh = "三级肢体不延伸", source = "规则书 Q-20", month = "2022-06",
  set = { dibao_standard = yuan(640), care_subsidy_ext_l34 = true },
  household = { category = "none", countable_income = 3000, persons = { severe(3, "limb") } }, expect = { care_subsidy = 0 } }

---------------------------------------------------------------- 价格补贴(B11-04)
local function price_case(id, zh, month, cpi, food, amount)
  case(id) { zh = zh, source = "规则书 B11-04(R55)", month = month,
    set = { dibao_standard = yuan(640), cpi_growth = cpi, food_growth = food },
    household = { category = "dibao", persons = { { birth_date = "1980-05-01" } } }, expect = { price_subsidy = amount } }
end
price_case("fj-price-1", "不足30元的补到30元", "2021-12", 0.03, 0.01, 30) -- 19.2
price_case("fj-price-2", "差一点没有启动", "2021-12", 0.0299, 0.0599, 0)
price_case("fj-price-3", "食品触发", "2021-12", 0.01, 0.06, 38) -- 38.4
price_case("fj-price-4", "新机制以前3%没有启动", "2021-11", 0.034, 0.01, 0)
price_case("fj-price-5", "新机制以前没有最低数额", "2021-11", 0.035, 0.01, 22) -- 22.4

local function price_group(id, zh, facts, amount)
  facts.birth_date = "1980-05-01"
  case(id) { zh = zh, source = "规则书 B11-04、B11-05(R55、R64)", month = "2021-12",
    set = { dibao_standard = yuan(640), cpi_growth = 0.03 },
    household = { category = "none", persons = { facts } }, expect = { price_subsidy = amount } }
end
price_group("fj-price-6", "领取失业保险金", { unemployment_insurance = true }, 30)
price_group("fj-price-7", "优抚对象又领失业金只发一次", { preferential_care = true, unemployment_insurance = true }, 30)
price_group("fj-price-8", "不在对象里", {}, 0)

---------------------------------------------------------------- 检查(B2-04、B2-05)
local function check_case(id, zh, source, month, set, expect)
  case(id) { zh = zh, source = source, month = month, household = {}, set = set, expect_check = expect }
end
check_case("fj-min-1", "正好省定最低", "规则书 B2-05(R43)", "2023-01", { dibao_standard = yuan(425), wage_tier = 1 }, { province_minimum = true })
check_case("fj-min-2", "少一分", "规则书 B2-05(R43)", "2023-01", { dibao_standard = yuan(424.99), wage_tier = 1 }, { province_minimum = false })
local function wage(standard, of) return { dibao_standard = yuan(standard), wage_tier = 1, minimum_wage = { [1] = yuan(of) } } end
check_case("fj-band-low", "正好42%", "规则书 B2-04、LY-06", "2022-04", wage(823.20, 1960), { wage_band = true })
check_case("fj-band-low-1", "少一分", "规则书 B2-04、LY-06", "2022-04", wage(823.19, 1960), { wage_band = false })
check_case("fj-band-high", "正好48%", "规则书 B2-04、LY-06", "2022-04", wage(940.80, 1960), { wage_band = true })
check_case("fj-band-high-1", "多一分", "规则书 B2-04、LY-06", "2022-04", wage(940.81, 1960), { wage_band = false })
check_case("L15", "福州880元也作45%", "规则书 L15", "2022-04", wage(880, 1960), { wage_band = true })
local function spending(standard) return { dibao_standard = yuan(standard), city_consumption_year = yuan(30000), wage_tier = 1 } end
check_case("fj-cons-1", "正好31%", "规则书 B2-04(R45、R46)", "2025-07", spending(775), { consumption_band = true })
check_case("fj-cons-2", "少一分", "规则书 B2-04(R45、R46)", "2025-07", spending(774.99), { consumption_band = false })
check_case("fj-cons-3", "正好41%", "规则书 B2-04(R45、R46)", "2025-07", spending(1025), { consumption_band = true })
check_case("fj-cons-4", "多一分", "规则书 B2-04(R45、R46)", "2025-07", spending(1025.01), { consumption_band = false })

---------------------------------------------------------------- 与别的护理待遇(Q-21)
case "fj-care-9" { zh = "长期护理待遇更高的只领那一项", source = "规则书 Q-21、B9-02(R63)", month = "2022-06", set = county,
  household = { category = "none", countable_income = 3000, persons = { { birth_date = "1980-05-01",
    disability_category = "limb", disability_level = 1, same_kind_care = 115.01 } } }, expect = { care_subsidy = 0 } }
case "fj-care-10" { zh = "一样高的发护理补贴", source = "规则书 Q-21、B9-02(R63)", month = "2022-06", set = county,
  household = { category = "none", countable_income = 3000, persons = { { birth_date = "1980-05-01",
    disability_category = "limb", disability_level = 1, same_kind_care = 115 } } }, expect = { care_subsidy = 115 } }
