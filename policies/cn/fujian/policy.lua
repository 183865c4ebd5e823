-- policies/cn/fujian/policy.lua                                  福建省
-- 省里规定的数字和与国家不同的规则;市在下一层。次序同办事的次序(规则书 0.4)。
policy { zh = "福建省", division = "35" }

include "standard.lua"     -- 省定最低标准、与最低工资和消费支出挂钩的检查
include "dibao.lua"        -- 发放方式:补差或分档;分类施保
include "tekun.lua"        -- 特困供养:基本生活、护理、集中供养
include "children.lua"     -- 孤儿、事实无人抚养儿童
include "disability.lua"   -- 残疾人两项补贴
include "elder.lua"        -- 高龄津贴
include "relief.lua"       -- 临时救助、价格补贴

include "cases.lua"        -- 例子:省的规则
include "cases_edges.lua"   -- 例子:边上的情形
