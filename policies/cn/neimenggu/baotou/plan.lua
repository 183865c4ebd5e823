-- policies/cn/neimenggu/baotou/plan.lua                          统计:包头标准与自治区平均
-- 自治区公布的平均标准只用来比较(规则书 C.3 nm_avg_2022、nm_avg_2023)。
input "region_average_urban" { of = city, type = money, unit = "yuan/month", min = yuan(0), zh = "自治区平均城市低保标准" }
input "region_average_rural" { of = city, type = money, unit = "yuan/year", min = yuan(0), zh = "自治区平均农村牧区低保标准" }

indicator "urban_to_region" { of = city, zh = "城市低保标准与自治区平均之比", unit = "%", law = "R36(规则书 C.3)", per = 100,
  numerator = function (row, law) return law.dibao_standard end, denominator = "region_average_urban" }
indicator "rural_to_region" { of = city, zh = "农村牧区低保标准与自治区平均之比", unit = "%", law = "R36(规则书 C.3)", per = 100,
  numerator = function (row, law) return law.dibao_rural_year end, denominator = "region_average_rural" }
indicator "rural_to_urban" { of = city, zh = "农村牧区低保占城市低保", unit = "%", law = "规则书 B2-07(R23、R24)", per = 100,
  numerator = function (row, law) return law.dibao_rural_year end,
  denominator = function (row, law) return law.dibao_standard * 12 end,
  note = "报道按每月629、661元算作74.88%、74.94%(规则书 B2-07);目标75%是九原区规划的(规则书 JY-T1-03)" }

facts "facts.csv"
