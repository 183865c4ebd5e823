-- policies/cn/zhejiang/yiwu/targets.lua                         公布数字的核对:义乌
-- 只检查,不改数(规则书 F-09)。
local indexation = require "indexation"

check "tekun_basic" { zh = "特困基本生活为低保1.3倍", law = "R12(规则书 P09、B8-07)", from = "2020-01",
  test = function (law)
    return law.tekun_basic_standard == law.dibao_standard * law.tekun_basic_multiplier
      and law.tekun_basic_standard >= law.dibao_standard * law.tekun_basic_multiplier_min,
      "应为低保标准的1.3倍"
  end }
check "basic_relief" { zh = "8项基本救助", law = "S3(规则书 YW-01)", from = "2020-07",
  test = function (law)
    local kinds = 0
    for _, kind in ipairs({ "dibao", "tekun", "disaster", "medical", "education", "housing", "employment", "temporary" }) do
      if law.basic_relief_run[kind] then kinds = kinds + 1 end
    end
    return kinds >= law.basic_relief_least, "应有8项"
  end }
check "dibao_income_2020" { zh = "低保家庭人均年收入即标准的12倍", law = "S3(规则书 YW-22、F-28)", from = "2020-01", to = "2020-12",
  test = function (law) return law.dibao_standard * 12 == yuan(10800), "应为10800元" end }
check "old_age_floor" { zh = "高龄津贴不低于省下限", law = "R22(规则书 B10-08)", from = "2023-01",
  test = function (law)
    return law.old_age_rate[80] >= law.old_age_floor[80] and law.old_age_rate[90] >= law.old_age_floor[90]
      and law.old_age_rate[100] >= law.old_age_floor[100], "应不低于60、100、300元"
  end }
check "orphan_ratio" { zh = "困境儿童为机构孤儿的八成", law = "推定(规则书 C.2 yw_orphan_inst_month)", from = "2020-01",
  test = function (law)
    return law.child_benefit_standard["institution_orphan"]
      == indexation.to_yuan(law.child_benefit_standard["in_difficulty"], 1 / 0.8), "应为困境儿童 ÷ 0.8,四舍五入到元"
  end }

---------------------------------------------------------------- 增幅(规则书 YW-02、Y02)
parameter "dibao_growth_min" { zh = "低保标准年增幅下限", type = number,
  ["2020-07-01"] = { 0.05, source = "逐年稳步提高,至2022年每年增幅不低于5%(S3;规则书 YW-02)" } }
check "dibao_growth" { zh = "低保标准年增幅不低于5%", law = "S3(规则书 YW-02、Y02);2023年起不在规定内", from = "2021-01", to = "2022-12",
  test = function (law)
    local least = before(12, law.dibao_standard) * (1 + law.dibao_growth_min)
    return law.dibao_standard >= least, "比一年前应增5%以上,最低" .. tostring(least) .. "元"
  end }
