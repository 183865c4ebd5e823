-- policies/cn/neimenggu/baotou/checks.lua                        公布数字的核对:包头
-- 只检查,不改数(规则书 F-09)。

check "tekun_floor" { zh = "特困基本生活不低于低保1.3倍", law = "内蒙古晨报2016-10-24(R34;规则书 B8-07)", from = "2020-01",
  test = function (law)
    local least = law.dibao_standard * law.tekun_basic_multiplier_min
    local least_rural = law.dibao_rural_year * law.tekun_basic_multiplier_min
    return law.tekun_basic_standard >= least and law.tekun_basic_rural_year >= least_rural,
      "城市每月应不低于" .. tostring(least) .. "元,农村牧区每年应不低于" .. tostring(least_rural) .. "元"
  end }
-- 报道里的提高额与公布数相符(规则书 P19);护理费完全丧失一档不符,按公布数
check "P19_2022" { zh = "2022年提高额", law = "包头新闻网2022(R23;规则书 P19)", from = "2022-01", to = "2022-12",
  test = function (law)
    return law.dibao_standard == yuan(795) + yuan(45) and law.dibao_rural_year == yuan(7044) + yuan(500)
      and law.tekun_care_standard[2] == yuan(440) + yuan(47) and law.tekun_care_standard[3] == yuan(1265),
      "应为840、7544、487、1265"
  end }

---------------------------------------------------------------- 从1月1日起执行(规则书 B2-06)
-- 年内再调要自治区同意:与当年1月不同的,提醒一次。
check "standard_from_january" { zh = "标准从1月1日起执行", law = "R82、R23(规则书 B2-06)", from = "2020-01", severity = "warning",
  test = function (law)
    local since = month_number(law.month) - 1
    if since == 0 then return true end
    return law.dibao_standard == before(since, law.dibao_standard)
      and law.dibao_rural_year == before(since, law.dibao_rural_year), "与当年1月不同:年内调整要自治区同意"
  end }

---------------------------------------------------------------- 儿童标准自然增长(规则书 Q-29)
-- 增长的公式没有写;只查不比一年前低。
check "child_standard_kept" { zh = "孤儿标准不降低", law = "九原区规划四(二)1:标准自然增长机制(规则书 Q-29)", from = "2019-01", severity = "warning",
  test = function (law)
    local central = before(12, law.child_benefit_standard["institution_orphan"])
    local dispersed = before(12, law.child_benefit_standard["dispersed_orphan"])
    return law.child_benefit_standard["institution_orphan"] >= central
      and law.child_benefit_standard["dispersed_orphan"] >= dispersed,
      "应不低于一年前的" .. tostring(central) .. "、" .. tostring(dispersed) .. "元"
  end }
