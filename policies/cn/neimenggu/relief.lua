-- policies/cn/neimenggu/relief.lua                               价格补贴:自治区(规则书 B11-04)
-- 2022年9月至2023年3月:对象加低保边缘,启动线降低(R95)。
parameter "price_multiple_category" { override = true,
  ["2016-08-01"] = { { tekun = 1, dibao = 1, dibao_single = 1 }, otherwise = 0,
    source = "低保、特困(R64;规则书 B11-04)" },
  ["2022-09-01"] = { { tekun = 1, dibao = 1, dibao_single = 1, dibian = 1 }, otherwise = 0,
    source = "内蒙古民政厅2023-01-18:增加低保边缘(R95;规则书 B11-04)" },
  ["2023-04-01"] = { { tekun = 1, dibao = 1, dibao_single = 1 }, otherwise = 0,
    source = "到2023年3月(R95;规则书 B11-04)" },
}
parameter "price_trigger_cpi" { override = true,
  ["2016-08-01"] = { 0.035, source = "2016年联动机制:3.5%(R64;规则书 B11-04)" },
  ["2022-09-01"] = { 0.03, status = "placeholder", source = "启动线降低(R95);降到多少未见,按3%" },
  ["2023-04-01"] = { 0.035, source = "到2023年3月(R95;规则书 B11-04)" },
}
