-- policies/cn/fujian/longyan/cases_places.lua                    例子:配备、列支、标准的核对

---------------------------------------------------------------- 协管员(LY-01、F-24)
local function staff(id, zh, people, needed)
  case(id) { zh = zh, source = "规则书 LY-01、F-24", month = "2021-06", township = { hukou_population = people },
    expect = { relief_staff_needed = needed } }
end
staff("LY-01-1", "一万九千九百九十九人", 19999, 1)
staff("LY-01-2", "正好两万人", 20000, 2)
staff("LY-01-3", "四万九千九百九十九人", 49999, 2)
staff("LY-01-4", "正好五万人", 50000, 3)
staff("LY-01-5", "没有人口", 0, 1)
case "LY-01-6" { zh = "少配一名", source = "规则书 LY-01", month = "2021-06",
  township = { hukou_population = 20000, relief_staff = 1 }, expect = { relief_staff_ok = false } }
case "LY-01-7" { zh = "配足", source = "规则书 LY-01", month = "2021-06",
  township = { hukou_population = 20000, relief_staff = 2 }, expect = { relief_staff_ok = true } }

---------------------------------------------------------------- 协理员(LY-02)
local function helpers(id, zh, n, ok)
  case(id) { zh = zh, source = "规则书 LY-02", month = "2021-06", community = { relief_helpers = n },
    expect = { relief_helpers_ok = ok } }
end
helpers("LY-02-1", "没有", 0, false)
helpers("LY-02-2", "一名", 1, true)
helpers("LY-02-3", "两名", 2, true)
helpers("LY-02-4", "三名", 3, false)

---------------------------------------------------------------- 社工站(LY-03)
local function station(id, zh, month, stage, workers, ok)
  case(id) { zh = zh, source = "规则书 LY-03", month = month, township = { station_stage = stage, station_workers = workers },
    expect = { station_ok = ok } }
end
station("LY-03-1", "第一年覆盖", "2021-12", "cover", 2, true)
station("LY-03-2", "只有一名社工", "2021-12", "cover", 1, false)
station("LY-03-3", "第二年还只是覆盖", "2022-01", "cover", 2, false)
station("LY-03-4", "第二年规范", "2022-12", "standard", 2, true)
station("LY-03-5", "第三年还没有提升", "2023-01", "standard", 2, false)
station("LY-03-6", "第三年提升", "2023-12", "upgrade", 3, true)
station("LY-03-7", "没有站", "2021-12", "none", 2, false)

---------------------------------------------------------------- 列支(L14、LY-04、LY-05)
local function spent(purchase, of_hardship)
  return { relief_fund = 10000000, hardship_fund = 80000000, relief_purchase = purchase, hardship_fund_purchase = of_hardship }
end
case "L14" { zh = "两条界限", source = "规则书 L14、LY-04、LY-05", month = "2021-06", city = spent(500000, 200000),
  expect = { purchase_least = 500000, hardship_most = 2400000, hardship_least = 200000, purchase_ok = true } }
case "L14-b1" { zh = "购买服务少一分", source = "规则书 L14、LY-04", month = "2021-06", city = spent(499999.99, 199999.99),
  expect = { purchase_ok = false } }
case "L14-b2" { zh = "补助资金正好3%", source = "规则书 L14、LY-05", month = "2021-06", city = spent(2700000, 2400000),
  expect = { purchase_ok = true } }
case "L14-b3" { zh = "补助资金多一分", source = "规则书 L14、LY-05", month = "2021-06", city = spent(2700000.01, 2400000.01),
  expect = { purchase_ok = false } }
case "L14-b4" { zh = "县级一样算", source = "规则书 L14、LY-04", month = "2021-06", county = spent(500000, 0),
  expect = { purchase_ok = true, hardship_least = 0 } }

---------------------------------------------------------------- 三个救助圈层(LY-18)
local function circle(id, zh, facts, expected)
  case(id) { zh = zh, source = "规则书 LY-18", month = "2021-06", household = facts, expect = { relief_circle = expected } }
end
circle("LY-18-1", "低保", { category = "dibao", temporary_relief = 0 }, "basic")
circle("LY-18-2", "特困", { category = "tekun", temporary_relief = 0 }, "basic")
circle("LY-18-3", "低收入家庭", { category = "dibian", temporary_relief = 0 }, "special")
circle("LY-18-4", "急难", { category = "none", temporary_relief = 0.01 }, "urgent")
circle("LY-18-5", "不在册", { category = "none", temporary_relief = 0 }, "none")
