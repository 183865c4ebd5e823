-- policies/cn/time.lua                                          10 起始月、复核
parameter "dibao_start_delay" { zh = "确认后几个月起发", type = integer, unit = "month",
  ["2006-01-01"] = { 1, status = "placeholder", source = "从作出确认同意决定之日下月起发放(R75 各地;规则书 B13-01)" } }
parameter "dibao_decision_workdays" { zh = "审核确认时限", type = integer, unit = "workday",
  ["2006-01-01"] = { 30, status = "placeholder", source = "最低生活保障审核确认办法(凭记忆,规则书 B13-02)" } }
parameter "dibao_decision_workdays_extended" { zh = "审核确认延长时限", type = integer, unit = "workday",
  ["2006-01-01"] = { 45, status = "placeholder", source = "最低生活保障审核确认办法(凭记忆,规则书 B13-02)" } }
-- lint: unused-parameter 公示的天数,备查,不进计算
parameter "dibao_notice_days" { zh = "公示期", type = integer, unit = "day",
  ["2021-07-01"] = { 7, source = "R75;规则书 B13-02" } }
-- lint: unused-parameter 发放的截止日,备查,不进计算
parameter "dibao_pay_day" { zh = "每月发放截止日", type = integer, unit = "day",
  ["2006-01-01"] = { 10, source = "每月10日前发放(R75;规则书 B13-02)" } }
variable "decision_workdays" { of = household, type = integer, unit = "workday", zh = "审核确认时限", result = true,
  law = "一般30个工作日,疑难的延长到45个(规则书 B13-02)",
  formula = function (family, law)
    if family.hard_to_verify then return law.dibao_decision_workdays_extended end
    return law.dibao_decision_workdays
  end,
}
-- lint: no-result 填收入事实时的核算期,由 income_from 说明
parameter "income_window_months" { zh = "收入核算期", type = integer, unit = "month",
  note = "收入各项按核算期内的月平均填",
  ["2006-01-01"] = { 12, status = "placeholder", source = "多数地方12个月(规则书 B4-07)" } }

-- lint: unused-variable 告诉经办人收入从哪个月算起,不进计算
variable "income_from" { of = household, type = month, zh = "收入核算期起", law = "申请月以前的核算期(规则书 B4-07)",
  formula = function (family, law) return add_months(family.application_month, 0 - law.income_window_months) end,
}

variable "started" { of = household, type = boolean, zh = "已到起发月",
  law = "规则书 B13-01、F-21;没有填确认月份的按早已在保",
  formula = function (family, law)
    if not known(family.decision_month) then return true end
    return law.month >= add_months(family.decision_month, law.dibao_start_delay)
  end,
}

---------------------------------------------------------------- 复核(规则书 B13-04)
parameter "review_months_stable" { zh = "稳定家庭复核周期", type = integer, unit = "month",
  ["2006-01-01"] = { 12, source = "LY-14 至 LY-16;最低生活保障审核确认办法(凭记忆,规则书 B13-04)" } }
parameter "review_months_unstable" { zh = "不稳定家庭复核周期", type = integer, unit = "month",
  ["2006-01-01"] = { 6, source = "LY-14 至 LY-16;最低生活保障审核确认办法(凭记忆,规则书 B13-04)" } }

parameter "review_months_broken" { zh = "失信家庭复核周期", type = integer, unit = "month",
  ["2006-01-01"] = { 3, status = "placeholder", source = "失信惩戒没有写内容,按每季核查(规则书 Q-08、B13-05)" } }
parameter "report_months" { zh = "重大变化后复核", type = integer, unit = "month",
  ["2006-01-01"] = { 1, status = "placeholder", source = "重大变化报告没有写期限,按下月复核(规则书 Q-24)" } }

variable "review_month" { of = household, type = month, zh = "复核月份", result = true,
  law = "特困和收入稳定的每年一次,有劳动能力且收入不稳定的半年一次(规则书 B13-04)",
  formula = function (family, law)
    local last = default(family.last_check_month, family.decision_month)
    -- 报告过重大变化的,不等周期(规则书 Q-24)
    if known(family.change_month) and family.change_month > last then
      return add_months(family.change_month, law.report_months)
    end
    if family.credit == "broken" then return add_months(last, law.review_months_broken) end
    local able = any(family.persons, function (m)
      return m.in_household and not m.no_work_ability and m.work_ability ~= "none"
    end)
    -- 收入稳不稳定没有认定的,有劳动能力的家庭按不稳定
    if able and default(family.income_unstable, true) then
      return add_months(last, law.review_months_unstable)
    end
    return add_months(last, law.review_months_stable)
  end,
}
