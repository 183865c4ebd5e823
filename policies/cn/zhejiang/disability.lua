-- policies/cn/zhejiang/disability.lua                           残疾人两项补贴:浙江
---------------------------------------------------------------- 生活补贴(规则书 B9-03)
parameter "living_subsidy_ratio" { override = true,
  ["2016-01-01"] = { 0.30, source = "低保标准的30%(R15、R92)" } }
parameter "living_subsidy_income_multiple" { override = true,
  ["2016-01-01"] = { 1.5, source = "家庭人均收入或劳动年龄本人收入不超过低保标准150%(R92)" } }

---------------------------------------------------------------- 护理补贴:四档,机构照料上浮(规则书 B9-03)
parameter "care_subsidy_standard" { override = true,
  ["2016-01-01"] = { { total = yuan(500), basic = yuan(250), partial = yuan(125), none = yuan(50) },
    status = "placeholder", source = "2024年一季度以前的数未查,按2024年" },
  ["2024-01-01"] = { { total = yuan(500), basic = yuan(250), partial = yuan(125), none = yuan(50) },
    source = "金华市残疾人两项补贴2024年一季度(R15)" } }
parameter "care_subsidy_kept" { zh = "原有护理补贴标准", type = money, unit = "yuan/month", key = care_grade,
  note = "原有标准高于指导线的,按原标准执行(R15;规则书 B9-03);市县没有就不填",
  ["2016-01-01"] = { { none = yuan(0) }, otherwise = yuan(0), source = "没有更高的原标准" } }
parameter "care_institution_uplift" { zh = "机构照料上浮", type = number,
  ["2016-01-01"] = { 0.5, status = "placeholder", source = "2024年以前未查,按2024年" },
  ["2024-01-01"] = { 0.5, source = "R15;规则书 B9-03" } }
parameter "care_institution_extra" { zh = "机构照料另加", type = money, unit = "yuan/month", key = care_grade,
  ["2016-01-01"] = { { total = yuan(200) }, otherwise = yuan(0), status = "placeholder",
    source = "2024年以前未查,按2024年" },
  ["2024-01-01"] = { { total = yuan(200) }, otherwise = yuan(0), source = "完全不能自理再加200元(R15)" } }

variable "care_subsidy_due" { override = true,
  law = "按护理等级四档;机构照料上浮50%,完全不能自理再加200元(R15;规则书 B9-03)",
  ["2016-01-01"] = function (person, law)
    local base = max(law.care_subsidy_standard[person.care_grade], law.care_subsidy_kept[person.care_grade])
    if not person.in_institution then return base end
    return base + base * law.care_institution_uplift + law.care_institution_extra[person.care_grade]
  end,
}
