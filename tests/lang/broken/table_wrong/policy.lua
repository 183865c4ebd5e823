policy { zh = "表" }
entity "household" { zh = "家庭" }
enum "grade" { { "low", "低" }, { "high", "高" } }
input "n" { of = household, type = integer }
input "g" { of = household, type = grade }
parameter "twice" { type = money, columns = { { "n", integer }, { "n", grade } }, by = integer,
  ["2024-01"] = { { { n = 1, yuan(1) } }, source = "s" } }
parameter "kinds" { type = money, columns = { { "d", date }, { 5 } }, hit = "best" }
parameter "words" { type = grade, hit = "sum", columns = { { "n", integer } },
  ["2024-01"] = { { { n = 1, "low" } }, source = "s" } }
parameter "rows" { type = money, columns = { { "n", integer, zh = "数" }, { "g", grade } },
  ["2024-01"] = { { { n = { from = 5, below = 5 }, yuan(1) }, { m = 3, yuan(1) }, { g = "hihg", 5 }, 7 }, source = "s" } }
parameter "file" { type = money, columns = { { "n", integer, zh = "数" }, { "g", grade } },
  ["2024-01"] = { "rows.csv", source = "s" },
  ["2024-02"] = { "gap.csv", source = "s" },
  ["2024-03"] = { "twice.csv", source = "s" },
  ["2024-04"] = { "none.csv", source = "s" },
  ["2024-05"] = { "../x.csv", source = "s" },
  ["2024-06"] = { "header.csv", source = "s" },
  ["2024-07"] = { "empty.csv", source = "s" } }
parameter "good" { type = money, columns = { { "n", integer }, { "g", grade } },
  ["2024-01"] = { { { g = "low", yuan(1) }, { g = "high", yuan(2) } }, source = "s" } }
variable "asked" { of = household, type = money, law = "x", result = true,
  formula = function (family, law) return law.good(family.n) + law.good(family.g, family.n) + law.good[1] end }
