-- policies/cn/fujian/longyan/budget.lua                          购买服务的列支:龙岩(规则书 LY-04、LY-05)
-- 两条界限同时成立:购买服务不少于社会救助专项经费的5%;其中用困难群众救助补助资金的部分,
-- 不多于这项资金年度预算的3%(规则书 L14)。市、县各算各的。
parameter "purchase_share_least" { zh = "购买服务列支下限", type = number, note = "× 社会救助专项经费",
  ["2021-01-01"] = { 0.05, source = "S4一:列支比例不低于5%(规则书 LY-04、C.4 ly_purchase_share_min)" } }
parameter "hardship_share_most" { zh = "补助资金列支上限", type = number, note = "× 困难群众救助补助资金年度预算",
  ["2021-01-01"] = { 0.03, source = "S4一:按照年度预算总额中3%以内列支(规则书 LY-05、C.4 ly_subsidy_share_max)" } }

-- 市、县同一套规则
local function budget(place)
  variable "purchase_least" { of = place, type = money, unit = "yuan/year", zh = "购买服务最少", result = true,
    law = "S4一(规则书 LY-04)",
    formula = function (row, law) return row.relief_fund * law.purchase_share_least end,
  }
  variable "hardship_most" { of = place, type = money, unit = "yuan/year", zh = "补助资金最多列支", result = true,
    law = "S4一(规则书 LY-05)",
    formula = function (row, law) return row.hardship_fund * law.hardship_share_most end,
  }
  -- 别的资金不够5%的部分,要由补助资金列支
  variable "hardship_least" { of = place, type = money, unit = "yuan/year", zh = "补助资金至少列支", result = true,
    law = "S4一(规则书 LY-04、LY-05、L14)",
    formula = function (row, law)
      return max(row.purchase_least - (row.relief_purchase - row.hardship_fund_purchase), yuan(0))
    end,
  }
  variable "purchase_ok" { of = place, type = boolean, zh = "购买服务列支符合", result = true,
    law = "S4一:两条界限同时成立(规则书 LY-04、LY-05、L14)",
    formula = function (row, law)
      return row.relief_purchase >= row.purchase_least and row.hardship_fund_purchase <= row.hardship_most
    end,
  }
end
budget(city)
budget(county)
