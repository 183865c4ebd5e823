-- policies/cn/arrears.lua                                       补发、多发抵扣
-- 补发 = 现在认定的应发 − 已经发的,逐月算(规则书 F-20)。这里是发放时要看的条款,省、市可以改写;
-- 说明见 docs/payments.md。没有查到国家统一规定的,标为占位。

enum "arrears_overpayment" { zh = "多发的处理",
  { "set_off", "从以后待遇中抵扣" }, { "reclaim", "通知退回" }, { "waive", "不再追回" } }
enum "arrears_rounding" { zh = "补发取整", { "per_month", "逐月取整" }, { "once", "合计后取整" } }

parameter "arrears_for_leavers" { zh = "退出的也补发", type = boolean,
  note = "某项待遇本月已为零(或全户已不在)的,以前月份少发的补不补。内蒙古2019年:退出救助保障范围的不再补发(规则书 B13-03)",
  ["2006-01-01"] = { true, status = "placeholder", source = "没有查到国家统一规定;各地不同(规则书 B13-03、F-20)" } }

parameter "arrears_overpayment" { zh = "多发的处理", type = arrears_overpayment,
  note = "死亡、迁出、更正后多发的月份(规则书 F-20)",
  ["2006-01-01"] = { "set_off", status = "placeholder", source = "抵扣或追回(规则书 F-20)" } }

parameter "arrears_waive_up_to" { zh = "不追的小额", type = money, unit = "yuan/household",
  note = "一户多发合计不超过这个数的不抵扣、不追回",
  ["2006-01-01"] = { yuan(0), status = "placeholder", source = "没有查到规定(规则书 F-20)" } }

parameter "arrears_set_off_most" { zh = "每月最多抵扣", type = number, note = "× 当月应发;补发款可以全部抵扣",
  ["2006-01-01"] = { 0.5, status = "placeholder", source = "没有查到规定;留一半保基本生活(推定)" } }

parameter "arrears_set_off_across" { zh = "可在别的待遇中抵扣", type = boolean,
  ["2006-01-01"] = { true, status = "placeholder", source = "没有查到规定(规则书 F-20)" } }

parameter "arrears_rounding" { zh = "补发取整", type = arrears_rounding,
  note = "按各项待遇自己的取整办法(规则书 B13-08)",
  ["2006-01-01"] = { "per_month", status = "placeholder", source = "各项逐月取整,补差也逐月(规则书 B13-07、B13-08)" } }

parameter "arrears_deadline_months" { zh = "补发期限", type = integer, unit = "month",
  note = "提标执行月份起几个月内应补发到位;0 = 没有规定。超过的在发放表里标明迟发",
  ["2006-01-01"] = { 0, status = "placeholder", source = "国家没有统一期限(规则书 B13-03)" } }

parameter "arrears_since_most" { zh = "补发追溯", type = integer, unit = "month",
  note = "最多往前看几个月,不超过60",
  ["2006-01-01"] = { 24, status = "placeholder", source = "没有查到规定(规则书 F-20)" } }
