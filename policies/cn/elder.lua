-- policies/cn/elder.lua                                         7 高龄津贴
parameter "old_age_rate" { zh = "高龄津贴标准", type = money, unit = "yuan/month", by = integer,
  note = "按周岁;由省、市规定" }

variable "old_age_allowance" { of = person, type = money, unit = "yuan/month", zh = "高龄津贴",
  result = true, benefit = true,
  ["2011-04-01"] = function (person, law)
    if not person.present or not person.elder_here then return yuan(0) end
    return law.old_age_rate[person.age_years]
  end,
  law = "年满80周岁的当月起,至辞世的当月止(R07;规则书 B10-07、F-10、F-21)",
}

---------------------------------------------------------------- 养老服务消费补贴(规则书 B10-13)
parameter "elder_voucher_most" { zh = "养老服务消费补贴上限", type = money, unit = "yuan/month",
  key = elder_ability,
  ["2026-01-01"] = { { moderate = yuan(800), severe = yuan(800), total = yuan(800) },
    otherwise = yuan(0), source = "中度、重度、完全失能,每月最高800元(R68)" } }
parameter "elder_voucher_rate_home" { zh = "居家抵扣比例", type = number,
  ["2026-01-01"] = { 0.5, source = "R68" } }
parameter "elder_voucher_rate_institution" { zh = "机构抵扣比例", type = number,
  ["2026-01-01"] = { 0.4, source = "R68" } }
parameter "elder_age" { zh = "老年人起点年龄", type = integer, unit = "year",
  ["2006-01-01"] = { 60, source = "老年人权益保障法 第2条(凭记忆)" } }

-- 电子券的月上限;按实际消费抵扣,不是现金,不进合计
variable "elder_voucher_limit" { of = person, type = money, unit = "yuan/month", zh = "消费补贴月上限",
  result = true,
  ["2026-01-01"] = function (person, law)
    if not person.present or person.age_years < law.elder_age or person.is_tekun then return yuan(0) end
    return law.elder_voucher_most[person.elder_ability]
  end,
  law = "养老服务消费补贴,特困人员不享受(R68;规则书 B10-13、B.12)",
}
