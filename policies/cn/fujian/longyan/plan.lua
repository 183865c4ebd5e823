-- policies/cn/fujian/longyan/plan.lua                            规划指标:龙岩
-- S4 是规划要点(规则书 A.5),没有另写期限的到2025年底。
local plan = require "plan"
local function s4(id) return "S4(规则书 " .. id .. ")" end
local function one(row, law) return 1 end

---------------------------------------------------------------- 配备(LY-01 至 LY-03,规则见 staffing.lua)
indicator "townships_staffed" { of = township, zh = "协管员配足的乡镇街道", unit = "%", law = s4("LY-01"), per = 100,
  numerator = "relief_staff_ok", denominator = one,
  target = plan.goal("2025-12-31", "at_least", 100, s4("LY-01") .. ";期限没有写,按规划期末") }
indicator "communities_staffed" { of = community, zh = "协理员配备符合的村社区", unit = "%", law = s4("LY-02"), per = 100,
  numerator = "relief_helpers_ok", denominator = one,
  target = plan.goal("2025-12-31", "at_least", 100, s4("LY-02") .. ";期限没有写,按规划期末") }
indicator "stations_ok" { of = township, zh = "社工站达到当年要求的乡镇街道", unit = "%", law = s4("LY-03"), per = 100,
  numerator = "station_ok", denominator = one,
  target = { ["2021-12-31"] = { at_least = 100, source = s4("LY-03") .. ":一年覆盖;起算年份推定" },
             ["2022-12-31"] = { at_least = 100, source = s4("LY-03") .. ":两年规范;起算年份推定" },
             ["2023-12-31"] = { at_least = 100, source = s4("LY-03") .. ":三年提升;起算年份推定" } } }

---------------------------------------------------------------- 列支(LY-04、LY-05,规则见 budget.lua)
indicator "purchase_share" { of = city, zh = "购买社会救助服务列支比例", unit = "%", law = s4("LY-04"), per = 100,
  numerator = "relief_purchase", denominator = "relief_fund",
  target = plan.goal("2025-12-31", "at_least", 5, s4("LY-04") .. ";每年") }
indicator "hardship_share" { of = city, zh = "补助资金列支比例", unit = "%", law = s4("LY-05"), per = 100,
  numerator = "hardship_fund_purchase", denominator = "hardship_fund",
  target = plan.goal("2025-12-31", "at_most", 3, s4("LY-05") .. ";每年") }

---------------------------------------------------------------- 低保标准和补助水平
input "published_minimum_wage" { of = county, type = money, unit = "yuan/month", min = yuan(0), zh = "公布的最低工资" }
indicator "wage_share" { of = county, zh = "低保标准占最低工资", unit = "%", law = s4("LY-06") .. ";" .. s4("LY-07"), per = 100,
  where = function (row, law) return law.wage_tier > 0 end,      -- 市级没有自己的标准
  numerator = function (row, law) return law.dibao_standard end,
  denominator = "published_minimum_wage",
  target = { ["2024-12-31"] = { between = { 42, 48 }, source = s4("LY-06") },
             ["2025-12-31"] = { at_least = 47.5, source = s4("LY-07") .. ":原文作“47。5%”(规则书 F-27)" } },
  note = "各县看各县的;公布数只核对,不重算(规则书 L15)" }
indicator "average_payment" { of = household, zh = "低保人均补助水平", unit = "yuan/person/month", law = s4("LY-08"),
  where = function (family, law) return family.category == "dibao" end,
  numerator = "dibao_amount", denominator = "covered_heads",
  note = "2025年达到全省平均补助水平(规则书 LY-08);全省平均数没有查到,查到后加 target" }
indicator "average_ratio" { of = household, zh = "低保人均补助占标准", unit = "%", law = "龙政综〔2017〕122号(R38;规则书 B1-08)", per = 100,
  where = function (family, law) return family.category == "dibao" end,
  numerator = "dibao_amount", denominator = function (family, law) return family.standard * family.covered_heads end,
  target = plan.goal("2017-12-31", "at_least", 60, "龙政综〔2017〕122号:平均补助水平不低于标准的60%(R38;规则书 B1-08、C.4 ly_avg_payment_ratio)"),
  note = "是全部低保家庭的平均,不是每户的下限(规则书 B1-08);宁德2025年520、479元也是60%(R45)" }

---------------------------------------------------------------- 特困集中供养(LY-13、LY-19)
local function dependent(person, law)
  return person.is_tekun and person.selfcare_level ~= "able"
end
local function in_care(person, law) return person.support_form == "central" end
indicator "dependent_in_care" { of = person, zh = "生活不能自理特困集中供养率", unit = "%", law = s4("LY-13"), per = 100,
  where = dependent, numerator = in_care, denominator = one,
  target = plan.goal("2025-12-31", "at_least", 70, s4("LY-13")) }
indicator "willing_in_care" { of = person, zh = "有意愿不能自理特困集中供养率", unit = "%", law = s4("LY-19"), per = 100,
  where = function (person, law)
    return person.is_tekun and person.selfcare_level ~= "able" and person.wish_central
  end,
  numerator = in_care, denominator = one,
  target = plan.goal("2025-12-31", "at_least", 100, s4("LY-19")) }

---------------------------------------------------------------- 培训(LY-17)
local function trained(place, zh)
  input "trainings" { of = place, type = integer, min = 0, unit = "count", zh = "当年业务培训期数" }
end
trained(city)
trained(county)
input "villages_consolidated" { of = city, type = integer, min = 0, unit = "count", zh = "巩固脱贫成果挂钩村" }  -- lint: unused-input 统计事实,备查
input "counties_count" { of = city, type = integer, min = 0, unit = "count", zh = "县市区数" }  -- lint: unused-input 统计事实,备查
indicator "city_trainings" { of = city, zh = "市级业务培训", unit = "期", law = s4("LY-17"), numerator = "trainings",
  target = plan.goal("2025-12-31", "at_least", 1, s4("LY-17") .. ";每年") }
indicator "county_trainings" { of = county, zh = "办过业务培训的县", unit = "%", law = s4("LY-17"), per = 100,
  numerator = function (row, law) return row.trainings >= 1 end, denominator = one,
  target = plan.goal("2025-12-31", "at_least", 100, s4("LY-17") .. ";每年") }

---------------------------------------------------------------- 三个救助圈层(LY-18)
enum "relief_circle" { zh = "救助圈层",
  { "none", "不在册" }, { "basic", "基本生活救助" }, { "special", "专项救助" }, { "urgent", "急难社会救助" },
}
variable "relief_circle" { of = household, type = relief_circle, zh = "救助圈层", result = true,
  law = "S4一:根据困难程度和致困原因划分为三个救助圈层(规则书 LY-18)",
  formula = function (family, law)
    if family.category == "dibao" or family.category == "tekun" or family.category == "dibao_single" then return "basic" end
    if family.category == "dibian" or family.category == "rigid" then return "special" end
    if family.temporary_relief > yuan(0) then return "urgent" end
    return "none"
  end,
}

facts "facts.csv"
