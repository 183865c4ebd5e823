-- policies/cn/places.lua                                        地方和机构
-- 家庭以外的根:市、县(市、区)、镇(街道)、村(社区)、养老等机构。计划指标、配备、经费按它们算。
-- 这里只有各地都要的事实;某地计划自己要的,写在那个地方的文件夹里。没有默认值的,不填就是没有数据。
entity "city"        { zh = "市" }
entity "county"      { zh = "县区" }
entity "township"    { zh = "镇街" }
entity "community"   { zh = "村社区" }
entity "institution" { zh = "机构" }

enum "community_kind" { zh = "社区类型",
  { "new_urban", "新建城市社区" }, { "urban", "城市社区" }, { "urban_village", "城中村城边村" },
  { "rural", "农村牧区社区" },
}
enum "institution_kind" { zh = "机构类型",
  { "elder_home", "养老机构" }, { "home_centre", "居家养老服务中心" }, { "child_home", "儿童福利机构" },
  { "mental_home", "精神卫生福利机构" }, { "relief_station", "救助管理站" }, { "other", "其他机构" },
}
enum "institution_owner" { zh = "举办层级",
  { "none", "民办" }, { "city", "市级" }, { "county", "县级" }, { "township", "乡镇" },
}
enum "food_grade" { zh = "食品安全等级", { "none", "未评" }, { "a", "A级" }, { "b", "B级" }, { "c", "C级" } }

---------------------------------------------------------------- 市、县都有的
local function number_of(name, zh, unit)
  for _, place in ipairs({ city, county }) do
    input(name) { of = place, type = integer, unit = unit, zh = zh, min = 0 }  -- lint: unused-input 统计事实,供各地指标和查询
  end
end
local function fund(name, zh)
  for _, place in ipairs({ city, county }) do
    input(name) { of = place, type = money, unit = "yuan/year", zh = zh, min = yuan(0) }  -- lint: unused-input 统计事实,供各地指标和查询
  end
end

number_of("population", "常住人口", "person")
number_of("hukou_population", "户籍人口", "person")
number_of("urban_population", "城镇常住人口", "person")
number_of("households", "居民户数", "household")
number_of("elderly", "老年人口", "person")   -- 60周岁以上
number_of("hukou_elderly", "户籍老年人口", "person")   -- 60周岁以上
number_of("elderly_65", "65岁以上老年人口", "person")
number_of("townships_count", "镇街数", "count")
number_of("communities_count", "村社区数", "count")

number_of("homes", "养老机构数", "count")
number_of("beds", "养老床位", "bed")   -- 养老机构床位
number_of("nursing_beds", "护理型床位", "bed")
number_of("dementia_beds", "认知障碍床位", "bed")
number_of("carers", "养老护理员", "person")
number_of("certified_carers", "持证养老护理员", "person")
number_of("social_workers", "社会工作者", "person")   -- 社会工作专业人才
number_of("certified_social_workers", "持证社工", "person")

fund("lottery_fund", "福彩公益金")
fund("lottery_fund_elder", "福彩公益金用于养老")
fund("relief_fund", "社会救助专项经费")
fund("relief_purchase", "购买社会救助服务经费")
fund("hardship_fund", "困难群众救助补助资金")
fund("hardship_fund_purchase", "从困难群众救助补助资金列支的购买服务经费")

---------------------------------------------------------------- 各级
for _, place in ipairs({ city, county, township, community, institution }) do
  input "division_code" { of = place, type = text, zh = "行政区划代码" }
end

input "population" { of = township, type = integer, unit = "person", min = 0, zh = "常住人口" }  -- lint: unused-input 统计事实,供各地指标和查询
input "hukou_population" { of = township, type = integer, unit = "person", min = 0, zh = "户籍人口" }
input "elderly" { of = township, type = integer, unit = "person", min = 0, zh = "老年人口" }  -- lint: unused-input 统计事实,供各地指标和查询

input "kind" { of = community, type = community_kind, zh = "类型" }
input "households" { of = community, type = integer, unit = "household", min = 0, zh = "居民户数" }
input "elderly" { of = community, type = integer, unit = "person", min = 0, zh = "老年人口" }  -- lint: unused-input 统计事实,供各地指标和查询

input "kind" { of = institution, type = institution_kind, default = "elder_home", zh = "类型" }
input "public" { of = institution, type = boolean, zh = "公办" }  -- lint: unused-input 统计事实,供各地指标和查询
input "owner" { of = institution, type = institution_owner, zh = "举办层级" }
input "star" { of = institution, type = integer, default = 0, min = 0, max = 5, zh = "星级", note = "0 未评" }
input "beds" { of = institution, type = integer, unit = "bed", min = 0, zh = "床位" }
input "nursing_beds" { of = institution, type = integer, unit = "bed", min = 0, zh = "护理型床位" }  -- lint: unused-input 统计事实,供各地指标和查询
input "dementia_beds" { of = institution, type = integer, unit = "bed", min = 0, zh = "认知障碍床位" }  -- lint: unused-input 统计事实,供各地指标和查询
input "elderly" { of = institution, type = integer, unit = "person", min = 0, zh = "入住老年人" }  -- lint: unused-input 统计事实,供各地指标和查询
input "carers" { of = institution, type = integer, unit = "person", min = 0, zh = "护理员" }  -- lint: unused-input 统计事实,供各地指标和查询
input "certified_carers" { of = institution, type = integer, unit = "person", min = 0, zh = "持证护理员" }  -- lint: unused-input 统计事实,供各地指标和查询
input "social_workers" { of = institution, type = integer, unit = "person", min = 0, zh = "社会工作者" }
input "has_rehab_room" { of = institution, type = boolean, zh = "有康复室" }
input "has_care_zone" { of = institution, type = boolean, zh = "有照护专区", note = "失能失智、认知症照护专区" }
input "open_kitchen" { of = institution, type = boolean, zh = "阳光厨房" }
input "food_grade" { of = institution, type = food_grade, zh = "食品安全等级" }
