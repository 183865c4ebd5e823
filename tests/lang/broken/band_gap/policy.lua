policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

parameter "old_age" { zh = "高龄津贴", type = money, by = integer,
  ["2011-04-01"] = { {
    { below = 80, yuan(0) },
    { from = 80, upto = 88, yuan(50) },
    { from = 90, yuan(100) },
  }, source = "a notice" },
}
parameter "limit" { zh = "上限", type = money, by = money,
  ["2011-04-01"] = { { { below = yuan(100), yuan(1) }, { above = yuan(100), yuan(2) } }, source = "a notice" },
}
