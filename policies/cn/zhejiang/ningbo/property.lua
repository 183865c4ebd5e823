-- policies/cn/zhejiang/ningbo/property.lua                      财产限额:宁波(规则书 B.5)
-- 依据:鄞州区明楼街道 2022年申请社会救助家庭经济状况认定标准一览表(R04)。
-- 表里的金额都是低保年标准 14172(12 × 1181)的整数倍,所以记倍数,随标准走(规则书 F-07、P06)。
-- 2022年以前的数未查,按2022年,标为待确认。

parameter "money_multiple" { override = true,
  ["2006-01-01"] = { { dibao = 4, rigid = 6, dibian = 8, temporary = 6 }, status = "placeholder",
    source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { { dibao = 4, rigid = 6, dibian = 8, temporary = 6 },
    source = "R04:人均少于56688、85032、113376、85032元" },
}
parameter "money_test" { override = true, ["2006-01-01"] = { "少于", source = "R04" } }

parameter "capital_limit" { override = true,
  ["2006-01-01"] = { { dibao = yuan(100000) }, otherwise = yuan(200000), status = "placeholder",
    source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { { dibao = yuan(100000) }, otherwise = yuan(200000), source = "R04:认缴出资额" },
}
parameter "capital_test" { override = true, ["2006-01-01"] = { "少于", source = "R04" } }

parameter "vehicle_most" { override = true,
  ["2006-01-01"] = { { dibao = 0 }, otherwise = 1, status = "placeholder", source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { { dibao = 0 }, otherwise = 1,
    source = "R04:支出型、低边、临时救助0或1辆;低保一格空白,按没有(推定,R19)" },
}
parameter "vehicle_multiple" { override = true,
  ["2006-01-01"] = { 12, status = "placeholder", source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { 12, source = "R04:每辆少于170064元" },
}
parameter "vehicle_test" { override = true, ["2006-01-01"] = { "少于", source = "R04" } }

parameter "nonresidential_allowed" { override = true,
  ["2006-01-01"] = { { dibao = false }, otherwise = true, status = "placeholder",
    source = "R04:低保一格空白,按没有;其余各行没有写,按不限" },
}

parameter "house_free_most" { override = true,
  ["2006-01-01"] = { 1, status = "placeholder", source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { 1, source = "R04:1套以内不看面积" },
}
parameter "house_most" { override = true,
  ["2006-01-01"] = { 2, status = "placeholder", source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { 2, source = "R04:2套且人均少于49.98平方米" },
}
parameter "house_area" { override = true,
  ["2006-01-01"] = { 49.98, status = "placeholder", source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { 49.98, source = "R04" },
}
parameter "house_area_test" { override = true, ["2006-01-01"] = { "少于", source = "R04" } }

---------------------------------------------------------------- 赡(抚、扶)养义务人
parameter "obligor_money_multiple" { override = true,
  ["2006-01-01"] = { { temporary = 15 }, otherwise = 10, status = "placeholder",
    source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { { temporary = 15 }, otherwise = 10,
    source = "R04:人均少于141720元;不在册临时救助少于212580元" },
}
parameter "obligor_capital_limit" { override = true,
  ["2006-01-01"] = { yuan(200000), status = "placeholder", source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { yuan(200000), source = "R04" },
}
parameter "obligor_vehicle_most" { override = true,
  ["2006-01-01"] = { 1, status = "placeholder", source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { 1, source = "R04:0或1辆" },
}
parameter "obligor_vehicle_multiple" { override = true,
  ["2006-01-01"] = { 12, status = "placeholder", source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { 12, source = "R04:少于170064元" },
}
parameter "obligor_house_most" { override = true,
  ["2006-01-01"] = { 1, status = "placeholder", source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { 1, source = "R04:产权住房少于2套" },
}
parameter "obligor_area_ratio" { override = true,
  ["2006-01-01"] = { 1.5, status = "placeholder", source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { 1.5, source = "R04:且人均少于74.97平方米(49.98的1.5倍)" },
}
