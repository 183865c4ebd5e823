-- policies/cn/zhejiang/ningbo/relief.lua                        临时救助、价格补贴:宁波

---------------------------------------------------------------- 支出型临时救助(规则书 B.5 第四行)
parameter "relief_income_multiple" { zh = "临时救助收入线", type = number, note = "× 低保标准",
  ["2006-01-01"] = { 2, status = "placeholder", source = "2022年以前未查,按R04" },
  ["2022-01-01"] = { 2, source = "R04:不在册支出型临时救助 2362元以内" },
}
parameter "relief_income_test" { zh = "临时救助收入的比较", type = comparison,
  ["2006-01-01"] = { "以内", source = "R04" } }

variable "relief_fits" { override = true,
  law = "在册的救助家庭,或不在册的扣减教育、医疗支出后在2362元以内且财产符合(R04;规则书 B.5)",
  formula = function (family, law)
    if family.category ~= "none" then return true end
    if family.heads == 0 or not family.applies_here then return false end
    local line = family.standard * 12 * law.relief_income_multiple * family.heads
    return law.relief_income_test(family.income_after_rigid, line) and family.property_temporary
  end,
}

---------------------------------------------------------------- 价格补贴对象(规则书 B11-07)
parameter "price_multiple_category" { override = true,
  ["2016-08-01"] = { { tekun = 1, dibao = 1, dibao_single = 1 }, otherwise = 0,
    status = "placeholder", source = "2019年以前未查,按国家" },
  ["2019-04"] = { { tekun = 1, dibao = 1, dibao_single = 1, dibian = 1 }, otherwise = 0,
    status = "placeholder", source = "对象含低保边缘(R09);各类数额未见,按低保标准的1倍" },
}
parameter "price_multiple_severe" { override = true,
  ["2016-08-01"] = { 0, status = "placeholder", source = "2019年以前未查,按国家" },
  ["2019-04"] = { 1, status = "placeholder", source = "对象含重度残疾人救助证(R09);数额未见" },
}
