-- policies/cn/category.lua                                      6 救助类别
-- 按次序取第一个符合的(规则书 0.4 第6步、F-08):
--   特困 → 低保(含渐退期) → 低保单人户 → 低保边缘 → 刚性支出(支出型)困难 → 不符合
-- 孤儿、困境儿童由本人选择儿童基本生活费,不在这里排(B8-05)。落选的各项单独成变量,可以查。
local disability = require "disability"

---------------------------------------------------------------- 收入线
parameter "dibao_income_test" { zh = "低保收入的比较", type = comparison,
  ["2006-01-01"] = { "低于", source = "社会救助暂行办法 第9条“低于当地最低生活保障标准”(R96);等于标准不是低保(规则书 0.3、F-01)" } }
parameter "dibian_multiplier" { zh = "低保边缘倍数", type = number,
  ["2006-01-01"] = { 1.5, status = "placeholder", source = "2021年以前的国家规定未查,按1.5倍" },
  ["2021-07-01"] = { 1.5, source = "最低生活保障审核确认办法(R60;规则书 B6-01)" } }
parameter "dibian_upper_test" { zh = "低保边缘上限的比较", type = comparison,
  ["2006-01-01"] = { "低于", source = "低于低保标准1.5倍(R60)" } }
parameter "dibian_floor_multiplier" { zh = "低保边缘下限倍数", type = number,
  ["2006-01-01"] = { 0, source = "不符合低保条件的都可以,没有下限(R60;规则书 B6-01)" } }
parameter "dibian_lower_test" { zh = "低保边缘下限的比较", type = comparison,
  -- lint: untested-boundary 国家没有下限(× 0),收入不会再低
  ["2006-01-01"] = { "不低于", source = "规则书 B6-01" } }

variable "income_under_standard" { of = household, type = boolean, zh = "收入低于标准",
  law = "社会救助暂行办法 第9条(R96)",
  formula = function (family, law)
    return law.dibao_income_test(family.per_capita_income, family.standard)
  end,
}
variable "income_in_dibian" { of = household, type = boolean, zh = "收入在低边线内",
  law = "规则书 B6-01、B6-02、NB21-04",
  formula = function (family, law)
    local income = family.per_capita_income
    return law.dibian_upper_test(income, family.standard * law.dibian_multiplier)
      and law.dibian_lower_test(income, family.standard * law.dibian_floor_multiplier)
  end,
}

---------------------------------------------------------------- 特困
variable "may_be_tekun" { of = person, type = boolean, zh = "未选择儿童生活费",
  law = "特困与孤儿、事实无人抚养儿童只领一样,选择儿童基本生活费的本人不作特困(R58;规则书 B8-05)",
  formula = function (person, law)
    return person.in_household and not (law.tekun_with["orphan"] == "no" and person.gets_orphan)
      and not (law.tekun_with["child"] == "no" and person.gets_child)
  end,
}
variable "tekun_ok" { of = household, type = boolean, zh = "符合特困",
  ["2016-01-01"] = function (family, law)
    if family.heads == 0 or not family.applies_here then return false end
    if not family.income_under_standard or not family.property_dibao then return false end
    if not all(family.obligors, "no_capacity") then return false end
    -- 家里人人无劳动能力;已选择儿童基本生活费的本人不作特困,其余的人照样(B8-05)
    return any(family.persons, "may_be_tekun")
      and all(family.persons, function (m) return not m.in_household or m.no_work_ability end)
  end,
  law = "特困人员认定办法:无劳动能力、无生活来源、无法定义务人或义务人无履行能力(R58;规则书 B8-01 至 B8-05)",
}

---------------------------------------------------------------- 低保
variable "dibao_ok" { of = household, type = boolean, zh = "符合低保",
  law = "社会救助暂行办法 第9条;最低生活保障审核确认办法(R96、R60)",
  formula = function (family, law)
    if family.covered_heads == 0 or not family.applies_here then return false end
    return family.income_under_standard and family.property_dibao
  end,
}

---------------------------------------------------------------- 低保边缘和其中的单人户
variable "dibian_ok" { of = household, type = boolean, zh = "符合低保边缘",
  law = "最低生活保障审核确认办法(R60);规则书 B6-01、B6-02",
  formula = function (family, law)
    if family.heads == 0 or not family.applies_here then return false end
    return family.income_in_dibian and family.property_dibian
  end,
}

parameter "single_lightest_level" { zh = "单人户的残疾等级", type = integer, key = disability_category,
  ["2006-01-01"] = { { none = 0 }, otherwise = 0, status = "placeholder", source = "2021年以前的单人户规定未查" },
  ["2021-07-01"] = { { intellectual = 3, mental = 3 }, otherwise = 2,
    source = "最低生活保障审核确认办法:一二级残疾,三级智力、三级精神残疾(R60;规则书 B3-03)" } }
parameter "single_serious_illness" { zh = "重病可单人户", type = boolean,
  ["2006-01-01"] = { false, status = "placeholder", source = "2021年以前的单人户规定未查" },
  ["2021-07-01"] = { true, source = "最低生活保障审核确认办法(R60)" } }
parameter "single_min_age" { zh = "单人户最小年龄", type = integer, unit = "year",
  ["2006-01-01"] = { 0, source = "国家规定不限年龄(R60)" } }

variable "single_qualified" { of = person, type = boolean, zh = "可单独申请",
  law = "低保边缘家庭中的重残、重病人员可单独申请(R60;规则书 B3-03)",
  formula = function (person, law)
    if not person.in_cover then return false end
    local severe = disability.at_least(person.disability_level,
      law.single_lightest_level[person.disability_category])
    if not severe and not (person.serious_illness and law.single_serious_illness) then return false end
    return law.single_min_age == 0 or person.age_years >= law.single_min_age
  end,
}

-- 有的地方另有一类:靠父母、兄弟姐妹供养的成年重残人员,不要求家庭是低边(规则书 B3-04)
parameter "single_supported_level" { zh = "被供养成年人的残疾等级", type = integer, key = disability_category,
  note = "达到几级(含)可单独申请;0 = 没有这一类",
  ["2006-01-01"] = { { none = 0 }, otherwise = 0, source = "国家没有规定(规则书 B3-03、B3-04)" } }
parameter "single_adult_age" { zh = "成年年龄", type = integer, unit = "year",
  ["2006-01-01"] = { 18, source = "民法典 成年人为18周岁以上(凭记忆)" } }

variable "single_supported" { of = person, type = boolean, zh = "被供养的成年重残",
  law = "依靠父母和兄弟姐妹供养的成年重残人员(规则书 B3-04)",
  formula = function (person, law)
    if not person.supported_by_family then return false end
    return person.in_cover and person.age_years >= law.single_adult_age
      and disability.at_least(person.disability_level, law.single_supported_level[person.disability_category])
  end,
}

variable "single_payee" { of = person, type = boolean, zh = "单人户对象",
  law = "参照单人户:本人收入低于标准(R60;规则书 B1-12)。只核定了全家收入、本人收入没有单列的,全额对象按无收入看",
  formula = function (person, law)
    if not person.single_supported and not (person.household.dibian_ok and person.single_qualified) then
      return false
    end
    local standard = person.household.standard
    if person.single_full_rate then
      return default(law.dibao_income_test(person.own_income, standard), true)
    end
    return law.dibao_income_test(person.own_income, standard)
  end,
}

variable "single_ok" { of = household, type = boolean, zh = "符合单人户", law = "规则书 B3-03",
  formula = function (family, law)
    return any(family.persons, "single_payee") and family.applies_here and family.property_dibian
  end,
}

---------------------------------------------------------------- 刚性支出困难(规则书 B6-03,R62)
parameter "rigid_ratio" { zh = "刚性支出占收入比例", type = number, note = "当地数,由省、市规定" }
parameter "rigid_ratio_test" { zh = "刚性支出占比的比较", type = comparison,
  ["2024-11-01"] = { "超过", source = "刚性支出困难家庭认定办法(R62)" } }
parameter "rigid_kinds" { zh = "计入的刚性支出", type = boolean, key = expense_kind,
  ["2006-01-01"] = { { medical = true, education = true, rehabilitation = true, accident = true },
    status = "placeholder", source = "办法施行以前,预警和临时救助按四种(规则书 B4-10)" },
  ["2024-11-01"] = { { medical = true, education = true, rehabilitation = true, accident = true },
    source = "刚性支出困难家庭认定办法(R62);四种依规则书 B6-04" } }
-- lint: unused-parameter 认定书上写的有效期,不进计算
parameter "rigid_valid_months" { zh = "刚性支出困难认定有效期", type = integer, unit = "month",
  ["2024-11-01"] = { 12, source = "刚性支出困难家庭认定办法(R62)" } }

variable "rigid_expense" { of = household, type = money, unit = "yuan/year", zh = "刚性支出",
  law = "申请前12个月自付的医疗、教育、残疾康复、意外支出,按当地计入的种类(规则书 B4-10、B6-04)",
  formula = function (family, law)
    local total = yuan(0)
    if law.rigid_kinds["medical"] then total = total + family.medical_expense end
    if law.rigid_kinds["education"] then total = total + family.education_expense end
    if law.rigid_kinds["rehabilitation"] then total = total + family.rehabilitation_expense end
    if law.rigid_kinds["accident"] then total = total + family.accident_expense end
    return total
  end,
}

variable "rigid_ok" { of = household, type = boolean, zh = "符合刚性支出困难",
  law = "刚性支出困难家庭认定办法(R62;规则书 B6-03)",
  ["2024-11-01"] = function (family, law)
    if family.heads == 0 or not family.applies_here then return false end
    local year = family.countable_income * 12
    if year >= law.disposable_income_year * family.heads then return false end
    return law.rigid_ratio_test(family.rigid_expense, year * law.rigid_ratio) and family.property_rigid
  end,
}

---------------------------------------------------------------- 类别
variable "category" { of = household, type = category, zh = "救助类别", result = true,
  law = "规则书 0.4 第6步",
  formula = function (family, law)
    if family.tekun_ok then return "tekun" end
    if family.dibao_ok or family.grace_months > 0 then return "dibao" end
    if family.single_ok then return "dibao_single" end
    if family.dibian_ok then return "dibian" end
    if family.rigid_ok then return "rigid" end
    return "none"
  end,
}

-- 家里的身份落到人
variable "own_category" { of = person, type = category, zh = "本人救助类别",
  law = "不在家庭人口里的(规则书 B3-02)、特困户里领儿童生活费的(规则书 B8-05)没有家里的身份;单人户以外的人看家庭是不是低边(规则书 B3-03、B3-04)",
  formula = function (person, law)
    local family = person.household
    if not person.in_household then return "none" end
    if family.category == "tekun" and not person.may_be_tekun then return "none" end
    -- 类别是直接填的、没有填收入的,按填的
    if family.category == "dibao_single" and not default(person.single_payee, true) then
      if family.dibian_ok then return "dibian" end
      return "none"
    end
    return family.category
  end,
}
