policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

parameter "old_age" { zh = "高龄津贴", type = money, by = integer,
  ["2011-04-01"] = { {
    { below = 80, yuan(0) },
    { from = 80, upto = 90, yuan(50) },
    { from = 90, yuan(100) },
  }, source = "a notice" },
  ["2012-04-01"] = { { { from = 80, below = 70, yuan(0) } }, source = "a notice" },
  ["2013-04-01"] = { { { from = 80, above = 70, yuan(0) }, { form = 5, yuan(1) } }, source = "a notice" },
}
