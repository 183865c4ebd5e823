-- policies/cn/neimenggu/disability.lua                           残疾人两项补贴:自治区(规则书 B9-07、B9-08)
-- 两项都是固定数额,不随低保标准走。全国跨省通办:哪里都可以申请,在户籍地发(规则书 Q-31)。
parameter "living_subsidy_standard" { zh = "生活补贴标准", type = money, unit = "yuan/month",
  ["2018-01-01"] = { yuan(100), status = "placeholder", source = "2018年未见,按2019年" },
  ["2019-01-01"] = { yuan(100), source = "内蒙古商报2019-01-08(R28;规则书 B9-07)" },
  ["2024-07-01"] = { yuan(125), source = "人民网2024-08-07:自治区指导标准(R29;规则书 B9-07)" },
}
parameter "care_subsidy_flat" { zh = "护理补贴标准(不分等级)", type = money, unit = "yuan/month",
  ["2018-01-01"] = { yuan(100), status = "placeholder", source = "2018年未见,按2019年" },
  ["2019-01-01"] = { yuan(100), source = "每年1200元(R28;规则书 B9-07)" },
  ["2024-07-01"] = { yuan(125), source = "人民网2024-08-07:自治区指导标准(R29;规则书 B9-07)" },
}

variable "living_subsidy_due" { override = true, law = "自治区标准(R28、R29;规则书 B9-07、Q-31)",
  ["2018-01-01"] = function (person, law) return law.living_subsidy_standard end,
}
variable "care_subsidy_due" { override = true, law = "自治区标准(R28、R29;规则书 B9-07、Q-31)",
  ["2018-01-01"] = function (person, law) return law.care_subsidy_flat end,
}

---------------------------------------------------------------- 农村三、四级精神、智力低保残疾人(规则书 B9-08)
parameter "care_subsidy_ext_l34" { override = true,
  ["2018-01-01"] = { false, status = "placeholder",
    source = "鄂尔多斯2024年已含农村三、四级精神、智力低保残疾人(R29;规则书 B9-08);其他盟市未见" },
}
variable "care_subsidy_extended" { override = true,
  law = "农村三、四级精神、智力低保残疾人(R29;规则书 B9-08、Q-20)",
  formula = function (person, law)
    if not law.care_subsidy_ext_l34 then return false end
    local lightest = law.care_ext_lightest_level[person.disability_category]
    if person.disability_level == 0 or person.disability_level > lightest then return false end
    return person.household.category == "dibao" and person.household.region_class == "rural"
  end,
}
