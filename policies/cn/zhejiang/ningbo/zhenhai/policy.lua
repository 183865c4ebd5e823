-- policies/cn/zhejiang/ningbo/zhenhai/policy.lua                镇海区
-- 只有镇海和全市不同的:高龄津贴高于全市(规则书 B10-07);其余全按宁波市。
policy { zh = "镇海区", division = "330211" }

parameter "old_age_rate" { override = true, note = "区县可以高于全市(R06)",
  ["2011-04-01"] = { { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(50) },
                       { from = 90, below = 100, yuan(100) }, { from = 100, yuan(300) } }, source = "同全市(R06)" },
  ["2012-01-01"] = { { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(70) },
                       { from = 90, below = 100, yuan(150) }, { from = 100, yuan(1000) } },
    source = "镇海2012、2013年70、150、1000元(R06;规则书 B10-07、F-30)" },
  ["2019-04"] = { { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(70) },
                    { from = 90, below = 100, yuan(150) }, { from = 100, yuan(1000) } },
    status = "placeholder", source = "2014年以后未查,按原数(都不低于全市)" },
}
check "not_below_city" { zh = "高龄津贴不低于省下限", law = "R22(规则书 B10-08)", from = "2023-01",
  test = function (law)
    return law.old_age_rate[80] >= law.old_age_floor[80] and law.old_age_rate[100] >= law.old_age_floor[100],
      "应不低于60、100、300元"
  end }
case "B10-07-zhenhai" { zh = "镇海百岁老人1000元", source = "规则书 B10-07(R06)", month = "2013-01",
  household = { category = "none", persons = { { birth_date = "1913-01-31" }, { birth_date = "1933-01-31" },
    { birth_date = "1923-01-31" }, { birth_date = "1933-02-01" } } },
  expect = { old_age_allowance = 1220, persons = { { old_age_allowance = 1000 }, { old_age_allowance = 70 },
    { old_age_allowance = 150 }, { old_age_allowance = 0 } } } }
