-- policies/cn/zhejiang/ningbo/xiangshan/policy.lua              象山县
-- 只有象山和全市不同的(2011年的旧标准,规则书 B1-11);现行的全按宁波市(2021年起同城同标)。
policy { zh = "象山县", division = "330225" }

parameter "wage_tier" { override = true,
  ["2021-08-01"] = { 2, source = "甬政发〔2024〕27号:余姚、慈溪、宁海、象山为二档(R10;规则书 C.1 nb_minwage)" } }

---------------------------------------------------------------- 2011年低保(规则书 B1-11)
parameter "county_standard" { zh = "县低保标准", type = money, unit = "yuan/person/month", key = region_class,
  ["2011-01-01"] = { { urban = yuan(465), rural = yuan(325) }, status = "placeholder",
    source = "象山县2011年:城镇465元、农村325元(R81);起止月未见" },
  ["2012-01-01"] = ended }
parameter "county_floor" { zh = "县人均最低补差", type = money, unit = "yuan/person/month", key = region_class,
  ["2011-01-01"] = { { urban = yuan(100), rural = yuan(60) }, status = "placeholder",
    source = "象山县2011年:差额补助城镇不低于100元、农村不低于60元(R81;规则书 B1-11);起止月未见" },
  ["2012-01-01"] = ended }
parameter "full_rate_lightest_level" { override = true,
  ["2006-01-01"] = { 0, status = "placeholder", source = "2011年以前未查" },
  ["2011-01-01"] = { 2, source = "象山县2011年:重度残疾人全额(R81;规则书 B1-11、F-13)" },
  ["2012-01-01"] = { 0, status = "placeholder", source = "2012年至2019年11月未查" },
  ["2019-12-01"] = { 2, status = "placeholder", source = "同宁波市(R01)" } }

variable "standard" { override = true, law = "象山县2011年标准分城乡(R81;规则书 B1-11);其余按全市",
  ["2006-01-01"] = function (family, law) return law.dibao_standard end,
  ["2011-01-01"] = function (family, law) return law.county_standard[family.region_class] end,
  ["2012-01-01"] = function (family, law) return law.dibao_standard end,
}
variable "dibao_floor" { override = true, law = "象山县2011年定额(R81;规则书 B1-11);其余按标准的比例",
  ["2006-01-01"] = function (family, law) return family.standard * law.dibao_min_topup_ratio end,
  ["2011-01-01"] = function (family, law) return law.county_floor[family.region_class] end,
  ["2012-01-01"] = function (family, law) return family.standard * law.dibao_min_topup_ratio end,
}

---------------------------------------------------------------- 例子
local three = { { birth_date = "1980-05-01" }, { birth_date = "1982-03-01" }, { birth_date = "2003-09-01" } }
case "B1-11-1" { zh = "城镇差额", source = "规则书 B1-11(R81)", month = "2011-06",
  household = { region_class = "urban", countable_income = 1000, persons = three }, expect = { dibao_amount = 395 } }
case "B1-11-2" { zh = "城镇最低每人100元", source = "规则书 B1-11(R81)", month = "2011-06",
  household = { region_class = "urban", countable_income = 1394.99, persons = three },
  expect = { category = "dibao", dibao_amount = 300 } }
case "B1-11-3" { zh = "农村最低每人60元", source = "规则书 B1-11(R81)", month = "2011-06",
  household = { region_class = "rural", countable_income = 974.99, persons = three },
  expect = { category = "dibao", dibao_amount = 180 } }
case "B1-11-4" { zh = "农村等于标准", source = "规则书 B1-11(R81)、F-01", month = "2011-06",
  household = { region_class = "rural", countable_income = 975, persons = three }, expect = { dibao_amount = 0 } }
case "B1-11-5" { zh = "重残全额,其余差额", source = "规则书 B1-11(R81)", month = "2011-06",
  household = { region_class = "urban", countable_income = 900, persons = { three[1], three[2],
    { birth_date = "2003-09-01", disability_category = "limb", disability_level = 2 } } },
  expect = { dibao_amount = 795 } } -- 465 + 2×465−600
case "B1-11-6" { zh = "2022年按全市", source = "规则书 B2-02、F-30", month = "2022-08",
  household = { countable_income = 2400, persons = three }, expect = { dibao_amount = 1143 } }
