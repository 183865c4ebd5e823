-- policies/cn/staffing.lua                                      机构和地方的配备(不涉及家庭)
-- 国家没有统一数字:0 或“没有”表示没有这条规定,市里在自己的文件夹里给数。
local staffing = require "staffing"

parameter "beds_per_social_worker" { zh = "每几张床位配一名社工", type = integer, unit = "bed",
  ["2006-01-01"] = { 0, source = "国家没有统一规定" } }
parameter "elderly_per_social_worker" { zh = "每几名老年人配一名社工", type = integer, unit = "person",
  ["2006-01-01"] = { 0, source = "国家没有统一规定" } }
parameter "rehab_room_beds" { zh = "康复室床位线", type = integer, unit = "bed", note = "达到(含)须设;0 = 没有规定",
  ["2006-01-01"] = { 0, source = "国家没有统一规定" } }
parameter "care_zone_beds" { zh = "照护专区床位线", type = integer, unit = "bed", note = "达到(含)须设;0 = 没有规定",
  ["2006-01-01"] = { 0, source = "国家没有统一规定" } }
parameter "care_zone_public" { zh = "公办机构须设照护专区", type = boolean,
  ["2006-01-01"] = { false, source = "国家没有统一规定" } }
parameter "public_star_least" { zh = "市县公办机构最低星级", type = integer,
  ["2006-01-01"] = { 0, source = "国家没有统一规定" } }

---------------------------------------------------------------- 机构
variable "social_workers_required" { of = institution, type = integer, unit = "person", zh = "应配社工",
  result = true, law = "按床位配社工,不足一份的也配(规则书 NB21-27、YW-12;取整是推定)",
  formula = function (home, law) return staffing.per(home.beds, law.beds_per_social_worker) end,
}
variable "rehab_room_required" { of = institution, type = boolean, zh = "须设康复室", result = true,
  law = "达到床位线的养老机构(规则书 NB21-29)",
  formula = function (home, law) return law.rehab_room_beds > 0 and home.beds >= law.rehab_room_beds end,
}
variable "care_zone_required" { of = institution, type = boolean, zh = "须设照护专区", result = true,
  law = "达到床位线的,或市、县公办的养老机构(规则书 NB21-32、YW-10)",
  formula = function (home, law)
    if law.care_zone_beds > 0 and home.beds >= law.care_zone_beds then return true end
    return law.care_zone_public and (home.owner == "city" or home.owner == "county")
  end,
}
variable "star_required" { of = institution, type = integer, zh = "应达星级", result = true,
  law = "市、县两级公办养老机构(规则书 NB21-20)",
  formula = function (home, law)
    if home.owner == "city" or home.owner == "county" then return law.public_star_least end
    return 0
  end,
}
variable "duties_met" { of = institution, type = boolean, zh = "配备齐全", result = true,
  law = "应有的康复室、照护专区、社工、星级都达到(规则书 NB21-20、NB21-27、NB21-29、NB21-32、YW-10、YW-12)",
  formula = function (home, law)
    if home.rehab_room_required and not home.has_rehab_room then return false end
    if home.care_zone_required and not home.has_care_zone then return false end
    if home.star < home.star_required then return false end
    return home.social_workers_required == 0 or home.social_workers >= home.social_workers_required
  end,
}

---------------------------------------------------------------- 市、县
local function of_place(place)
  variable "social_workers_for_beds" { of = place, type = integer, unit = "person", zh = "按床位应配社工",
    result = true, law = "规则书 NB21-27、YW-12、K01",
    formula = function (row, law) return staffing.per(row.beds, law.beds_per_social_worker) end,
  }
  variable "social_workers_for_elderly" { of = place, type = integer, unit = "person", zh = "按老年人应配社工",
    result = true, law = "规则书 YW-13、K01",
    formula = function (row, law) return staffing.per(row.elderly, law.elderly_per_social_worker) end,
  }
end
of_place(city)
of_place(county)

---------------------------------------------------------------- 乡镇(街道)临时救助备用金(规则书 Q-06)
input "petty_cash" { of = township, type = money, unit = "yuan/year", min = yuan(0), zh = "备用金" }
input "petty_cash_spent" { of = township, type = money, unit = "yuan/year", default = yuan(0), min = yuan(0), zh = "备用金已用" }
variable "petty_cash_left" { of = township, type = money, unit = "yuan/year", zh = "备用金余额", result = true,
  law = "乡镇(街道)备用金(规则书 Q-06)",
  formula = function (row, law) return row.petty_cash - row.petty_cash_spent end,
}
variable "petty_cash_over" { of = township, type = boolean, zh = "备用金超支", result = true, law = "规则书 Q-06",
  formula = function (row, law) return row.petty_cash_spent > row.petty_cash end,
}
