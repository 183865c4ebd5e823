-- policies/cn/fujian/longyan/shanghang/standard.lua              低保标准:上杭县
parameter "wage_tier" { override = true,
  ["2015-01-01"] = { 2, source = "二类:1230/1380/1570/1810元(R40至R42;规则书 C.4 ly_minwage)" } }

parameter "dibao_standard" { override = true, zh = "低保标准",
  ["2015-01-01"] = { yuan(420), source = "2015年城市低保420元(R37;规则书 C.4 ly_dibao_month);月份未见" },
  ["2016-01-01"] = { yuan(492), source = "2016年城市低保492元(R37;规则书 P08、C.4)" },
  ["2017-07-01"] = { yuan(580), source = "龙政综〔2017〕122号:580元(R38;规则书 P08、C.4)" },
  ["2018-07-01"] = { yuan(580), status = "placeholder", source = "2018年至2020年的标准未见,按2017年" },
  ["2021-01-01"] = { yuan(659), status = "derived", source = "同一42%规则:1570 × 42%,四舍五入到元(规则书 C.4、P08)" },
  ["2022-04-01"] = { yuan(815), status = "placeholder", source = "1810 × 45%,四舍五入到元(规则书 LY-06、L15、C.4);公布数未见" },
  ["2025-01-01"] = { yuan(972), status = "placeholder",
    source = "2045 × 47.5% = 971.375,取满足的最小整元数(规则书 LY-07、L05);2025年公布数未见(B2-04)" },
}
