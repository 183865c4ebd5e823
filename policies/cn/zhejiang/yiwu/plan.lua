-- policies/cn/zhejiang/yiwu/plan.lua                            计划指标和公布的统计数:义乌
-- 一行一个指标:名称、要报的数、目标和期限。S3 是《实施意见》解读(2020年下半年)。
-- 没有目标的是公布的统计数,由 facts.csv 里的数字重算;公布的结果对不上的写明(规则书 F-27)。

local function s3(id) return "《实施意见》解读(S3,规则书 " .. id .. ")" end
local function goal(due, how, much, id)
  local one = { source = s3(id) }
  one[how] = much
  return { [due] = one }
end
-- 每年都要做到的:各年年底一个目标
local function yearly(how, much, id)
  local all = {}
  for _, due in ipairs({ "2020-12-31", "2021-12-31", "2022-12-31" }) do
    local one = { source = s3(id) }
    one[how] = much
    all[due] = one
  end
  return all
end
local function number_of(name, zh, unit, id, target, note)
  input(name) { of = city, type = integer, min = 0, unit = unit, zh = zh }
  indicator(name) { of = city, zh = zh, unit = unit, law = s3(id), numerator = name, target = target, note = note }
end
-- 公布的统计数,没有目标
local function figure(name, zh, unit, id, note)
  input(name) { of = city, type = integer, min = 0, unit = unit, zh = zh }
  indicator(name) { of = city, zh = zh, unit = unit, law = s3(id), numerator = name, note = note }
end

---------------------------------------------------------------- 救助
indicator "monthly_visits" { of = person, zh = "重点对象月探访率", unit = "%", law = s3("YW-03"),
  where = function (person, law) return person.visit_cadence ~= "none" end,
  numerator = "visited", denominator = function (person, law) return 1 end, per = 100,
  target = goal("2022-12-31", "equal", 100, "YW-03") }
input "visited" { of = person, type = boolean, zh = "本期已探访" }
number_of("relief_station_grade", "市救助中心站级", "级", "YW-04", goal("2022-12-31", "equal", 3, "YW-04"),
  "三级站标准;期限未写,按2022年底")
indicator "low_income_left" { of = person, zh = "人均年收入万元以下人员", unit = "人", law = s3("YW-21"),
  numerator = "low_income_person", target = goal("2020-12-31", "equal", 0, "YW-21"), note = "率先消除" }
figure("dibao_began", "低保制度建立年份", "年", "YW-20")
input "dibao_paid_total" { of = city, type = money, unit = "yuan", min = yuan(0), zh = "2016年至今累计发放低保金" }
indicator "dibao_paid_total" { of = city, zh = "2016年至今累计发放低保金", unit = "yuan", law = s3("YW-23"), numerator = "dibao_paid_total" }
figure("check_departments", "核对信息部门类数", "类", "YW-24", "2020年;宁波2024年目标为35类(NB24-20)")
figure("check_banks", "核对信息银行数", "家", "YW-24")

---------------------------------------------------------------- 养老
indicator "ageing_rate" { of = city, zh = "老龄化率", unit = "%", law = s3("YW-05"), numerator = "hukou_elderly",
  denominator = "hukou_population", per = 100, note = "16.9 ÷ 84.9 = 19.906%,公布为20%" }
indicator "beds_per_1000" { of = city, zh = "每千名老人机构养老床位", unit = "张", law = s3("YW-06"), numerator = "beds",
  denominator = "hukou_elderly", per = 1000, note = "6818 ÷ 169 = 40.34,公布40.9张,对不上(规则书 F-27)" }
indicator "homes" { of = city, zh = "养老机构", unit = "家", law = s3("YW-06"), numerator = "homes" }
figure("model_centres", "示范型居家养老服务中心", "家", "YW-07", "正文8家,延伸阅读10家(规则书 F-27、YW-28)")
figure("care_points", "居家养老服务照料中心(站)", "家", "YW-07", "正文464家,延伸阅读369家(规则书 F-27、YW-28)")
figure("meal_coverage_published", "助餐配送餐城乡覆盖率(公布)", "%", "YW-07", "公布96%")
indicator "township_centres" { of = township, zh = "有示范型居家养老服务中心的镇街", unit = "%", law = s3("YW-08"),
  numerator = function (row, law) return row.model_centres >= 1 end, denominator = function (row, law) return 1 end,
  per = 100, target = goal("2020-12-31", "equal", 100, "YW-08"), note = "“1+14+N”:14个镇街" }
input "model_centres" { of = township, type = integer, min = 0, zh = "示范型居家养老服务中心" }
indicator "care_point_villages" { of = community, zh = "照料中心(站)城乡覆盖率", unit = "%", law = s3("YW-08"),
  numerator = "has_care_point", denominator = function (row, law) return 1 end, per = 100,
  target = goal("2020-12-31", "equal", 100, "YW-08") }
input "has_care_point" { of = community, type = boolean, zh = "有照料中心(站)" }
-- 分母不含有机更新的49个村居(规则书 YW-28、K03)
input "renewal" { of = community, type = boolean, default = false, zh = "有机更新" }
variable "counted_in_coverage" { of = community, type = boolean, zh = "计入覆盖率分母", result = true,
  law = "除有机更新的49个村居外(S3,规则书 YW-28、K03)", formula = function (row, law) return not row.renewal end }
indicator "home_care_coverage" { of = community, zh = "居家养老服务覆盖率", unit = "%", law = s3("YW-28"),
  where = "counted_in_coverage",
  numerator = "has_care_point", denominator = function (row, law) return 1 end, per = 100,
  note = "公布96%,分母不含有机更新的49个村居(规则书 K03)" }
indicator "home_care_coverage_all" { of = community, zh = "居家养老服务覆盖率(含有机更新)", unit = "%", law = s3("YW-28"),
  numerator = "has_care_point", denominator = function (row, law) return 1 end, per = 100,
  note = "把49个村居算进分母,比公布的低(规则书 K03)" }
indicator "lottery_elder" { of = city, zh = "福彩公益金用于养老占比", unit = "%", law = s3("YW-09"),
  numerator = "lottery_fund_elder", denominator = "lottery_fund", per = 100, target = yearly("at_least", 55, "YW-09") }
indicator "care_zones" { of = institution, zh = "400张床以上机构有照护专区", unit = "%", law = s3("YW-10"),
  where = "care_zone_required", numerator = "has_care_zone", denominator = function (home, law) return 1 end, per = 100,
  target = goal("2022-12-31", "equal", 100, "YW-10") }
indicator "family_doctors" { of = city, zh = "老年人家庭医生签约率", unit = "%", law = s3("YW-11"), numerator = "elderly_signed",
  denominator = "hukou_elderly", per = 100, target = goal("2022-12-31", "equal", 100, "YW-11") }
input "elderly_signed" { of = city, type = integer, min = 0, unit = "person", zh = "签约家庭医生的老年人" }
input "elder_social_workers" { of = city, type = integer, min = 0, unit = "person", zh = "养老社工" }
indicator "workers_per_60_beds" { of = city, zh = "每60张床位社工", unit = "人/60张", law = s3("YW-12"),
  numerator = "elder_social_workers", denominator = "beds", per = 60, target = goal("2022-12-31", "at_least", 1, "YW-12") }
indicator "workers_per_500" { of = city, zh = "每500名老年人社工", unit = "人/500人", law = s3("YW-13"),
  numerator = "elder_social_workers", denominator = "hukou_elderly", per = 500, target = goal("2022-12-31", "at_least", 1, "YW-13") }
indicator "three_star_townships" { of = township, zh = "有三星级养老机构的镇街", unit = "%", law = s3("YW-26"),
  where = function (row, law) return not row.exempt_home end,
  numerator = function (row, law) return row.three_star_homes >= 1 end, denominator = function (row, law) return 1 end,
  per = 100, target = goal("2020-12-31", "equal", 100, "YW-26"), note = "稠城街道除外" }
input "three_star_homes" { of = township, type = integer, min = 0, zh = "三星级标准养老机构" }
input "exempt_home" { of = township, type = boolean, default = false, zh = "不要求三星级机构", note = "稠城街道(规则书 YW-26)" }
indicator "three_star_homes" { of = city, zh = "三星级标准养老机构", unit = "家", law = s3("YW-26"), numerator = "three_star_homes_all" }
input "three_star_homes_all" { of = city, type = integer, min = 0, unit = "家", zh = "全市三星级标准养老机构" }
input "care_spending_total" { of = city, type = money, unit = "yuan", min = yuan(0), zh = "养老财政累计投入" }
indicator "care_spending_total" { of = city, zh = "养老财政累计投入", unit = "yuan", law = s3("YW-27"), numerator = "care_spending_total" }
figure("carers_trained", "护理技能培训", "人", "YW-28")
figure("meals_served", "享受助餐老年人", "人", "YW-28")
figure("renewal_villages", "有机更新村居", "个", "YW-28")
figure("home_care_90", "享受上门服务的90岁老人", "人", "YW-29", "近3000名")
figure("homes_adapted", "适老化改造", "户", "YW-30", "60户,包括居家通道、卧室、卫浴")

---------------------------------------------------------------- 婚姻、社工、社会组织
number_of("marriage_grade", "婚姻登记机关等级", "A", "YW-14", goal("2022-12-31", "equal", 5, "YW-14"), "国家5A级标准;期限未写,按2022年底")
indicator "certified_workers" { of = city, zh = "持证社工", unit = "人", law = s3("YW-15"), numerator = "certified_social_workers",
  target = goal("2022-12-31", "at_least", 1000, "YW-15") }
number_of("village_centres", "规范提升村级党群服务中心", "个/年", "YW-16", yearly("at_least", 30, "YW-16"))
number_of("organisation_centres", "社会组织服务中心示范点", "个", "YW-17", goal("2022-12-31", "at_least", 20, "YW-17"))
number_of("brand_organisations", "品牌社会组织", "家", "YW-18", goal("2022-12-31", "at_least", 10, "YW-18"))
number_of("leaders", "社会组织领军人物", "名", "YW-18", goal("2022-12-31", "at_least", 20, "YW-18"))
number_of("new_5a", "新增5A级社会组织", "家/年", "YW-19", yearly("at_least", 2, "YW-19"))
number_of("new_social_work", "新增社工类社会组织", "家", "YW-19", goal("2022-12-31", "at_least", 10, "YW-19"))

---------------------------------------------------------------- 其他公布数(规则书 YW-32)
figure("party_demo", "省级党群服务中心示范点", "家", "YW-32")
figure("organisations_in", "参与共建的社会组织", "家", "YW-32")
figure("communities_in", "达成共建的社区", "个", "YW-32")
figure("community_teams", "鸡鸣山社区社会组织", "支", "YW-32")
figure("community_events", "鸡鸣山社区年均活动", "场", "YW-32")
figure("sunshine_helped", "阳光帮扶", "人次", "YW-32")
figure("volunteer_services", "志愿服务", "项", "YW-32")
input "charity_index" { of = city, type = number, decimals = 2, min = 0, max = 100, zh = "慈善发展指数" }
indicator "charity_index" { of = city, zh = "慈善发展指数", unit = "分", law = s3("YW-32"), numerator = "charity_index" }
for _, row in ipairs({ { "aid_donated", "对口扶贫捐资" }, { "epidemic_donated", "疫情捐赠款物" }, { "poor_income_more", "贫困户每月增收" },
    { "orders_total", "来料加工订单" } }) do
  input(row[1]) { of = city, type = money, unit = "yuan", min = yuan(0), zh = row[2] }
  indicator(row[1]) { of = city, zh = row[2], unit = "yuan", law = s3("YW-32"), numerator = row[1] }
end
figure("partner_counties", "合作县市区", "个", "YW-32")
figure("surplus_workers", "带动劳动力", "人", "YW-32")
figure("partner_provinces", "辐射省(市区)", "个", "YW-32")
