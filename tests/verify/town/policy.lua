-- Made-up rules of a made-up town: what registers can say of its families.
policy { zh = "核对镇", division = "9901" }
enum "stage" { zh = "就学", { "none", "无" }, { "primary", "小学" }, { "middle", "中学" } }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }
input "division_code" { of = household, type = text, zh = "行政区划代码" }
input "vehicle_count" { of = household, type = integer, default = 0, min = 0, max = 50, zh = "机动车辆数" }
input "savings" { of = household, type = money, zh = "货币财产", min = yuan(0), max = yuan(20000000) }
input "has_shop" { of = household, type = boolean, zh = "有店铺" }
input "id_number" { of = person, type = text, personal = true, zh = "身份证号" }
input "name" { of = person, type = text, personal = true, zh = "姓名" }
input "pension" { of = person, type = money, zh = "养老金", min = yuan(0), max = yuan(100000) }
input "stage" { of = person, type = stage, zh = "就学阶段" }
input "died" { of = person, type = date, zh = "死亡日期" }
variable "allowance" { of = household, type = money, zh = "补助", result = true, benefit = true,
  formula = function (family, law)
    if family.vehicle_count > 1 or default(family.savings, yuan(0)) > yuan(100000) then return yuan(0) end
    return yuan(100) + sum(family.persons, function (p) return default(p.pension, yuan(0)) / 10 end)
  end, round = "half up to fen" }
source "vehicle_registry" { zh = "机动车登记", url = "https://vehicles.town.invalid/registry/vehicles",
  of = person, key = "id_number", fields = { vehicle_count = "vehicles" }, absent = { vehicle_count = 0 },
  batch = 100, rate = 1000, concurrency = 4, ttl_days = 90,
  purpose = "低保核对", law = "核对镇办法 第1条" }
source "insurance" { zh = "社会保险", url = "https://insurance.town.invalid/registry/insurance",
  of = person, key = "id_number", fields = { pension = "pension", stage = "stage", died = "died", has_shop = "shop" },
  batch = 50, rate = 1000, concurrency = 2, ttl_months = 3,
  purpose = "低保核对", law = "核对镇办法 第2条" }
