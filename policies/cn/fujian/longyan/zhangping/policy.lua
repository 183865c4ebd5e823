-- policies/cn/fujian/longyan/zhangping/policy.lua                漳平市
-- 本县(区、市)的最低工资类别和低保标准;其余按市、省、国家的规定。要改写的规则加在这里,例如
-- 低收入家庭放宽到2倍(规则书 LY-09)、低保分档(B1-04)、两项补贴延伸(Q-20)。
policy { zh = "漳平市", division = "350881" }

include "standard.lua"     -- 最低工资类别、低保标准

include "cases.lua"        -- 例子
