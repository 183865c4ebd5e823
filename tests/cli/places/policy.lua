policy { zh = "样本省" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }
entity "city" { zh = "城市" }
entity "institution" { zh = "养老机构" }
entity "room" { zh = "房间", of = institution, plural = "rooms" }
input "division_code" { of = household, type = text, zh = "区划代码" }
input "income" { of = household, type = money, zh = "收入" }
input "years" { of = person, type = integer, zh = "年龄" }
input "visited" { of = person, type = boolean, zh = "已探访" }
input "division_code" { of = city, type = text, zh = "区划代码" }
input "elderly" { of = city, type = integer, zh = "老年人口", min = 0 }
input "carers" { of = city, type = integer, zh = "持证养老护理员", min = 0 }
input "division_code" { of = institution, type = text, zh = "区划代码" }
input "beds" { of = room, type = integer, zh = "床位数", min = 0 }
variable "dibao_amount" { of = household, type = money, zh = "低保金", benefit = true,
  formula = function (family, law) return max(yuan(1000) - family.income, yuan(0)) end }
variable "workers_needed" { of = institution, type = integer, zh = "应配社会工作者", result = true,
  formula = function (home, law) return ceil(sum(home.rooms, "beds") / 100) end }
indicator "carers" { of = city, zh = "每万老年人持证护理员", unit = "人/万老年人", per = 10000, binding = true,
  numerator = "carers", denominator = "elderly",
  target = { ["2024-12"] = { at_least = 26, source = "计划" }, ["2025-12"] = { at_least = 30, source = "计划" } } }
indicator "visits" { of = person, zh = "探访率", unit = "%", per = 100, note = "60岁以上",
  numerator = "visited", denominator = function (p, law) return true end,
  where = function (p, law) return p.years >= 60 end,
  target = { ["2024-12"] = { at_least = 100, source = "计划" } } }
indicator "beds" { of = room, zh = "床位", unit = "张", numerator = "beds" }
indicator "paid" { of = household, zh = "户均低保金", unit = "yuan/household", numerator = "dibao_amount",
  denominator = function (family, law) return family.dibao_amount > yuan(0) end }
case "K01" { month = "2024-01", institution = { rooms = { { beds = 60 }, { beds = 41 } } }, expect = { workers_needed = 2 } }
