policy { zh = "来源写错" }
enum "stage" { zh = "就学", { "none", "无" }, { "primary", "小学" } }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }
input "vehicle_count" { of = household, type = integer, zh = "车辆数", default = 0, min = 0, max = 20 }
input "stage_of_all" { of = household, type = stage }
input "id_number" { of = person, type = text, personal = true, zh = "身份证号" }
input "pension" { of = person, type = money, zh = "养老金", min = yuan(0) }
input "stage" { of = person, type = stage }
variable "half" { of = person, type = money, formula = function (p, law) return p.pension / 2 end }
source "a" { of = person, key = "id_number", fields = { pension = "p" }, ttl_days = 1, purpose = "x", law = "y",
  url = "https://name:secret@a.example/" }
source "b" { of = person, key = "pension", fields = { half = "h", id_number = "i", stage_of_all = "s", pensio = "p" },
  ttl_days = 0, purpose = "x", url = "http://b.example/" }
source "c" { of = person, key = "id_number", url = "https://c.example/", purpose = "x", law = "y", ttl_days = 1,
  ttl_months = 1, fields = { vehicle_count = "found", stage = "id_number" }, batch = 5001, rate = 0.5, concurrency = "4" }
source "d" { of = person, key = "id_number", url = "https://d.example/", purpose = "x", law = "y", ttl_days = 1,
  fields = { stage = "s", pension = "s" }, absent = { stage = "university", vehicle_count = 0 } }
source "e" {}
source "f" { of = person, key = "id_number", url = "https://f.example/#x", law = "y", ttl_months = 3,
  fields = { pension = "p" }, purpose = "" }
source "g" { override = true }
source "a" { of = person, key = "id_number", fields = { pension = "p" }, url = "https://a.example/", ttl_days = 2, purpose = "x" }
source "h" { of = person, key = "id_number", fields = { "pension" }, url = "https://h example/", ttl_days = 2, purpose = "x", law = "y" }
