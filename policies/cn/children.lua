-- policies/cn/children.lua                                      7 孤儿、困境儿童
parameter "child_age" { zh = "儿童年龄", type = integer, unit = "year",
  ["2006-01-01"] = { 18, source = "未满18周岁;成年后仍在校的见规则书 B10-06" } }
parameter "child_benefit_in_school" { zh = "成年在校继续发", type = boolean, key = child_status,
  ["2006-01-01"] = { { institution_orphan = true, dispersed_orphan = true, de_facto_orphan = true },
    otherwise = false, status = "placeholder", source = "所见各地发到毕业(R93;规则书 B10-06),本地推定" } }
parameter "child_benefit_standard" { zh = "儿童基本生活费标准", type = money, unit = "yuan/month",
  key = child_status, note = "由省、市公布" }

enum "child_rule" { zh = "儿童生活费发放方式", { "full", "全额" }, { "difference", "补差" } }
parameter "child_benefit_rule" { zh = "儿童生活费发放方式", type = child_rule, key = child_status,
  ["2006-01-01"] = { { none = "full" }, otherwise = "full",
    source = "宁波一例为全额(R02);困境儿童、事实无人抚养儿童补差的地方改这里(R72;规则书 B10-02)" } }

-- 领着哪一类儿童生活费(叠加表的两栏)
variable "gets_orphan" { of = person, type = boolean, zh = "领孤儿等生活费",
  law = "机构孤儿、散居孤儿、事实无人抚养、艾滋病病毒感染儿童(规则书 B.12)",
  formula = function (person, law)
    return person.child_status ~= "in_difficulty" and person.orphan_allowance > yuan(0)
  end,
}
variable "gets_child" { of = person, type = boolean, zh = "领困境儿童生活费", law = "规则书 B.12",
  formula = function (person, law)
    return person.child_status == "in_difficulty" and person.orphan_allowance > yuan(0)
  end,
}

variable "orphan_allowance" { of = person, type = money, unit = "yuan/month", zh = "儿童基本生活费",
  result = true, benefit = true,
  law = "孤儿、事实无人抚养儿童、困境儿童基本生活费(规则书 B10-01);全额发给(R02)或补到标准(R72;规则书 B10-02)",
  formula = function (person, law)
    if person.child_status == "none" or not person.present or not person.child_here then return yuan(0) end
    local grown = person.age_years >= law.child_age
    local keeps = person.student_stage ~= "none" and law.child_benefit_in_school[person.child_status]
    if grown and not keeps then return yuan(0) end
    local standard = law.child_benefit_standard[person.child_status]
    if law.child_benefit_rule[person.child_status] == "difference" then
      return max(standard - person.household.per_capita_income, yuan(0))
    end
    return standard
  end,
}
