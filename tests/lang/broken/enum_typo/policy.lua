policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

enum "region" { zh = "城乡", { "urban", "城镇" }, { "rural", "农村" } }
input "region" { of = household, type = region, zh = "户籍类别", default = "urbn" }
parameter "share" { zh = "比例", type = number, key = region,
  ["2021-01"] = { { urban = 1, rurall = 0.8 }, source = "a notice" },
}
variable "a" { of = household, type = boolean,
  formula = function (family, law) return family.region == "城填" or family.region == "Rural" end,
}
