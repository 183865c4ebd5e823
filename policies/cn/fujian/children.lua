-- policies/cn/fujian/children.lua                                孤儿、事实无人抚养儿童:福建(规则书 B10-04)
parameter "child_benefit_standard" { override = true,
  note = "事实无人抚养儿童、艾滋病儿童与散居孤儿同;困境儿童没有查到",
  ["2021-01-01"] = { { institution_orphan = yuan(2100), dispersed_orphan = yuan(1700), de_facto_orphan = yuan(1700),
      hiv_child = yuan(1700) }, otherwise = yuan(0), source = "2024年7月以前的标准(R52;规则书 B10-04、C.4);起始日期未见" },
  ["2024-07-01"] = { { institution_orphan = yuan(2213), dispersed_orphan = yuan(1792), de_facto_orphan = yuan(1792),
      hiv_child = yuan(1792) }, otherwise = yuan(0), source = "福建2024-07-01(R52;规则书 B10-04、P13)" },
}
