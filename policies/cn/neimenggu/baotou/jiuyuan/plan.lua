-- policies/cn/neimenggu/baotou/jiuyuan/plan.lua                  规划指标:九原
-- 规划正文(JY-01…)和四张指标表(JY-T1…T4)一行一个;没有另写期限的一律到2025年底。
-- 同一件事正文和表里都有的写成一个指标,两处出处都注明。约束性的标 binding,其余为预期性。
local plan = require "plan"

local function body(id) return "S1正文(规则书 " .. id .. ")" end
local function table_row(where, id) return "S1" .. where .. "(规则书 " .. id .. ")" end
local function t1(id) return table_row("表一", id) end
local function t2(id) return table_row("表二", id) end
local function t3(id) return table_row("表三", id) end
local function t4(id) return table_row("表四", id) end
local function by_2025(how, much, source) return plan.goal("2025-12-31", how, much, source) end

local function count_of(name, zh, unit, law, least, note)
  plan.number_of { of = county, name = name, zh = zh, unit = unit, law = law, note = note,
    target = by_2025("at_least", least, law) }
end
local function rate_of(name, zh, done, all, law, least, binding, note)
  plan.share_of { of = county, name = name, zh = zh, done = done, all = all, law = law, note = note,
    binding = binding == true, target = by_2025("at_least", least, law) }
end

---------------------------------------------------------------- 儿童、残疾人(正文四(二)(三),表二)
count_of("protection_stations", "未成年人保护工作站", "个", body("JY-01") .. ";" .. t1("JY-T1-12"), 8,
  "表一第12行单位印作“%”而目标是8:应为8个,即全部8个苏木镇街道(规则书 F-27)")
indicator "child_supervisor_townships" { of = township, zh = "有儿童督导员的苏木镇街道", unit = "%", law = body("JY-02"),
  numerator = "child_supervisor_ok", denominator = function (row, law) return 1 end, per = 100,
  target = by_2025("at_least", 100, body("JY-02")) }
indicator "child_director_communities" { of = community, zh = "有儿童主任的村居", unit = "%", law = body("JY-02"),
  numerator = "child_director_ok", denominator = function (row, law) return 1 end, per = 100,
  target = by_2025("at_least", 100, body("JY-02")) }
rate_of("new_child_workers", "新任儿童工作人员培训率", "已培训新任人员", "新任人员", body("JY-02"), 100)
rate_of("child_training", "基层儿童福利人员培训覆盖率", "已培训儿童福利人员", "基层儿童福利人员",
  body("JY-03") .. ";" .. t2("JY-T2-01"), 100)
count_of("child_organisations", "专业儿童类社会组织", "家", t2("JY-T2-02"), 1)
rate_of("homeless_places", "流浪乞讨救助设施覆盖面", "有救助设施的地方", "应有救助设施的地方", t2("JY-T2-03"), 100)
rate_of("mental_rehab", "精神障碍社区康复设施覆盖率", "有康复设施的地方", "应有康复设施的地方", t2("JY-T2-04"), 100)
count_of("rehab_network", "残疾人康复服务网络", "个", body("JY-04"), 1)
rate_of("rehab_people", "残疾人康复服务覆盖率", "得到康复服务的残疾人", "有康复需求的残疾人", body("JY-04"), 100)
rate_of("living_paid", "困难残疾人生活补贴覆盖率", "领到生活补贴人数", "符合生活补贴人数", t1("JY-T1-08"), 100, true)
rate_of("care_paid", "重度残疾人护理补贴覆盖率", "领到护理补贴人数", "符合护理补贴人数", t1("JY-T1-09"), 100, true)

---------------------------------------------------------------- 社区治理(正文四(四),表一、表三)
rate_of("meeting_halls", "居民议事厅覆盖率", "有居民议事厅的社区", "全部城乡社区", body("JY-05"), 100)
indicator "social_workers_per_10000" { of = county, zh = "每万城镇常住人口持证社工", unit = "人", law = body("JY-06"),
  numerator = "certified_social_workers", denominator = "urban_population", per = 10000,
  target = by_2025("at_least", 10, body("JY-06")) }
count_of("smart_pilots", "智慧社区建设试点", "个", body("JY-07"), 2)
rate_of("smart_communities", "城镇智慧社区覆盖面", "智慧社区", "城镇社区", t3("JY-T3-02"), 50)
count_of("special_communities", "特色社区", "个", t3("JY-T3-03"), 2)
-- 两个口径分开:表一是全部居民每百户30平方米;正文是新建城市社区每百户50平方米(规则书 F-27、JY-09)
input "facility_area_all" { of = county, type = number, decimals = 2, unit = "m2", min = 0, zh = "城乡社区设施面积合计" }
indicator "facility_per_100_all" { of = county, zh = "每百户设施面积", unit = "m2", law = t1("JY-T1-04"),
  numerator = "facility_area_all", denominator = "households", per = 100,
  target = by_2025("at_least", 30, t1("JY-T1-04")), note = "全部城乡社区;新建城市社区另按50平方米(规则书 JY-09、F-27)" }
indicator "facility_per_100_new" { of = community, zh = "新建城市社区每百户设施面积", unit = "m2", law = body("JY-09"),
  where = function (place, law) return place.kind == "new_urban" end,
  numerator = "facility_area", denominator = "households", per = 100,
  target = by_2025("at_least", 50, body("JY-09")), note = "逐个社区看 facility_ok,另有总面积500平方米的下限" }
indicator "facility_ok_share" { of = community, zh = "设施面积达到的社区", unit = "%",
  law = body("JY-09") .. ";" .. body("JY-10") .. ";" .. body("JY-11"),
  numerator = "facility_ok", denominator = function (row, law) return 1 end, per = 100 }
rate_of("village_facilities", "村级综合服务设施覆盖率", "有综合服务设施的村", "全部村", body("JY-12"), 80)
input "community_worker_pay" { of = county, type = money, unit = "yuan/year", min = yuan(0), zh = "社区工作者年均报酬" }
input "urban_income" { of = county, type = money, unit = "yuan/year", min = yuan(0), zh = "城镇居民人均可支配收入" }
indicator "community_pay_ratio" { of = county, zh = "社区工作者报酬与城镇居民收入之比", unit = "%", law = t3("JY-T3-01"),
  numerator = "community_worker_pay", denominator = "urban_income", per = 100,
  target = by_2025("at_least", 100, t3("JY-T3-01")) }
rate_of("volunteer_points", "志愿服务站点覆盖率", "有志愿服务站点的设施", "社区综合服务设施", t1("JY-T1-14"), 80)
count_of("volunteer_stations", "城市社区社会工作和志愿服务站", "个", t3("JY-T3-09"), 5)
rate_of("social_work_cover", "社会工作服务覆盖面", "有社会工作服务的社区", "应有的社区", t3("JY-T3-10"), 100)

---------------------------------------------------------------- 社会组织、慈善、社工(正文四(四)(五)(七),表一、表三)
count_of("organisation_staff", "社会组织专职工作人员", "人", t1("JY-T1-01"), 3000, "表一作0.3万人")
plan.sum_of { of = county, name = "service_purchase", zh = "购买社会组织服务金额", law = body("JY-13") .. ";" .. t3("JY-T3-06"),
  note = "表三第6行“30”没有单位,按正文为30万元(规则书 F-27)",
  target = { ["2022-12-31"] = { at_least = 300000, source = body("JY-13") },
             ["2023-12-31"] = { at_least = 300000, source = body("JY-13") },
             ["2024-12-31"] = { at_least = 300000, source = body("JY-13") },
             ["2025-12-31"] = { at_least = 300000, source = body("JY-13") .. ";" .. t3("JY-T3-06") } } }
rate_of("organisation_graded", "社会组织等级评估参评率", "参评社会组织", "全部社会组织", body("JY-14"), 30)
count_of("organisations_3a", "新评定3A级以上社会组织", "个", body("JY-15") .. ";" .. t3("JY-T3-04"), 50)
rate_of("organisation_apart", "政社分开完成率", "已分开的社会组织", "应分开的社会组织", t3("JY-T3-05"), 100)
indicator "social_workers_about" { of = county, zh = "社会工作专业人才(左右)", unit = "人", law = body("JY-18"),
  numerator = "social_workers",
  target = { ["2025-12-31"] = { about = 400, within = 40, source = body("JY-18") .. ";“左右”按相差一成以内(推定)" } } }
indicator "social_workers_total" { of = county, zh = "社会工作专业人才总量", unit = "人",
  law = t1("JY-T1-13") .. ";" .. t3("JY-T3-07"), numerator = "social_workers",
  target = by_2025("at_least", 400, t1("JY-T1-13") .. ";" .. t3("JY-T3-07")), note = "表一作0.04万人,表三作400人" }
count_of("charity_brands", "知名慈善品牌", "个", t3("JY-T3-08"), 1)

---------------------------------------------------------------- 社会事务、殡葬、婚姻(正文四(六),表一、表四)
rate_of("sent_home", "流浪乞讨人员接送返回率", "已接送返回", "查明身份的受助人员", t1("JY-T1-05"), 100, true)
rate_of("burial_cover", "公益性安葬设施覆盖率", "有公益性安葬设施的地方", "应有的地方", t1("JY-T1-06"), 100, true)
rate_of("marriage_anywhere", "婚姻登记跨省通办实施率", "实施的登记机关", "全部登记机关", t1("JY-T1-07"), 100, true)
rate_of("cremation", "遗体火化率", "火化遗体", "死亡人数", body("JY-16") .. ";" .. t4("JY-T4-07"), 95)
count_of("burial_years", "节地生态安葬可满足年限", "年", body("JY-17") .. ";" .. t4("JY-T4-06"), 20)
rate_of("cemeteries", "公益性公墓覆盖率", "有公益性公墓的苏木镇街道", "全部苏木镇街道", body("JY-17"), 100)
rate_of("eco_burial", "节地生态安葬点覆盖率", "有节地生态安葬点的苏木镇街道", "苏木镇街道合计", body("JY-17"), 100)
rate_of("funeral_homes", "县级殡仪馆覆盖率", "有殡仪馆的县区", "全部县区", t4("JY-T4-04"), 100)
rate_of("funeral_gear", "殡仪馆设施设备达标率", "达标殡仪馆", "全部殡仪馆", t4("JY-T4-05"), 100)
rate_of("wedding_hall", "结婚登记颁证仪式覆盖面", "有颁证仪式的登记机关", "登记机关合计", t4("JY-T4-08"), 100)
rate_of("registrars", "婚姻登记员持证上岗", "持证婚姻登记员", "全部婚姻登记员", t4("JY-T4-09"), 100)
rate_of("marriage_guides", "健康婚姻辅导站覆盖面", "有辅导站的社区", "社区合计", t4("JY-T4-10"), 50)

---------------------------------------------------------------- 养老服务(正文四(八),表一、表四)
indicator "nursing_bed_share" { of = county, zh = "护理型床位占比", unit = "%", law = t1("JY-T1-10"), binding = true,
  numerator = "nursing_beds", denominator = "beds", per = 100, target = by_2025("at_least", 60, t1("JY-T1-10")) }
count_of("multi_homes", "综合功能养老服务机构", "个", t1("JY-T1-11"), 8,
  "表一第11行单位印作“%”而目标是8:应为8个苏木镇街道各一(规则书 F-27)")
count_of("eldercare_townships", "居家社区养老服务覆盖的街镇", "个", body("JY-19"), 5, "4个街道、1个镇")
count_of("eldercare_communities", "居家社区养老服务覆盖的社区", "个", body("JY-19"), 28)
indicator "service_circle" { of = community, zh = "在15分钟服务圈内的社区", unit = "%", law = body("JY-20"),
  numerator = "service_circle_ok", denominator = function (row, law) return 1 end, per = 100,
  note = "规划没有写到哪一年、多少" }
plan.number_of { of = county, name = "new_stations", zh = "新增社区养老服务站", unit = "家", law = body("JY-21"),
  target = plan.goal("2022-12-31", "at_least", 7, body("JY-21")) }
indicator "elder_files" { of = person, zh = "独居空巢留守老年人建档率", unit = "%", law = body("JY-22"), per = 100,
  where = function (person, law)
    return person.present and person.age_years >= law.elder_age
      and (person.lives_alone or person.empty_nest or person.left_behind)
  end,
  numerator = "elder_file", denominator = function (person, law) return 1 end,
  target = by_2025("at_least", 100, body("JY-22")) }
rate_of("eldercare_cover", "居家社区养老服务覆盖率", "有养老服务的村居", "全部村居",
  body("JY-23") .. ";" .. t4("JY-T4-01"), 100)
rate_of("new_estates", "新建小区养老设施配置率", "配置养老设施的新建小区", "新建小区", t4("JY-T4-02"), 100, true)
plan.number_of { of = county, name = "new_home_beds", zh = "当年新增家庭养老床位", unit = "户", law = body("JY-24"),
  note = "每年新增至少10户(规则书 C.3 bt_home_bed_new_min)",
  target = { ["2022-12-31"] = { at_least = 10, source = body("JY-24") }, ["2023-12-31"] = { at_least = 10, source = body("JY-24") },
             ["2024-12-31"] = { at_least = 10, source = body("JY-24") }, ["2025-12-31"] = { at_least = 10, source = body("JY-24") } } }
count_of("eldercare_firms", "社区居家养老服务机构", "家", body("JY-25"), 3)
local function of_65(name, zh, fact, article, least)
  indicator(name) { of = person, zh = zh, unit = "%", law = article, per = 100,
    where = function (person, law) return person.health_file_due end,
    numerator = fact, denominator = function (person, law) return 1 end, target = by_2025("at_least", least, article) }
end
of_65("family_doctors", "65岁以上家庭医生签约率", "family_doctor", body("JY-26"), 90)
of_65("health_care", "65岁以上健康管理率", "health_managed", body("JY-27"), 80)
of_65("health_files", "65岁以上健康档案建档率", "health_file", body("JY-27"), 90)
rate_of("medical_homes", "养老机构医养结合覆盖率", "医养结合的养老机构", "全部养老机构", body("JY-28"), 100)
rate_of("mutual_help", "互助型养老村居覆盖率", "有互助养老的村居", "村居合计", body("JY-29"), 50)
indicator "certified_carer_share" { of = county, zh = "养老护理员持证上岗率", unit = "%", law = body("JY-30") .. ";" .. t4("JY-T4-03"),
  numerator = "certified_carers", denominator = "carers", per = 100,
  target = by_2025("at_least", 90, body("JY-30") .. ";" .. t4("JY-T4-03")) }

---------------------------------------------------------------- 低保的城乡比例(表一3;检查见 checks.lua)
indicator "rural_share" { of = county, zh = "农村低保占城市低保", unit = "%", law = t1("JY-T1-03"), per = 100,
  numerator = function (row, law) return law.dibao_rural_year end,
  denominator = function (row, law) return law.dibao_standard * 12 end,
  target = by_2025("at_least", 75, t1("JY-T1-03")), note = "不取整再比:74.94% 不是75%(规则书 B04)" }

facts "facts.csv"
