-- policies/cn/zhejiang/yiwu/sources.lua                         经济状况核对:义乌
-- 核对信息涵盖24类部门信息、73家银行(规则书 YW-24)。73家银行经核对平台一次查询,答复是各行余额之和。
local law = "社会救助暂行办法 第五十八条;义乌核对信息涵盖24类部门信息73家银行(规则书 YW-24)"
source "deposits" { override = true, zh = "73家银行存款", law = law,
  note = "一次查询73家银行,答复为各行余额合计;核对只能证明有、不能证明没有:查不到的不当作零" }
source "vehicle_registry" { override = true, law = law }
source "real_estate" { override = true, law = law }
source "business_registry" { override = true, law = law }
source "tax" { override = true, law = law }
source "social_insurance" { override = true, law = law }
