-- policies/cn/zhejiang/yiwu/policy.lua                          义乌市
-- 义乌的数字和义乌自己的规则。国家、省的规定在上两层;标准依金华市通知(R14),义乌是其中一个县级市。
-- 次序同办事的次序;哪条在哪个文件、哪些数要确认,见 README.zh.md。
policy { zh = "义乌市", division = "330782" }

include "standard.lua"     -- 低保标准、单人户
include "income.lua"       -- 就业成本、最低工资档次、收入线
include "property.lua"     -- 财产限额(邻县数,待确认)
include "dibian.lua"       -- 低保边缘、支出型
include "tekun.lua"        -- 特困供养
include "children.lua"     -- 孤儿、困境儿童
include "elder.lua"        -- 居家上门、探访
include "relief.lua"       -- 8项救助、殡葬减免、价格补贴
include "targets.lua"      -- 增幅、公布数字的核对
include "duties.lua"       -- 机构配备、经费
include "plan.lua"         -- 计划指标、公布的统计数
include "sources.lua"      -- 经济状况核对
facts "facts.csv"          -- 公布的数字

include "cases.lua"        -- 例子
include "cases_edges.lua"   -- 例子:边上的情形
