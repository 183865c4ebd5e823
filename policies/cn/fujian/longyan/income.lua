-- policies/cn/fujian/longyan/income.lua                          收入:龙岩

---------------------------------------------------------------- 就业成本(规则书 B4-08、Q-01)
parameter "work_cost_basis" { override = true,
  ["2015-01-01"] = { "wage", status = "placeholder", source = "S4二:扣减必要的就业成本;数额未见,按工资的一成(规则书 C.4 ly_work_cost)" } }
parameter "work_cost_ratio" { override = true,
  ["2015-01-01"] = { 0, status = "placeholder", source = "规划以前是否扣减未查" },
  ["2021-01-01"] = { 0.10, status = "placeholder", source = "S4二:扣减必要的就业成本;数额未见,按工资的10%(规则书 C.4、Q-01)" },
}

---------------------------------------------------------------- 赡养费推算(规则书 B.7 V3)
parameter "support_line_multiple" { override = true,
  ["2015-01-01"] = { 2, status = "placeholder", source = "人均不超过低保标准2倍(含)没有能力(V3,R67;规则书 B.7);龙岩未见" } }
parameter "support_share" { override = true,
  ["2015-01-01"] = { 0.5, status = "placeholder", source = "超过部分的50%由需赡养的人平分(V3,R67;规则书 B.7);龙岩未见" } }

-- 上年度人均可支配收入:临时救助、刚性支出、义务人能力用
parameter "disposable_income_year" { override = true,
  ["2015-01-01"] = { yuan(36000), status = "placeholder", source = "本地上年人均可支配收入未查,暂按36000,请填实数" } }
parameter "rigid_ratio" { override = true,
  ["2024-11-01"] = { 0.6, status = "placeholder", source = "刚性支出占收入的比例未见,按60%(规则书 B6-03)" } }
