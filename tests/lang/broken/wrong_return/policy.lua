policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

enum "category" { zh = "类别", { "none", "无" }, { "dibao", "低保" } }
variable "a" { of = household, type = money, formula = function (family, law) return 5 end }
variable "b" { of = household, type = integer, formula = function (family, law) return "three" end }
variable "c" { of = household, type = boolean, formula = function (family, law) return yuan(1) end }
variable "d" { of = household, type = category, formula = function (family, law) return "dibo" end }
variable "e" { of = household, type = money,
  formula = function (family, law) if #family.persons > 3 then return yuan(1) end end }
