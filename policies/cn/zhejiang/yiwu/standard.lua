-- policies/cn/zhejiang/yiwu/standard.lua                        低保标准、单人户:义乌

---------------------------------------------------------------- 标准(规则书 C.2,城乡一体)
parameter "dibao_standard" { override = true,
  ["2020-01-01"] = { yuan(900), status = "derived",
    source = "低保家庭人均年收入10800元 ÷ 12(S3,规则书 YW-22、F-28);起始月未见" },
  ["2021-01-01"] = { yuan(950), source = "义乌商报2020-12-17(R12)" },
  ["2022-01-01"] = { yuan(1050), status = "placeholder", source = "1050元(R13);起始月未见" },
  ["2023-08-01"] = { yuan(1100), source = "1050元提到1100元(R13)" },
  ["2024-11-01"] = { yuan(1145), source = "金华市2024年通知(R14;规则书 B2-03、F-30)" },
}

---------------------------------------------------------------- 单人户(规则书 B3-04)
-- 低边家庭中的重残、三级精神(智力)、重病,同国家规定;另有靠父母兄弟姐妹供养的成年重残人员。
parameter "single_supported_level" { override = true,
  ["2006-01-01"] = { { none = 0 }, otherwise = 0, status = "placeholder", source = "2021年以前未查" },
  ["2021-01-01"] = { { intellectual = 4, mental = 4 }, otherwise = 2,
    source = "依靠父母和兄弟姐妹供养的成年重度残疾人和三、四级精神(智力)残疾人(R12、R13;规则书 B3-04、Q-02)" },
}
-- 低边家庭里的三样,义乌2021年1月已有;国家的从2021年7月起,照抄在后面
parameter "single_lightest_level" { override = true,
  ["2006-01-01"] = { { none = 0 }, otherwise = 0, status = "placeholder", source = "2021年以前的单人户规定未查" },
  ["2021-01-01"] = { { intellectual = 3, mental = 3 }, otherwise = 2,
    source = "低边家庭中的重度残疾人、三级精神(智力)残疾人(R12、R13;规则书 B3-04、C.2 yw_single_member)" } }
parameter "single_serious_illness" { override = true,
  ["2006-01-01"] = { false, status = "placeholder", source = "2021年以前的单人户规定未查" },
  ["2021-01-01"] = { true, source = "低边家庭中的重病患者(R12、R13;规则书 B3-04、C.2 yw_single_member)" } }
