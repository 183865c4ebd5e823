-- policies/cn/zhejiang/yiwu/children.lua                        孤儿、困境儿童:义乌(规则书 YW-25)
parameter "child_benefit_standard" { override = true,
  ["2006-01-01"] = { { none = yuan(0) }, otherwise = yuan(0), status = "placeholder", source = "2020年以前未查,不计发" },
  ["2020-01-01"] = { { none = yuan(0), in_difficulty = yuan(1982), institution_orphan = yuan(2478) }, otherwise = yuan(1982),
    status = "placeholder",
    source = "困境儿童1982元(S3,规则书 YW-25);散居同数、机构孤儿2478 = 1982 ÷ 0.8,是推定(规则书 C.2)" },
}
