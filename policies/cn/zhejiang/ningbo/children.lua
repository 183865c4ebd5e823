-- policies/cn/zhejiang/ningbo/children.lua                      孤儿、困境儿童:宁波(规则书 B10-01)
-- 机构孤儿为上年度城镇人均消费支出的80%;散居孤儿、困境儿童为机构孤儿的80%。
parameter "child_benefit_standard" { override = true,
  ["2006-01-01"] = { { none = yuan(0) }, otherwise = yuan(0), status = "placeholder", source = "2021年7月以前未查,不计发" },
  ["2021-07-01"] = { { institution_orphan = yuan(2580) }, otherwise = yuan(2064),
    source = "宁波日报2021-08-23(R02)" },
  ["2022-04-01"] = { { institution_orphan = yuan(3024) }, otherwise = yuan(2419),
    source = "《宁波通讯》2022年8期(R05)" },
  ["2024-01-01"] = { { institution_orphan = yuan(3225) }, otherwise = yuan(2580),
    status = "derived",
    source = "2024年全市民政工作要点8:机构孤儿38700元/年(NB24-26);散居、困境按80%推算" },
}
parameter "orphan_ratio_dispersed" { zh = "散居与机构孤儿之比", type = number,
  note = "只用来检查公布的数(规则书 F-09)",
  ["2021-07-01"] = { 0.80, source = "R02、R05" } }
