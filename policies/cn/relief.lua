-- policies/cn/relief.lua                                        7 临时救助、价格临时补贴
local price = require "price"
local disability = require "disability"

---------------------------------------------------------------- 临时救助(规则书 B.11)
parameter "relief_months_most" { zh = "临时救助时长上限", type = integer, unit = "month",
  ["2006-01-01"] = { 6, status = "placeholder", source = "各市数额未见,按低保标准的1至6倍(规则书 B11-03)" } }
parameter "relief_standard_multiple" { zh = "临时救助标准倍数", type = number, note = "× 低保标准,每人每月",
  ["2006-01-01"] = { 1, status = "placeholder", source = "各市数额未见(规则书 B11-01、B11-03)" } }

-- 支出型的条件由市里写;急难型由经办人核定,不看收入
variable "relief_fits" { of = household, type = boolean, zh = "符合支出型临时救助",
  law = "规则书 B11-01;国家没有统一收入线", formula = function (family, law) return false end }

variable "relief_total" { of = household, type = money, unit = "yuan", zh = "临时救助总额", round = up_to(yuan(1)),
  law = "临时救助标准 × 救助人数 × 救助时长(R56;规则书 B11-01);一事一议的按核定数(规则书 Q-06)",
  formula = function (family, law)
    if family.relief_kind == "none" or not family.relief_here then return yuan(0) end
    if family.heads == 0 then return yuan(0) end      -- 唯一的成员已去世(规则书 F-36)
    if family.relief_special > yuan(0) then return family.relief_special end
    if family.relief_kind == "expense" and not family.relief_fits then return yuan(0) end
    return family.standard * law.relief_standard_multiple * family.heads
      * min(family.relief_months, law.relief_months_most)
  end,
}

-- 一次审批、分阶段救助:分几期,从确认当月起每月一期,最后一期补足
variable "temporary_relief" { of = household, type = money, unit = "yuan/month", zh = "临时救助金",
  result = true, benefit = true,
  law = "一次性的只在确认当月计发;分期的每期整元,最后一期补足(规则书 B11-01、Q-06)",
  note = "分期跨越提标的,请把核定总额填在“一事一议核定数额”",
  formula = function (family, law)
    if family.relief_kind == "none" or not known(family.relief_month) then return yuan(0) end
    local stage = months_between(family.relief_month, law.month)
    if stage < 0 or stage >= family.relief_stages then return yuan(0) end
    local each_stage = round(family.relief_total / family.relief_stages, down_to(yuan(1)))
    if stage + 1 == family.relief_stages then
      return family.relief_total - each_stage * (family.relief_stages - 1)
    end
    return each_stage
  end,
}

---------------------------------------------------------------- 小金额先行救助(规则书 Q-05)
parameter "advance_multiple" { zh = "先行救助上限", type = number, note = "× 低保标准",
  ["2006-01-01"] = { 1, status = "placeholder", source = "“小金额先行救助”没有写数,按1个月低保标准(规则书 Q-05、B11-03)" } }
parameter "advance_test" { zh = "先行救助的比较", type = comparison,
  ["2006-01-01"] = { "不超过", status = "placeholder", source = "没有写(规则书 Q-05)" } }
parameter "advance_workdays" { zh = "先行救助补材料期限", type = integer, unit = "workday",
  ["2006-01-01"] = { 10, status = "placeholder", source = "“事后补充说明情况”没有写天数,按10个工作日(规则书 Q-05)" } }

variable "relief_advance" { of = household, type = boolean, zh = "可先行救助", result = true,
  law = "急难型小金额先行救助,事后补充说明情况(规则书 Q-05、B11-03)",
  formula = function (family, law)
    if family.relief_kind ~= "emergency" or not known(family.relief_month) then return false end
    if family.relief_month ~= law.month or family.relief_total == yuan(0) then return false end
    return law.advance_test(family.relief_total, family.standard * law.advance_multiple)
  end,
}
variable "relief_papers_days" { of = household, type = integer, unit = "workday", zh = "补材料期限", result = true,
  law = "先行救助后几个工作日内补充材料,0 = 不用补(规则书 Q-05)",
  formula = function (family, law)
    if family.relief_advance then return law.advance_workdays end
    return 0
  end,
}

---------------------------------------------------------------- 价格临时补贴(规则书 B11-04 至 B11-07)
parameter "price_trigger_cpi" { zh = "居民消费价格启动线", type = number,
  ["2016-08-01"] = { 0.035, source = "2016年联动机制:3.5%(R64)" } }
parameter "price_trigger_food" { zh = "食品价格启动线", type = number,
  ["2016-08-01"] = { 0.06, source = "2016年联动机制:6%(R64)" } }
parameter "cpi_growth" { zh = "居民消费价格同比涨幅", type = number, note = "逐月填统计部门公布的数",
  ["2016-08-01"] = { 0, status = "placeholder", source = "未查,按没有启动" } }
parameter "food_growth" { zh = "食品价格同比涨幅", type = number, note = "逐月填统计部门公布的数",
  ["2016-08-01"] = { 0, status = "placeholder", source = "未查,按没有启动" } }
-- 各种身份按低保标准的几倍算;一人多种身份只取最高的
parameter "price_multiple_category" { zh = "价格补贴身份倍数", type = number, key = category,
  ["2016-08-01"] = { { tekun = 1, dibao = 1, dibao_single = 1 }, otherwise = 0,
    source = "低保、特困(R64;规则书 B11-04);单人户以外的家庭成员不在内" } }
parameter "price_multiple_child" { zh = "价格补贴儿童倍数", type = number, key = child_status,
  ["2016-08-01"] = { { none = 0, in_difficulty = 0 }, otherwise = 1,
    source = "孤儿、事实无人抚养儿童、艾滋病儿童(规则书 B11-04,R55)" } }
parameter "price_multiple_preferential" { zh = "价格补贴优抚倍数", type = number,
  ["2016-08-01"] = { 1, source = "优抚对象(规则书 B11-04,R64)" } }
parameter "price_multiple_unemployment" { zh = "价格补贴失业金倍数", type = number,
  ["2016-08-01"] = { 1, source = "领取失业保险金人员(R64;规则书 B11-04)" } }
parameter "price_multiple_severe" { zh = "价格补贴重残倍数", type = number,
  ["2016-08-01"] = { 0, source = "国家没有规定(规则书 B11-04)" } }
parameter "price_severe_lightest_level" { zh = "价格补贴重残等级", type = integer,
  ["2016-08-01"] = { 2, source = "重度残疾为一级、二级(规则书 F-13)" } }

parameter "price_floor" { zh = "价格补贴最低数额", type = money, unit = "yuan/month",
  ["2016-08-01"] = { yuan(0), source = "国家没有最低数额(R64)" } }

-- 直接公布了当月数额的地方改写本条;零 = 没有公布数额,按标准乘涨幅
variable "price_published_here" { of = household, type = money, unit = "yuan/month", zh = "公布的价格补贴",
  law = "公布数优先于公式(规则书 F-09、B11-08)", formula = function (family, law) return yuan(0) end }

variable "price_multiple" { of = person, type = number, zh = "价格补贴倍数",
  law = "多种身份只享受最高的一种(R09、R65;规则书 B11-05、B11-07)",
  ["2016-08-01"] = function (person, law)
    -- 低保家庭里不在保障人数的不是低保对象
    local identity = law.price_multiple_category[person.own_category]
    if person.own_category == "dibao" and not person.in_cover then identity = 0 end
    -- 正在领儿童生活费的才是这一类对象;成年离校的不算
    local child = 0
    if person.gets_orphan or person.gets_child then child = law.price_multiple_child[person.child_status] end
    local preferential = 0
    if person.preferential_care then preferential = law.price_multiple_preferential end
    local severe = 0
    if disability.at_least(person.disability_level, law.price_severe_lightest_level) then
      severe = law.price_multiple_severe
    end
    local insured = 0
    if person.unemployment_insurance then insured = law.price_multiple_unemployment end
    return max(identity, child, preferential, severe, insured)
  end,
}

variable "price_subsidy" { of = person, type = money, unit = "yuan/month", zh = "价格临时补贴",
  result = true, benefit = true, round = "half up to yuan",
  law = "标准 × 触发的指数涨幅,四舍五入到元(R65;规则书 B11-05)",
  ["2016-08-01"] = function (person, law)
    local published = person.household.price_published_here
    if published > yuan(0) and person.present then
      if person.price_multiple == 0 then return yuan(0) end
      return published
    end
    local growth = price.growth(law.cpi_growth, law.food_growth, law.price_trigger_cpi,
      law.price_trigger_food)
    if growth == 0 or not person.present or person.price_multiple == 0 then return yuan(0) end
    return max(person.household.standard * person.price_multiple * growth, law.price_floor)
  end,
}
