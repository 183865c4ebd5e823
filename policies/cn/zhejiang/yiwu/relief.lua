-- policies/cn/zhejiang/yiwu/relief.lua                          8项救助、殡葬减免:义乌

---------------------------------------------------------------- “1+8+X”的8项基本救助(规则书 YW-01)
enum "basic_relief" { zh = "基本救助",
  { "dibao", "低保" }, { "tekun", "特困" }, { "disaster", "受灾" }, { "medical", "医疗" }, { "education", "教育" },
  { "housing", "住房" }, { "employment", "就业" }, { "temporary", "临时救助" },
}
parameter "basic_relief_run" { zh = "列入统筹的救助", type = boolean, key = basic_relief,
  ["2020-07-01"] = { { dibao = true, tekun = true, disaster = true, medical = true, education = true, housing = true,
    employment = true, temporary = true }, source = "低保、特困、受灾、医疗、教育、住房、就业、临时救助等8项基本救助(S3,规则书 YW-01)" } }
parameter "basic_relief_least" { zh = "基本救助项数", type = integer,
  ["2020-07-01"] = { 8, source = "8项基本救助(S3,规则书 YW-01)" } }

---------------------------------------------------------------- 基本丧葬费用减免(规则书 YW-31)
parameter "funeral_basic_fee" { zh = "基本丧葬费用", type = money, unit = "yuan",
  ["2020-07-01"] = { yuan(1500), status = "placeholder", source = "减免的数额没有写(规则书 YW-31),请填基本项目收费" } }
variable "funeral_waiver" { of = person, type = money, unit = "yuan", zh = "丧葬费用减免", result = true,
  law = "基本丧葬费用减免扩大至我市区域范围内所有死亡人员,不分户籍(S3,规则书 YW-31);减在账单上,不进月合计",
  ["2020-07-01"] = function (person, law)
    if not known(person.death_date) or not person.died_in_city then return yuan(0) end
    if month_of(person.death_date) ~= law.month then return yuan(0) end
    return law.funeral_basic_fee
  end,
}

---------------------------------------------------------------- 审批权限下放(规则书 Q-12)
parameter "approver_level" { override = true,
  ["2006-01-01"] = { { basic = "county" }, otherwise = "county", source = "下放以前由市里审批" },
  ["2020-01-01"] = { { basic = "township" }, otherwise = "township", source = "全省率先实现救助审批权限下放,一站审批、全市通办(S3,规则书 Q-12)" } }

---------------------------------------------------------------- 支出型临时救助(规则书 B11-03)
parameter "relief_income_multiple" { zh = "临时救助收入线", type = number, note = "× 低保标准",
  ["2006-01-01"] = { 2, status = "placeholder", source = "义乌的收入线未见,按宁波2022年2倍(R04;规则书 B11-03 推定)" } }
variable "relief_fits" { override = true,
  law = "在册的救助家庭,或扣减刚性支出后人均收入在线内且财产符合(义乌办法未见,按宁波的式子;规则书 B11-03)",
  formula = function (family, law)
    if family.category ~= "none" then return true end
    if family.heads == 0 or not family.applies_here then return false end
    local year = family.countable_income * 12 - family.rigid_expense
    return year <= family.standard * 12 * law.relief_income_multiple * family.heads
      and family.property_temporary
  end,
}
