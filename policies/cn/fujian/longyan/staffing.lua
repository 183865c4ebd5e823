-- policies/cn/fujian/longyan/staffing.lua                        配备:龙岩(规则书 LY-01 至 LY-03)

---------------------------------------------------------------- 乡镇(街道)社会救助协管员
-- 原文“2万以下”“2~5万”“5万以上”在2万、5万两处重叠;正好2万、5万的按多的一档(规则书 LY-01、F-24)。
input "relief_staff" { of = township, type = integer, unit = "person", min = 0, zh = "社会救助协管员" }
parameter "relief_staff_least" { zh = "协管员最少人数", type = integer, by = integer, unit = "person",
  note = "按辖区户籍人口;2万、5万两处归哪一档请确认",
  ["2021-01-01"] = { { { below = 20000, 1 }, { from = 20000, below = 50000, 2 }, { from = 50000, 3 } },
    source = "S4一:2万以下不少于1名,2~5万不少于2名,5万以上不少于3名(规则书 LY-01);重叠处取多的一档是推定(F-24)" } }
variable "relief_staff_needed" { of = township, type = integer, unit = "person", zh = "应配协管员", result = true,
  law = "S4一(规则书 LY-01、F-24)",
  formula = function (township, law) return law.relief_staff_least[township.hukou_population] end,
}
variable "relief_staff_ok" { of = township, type = boolean, zh = "协管员配足", result = true, law = "S4一(规则书 LY-01)",
  formula = function (township, law) return township.relief_staff >= township.relief_staff_needed end,
}

---------------------------------------------------------------- 村(社区)社会救助协理员
input "relief_helpers" { of = community, type = integer, unit = "person", min = 0, zh = "社会救助协理员", note = "专兼职" }
parameter "relief_helpers_least" { zh = "协理员最少人数", type = integer, unit = "person",
  ["2021-01-01"] = { 1, source = "S4一:村(社区)配备1-2名专兼职社会救助协理员(规则书 LY-02)" } }
parameter "relief_helpers_most" { zh = "协理员最多人数", type = integer, unit = "person",
  ["2021-01-01"] = { 2, source = "S4一:村(社区)配备1-2名专兼职社会救助协理员(规则书 LY-02)" } }
variable "relief_helpers_ok" { of = community, type = boolean, zh = "协理员配备符合", result = true, law = "S4一(规则书 LY-02)",
  formula = function (community, law)
    return community.relief_helpers >= law.relief_helpers_least
      and community.relief_helpers <= law.relief_helpers_most
  end,
}

---------------------------------------------------------------- 乡镇(街道)社工站
enum "station_stage" { zh = "社工站建设阶段",
  { "none", "没有" }, { "cover", "覆盖" }, { "standard", "规范" }, { "upgrade", "提升" },
}
input "station_stage" { of = township, type = station_stage, zh = "社工站阶段", note = "验收到哪一步;没有站的不填" }
input "station_workers" { of = township, type = integer, unit = "person", min = 0, zh = "社工站社工" }
parameter "station_stage_due" { zh = "社工站应到阶段", type = station_stage,
  ["2021-01-01"] = { "cover", status = "placeholder", source = "S4一:一年覆盖(规则书 LY-03);起算年份未见,按2021年" },
  ["2022-01-01"] = { "standard", status = "placeholder", source = "S4一:两年规范(规则书 LY-03)" },
  ["2023-01-01"] = { "upgrade", status = "placeholder", source = "S4一:三年提升(规则书 LY-03)" },
}
parameter "station_workers_least" { zh = "社工站最少社工", type = integer, unit = "person",
  ["2021-01-01"] = { 2, source = "S4一:原则上每个站点派驻不少于2名社工(规则书 LY-03)" } }
variable "station_ok" { of = township, type = boolean, zh = "社工站符合", result = true, law = "S4一(规则书 LY-03)",
  formula = function (township, law)
    local stage = township.station_stage
    if stage == "none" or township.station_workers < law.station_workers_least then return false end
    if law.station_stage_due == "cover" then return true end
    if law.station_stage_due == "standard" then return stage ~= "cover" end
    return stage == "upgrade"
  end,
}
