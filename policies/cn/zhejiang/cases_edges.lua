-- policies/cn/zhejiang/cases_edges.lua                          例子:边上的情形(浙江)
case "zj-edge-1" { zh = "最低工资按档次", source = "规则书 C.0(R10)", month = "2024-12",
  set = { wage_tier = 2 }, household = { persons = {} }, expect = { local_minimum_wage = 2260 } }
