-- policies/cn/obligor.lua                                       2 义务人有没有履行义务的能力
-- 特困看它(义务人都没有能力),赡养费推算也看它(没有能力的不推算)。各项条件都是参数(规则书 Q-22)。
local disability = require "disability"

parameter "incapable_dibao_age" { zh = "低保义务人年龄", type = integer, unit = "year",
  ["2016-01-01"] = { 60, source = "特困人员认定办法 第8条:60周岁以上的低保对象(R58;规则书 B.7)" } }
parameter "incapable_age" { zh = "高龄义务人年龄", type = integer, unit = "year",
  ["2016-01-01"] = { 70, source = "特困人员认定办法 第8条:70周岁以上、本人收入和财产低(R58;规则书 B.7)" } }
parameter "incapable_lightest_level" { zh = "无能力的残疾等级", type = integer, key = disability_category,
  ["2016-01-01"] = { { none = 0, intellectual = 3, mental = 3 }, otherwise = 2,
    source = "特困人员认定办法 第8条:重度残疾和三级智力、三级精神(R58;规则书 B.7、F-13)" } }
parameter "incapable_income_test" { zh = "义务人收入的比较", type = comparison,
  ["2016-01-01"] = { "低于", source = "本人收入低于当地上年人均可支配收入(R58;规则书 B.7)" } }
parameter "disposable_income_year" { zh = "上年度人均可支配收入", type = money, unit = "yuan/year",
  note = "当地数,由市里填" }

variable "incapable_by_income" { of = obligor, type = boolean, zh = "收入财产低的义务人",
  law = "70周岁以上,或重度残疾、三级智力、三级精神,本人收入低于当地上年人均可支配收入且财产符合低收入家庭(R58)",
  ["2016-01-01"] = function (obligor, law)
    if not obligor.property_low then return false end
    local lightest = law.incapable_lightest_level[obligor.disability_category]
    local severe = disability.at_least(obligor.disability_level, lightest)
    if not severe and age(obligor.birth_date, law.month) < law.incapable_age then return false end
    return law.incapable_income_test(obligor.own_income_year, law.disposable_income_year)
  end,
}

variable "no_capacity" { of = obligor, type = boolean, zh = "无履行义务能力",
  law = "特困人员认定办法 第8条(R58;规则书 B.7、Q-22、F-17):特困;60周岁以上低保;收入财产低的高龄、重残;无民事行为能力、失踪、服刑且财产低;省规定的其他情形",
  formula = function (obligor, law)
    if obligor.incapable or obligor.category == "tekun" then return true end
    if obligor.category == "dibao" or obligor.category == "dibao_single" then
      if age(obligor.birth_date, law.month) >= law.incapable_dibao_age then return true end
    end
    local away = obligor.no_civil_capacity or obligor.whereabouts_unknown or obligor.in_prison
    if away and obligor.property_low then return true end
    return obligor.incapable_by_income
  end,
}
