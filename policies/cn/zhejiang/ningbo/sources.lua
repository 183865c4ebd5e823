-- policies/cn/zhejiang/ningbo/sources.lua                       经济状况核对:宁波
-- 2024年要求核对数据种类达35类(规则书 NB24-20;指标 check_kinds)。文件没有列出是哪35类:规则要用到的
-- 事实有哪些登记可查,写在国家一级;这里只说宁波的依据。其余的种类没有规则读它们,要用时再声明。
local law = "社会救助暂行办法 第五十八条;2024年全市民政工作要点:家庭经济核对数据种类达35类(规则书 NB24-20)"
source "vehicle_registry" { override = true, law = law }
source "real_estate" { override = true, law = law }
source "deposits" { override = true, law = law }
source "business_registry" { override = true, law = law }
source "tax" { override = true, law = law }
source "social_insurance" { override = true, law = law }
