-- policies/cn/disability.lua                                    7–8 残疾人两项补贴
-- 与别的待遇能不能同领,见 stacking.lua(规则书 B.12)。
local disability = require "disability"
local stacking = require "stacking"

---------------------------------------------------------------- 困难残疾人生活补贴
parameter "living_subsidy_ratio" { zh = "生活补贴比例", type = number, note = "× 低保标准;由省规定" }
parameter "living_subsidy_income_multiple" { zh = "生活补贴收入线", type = number,
  note = "× 低保标准;0 = 只有低保家庭",
  ["2016-01-01"] = { 0, source = "低保家庭中的残疾人(国发〔2015〕52号,见R63;规则书 B9-01)" } }
parameter "living_subsidy_income_test" { zh = "生活补贴收入的比较", type = comparison,
  ["2016-01-01"] = { "不超过", source = "规则书 B9-03(R92)" } }
parameter "working_age_from" { zh = "劳动年龄起", type = integer, unit = "year",
  ["2016-01-01"] = { 16, status = "placeholder", source = "规则书 B9-03 只说劳动年龄" } }
parameter "working_age_below" { zh = "劳动年龄止", type = integer, unit = "year",
  ["2016-01-01"] = { 60, status = "placeholder", source = "规则书 B9-03 只说劳动年龄" } }

-- 低保家庭(含单人户本人)的残疾人,或收入在线内的家庭,或劳动年龄内本人收入在线内
variable "living_subsidy_fits" { of = person, type = boolean, zh = "符合生活补贴收入条件",
  law = "规则书 B9-01、B9-03(R15、R92)",
  formula = function (person, law)
    local family = person.household
    if not person.in_household then return false end      -- 不在家庭人口里的,家里的身份和收入与他无关
    if family.category == "dibao" then return true end
    if family.category == "dibao_single" and person.single_payee then return true end
    if law.living_subsidy_income_multiple == 0 then return false end
    local line = family.standard * law.living_subsidy_income_multiple
    if law.living_subsidy_income_test(family.per_capita_income, line) then return true end
    if person.age_years < law.working_age_from or person.age_years >= law.working_age_below then
      return false
    end
    return law.living_subsidy_income_test(person.own_income, line)
  end,
}

-- 标准以内应得的;按固定数额发的省改写本条
variable "living_subsidy_due" { of = person, type = money, unit = "yuan/month", zh = "生活补贴应得",
  ["2016-01-01"] = function (person, law) return person.household.standard * law.living_subsidy_ratio end,
  law = "规则书 B9-01、B9-03",
}

variable "living_subsidy" { of = person, type = money, unit = "yuan/month", zh = "残疾人生活补贴",
  result = true, benefit = true, round = "half up to fen",
  ["2016-01-01"] = function (person, law)
    if person.disability_level == 0 or not person.present or not person.disability_here then
      return yuan(0)
    end
    if (law.living_with["work_injury"] == "no" and person.work_injury_care)
        or (law.living_with["tekun"] == "no" and person.is_tekun)
        or (law.living_with["orphan"] == "no" and person.gets_orphan)
        or (law.living_with["child"] == "no" and person.gets_child) then
      return yuan(0)
    end
    if not person.living_subsidy_fits then return yuan(0) end
    return person.living_subsidy_due
  end,
  law = "困难残疾人生活补贴:国发〔2015〕52号(见R63);规则书 B9-01 至 B9-03、Q-31",
}

---------------------------------------------------------------- 重度残疾人护理补贴
parameter "care_lightest_level" { zh = "护理补贴的残疾等级", type = integer, key = disability_category,
  ["2016-01-01"] = { { none = 2 }, otherwise = 2,
    source = "残疾等级一级、二级且需要长期照护(国发〔2015〕52号,见R63;规则书 B9-01)" } }
parameter "care_subsidy_standard" { zh = "护理补贴标准", type = money, unit = "yuan/month",
  key = care_grade, note = "由省、市规定" }

-- 扩到三四级(智力、精神)是地方的选择(规则书 Q-20);附条件的省改写下一条
parameter "care_subsidy_ext_l34" { zh = "护理补贴延伸到三四级", type = boolean,
  ["2016-01-01"] = { false, source = "国发〔2015〕52号只有一级、二级(见R63);延伸由地方定(规则书 Q-20)" } }
parameter "care_ext_lightest_level" { zh = "护理补贴延伸的等级", type = integer, key = disability_category,
  ["2016-01-01"] = { { intellectual = 4, mental = 4 }, otherwise = 0,
    source = "三、四级智力、精神残疾人(规则书 Q-20、B9-06、B9-08)" } }

variable "care_subsidy_extended" { of = person, type = boolean, zh = "护理补贴延伸对象",
  law = "规则书 Q-20",
  formula = function (person, law)
    return law.care_subsidy_ext_l34 and disability.at_least(person.disability_level,
      law.care_ext_lightest_level[person.disability_category])
  end,
}

-- 领着的同类护理待遇;市里有自己的护理待遇的改写本条
variable "other_care" { of = person, type = money, unit = "yuan/month", zh = "其他护理待遇",
  law = "养老护理补贴、离休等同类护理津贴(R63;规则书 B9-02)",
  formula = function (person, law) return person.same_kind_care end,
}

-- 标准以内应得的,尚未就高
variable "care_subsidy_due" { of = person, type = money, unit = "yuan/month", zh = "护理补贴应得",
  ["2016-01-01"] = function (person, law)
    return law.care_subsidy_standard[person.care_grade]
  end,
  law = "规则书 B9-01、B9-03",
}

variable "care_subsidy" { of = person, type = money, unit = "yuan/month", zh = "残疾人护理补贴",
  result = true, benefit = true, round = "half up to fen",
  ["2016-01-01"] = function (person, law)
    if not person.present or not person.disability_here then return yuan(0) end
    local lightest = law.care_lightest_level[person.disability_category]
    if not disability.at_least(person.disability_level, lightest)
        and not person.care_subsidy_extended then
      return yuan(0)
    end
    if (law.care_with["work_injury"] == "no" and person.work_injury_care)
        or (law.care_with["tekun"] == "no" and person.is_tekun)
        or (law.care_with["orphan"] == "no" and person.gets_orphan)
        or (law.care_with["child"] == "no" and person.gets_child) then
      return yuan(0)
    end
    return stacking.by_rule(law.care_with["elder_care"], person.care_subsidy_due, person.other_care)
  end,
  law = "重度残疾人护理补贴:国发〔2015〕52号(见R63);与同类护理补贴就高(规则书 B9-01 至 B9-03)",
}
