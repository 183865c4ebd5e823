-- policies/cn/zhejiang/ningbo/income.lua                        收入:宁波

---------------------------------------------------------------- 就业成本(规则书 B4-08、C.1 nb_work_cost)
parameter "work_cost_ratio" { override = true,
  ["2006-01-01"] = { 0, status = "placeholder", source = "以前是否扣减未查" },
  ["2021-12-29"] = { 0.30, status = "placeholder",
    source = "行动方案二(一)二:扣减就业成本(S0);数额未见,按低保标准30%、不超过工资(赣州做法,R86)" },
}

---------------------------------------------------------------- 赡养费推算(规则书 B.7 V1)
parameter "support_deduction_year" { zh = "赡养费推算扣减额", type = money, unit = "yuan/person/year",
  ["2006-01-01"] = { yuan(48479), status = "placeholder", source = "2022年以前的数未查,按2022年" },
  ["2022-01-01"] = { yuan(48479), source = "鄞州区明楼街道2022年一览表(R04)" },
}
variable "support_line" { override = true,
  law = "(义务人家庭年收入 − 48479 × 人数)推算(R04);按需赡养人数平分是推定(规则书 B.7 V1、V2)",
  formula = function (family, law) return law.support_deduction_year / 12 end,
}
