-- policies/cn/zhejiang/yiwu/property.lua                        财产限额:义乌(规则书 B.5)
-- 义乌自己的限额没有查到。这里按邻近的海盐县2023年规定(R19;规则书 B5-01),全部待确认。

parameter "money_multiple" { override = true,
  ["2006-01-01"] = { { dibao = 4, dibian = 6 }, otherwise = 6, status = "placeholder",
    source = "海盐2023:低保4倍、低边6倍(R19);支出型未见,按低边" } }
parameter "money_test" { override = true,
  ["2006-01-01"] = { "低于", status = "placeholder", source = "海盐2023(R19)" } }
parameter "capital_limit" { override = true,
  ["2006-01-01"] = { { dibao = yuan(100000) }, otherwise = yuan(100000), status = "placeholder",
    source = "海盐2023:10万元(R19);低边未见,同低保" } }
parameter "capital_test" { override = true,
  ["2006-01-01"] = { "不超过", status = "placeholder", source = "海盐2023:10万元(含)(R19)" } }
parameter "vehicle_most" { override = true,
  ["2006-01-01"] = { { dibao = 0 }, otherwise = 1, status = "placeholder", source = "海盐2023:低保没有,低边一辆(R19)" } }
parameter "vehicle_multiple" { override = true,
  ["2006-01-01"] = { 15, status = "placeholder", source = "海盐2023:低于年标准15倍(R19)" } }
parameter "vehicle_test" { override = true,
  ["2006-01-01"] = { "低于", status = "placeholder", source = "海盐2023(R19)" } }
parameter "nonresidential_allowed" { override = true,
  ["2006-01-01"] = { { dibao = false }, otherwise = true, status = "placeholder",
    source = "海盐2023:低保没有非居住用房(R19);其余没有写" } }
parameter "house_free_most" { override = true,
  ["2006-01-01"] = { 1, status = "placeholder", source = "海盐2023:1套(R19)" } }
parameter "house_most" { override = true,
  ["2006-01-01"] = { 2, status = "placeholder", source = "海盐2023:2套且不超过上年人均面积(R19)" } }
parameter "house_area" { override = true,
  ["2006-01-01"] = { 49.98, status = "placeholder", source = "本地上年人均住房面积未查,暂用宁波2022年数" } }
parameter "house_area_test" { override = true,
  ["2006-01-01"] = { "不超过", status = "placeholder", source = "海盐2023(R19)" } }

---------------------------------------------------------------- 赡(抚、扶)养义务人
parameter "obligor_money_multiple" { override = true,
  ["2006-01-01"] = { { dibao = 10 }, otherwise = 10, status = "placeholder", source = "未见,暂用宁波2022年数(R04)" } }
parameter "obligor_capital_limit" { override = true,
  ["2006-01-01"] = { yuan(200000), status = "placeholder", source = "未见,暂用宁波2022年数(R04)" } }
parameter "obligor_vehicle_most" { override = true,
  ["2006-01-01"] = { 1, status = "placeholder", source = "未见,暂用宁波2022年数(R04)" } }
parameter "obligor_vehicle_multiple" { override = true,
  ["2006-01-01"] = { 12, status = "placeholder", source = "未见,暂用宁波2022年数(R04)" } }
parameter "obligor_house_most" { override = true,
  ["2006-01-01"] = { 1, status = "placeholder", source = "未见,暂用宁波2022年数(R04)" } }
parameter "obligor_area_ratio" { override = true,
  ["2006-01-01"] = { 1.5, status = "placeholder", source = "未见,暂用宁波2022年数(R04)" } }
