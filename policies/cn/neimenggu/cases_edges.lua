-- policies/cn/neimenggu/cases_edges.lua                         例子:边上的情形(内蒙古)
case "NM-edge-1" { zh = "一个人也没有的不是刚性支出家庭", source = "规则书 B6-04、F-36", month = "2024-08",
  household = { persons = {} }, expect = { rigid_ok = false } }
case "NM-edge-2" { zh = "外地户籍的不是刚性支出家庭", source = "规则书 B6-04、Q-03", month = "2024-08",
  household = { hukou_local = false, persons = { {} } }, expect = { rigid_ok = false } }
case "NM-edge-3" { zh = "农村没有建档立卡的按一般渐退期", source = "规则书 B6-07(R32)", month = "2019-08",
  household = { poverty_registered = false, region_class = "rural" }, expect = { grace_limit = 0 } }
case "NM-edge-4" { zh = "没有残疾的不延伸", source = "规则书 B9-08", month = "2024-08",
  set = { care_subsidy_ext_l34 = true },
  household = { category = "dibao", region_class = "rural", persons = { { disability_level = 0, disability_category = "mental" } } },
  expect = { persons = { { care_subsidy_extended = false } } } }
