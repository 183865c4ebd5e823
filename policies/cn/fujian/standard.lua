-- policies/cn/fujian/standard.lua                                低保标准怎样定:福建(规则书 B2-04、B2-05)
-- 公布的标准只检查,不重算(规则书 F-09);检查说出最低能通过的数。

parameter "wage_tier" { zh = "最低工资类别", type = integer, note = "由县(市、区)填;省、市一级没有类别,也没有自己的低保标准",
  ["2015-01-01"] = { 0, source = "0 = 不是县(市、区)" } }

---------------------------------------------------------------- 省定低保最低标准
parameter "province_dibao_min_year" { zh = "省定低保最低标准", type = money, unit = "yuan/person/year",
  note = "残疾人两项补贴与它挂钩(规则书 B9-05)",
  ["2020-01-01"] = { yuan(4050), source = "厦门卫视2021-09-04:每人每年4050元(R43;规则书 B2-05、C.4 fj_dibao_min_year)" },
  ["2021-01-01"] = { yuan(4400), status = "derived", source = "十四五期间每年提高350元(R43;规则书 B2-05);2021年9月的报道还是4050,从哪个月起提高未见" },
  ["2022-01-01"] = { yuan(4750), status = "derived", source = "4400 + 350;与2022年护理补贴119、99元相符(R50;规则书 B2-05、P14)" },
  ["2023-01-01"] = { yuan(5100), status = "derived", source = "4750 + 350(R43;规则书 B2-05)" },
  ["2024-01-01"] = { yuan(5450), status = "derived", source = "5100 + 350;R44 也作5450(规则书 B2-05)" },
  ["2025-01-01"] = { yuan(5800), status = "derived", source = "5450 + 350(R43;规则书 B2-05)" },
}
check "province_minimum" { zh = "不低于省定最低标准", law = "R43(规则书 B2-05)", from = "2020-01", severity = "warning",
  test = function (law)
    if law.wage_tier == 0 then return true end
    return law.dibao_standard * 12 >= law.province_dibao_min_year,
      "12个月合计应不低于" .. tostring(law.province_dibao_min_year) .. "元,每月至少"
      .. tostring(round(law.province_dibao_min_year / 12, up_to(yuan(1)))) .. "元"
  end }

---------------------------------------------------------------- 与最低工资挂钩,到2025年6月(规则书 B2-04)
parameter "minimum_wage" { zh = "最低工资", type = money, unit = "yuan/month", key = integer,
  note = "下标是县(市、区)的类别" }
parameter "dibao_wage_ratio_min" { zh = "低保占最低工资下限", type = number,
  ["2021-01-01"] = { 0.42, source = "最低工资标准的42%至48%(R43;规则书 B2-04)" } }
parameter "dibao_wage_ratio_max" { zh = "低保占最低工资上限", type = number,
  ["2021-01-01"] = { 0.48, source = "最低工资标准的42%至48%(R43;规则书 B2-04)" } }
variable "local_minimum_wage" { override = true, law = "福建省最低工资标准,按县(市、区)的类别(R40至R42)",
  formula = function (family, law) return law.minimum_wage[law.wage_tier] end,
}
check "wage_band" { zh = "低保标准在最低工资的42%至48%", law = "R43(规则书 B2-04、L15);龙岩规划二(规则书 LY-06)",
  from = "2021-01", to = "2025-06", severity = "warning",
  test = function (law)
    if law.wage_tier == 0 then return true end
    local wage = law.minimum_wage[law.wage_tier]
    local least = wage * law.dibao_wage_ratio_min
    local most = wage * law.dibao_wage_ratio_max
    return law.dibao_standard >= least and law.dibao_standard <= most,
      "标准" .. tostring(law.dibao_standard) .. "元;应在" .. tostring(least) .. "至" .. tostring(most)
      .. "元之间,最低的整元数是" .. tostring(round(least, up_to(yuan(1)))) .. "元"
  end }

---------------------------------------------------------------- 与消费支出挂钩,2025年7月起(规则书 B2-04)
parameter "dibao_consumption_ratio_min" { zh = "低保占消费支出下限", type = number,
  ["2025-07-01"] = { 0.31, source = "闽民规〔2025〕3号:本市上年度人均消费支出的31%至41%(R45、R46;规则书 B2-04)" } }
parameter "dibao_consumption_ratio_max" { zh = "低保占消费支出上限", type = number,
  ["2025-07-01"] = { 0.41, source = "闽民规〔2025〕3号(R45、R46;规则书 B2-04)" } }
parameter "city_consumption_year" { zh = "全市居民人均消费支出", type = money, unit = "yuan/year",
  note = "上年度;零 = 没有填,不检查",
  ["2025-07-01"] = { yuan(0), status = "placeholder", source = "由市里填上年度公布数" } }
check "consumption_band" { zh = "低保标准在消费支出的31%至41%", law = "闽民规〔2025〕3号(R45、R46;规则书 B2-04)",
  from = "2025-07", severity = "warning",
  test = function (law)
    if law.wage_tier == 0 then return true end
    if law.city_consumption_year == yuan(0) then return true end
    local least = law.city_consumption_year * law.dibao_consumption_ratio_min
    local most = law.city_consumption_year * law.dibao_consumption_ratio_max
    local year = law.dibao_standard * 12
    return year >= least and year <= most,
      "年标准应在" .. tostring(least) .. "至" .. tostring(most) .. "元之间,每月最低的整元数是"
      .. tostring(round(least / 12, up_to(yuan(1)))) .. "元"
  end }
