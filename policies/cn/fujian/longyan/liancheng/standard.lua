-- policies/cn/fujian/longyan/liancheng/standard.lua              低保标准:连城县
parameter "wage_tier" { override = true,
  ["2015-01-01"] = { 3, source = "三类:1130/1280/1420/1660元(R40至R42;规则书 C.4 ly_minwage)" } }

parameter "dibao_standard" { override = true, zh = "低保标准",
  ["2015-01-01"] = { yuan(380), source = "2015年城市低保380元(R37;规则书 C.4 ly_dibao_month);月份未见" },
  ["2016-01-01"] = { yuan(452), source = "2016年城市低保452元(R37;规则书 P08、C.4)" },
  ["2017-07-01"] = { yuan(538), source = "龙政综〔2017〕122号:538元(R38;规则书 P08、C.4)" },
  ["2018-07-01"] = { yuan(538), status = "placeholder", source = "2018年至2020年的标准未见,按2017年" },
  ["2021-01-01"] = { yuan(596), status = "derived", source = "同一42%规则:1420 × 42%,四舍五入到元(规则书 C.4、P08)" },
  ["2022-04-01"] = { yuan(747), status = "placeholder", source = "1660 × 45%,四舍五入到元(规则书 LY-06、L15、C.4);公布数未见" },
  ["2025-01-01"] = { yuan(901), status = "placeholder",
    source = "1895 × 47.5% = 900.125,取满足的最小整元数(规则书 LY-07、L05);2025年公布数未见(B2-04)" },
}
