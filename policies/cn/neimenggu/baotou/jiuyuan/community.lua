-- policies/cn/neimenggu/baotou/jiuyuan/community.lua             社区设施和人员:九原

---------------------------------------------------------------- 综合服务设施面积(规则书 JY-09 至 JY-11、B13)
input "facility_area" { of = community, type = number, decimals = 2, unit = "m2", min = 0, zh = "综合服务设施面积" }
parameter "facility_per_100" { zh = "每百户设施面积", type = number, unit = "m2/100 households", key = community_kind,
  note = "与主要指标表“每百户30平方米”(规则书 JY-T1-04)是两回事:这里只管新建城市社区(F-27)",
  ["2022-02-01"] = { { new_urban = 50 }, otherwise = 0,
    source = "S1四(四)2:新建城市社区每100户50平方米(规则书 JY-09)" } }
parameter "facility_least" { zh = "设施面积下限", type = number, unit = "m2", key = community_kind,
  ["2022-02-01"] = { { new_urban = 500, urban_village = 300, rural = 150 }, otherwise = 0,
    source = "S1四(四)2:总面积不低于500平方米;城中村、城边村300,传统农村牧区社区150(规则书 JY-09、JY-10、JY-11)" } }
variable "facility_needed" { of = community, type = number, decimals = 2, unit = "m2", zh = "应有设施面积", result = true,
  law = "S1四(四)2(规则书 JY-09、JY-10、JY-11、B13)",
  ["2022-02-01"] = function (place, law)
    local least = law.facility_least[place.kind]
    if law.facility_per_100[place.kind] == 0 then return least end
    return max(least, place.households * law.facility_per_100[place.kind] / 100)
  end,
}
variable "facility_ok" { of = community, type = boolean, zh = "设施面积达到", result = true,
  law = "S1四(四)2(规则书 JY-09、JY-10、JY-11)",
  ["2022-02-01"] = function (place, law) return place.facility_area >= place.facility_needed end,
}

---------------------------------------------------------------- 养老服务圈(规则书 JY-20)
input "service_minutes" { of = community, type = number, decimals = 1, unit = "minute", min = 0, zh = "到养老服务点分钟数" }
parameter "service_minutes_most" { zh = "服务圈分钟数", type = number, unit = "minute",
  ["2022-02-01"] = { 15, source = "S1四(八)2:构建5—15分钟服务圈;不到5分钟的当然也算(规则书 JY-20)" } }
variable "service_circle_ok" { of = community, type = boolean, zh = "在服务圈内", result = true, law = "S1四(八)2(规则书 JY-20)",
  ["2022-02-01"] = function (place, law) return place.service_minutes <= law.service_minutes_most end,
}

---------------------------------------------------------------- 儿童督导员、儿童主任(规则书 JY-02)
input "child_supervisors" { of = township, type = integer, unit = "person", min = 0, zh = "儿童督导员" }
input "child_directors" { of = community, type = integer, unit = "person", min = 0, zh = "儿童主任" }
parameter "child_supervisors_least" { zh = "儿童督导员最少人数", type = integer, unit = "person",
  ["2022-02-01"] = { 1, source = "S1四(二)3:苏木镇街道儿童督导员全覆盖(规则书 JY-02)" } }
parameter "child_directors_least" { zh = "儿童主任最少人数", type = integer, unit = "person",
  ["2022-02-01"] = { 1, source = "S1四(二)3:村(居)儿童主任全覆盖(规则书 JY-02)" } }
variable "child_supervisor_ok" { of = township, type = boolean, zh = "有儿童督导员", result = true, law = "S1四(二)3(规则书 JY-02)",
  ["2022-02-01"] = function (place, law) return place.child_supervisors >= law.child_supervisors_least end,
}
variable "child_director_ok" { of = community, type = boolean, zh = "有儿童主任", result = true, law = "S1四(二)3(规则书 JY-02)",
  ["2022-02-01"] = function (place, law) return place.child_directors >= law.child_directors_least end,
}

---------------------------------------------------------------- 社区工作者薪酬(规则书 JY-08、JY-T3-01)
-- “三岗十八级”只写了结构,没有写各级多少钱:薪酬表留空,由区里填。
-- lint: unused-parameter 只写了结构,薪酬表公布后才用得上
parameter "community_posts" { zh = "社区工作者岗位数", type = integer,
  ["2022-02-01"] = { 3, source = "S1四(四)1:“三岗十八级”(规则书 JY-08)" } }
-- lint: unused-parameter 只写了结构,薪酬表公布后才用得上
parameter "community_grades" { zh = "社区工作者级数", type = integer,
  ["2022-02-01"] = { 18, source = "S1四(四)1:“三岗十八级”(规则书 JY-08)" } }
parameter "community_pay" { zh = "社区工作者薪酬表", type = money, unit = "yuan/month", key = integer,
  note = "下标是级(1至18);各级数额没有公布,零 = 没有填(规则书 JY-08)",
  ["2022-02-01"] = { { [1] = yuan(0) }, otherwise = yuan(0), status = "placeholder", source = "S1 没有数额(规则书 JY-08)" } }
input "pay_grade" { of = community, type = integer, min = 1, max = 18, zh = "社区工作者平均级别" }
variable "grade_pay" { of = community, type = money, unit = "yuan/month", zh = "本级薪酬", result = true,
  law = "S1四(四)1:“三岗十八级”薪酬体系(规则书 JY-08)",
  ["2022-02-01"] = function (place, law)
    if not known(place.pay_grade) then return yuan(0) end
    return law.community_pay[place.pay_grade]
  end,
}
