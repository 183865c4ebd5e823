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
    if person.wage_income == yuan(0) then return yuan(0) end
    local base = person.household.standard
    if law.work_cost_basis == "wage" then base = person.wage_income end
    if law.work_cost_basis == "minimum_wage" then base = person.household.local_minimum_wage end
    return min(person.wage_income, base * law.work_cost_ratio)
  end,
}

---------------------------------------------------------------- 本人收入
variable "own_income" { of = person, type = money, unit = "yuan/month", zh = "本人计算收入",
  law = "工资、经营、财产、转移四项净收入(规则书 B4-01,R17、R18)− 不计收入(B4-02 至 B4-06)− 就业成本",
  formula = function (person, law)
    if not person.in_household then return yuan(0) end
    local all_kinds = person.wage_income + person.business_income + person.property_income
      + person.transfer_income
    return max(all_kinds - person.exempt_income - person.work_cost, yuan(0))
  end,
}

---------------------------------------------------------------- 赡(抚、扶)养费(规则书 B.7)
parameter "support_line_multiple" { zh = "赡养费扣减倍数", type = number,
  note = "义务人家庭每人扣减几倍低保标准;由省、市规定" }
parameter "support_share" { zh = "赡养费计入比例", type = number, note = "支付能力计入几成;由省、市规定" }
parameter "support_low_share" { zh = "协议数额偏低线", type = number,
  ["2006-01-01"] = { 1, status = "placeholder",
    source = "“明显偏低”没有数(规则书 B.7 V2,R17):低于推算额即按推算" } }

variable "support_line" { of = household, type = money, unit = "yuan/person/month", zh = "义务人每人扣减额",
  law = "规则书 B.7",
  formula = function (family, law) return family.standard * law.support_line_multiple end,
}

variable "support_imputed" { of = obligor, type = money, unit = "yuan/month", zh = "推算赡养费",
  result = true,
  law = "赡养、抚养、扶养费:有协议、判决的按协议,明显偏低的推算,实际给付更高的按实付(R17;规则书 B.7)",
  formula = function (obligor, law)
    local family = obligor.household
    local due = yuan(0)
    if not obligor.incapable then
      local means_month = support.capacity(obligor.annual_income / 12, obligor.members,
        family.support_line, law.support_share)
      if means_month > yuan(0) then
        local here = default(obligor.supported_here, min(obligor.supported_persons, family.heads))
        due = support.per_person(means_month, obligor.supported_persons) * here
      end
    end
    return support.settled(due, obligor.agreed_support, obligor.paid_support, law.support_low_share)
  end,
}

---------------------------------------------------------------- 家庭收入
variable "countable_income" { of = household, type = money, unit = "yuan/month", zh = "家庭月收入",
  result = true, law = "各成员本人计算收入 + 推算赡养费(规则书 0.4 第3步)",
  formula = function (family, law)
    return sum(family.persons, "own_income") + family.support_imputed
  end,
}

variable "per_capita_income" { of = household, type = money, unit = "yuan/person/month", zh = "人均收入",
  result = true, law = "家庭月收入 ÷ 家庭人口,不取整(规则书 0.4 第4步)",
  formula = function (family, law)
    return means.per_head(family.countable_income, family.heads)
  end,
}
