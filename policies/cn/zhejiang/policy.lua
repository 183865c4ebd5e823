-- policies/cn/zhejiang/policy.lua                               浙江省
-- 省里规定的数字和与国家不同的规则;市级在下一层。
policy { zh = "浙江省", division = "33" }

include "income.lua"       -- 核算期、就业成本、赡养费、最低工资
include "dibao.lua"        -- 低保量化比例、渐退期
include "disability.lua"   -- 残疾人两项补贴
include "elder.lua"        -- 高龄津贴下限
include "utility.lua"      -- 两保户免费电量

include "cases.lua"        -- 例子
include "cases_edges.lua"   -- 例子:边上的情形
