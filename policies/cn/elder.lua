-- policies/cn/elder.lua                                         7 高龄津贴
parameter "old_age_rate" { zh = "高龄津贴标准", type = money, unit = "yuan/month", by = integer,
  note = "按周岁;由省、市规定" }

variable "old_age_allowance" { of = person, type = money, unit = "yuan/month", zh = "高龄津贴",
  result = true, benefit = true,
  ["2011-04-01"] = function (person, law)
    if not person.present or not person.elder_here then return yuan(0) end
    if (law.old_age_with["tekun"] == "no" and person.is_tekun) then return yuan(0) end
    return law.old_age_rate[person.age_years]
  end,
  law = "年满80周岁的当月起,至辞世的当月止(R07;规则书 B10-07、F-10、F-21)",
}

---------------------------------------------------------------- 养老服务消费补贴(规则书 B10-13)
parameter "elder_voucher_most" { zh = "养老服务消费补贴上限", type = money, unit = "yuan/month",
  key = elder_ability,
  ["2026-01-01"] = { { moderate = yuan(800), severe = yuan(800), total = yuan(800) },
    otherwise = yuan(0), source = "中度、重度、完全失能,每月最高800元(R68)" } }
-- lint: unused-parameter 按实际消费抵扣,由结算平台用,不进计算
parameter "elder_voucher_rate_home" { zh = "居家抵扣比例", type = number,
  ["2026-01-01"] = { 0.5, source = "R68" } }
-- lint: unused-parameter 按实际消费抵扣,由结算平台用,不进计算
parameter "elder_voucher_rate_institution" { zh = "机构抵扣比例", type = number,
  ["2026-01-01"] = { 0.4, source = "R68" } }
parameter "elder_age" { zh = "老年人起点年龄", type = integer, unit = "year",
  ["2006-01-01"] = { 60, source = "老年人权益保障法 第2条(凭记忆)" } }

-- 电子券的月上限;按实际消费抵扣,不是现金,不进合计
variable "elder_voucher_limit" { of = person, type = money, unit = "yuan/month", zh = "消费补贴月上限",
  result = true,
  ["2026-01-01"] = function (person, law)
    if not person.present or person.age_years < law.elder_age then return yuan(0) end
    if (law.voucher_with["tekun"] == "no" and person.is_tekun)
        or (law.voucher_with["elder_scheme"] == "no" and person.elder_scheme)
        or (law.voucher_with["elder_care"] == "no" and person.same_kind_care > yuan(0)) then
      return yuan(0)
    end
    return law.elder_voucher_most[person.ability]
  end,
  law = "养老服务消费补贴,特困人员不享受(R68;规则书 B10-13、B.12)",
}

---------------------------------------------------------------- 探访(规则书 Q-30、NB21-14、NB24-08、YW-03)
parameter "visit_alone" { zh = "独居空巢留守探访周期", type = visit_cadence, note = "由市、区规定",
  ["2006-01-01"] = { "none", source = "国家没有统一周期(规则书 Q-30)" } }
parameter "visit_disabled" { zh = "失能探访周期", type = visit_cadence, note = "由市、区规定",
  ["2006-01-01"] = { "none", source = "国家没有统一周期(规则书 Q-30)" } }

variable "visit_cadence" { of = person, type = visit_cadence, zh = "探访周期", result = true,
  law = "独居、空巢、留守、失能老年人定期探访(规则书 Q-30);两项都合的先看独居等。宁波按周、按月(NB21-14、NB24-08),义乌按月(YW-03)",
  formula = function (person, law)
    if not person.present or person.age_years < law.elder_age then return "none" end
    if person.lives_alone or person.empty_nest or person.left_behind then return law.visit_alone end
    if person.ability ~= "intact" then return law.visit_disabled end
    return "none"
  end,
}
