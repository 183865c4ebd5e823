-- policies/cn/fujian/longyan/shanghang/cases.lua                 例子:上杭县
-- 公布的标准(规则书 C.4、P08),一个人没有收入时的低保金就是标准。
local alone = { countable_income = 0, region_class = "urban", persons = { { birth_date = "1980-05-01" } } }

case "sh-2015" { zh = "2015年城市低保", source = "规则书 C.4(R37)", month = "2015-12", household = alone,
  expect = { dibao_amount = 420 } }
case "P08-shanghang-2016" { zh = "2016年城市低保", source = "规则书 P08(R37)", month = "2016-01", household = alone,
  expect = { dibao_amount = 492 }, expect_check = { published_ratio_2016 = true } }
case "P08-shanghang-2017" { zh = "2017年7月城市低保", source = "规则书 P08(R38)", month = "2017-07", household = alone,
  expect = { dibao_amount = 580 }, expect_check = { published_ratio_2017 = true } }
case "sh-2017-06" { zh = "提标前一个月", source = "规则书 C.4(R37)", month = "2017-06", household = alone,
  expect = { dibao_amount = 492 } }
case "sh-2021" { zh = "同一42%规则", source = "规则书 C.4、P08", month = "2021-06", household = alone,
  expect = { dibao_amount = 659 }, expect_check = { published_ratio_2021 = true } }
case "sh-2025" { zh = "2025年达到47.5%", source = "规则书 LY-07", month = "2025-12", household = {},
  expect_check = { wage_target_2025 = true, province_minimum = true } }
