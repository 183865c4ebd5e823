-- policies/cn/neimenggu/policy.lua                               内蒙古自治区
-- 自治区的数字和与国家不同的规则;盟市在下一层。次序同办事的次序(规则书 0.4)。
policy { zh = "内蒙古自治区", division = "15" }

include "income.lua"       -- 就业成本、赡养费推算
include "category.lua"     -- 低保边缘、刚性支出困难、建档立卡户的渐退期
include "disability.lua"   -- 残疾人两项补贴
include "relief.lua"       -- 价格补贴对象
include "arrears.lua"      -- 补发

include "cases.lua"        -- 例子:自治区的规则
include "cases_edges.lua"   -- 例子:边上的情形
