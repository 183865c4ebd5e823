-- policies/cn/fujian/longyan/wuping/cases.lua                    例子:武平县
-- L 号是规则书第E部分的例子;-b 号是它两边的界限。
local three = { { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" } }
local function family(income) return { countable_income = income, persons = three } end

case "L01" { zh = "武平补差", source = "规则书 L01(R39)", month = "2021-06", household = family(690),
  expect = { category = "dibao", dibao_amount = 1098, per_capita_income = 230 } }
case "L01-two" { zh = "只保障两个人", source = "规则书 L01(R39)", month = "2021-06",
  household = { countable_income = 690, persons = { three[1], three[2], { birth_date = "2012-09-01", covered = false } } },
  expect = { dibao_amount = 732, covered_heads = 2 } }
case "L02" { zh = "正好1.5倍是低收入家庭", source = "规则书 L02、LY-09", month = "2021-06", household = family(2682),
  expect = { category = "dibian", per_capita_income = 894 } }
case "L02-out" { zh = "人均894.01元", source = "规则书 L02、LY-09", month = "2021-06", household = family(2682.03),
  expect = { category = "none" } }
case "L02-twice" { zh = "放宽到2倍的县", source = "规则书 L02、LY-09", month = "2021-06", set = { dibian_multiplier = 2 },
  household = family(2682.03), expect = { category = "dibian" } }
case "L02-twice-b1" { zh = "正好2倍", source = "规则书 L02、LY-09", month = "2021-06", set = { dibian_multiplier = 2 },
  household = family(3576), expect = { category = "dibian" } }
case "L02-twice-b2" { zh = "超过2倍一分", source = "规则书 L02、LY-09", month = "2021-06", set = { dibian_multiplier = 2 },
  household = family(3576.01), expect = { category = "none" } }
case "L04" { zh = "等于标准是低收入家庭", source = "规则书 L04、F-01", month = "2021-06", household = family(1788),
  expect = { category = "dibian", dibao_amount = 0 } }
case "L04-fen" { zh = "人均595.99元发一元", source = "规则书 L04、F-03", month = "2021-06", household = family(1787.97),
  expect = { category = "dibao", dibao_amount = 1 } }
case "L09" { zh = "支出型临时救助", source = "规则书 L09、B11-01(R56)", month = "2021-06",
  household = { countable_income = 1500, relief_kind = "expense", relief_months = 2, relief_month = "2021-06", persons = three },
  expect = { temporary_relief = 3576 } }
case "L09-b1" { zh = "收入达到上年度人均可支配收入", source = "规则书 B11-01(R56)", month = "2021-06",
  household = { countable_income = 9000, relief_kind = "expense", relief_months = 2, relief_month = "2021-06", persons = three },
  expect = { temporary_relief = 0 } }
case "L09-b2" { zh = "少一分", source = "规则书 B11-01(R56)", month = "2021-06",
  household = { countable_income = 8999.99, relief_kind = "expense", relief_months = 7, relief_month = "2021-06", persons = three },
  expect = { temporary_relief = 10728 } } -- 最多6个月
case "L09-advance" { zh = "急难一个月标准先行救助", source = "规则书 Q-05", month = "2021-06",
  household = { countable_income = 9000, hukou_local = false, relief_kind = "emergency", relief_months = 1,
    relief_month = "2021-06", persons = { three[1] } },
  expect = { temporary_relief = 596, relief_advance = true, relief_papers_days = 10 } }
case "L09-advance-b1" { zh = "超过一个月标准要审批", source = "规则书 Q-05", month = "2021-06",
  household = { countable_income = 9000, relief_kind = "emergency", relief_months = 2, relief_month = "2021-06",
    persons = { three[1] } },
  expect = { temporary_relief = 1192, relief_advance = false, relief_papers_days = 0 } }
case "P08-wuping-2021" { zh = "年7152元", source = "规则书 P08(R39)", month = "2021-06",
  household = { countable_income = 0, persons = { three[1] } }, expect = { dibao_amount = 596 },
  expect_check = { published_ratio_2021 = true, wage_band = false } } -- 596是1420的41.97%:四舍五入少了四角
case "P08-wuping-2017" { zh = "2017年538元", source = "规则书 P08(R38)", month = "2017-07",
  household = { countable_income = 0, region_class = "urban", persons = { three[1] } }, expect = { dibao_amount = 538 },
  expect_check = { published_ratio_2017 = true } }
case "P08-wuping-2016" { zh = "2016年452元", source = "规则书 P08(R37)", month = "2016-01",
  household = { countable_income = 0, region_class = "urban", persons = { three[1] } }, expect = { dibao_amount = 452 },
  expect_check = { published_ratio_2016 = true } }
case "wp-rural-2016" { zh = "2016年农村年标准2650元", source = "规则书 C.4、F-06", month = "2016-01",
  household = { countable_income = 0, region_class = "rural", persons = three }, expect = { dibao_amount = 663 } } -- 662.5

---------------------------------------------------------------- 不在家庭人口里的人不是低保家庭成员(规则书 B9-05、B10-10、B3-02)
case "B9-05-apart" { zh = "不共同生活的按不困难的发", source = "规则书 B9-05、B10-10、B3-02", month = "2022-08",
  household = { countable_income = 0, persons = { three[1], { birth_date = "1935-05-01", counted = false, has_pension = true,
    disability_category = "limb", disability_level = 1 } } },
  expect = { category = "dibao", living_subsidy = 0, care_subsidy = 115, old_age_allowance = 0 } }
case "B9-05-home" { zh = "共同生活的是困难重残", source = "规则书 B9-05、B10-10(R49)", month = "2022-08",
  household = { countable_income = 0, persons = { three[1], { birth_date = "1935-05-01", has_pension = true,
    disability_category = "limb", disability_level = 1 } } },
  expect = { category = "dibao", living_subsidy = 99, care_subsidy = 119, old_age_allowance = 100 } }
