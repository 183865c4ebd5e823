-- policies/cn/policy.lua                                        全国
-- 各地共用的事实、名称和国家规定。省、市在下级文件夹里写自己的数字,并可改写规则。
-- 文件按办事的次序排列(规则书 0.4):人 → 家庭 → 收入 → 财产 → 类别 → 金额 → 叠加 → 时间。
policy { zh = "全国" }

include "enums.lua"        -- 名称表
include "entities.lua"     -- 家庭、成员、义务人家庭、车辆、房屋
include "inputs.lua"       -- 要填的事实
include "quality.lua"      -- 数据检查:拒收的、提醒的
include "sources.lua"      -- 经济状况核对:可以查询的登记
include "places.lua"       -- 市、县、镇街、村社区、机构

include "stacking.lua"     -- 8 互斥、就高、叠加:一张表
include "person.lua"       -- 1 人员:年龄、劳动能力、自理能力
include "household.lua"    -- 2 家庭:人口、保障人口、适用标准
include "obligor.lua"      -- 2 义务人有没有履行义务的能力
include "income.lua"       -- 3–4 收入:就业成本、赡养费、人均收入
include "property.lua"     -- 5 财产
include "category.lua"     -- 6 类别:特困、低保、单人户、低保边缘、刚性支出
include "dibao.lua"        -- 7 低保金、单人户、渐退期
include "tekun.lua"        -- 7 特困供养
include "children.lua"     -- 7 孤儿、困境儿童
include "disability.lua"   -- 7–8 残疾人两项补贴
include "elder.lua"        -- 7 高龄津贴、养老服务
include "relief.lua"       -- 7 临时救助、价格补贴
include "service.lua"      -- 9 预警、转介、简化、自动办理、探视
include "time.lua"         -- 10 起始月、复核
include "total.lua"        -- 合计
include "arrears.lua"      -- 发放:补发、多发抵扣的条款
include "notice.lua"       -- 告知书

include "staffing.lua"     -- 机构和地方的配备
include "published.lua"    -- 各地公布的数字,用来核对算法
include "cases.lua"        -- 例子:国家规定
include "cases_more.lua"   -- 例子:义务人、推算、增发、临时救助、办理
include "cases_edges.lua"   -- 例子:边上的情形
