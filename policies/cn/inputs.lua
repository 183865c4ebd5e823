-- policies/cn/inputs.lua                                        要填的事实
-- 没有默认值的事实,不填就是"不知道":用到它的结果不作判断,并指出缺哪一项(不当作零)。
-- 有默认值的,不填就按默认值:计数和支出为零,"有没有某种身份"为没有,在册、同住等为是。

---------------------------------------------------------------- 家庭
input "division_code" { of = household, type = text, zh = "行政区划代码" }
input "region_class" { of = household, type = region_class, zh = "城乡类别",
  note = "按实际居住地(规则书 B3-06);城乡同标的地方不看" }
input "hukou_local" { of = household, type = boolean, default = true, zh = "本地户籍家庭" }
input "savings" { of = household, type = money, unit = "yuan", default = yuan(0),
  min = yuan(0), max = yuan(20000000), zh = "货币财产",
  note = "全家合计。存款、证券、基金、商业保险现金价值、债权等。核对只能证明有、不能证明没有:未报告、核对也未发现的按零" }
input "housing_count" { of = household, type = integer, default = 0, min = 0, max = 50, zh = "住房套数" }
input "housing_area" { of = household, type = number, decimals = 2, unit = "m2", min = 0,
  max = 20000, zh = "住房面积", note = "各套合计。只有要看面积时(如两套住房)才必须填" }
input "nonresidential_property" { of = household, type = boolean, default = false, zh = "有非居住用房" }
input "vehicle_count" { of = household, type = integer, default = 0, min = 0, max = 50,
  zh = "机动车辆数", note = "摩托车、残疾人代步车不算" }
input "vehicle_price" { of = household, type = money, unit = "yuan", min = yuan(0),
  max = yuan(20000000), zh = "车辆购置价", note = "有车才需要填" }
input "business_capital" { of = household, type = money, unit = "yuan", default = yuan(0),
  min = yuan(0), max = yuan(20000000), zh = "认缴出资额" }
input "medical_expense" { of = household, type = money, unit = "yuan/year", default = yuan(0),
  min = yuan(0), max = yuan(10000000), zh = "医疗自付支出", note = "申请前12个月" }
input "education_expense" { of = household, type = money, unit = "yuan/year", default = yuan(0),
  min = yuan(0), max = yuan(10000000), zh = "教育支出", note = "申请前12个月" }
input "rehabilitation_expense" { of = household, type = money, unit = "yuan/year",
  default = yuan(0), min = yuan(0), max = yuan(10000000), zh = "残疾康复支出", note = "申请前12个月" }
input "accident_expense" { of = household, type = money, unit = "yuan/year", default = yuan(0),
  min = yuan(0), max = yuan(10000000), zh = "意外事故支出", note = "申请前12个月" }
input "one_off_income" { of = household, type = money, unit = "yuan", default = yuan(0),
  min = yuan(0), max = yuan(20000000), zh = "一次性收入", note = "买断、安置、征地补偿等(规则书 B4-11)" }
input "one_off_month" { of = household, type = month, zh = "一次性收入月份", note = "有一次性收入才填" }
input "income_unstable" { of = household, type = boolean, zh = "收入不稳定",
  note = "由经办人认定,定复核周期用(规则书 B13-04);不填的,有劳动能力的家庭按不稳定" }
input "poverty_registered" { of = household, type = boolean, default = false, zh = "建档立卡户",
  note = "含脱贫人口(规则书 JY-31、Q-23、B6-07)" }
input "income_before" { of = household, type = money, unit = "yuan/month", min = yuan(0), max = yuan(10000000),
  zh = "上次核定的家庭月收入", note = "预警比较用(规则书 Q-07);没有可以不填" }
input "hard_to_verify" { of = household, type = boolean, default = false, zh = "疑难复杂", note = "延长审核确认时限(规则书 B13-02)" }
input "disaster_hit" { of = household, type = boolean, default = false, zh = "受灾" }
input "union_listed" { of = household, type = boolean, default = false, zh = "工会困难职工", note = "工会数据比对(规则书 Q-26)" }
input "credit" { of = household, type = credit, default = "normal", zh = "信用", note = "规则书 Q-08" }
input "no_dispute" { of = household, type = boolean, default = false, zh = "情况明确没有争议" }
input "wish_adaptation" { of = household, type = boolean, default = false, zh = "愿意适老化改造" }
input "adaptation_month" { of = household, type = month, zh = "改造确认月份" }
input "adaptation_cost" { of = household, type = money, unit = "yuan", min = yuan(0), max = yuan(1000000), zh = "改造费用" }
input "application_month" { of = household, type = month, zh = "申请月份" }
input "decision_month" { of = household, type = month, zh = "确认月份",
  note = "作出确认同意决定的月份;从下月起发放。早已在保的家庭可以不填" }
input "change_month" { of = household, type = month, zh = "报告重大变化月份",
  note = "家庭人口、经济状况重大变化(规则书 Q-24)" }
input "last_check_month" { of = household, type = month, zh = "上次核查月份", note = "没有核查过按确认月份" }
input "relief_kind" { of = household, type = relief_kind, zh = "申请的临时救助" }
input "relief_months" { of = household, type = integer, default = 1, min = 1, max = 12,
  zh = "临时救助时长", unit = "month" }
input "relief_month" { of = household, type = month, zh = "临时救助确认月份", note = "从这个月起计发" }
input "relief_stages" { of = household, type = integer, default = 1, min = 1, max = 12, zh = "临时救助期数",
  note = "分阶段救助(规则书 Q-06);1 = 一次性" }
input "relief_special" { of = household, type = money, unit = "yuan", default = yuan(0), min = yuan(0),
  max = yuan(1000000), zh = "一事一议核定数额", note = "一事一议核定的总额(规则书 Q-06);0 = 按标准算" }

---------------------------------------------------------------- 成员
input "id_number" { of = person, type = text, personal = true, zh = "身份证号",
  note = "GB 11643-1999;规则不读它,只供核对,显示时打星号" }
input "relation" { of = person, type = text, zh = "与申请人关系" }
input "birth_date" { of = person, type = date, zh = "出生日期", min = date "1850-01-01",
  note = "日不详按1日(规则书 D.2)" }
input "death_date" { of = person, type = date, zh = "死亡日期", note = "在世不填" }
input "sex" { of = person, type = sex, zh = "性别" }
input "counted" { of = person, type = boolean, default = true, zh = "共同生活",
  note = "计入家庭人口:不含服刑、失踪、宗教教职三年以上等(规则书 B3-02)" }
input "covered" { of = person, type = boolean, default = true, zh = "计入保障人数" }
input "lives_home" { of = person, type = boolean, default = true, zh = "居家生活" }
input "in_institution" { of = person, type = boolean, default = false, zh = "机构照料",
  note = "在养老、托养、福利机构照料" }
input "wish_central" { of = person, type = boolean, default = false, zh = "愿意集中供养" }
input "hukou_local" { of = person, type = boolean, default = true, zh = "本地户籍" }
input "residence_permit" { of = person, type = boolean, default = false, zh = "持居住证" }

input "wage_income" { of = person, type = money, unit = "yuan/month", zh = "工资性收入",
  min = yuan(0), max = yuan(1000000), note = "核算期内月平均,已扣个人所得税和社会保险费(规则书 B4-01)" }
input "business_income" { of = person, type = money, unit = "yuan/month", zh = "经营净收入",
  min = yuan(-1000000), max = yuan(1000000) }
input "property_income" { of = person, type = money, unit = "yuan/month", zh = "财产净收入",
  min = yuan(-1000000), max = yuan(1000000) }
input "transfer_income" { of = person, type = money, unit = "yuan/month", zh = "转移净收入",
  min = yuan(-1000000), max = yuan(1000000), note = "养老金、失业金等;义务人家庭给的赡养费另在义务人家庭里填" }
input "exempt_income" { of = person, type = money, unit = "yuan/month", default = yuan(0),
  min = yuan(0), max = yuan(1000000), zh = "不计收入",
  note = "上面四项里依法不计入的部分:优待抚恤金、计生奖励扶助金、奖学金、见义勇为奖励、社会救助款、残疾人两项补贴、高龄津贴、基础养老金等(规则书 B4-02 至 B4-06)。收入里本来就没有算进去的不要再填" }

input "work_ability" { of = person, type = work_ability, default = "full", zh = "劳动能力",
  note = "经办评估。无劳动能力依年龄、残疾认定的不必另填" }
input "employed" { of = person, type = boolean, default = false, zh = "就业" }
input "student_stage" { of = person, type = student_stage, zh = "就学" }
input "disability_category" { of = person, type = disability_category, zh = "残疾类别" }
input "disability_level" { of = person, type = integer, default = 0, min = 0, max = 4,
  zh = "残疾等级", note = "0 无,1 至 4 级;多重残疾填其中最重的" }
input "selfcare_unmet" { of = person, type = integer, default = 0, min = 0, max = 6,
  zh = "自理不能项数", note = "吃饭、穿衣、上下床、如厕、室内行走、洗澡中不能达到的项数" }
input "care_grade" { of = person, type = care_grade, zh = "护理等级", note = "残疾人护理补贴的评定" }
input "ability_score" { of = person, type = integer, min = 0, max = 90, zh = "老年人能力评分",
  note = "GB/T 42195-2022 评估总分;填了就按分数定级" }
input "elder_ability" { of = person, type = elder_ability, default = "intact", zh = "老年人能力",
  note = "评估结果。补贴和服务以评估为依据(宁波行动方案 二(二)一),没有评估的按能力完好" }
input "serious_illness" { of = person, type = boolean, default = false, zh = "重病患者" }
input "severe_mental_illness" { of = person, type = boolean, default = false, zh = "重大精神疾病" }
input "child_status" { of = person, type = child_status, zh = "儿童类别",
  note = "已选择享受儿童基本生活费的类别(规则书 B8-05)" }
input "family_plan_special" { of = person, type = boolean, default = false, zh = "计划生育特殊家庭" }
input "chronic_illness" { of = person, type = boolean, default = false, zh = "慢性病患者" }
input "unemployed" { of = person, type = boolean, default = false, zh = "失业登记" }
input "unemployment_insurance" { of = person, type = boolean, default = false, zh = "领取失业保险金",
  note = "价格临时补贴的对象(规则书 B11-04)" }
input "supported_by_family" { of = person, type = boolean, default = false, zh = "靠父母兄弟姐妹供养" }
input "died_in_city" { of = person, type = boolean, default = true, zh = "在本市区域死亡" }
input "single_parent" { of = person, type = boolean, default = false, zh = "单亲家庭成员" }
input "bedridden" { of = person, type = boolean, default = false, zh = "长期卧床" }
input "preferential_care" { of = person, type = boolean, default = false, zh = "重点优抚对象" }
input "work_injury_care" { of = person, type = boolean, default = false, zh = "领工伤生活护理费" }
input "elder_scheme" { of = person, type = boolean, default = false, zh = "享受提升行动",
  note = "经济困难失能老年人集中照护、居家和社区基本养老服务提升行动(规则书 B10-13)" }
input "same_kind_care" { of = person, type = money, unit = "yuan/month", default = yuan(0),
  min = yuan(0), max = yuan(100000), zh = "同类护理补贴",
  note = "已领的养老护理补贴、离休等护理津贴;与残疾人护理补贴就高(规则书 B9-02)" }
input "lives_alone" { of = person, type = boolean, default = false, zh = "独居" }
input "empty_nest" { of = person, type = boolean, default = false, zh = "空巢" }
input "left_behind" { of = person, type = boolean, default = false, zh = "留守" }

---------------------------------------------------------------- 义务人家庭
input "relation" { of = obligor, type = text, zh = "与申请人关系" }
input "members" { of = obligor, type = integer, min = 1, max = 50, zh = "家庭人数" }
input "annual_income" { of = obligor, type = money, unit = "yuan/year", min = yuan(0),
  max = yuan(20000000), zh = "家庭年收入" }
input "supported_persons" { of = obligor, type = integer, min = 1, max = 50, zh = "需赡养总人数",
  note = "这家义务人要赡养、抚养、扶养的全部人数,在哪一户都算" }
input "supported_here" { of = obligor, type = integer, min = 0, max = 50, zh = "本户被赡养人数",
  note = "其中在申请家庭里的;不填按家庭人口数,但不多于需赡养总人数" }
input "paid_support" { of = obligor, type = money, unit = "yuan/month", default = yuan(0),
  min = yuan(0), max = yuan(1000000), zh = "实际给付" }
input "agreed_support" { of = obligor, type = money, unit = "yuan/month", default = yuan(0),
  min = yuan(0), max = yuan(1000000), zh = "协议或判决数额" }
input "incapable" { of = obligor, type = boolean, default = false, zh = "已认定无履行义务能力",
  note = "省规定的其他情形由经办人认定(规则书 B.7 末段);法定情形按下面几项自动认定,不是单指收入低" }
input "category" { of = obligor, type = category, zh = "义务人救助类别" }
input "birth_date" { of = obligor, type = date, zh = "出生日期", note = "义务人本人" }
input "own_income_year" { of = obligor, type = money, unit = "yuan/year", min = yuan(0), max = yuan(20000000),
  zh = "本人年收入" }
input "disability_category" { of = obligor, type = disability_category, zh = "残疾类别" }
input "disability_level" { of = obligor, type = integer, default = 0, min = 0, max = 4, zh = "残疾等级" }
input "property_low" { of = obligor, type = boolean, default = false, zh = "财产符合低收入家庭" }
input "no_civil_capacity" { of = obligor, type = boolean, default = false, zh = "无民事行为能力" }
input "whereabouts_unknown" { of = obligor, type = boolean, default = false, zh = "宣告失踪" }
input "in_prison" { of = obligor, type = boolean, default = false, zh = "服刑" }
input "savings" { of = obligor, type = money, unit = "yuan", default = yuan(0), min = yuan(0),
  max = yuan(1000000000), zh = "货币财产", note = "公积金、拆迁款不计" }
input "business_capital" { of = obligor, type = money, unit = "yuan", default = yuan(0),
  min = yuan(0), max = yuan(1000000000), zh = "认缴出资额" }
input "vehicle_count" { of = obligor, type = integer, default = 0, min = 0, max = 50, zh = "机动车辆数" }
input "vehicle_price" { of = obligor, type = money, unit = "yuan", default = yuan(0),
  min = yuan(0), max = yuan(1000000000), zh = "车辆购置价" }
input "housing_count" { of = obligor, type = integer, default = 0, min = 0, max = 50, zh = "住房套数" }
input "housing_area" { of = obligor, type = number, decimals = 2, unit = "m2", min = 0,
  max = 20000, zh = "住房面积", note = "有房才需要填" }

---------------------------------------------------------------- 车辆、房屋(逐件登记时用;也可只填家庭的合计数)
input "kind" { of = vehicle, type = vehicle_kind, default = "car", zh = "种类" }
input "price" { of = vehicle, type = money, unit = "yuan", min = yuan(0), max = yuan(20000000), zh = "购置价" }
input "use" { of = house, type = house_use, default = "residential", zh = "用途" }
input "area" { of = house, type = number, decimals = 2, unit = "m2", min = 0, max = 20000, zh = "建筑面积" }
