-- policies/cn/neimenggu/baotou/jiuyuan/checks.lua                低保标准的增速和城乡比例:九原(规则书 JY-T1-02、JY-T1-03)
-- 标准由包头市公布,这里只按九原区的规划检查,不改数(规则书 F-09);检查说出最低能通过的数。

---------------------------------------------------------------- 农村占城市的75%(规则书 JY-T1-03、B04、Q-32)
parameter "rural_ratio_target" { zh = "农村低保占城市低保", type = number,
  ["2022-01-01"] = { 0.75, source = "S1表一3:2025年75%(规则书 JY-T1-03、C.3 bt_rural_urban_ratio_target)" } }
check "rural_ratio" { zh = "农村低保占城市低保75%", law = "S1表一3(规则书 JY-T1-03、B2-07、B04)",
  from = "2022-01", severity = "warning",
  test = function (law)
    -- 先乘后比,不取整:74.94% 不是 75%
    local least = law.dibao_standard * law.rural_ratio_target
    return law.dibao_rural_year >= least * 12,
      "农村每月合" .. tostring(law.dibao_rural_year / 12) .. "元;应不低于" .. tostring(least) .. "元,最低的整元数是"
      .. tostring(round(least, up_to(yuan(1)))) .. "元"
  end }
check "rural_nearer" { zh = "城乡差距不扩大", law = "S1四(一)2:逐步缩小城乡差距(规则书 Q-32、JY-T1-03)", from = "2021-01", severity = "warning",
  test = function (law)
    local share = law.dibao_rural_year / law.dibao_standard
    local past = before(12, law.dibao_rural_year / law.dibao_standard)
    return share >= past, "农村占城市的比例应不低于一年前,农村年标准最低"
      .. tostring(round(law.dibao_standard * past, up_to(yuan(1)))) .. "元"
  end }

---------------------------------------------------------------- 增速不低于上年度人均消费支出增速(规则书 JY-T1-02)
-- 填当年用的“上年度”数:2022年一行填2021年的人均消费支出。没有填(零)的不检查。
parameter "consumption_urban_year" { zh = "上年度城镇居民人均消费支出", type = money, unit = "yuan/year",
  ["2020-01-01"] = { yuan(0), status = "placeholder", source = "没有查到,请逐年填统计部门公布的数(规则书 JY-T1-02、D.4)" } }
parameter "consumption_rural_year" { zh = "上年度农村牧区居民人均消费支出", type = money, unit = "yuan/year",
  ["2020-01-01"] = { yuan(0), status = "placeholder", source = "没有查到,请逐年填统计部门公布的数(规则书 JY-T1-02、D.4)" } }
check "growth_urban" { zh = "城市低保增速不低于消费增速", law = "S1表一2(规则书 JY-T1-02)", from = "2021-01", severity = "warning",
  test = function (law)
    local past = before(12, law.consumption_urban_year)
    if past == yuan(0) or law.consumption_urban_year == yuan(0) then return true end
    local least = before(12, law.dibao_standard) * (law.consumption_urban_year / past)
    return law.dibao_standard >= least, "应不低于" .. tostring(least) .. "元,最低的整元数是"
      .. tostring(round(least, up_to(yuan(1)))) .. "元"
  end }
check "growth_rural" { zh = "农村低保增速不低于消费增速", law = "S1表一2(规则书 JY-T1-02)", from = "2021-01", severity = "warning",
  test = function (law)
    local past = before(12, law.consumption_rural_year)
    if past == yuan(0) or law.consumption_rural_year == yuan(0) then return true end
    local least = before(12, law.dibao_rural_year) * (law.consumption_rural_year / past)
    return law.dibao_rural_year >= least, "每年应不低于" .. tostring(least) .. "元,最低的整元数是"
      .. tostring(round(least, up_to(yuan(1)))) .. "元"
  end }

-- 试算用:农村标准提高到城市的75%(规则书 JY-T1-03、B04:662元是最低能通过的整元数)
scenario "rural_75" { zh = "农村标准提高到城市75%", parameters = { dibao_rural_year = { ["2023-01-01"] = yuan(7944) } } }
