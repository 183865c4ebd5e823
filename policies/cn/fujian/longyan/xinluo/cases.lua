-- policies/cn/fujian/longyan/xinluo/cases.lua                    例子:新罗区
local elder = { birth_date = "1955-05-01", selfcare_unmet = 5 }
local function tekun(facts) return { category = "tekun", persons = { facts } } end

case "L05" { zh = "特困全护理", source = "规则书 L05、LY-07", month = "2025-06", household = tekun(elder),
  expect = { tekun_amount = 2234, tekun_basic = 1355.90, tekun_care = 878 } } -- 2233.9 四舍五入到元
case "L05-ten" { zh = "进到十元(福州做法)", source = "规则书 L05、B8-10", month = "2025-06",
  set = { tekun_up_to_ten = true }, household = tekun(elder), expect = { tekun_amount = 2240 } }
case "L15-xinluo" { zh = "2022年暂定882元在42%至48%内", source = "规则书 L15、LY-06", month = "2022-04", household = {},
  expect_check = { wage_band = true } }
case "L15-fuzhou" { zh = "公布880元也接受", source = "规则书 L15、F-09", month = "2022-04",
  set = { dibao_standard = yuan(880) },
  household = { countable_income = 0, persons = { { birth_date = "1980-05-01" } } },
  expect = { dibao_amount = 880 }, expect_check = { wage_band = true } }
case "LY07-pass" { zh = "1043元达到47.5%", source = "规则书 LY-07", month = "2025-12", household = {},
  expect_check = { wage_target_2025 = true } }
case "LY07-fail" { zh = "1042元差六角多", source = "规则书 LY-07", month = "2025-12", household = {},
  set = { dibao_standard = yuan(1042) }, expect_check = { wage_target_2025 = false } }
case "P08-xinluo-2016" { zh = "2016年540元", source = "规则书 P08(R37)", month = "2016-01",
  household = { countable_income = 0, region_class = "urban", persons = { { birth_date = "1980-05-01" } } },
  expect = { dibao_amount = 540 }, expect_check = { published_ratio_2016 = true } }
case "P08-xinluo-2017" { zh = "2017年630元", source = "规则书 P08(R38)", month = "2017-07",
  household = { countable_income = 0, region_class = "urban", persons = { { birth_date = "1980-05-01" } } },
  expect = { dibao_amount = 630 }, expect_check = { published_ratio_2017 = true } }
case "xl-rural-2016" { zh = "2016年农村年标准3110元", source = "规则书 C.4、F-06", month = "2016-12",
  household = { countable_income = 0, region_class = "rural", persons = { { birth_date = "1980-05-01" } } },
  expect = { dibao_amount = 260 } } -- 259.166…
case "xl-rural-2017" { zh = "2017年农村年标准3210元", source = "规则书 C.4、F-06", month = "2017-01",
  household = { countable_income = 0, region_class = "rural", persons = { { birth_date = "1980-05-01" } } },
  expect = { dibao_amount = 268 } } -- 267.5
