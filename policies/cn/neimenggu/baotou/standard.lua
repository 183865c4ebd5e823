-- policies/cn/neimenggu/baotou/standard.lua                      低保标准:包头
-- 城市按月公布,农村牧区按年公布。自治区一年一定,从1月1日起执行,年内再调要自治区同意(R82;规则书 B2-06)。

---------------------------------------------------------------- 标准(规则书 C.3)
parameter "dibao_standard" { override = true, zh = "城市低保标准",
  ["2018-01-01"] = { yuan(750), status = "placeholder", source = "2018年、2019年的标准未见,暂按2020年" },
  ["2020-01-01"] = { yuan(750), source = "包头新闻网2020(R25;规则书 C.3 bt_dibao_urban_month)" },
  ["2021-01-01"] = { yuan(795), source = "包头新闻网2022:原795元(R23;规则书 C.3 bt_dibao_urban_month)" },
  ["2022-01-01"] = { yuan(840), source = "包头新闻网2022,从1月1日起(R23;规则书 C.3 bt_dibao_urban_month)" },
  ["2023-01-01"] = { yuan(882), source = "包头新闻网:840元提高到882元,年份由“今年”推定(R24;规则书 C.3 bt_dibao_urban_month)" },
  ["2024-01-01"] = { yuan(882), status = "placeholder", source = "2024年以后的标准未见,按2023年" },
}
-- 年标准原样存:7544÷12 是 628.666…,不是 629(规则书 F-06、B13-06)
parameter "dibao_rural_year" { zh = "农村牧区低保年标准", type = money, unit = "yuan/person/year",
  ["2018-01-01"] = { yuan(6644), status = "placeholder", source = "2018年、2019年的标准未见,暂按2020年" },
  ["2020-01-01"] = { yuan(6644), source = "包头新闻网2020(R25;规则书 C.3 bt_dibao_rural_year)" },
  ["2021-01-01"] = { yuan(7044), source = "包头新闻网2022:原7044元(R23;规则书 C.3 bt_dibao_rural_year)" },
  ["2022-01-01"] = { yuan(7544), source = "包头新闻网2022(R23);报道作每月629元(R24;规则书 B2-07、B13-06)" },
  ["2023-01-01"] = { yuan(7932), source = "每月661元 × 12(R24;规则书 C.3 bt_dibao_rural_year)", status = "derived" },
  ["2024-01-01"] = { yuan(7932), status = "placeholder", source = "2024年以后的标准未见,按2023年" },
}

variable "standard" { override = true,
  law = "按实际居住地分城市、农村牧区(规则书 B3-06);农村牧区年标准 ÷ 12,不取整(规则书 F-06)",
  formula = function (family, law)
    if family.region_class == "rural" then return law.dibao_rural_year / 12 end
    return law.dibao_standard
  end,
}

---------------------------------------------------------------- 当地数
parameter "wage_tier" { override = true,
  ["2018-01-01"] = { 1, source = "九原区为一类地区(R35;规则书 C.3 bt_minwage)" },
}
parameter "disposable_income_year" { override = true,
  ["2018-01-01"] = { yuan(56000), status = "placeholder",
    source = "上年度人均可支配收入未填,暂按56000(规则书 C.3 bt_rigid_income_cap)" },
}
