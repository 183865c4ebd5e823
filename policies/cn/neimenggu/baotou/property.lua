-- policies/cn/neimenggu/baotou/property.lua                      财产限额:包头(规则书 B5-04)
-- 自治区列了六种情形(R30),盟市列了存款、证券、保险现金价值、债权、车辆、船舶、大型农机具、公司、
-- 房屋、林地,生产生活必需的除外(R31);数额都没有见到。下面的数全是暂定,请确认。
parameter "money_multiple" { override = true,
  ["2018-01-01"] = { { dibao = 2 }, otherwise = 2, status = "placeholder",
    source = "数额未见,按人均24个月标准(规则书 B5-04、B5-05 推定)" } }
parameter "money_test" { override = true,
  ["2018-01-01"] = { "不超过", status = "placeholder", source = "数额未见(规则书 B5-04)" } }
parameter "capital_limit" { override = true,
  ["2018-01-01"] = { { dibao = yuan(0) }, otherwise = yuan(0), status = "placeholder",
    source = "办有公司的不符合(R31);数额未见,按没有(规则书 B5-04)" } }
parameter "capital_test" { override = true,
  ["2018-01-01"] = { "不超过", status = "placeholder", source = "数额未见(规则书 B5-04)" } }
parameter "vehicle_most" { override = true,
  ["2018-01-01"] = { { dibao = 0 }, otherwise = 0, status = "placeholder",
    source = "机动车、船舶、大型农机具(R31);按没有(规则书 B5-04)" } }
parameter "vehicle_multiple" { override = true,
  ["2018-01-01"] = { 0, status = "placeholder", source = "不许有车,价格线不起作用(规则书 B5-04)" } }
parameter "vehicle_test" { override = true,
  ["2018-01-01"] = { "不超过", status = "placeholder", source = "数额未见(规则书 B5-04)" } }
parameter "nonresidential_allowed" { override = true,
  ["2018-01-01"] = { { dibao = false }, otherwise = false, status = "placeholder", source = "规则书 B5-04 推定" } }
parameter "house_free_most" { override = true,
  ["2018-01-01"] = { 1, status = "placeholder", source = "一套以内不看面积(规则书 B5-05 推定)" } }
parameter "house_most" { override = true,
  ["2018-01-01"] = { 1, status = "placeholder", source = "不超过一套(规则书 B5-05 推定)" } }
parameter "house_area" { override = true,
  ["2018-01-01"] = { 0, status = "placeholder", source = "只许一套,面积线不起作用" } }
parameter "house_area_test" { override = true,
  ["2018-01-01"] = { "不超过", status = "placeholder", source = "只许一套,面积线不起作用" } }

---------------------------------------------------------------- 赡(抚、扶)养义务人
parameter "obligor_property_tested" { override = true,
  ["2018-01-01"] = { false, status = "placeholder", source = "没有见到对义务人财产的规定(规则书 B5-04),不查" } }
