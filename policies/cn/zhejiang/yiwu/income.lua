-- policies/cn/zhejiang/yiwu/income.lua                          收入:义乌
-- 核算期6个月、赡养费扣减1.5倍(2007年办法)依省(规则书 B4-07、B.7 V2)。

parameter "work_cost_ratio" { override = true,
  ["2006-01-01"] = { 0, status = "placeholder", source = "以前是否扣减未查" },
  ["2021-01-01"] = { 0.30, status = "placeholder",
    source = "省里可扣减一定的就业成本(R16),数额未见;按低保标准30%(规则书 C.2 yw_work_cost)" },
}
parameter "wage_tier" { override = true,
  ["2021-08-01"] = { 2, status = "placeholder", source = "义乌属几档未见,按二档2070、2260元(规则书 C.2 yw_minwage)" } }
-- 高龄、重残义务人的收入线和刚性支出的收入线
parameter "disposable_income_year" { override = true,
  ["2006-01-01"] = { yuan(75000), status = "placeholder", source = "本地上年人均可支配收入未查,请填实数" } }
