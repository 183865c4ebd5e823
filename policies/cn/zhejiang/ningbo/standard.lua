-- policies/cn/zhejiang/ningbo/standard.lua                      低保标准和低保金:宁波

---------------------------------------------------------------- 标准(规则书 C.1、B2-01、B2-02)
parameter "dibao_standard" { override = true,
  ["2006-01-01"] = { yuan(300), status = "placeholder", source = "甬政发〔2006〕80号(R11);月份未见" },
  ["2010-01-01"] = { yuan(440), status = "placeholder", source = "甬政办发〔2010〕154号(R11);月份未见" },
  ["2012-01-01"] = ended,      -- 2012年至2019年11月的标准未查
  ["2019-12-01"] = { yuan(846), status = "placeholder",
    source = "慈溪(二档)846元(R01;规则书 B2-01);全市公布数不高于940,未见" },
  ["2021-07-01"] = { yuan(1005), source = "宁波日报2021-08-23 同城同标(R02;规则书 B2-02)" },
  ["2022-07-01"] = { yuan(1181), source = "奉化区方桥街道2022年保障标准(R03)、鄞州区明楼街道2022年一览表(R04);起始月按7月更新" },
  ["2024-01-01"] = { yuan(1267), status = "placeholder",
    source = "2024年全市民政工作要点6:年标准15200元以上,满足它的最小整元数(NB24-17)" },
}

---------------------------------------------------------------- 最低补差、全额(规则书 B1-05、B1-07)
-- R01 是2019年慈溪的规定,2021年以后是否仍然有效没有核实。
parameter "dibao_min_topup_ratio" { override = true,
  ["2006-01-01"] = { 0, status = "placeholder", source = "2019年12月以前未查" },
  ["2019-12-01"] = { 0.30, source = "人均最低补差不得少于低保标准的30%(慈溪2019,R01)" },
  ["2021-07-01"] = { 0.30, status = "placeholder", source = "R01;2021年同城同标以后是否沿用未核实" },
}
parameter "full_rate_lightest_level" { override = true,
  ["2006-01-01"] = { 0, status = "placeholder", source = "2019年12月以前未查" },
  ["2019-12-01"] = { 2, source = "残疾二级及以上全额(慈溪2019,R01)" },
  ["2021-07-01"] = { 2, status = "placeholder", source = "R01;2021年以后是否沿用未核实" },
}
parameter "full_rate_single_illness" { override = true,
  ["2006-01-01"] = { false, status = "placeholder", source = "2019年12月以前未查" },
  ["2019-12-01"] = { true, source = "单独施保的重病患者全额(慈溪2019,R01)" },
  ["2021-07-01"] = { true, status = "placeholder", source = "R01;2021年以后是否沿用未核实" },
}

---------------------------------------------------------------- 小户增发(2006至2011,历史;规则书 B1-10)
parameter "size_supplement" { override = true,
  note = "按家庭人口,全户每月:一人40元,二人每人20元,三人以上没有",
  -- lint: mutant 一人、二人都是40元,两档之间的界限不影响数额
  ["2006-01-01"] = { { { below = 1, yuan(0) }, { from = 1, upto = 1, yuan(40) },
                       { from = 2, upto = 2, yuan(40) }, { from = 3, yuan(0) } },
    source = "甬政发〔2006〕80号、甬政办发〔2010〕154号(R11;规则书 B1-10)" },
  ["2012-01-01"] = { { { from = 0, yuan(0) } }, status = "placeholder", source = "现行标准没有小户增发,废止时间未见" },
}
