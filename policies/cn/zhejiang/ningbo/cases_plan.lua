-- policies/cn/zhejiang/ningbo/cases_plan.lua                    例子:机构、区县的配备和目标

---------------------------------------------------------------- 一个指标两个目标(K04)
case "K04" { zh = "26人:2024年达标", source = "规则书 K04、NB24-55", month = "2024-12",
  city = { certified_carers = 3900, elderly = 1500000 }, expect = { carers_enough = true } }
case "K04-b1" { zh = "少一人", source = "规则书 K04、NB24-55", month = "2024-12",
  city = { certified_carers = 3899, elderly = 1500000 }, expect = { carers_enough = false } }
case "K04-b2" { zh = "26人:2025年未达标", source = "规则书 K04、NB21-12", month = "2025-12",
  city = { certified_carers = 3900, elderly = 1500000 }, expect = { carers_enough = false } }
case "K04-b3" { zh = "30人:2025年达标", source = "规则书 K04、NB21-12", month = "2025-12",
  city = { certified_carers = 4500, elderly = 1500000 }, expect = { carers_enough = true } }

---------------------------------------------------------------- 机构(K01)
case "K01-nb-1" { zh = "100张须有康复室", source = "规则书 K01、NB21-29", month = "2024-12",
  institution = { beds = 100, has_rehab_room = false }, expect = { rehab_room_required = true, duties_met = false } }
case "K01-nb-2" { zh = "99张不必", source = "规则书 K01、NB21-29", month = "2024-12",
  institution = { beds = 99, has_rehab_room = false }, expect = { rehab_room_required = false, duties_met = true } }
case "NB21-27-1" { zh = "60张一名", source = "规则书 NB21-27", month = "2025-12",
  institution = { beds = 60, social_workers = 1, has_care_zone = false },
  expect = { social_workers_required = 1, duties_met = true } }
case "NB21-27-2" { zh = "61张两名", source = "规则书 NB21-27", month = "2025-12",
  institution = { beds = 61, social_workers = 1 }, expect = { social_workers_required = 2, duties_met = false } }
case "NB21-27-3" { zh = "2025年底以前还不要求", source = "规则书 NB21-27", month = "2025-11",
  institution = { beds = 61, social_workers = 0 }, expect = { social_workers_required = 0, duties_met = true } }
case "NB21-20-1" { zh = "县级公办三星、有专区", source = "规则书 NB21-20、NB21-32", month = "2025-12",
  institution = { beds = 60, owner = "county", star = 3, social_workers = 1, has_care_zone = true },
  expect = { star_required = 3, care_zone_required = true, duties_met = true } }
case "NB21-20-2" { zh = "县级公办二星", source = "规则书 NB21-20", month = "2025-12",
  institution = { beds = 60, owner = "county", star = 2, social_workers = 1, has_care_zone = true },
  expect = { duties_met = false } }
case "NB21-32-1" { zh = "市级公办没有专区", source = "规则书 NB21-32", month = "2025-12",
  institution = { beds = 60, owner = "city", star = 3, social_workers = 1, has_care_zone = false },
  expect = { duties_met = false } }
case "NB21-32-2" { zh = "乡镇办的不要求专区", source = "规则书 NB21-32", month = "2025-12",
  institution = { beds = 60, owner = "township", star = 0, social_workers = 1, has_care_zone = false },
  expect = { care_zone_required = false, duties_met = true } }

---------------------------------------------------------------- 区县
case "NB21-34-1" { zh = "四家智慧机构", source = "规则书 NB21-34", month = "2025-12",
  county = { smart_homes = 4 }, expect = { smart_homes_met = true } }
case "NB21-34-2" { zh = "三家不够", source = "规则书 NB21-34", month = "2025-12",
  county = { smart_homes = 3 }, expect = { smart_homes_met = false } }
case "NB24-15-1" { zh = "两个片区", source = "规则书 NB24-15", month = "2024-12",
  county = { zones = 2 }, expect = { zones_met = true } }
case "NB24-15-2" { zh = "五个片区", source = "规则书 NB24-15", month = "2024-12",
  county = { zones = 5 }, expect = { zones_met = true } }
case "NB24-15-3" { zh = "一个太少", source = "规则书 NB24-15", month = "2024-12",
  county = { zones = 1 }, expect = { zones_met = false } }
case "NB24-15-4" { zh = "六个太多", source = "规则书 NB24-15", month = "2024-12",
  county = { zones = 6 }, expect = { zones_met = false } }
case "NB24-27-1" { zh = "一家未保站", source = "规则书 NB24-27", month = "2024-12",
  county = { brand_stations = 1 }, expect = { brand_stations_met = true } }
case "NB24-27-2" { zh = "没有未保站", source = "规则书 NB24-27", month = "2024-12",
  county = { brand_stations = 0 }, expect = { brand_stations_met = false } }
case "NB21-32-3" { zh = "正好8%", source = "规则书 NB21-32", month = "2025-12",
  county = { public_beds = 1000, public_dementia_beds = 80 }, expect = { dementia_share_met = true } }
case "NB21-32-4" { zh = "少一张", source = "规则书 NB21-32", month = "2025-12",
  county = { public_beds = 1000, public_dementia_beds = 79 }, expect = { dementia_share_met = false } }

---------------------------------------------------------------- 意外伤害保险(Q-16)
case "Q-16-1" { zh = "满60岁", source = "规则书 Q-16", month = "2024-12",
  household = { persons = { { birth_date = "1964-12-31" }, { birth_date = "1965-01-01" },
    { birth_date = "1950-01-01", hukou_local = false } } },
  expect = { persons = { { accident_insurance = true }, { accident_insurance = false }, { accident_insurance = false } } } }

---------------------------------------------------------------- 只升不降(NB21-06)
case "NB21-06-1" { zh = "1181到1267", source = "规则书 NB21-06", month = "2024-01", household = {},
  expect_check = { standards_rise = true } }
case "NB21-06-2" { zh = "持平", source = "规则书 NB21-06", month = "2024-01", household = {},
  set = { dibao_standard = yuan(1181) }, expect_check = { standards_rise = true } }
case "NB21-06-3" { zh = "低一分", source = "规则书 NB21-06", month = "2024-01", household = {},
  set = { dibao_standard = yuan(1180.99) }, expect_check = { standards_rise = false } }
case "NB21-06-4" { zh = "困境儿童标准降了", source = "规则书 NB21-06", month = "2024-01", household = {},
  set = { child_benefit_standard = { none = yuan(0), institution_orphan = yuan(3225), dispersed_orphan = yuan(2580),
    de_facto_orphan = yuan(2580), in_difficulty = yuan(2418), hiv_child = yuan(2580) } },
  expect_check = { standards_rise = false } }
