-- policies/cn/neimenggu/baotou/jiuyuan/policy.lua                九原区
-- 九原区自己的计划和规则;标准和数额按包头市(规则书 F-30)。哪些数要确认,见 README.zh.md。
-- S1 即《九原区“十四五”民政事业发展规划》(2022-02-01,规则书 A.3)。
policy { zh = "九原区", division = "150207" }

include "access.lua"       -- 在哪里申请
include "elder.lua"        -- 老年人:适老化改造、探访、健康档案、邻里助老员、托养床位
include "community.lua"    -- 社区设施、社区工作者、儿童工作人员
include "checks.lua"       -- 低保标准的增速和城乡比例
include "plan.lua"         -- 规划指标

include "cases.lua"        -- 例子
include "cases_edges.lua"   -- 例子:边上的情形
