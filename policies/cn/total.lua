-- policies/cn/total.lua                                         合计
-- 没有合计封顶(规则书 F-37)。

variable "total_benefit" { of = household, type = money, unit = "yuan/month", zh = "月待遇合计",
  result = true, law = "各项当月待遇相加,不设上限(规则书 F-37)",
  formula = function (family, law)
    return family.dibao_amount + family.tekun_amount + family.orphan_allowance
      + family.living_subsidy + family.care_subsidy + family.old_age_allowance
      + family.price_subsidy + family.temporary_relief + family.local_benefit
  end,
}

-- 省、市自己增加的月待遇在这里加进合计
variable "local_benefit" { of = household, type = money, unit = "yuan/month", zh = "地方待遇",
  law = "由省、市规定", formula = function (family, law) return yuan(0) end }
