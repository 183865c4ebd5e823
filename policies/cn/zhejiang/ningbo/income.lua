-- policies/cn/zhejiang/ningbo/income.lua                        收入:宁波

---------------------------------------------------------------- 就业成本(规则书 B4-08、C.1 nb_work_cost)
parameter "work_cost_ratio" { override = true,
  ["2006-01-01"] = { 0, status = "placeholder", source = "以前是否扣减未查" },
  ["2021-12-29"] = { 0.30, status = "placeholder",
    source = "行动方案二(一)二:扣减就业成本(S0);数额未见,按低保标准30%、不超过工资(赣州做法,R86)" },
}

parameter "wage_tier" { override = true, note = "余姚、慈溪、宁海、象山、前湾为二档",
  ["2021-08-01"] = { 1, source = "甬政发〔2024〕27号:海曙、江北、镇海、北仑、鄞州、奉化、高新区为一档(R10;规则书 C.1 nb_minwage)" } }

---------------------------------------------------------------- 赡养费推算(规则书 B.7 V1)
parameter "support_rule" { override = true,
  ["2006-01-01"] = { "fixed", status = "placeholder", source = "2022年以前的办法未查,按2022年(R04)" },
  ["2022-01-01"] = { "fixed", source = "家庭收入 − 48479 × 人数(R04;规则书 B.7 V1);按需赡养人数平分是推定" },
}
parameter "support_deduction_year" { override = true,
  ["2006-01-01"] = { yuan(48479), status = "placeholder", source = "2022年以前的数未查,按2022年" },
  ["2022-01-01"] = { yuan(48479), source = "鄞州区明楼街道2022年一览表(R04)" },
}
-- 高龄、重残义务人的收入线(规则书 B.7 末段)
parameter "disposable_income_year" { override = true,
  ["2006-01-01"] = { yuan(70000), status = "placeholder", source = "本地上年人均可支配收入未查,请填实数" } }
