policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "wage" { of = household, type = money, unit = "yuan/month", zh = "工资" }
input "rent" { of = household, type = money, unit = "yuan/year", zh = "租金" }
variable "income" { of = household, type = money, unit = "yuan/month", zh = "收入",
  formula = function (family, law) return family.wage + family.rent end,
}
variable "good" { of = household, type = money, unit = "yuan/month", zh = "好",
  formula = function (family, law) return family.wage + family.rent / 12 end,
}
