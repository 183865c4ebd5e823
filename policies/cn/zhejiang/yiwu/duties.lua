-- policies/cn/zhejiang/yiwu/duties.lua                          机构配备、经费:义乌

parameter "care_zone_beds" { override = true,
  ["2006-01-01"] = { 0, source = "《实施意见》以前没有规定" },
  ["2020-07-01"] = { 400, source = "床位数400张以上的养老机构内须设置失能失智照护专区(S3,规则书 YW-10)" } }
parameter "beds_per_social_worker" { override = true,
  ["2006-01-01"] = { 0, source = "《实施意见》以前没有规定" },
  ["2020-07-01"] = { 60, source = "到2022年,每60张养老机构床位配备1名社会工作者(S3,规则书 YW-12)" } }
parameter "elderly_per_social_worker" { override = true,
  ["2006-01-01"] = { 0, source = "《实施意见》以前没有规定" },
  ["2020-07-01"] = { 500, source = "每500名老年人配备1名社会工作者(S3,规则书 YW-13)" } }

---------------------------------------------------------------- 福彩公益金(规则书 YW-09)
parameter "lottery_elder_share" { zh = "福彩公益金养老占比", type = number,
  ["2020-07-01"] = { 0.55, source = "不低于55%的福利彩票公益金用于支持发展养老服务(S3,规则书 YW-09)" } }
local staffing = require "staffing"
variable "lottery_share_met" { of = city, type = boolean, zh = "福彩公益金养老占比达到", result = true,
  law = "S3(规则书 YW-09)",
  ["2020-07-01"] = function (row, law)
    return staffing.at_least_share(row.lottery_fund_elder, row.lottery_fund, law.lottery_elder_share)
  end,
}
variable "lottery_elder_least" { of = city, type = money, unit = "yuan/year", zh = "福彩公益金养老应不少于", result = true,
  law = "S3(规则书 YW-09)",
  ["2020-07-01"] = function (row, law) return row.lottery_fund * law.lottery_elder_share end,
}
