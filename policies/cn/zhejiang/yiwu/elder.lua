-- policies/cn/zhejiang/yiwu/elder.lua                           老年人:义乌

---------------------------------------------------------------- 90周岁以上居家上门(规则书 YW-29、B10-12)
parameter "home_care_age" { zh = "居家上门年龄", type = integer, unit = "year",
  ["2020-01-01"] = { 90, source = "90周岁以上高龄居家老人(S3,规则书 YW-29)" } }
parameter "home_care_hours_low" { zh = "居家上门工时", type = integer, unit = "hour/month",
  ["2020-01-01"] = { 4, source = "每月4个工时或8个工时(S3,规则书 YW-29)" } }
parameter "home_care_hours_high" { zh = "居家上门工时(高)", type = integer, unit = "hour/month",
  ["2020-01-01"] = { 8, source = "每月4个工时或8个工时(S3,规则书 YW-29)" } }
parameter "home_care_high_category" { zh = "高工时的家庭", type = boolean, key = category,
  ["2020-01-01"] = { { dibao = true, dibao_single = true, dibian = true, tekun = true }, otherwise = false,
    status = "placeholder", source = "什么人8工时没有写;按低保、低边(规则书 B10-12)" } }
parameter "home_care_high_ability" { zh = "高工时的能力等级", type = boolean, key = elder_ability,
  ["2020-01-01"] = { { intact = false }, otherwise = true, status = "placeholder",
    source = "什么人8工时没有写;按失能(规则书 B10-12)" } }

variable "home_care_hours" { of = person, type = integer, unit = "hour/month", zh = "居家上门服务时数", result = true,
  law = "90周岁以上居家老人每月4个或8个工时(S3;规则书 YW-29、B10-12);住院一两天仍算居家(Y05,推定)",
  ["2020-01-01"] = function (person, law)
    if not person.present or not person.elder_here or not person.lives_home or person.in_institution then return 0 end
    if person.age_years < law.home_care_age then return 0 end
    if law.home_care_with["tekun"] == "no" and person.is_tekun then return 0 end
    if law.home_care_high_ability[person.ability] then return law.home_care_hours_high end
    if law.home_care_high_category[person.own_category] then return law.home_care_hours_high end
    return law.home_care_hours_low
  end,
}

---------------------------------------------------------------- 探访(规则书 YW-03)
parameter "visit_alone" { override = true,
  ["2006-01-01"] = { "none", source = "以前没有规定" },
  ["2020-07-01"] = { "month", source = "村(社区)探访慰问制度,重点对象月探访率(S3,规则书 YW-03)" } }
parameter "visit_disabled" { override = true,
  ["2006-01-01"] = { "none", source = "以前没有规定" },
  ["2020-07-01"] = { "month", status = "placeholder", source = "重点对象包括哪些人没有写;失能老年人按在内(规则书 YW-03)" } }

---------------------------------------------------------------- 残疾人生活补贴的取整
-- 0.30 × 1145 = 343.5,三种取整得343、344、343.50(规则书 Y04);按四舍五入到元
variable "living_subsidy" { override = true, round = "half up to yuan" }
