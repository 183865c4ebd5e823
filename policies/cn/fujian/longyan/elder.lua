-- policies/cn/fujian/longyan/elder.lua                           老年人:龙岩(规则书 B10-10)
parameter "old_age_rate" { override = true, note = "只给没有养老金的老人(省 elder.lua);公布的是下限,县可更高",
  ["2015-01-01"] = { { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(50) },
                       { from = 90, below = 100, yuan(100) }, { from = 100, yuan(300) } },
    status = "placeholder", source = "2023年以前未查,按R53" },
  ["2023-01-01"] = { { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(50) },
                       { from = 90, below = 100, yuan(100) }, { from = 100, yuan(300) } },
    source = "福建省高龄津贴2023 龙岩一行:不低于50、100、300元(R53;规则书 B10-10、C.4)" },
}

---------------------------------------------------------------- 百岁老人老人节慰问(规则书 B10-10、L12)
parameter "centenarian_gift_rate" { zh = "百岁老人慰问金", type = money, unit = "yuan/month", by = integer,
  note = "老人节当月发,每年一次",
  ["2015-01-01"] = { { { from = 100, yuan(1000) } }, otherwise = yuan(0), status = "placeholder", source = "2023年以前未查,按R53" },
  ["2023-01-01"] = { { { from = 100, yuan(1000) } }, otherwise = yuan(0),
    source = "百岁老人每年老人节不低于1000元(R53;规则书 B10-10)" },
}
parameter "elders_day_month" { zh = "老人节月份", type = integer,
  note = "农历九月初九,多在公历10月;落在别的月份的年份在这里加一行",
  ["2015-01-01"] = { 10, status = "placeholder", source = "按公历10月发;发放月份未见" } }
variable "centenarian_gift" { of = person, type = money, unit = "yuan/month", zh = "百岁老人慰问金",
  result = true, benefit = true, law = "百岁老人每年老人节慰问(R53;规则书 B10-10、L12)",
  formula = function (person, law)
    if not person.present or not person.elder_here then return yuan(0) end
    if month_number(law.month) ~= law.elders_day_month then return yuan(0) end
    return law.centenarian_gift_rate[person.age_years]
  end,
}
variable "local_benefit" { override = true, law = "百岁老人慰问金(R53)",
  formula = function (family, law) return family.centenarian_gift end,
}
