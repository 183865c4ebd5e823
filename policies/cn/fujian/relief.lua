-- policies/cn/fujian/relief.lua                                  临时救助、价格补贴:福建

---------------------------------------------------------------- 支出型临时救助(规则书 B11-01)
parameter "relief_income_test" { zh = "临时救助收入的比较", type = comparison,
  ["2018-12-01"] = { "低于", source = "台海网2018-12-16:人均可支配收入低于当地上年度(R56;规则书 B11-01)" } }
variable "relief_fits" { override = true,
  law = "人均可支配收入低于当地上年度人均可支配收入,财产符合(R56;规则书 B11-01)",
  formula = function (family, law)
    if family.heads == 0 then return false end
    return law.relief_income_test(family.countable_income * 12, law.disposable_income_year * family.heads)
      and family.property_temporary
  end,
}

---------------------------------------------------------------- 价格补贴(规则书 B11-04)
parameter "price_trigger_cpi" { override = true,
  ["2016-08-01"] = { 0.035, source = "2016年联动机制:3.5%(R64;规则书 B11-04)" },
  ["2021-12-01"] = { 0.03, source = "台海网2021-12-30:3%(R55;规则书 B11-04)" },
}
parameter "price_trigger_food" { override = true,
  ["2016-08-01"] = { 0.06, source = "6%(R64;规则书 B11-04)" },
  ["2021-12-01"] = { 0.06, source = "台海网2021-12-30:6%(R55;规则书 B11-04)" },
}
parameter "price_floor" { override = true,
  ["2016-08-01"] = { yuan(0), source = "2021年12月以前没有最低数额(R64;规则书 B11-04)" },
  ["2021-12-01"] = { yuan(30), source = "台海网2021-12-30:每人不低于30元,公布当月发(R55;规则书 B11-04)" },
}
