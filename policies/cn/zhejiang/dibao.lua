-- policies/cn/zhejiang/dibao.lua                                低保:省的数字
---------------------------------------------------------------- 渐退期(规则书 B6-06)
parameter "grace_length" { override = true,
  ["2006-01-01"] = { 12, status = "placeholder", source = "2024年以前起始时间未见,按一年(R16)" },
  ["2024-01-01"] = { 12, source = "收入超过而财产符合的,从下月起一年渐退期(R16)" } }

---------------------------------------------------------------- 标准的量化比例(只检查,规则书 B2-03、F-09)
parameter "dibao_ratio_min" { zh = "低保量化比例下限", type = number,
  ["2024-01-01"] = { 0.30, source = "浙民助〔2024〕106号(R14)" } }
parameter "dibao_ratio_max" { zh = "低保量化比例上限", type = number,
  ["2024-01-01"] = { 0.40, source = "浙民助〔2024〕106号(R14)" } }
parameter "province_consumption_year" { zh = "全省居民人均消费支出", type = money, unit = "yuan/year",
  note = "用于下一年度",
  ["2024-01-01"] = { yuan(42194), status = "placeholder", source = "2023年全省数,凭记忆(规则书 C.0)" } }

check "dibao_ratio" { zh = "低保标准在省定比例内", law = "浙民助〔2024〕106号(R14;规则书 B2-03、NB21-05)",
  from = "2024-01", severity = "warning",
  test = function (law)
    local year = law.dibao_standard * 12
    local least = law.province_consumption_year * law.dibao_ratio_min
    return year >= least and year <= law.province_consumption_year * law.dibao_ratio_max,
      "低保年标准应在省定比例内,每月最低" .. tostring(round(least / 12, up_to(fen))) .. "元"
  end,
}

---------------------------------------------------------------- 市县财产限额不出省的框架(规则书 B5-02)
parameter "money_years_min" { zh = "货币财产倍数下限", type = number,
  ["2015-03-01"] = { 3, source = "浙江省社会救助家庭经济状况认定办法2015:3至4年低保标准(R88,规则书 B5-02)" } }
parameter "money_years_max" { zh = "货币财产倍数上限", type = number,
  ["2015-03-01"] = { 4, source = "浙江省社会救助家庭经济状况认定办法2015:3至4年低保标准(R88,规则书 B5-02)" } }
check "property_frame" { zh = "低保财产限额在省的框架内", law = "浙江省社会救助家庭经济状况认定办法2015(R88,规则书 B5-02)",
  from = "2015-03", severity = "warning",
  test = function (law)
    return law.money_multiple["dibao"] >= law.money_years_min and law.money_multiple["dibao"] <= law.money_years_max
      and law.vehicle_most["dibao"] == 0 and not law.nonresidential_allowed["dibao"],
      "低保:货币财产3至4年标准,没有汽车、店铺、办公用房"
  end,
}
