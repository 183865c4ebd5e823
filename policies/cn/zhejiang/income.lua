-- policies/cn/zhejiang/income.lua                               收入:省的数字
parameter "income_window_months" { override = true,
  ["2006-01-01"] = { 12, status = "placeholder", source = "浙江旧规定城市6个月、农村12个月(规则书 B4-07,R17)" },
  ["2017-09-01"] = { 6, source = "浙江省最低生活保障办法2017年修订:申请前半年(R18)" } }

-- 赡养费:2007年办法(V2)扣减 1.5 倍低保标准,全额计入;市里另有规定的从其规定
parameter "support_line_multiple" { override = true,
  ["2006-01-01"] = { 1.5, source = "浙民低〔2007〕93号(R17;规则书 B.7 V2)" } }
parameter "support_share" { override = true,
  ["2006-01-01"] = { 1, source = "浙民低〔2007〕93号(R17;规则书 B.7 V2)" } }

-- 最低工资按县分三档,下标是档次
parameter "wage_tier" { zh = "最低工资档次", type = integer, note = "1 至 3 档;由市县填" }
parameter "minimum_wage" { zh = "最低工资", type = money, unit = "yuan/month", key = integer,
  ["2021-08-01"] = { { [1] = yuan(2280), [2] = yuan(2070), [3] = yuan(1840) }, status = "derived",
    source = "由2024年数倒推(规则书 C.0 zj_minwage_tiers);月份凭记忆" },
  ["2024-01-01"] = { { [1] = yuan(2490), [2] = yuan(2260), [3] = yuan(2010) }, source = "R10 及当时报道" } }
variable "local_minimum_wage" { override = true, law = "浙江最低工资按县分档(R10;规则书 C.0)",
  formula = function (family, law) return law.minimum_wage[law.wage_tier] end }
