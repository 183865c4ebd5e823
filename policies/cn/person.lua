-- policies/cn/person.lua                                        1 人员情况
local care = require "care"
local disability = require "disability"

variable "present" { of = person, type = boolean, zh = "当月在世",
  law = "规则书 F-20、F-21:去世当月仍算,次月起不算;出生以前不算",
  formula = function (person, law)
    if default(month_of(person.birth_date) > law.month, false) then return false end
    return not known(person.death_date) or month_of(person.death_date) >= law.month
  end,
}

variable "age_years" { of = person, type = integer, unit = "year", zh = "周岁",
  law = "周岁按月算,生日当月起满(规则书 0.3、R07)",
  formula = function (person, law)
    if month_of(person.birth_date) > law.month then return 0 end
    return age(person.birth_date, law.month)
  end,
}

variable "in_household" { of = person, type = boolean, zh = "计入家庭人口",
  law = "最低生活保障审核确认办法 第6条(规则书 B3-01、B3-02,凭记忆)",
  formula = function (person, law) return person.counted and person.present end,
}

---------------------------------------------------------------- 劳动能力(规则书 B8-02,R58)
parameter "tekun_elder_age" { zh = "老年人年龄", type = integer, unit = "year",
  ["2016-01-01"] = { 60, source = "特困人员认定办法(R58)" } }
parameter "tekun_minor_age" { zh = "未成年人年龄", type = integer, unit = "year",
  note = "贵州、龙岩规划为18(规则书 B8-02)",
  ["2016-01-01"] = { 16, source = "特困人员认定办法(R58)" } }
parameter "tekun_keep_age" { zh = "未成年特困延续到", type = integer, unit = "year",
  ["2016-01-01"] = { 18, source = "特困人员认定办法(R58);其后就学的延续凭记忆(规则书 B8-04)" } }
parameter "tekun_lightest_level" { zh = "无劳动能力的残疾等级", type = integer, key = disability_category,
  note = "某类残疾达到几级(含)即无劳动能力;0 = 该类不算。多重残疾办法未列,按所含类别由经办人填类别",
  ["2016-01-01"] = { { intellectual = 3, mental = 3, limb = 2, sight = 1 }, otherwise = 0,
    source = "特困人员认定办法(R58)" } }
parameter "tekun_by_assessment" { zh = "评估为无劳动能力的也算", type = boolean,
  ["2016-01-01"] = { false, status = "placeholder", source = "省规定的其他情形,原文未见(规则书 B8-02)" } }

variable "no_work_ability" { of = person, type = boolean, zh = "无劳动能力",
  ["2016-01-01"] = function (person, law)
    local lightest = law.tekun_lightest_level[person.disability_category]
    if disability.at_least(person.disability_level, lightest) then return true end
    if law.tekun_by_assessment and person.work_ability == "none" then return true end
    if person.age_years >= law.tekun_elder_age then return true end
    if person.age_years < law.tekun_minor_age then return true end
    -- 满16岁后已是特困的可延续到18岁,其后在义务教育、高中、中职就读的继续
    if default(person.household:before(1).category, "none") ~= "tekun" then return false end
    return person.age_years < law.tekun_keep_age or person.student_stage == "compulsory"
      or person.student_stage == "senior" or person.student_stage == "vocational"
  end,
  law = "特困人员认定办法(R58;规则书 B8-02、B8-04)",
}

---------------------------------------------------------------- 老年人能力(规则书 B10-14、Q-13)
parameter "ability_by_score" { zh = "能力评分分级", type = elder_ability, by = integer,
  ["2006-01-01"] = { { { from = 0, upto = 29, "total" }, { from = 30, upto = 45, "severe" },
      { from = 46, upto = 65, "moderate" }, { from = 66, upto = 89, "mild" }, { from = 90, "intact" } },
    status = "placeholder", source = "GB/T 42195-2022(分数段凭记忆,规则书 B10-14)" } }

variable "ability" { of = person, type = elder_ability, zh = "老年人能力等级",
  law = "老年人能力综合评估全市统一、结果互认,作为领取补贴、接受服务的依据(宁波行动方案二(二)一;规则书 Q-13、B10-14)",
  note = "各种量表不互相折算(规则书 F-14)",
  formula = function (person, law)
    if known(person.ability_score) then return law.ability_by_score[person.ability_score] end
    return person.elder_ability
  end,
}

---------------------------------------------------------------- 自理能力(规则书 B8-06,R59)
parameter "selfcare_partial_max" { zh = "部分丧失的项数上限", type = integer,
  ["2006-01-01"] = { 3, status = "placeholder", source = "2021年前的办法未查,按2021年办法" },
  ["2021-07-01"] = { 3, source = "特困人员认定办法 第28条(R59)" } }

variable "selfcare_level" { of = person, type = selfcare_level, zh = "自理能力", result = true,
  law = "特困人员认定办法 第28条:全部达到为具备,1至3项不能为部分丧失,4项以上不能为完全丧失(规则书 B8-06,R59)",
  formula = function (person, law)
    return care.selfcare_level(person.selfcare_unmet, law.selfcare_partial_max)
  end,
}
