-- policies/cn/dibao.lua                                         7 低保金、单人户、渐退期
local payment = require "payment"
local disability = require "disability"
local grace = require "grace"

---------------------------------------------------------------- 最低补差和全额(由市里规定)
parameter "dibao_min_topup_ratio" { zh = "人均最低补差比例", type = number, note = "× 低保标准",
  ["2006-01-01"] = { 0, source = "国家没有最低补差(规则书 B1-01)" } }
parameter "full_rate_lightest_level" { zh = "全额计发的残疾等级", type = integer,
  note = "达到几级(含)即全额;0 = 没有全额对象",
  ["2006-01-01"] = { 0, source = "国家没有全额计发(规则书 B1-01)" } }
parameter "full_rate_single_illness" { zh = "单独施保的重病全额", type = boolean,
  ["2006-01-01"] = { false, source = "国家没有全额计发(规则书 B1-01)" } }

parameter "dibao_floor_by_amount" { zh = "最低补差按定额", type = boolean,
  ["2006-01-01"] = { false, source = "国家没有最低补差;按定额的地方改这里(规则书 B1-11)" } }
parameter "dibao_floor_amount" { zh = "最低补差定额", type = money, unit = "yuan/person/month", key = region_class,
  ["2006-01-01"] = { { urban = yuan(0) }, otherwise = yuan(0), source = "国家没有最低补差" } }

variable "dibao_floor" { of = household, type = money, unit = "yuan/person/month", zh = "人均最低补差",
  law = "标准的几成(规则书 B1-05、B1-06)或分城乡的定额(规则书 B1-11)",
  formula = function (family, law)
    if law.dibao_floor_by_amount then return law.dibao_floor_amount[family.region_class] end
    return family.standard * law.dibao_min_topup_ratio
  end,
}

variable "full_rate" { of = person, type = boolean, zh = "全额计发对象",
  law = "规则书 B1-07",
  formula = function (person, law)
    return person.in_cover
      and disability.at_least(person.disability_level, law.full_rate_lightest_level)
  end,
}

variable "single_full_rate" { of = person, type = boolean, zh = "单独施保全额",
  law = "规则书 B1-07、B1-12",
  formula = function (person, law)
    return person.full_rate or (person.serious_illness and law.full_rate_single_illness)
  end,
}

---------------------------------------------------------------- 单人户
variable "single_amount" { of = person, type = money, unit = "yuan/month", zh = "单人户低保金",
  law = "标准 − 本人收入;全额对象按标准(规则书 B1-12、B1-07)",
  formula = function (person, law)
    if not person.single_payee then return yuan(0) end
    local standard = person.household.standard
    if person.single_full_rate then return standard end
    return payment.topped_up(standard, person.own_income, 1, 1, person.household.dibao_floor)
  end,
}

---------------------------------------------------------------- 渐退期(规则书 B6-06 至 B6-11)
parameter "grace_length" { zh = "渐退期", type = integer, unit = "month",
  ["2006-01-01"] = { 0, status = "placeholder", source = "2022年以前的国家规定未查" },
  ["2022-11-01"] = { 6, status = "placeholder", source = "民发〔2022〕83号 原则上不超过6个月(凭记忆,规则书 B6-09)" } }
parameter "grace_share" { zh = "渐退期逐月付给比例", type = number, by = integer,
  note = "按渐退期第几个月",
  ["2006-01-01"] = { { { from = 1, 1 } }, otherwise = 0, status = "placeholder",
    source = "按退出前金额全付,各处都没有写明(规则书 B6-10)" } }

variable "grace_limit" { of = household, type = integer, unit = "month", zh = "渐退期长",
  law = "规则书 B6-06 至 B6-11;某些家庭更长的地方改写本条(规则书 B6-07)",
  formula = function (family, law) return law.grace_length end,
}

variable "grace_months" { of = household, type = integer, unit = "month", zh = "渐退期第几个月",
  result = true,
  law = "收入超过标准而财产仍符合的,从下月起渐退;财产超过的没有渐退期(R16;规则书 B6-06)",
  note = "事实按当月一日的情况填:9月涨的工资从10月的事实起算,10月是第1个月;0 = 不在渐退期",
  formula = function (family, law)
    if default(family:before(1).category, "none") ~= "dibao" then return 0 end
    if family.income_under_standard or family.covered_heads == 0 then return 0 end
    if not family.applies_here or not family.property_dibao then return 0 end
    return grace.month_of_grace(true, default(family:before(1).grace_months, 0), family.grace_limit)
  end,
}

variable "grace_base" { of = household, type = money, unit = "yuan/month", zh = "渐退前低保金",
  result = true, law = "渐退期里按退出前最后一月的金额(规则书 B6-10,推定)",
  formula = function (family, law)
    if family.grace_months == 0 then return yuan(0) end
    if family.grace_months == 1 then return family:before(1).dibao_amount end
    return default(family:before(1).grace_base, family:before(1).dibao_amount)
  end,
}

---------------------------------------------------------------- 低保金
-- 分类施保:每类一个定额和一个标准的比例,一人多类只取最高的一类(规则书 B1-09)
enum "classified_kind" { zh = "分类施保类别",
  { "elder", "高龄老人" }, { "single_parent", "单亲" }, { "bedridden", "长期卧床病人" },
  { "mind", "智力精神残疾" }, { "disabled_1", "其他一级残疾" }, { "disabled_2", "二级残疾" }, { "minor", "未成年人" },
}
parameter "classified_amount" { zh = "分类施保定额", type = money, unit = "yuan/person/month", key = classified_kind,
  ["2006-01-01"] = { { elder = yuan(0) }, otherwise = yuan(0), status = "placeholder",
    source = "四地现行数额未见,按没有(规则书 B1-09)" } }
parameter "classified_ratio" { zh = "分类施保比例", type = number, key = classified_kind, note = "× 低保标准",
  ["2006-01-01"] = { { elder = 0 }, otherwise = 0, status = "placeholder",
    source = "四地现行比例未见,按没有(规则书 B1-09;别处10%至30%,R80)" } }
parameter "classified_elder_age" { zh = "分类施保高龄", type = integer, unit = "year",
  ["2006-01-01"] = { 70, source = "福建2006:70周岁以上(R79;规则书 B1-09)" } }
parameter "classified_minor_age" { zh = "分类施保未成年", type = integer, unit = "year",
  ["2006-01-01"] = { 18, source = "未满18周岁" } }

local function class_amount(law, standard, kind, fits)
  if not fits then return yuan(0) end
  return law.classified_amount[kind] + standard * law.classified_ratio[kind]
end

variable "classified_supplement" { of = person, type = money, unit = "yuan/month", zh = "分类施保金",
  law = "一人只按最高的一类(R79、R80;规则书 B1-09)",
  formula = function (person, law)
    if not person.in_cover then return yuan(0) end
    local standard = person.household.standard
    local mind = person.disability_category == "intellectual" or person.disability_category == "mental"
    return max(
      class_amount(law, standard, "elder", person.age_years >= law.classified_elder_age),
      class_amount(law, standard, "minor", person.age_years < law.classified_minor_age),
      class_amount(law, standard, "single_parent", person.single_parent),
      class_amount(law, standard, "bedridden", person.bedridden),
      class_amount(law, standard, "mind", mind),
      class_amount(law, standard, "disabled_1", person.disability_level == 1),
      class_amount(law, standard, "disabled_2", person.disability_level == 2))
  end,
}

-- 按家庭人口的增发(规则书 B1-10);由市规定
parameter "size_supplement" { zh = "小户增发", type = money, unit = "yuan/month", by = integer,
  note = "按家庭人口,全户每月",
  ["2006-01-01"] = { { { from = 0, yuan(0) } }, source = "国家没有小户增发(规则书 B1-10)" } }

variable "dibao_supplement" { of = household, type = money, unit = "yuan/month", zh = "低保增发",
  law = "分类施保(规则书 B1-09)+ 小户增发(规则书 B1-10)",
  formula = function (family, law)
    return sum(family.persons, "classified_supplement") + law.size_supplement[family.heads]
  end,
}

variable "dibao_difference" { of = household, type = money, unit = "yuan/month", zh = "补差低保金",
  law = "(标准 − 人均收入)× 保障人数(R39、R70;规则书 B1-01、B1-02);全额、最低补差见 B1-05、B1-07",
  formula = function (family, law)
    return payment.with_full_rate(family.standard, family.countable_income, family.heads,
      family.covered_heads, count(family.persons, "full_rate"), family.dibao_floor)
  end,
}

-- 办法允许两种发放方式:补差,或按困难程度分档(规则书 B1-03)。分档的省改写本条
variable "dibao_by_income" { of = household, type = money, unit = "yuan/month", zh = "按收入的低保金",
  law = "规则书 B1-03;没有写分档的地方一律补差",
  formula = function (family, law) return family.dibao_difference end,
}

variable "dibao_amount" { of = household, type = money, unit = "yuan/month", zh = "低保金",
  result = true, benefit = true, round = up_to(yuan(1)),
  law = "(标准 − 人均收入)× 保障人数(R39、R70;规则书 B1-01、B1-02);全户合计见角进元(B13-07,推定)",
  formula = function (family, law)
    if not family.started then return yuan(0) end
    if family.category == "dibao_single" then return sum(family.persons, "single_amount") end
    if family.category ~= "dibao" then return yuan(0) end
    if family.grace_months > 0 then
      return grace.amount(family.grace_base, law.grace_share[family.grace_months])
    end
    return family.dibao_by_income + family.dibao_supplement
  end,
}
