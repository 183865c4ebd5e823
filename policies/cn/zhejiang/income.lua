-- policies/cn/zhejiang/income.lua                               收入:省的数字
-- lint: no-result 填收入事实时的核算期,由 income_from 说明
parameter "income_window_months" { override = true,
  ["2006-01-01"] = { 12, status = "placeholder", source = "浙江旧规定城市6个月、农村12个月(规则书 B4-07,R17)" },
  ["2017-09-01"] = { 6, source = "浙江省最低生活保障办法2017年修订:申请前半年(R18)" } }

-- 浙江2007年办法另列的不计收入(规则书 B4-03、B4-05)
input "exempt_income" { override = true, of = person, type = money,
  note = "四项收入里依法不计入的部分。国家:优待抚恤金、计生奖励扶助金、奖学金、见义勇为奖励、社会救助款、残疾人两项补贴、高龄津贴、基础养老金(规则书 B4-02、B4-04、B4-06)。浙江另有:一次性经济补偿金按规定分摊的部分、丧葬抚恤金、伤残赔偿中生活补助以外的部分、用于治病建房上学的救助款、重度残疾人定期补助、按最低基数缴的社会保险费、社区服务奖励、初次就业一定时间的收入(R17,规则书 B4-03)、困境儿童基本生活费(R72,规则书 B4-05)" }

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
