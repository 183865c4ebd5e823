-- policies/cn/zhejiang/ningbo/targets.lua                       目标和公布数字的核对
-- 只检查,不改数(规则书 F-09、F-26)。目标是有日期的下限,不是要发的数。
local indexation = require "indexation"

---------------------------------------------------------------- 计划目标
parameter "dibao_target_year" { zh = "低保年标准目标", type = money, unit = "yuan/person/year",
  ["2024-01-01"] = { yuan(15200), source = "2024年全市民政工作要点6(NB24-17)" },
  ["2025-01-01"] = { yuan(14000), source = "行动方案二(一):到2025年14000元以上(NB21-02)" } }
parameter "orphan_target_year" { zh = "机构孤儿年标准目标", type = money, unit = "yuan/year",
  ["2024-01-01"] = { yuan(38700), source = "2024年全市民政工作要点8(NB24-26)" },
  ["2025-01-01"] = { yuan(32000), source = "行动方案二(一):到2025年32000元(NB21-03)" } }

check "target_2024" { zh = "2024年低保年标准", law = "2024年全市民政工作要点6(NB24-17)",
  from = "2024-01", to = "2024-12",
  test = function (law)
    return law.dibao_standard * 12 >= law.dibao_target_year, "12个月合计应不低于目标,每月最低" .. tostring(ceil(law.dibao_target_year / yuan(12))) .. "元"
  end }
check "target_2025" { zh = "2025年低保年标准", law = "行动方案二(一)(NB21-02)", from = "2025-12",
  test = function (law)
    return law.dibao_standard * 12 >= law.dibao_target_year, "12个月合计应不低于目标,每月最低" .. tostring(ceil(law.dibao_target_year / yuan(12))) .. "元"
  end }
check "orphan_2024" { zh = "2024年机构孤儿年标准", law = "2024年全市民政工作要点8(NB24-26)",
  from = "2024-01", to = "2024-12",
  test = function (law)
    return law.child_benefit_standard["institution_orphan"] * 12 >= law.orphan_target_year,
      "12个月合计应不低于目标,每月最低" .. tostring(ceil(law.orphan_target_year / yuan(12))) .. "元"
  end }
check "orphan_2025" { zh = "2025年机构孤儿年标准", law = "行动方案二(一)(NB21-03)", from = "2025-12",
  test = function (law)
    return law.child_benefit_standard["institution_orphan"] * 12 >= law.orphan_target_year,
      "12个月合计应不低于目标,每月最低" .. tostring(ceil(law.orphan_target_year / yuan(12))) .. "元"
  end }

---------------------------------------------------------------- 公布数字与办法相符
-- NB21-05、B2-01:低保标准与上年度人均消费支出挂钩,不低于35%
parameter "dibao_index_ratio_min" { zh = "低保与消费支出挂钩比例", type = number,
  ["2019-12-01"] = { 0.35, source = "不低于上年度全市人均消费支出的35%(R01)" } }
parameter "city_consumption_year" { zh = "全市居民人均消费支出", type = money, unit = "yuan/year",
  note = "上年度;填了实数检查才有意义",
  ["2024-01-01"] = { yuan(42194), status = "placeholder", source = "全市数未见,暂用全省2023年数(凭记忆)" } }
check "dibao_index" { zh = "低保标准与消费支出挂钩", law = "R01;行动方案二(一)一(NB21-05;规则书 B2-01)",
  from = "2024-01", severity = "warning",
  test = function (law)
    return law.dibao_standard * 12 >= law.city_consumption_year * law.dibao_index_ratio_min,
      "应不低于上年度人均消费支出的挂钩比例,每月最低" .. tostring(round(law.city_consumption_year * law.dibao_index_ratio_min / 12, up_to(fen))) .. "元"
  end }
check "dibian_multiplier" { zh = "低边倍数2倍", law = "行动方案二(一)一(NB21-04)", from = "2022-01",
  test = function (law) return law.dibian_multiplier >= 2, "应放宽到低保标准的2倍" end }

check "P04" { zh = "特困基本生活为低保1.7倍", law = "R02、R03(规则书 P04、B8-07)", from = "2021-07",
  test = function (law)
    return law.tekun_basic_standard == indexation.to_yuan(law.dibao_standard, law.tekun_basic_multiplier)
      and law.tekun_basic_standard >= law.dibao_standard * law.tekun_basic_multiplier_min,
      "应为低保标准的1.7倍,四舍五入到元,且不低于1.3倍"
  end }
parameter "tekun_care_wage_tier" { zh = "特困护理费对应工资档", type = integer,
  ["2022-07-01"] = { 2, status = "derived", source = "207、414、828、1656恰为2070元的10%、20%、40%、80%(P05)" } }
check "P05" { zh = "特困护理费为最低工资的一二四八成", law = "R03(规则书 P05、B8-08)",
  from = "2022-07", to = "2023-12",
  test = function (law)
    local wage = law.minimum_wage[law.tekun_care_wage_tier]
    return law.tekun_care_standard[1] == wage * 0.1 and law.tekun_care_standard[2] == wage * 0.2
      and law.tekun_care_standard[3] == wage * 0.4 and law.tekun_care_standard[4] == wage * 0.8,
      "应为2070元的10%、20%、40%、80%"
  end }

-- 一览表里印的金额,与倍数逐项核对
check "P06" { zh = "2022年一览表的金额", law = "R04(规则书 P06、B.5)", from = "2022-07", to = "2023-12",
  test = function (law)
    local year = law.dibao_standard * 12
    local lines = year * law.money_multiple["dibao"] == yuan(56688)
      and year * law.money_multiple["rigid"] == yuan(85032)
      and year * law.money_multiple["dibian"] == yuan(113376)
      and year * law.obligor_money_multiple["dibao"] == yuan(141720)
      and year * law.obligor_money_multiple["temporary"] == yuan(212580)
      and year * law.vehicle_multiple == yuan(170064)
    return lines and law.dibao_standard * law.dibian_multiplier == yuan(2362)
      and law.house_area * law.obligor_area_ratio == 74.97,
      "应为56688、85032、113376、141720、212580、170064、2362元和74.97平方米"
  end }
check "P07" { zh = "散居孤儿为机构孤儿的八成", law = "R02、R05(规则书 P07、B10-01)", from = "2021-07",
  test = function (law)
    return law.child_benefit_standard["dispersed_orphan"] == indexation.to_yuan(
      law.child_benefit_standard["institution_orphan"], law.orphan_ratio_dispersed),
      "应为机构孤儿的80%,四舍五入到元"
  end }
check "old_age_floor" { zh = "高龄津贴不低于省下限", law = "R22(规则书 B10-08)", from = "2023-01",
  test = function (law)
    return law.old_age_rate[80] >= law.old_age_floor[80] and law.old_age_rate[90] >= law.old_age_floor[90]
      and law.old_age_rate[100] >= law.old_age_floor[100], "应不低于60、100、300元"
  end }

---------------------------------------------------------------- 稳步提升:只升不降(NB21-06)
local child_kinds = { "institution_orphan", "dispersed_orphan", "de_facto_orphan", "in_difficulty", "hiv_child" }
check "standards_rise" { zh = "救助和孤困儿童标准只升不降", law = "行动方案二(一)一(S0;规则书 NB21-06)", from = "2022-01",
  test = function (law)
    local rise = law.dibao_standard >= before(1, law.dibao_standard)
      and law.tekun_basic_standard >= before(1, law.tekun_basic_standard)
    for _, kind in ipairs(child_kinds) do
      rise = rise and law.child_benefit_standard[kind] >= before(1, law.child_benefit_standard[kind])
    end
    return rise, "不应低于上月:低保" .. tostring(before(1, law.dibao_standard)) .. "元、特困"
      .. tostring(before(1, law.tekun_basic_standard)) .. "元"
  end }
