-- policies/cn/zhejiang/ningbo/duties.lua                        机构配备:宁波(行动方案二(二),S0)
-- “到2025年”的配备从2025年12月起算,在那以前机构可以还没有达到。

parameter "rehab_room_beds" { override = true,
  ["2006-01-01"] = { 0, source = "行动方案以前没有规定" },
  ["2021-12-29"] = { 100, source = "行动方案二(二)四:100张床位以上养老机构实现康复室全覆盖(S0,规则书 NB21-29)" } }
parameter "beds_per_social_worker" { override = true,
  ["2006-01-01"] = { 0, source = "行动方案以前没有规定" },
  ["2025-12-01"] = { 60, source = "行动方案二(二)三:到2025年每60张养老机构床位配备1名社会工作者(S0,规则书 NB21-27)" } }
parameter "care_zone_public" { override = true,
  ["2006-01-01"] = { false, source = "行动方案以前没有规定" },
  ["2025-12-01"] = { true, source = "行动方案二(二)四:到2025年所有市、县公办养老机构设置认知症照护专区(S0,规则书 NB21-32)" } }
parameter "public_star_least" { override = true,
  ["2006-01-01"] = { 0, source = "行动方案以前没有规定" },
  ["2025-12-01"] = { 3, source = "行动方案二(二)三:到2025年市、县两级公办养老机构均达到三星级以上标准(S0,规则书 NB21-20)" } }

---------------------------------------------------------------- 每个区县(市)都要有的
parameter "smart_homes_least" { zh = "智慧养老服务机构数", type = integer, note = "到2025年",
  ["2021-12-29"] = { 4, source = "行动方案二(二)五:每个区县(市)至少建设4家智慧养老服务机构(S0,规则书 NB21-34)" } }
parameter "zones_least" { zh = "连锁运营片区数下限", type = integer,
  ["2024-01-01"] = { 2, source = "2024年工作要点4:每个区(县、市)按2-5个片区(S2,规则书 NB24-15)" } }
parameter "zones_most" { zh = "连锁运营片区数上限", type = integer,
  ["2024-01-01"] = { 5, source = "2024年工作要点4:每个区(县、市)按2-5个片区(S2,规则书 NB24-15)" } }
parameter "brand_stations_least" { zh = "省级品牌未保站数", type = integer,
  ["2024-01-01"] = { 1, source = "2024年工作要点8:每个区(县、市)都建有一家省级品牌未保站(S2,规则书 NB24-27)" } }

input "smart_homes" { of = county, type = integer, min = 0, zh = "智慧养老服务机构" }
input "zones" { of = county, type = integer, min = 0, zh = "连锁运营片区" }
input "brand_stations" { of = county, type = integer, min = 0, zh = "省级品牌未保站" }
input "aid_platform" { of = county, type = boolean, zh = "有康复辅具服务平台" }
input "charity_trust" { of = county, type = boolean, zh = "有慈善信托" }
input "mental_rehab" { of = county, type = boolean, zh = "开展精康融合服务" }

variable "smart_homes_met" { of = county, type = boolean, zh = "智慧机构达到", result = true, law = "规则书 NB21-34",
  ["2021-12-29"] = function (row, law) return row.smart_homes >= law.smart_homes_least end }
variable "zones_met" { of = county, type = boolean, zh = "片区数合适", result = true, law = "规则书 NB24-15",
  ["2024-01-01"] = function (row, law) return row.zones >= law.zones_least and row.zones <= law.zones_most end }
variable "brand_stations_met" { of = county, type = boolean, zh = "未保站达到", result = true, law = "规则书 NB24-27",
  ["2024-01-01"] = function (row, law) return row.brand_stations >= law.brand_stations_least end }

---------------------------------------------------------------- 认知障碍床位占公办床位(规则书 NB21-32)
parameter "dementia_share_least" { zh = "认知障碍床位占公办床位", type = number,
  ["2025-12-01"] = { 0.08, source = "行动方案二(二)四:床位占比不少于当地公办养老机构床位数的8%(S0,规则书 NB21-32)" } }
local staffing = require "staffing"
for _, place in ipairs({ city, county }) do
  input "public_beds" { of = place, type = integer, unit = "bed", min = 0, zh = "公办养老机构床位" }
  input "public_dementia_beds" { of = place, type = integer, unit = "bed", min = 0, zh = "公办机构认知障碍床位" }
end
variable "dementia_share_met" { of = county, type = boolean, zh = "认知障碍床位达到", result = true, law = "规则书 NB21-32",
  ["2025-12-01"] = function (row, law)
    return staffing.at_least_share(row.public_dementia_beds, row.public_beds, law.dementia_share_least)
  end }

---------------------------------------------------------------- 老年人意外伤害保险(规则书 Q-16)
parameter "accident_insurance_age" { zh = "意外伤害保险年龄", type = integer, unit = "year",
  ["2021-12-29"] = { 60, status = "placeholder", source = "继续实施老年人意外伤害保险(S0、S2,规则书 Q-16);起点年龄没有写,按60岁" } }
variable "accident_insurance" { of = person, type = boolean, zh = "意外伤害保险", result = true,
  law = "行动方案二(二)一、2024年工作要点4(规则书 Q-16)",
  ["2021-12-29"] = function (person, law)
    return person.present and person.elder_here and person.age_years >= law.accident_insurance_age
  end }
