-- policies/cn/fujian/disability.lua                              残疾人两项补贴:福建(规则书 B9-05、B9-06)
-- 2020年起与省定低保最低标准挂钩,只升不降:不低于2020年的数额。全国跨省通办,在户籍地发(规则书 Q-31)。

---------------------------------------------------------------- 困难残疾人生活补贴
parameter "living_subsidy_floor" { zh = "生活补贴底数", type = money, unit = "yuan/month",
  ["2020-01-01"] = { yuan(80), source = "2020-01-01每月80元(R49;规则书 B9-05);市、县可以更高(规则书 B9-06)" } }
parameter "living_subsidy_share" { zh = "生活补贴挂钩比例", type = number, note = "× 省定低保最低标准 ÷ 12",
  ["2020-01-01"] = { 0, source = "2020年按公布的80元(R49;规则书 B9-05、F-09)" },
  ["2021-01-01"] = { 0.25, source = "其后不低于省定最低标准的25%(R49;规则书 B9-05);2022年98.96元与公布相符(R50)" } }
variable "living_subsidy_due" { override = true, round = "half up to yuan",
  law = "省定低保最低标准的25%,不低于80元(R49;规则书 B9-05),四舍五入到元(规则书 P14)",
  ["2020-01-01"] = function (person, law)
    return max(law.province_dibao_min_year * law.living_subsidy_share / 12, law.living_subsidy_floor)
  end,
}
-- 延伸到低收入家庭是县里的选择(规则书 Q-20)
parameter "living_subsidy_ext_lowincome" { zh = "生活补贴延伸到低收入", type = boolean,
  ["2016-01-01"] = { false, source = "低保家庭(国发〔2015〕52号,见R63);延伸由县定(龙岩规划四,规则书 Q-20)" } }
variable "living_subsidy_fits" { override = true,
  law = "低保家庭、单人户本人(R63;规则书 B9-01);县里延伸的加低收入家庭(规则书 Q-20)",
  formula = function (person, law)
    local family = person.household
    if not person.in_household then return false end
    if family.category == "dibao" then return true end
    if family.category == "dibao_single" and person.single_payee then return true end
    if not law.living_subsidy_ext_lowincome then return false end
    return family.category == "dibian" or family.category == "dibao_single"
  end,
}

---------------------------------------------------------------- 重度残疾人护理补贴
parameter "care_subsidy_level" { zh = "护理补贴底数", type = money, unit = "yuan/month", by = integer,
  note = "按残疾等级;三、四级是延伸的地方才发",
  ["2020-01-01"] = { { { from = 1, upto = 1, yuan(115) }, { from = 2, yuan(85) } }, otherwise = yuan(0),
    source = "2020-01-01一级115元、二级85元(R49;规则书 B9-05);三、四级莆田85元(R51;规则书 B9-06)" } }
parameter "care_subsidy_share" { zh = "护理补贴挂钩比例", type = number, by = integer,
  note = "× 省定低保最低标准 ÷ 12;按残疾等级,只有困难的重度残疾人",
  ["2020-01-01"] = { { { from = 1, 0 } }, otherwise = 0, source = "2020年按公布的115、85元(R49;规则书 B9-05、F-09)" },
  ["2021-01-01"] = { { { from = 1, upto = 1, 0.30 }, { from = 2, upto = 2, 0.25 } }, otherwise = 0,
    source = "其后困难重度残疾人一级30%、二级25%(R49;规则书 B9-05)" } }
parameter "care_poor_multiple" { zh = "困难重残收入线", type = number, note = "× 低保标准",
  ["2020-01-01"] = { 1.3, source = "低保标准100%至130%的家庭(R49;规则书 B9-05)" } }
parameter "care_poor_test" { zh = "困难重残收入的比较", type = comparison,
  ["2020-01-01"] = { "以内", status = "placeholder", source = "100%至130%,含不含130%未见(规则书 F-01)" } }
parameter "care_poor_age" { zh = "困难重残老年人年龄", type = integer, unit = "year",
  ["2020-01-01"] = { 60, source = "60周岁以上无固定收入(R49;规则书 B9-05)" } }
input "fixed_income" { of = person, type = boolean, default = true, zh = "有固定收入",
  note = "60周岁以上的重度残疾人没有固定收入的填“否”(规则书 B9-05)" }

variable "care_poor" { of = person, type = boolean, zh = "困难重度残疾人",
  law = "低保、标准130%以内的家庭,60周岁以上无固定收入的(R49;规则书 B9-05)",
  formula = function (person, law)
    local family = person.household
    if not person.fixed_income and person.age_years >= law.care_poor_age then return true end
    if not person.in_household then return false end
    if family.category == "dibao" then return true end
    if family.category == "dibao_single" and person.single_payee then return true end
    if family.category ~= "dibian" and family.category ~= "dibao_single" then return false end
    return law.care_poor_test(family.per_capita_income, family.standard * law.care_poor_multiple)
  end,
}
variable "care_subsidy_due" { override = true, round = "half up to yuan",
  law = "按等级定额;困难的与省定低保最低标准挂钩,就高(R49、R50;规则书 B9-05、P14)",
  ["2020-01-01"] = function (person, law)
    local flat = law.care_subsidy_level[person.disability_level]
    if not person.care_poor then return flat end
    return max(flat, law.province_dibao_min_year * law.care_subsidy_share[person.disability_level] / 12)
  end,
}
