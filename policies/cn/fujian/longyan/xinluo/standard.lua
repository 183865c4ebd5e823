-- policies/cn/fujian/longyan/xinluo/standard.lua                 低保标准:新罗区
parameter "wage_tier" { override = true,
  ["2015-01-01"] = { 1, source = "一类:1350/1500/1720/1960元(R40至R42;规则书 C.4 ly_minwage)" } }

parameter "dibao_standard" { override = true, zh = "低保标准",
  ["2015-01-01"] = { yuan(468), source = "2015年城市低保468元(R37;规则书 C.4 ly_dibao_month);月份未见" },
  ["2016-01-01"] = { yuan(540), source = "2016年城市低保540元(R37;规则书 P08、C.4)" },
  ["2017-07-01"] = { yuan(630), source = "龙政综〔2017〕122号:630元(R38;规则书 P08、C.4)" },
  ["2018-07-01"] = { yuan(630), status = "placeholder", source = "2018年至2020年的标准未见,按2017年" },
  ["2021-01-01"] = { yuan(722), status = "derived", source = "同一42%规则:1720 × 42%,四舍五入到元(规则书 C.4、P08)" },
  ["2022-04-01"] = { yuan(882), status = "placeholder", source = "1960 × 45%,四舍五入到元(规则书 LY-06、L15、C.4);公布数未见" },
  ["2025-01-01"] = { yuan(1043), status = "placeholder",
    source = "2195 × 47.5% = 1042.625,取满足的最小整元数(规则书 LY-07、L05);2025年公布数未见(B2-04)" },
}

---------------------------------------------------------------- 农村标准(城乡一体化以前)
parameter "dibao_rural_year" { override = true,
  ["2016-01-01"] = { yuan(3110), source = "新罗3110元(罗源新闻网2016-02-24;规则书 C.4 ly_rural_dibao_year)" },
  ["2017-01-01"] = { yuan(3210), source = "全市(厦门网2017-04-11;规则书 C.4 ly_rural_dibao_year)" },
}
