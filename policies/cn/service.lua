-- policies/cn/service.lua                                       主动服务和办理
-- 不发钱的结果:预警、转介、简化、由谁审批、自动办理的事项。数字大多没有写明,标为待确认。
local disability = require "disability"

---------------------------------------------------------------- 预警(规则书 Q-07)
parameter "alert_expense_share" { zh = "预警支出占比", type = number,
  ["2006-01-01"] = { 0.5, status = "placeholder", source = "“刚性支出较大”没有写数,按收入的50%(规则书 Q-07)" } }
parameter "alert_income_drop" { zh = "预警收入降幅", type = number,
  ["2006-01-01"] = { 0.3, status = "placeholder", source = "“收入大幅缩减”没有写数,按30%(规则书 Q-07)" } }
parameter "alert_relief_multiple" { zh = "大额临时救助", type = number, note = "× 低保标准",
  ["2006-01-01"] = { 3, status = "placeholder", source = "“大额临时救助对象”没有写数(规则书 Q-07)" } }
parameter "alert_lightest_level" { zh = "预警残疾等级", type = integer,
  ["2006-01-01"] = { 2, source = "重度残疾为一级、二级(规则书 F-13)" } }

variable "focus_person" { of = person, type = boolean, zh = "重点监测人员",
  law = "重病患者、重度残疾人、慢性病、失业人员(规则书 Q-07)",
  formula = function (person, law)
    return person.present and (person.serious_illness or person.chronic_illness or person.unemployed
      or disability.at_least(person.disability_level, law.alert_lightest_level))
  end,
}
variable "alert" { of = household, type = boolean, zh = "困难预警", result = true,
  law = "动态监测、主动发现、及时预警:重点对象,刚性支出较大或收入大幅缩减的(规则书 Q-07)",
  formula = function (family, law)
    if not family.disaster_hit and not any(family.persons, "focus_person") then
      if family.relief_kind == "none" then return false end
      if family.relief_total < family.standard * law.alert_relief_multiple then return false end
    end
    local year = family.countable_income * 12
    if family.rigid_expense > yuan(0) and family.rigid_expense >= year * law.alert_expense_share then
      return true
    end
    if not known(family.income_before) then return false end
    return family.countable_income <= family.income_before * (1 - law.alert_income_drop)
  end,
}

---------------------------------------------------------------- 优先核定(规则书 Q-23、Q-26)
variable "priority_review" { of = household, type = boolean, zh = "优先核定", result = true,
  law = "丧失劳动能力的脱贫人口(规则书 Q-23)、工会比对的困难职工(规则书 Q-26)及时纳入",
  formula = function (family, law)
    if family.union_listed then return true end
    return family.poverty_registered and any(family.persons, function (m)
      return m.in_household and m.work_ability ~= "full"
    end)
  end,
}

---------------------------------------------------------------- 信用、简化、审批(规则书 Q-08、Q-11、Q-12)
parameter "simplify_when_clear" { zh = "情况明确可简化", type = boolean,
  ["2006-01-01"] = { false, status = "placeholder", source = "情况明确、没有争议的不再民主评议和信息核对,由地方定(规则书 Q-11)" } }
parameter "trusted_without_papers" { zh = "守信免材料", type = boolean,
  ["2006-01-01"] = { true, status = "placeholder", source = "守信奖励没有写内容,按复核免材料(规则书 Q-08)" } }
enum "approver" { zh = "审批层级", { "county", "县级民政部门" }, { "township", "乡镇(街道)" } }
parameter "approver_level" { zh = "审批层级", type = approver, key = aid,
  ["2006-01-01"] = { { basic = "county" }, otherwise = "county", source = "县级民政部门审核确认;下放乡镇(街道)由地方定(规则书 Q-12)" } }

variable "simplified" { of = household, type = boolean, zh = "可简化办理", result = true,
  law = "没有争议的免评议、核对;守信的免材料,失信的不能简化(规则书 Q-08、Q-11)",
  formula = function (family, law)
    if family.credit == "broken" then return false end
    if family.credit == "kept" and law.trusted_without_papers then return true end
    return law.simplify_when_clear and family.no_dispute
  end,
}
variable "approver" { of = household, type = approver, zh = "由谁审批", result = true,
  law = "规则书 Q-12;临时救助按申请的类型",
  formula = function (family, law)
    if family.relief_kind == "emergency" then return law.approver_level["emergency"] end
    if family.relief_kind == "expense" then return law.approver_level["expense"] end
    return law.approver_level["basic"]
  end,
}

---------------------------------------------------------------- 转介(规则书 Q-35、YW-01)
parameter "referral_category" { zh = "转介的类别", type = boolean, key = category,
  ["2006-01-01"] = { { dibian = true, rigid = true, dibao_single = true }, otherwise = false,
    source = "低收入家庭转介医疗、教育、住房、就业等专项救助(龙岩规划,规则书 Q-35);低保、特困按规定直接享受" } }

variable "referred" { of = household, type = boolean, zh = "转介对象", law = "规则书 Q-35",
  formula = function (family, law) return law.referral_category[family.category] end }
variable "refer_medical" { of = household, type = boolean, zh = "转介医疗救助", result = true,
  law = "规则书 Q-35", formula = function (family, law)
    return family.referred and (family.medical_expense > yuan(0)
      or any(family.persons, function (m) return m.in_household and m.serious_illness end))
  end,
}
variable "refer_education" { of = household, type = boolean, zh = "转介教育救助", result = true,
  law = "规则书 Q-35", formula = function (family, law)
    return family.referred and any(family.persons, function (m)
      return m.in_household and m.student_stage ~= "none"
    end)
  end,
}
variable "refer_housing" { of = household, type = boolean, zh = "转介住房救助", result = true,
  law = "规则书 Q-35", formula = function (family, law) return family.referred and family.homes == 0 end,
}
variable "refer_employment" { of = household, type = boolean, zh = "转介就业救助", result = true,
  law = "规则书 Q-35", formula = function (family, law)
    return family.referred and any(family.persons, function (m)
      return m.in_household and m.unemployed and m.work_ability ~= "none"
    end)
  end,
}

---------------------------------------------------------------- 自动办理的事项(规则书 Q-10、Q-19)
enum "person_event" { zh = "自动办理",
  { "none", "没有" }, { "elder_card", "办老年优待证" }, { "old_age", "发高龄津贴" },
  { "settle", "成年安置" }, { "child_benefit", "发儿童生活费" },
}
parameter "elder_card_ages" { zh = "优待证年龄", type = boolean, by = integer,
  -- lint: gap 只在这几岁办,中间的岁数不办
  ["2006-01-01"] = { { { from = 60, upto = 60, true }, { from = 65, upto = 65, true } }, otherwise = false,
    source = "老年人优待证无感智办,60、65周岁(规则书 Q-10)" } }
parameter "old_age_event_ages" { zh = "高龄津贴起发或提档年龄", type = boolean, by = integer,
  -- lint: gap 只在这几岁起发或提档
  ["2006-01-01"] = { { { from = 80, upto = 80, true }, { from = 90, upto = 90, true }, { from = 100, upto = 100, true } },
    otherwise = false, source = "80、90、100周岁(规则书 B10-07、B10-08、F-12)" } }

variable "automatic_event" { of = person, type = person_event, zh = "本月自动办理", result = true,
  law = "困境儿童补助、老年人优待证无感智办(规则书 Q-10);机构孤儿成年后安置(规则书 Q-19)",
  formula = function (person, law)
    if not person.present then return "none" end
    if default(person:before(1).orphan_allowance, person.orphan_allowance) == yuan(0)
        and person.orphan_allowance > yuan(0) then
      return "child_benefit"
    end
    if month_number(person.birth_date) ~= month_number(law.month) then return "none" end
    if person.child_status == "institution_orphan" and person.age_years == law.child_age then return "settle" end
    if law.elder_card_ages[person.age_years] then return "elder_card" end
    if law.old_age_event_ages[person.age_years] then return "old_age" end
    return "none"
  end,
}

---------------------------------------------------------------- 儿童集中养育(规则书 Q-18)
parameter "central_care_lightest_level" { zh = "集中养育的残疾等级", type = integer,
  ["2006-01-01"] = { 2, source = "重度残疾困境儿童(宁波行动方案二(一)四;规则书 Q-18、F-13)" } }
variable "central_care_option" { of = person, type = boolean, zh = "可集中养育", result = true,
  law = "事实无人抚养、重度残疾等困境儿童可由儿童福利机构集中养育(宁波行动方案二(一)四;规则书 Q-18)",
  formula = function (person, law)
    if not person.present or person.child_status == "none" then return false end
    if person.age_years >= law.child_age then return false end
    if person.child_status == "de_facto_orphan" or person.child_status == "institution_orphan" then return true end
    return disability.at_least(person.disability_level, law.central_care_lightest_level)
  end,
}

---------------------------------------------------------------- 特困人员(规则书 Q-25、Q-33)
parameter "visit_tekun" { zh = "特困探视周期", type = visit_cadence, key = support_form,
  ["2016-01-01"] = { { central = "month", dispersed = "month" }, otherwise = "none", status = "placeholder",
    source = "集中供养定期探视、分散供养定期巡访,没有写周期(规则书 Q-25)" } }
variable "tekun_visit" { of = person, type = visit_cadence, zh = "特困探视", result = true,
  law = "规则书 Q-25", formula = function (person, law) return law.visit_tekun[person.support_form] end }
parameter "tekun_property_ledger" { zh = "特困个人财产登记", type = boolean,
  ["2016-01-01"] = { false, source = "由市规定(规则书 Q-33)" } }
variable "property_ledger" { of = person, type = boolean, zh = "财产登记管理", result = true,
  law = "特困人员个人财产管理(规则书 Q-33)",
  formula = function (person, law) return law.tekun_property_ledger and person.is_tekun end }

---------------------------------------------------------------- 困难老年人家庭适老化改造(规则书 Q-17)
parameter "adaptation_cap" { zh = "适老化改造上限", type = money, unit = "yuan", key = category,
  ["2021-12-29"] = { { tekun = yuan(20000), dibao = yuan(12000), dibao_single = yuan(12000) }, otherwise = yuan(0),
    status = "placeholder", source = "四地数额未见,按深圳龙华:特困2万元、低保1.2万元以内(R97;规则书 B10-16、Q-17)" } }
variable "home_adaptation" { of = household, type = money, unit = "yuan", zh = "适老化改造补助", result = true,
  law = "困难老年人家庭愿改尽改、应补尽补,每户一次(宁波行动方案二(二)二;规则书 Q-17);付给施工方,不进月合计",
  ["2021-12-29"] = function (family, law)
    if not family.wish_adaptation or not known(family.adaptation_month) then return yuan(0) end
    if family.adaptation_month ~= law.month then return yuan(0) end
    local elder = any(family.persons, function (m) return m.in_household and m.age_years >= law.elder_age end)
    if not elder then return yuan(0) end
    return min(family.adaptation_cost, law.adaptation_cap[family.category])
  end,
}
