-- policies/cn/zhejiang/ningbo/plan.lua                          计划指标:宁波
-- 一行一个指标:名称、要报的数、目标和期限。huimin indicators 按它们列出达标、未到期、未达标。
-- S0 是行动方案(2021—2025),没有另写期限的一律到2025年底;S2 是2024年工作要点,期限2024年底。
-- 同一个指标有两个期限的(2024年、2025年)写在一起(规则书 F-25、K04);目标是下限,不是要发的数(F-26)。

local function s0(id) return "行动方案(2021—2025)(S0,规则书 " .. id .. ")" end
local function s2(id) return "2024年全市民政工作要点(S2,规则书 " .. id .. ")" end

-- 目标:期限、怎样算达到、多少、出处
local function goal(how, much, source)
  if how == "at_least" then return { at_least = much, source = source } end
  if how == "at_most" then return { at_most = much, source = source } end
  if how == "above" then return { above = much, source = source } end
  if how == "about" then return { about = much, within = 5, source = source .. ";“左右”按相差5以内(推定)" } end
  return { equal = much, source = source }
end
local function due_2025(how, much, id) return { ["2025-12-31"] = goal(how, much, s0(id)) } end
local function due_2024(how, much, id) return { ["2024-12-31"] = goal(how, much, s2(id)) } end

-- 数一数:全市一个数
local function number_of(name, zh, unit, law, target, note)
  input(name) { of = city, type = integer, min = 0, unit = unit, zh = zh }
  indicator(name) { of = city, zh = zh, unit = unit, law = law, numerator = name, target = target, note = note }
end
-- 占比:两个数
local function share_of(name, zh, done, all, law, target, note)
  input(name .. "_done") { of = city, type = integer, min = 0, zh = done }
  input(name .. "_all") { of = city, type = integer, min = 0, zh = all }
  indicator(name .. "_rate") { of = city, zh = zh, unit = "%", law = law, numerator = name .. "_done",
    denominator = name .. "_all", per = 100, target = target, note = note }
end
local function sum_of(name, zh, law, target)
  input(name) { of = city, type = money, min = yuan(0), unit = "yuan", zh = zh }
  indicator(name) { of = city, zh = zh, unit = "yuan", law = law, numerator = name, target = target }
end
local function all_2025(id) return due_2025("equal", 100, id) end
local function all_2024(id) return due_2024("equal", 100, id) end

---------------------------------------------------------------- 救助、儿童(S0 二(一))
share_of("joint", "救助“一件事”惠民联办率", "联办件", "有联办事项的救助件", s0("NB21-01"), all_2025("NB21-01"))
share_of("living_paid", "生活补贴目标人群覆盖率", "领到生活补贴人数", "符合生活补贴人数", s0("NB21-07"), all_2025("NB21-07"))
share_of("care_paid", "护理补贴目标人群覆盖率", "领到护理补贴人数", "符合护理补贴人数", s0("NB21-07"), all_2025("NB21-07"))
share_of("child_home", "儿童之家建成率", "已建儿童之家", "应建儿童之家", s0("NB21-38"), all_2025("NB21-38"))

---------------------------------------------------------------- 养老服务(S0 二(二))
number_of("new_beds", "新建改建养老床位", "张", s0("NB21-08"), due_2025("at_least", 20000, "NB21-08"), "2021年至2025年累计")
number_of("centres_5a", "5A级居家养老服务中心", "个", s0("NB21-09"), due_2025("at_least", 30, "NB21-09"))
number_of("canteens", "标准化老年食堂", "个", s0("NB21-10"), due_2025("at_least", 300, "NB21-10"))
indicator "nursing_bed_share" { of = city, zh = "护理型床位占比", unit = "%", law = s0("NB21-11"),
  numerator = "nursing_beds", denominator = "beds", per = 100,
  target = { ["2024-12-31"] = goal("at_least", 68, s2("NB24-06")), ["2025-12-31"] = goal("at_least", 68, s0("NB21-11")) } }
local carers_2024, carers_2025 = 26, 30
parameter "carers_target" { zh = "每万老年人护理员目标", type = integer, unit = "人",
  ["2024-01-01"] = { carers_2024, source = s2("NB24-55") }, ["2025-01-01"] = { carers_2025, source = s0("NB21-12") } }
variable "carers_enough" { of = city, type = boolean, zh = "护理员达到当年目标", result = true,
  law = "一个指标两个期限的目标(规则书 F-25、K04)",
  -- lint: magic-number 每万人的一万,不是规定的数
  ["2024-01-01"] = function (row, law) return row.certified_carers * 10000 >= row.elderly * law.carers_target end }
indicator "carers_per_10000" { of = city, zh = "每万老年人持证养老护理员", unit = "人", law = s0("NB21-12"),
  numerator = "certified_carers", denominator = "elderly", per = 10000,
  target = { ["2024-12-31"] = goal("at_least", carers_2024, s2("NB24-55")), ["2025-12-31"] = goal("at_least", carers_2025, s0("NB21-12")) },
  note = "一个指标两个目标(规则书 F-25、K04)" }
number_of("smart_care_app", "“甬易养”建成并运行", "个", s0("NB21-13"), due_2025("at_least", 1, "NB21-13"), "1 = 已建成并高效运行")
number_of("meals_a_day", "每日享受助餐居家老年人", "人", s0("NB21-19"), due_2025("at_least", 50000, "NB21-19"))
number_of("family_carers", "免费培训家庭照护者", "人次", s0("NB21-24"), due_2025("at_least", 30000, "NB21-24"))
number_of("carers_trained", "培训养老护理员", "人次", s0("NB21-25"), due_2025("at_least", 10000, "NB21-25"))
number_of("managers_trained", "培养养老机构管理人员", "人", s0("NB21-26"), due_2025("at_least", 300, "NB21-26"))
indicator "beds_per_worker" { of = city, zh = "每60张床位配备社工", unit = "人/60张", law = s0("NB21-27"),
  numerator = "social_workers", denominator = "beds", per = 60, target = due_2025("at_least", 1, "NB21-27") }
indicator "social_workers_per_10000" { of = city, zh = "每万老年人社会工作者", unit = "人", law = s0("NB21-28"),
  numerator = "social_workers", denominator = "elderly", per = 10000, target = due_2025("at_least", 25, "NB21-28") }
share_of("rehab_basics", "护理员具备康复知识", "具备康复知识的护理员", "在岗护理员", s0("NB21-30"), all_2025("NB21-30"))
share_of("rehab_skills", "高级护理员掌握康复技能", "掌握康复技能的高级护理员", "高级护理员", s0("NB21-30"), all_2025("NB21-30"))
number_of("aid_disinfection", "康复辅具消杀场所", "个", s0("NB21-31"), due_2025("at_least", 1, "NB21-31"))
number_of("city_aid_platform", "市级康复辅具服务平台", "个", s0("NB21-31"), due_2025("at_least", 1, "NB21-31"))
indicator "county_aid_platforms" { of = county, zh = "有康复辅具平台的区县", unit = "%", law = s0("NB21-31"),
  numerator = "aid_platform", denominator = function (row, law) return 1 end, per = 100, target = all_2025("NB21-31") }
indicator "dementia_public_share" { of = city, zh = "认知障碍床位占公办床位", unit = "%", law = s0("NB21-32"),
  numerator = "public_dementia_beds", denominator = "public_beds", per = 100, target = due_2025("at_least", 8, "NB21-32"),
  note = "逐个区县看 dementia_share_met" }
indicator "dementia_beds_hukou" { of = city, zh = "每万户籍老年人认知障碍床位", unit = "张", law = s0("NB21-33"),
  numerator = "dementia_beds", denominator = "hukou_elderly", per = 10000, target = due_2025("at_least", 20, "NB21-33"),
  note = "分母是户籍老年人;NB24-07 的分母是老年人,是两个指标(规则书 F-25)" }
indicator "dementia_beds_all" { of = city, zh = "每万老年人认知症床位", unit = "张", law = s2("NB24-07"),
  numerator = "dementia_beds", denominator = "elderly", per = 10000, target = due_2024("at_least", 18, "NB24-07") }
indicator "smart_home_counties" { of = county, zh = "智慧机构达到4家的区县", unit = "%", law = s0("NB21-34"),
  numerator = "smart_homes_met", denominator = function (row, law) return 1 end, per = 100, target = all_2025("NB21-34") }

---------------------------------------------------------------- 养老机构(逐家算)
local function is_home(home) return home.kind == "elder_home" end
indicator "open_kitchens" { of = institution, zh = "“阳光厨房”建成率", unit = "%", law = s0("NB21-17"),
  where = function (home, law) return is_home(home) end,
  numerator = "open_kitchen", denominator = function (home, law) return 1 end, per = 100,
  target = due_2025("at_least", 90, "NB21-17") }
indicator "food_safety" { of = institution, zh = "食品安全A、B级率", unit = "%", law = s0("NB21-18"),
  where = function (home, law) return is_home(home) end,
  numerator = function (home, law) return home.food_grade == "a" or home.food_grade == "b" end,
  denominator = function (home, law) return 1 end, per = 100, target = due_2025("at_least", 95, "NB21-18") }
indicator "public_three_stars" { of = institution, zh = "市县公办三星级以上", unit = "%", law = s0("NB21-20"),
  where = function (home, law) return is_home(home) and (home.owner == "city" or home.owner == "county") end,
  numerator = function (home, law) return home.star >= 3 end, denominator = function (home, law) return 1 end, per = 100,
  target = all_2025("NB21-20") }
indicator "two_stars" { of = institution, zh = "二星级以上机构占比", unit = "%", law = s0("NB21-21"),
  where = function (home, law) return is_home(home) end,
  numerator = function (home, law) return home.star >= 2 end, denominator = function (home, law) return 1 end, per = 100,
  target = due_2025("at_least", 80, "NB21-21") }
indicator "three_stars" { of = institution, zh = "三星级以上机构", unit = "家", law = s0("NB21-22"),
  numerator = function (home, law) return is_home(home) and home.star >= 3 end, target = due_2025("at_least", 50, "NB21-22") }
indicator "four_stars" { of = institution, zh = "四星级以上机构", unit = "家", law = s0("NB21-23"),
  numerator = function (home, law) return is_home(home) and home.star >= 4 end, target = due_2025("at_least", 10, "NB21-23") }
indicator "rehab_rooms" { of = institution, zh = "100张床以上机构有康复室", unit = "%", law = s0("NB21-29"),
  where = "rehab_room_required", numerator = "has_rehab_room", denominator = function (home, law) return 1 end, per = 100,
  target = all_2025("NB21-29") }
indicator "care_zones" { of = institution, zh = "市县公办机构有认知症专区", unit = "%", law = s0("NB21-32"),
  where = function (home, law) return is_home(home) and (home.owner == "city" or home.owner == "county") end,
  numerator = "has_care_zone", denominator = function (home, law) return 1 end, per = 100, target = all_2025("NB21-32") }

---------------------------------------------------------------- 探访、集中供养(逐人算)
input "visited" { of = person, type = boolean, zh = "本期已探访", note = "按应有的周期(周、月)线上或上门" }
indicator "weekly_visits" { of = person, zh = "周探访率", unit = "%", law = s0("NB21-14"),
  where = function (person, law) return person.visit_cadence == "week" end,
  numerator = "visited", denominator = function (person, law) return 1 end, per = 100, target = all_2025("NB21-14") }
indicator "monthly_visits" { of = person, zh = "重点对象月探访率", unit = "%", law = s2("NB24-08"),
  where = function (person, law) return person.visit_cadence ~= "none" end,
  numerator = "visited", denominator = function (person, law) return 1 end, per = 100, target = all_2024("NB24-08"),
  note = "独居、空巢、失能等;周探访的也算在月内(规则书 F-25)" }
indicator "willing_in_care" { of = person, zh = "有意愿的特困老年人集中供养率", unit = "%", law = s0("NB21-15"),
  where = function (person, law) return person.is_tekun and person.age_years >= law.elder_age and person.wish_central end,
  numerator = "in_institution", denominator = function (person, law) return 1 end, per = 100, target = all_2025("NB21-15") }
indicator "dependent_in_care" { of = person, zh = "不能自理特困老年人集中供养率", unit = "%", law = s0("NB21-16"),
  where = function (person, law)
    return person.is_tekun and person.age_years >= law.elder_age and person.selfcare_level ~= "able"
  end,
  numerator = "in_institution", denominator = function (person, law) return 1 end, per = 100,
  target = due_2025("at_least", 95, "NB21-16") }
input "family_visited" { of = household, type = boolean, zh = "救助家庭已探访" }
input "list_delivered" { of = household, type = boolean, zh = "幸福清单已送达" }
indicator "relief_visits" { of = household, zh = "救助家庭探访关爱率", unit = "%", law = s2("NB24-16"),
  where = "family_visit", numerator = "family_visited", denominator = function (family, law) return 1 end, per = 100,
  target = all_2024("NB24-16") }
indicator "lists_delivered" { of = household, zh = "幸福清单送达率", unit = "%", law = s2("NB24-16"),
  where = "family_visit", numerator = "list_delivered", denominator = function (family, law) return 1 end, per = 100,
  target = all_2024("NB24-16") }
indicator "low_income_families" { of = household, zh = "年收入10万元以下家庭", unit = "户", law = s2("NB24-18"),
  numerator = "low_income_group" }

---------------------------------------------------------------- 慈善(S0 二(三))
number_of("charities", "慈善组织总数", "家", s0("NB21-35"), due_2025("at_least", 130, "NB21-35"))
indicator "charity_trust_counties" { of = county, zh = "有慈善信托的区县", unit = "%", law = s0("NB21-36"),
  numerator = "charity_trust", denominator = function (row, law) return 1 end, per = 100, target = all_2025("NB21-36") }
sum_of("trust_funds", "慈善信托资金", s0("NB21-36"), due_2025("above", 100000000, "NB21-36"))
share_of("giving_day", "“慈善一日捐”参与率", "参与的机关事业单位", "机关事业单位", s0("NB21-37"),
  due_2025("at_least", 95, "NB21-37"))

---------------------------------------------------------------- 2024年:养老(S2 二(一))
number_of("projects_2024", "“七优享”重大工程项目", "个", s2("NB24-01"), due_2024("equal", 8, "NB24-01"))
sum_of("projects_investment", "“七优享”项目总投资", s2("NB24-01"), due_2024("equal", 291000000, "NB24-01"))
indicator "beds_per_10000" { of = city, zh = "每万老年人机构养老床位", unit = "张", law = s2("NB24-02"),
  numerator = "beds", denominator = "elderly", per = 10000, target = due_2024("at_least", 300, "NB24-02") }
share_of("home_medical", "养老机构医疗卫生服务覆盖率", "有医疗卫生服务的机构", "养老机构", s2("NB24-03"), all_2024("NB24-03"))
number_of("homes_upgraded", "改造提升公办养老机构", "家", s2("NB24-04"), due_2024("at_least", 20, "NB24-04"),
  "公办养老机构改造提升三年行动计划的一年(规则书 NB24-62)")
number_of("homes_completed", "完成改造提升", "家", s2("NB24-04"), due_2024("at_least", 10, "NB24-04"))
number_of("homes_reformed", "公办养老机构改革", "家", s2("NB24-05"), due_2024("at_least", 8, "NB24-05"))
number_of("canteens_2024", "2024年新打造标准化老年食堂", "家", s2("NB24-09"), due_2024("at_least", 60, "NB24-09"))
number_of("shared_canteens", "新增老年共享食堂", "个", s2("NB24-10"), due_2024("at_least", 40, "NB24-10"))
number_of("meal_points", "村(社)智能助餐点", "个", s2("NB24-11"), due_2024("at_least", 374, "NB24-11"))
share_of("meal_villages", "助餐配送餐村(社区)覆盖率", "有助餐配送餐的村(社区)", "村(社区)", s2("NB24-12"), all_2024("NB24-12"))
number_of("meals_a_year", "年度助餐服务", "人次", s2("NB24-13"), due_2024("at_least", 14000000, "NB24-13"))
number_of("homes_transformed", "乡镇敬老院转型", "家", s2("NB24-14"), due_2024("at_least", 109, "NB24-14"))
indicator "zone_counties" { of = county, zh = "片区数为2至5个的区县", unit = "%", law = s2("NB24-15"),
  numerator = "zones_met", denominator = function (row, law) return 1 end, per = 100, target = all_2024("NB24-15") }

---------------------------------------------------------------- 2024年:救助、儿童、精康(S2 二(二))
number_of("joint_items", "“一件事”联办事项", "项", s2("NB24-19"), due_2024("at_least", 17, "NB24-19"))
number_of("check_kinds", "家庭经济核对数据种类", "类", s2("NB24-20"), due_2024("at_least", 35, "NB24-20"))
number_of("homes_improved", "困难家庭“善居”改造", "户", s2("NB24-21"), due_2024("at_least", 400, "NB24-21"))
number_of("good_projects", "“救助+慈善”大善扶工程", "个", s2("NB24-22"), due_2024("at_least", 8, "NB24-22"))
number_of("alliance_brands", "助联体品牌", "个", s2("NB24-22"), due_2024("at_least", 10, "NB24-22"))
share_of("county_alliances", "县级助联体实体化运行率", "实体化运行的县级助联体", "县级助联体", s2("NB24-23"), all_2024("NB24-23"))
share_of("township_alliances", "乡镇级助联体服务站覆盖率", "有助联体服务站的乡镇", "乡镇(街道)", s2("NB24-24"), all_2024("NB24-24"))
number_of("alliance_services", "精品助联体服务项目", "个", s2("NB24-25"), due_2024("at_least", 25, "NB24-25"))
indicator "brand_station_counties" { of = county, zh = "有省级品牌未保站的区县", unit = "%", law = s2("NB24-27"),
  numerator = "brand_stations_met", denominator = function (row, law) return 1 end, per = 100, target = all_2024("NB24-27") }
share_of("stations_running", "未保站实体化运行率", "实体化运行的未保站", "未保站", s2("NB24-28"), due_2024("at_least", 80, "NB24-28"))
number_of("regional_child_homes", "区域性儿童福利机构", "家", s2("NB24-29"), due_2024("at_least", 1, "NB24-29"))
indicator "mental_rehab_counties" { of = county, zh = "开展精康融合的区县", unit = "%", law = s2("NB24-30"),
  numerator = "mental_rehab", denominator = function (row, law) return 1 end, per = 100, target = all_2024("NB24-30") }
share_of("rehab_served", "登记康复对象规范服务率", "接受规范服务的对象", "登记康复对象", s2("NB24-31"),
  due_2024("at_least", 45, "NB24-31"))
number_of("expert_groups", "精神障碍社区康复专家指导组", "支", s2("NB24-32"), due_2024("at_least", 1, "NB24-32"))
number_of("resettled_villages", "和美移民村", "个", s2("NB24-33"), due_2024("at_least", 30, "NB24-33"))
input "resettled_income" { of = city, type = money, unit = "yuan/person/year", min = yuan(0), zh = "移民人均可支配收入" }
input "local_income" { of = city, type = money, unit = "yuan/person/year", min = yuan(0), zh = "当地人均可支配收入" }
indicator "resettled_income_share" { of = city, zh = "移民收入占当地比例", unit = "%", law = s2("NB24-34"),
  numerator = "resettled_income", denominator = "local_income", per = 100, target = due_2024("at_least", 99, "NB24-34") }

---------------------------------------------------------------- 2024年:社会组织、地名(S2 二(三))
share_of("party_centres", "社会组织党群服务中心达标", "达标的党群服务中心", "社会组织党群服务中心", s2("NB24-35"),
  due_2024("at_least", 80, "NB24-35"))
number_of("show_windows", "社会组织标志性展示窗口", "个", s2("NB24-36"), due_2024("at_least", 10, "NB24-36"))
number_of("national_events", "承办全国性活动", "场次", s2("NB24-37"), due_2024("at_least", 20, "NB24-37"))
number_of("provincial_brands", "省级品牌社会组织", "家", s2("NB24-38"), due_2024("at_least", 40, "NB24-38"))
input "provincial_leaders" { of = city, type = integer, min = 0, unit = "人", zh = "省级社会组织领军人物" }
indicator "leaders_80" { of = city, zh = "领军人物80人", unit = "人", law = s2("NB24-38"), numerator = "provincial_leaders",
  target = due_2024("at_least", 80, "NB24-38"), note = "同一文件另一处写100名以上(规则书 NB24-58、F-27),两个都列" }
indicator "leaders_100" { of = city, zh = "领军人物100名以上", unit = "人", law = s2("NB24-58"), numerator = "provincial_leaders",
  target = due_2024("at_least", 100, "NB24-58"), note = "同一文件另一处写80人(规则书 NB24-38、F-27)" }
number_of("organisations_4a", "4A级以上社会组织", "家", s2("NB24-39"), due_2024("at_least", 600, "NB24-39"))
number_of("community_funds", "社区发展基金", "个", s2("NB24-40"), due_2024("at_least", 100, "NB24-40"))
number_of("benefit_projects", "公益项目", "个", s2("NB24-41"), due_2024("at_least", 1000, "NB24-41"))
share_of("active_organisations", "社区社会组织平均活跃度", "活跃的社区社会组织", "社区社会组织", s2("NB24-42"),
  due_2024("at_least", 75, "NB24-42"))
sum_of("services_bought", "市级政府购买服务资金", s2("NB24-43"), due_2024("at_least", 12000000, "NB24-43"))
number_of("name_sites", "地名文旅展示点", "个", s2("NB24-44"), due_2024("at_least", 2, "NB24-44"))
number_of("name_museums", "地名文化博物馆(文化园)", "个", s2("NB24-44"), due_2024("at_least", 2, "NB24-44"))
number_of("name_events", "地名文化活动", "场", s2("NB24-44"), due_2024("at_least", 10, "NB24-44"),
  "“乡村著名行动”三年行动方案的一年(规则书 NB24-62)")
number_of("village_signs", "“数字村牌”标志", "个", s2("NB24-45"), due_2024("at_least", 500, "NB24-45"))
share_of("plates_filed", "门牌归集率", "已归集的新编制门牌", "新编制门牌", s2("NB24-45"), all_2024("NB24-45"))
share_of("plates_mapped", "门牌入图率", "已入图的新编制门牌", "应入图的新编制门牌", s2("NB24-45"), all_2024("NB24-45"))
share_of("plates_right", "门牌准确率", "准确的新编制门牌", "已查的新编制门牌", s2("NB24-45"), all_2024("NB24-45"))
share_of("plates_set", "门牌标志设置率", "已设标志的新编制门牌", "应设标志的新编制门牌", s2("NB24-45"), all_2024("NB24-45"))
number_of("county_lines", "县级界线联合检查", "条", s2("NB24-46"), due_2024("at_least", 4, "NB24-46"))
number_of("city_lines", "市级界线联合检查", "条", s2("NB24-46"), due_2024("at_least", 1, "NB24-46"))

---------------------------------------------------------------- 2024年:慈善、殡葬、婚姻(S2 二(四))
number_of("new_charities", "2024年培育慈善组织", "家", s2("NB24-47"), due_2024("at_least", 70, "NB24-47"))
share_of("charities_3a", "3A以上慈善组织占比", "3A以上慈善组织", "已评估慈善组织", s2("NB24-48"), due_2024("at_least", 50, "NB24-48"))
sum_of("new_trusts", "新增慈善信托规模", s2("NB24-49"), due_2024("above", 150000000, "NB24-49"))
number_of("charity_spaces", "市级慈善空间", "家", s2("NB24-50"), due_2024("about", 25, "NB24-50"))
number_of("lottery_rank", "福彩年销量全省名次", "名", s2("NB24-51"), due_2024("at_most", 2, "NB24-51"))
number_of("charity_meetings", "召开宁波慈善大会", "次", s2("NB24-51"), due_2024("at_least", 4, "NB24-51"), "累计第四次")
number_of("charity_awards", "开展“宁波慈善奖”评选", "届", s2("NB24-51"), due_2024("at_least", 7, "NB24-51"), "累计第七届")
number_of("new_cemeteries", "新建公益性公墓", "个", s2("NB24-52"), due_2024("at_least", 9, "NB24-52"))
number_of("new_graves", "新增墓穴", "座", s2("NB24-52"), due_2024("at_least", 7460, "NB24-52"))
number_of("new_columbaria", "新增骨灰堂", "个", s2("NB24-52"), due_2024("at_least", 2, "NB24-52"))
number_of("new_niches", "新增格位", "个", s2("NB24-52"), due_2024("at_least", 10610, "NB24-52"))
number_of("marriage_5a", "创建国家5A级婚姻登记场所", "个", s2("NB24-53"), due_2024("at_least", 2, "NB24-53"))
number_of("outdoor_sites", "户外颁证基地", "处", s2("NB24-53"), due_2024("at_least", 20, "NB24-53"))
number_of("family_bases", "婚姻家庭文化教育基地", "家", s2("NB24-53"), due_2024("at_least", 10, "NB24-53"))
share_of("newly_wed", "新婚辅导教育覆盖率", "接受新婚辅导的", "新婚登记", s2("NB24-54"), all_2024("NB24-54"))
share_of("marriage_joint", "“婚育户一件事”联办率", "联办的", "可联办的", s2("NB24-54"), due_2024("at_least", 88, "NB24-54"))

---------------------------------------------------------------- 2024年:人才、法治(S2 三)
number_of("gold_secretaries", "“金牌”专职秘书长", "名", s2("NB24-56"), due_2024("at_least", 100, "NB24-56"))
number_of("gold_workers", "“金牌”专职工作者", "名", s2("NB24-56"), due_2024("at_least", 1000, "NB24-56"))
number_of("organisation_experts", "专家级社会组织人才", "名", s2("NB24-57"), due_2024("about", 100, "NB24-57"))
number_of("training_places", "实训基地", "个", s2("NB24-57"), due_2024("at_least", 100, "NB24-57"))
indicator "certified_workers" { of = city, zh = "持证社工总量", unit = "人", law = s2("NB24-59"),
  numerator = "certified_social_workers", target = due_2024("above", 40000, "NB24-59") }
number_of("charity_people", "培育慈善行业人才", "名", s2("NB24-60"), due_2024("at_least", 100, "NB24-60"))
share_of("penalty_codes", "行政处罚赋码率", "赋码的处罚", "行政处罚", s2("NB24-61"), all_2024("NB24-61"))
share_of("penalty_seals", "电子签章使用率", "用电子签章的处罚", "应签章的处罚", s2("NB24-61"), all_2024("NB24-61"))
share_of("penalty_papers", "处罚决定书平台出件率", "平台出件的决定书", "处罚决定书", s2("NB24-61"), all_2024("NB24-61"))
share_of("leads_handled", "违法线索处置(回应)率", "已处置(回应)的线索", "违法线索", s2("NB24-61"), all_2024("NB24-61"))
