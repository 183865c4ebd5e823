-- policies/cn/fujian/longyan/review.lua                          复核:龙岩(规则书 LY-14 至 LY-16)
parameter "review_months_stable" { override = true,
  ["2015-01-01"] = { 12, status = "placeholder", source = "规划以前未查,按一年" },
  ["2021-01-01"] = { 12, source = "S4二:特困人员、短期内经济状况变化不大的低保家庭每年核查一次(规则书 LY-14)" } }
parameter "review_months_unstable" { override = true,
  ["2015-01-01"] = { 6, status = "placeholder", source = "规划以前未查,按半年" },
  ["2021-01-01"] = { 6, source = "S4二:收入来源不固定、家庭成员有劳动能力的低保家庭每半年核查一次(规则书 LY-15)" } }

---------------------------------------------------------------- 复核期内没有明显变化的不调整(规则书 LY-16、F-22)
-- 不调整的是核定的收入:提标时低保金照样随标准变。家庭人口变了、报告了重大变化、到了复核月份,重新核定。
parameter "freeze_between_reviews" { zh = "复核期内不调整", type = boolean,
  ["2015-01-01"] = { false, status = "placeholder", source = "规划以前未查" },
  ["2021-01-01"] = { true, source = "S4二:复核期内家庭经济状况没有明显变化的,不再调整救助水平(规则书 LY-16)" } }
parameter "freeze_change_most" { zh = "明显变化的界限", type = number,
  note = "人均收入变动超过低保标准的几成算明显变化;不超过的不调整",
  ["2015-01-01"] = { 0.3, status = "placeholder", source = "“没有明显变化”没有写数,按标准的三成(规则书 LY-16)" } }

variable "heads" { override = true, result = true }

variable "income_frozen" { of = household, type = boolean, zh = "复核期内不调整", result = true,
  law = "S4二(规则书 LY-16、F-22)",
  formula = function (family, law)
    if not law.freeze_between_reviews then return false end
    if default(family:before(1).category, "none") ~= "dibao" then return false end
    if default(family:before(1).heads, -1) ~= family.heads then return false end
    if not known(family.last_check_month) and not known(family.decision_month) then return false end
    if law.month >= family.review_month then return false end
    local change = abs(family.income_now - default(family:before(1).countable_income, family.income_now))
    return change <= family.standard * law.freeze_change_most * family.heads
  end,
}
variable "countable_income" { override = true,
  law = "当月核算的收入;复核期内没有明显变化的,按上次核定的(规则书 LY-16)",
  formula = function (family, law)
    if family.income_frozen then return default(family:before(1).countable_income, family.income_now) end
    return family.income_now
  end,
}
