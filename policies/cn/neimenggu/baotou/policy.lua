-- policies/cn/neimenggu/baotou/policy.lua                        包头市
-- 包头的数字和包头自己的规则,全市各区共用(规则书 F-30);九原区的计划在下一层。
-- 国家、自治区的规定在上两层;这里没有写的,按上面的。哪些数要确认,见 README.zh.md。
policy { zh = "包头市", division = "1502" }

include "standard.lua"     -- 城市、农村牧区低保标准
include "property.lua"     -- 财产限额
include "tekun.lua"        -- 特困供养
include "children.lua"     -- 孤儿、事实无人抚养儿童
include "elder.lua"        -- 高龄津贴
include "relief.lua"       -- 价格补贴、临时救助
include "checks.lua"       -- 公布数字的核对
include "plan.lua"         -- 与自治区平均的比较
include "divisions.lua"    -- 旗县区名称,只供报表

include "cases_income.lua" -- 例子:低保、收入、财产
include "cases_care.lua"   -- 例子:特困、儿童、残疾、老年、价格补贴
include "cases_edges.lua"   -- 例子:边上的情形
