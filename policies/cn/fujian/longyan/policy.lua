-- policies/cn/fujian/longyan/policy.lua                          龙岩市
-- 龙岩的数字和龙岩自己的规则。国家、省的规定在上两层;各县(市、区)自己的标准在下一层。
-- 次序同办事的次序;哪条在哪个文件、哪些数要确认,见 README.zh.md。
-- S4 即《龙岩市“十四五”基本民生保障发展规划》(规则书 A.5)。
policy { zh = "龙岩市", division = "3508" }

include "standard.lua"     -- 最低工资、城乡标准、标准的核对
include "income.lua"       -- 就业成本、赡养费推算
include "property.lua"     -- 财产限额
include "lowincome.lua"    -- 低收入家庭、单人户
include "tekun.lua"        -- 特困供养
include "elder.lua"        -- 高龄津贴、老人节慰问
include "relief.lua"       -- 临时救助、审批
include "review.lua"       -- 复核周期、复核期内不调整
include "staffing.lua"     -- 协管员、协理员、社工站
include "budget.lua"       -- 购买服务的列支
include "plan.lua"         -- 规划指标、救助圈层
include "divisions.lua"    -- 县(市、区)名称,只供报表

include "cases.lua"        -- 例子:低收入家庭、特困、老年、残疾、复核
include "cases_places.lua" -- 例子:配备、列支、标准的核对
include "cases_edges.lua"   -- 例子:边上的情形
