-- policies/cn/income.lua                                        3–4 收入
-- 全程保留分数,不取整(规则书 0.4 第4步、F-02)。
local means = require "means"
local support = require "support"

---------------------------------------------------------------- 就业成本(规则书 B4-08)
parameter "work_cost_ratio" { zh = "就业成本扣减比例", type = number,
  note = "× 基数,每个就业成员;由省、市规定" }
parameter "work_cost_basis" { zh = "就业成本基数", type = work_cost_basis,
  ["2006-01-01"] = { "standard", source = "按低保标准的几成(赣州,R86);按工资或最低工资的地方改这里(兴安盟,R31;规则书 B4-08)" } }

-- 有最低工资的地方改写本条
variable "local_minimum_wage" { of = household, type = money, unit = "yuan/month", zh = "当地最低工资",
  law = "按户所在县区的类别(规则书 D.4)", formula = function (family, law) return yuan(0) end }

variable "work_cost" { of = person, type = money, unit = "yuan/month", zh = "就业成本", result = true,
  law = "可扣减一定的就业成本(R16;规则书 Q-01、B4-08);不超过工资,收入不会成负数(F-18)",
  formula = function (person, law)
    if not person.in_household or person.work_ability == "none" then return yuan(0) end
    -- 工资不明而按最低工资推算的,不再扣就业成本(F-18)
    if law.impute_wages and not known(person.wage_income) then return yuan(0) end
    if person.wage_income == yuan(0) then return yuan(0) end
    local base = person.household.standard
    if law.work_cost_basis == "wage" then base = person.wage_income end
    if law.work_cost_basis == "minimum_wage" then base = person.household.local_minimum_wage end
    return min(person.wage_income, base * law.work_cost_ratio)
  end,
}

---------------------------------------------------------------- 推算工资(规则书 B4-09)
-- 有劳动能力、没有就业、收入不明的,有的地方按最低工资 × 系数推算;默认不推算。
parameter "impute_wages" { zh = "推算工资", type = boolean,
  ["2006-01-01"] = { false, status = "placeholder", source = "四地没有规定,默认不推算(规则书 B4-09)" } }
parameter "impute_men" { zh = "男性推算系数", type = number, by = integer,
  ["2006-01-01"] = { { { from = 18, upto = 50, 1 }, { above = 50, upto = 60, 0.5 } }, otherwise = 0,
    source = "开启推算才用。佛山三水:男18–50岁100%、51–60岁50%(R87;规则书 B4-09)" } }
parameter "impute_women" { zh = "女性推算系数", type = number, by = integer,
  ["2006-01-01"] = { { { from = 18, upto = 45, 1 }, { above = 45, upto = 55, 0.5 } }, otherwise = 0,
    source = "开启推算才用。佛山三水:女18–45岁100%、46–55岁50%(R87;规则书 B4-09)" } }

variable "imputed_wage" { of = person, type = money, unit = "yuan/month", zh = "推算工资额",
  law = "规则书 B4-09(R87):最低工资 × 系数",
  formula = function (person, law)
    if not law.impute_wages or known(person.wage_income) then return yuan(0) end
    if not person.in_household or person.employed or person.student_stage ~= "none" then return yuan(0) end
    if person.work_ability == "none" or person.no_work_ability then return yuan(0) end
    local wage = person.household.local_minimum_wage
    if person.sex == "female" then return wage * law.impute_women[person.age_years] end
    return wage * law.impute_men[person.age_years]
  end,
}
variable "wage" { of = person, type = money, unit = "yuan/month", zh = "计入的工资",
  law = "实有工资;不明而又规定推算的按推算(规则书 B4-01、B4-09)",
  formula = function (person, law)
    if law.impute_wages then return default(person.wage_income, person.imputed_wage) end
    return person.wage_income
  end,
}

---------------------------------------------------------------- 本人收入
variable "own_income" { of = person, type = money, unit = "yuan/month", zh = "本人计算收入",
  law = "工资、经营、财产、转移四项净收入(规则书 B4-01,R17、R18)− 不计收入(B4-02 至 B4-06)− 就业成本",
  formula = function (person, law)
    if not person.in_household then return yuan(0) end
    local all_kinds = person.wage + person.business_income + person.property_income
      + person.transfer_income
    return max(all_kinds - person.exempt_income - person.work_cost, yuan(0))
  end,
}

---------------------------------------------------------------- 赡(抚、扶)养费(规则书 B.7)
enum "support_rule" { zh = "赡养费推算办法",
  { "fixed", "定额扣减" }, { "multiple", "倍数扣减" }, { "children", "按子女数" },
}
parameter "support_rule" { zh = "赡养费推算办法", type = support_rule,
  note = "V1 定额扣减;V2 至 V4 倍数扣减;V5 按子女数(stdlib/support.lua)",
  ["2006-01-01"] = { "multiple", source = "规则书 B.7 V2(R17)、V3(R67)、V4(R91)" } }
parameter "support_deduction_year" { zh = "赡养费推算扣减额", type = money, unit = "yuan/person/year",
  note = "定额扣减的地方才用;由市规定" }
parameter "support_line_multiple" { zh = "赡养费扣减倍数", type = number,
  note = "义务人家庭每人扣减几倍低保标准;由省、市规定" }
parameter "support_share" { zh = "赡养费计入比例", type = number, note = "支付能力计入几成;由省、市规定" }
parameter "support_many_children" { zh = "子女多的起点", type = integer, unit = "person",
  ["2006-01-01"] = { 3, source = "按子女数的办法才用:三个以上(规则书 B.7 V5)" } }
parameter "support_share_many" { zh = "子女多的计入比例", type = number, note = "按子女数的办法才用",
  ["2006-01-01"] = { 0.4, source = "按子女数的办法才用(规则书 B.7 V5,法律问答,不是民政规定)" } }
parameter "support_low_share" { zh = "协议数额偏低线", type = number,
  ["2006-01-01"] = { 1, status = "placeholder",
    source = "“明显偏低”没有数(规则书 B.7 V2,R17):低于推算额即按推算" } }

variable "support_line" { of = household, type = money, unit = "yuan/person/month", zh = "义务人每人扣减额",
  law = "规则书 B.7 V1 至 V5",
  formula = function (family, law)
    if law.support_rule == "fixed" then return support.fixed_line(law.support_deduction_year) end
    return support.multiple_line(family.standard, law.support_line_multiple)
  end,
}
variable "support_share_here" { of = household, type = number, zh = "本户赡养费计入比例",
  law = "规则书 B.7 V5 按子女(义务人家庭)数分两档,其余一档",
  formula = function (family, law)
    return support.share_of(law.support_rule, count(family.obligors), law.support_many_children,
      law.support_share, law.support_share_many)
  end,
}

variable "support_imputed" { of = obligor, type = money, unit = "yuan/month", zh = "推算赡养费",
  result = true,
  law = "赡养、抚养、扶养费:有协议、判决的按协议,明显偏低的推算,实际给付更高的按实付(R17;规则书 B.7)",
  formula = function (obligor, law)
    local family = obligor.household
    local due = yuan(0)
    if not obligor.no_capacity then
      local means_month = support.capacity(obligor.annual_income / 12, obligor.members,
        family.support_line, family.support_share_here)
      if means_month > yuan(0) then
        local here = default(obligor.supported_here, min(obligor.supported_persons, family.heads))
        due = support.per_person(means_month, obligor.supported_persons) * here
      end
    end
    return support.settled(due, obligor.agreed_support, obligor.paid_support, law.support_low_share)
  end,
}

---------------------------------------------------------------- 一次性收入(规则书 B4-11)
parameter "one_off_spread" { zh = "一次性收入逐月分摊", type = boolean,
  ["2006-01-01"] = { true, status = "placeholder",
    source = "买断、征地补偿等按低保标准逐月分摊、用完为止(旧规定所见,规则书 B4-11);四地未见" } }
variable "one_off_counted" { of = household, type = money, unit = "yuan/month", zh = "一次性收入分摊",
  law = "每月按低保标准 × 人口分摊,从取得当月起,用完为止(规则书 B4-11)",
  formula = function (family, law)
    if not law.one_off_spread or family.one_off_income == yuan(0) then return yuan(0) end
    local gone = months_between(family.one_off_month, law.month)
    if gone < 0 then return yuan(0) end
    local monthly = family.standard * family.heads
    return clamp(family.one_off_income - monthly * gone, yuan(0), monthly)
  end,
}

---------------------------------------------------------------- 家庭收入
variable "income_now" { of = household, type = money, unit = "yuan/month", zh = "当月核算收入",
  law = "各成员本人计算收入 + 推算赡养费 + 一次性收入分摊(规则书 0.4 第3步)",
  formula = function (family, law)
    return sum(family.persons, "own_income") + family.support_imputed + family.one_off_counted
  end,
}

-- 两次复核之间不调整的地方改写本条(规则书 LY-16)
variable "countable_income" { of = household, type = money, unit = "yuan/month", zh = "家庭月收入",
  result = true, law = "当月核算的收入(规则书 0.4 第3步)",
  formula = function (family, law) return family.income_now end,
}

variable "per_capita_income" { of = household, type = money, unit = "yuan/person/month", zh = "人均收入",
  result = true, law = "家庭月收入 ÷ 家庭人口,不取整(规则书 0.4 第4步)",
  formula = function (family, law)
    return means.per_head(family.countable_income, family.heads)
  end,
}
