policy { zh = "测试" }
entity "city" { zh = "城市" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }
input "elderly" { of = city, type = integer, zh = "老年人口" }
input "founded" { of = city, type = date, zh = "成立日期" }
input "visited" { of = person, type = boolean, zh = "已探访" }

indicator "no_of" { unit = "persons", numerator = "elderly" }
indicator "no_numerator" { of = city, unit = "persons" }
indicator "unknown_field" { of = city, unit = "persons", numerator = "elderley", denominator = "visited" }
indicator "a_date" { of = city, unit = "persons", numerator = "founded", where = "elderly" }
indicator "no_function" { of = city, unit = "persons", numerator = 5 }
indicator "per_zero" { of = city, unit = "persons", numerator = "elderly", per = 0 }
indicator "targets" { of = city, unit = "persons", numerator = "elderly", target = {
  ["2024-12-31"] = { at_least = 5, at_most = 6, source = "a" },
  ["2025-12-31"] = { source = "a" },
  ["2026-12-31"] = { about = 5, source = "a" },
  ["2027-12-31"] = { between = { 5 }, source = "a" },
  ["2028-12-31"] = { between = { 5, 2 }, source = "a" },
  ["2029-12-31"] = { at_least = "five", source = "a" },
  ["2030-12-31"] = 5,
  ["2031"] = { at_least = 5, source = "a" },
  ["2032-12-31"] = { at_last = 5, source = "a" },
  ["2033-12"] = { at_least = 5, source = "a" },
  ["2033-12-31"] = { at_least = 6, source = "a" },
  ["2034-12-31"] = { about = 5, within = -1, source = "a" },
  ["2035-12-31"] = { equal = 5, source = "a", status = "sure" },
} }
indicator "twice" { of = city, unit = "persons", numerator = "elderly" }
indicator "twice" { of = city, unit = "persons", numerator = "elderly" }
indicator "twice" { of = person, override = true }
indicator "twyce" { override = true, zh = "没有" }
indicator "words" { of = city, unit = "persons", numerator = "elderly", denominater = "elderly", binding = "yes" }
