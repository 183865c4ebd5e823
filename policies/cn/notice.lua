-- policies/cn/notice.lua                                        告知书
-- 给家庭的告知书(huimin explain --letter)里印的机关、地址和期限(规则书 F-33);由市、县填写。
parameter "notice_office" { zh = "告知机关", type = text,
  ["2006-01-01"] = { "县级民政部门", status = "placeholder", source = "由县级填写(规则书 F-33)" } }
-- lint: unused-parameter 告知的期限,备查,不进计算
parameter "notice_refusal_days" { zh = "不予批准告知期限", type = integer, unit = "workday",
  ["2006-01-01"] = { 3, source = "不予批准的,3个工作日内书面告知并说明理由(R75;规则书 F-33)" } }
parameter "appeal_days" { zh = "申请复议期限", type = integer, unit = "day",
  ["2006-01-01"] = { 60, status = "placeholder", source = "行政复议法(凭记忆)" } }
parameter "appeal_office" { zh = "复议机关", type = text,
  ["2006-01-01"] = { "本级人民政府", status = "placeholder", source = "由县级填写地址和电话(规则书 F-33)" } }
parameter "lawsuit_months" { zh = "提起诉讼期限", type = integer, unit = "month",
  ["2006-01-01"] = { 6, status = "placeholder", source = "行政诉讼法(凭记忆)" } }
