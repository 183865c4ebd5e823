policy { zh = "检查样本" }
enum "sex" { { "male", "男" }, { "female", "女" } }
enum "disability_category" { { "none", "无" }, { "limb", "肢体" } }
enum "data_error" { zh = "拒收",
  { "id_shape", "号码形状" }, { "id_checksum", "校验码" }, { "id_area", "省级代码" }, { "id_date", "号码日期" },
  { "id_birth", "出生不一致" }, { "id_sex", "性别不一致" }, { "id_duplicate", "号码重复" } }
enum "data_warning" { zh = "提醒",
  "division_shape", "division_unknown", "no_members", "two_heads", "two_spouses", "age", "spouse_age",
  "child_age", "parent_age", "death", "disability", "id_sex" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }
input "division_code" { of = household, type = text, zh = "区划代码" }
input "id_number" { of = person, type = text, personal = true, zh = "身份证号" }
input "name" { of = person, type = text, personal = true, zh = "姓名" }
input "relation" { of = person, type = text, zh = "关系" }
input "birth_date" { of = person, type = date, zh = "出生日期" }
input "death_date" { of = person, type = date, zh = "死亡日期" }
input "sex" { of = person, type = sex, zh = "性别" }
input "disability_level" { of = person, type = integer, min = 0, max = 4, zh = "残疾等级" }
input "disability_category" { of = person, type = disability_category, zh = "残疾类别" }
variable "members" { of = household, type = integer, zh = "人数", result = true,
  formula = function (family, law) return count(family.persons) end }
