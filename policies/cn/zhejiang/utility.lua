-- policies/cn/zhejiang/utility.lua                              两保户免费电量(规则书 B10-15、Q-09)
parameter "free_electricity" { zh = "两保户免费电量", type = number, unit = "kWh/month", key = category,
  ["2013-03-01"] = { { dibao = 15, tekun = 15 }, otherwise = 0, source = "两保户每户每月15度(R21;规则书 B10-15、Q-09)" } }

variable "free_kwh" { of = household, type = number, unit = "kWh/month", zh = "免费电量", result = true,
  law = "两保户(低保户、五保户即特困户)每户每月15度(R21;规则书 B10-15)",
  ["2013-03-01"] = function (family, law) return law.free_electricity[family.category] end,
}

parameter "electricity_price" { zh = "居民电价", type = money, unit = "yuan/kWh",
  ["2013-03-01"] = { yuan(0.538), status = "placeholder", source = "居民生活用电第一档,凭记忆(规则书 Y08)" } }
input "power_used" { of = household, type = number, decimals = 2, unit = "kWh/month", min = 0, max = 100000,
  zh = "当月用电量", note = "不填按用足免费电量" }
variable "power_relief" { of = household, type = money, unit = "yuan/month", zh = "电费减免", result = true,
  round = "half up to fen",
  law = "免费电量以内按实际用电(规则书 Y08,推定);减在电费单上,不进月合计(规则书 Q-09)",
  ["2013-03-01"] = function (family, law)
    return law.electricity_price * min(default(family.power_used, family.free_kwh), family.free_kwh)
  end,
}
enum "utility_change" { zh = "电费减免变动", { "none", "不变" }, { "start", "下期起减" }, { "stop", "下期起停" } }
variable "utility_change" { of = household, type = utility_change, zh = "电费减免变动", result = true,
  law = "低保认定后水电费减免无感智办:认定即办,退出即停,从下一期账单起(义乌《实施意见》解读;规则书 Q-09)",
  ["2013-03-01"] = function (family, law)
    local had = default(family:before(1).free_kwh, 0) > 0
    if family.free_kwh > 0 and not had then return "start" end
    if family.free_kwh == 0 and had then return "stop" end
    return "none"
  end,
}
