-- A field of every kind, for tests/arrow/arrow.py: households, persons, cards below persons.
policy { zh = "列式小城", division = "9901" }

entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }
entity "card" { zh = "卡", of = person, plural = "cards" }

enum "region" { zh = "城乡", { "urban", "城镇" }, { "rural", "农村" } }
enum "grade" { zh = "等级", { "none", "无" }, { "low", "低" }, { "high", "高" } }

input "savings" { of = household, type = money, unit = "yuan", zh = "存款", min = yuan(0), max = yuan(100000) }
input "income" { of = household, type = money, unit = "yuan/month", zh = "收入" }
input "area" { of = household, type = number, decimals = 2, unit = "m2", zh = "面积" }
input "rooms" { of = household, type = integer, zh = "房间", min = 0, max = 200 }
input "heads" { of = household, type = integer, zh = "人数" }
input "native" { of = household, type = boolean, zh = "本地" }
input "region" { of = household, type = region, zh = "城乡" }
input "applied" { of = household, type = month, zh = "申请月" }
input "remark" { of = household, type = text, zh = "备注" }
input "unused" { of = household, type = money, zh = "无人填" }
input "born" { of = person, type = date, zh = "出生日期" }
input "phone" { of = person, type = text, personal = true, zh = "电话" }
input "wage" { of = person, type = money, unit = "yuan/month", zh = "工资", min = yuan(0) }
input "number" { of = card, type = integer, zh = "号" }

variable "grade" { of = household, type = grade, zh = "等级", result = true, law = "小城办法 第一条",
  formula = function (family, law)
    if family.income < yuan(500) then return "high" end
    if family.income < yuan(1500) then return "low" end
    return "none"
  end }
variable "amount" { of = household, type = money, unit = "yuan/month", zh = "金额", law = "小城办法 第二条",
  round = up_to(yuan(1)), benefit = true,
  formula = function (family, law)
    if family.grade == "none" then return yuan(0) end
    return yuan(1500) - family.income
  end }
variable "old" { of = person, type = boolean, zh = "老人", result = true, law = "小城办法 第三条",
  formula = function (person, law) return age(person.born, law.month) >= 60 end }
