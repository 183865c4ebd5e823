-- policies/cn/neimenggu/baotou/jiuyuan/checks.lua               低保标准的增速和城乡比例:九原(规则书 JY-T1-02、JY-T1-03)
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
