-- policies/cn/zhejiang/ningbo/tekun.lua                         特困供养:宁波

---------------------------------------------------------------- 基本生活(规则书 B8-07)
parameter "tekun_basic_multiplier" { zh = "特困基本生活倍数", type = number,
  note = "× 低保标准;只用来检查公布的数(规则书 F-09)",
  ["2021-07-01"] = { 1.7, source = "低保标准的1.7倍(R02)" } }
parameter "tekun_basic_standard" { override = true,
  ["2019-12-01"] = { yuan(1100), status = "placeholder", source = "未查;国家下限1.3 × 846" },
  ["2021-07-01"] = { yuan(1709), source = "宁波日报2021-08-23(R02)" },
  ["2022-07-01"] = { yuan(2008), source = "奉化区方桥街道2022年保障标准(R03)" },
  ["2024-01-01"] = { yuan(2154), status = "placeholder", source = "1.7 × 1267,四舍五入到元(规则书 C.1)" },
}

---------------------------------------------------------------- 护理费四档(规则书 B8-08)
parameter "tekun_care_standard" { override = true,
  note = "四档为最低工资2070元的10%、20%、40%、80%(P05)",
  ["2019-12-01"] = { { { below = 2, yuan(207) }, { from = 2, below = 3, yuan(414) },
                       { from = 3, below = 4, yuan(828) }, { from = 4, yuan(1656) } },
    status = "placeholder", source = "2022年7月以前未查,按2022年" },
  ["2022-07-01"] = { { { below = 2, yuan(207) }, { from = 2, below = 3, yuan(414) },
                       { from = 3, below = 4, yuan(828) }, { from = 4, yuan(1656) } },
    source = "奉化区方桥街道2022年保障标准(R03)" },
}

-- 哪种评估结果对应哪一档,公布的文件没有写(规则书 F-14、C.1):自理、轻度、中度、重度依次为一至四档。
-- 三种评估都可以用,取最重的一档。
parameter "tekun_grade_by_ability" { zh = "特困档次:老年人能力", type = integer, key = elder_ability,
  ["2019-12-01"] = { { intact = 1, mild = 2, moderate = 3, severe = 4, total = 4 },
    status = "placeholder", source = "对应关系未见(规则书 C.1 nb_tekun_care)" } }
parameter "tekun_grade_by_selfcare" { zh = "特困档次:六项自理", type = integer, key = selfcare_level,
  ["2019-12-01"] = { { able = 1, partial = 2, total = 4 }, status = "placeholder",
    source = "对应关系未见:部分丧失按二档,完全丧失按四档(规则书 F-14)" } }
parameter "tekun_grade_by_care" { zh = "特困档次:护理等级", type = integer, key = care_grade,
  ["2019-12-01"] = { { none = 1, partial = 2, basic = 3, total = 4 }, status = "placeholder",
    source = "对应关系未见(规则书 F-14)" } }

variable "tekun_grade" { override = true,
  law = "奉化区方桥街道2022年保障标准的四档(R03);评估结果的对应是推定(规则书 F-14)",
  formula = function (person, law)
    return max(law.tekun_grade_by_ability[person.ability],
      law.tekun_grade_by_selfcare[person.selfcare_level],
      law.tekun_grade_by_care[person.care_grade])
  end,
}

---------------------------------------------------------------- 残疾人两项补贴:宁波自己的数未见,按省(规则书 B9-04)
parameter "care_subsidy_kept" { override = true,
  ["2016-01-01"] = { { none = yuan(0) }, otherwise = yuan(0), status = "placeholder",
    source = "宁波自己的护理补贴数未见,按省(规则书 B9-04);有更高的填在这里" } }
