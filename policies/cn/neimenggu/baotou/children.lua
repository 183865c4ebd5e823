-- policies/cn/neimenggu/baotou/children.lua                      孤儿、事实无人抚养儿童:包头(规则书 B10-05)
parameter "child_benefit_standard" { override = true,
  note = "事实无人抚养儿童与分散孤儿同。自然增长机制没有定出公式(规则书 Q-29),提标后在这里加一行",
  ["2018-01-01"] = { { institution_orphan = yuan(1800), dispersed_orphan = yuan(1500), de_facto_orphan = yuan(1500),
      hiv_child = yuan(1500) }, otherwise = yuan(0),
    source = "内蒙古新闻网2019-12-06:原1800、1500元(R26;规则书 B10-05);起始日期未见" },
  ["2019-01-01"] = { { institution_orphan = yuan(2000), dispersed_orphan = yuan(1700), de_facto_orphan = yuan(1700),
      hiv_child = yuan(1700) }, otherwise = yuan(0),
    source = "内蒙古新闻网2019-12-06:从2019年1月起(R26;规则书 B10-05)" },
  ["2020-01-01"] = { { institution_orphan = yuan(2000), dispersed_orphan = yuan(1700), de_facto_orphan = yuan(1700),
      hiv_child = yuan(1700) }, otherwise = yuan(0), status = "placeholder",
    source = "2020年以后的标准未见,按2019年(规则书 B10-05)" },
}
