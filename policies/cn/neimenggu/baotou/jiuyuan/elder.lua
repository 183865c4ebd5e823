-- policies/cn/neimenggu/baotou/jiuyuan/elder.lua                 老年人:九原

---------------------------------------------------------------- 适老化改造和辅具租赁(规则书 JY-31)
input "adaptation_done" { of = person, type = boolean, default = false, zh = "已做适老化改造", note = "每户一次(规则书 JY-31)" }
parameter "high_age" { zh = "高龄老年人年龄", type = integer, unit = "year",
  ["2022-02-01"] = { 80, source = "80周岁以上为高龄,与高龄津贴同(R27;规则书 F-12)" } }
variable "adaptation_entitled" { of = person, type = boolean, zh = "适老化改造对象", result = true,
  law = "S1四(八)7:特困供养、建档立卡范围的高龄、失能、残疾老年人家庭给予最急需的适老化改造与辅具租赁(规则书 JY-31)",
  ["2022-02-01"] = function (person, law)
    if not person.present or person.adaptation_done or person.age_years < law.elder_age then return false end
    if not person.is_tekun and not person.household.poverty_registered then return false end
    return person.age_years >= law.high_age or person.ability ~= "intact"
      or person.selfcare_level ~= "able" or person.disability_level > 0
  end,
}

---------------------------------------------------------------- 探访、建档(规则书 Q-30、JY-22)
parameter "visit_alone" { override = true,
  ["2006-01-01"] = { "none", status = "placeholder", source = "规划以前未查" },
  ["2022-02-01"] = { "month", status = "placeholder", source = "S1四(八)4:定期巡访独居、空巢、留守老年人;没有写周期,按每月(规则书 Q-30)" } }
input "elder_file" { of = person, type = boolean, zh = "已建巡访档案" }

---------------------------------------------------------------- 健康管理(规则书 JY-26、JY-27)
parameter "health_age" { zh = "老年健康管理年龄", type = integer, unit = "year",
  ["2022-02-01"] = { 65, source = "S1四(八)6:65周岁及以上(规则书 JY-26、JY-27、F-12)" } }
input "resident_here" { of = person, type = boolean, default = true, zh = "常住本区" }
input "health_file" { of = person, type = boolean, zh = "有电子健康档案" }
input "health_managed" { of = person, type = boolean, zh = "接受健康管理" }
input "family_doctor" { of = person, type = boolean, zh = "签约家庭医生" }
variable "health_file_due" { of = person, type = boolean, zh = "应建健康档案", result = true,
  law = "S1四(八)6:为65岁以上常住老年人建立电子健康档案(规则书 JY-27)",
  ["2022-02-01"] = function (person, law)
    return person.present and person.resident_here and person.age_years >= law.health_age
  end,
}

---------------------------------------------------------------- 邻里助老员(规则书 Q-27)
input "helper_hours" { of = person, type = number, decimals = 1, unit = "hour/month", default = 0, min = 0, max = 300,
  zh = "助老服务时长", note = "备案登记、考核合格的邻里助老员当月服务的小时数" }
input "helper_certified" { of = person, type = boolean, default = false, zh = "助老员考核合格" }
parameter "helper_rate" { zh = "助老员每小时补助", type = money, unit = "yuan/hour",
  ["2022-02-01"] = { yuan(15), status = "placeholder", source = "S1四(八)14:按服务时长给予一定的补助;每小时多少没有写(规则书 Q-27)" } }
variable "helper_pay" { of = person, type = money, unit = "yuan/month", zh = "邻里助老员补助",
  result = true, benefit = true, round = "half up to fen",
  law = "S1四(八)14:经考核合格后可参与邻里互助服务,按服务时长给予一定的补助(规则书 Q-27)",
  note = "是劳务补助,不进家庭月待遇合计",
  ["2022-02-01"] = function (person, law)
    if not person.present or not person.helper_certified then return yuan(0) end
    return law.helper_rate * person.helper_hours
  end,
}

---------------------------------------------------------------- 公办托养床位(规则书 Q-28)
enum "bed_fee" { zh = "托养收费", { "none", "自费" }, { "low", "低收费" }, { "free", "无偿" } }
parameter "bed_fee_category" { zh = "失能老年人托养收费", type = bed_fee, key = category,
  ["2022-02-01"] = { { tekun = "free", dibao = "free", dibao_single = "free", dibian = "low" }, otherwise = "none",
    status = "placeholder", source = "S1四(八)9:经济困难失能老年人无偿或低收费托养;哪些人无偿没有写(规则书 Q-28)" } }
parameter "bed_fee_special" { zh = "计生特殊家庭托养收费", type = bed_fee,
  ["2022-02-01"] = { "low", status = "placeholder", source = "S1四(八)9:计划生育特殊家庭老年人无偿或低收费;哪一种没有写(规则书 Q-28)" } }
variable "bed_fee" { of = person, type = bed_fee, zh = "公办床位收费", result = true,
  law = "S1四(八)9:满足特困集中供养后,重点为经济困难失能(含失智)、计划生育特殊家庭老年人提供无偿或低收费托养(规则书 Q-28)",
  ["2022-02-01"] = function (person, law)
    if not person.present or person.age_years < law.elder_age then return "none" end
    local dependent = person.ability ~= "intact" or person.selfcare_level ~= "able"
    local by_category = law.bed_fee_category[person.own_category]
    if dependent and by_category == "free" then return "free" end
    if person.family_plan_special and law.bed_fee_special == "free" then return "free" end
    if dependent and by_category == "low" then return "low" end
    if person.family_plan_special and law.bed_fee_special == "low" then return "low" end
    return "none"
  end,
}
