-- policies/cn/zhejiang/ningbo/elder.lua                         老年人:宁波
local stacking = require "stacking"

---------------------------------------------------------------- 高龄津贴(规则书 B10-07)
parameter "old_age_rate" { override = true,
  note = "区县可以更高(镇海2012年70、150、1000元,R06)",
  ["2011-04-01"] = { { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(50) },
                       { from = 90, below = 100, yuan(100) }, { from = 100, yuan(300) } },
    source = "2011年4月起(R06)" },
  ["2019-04"] = { { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(50) },
                    { from = 90, below = 100, yuan(100) }, { from = 100, yuan(800) } },
    source = "宁波晚报2019-04-12:百岁老人800元,2019-04-04起(R06);按月发的待遇从当月起算(规则书 F-31)" },
  ["2023-01-01"] = { { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(60) },
                       { from = 90, below = 100, yuan(100) }, { from = 100, yuan(800) } },
    source = "宁波高龄补贴2023(R07)" },
}

---------------------------------------------------------------- 居家养老上门服务(规则书 B10-11)
parameter "home_care_a_hours" { zh = "居家上门A类时数", type = integer, unit = "hour/month",
  key = elder_ability,
  ["2019-12-01"] = { { mild = 10, moderate = 30, severe = 45, total = 45 }, otherwise = 0,
    status = "placeholder", source = "2022年四季度以前未查,按R08" },
  ["2022-10-01"] = { { mild = 10, moderate = 30, severe = 45, total = 45 }, otherwise = 0,
    source = "江北区洪塘街道2022年第4季度:重度45、中度30、轻度10小时(R08);完全失能按重度" },
}
parameter "home_care_a_category" { zh = "居家上门A类家庭", type = boolean, key = category,
  ["2019-12-01"] = { { dibao = true, dibao_single = true, dibian = true, tekun = true },
    otherwise = false, status = "placeholder",
    source = "低保、低保边缘(R08);特困是否在内未定(规则书 B.12),先按在内" },
}
parameter "home_care_b_hours" { zh = "居家上门B类时数", type = integer, unit = "hour/month",
  ["2019-12-01"] = { 3, status = "placeholder", source = "2022年四季度以前未查,按R08" },
  ["2022-10-01"] = { 3, source = "R08" },
}
parameter "home_care_b_age" { zh = "居家上门B类年龄", type = integer, unit = "year",
  ["2019-12-01"] = { 80, source = "R08:80周岁以上" } }
parameter "home_care_b_age_special" { zh = "B类计生特殊年龄", type = integer, unit = "year",
  ["2019-12-01"] = { 70, source = "R08:计生特殊家庭70周岁以上" } }

-- A、B 两类就高,不相加(规则书 N15,推定)
variable "home_care_hours" { of = person, type = integer, unit = "hour/month", zh = "居家上门服务时数",
  result = true,
  law = "江北区洪塘街道2022年第4季度养老服务(R08;规则书 B10-11、N15)",
  ["2019-12-01"] = function (person, law)
    if not person.present or not person.elder_here then return 0 end
    if not person.lives_home or person.in_institution then return 0 end
    if law.home_care_with["tekun"] == "no" and person.is_tekun then return 0 end
    local years = person.age_years
    if years < law.elder_age then return 0 end
    local b_hours = 0
    if years >= law.home_care_b_age
        or (person.family_plan_special and years >= law.home_care_b_age_special) then
      b_hours = law.home_care_b_hours
    end
    local a_hours = law.home_care_a_hours[person.ability]
    -- lint: mutant A类为零时两类就高也是B类:这一行只是早些返回
    if a_hours == 0 then return b_hours end
    if person.family_plan_special or person.preferential_care
        or law.home_care_a_category[person.own_category] then
      return max(a_hours, b_hours)
    end
    return b_hours
  end,
}

---------------------------------------------------------------- 失能老人机构托养(规则书 Q-15)
parameter "institution_care_standard" { zh = "机构托养补助标准", type = money, unit = "yuan/month",
  key = elder_ability,
  ["2024-01-01"] = { { moderate = yuan(500), severe = yuan(800), total = yuan(800) },
    otherwise = yuan(0), status = "placeholder",
    source = "2024年全市民政工作要点2 只定了制度;数额未见(规则书 C.1 nb_inst_care_subsidy)" },
}
parameter "institution_care_category" { zh = "机构托养补助的家庭", type = boolean, key = category,
  ["2024-01-01"] = { { dibao = true, dibao_single = true, dibian = true }, otherwise = false, status = "placeholder",
    source = "以低保困难老人为重点(2024年全市民政工作要点2,规则书 Q-15);低边在内是推定" } }
variable "institution_care_due" { of = person, type = money, unit = "yuan/month", zh = "机构托养应得",
  law = "以低保困难老人为重点的失能老人机构托养补助(2024年全市民政工作要点2;规则书 Q-15)",
  ["2024-01-01"] = function (person, law)
    if not person.in_institution or not person.present then return yuan(0) end
    if person.age_years < law.elder_age then return yuan(0) end
    local category = person.own_category
    -- lint: mutant 特困不在补助的家庭里,这一行同表里写的一致,不改变结果
    if law.elder_care_with["tekun"] == "no" and person.is_tekun then return yuan(0) end
    if not law.institution_care_category[category] then return yuan(0) end
    return law.institution_care_standard[person.ability]
  end,
}
variable "institution_care" { of = person, type = money, unit = "yuan/month", zh = "机构托养补助",
  result = true, benefit = true,
  law = "与残疾人护理补贴、同类护理补贴就高(规则书 B9-02、B.12、Q-15)",
  formula = function (person, law)
    -- lint: mutant 应得为零时就高也是零;应得不会是一元
    if person.institution_care_due == yuan(0) or person.care_subsidy > yuan(0) then return yuan(0) end
    return stacking.if_higher(person.institution_care_due, person.same_kind_care)
  end,
}
variable "other_care" { override = true,
  law = "同类护理津贴、机构托养补助中高的一项(规则书 B9-02、B.12)",
  formula = function (person, law) return max(person.same_kind_care, person.institution_care_due) end,
}
variable "local_benefit" { override = true, law = "机构托养补助(规则书 Q-15)",
  formula = function (family, law) return family.institution_care end,
}

---------------------------------------------------------------- 爱心卡(规则书 Q-14)
parameter "care_points_by_age" { zh = "爱心卡按年龄", type = integer, by = integer, unit = "point/month",
  ["2024-01-01"] = { { { below = 80, 0 }, { from = 80, below = 90, 60 }, { from = 90, 100 } },
    status = "placeholder", source = "2024年全市民政工作要点3 只定了制度;分值未见(规则书 C.1 nb_points_month)" },
}
parameter "care_points_dibao" { zh = "爱心卡低保老人", type = integer, unit = "point/month",
  ["2024-01-01"] = { 60, status = "placeholder", source = "分值未见(规则书 C.1 nb_points_month)" } }
variable "care_points" { of = person, type = integer, unit = "point/month", zh = "爱心卡分", result = true,
  law = "养老服务“爱心卡”(敬老分)(2024年全市民政工作要点3;规则书 Q-14)",
  ["2024-01-01"] = function (person, law)
    if not person.present or person.age_years < law.elder_age then return 0 end
    local points = law.care_points_by_age[person.age_years]
    local category = person.own_category
    if category == "dibao" or (category == "dibao_single" and person.single_payee) then
      return max(points, law.care_points_dibao)
    end
    return points
  end,
}

-- 账户:每月记入,用于助餐、助医、助洁、助行,不够的自付;上月没有记录的从零起
input "points_spent" { of = person, type = integer, unit = "point/month", default = 0, min = 0, max = 100000,
  zh = "当月用分" }
parameter "points_value" { zh = "一分折合", type = money, unit = "yuan/point",
  ["2024-01-01"] = { yuan(1), status = "placeholder", source = "分值未见,按1分1元(规则书 C.1 nb_points_month)" } }
variable "care_points_left" { of = person, type = integer, unit = "point", zh = "爱心卡余分", result = true,
  law = "上月余分 + 本月记入 − 本月使用,不小于零(规则书 Q-14)",
  ["2024-01-01"] = function (person, law)
    return max(default(person:before(1).care_points_left, 0) + person.care_points - person.points_spent, 0)
  end,
}
variable "care_points_worth" { of = person, type = money, unit = "yuan", zh = "爱心卡余额", result = true,
  law = "余分折合(规则书 Q-14)",
  ["2024-01-01"] = function (person, law) return law.points_value * person.care_points_left end,
}

---------------------------------------------------------------- 探访(NB21-14、NB24-08、NB24-16)
parameter "visit_alone" { override = true,
  ["2006-01-01"] = { "none", source = "以前没有规定" },
  ["2021-12-29"] = { "week", source = "行动方案二(二)一:独居、空巢、留守老年人周探访率100%(S0,NB21-14)" } }
parameter "visit_disabled" { override = true,
  ["2006-01-01"] = { "none", source = "以前没有规定" },
  ["2021-12-29"] = { "none", source = "行动方案没有写失能老年人(S0)" },
  ["2024-01-01"] = { "month", source = "2024年全市民政工作要点2:独居、空巢、失能月探访率100%(S2,NB24-08)" },
}
variable "family_visit" { of = household, type = boolean, zh = "救助家庭探访", result = true,
  law = "救助家庭探访关爱率、幸福清单送达率100%(2024年全市民政工作要点6;NB24-16)",
  ["2024-01-01"] = function (family, law) return family.category ~= "none" end,
}
