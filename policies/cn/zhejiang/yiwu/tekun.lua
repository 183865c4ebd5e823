-- policies/cn/zhejiang/yiwu/tekun.lua                           特困供养:义乌

parameter "tekun_basic_multiplier" { zh = "特困基本生活倍数", type = number,
  note = "× 低保标准;只用来检查公布的数(规则书 F-09)",
  ["2020-01-01"] = { 1.3, source = "950 → 1235(R12;规则书 P09、B8-07)" } }
parameter "tekun_basic_standard" { override = true,
  ["2020-01-01"] = { yuan(1170), status = "derived", source = "1.3 × 900" },
  ["2021-01-01"] = { yuan(1235), source = "义乌商报2020-12-17(R12)" },
  ["2022-01-01"] = { yuan(1365), status = "derived", source = "1.3 × 1050(规则书 C.2)" },
  ["2023-08-01"] = { yuan(1430), status = "derived", source = "1.3 × 1100(规则书 C.2)" },
  ["2024-11-01"] = { yuan(1488.5), status = "derived", source = "1.3 × 1145(规则书 C.2);公布数未见,没有取整" },
}

-- 护理费:按最低工资的一成、三成、五成(没有公布,规则书 C.2 yw_tekun_care)
parameter "tekun_care_standard" { override = true,
  ["2020-01-01"] = { { { below = 2, yuan(207) }, { from = 2, below = 3, yuan(621) }, { from = 3, yuan(1035) } },
    status = "placeholder", source = "最低工资2070元的10%、30%、50%(规则书 C.2)" },
  ["2024-01-01"] = { { { below = 2, yuan(226) }, { from = 2, below = 3, yuan(678) }, { from = 3, yuan(1130) } },
    status = "placeholder", source = "最低工资2260元的10%、30%、50%(规则书 C.2)" },
}

-- 特困人员个人财产管理办法(规则书 Q-33)
parameter "tekun_property_ledger" { override = true,
  ["2016-01-01"] = { false, source = "办法出台以前" },
  ["2020-01-01"] = { true, source = "《义乌市特困人员个人财产管理办法(试行)》(S3,规则书 Q-33);施行日期未见" },
}
