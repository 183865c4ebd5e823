-- policies/cn/fujian/longyan/property.lua                        财产限额:龙岩(规则书 B5-05)
-- 省、市的数额都没有查到。下面全是暂定:人均货币财产不超过24个月标准,没有汽车,不超过一套住房。
parameter "money_multiple" { override = true,
  ["2015-01-01"] = { { dibao = 2 }, otherwise = 2, status = "placeholder", source = "24个月标准 = 年标准2倍(规则书 B5-05、C.4 ly_property)" } }
parameter "money_test" { override = true,
  ["2015-01-01"] = { "不超过", status = "placeholder", source = "规则书 C.4 ly_property" } }
parameter "capital_limit" { override = true,
  ["2015-01-01"] = { { dibao = yuan(0) }, otherwise = yuan(0), status = "placeholder", source = "没有见到,按没有出资(规则书 B5-05)" } }
parameter "capital_test" { override = true,
  ["2015-01-01"] = { "不超过", status = "placeholder", source = "规则书 B5-05" } }
parameter "vehicle_most" { override = true,
  ["2015-01-01"] = { { dibao = 0 }, otherwise = 0, status = "placeholder", source = "没有汽车(规则书 C.4 ly_property)" } }
parameter "vehicle_multiple" { override = true,
  ["2015-01-01"] = { 0, status = "placeholder", source = "不许有车,价格线不起作用" } }
parameter "vehicle_test" { override = true, ["2015-01-01"] = { "不超过", status = "placeholder", source = "规则书 B5-05" } }
parameter "nonresidential_allowed" { override = true,
  ["2015-01-01"] = { { dibao = false }, otherwise = false, status = "placeholder", source = "规则书 B5-05 推定" } }
parameter "house_free_most" { override = true,
  ["2015-01-01"] = { 1, status = "placeholder", source = "一套以内不看面积(规则书 C.4 ly_property)" } }
parameter "house_most" { override = true,
  ["2015-01-01"] = { 1, status = "placeholder", source = "不超过一套(规则书 C.4 ly_property)" } }
parameter "house_area" { override = true,
  ["2015-01-01"] = { 0, status = "placeholder", source = "只许一套,面积线不起作用" } }
parameter "house_area_test" { override = true,
  ["2015-01-01"] = { "不超过", status = "placeholder", source = "只许一套,面积线不起作用" } }
parameter "obligor_property_tested" { override = true,
  ["2015-01-01"] = { false, status = "placeholder", source = "没有见到对义务人财产的规定(规则书 B5-05),不查" } }
