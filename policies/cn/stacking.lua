-- policies/cn/stacking.lua                                      8 互斥、就高、叠加(规则书 B.12)
-- 一张表:每一行是一项待遇,每一格说已有另一项时本项怎么办。地方不同的改写那一行。
--   可同领    两项都发
--   不同领    本项不发
--   就高      只发数额高的一项(一样高的发本项)
--   补差额    本项只发比另一项多出的部分
-- 各项待遇的公式用 stdlib/stacking.lua 按这里的规则取数,不再另写。
enum "held" { zh = "已有的待遇",
  { "dibao", "低保" }, { "tekun", "特困" }, { "orphan", "孤儿等生活费" }, { "child", "困境儿童生活费" },
  { "living", "残疾生活补贴" }, { "care", "残疾护理补贴" }, { "old_age", "高龄津贴" },
  { "home_care", "居家上门服务" }, { "elder_care", "养老护理补贴" }, { "work_injury", "工伤生活护理费" },
  { "elder_scheme", "养老服务提升行动" },
}
enum "stack_rule" { zh = "叠加办法",
  { "both", "可同领" }, { "no", "不同领" }, { "higher", "就高" }, { "difference", "补差额" },
}

parameter "dibao_with" { zh = "低保与", type = stack_rule, key = held,
  note = "孤儿等、困境儿童一格:领儿童生活费的计入家庭人口,但不在低保保障人数里",
  ["2006-01-01"] = { { tekun = "no", orphan = "no", child = "no" }, otherwise = "both", status = "placeholder",
    source = "特困不再低保(R58);领儿童生活费的不计保障人数是推定,与宁波日报2021-08-23一例相符(R02);其余可同领(R63);规则书 B12-01、B12-02、B12-03、B12-04、B12-05、B12-06、B12-07、B12-20;困境儿童补差发给的地方为“补差额”(R72;规则书 B12-33)" } }
parameter "tekun_with" { zh = "特困与", type = stack_rule, key = held,
  note = "已选择儿童生活费的不作特困(R58;规则书 B8-05)",
  ["2006-01-01"] = { { orphan = "no", child = "no" }, otherwise = "both",
    source = "特困人员认定办法(R58);规则书 B12-08;其余各项由那一项的行决定" } }
parameter "living_with" { zh = "残疾生活补贴与", type = stack_rule, key = held,
  ["2016-01-01"] = { { tekun = "no", orphan = "no", work_injury = "no" }, otherwise = "both",
    source = "特困、工伤生活护理费、孤儿和全额的事实无人抚养儿童不领生活补贴(R63;规则书 B9-02、B12-09、B12-14、B12-21);低保、困境儿童可同领(规则书 B12-03、B12-35)" } }
parameter "care_with" { zh = "残疾护理补贴与", type = stack_rule, key = held,
  ["2016-01-01"] = { { tekun = "no", work_injury = "no", elder_care = "higher" }, otherwise = "both",
    source = "特困、工伤生活护理费不领护理补贴;与养老护理补贴等同类补贴就高;孤儿可领(R63;规则书 F-16、B9-02、B12-10、B12-15、B12-16、B12-19、B12-22、B12-36、Q-21)" } }
parameter "old_age_with" { zh = "高龄津贴与", type = stack_rule, key = held,
  ["2011-04-01"] = { { tekun = "both" }, otherwise = "both", source = "可与各项同领(R63;规则书 B9-02、B12-05、B12-11、B12-17、B12-23)" } }
parameter "home_care_with" { zh = "居家上门服务与", type = stack_rule, key = held,
  ["2019-12-01"] = { { tekun = "both" }, otherwise = "both", status = "placeholder",
    source = "特困能否享受由市定(规则书 B12-12);其余可同享(规则书 B12-06、B12-18、B12-24)" } }
parameter "elder_care_with" { zh = "养老护理补贴与", type = stack_rule, key = held,
  note = "市里自己的养老护理补贴、机构托养补助用;工伤生活护理费的数额填在“同类护理补贴”里",
  ["2019-12-01"] = { { tekun = "no", care = "higher", work_injury = "higher" }, otherwise = "both", status = "placeholder",
    source = "特困供养金里已有护理费;与残疾护理补贴、工伤生活护理费就高(规则书 B12-13、B12-19、B12-25)" } }
parameter "voucher_with" { zh = "养老服务消费补贴与", type = stack_rule, key = held,
  ["2026-01-01"] = { { tekun = "no", elder_scheme = "no", elder_care = "no" }, otherwise = "both",
    source = "特困、经济困难失能老年人集中照护、基本养老服务提升行动的不享受(R68;规则书 B10-13、B.12);养老护理补贴一格是推定(规则书 B12-26、B12-27、B12-28、B12-29、B12-30、B12-31、B12-32)" } }
