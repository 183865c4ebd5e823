-- policies/cn/neimenggu/income.lua                               收入:自治区

---------------------------------------------------------------- 就业成本(规则书 B4-08、Q-01)
-- 兴安盟的办法两种都有:就业收入的10%,或当地最低工资的10%(R31)。盟市要选定一种。
parameter "work_cost_basis" { override = true,
  ["2018-01-01"] = { "wage", status = "placeholder",
    source = "兴安盟:就业收入或当地最低工资的10%(R31;规则书 B4-08);包头未见,先按工资" },
}
parameter "work_cost_ratio" { override = true,
  ["2018-01-01"] = { 0.10, status = "placeholder", source = "兴安盟10%(R31;规则书 B4-08);包头未见" },
}

---------------------------------------------------------------- 赡养费推算(规则书 B.7 V3)
parameter "support_line_multiple" { override = true,
  ["2018-01-01"] = { 2, status = "placeholder",
    source = "人均不超过低保标准2倍(含)没有能力(V3,R67;规则书 B.7);自治区办法未见" },
}
parameter "support_share" { override = true,
  ["2018-01-01"] = { 0.5, status = "placeholder",
    source = "超过部分的50%由需赡养的人平分(V3,R67;规则书 B.7);自治区办法未见" },
}

-- 最低工资按县区的类别,下标是类别
parameter "minimum_wage" { zh = "最低工资", type = money, unit = "yuan/month", key = integer,
  note = "下标是县区的类别",
  ["2018-01-01"] = { { [1] = yuan(1760) }, status = "placeholder", source = "2021年12月以前未查,暂按1760" },
  ["2021-12-01"] = { { [1] = yuan(1980) },
    source = "内蒙古最低工资一类地区1980元(R35;规则书 C.3 bt_minwage);起始月份未核实" },
}
parameter "wage_tier" { zh = "最低工资类别", type = integer, note = "由盟市、旗县区填" }
variable "local_minimum_wage" { override = true,
  law = "自治区最低工资,按县区的类别(R35)",
  formula = function (family, law) return law.minimum_wage[law.wage_tier] end,
}
