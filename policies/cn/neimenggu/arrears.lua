-- policies/cn/neimenggu/arrears.lua                              补发:自治区(规则书 B13-03、B2-06)
-- 标准从1月1日起执行,年中公布,上半年的差额一次补发。
parameter "arrears_for_leavers" { override = true,
  ["2006-01-01"] = { true, status = "placeholder", source = "2019年以前未查" },
  ["2019-01-01"] = { false, source = "新华社2019-06-26:退出救助保障范围的不再补发(R32;规则书 B13-03、B03、F-20)" },
}
parameter "arrears_deadline_months" { override = true,
  ["2006-01-01"] = { 0, status = "placeholder", source = "2019年以前未查" },
  ["2019-01-01"] = { 5, source = "6月底以前补发到位(R32);包头2022年、2023年6月10日前(R23、R24;规则书 B13-03、C.3 bt_arrears_deadline):1月起5个月内" },
}
