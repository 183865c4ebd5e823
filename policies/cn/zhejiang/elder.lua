-- policies/cn/zhejiang/elder.lua                                高龄津贴下限
parameter "old_age_floor" { zh = "高龄津贴下限", type = money, unit = "yuan/month", by = integer,
  note = "市县可以高于省的下限",
  ["2023-01-01"] = { { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(60) },
                       { from = 90, below = 100, yuan(100) }, { from = 100, yuan(300) } },
    source = "浙江省高龄津贴2023(R22;规则书 B10-08)" } }
-- 没有自己数字的市县按下限发
parameter "old_age_rate" { override = true,
  ["2011-04-01"] = { { { from = 0, yuan(0) } }, status = "placeholder", source = "2023年以前各市县的数未查,不计发" },
  ["2023-01-01"] = { { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(60) },
                       { from = 90, below = 100, yuan(100) }, { from = 100, yuan(300) } },
    source = "按省下限(R22)" } }
