-- policies/cn/neimenggu/baotou/relief.lua                        价格补贴、临时救助:包头

---------------------------------------------------------------- 2020年公布的数额(规则书 B11-08)
-- 只公布了每人多少钱,没有公布按什么比例算出来的;不倒推比例(规则书 F-09)。
parameter "price_published" { zh = "公布的价格补贴数额", type = money, unit = "yuan/person/month", key = region_class,
  ["2016-08-01"] = { { urban = yuan(0), rural = yuan(0) }, status = "placeholder", source = "2020年以前未查,按公式" },
  ["2020-01"] = { { urban = yuan(36.68), rural = yuan(26.13) }, source = "包头新闻网2020(R25;规则书 B11-08)" },
  ["2020-02"] = { { urban = yuan(35.29), rural = yuan(25.14) }, source = "包头新闻网2020(R25;规则书 B11-08)" },
  ["2020-03"] = { { urban = yuan(60.90), rural = yuan(43.70) }, source = "包头新闻网2020:加倍(R25;规则书 B11-08)" },
  ["2020-04"] = { { urban = yuan(60), rural = yuan(34.65) }, source = "包头新闻网2020:加倍(R25;规则书 B11-08)" },
  ["2020-05"] = { { urban = yuan(0), rural = yuan(0) }, status = "placeholder", source = "2020年5月以后未查,按公式" },
}
variable "price_published_here" { override = true, law = "包头新闻网2020(R25;规则书 B11-08)",
  ["2020-01-01"] = function (family, law) return law.price_published[family.region_class] end,
  ["2020-05-01"] = ended,
}
-- 发到分(规则书 B13-08):各项待遇各自取整,没有统一的办法
variable "price_subsidy" { override = true, round = "half up to fen",
  law = "公布的数额发到分(R25;规则书 B11-08、B13-08);没有公布的月份标准 × 触发的指数涨幅(R65;规则书 B11-05)" }

---------------------------------------------------------------- 临时救助(规则书 B11-03)
parameter "relief_income_multiple" { zh = "临时救助收入线", type = number, note = "× 低保标准",
  ["2018-01-01"] = { 2, status = "placeholder", source = "包头的收入线和数额未见(规则书 B11-03 推定)" } }
variable "relief_fits" { override = true,
  law = "在册的救助家庭,或扣减刚性支出后人均收入在线内且财产符合(包头办法未见;规则书 B11-03)",
  formula = function (family, law)
    if family.category ~= "none" then return true end
    if family.heads == 0 or not family.applies_here then return false end
    local year = family.countable_income * 12 - family.rigid_expense
    return year <= family.standard * 12 * law.relief_income_multiple * family.heads
      and family.property_temporary
  end,
}
