-- policies/cn/zhejiang/ningbo/policy.lua                        宁波市
-- 宁波的数字和宁波自己的规则。国家、省的规定在上两层;这里没有写的,按上面的。
-- 次序同办事的次序;哪条在哪个文件、哪些数要确认,见 README.zh.md。
policy { zh = "宁波市", division = "3302" }

include "standard.lua"     -- 低保标准、最低补差、全额、单人户
include "income.lua"       -- 就业成本、赡养费推算
include "property.lua"     -- 财产限额
include "dibian.lua"       -- 低保边缘、支出型贫困
include "tekun.lua"        -- 特困供养
include "children.lua"     -- 孤儿、困境儿童
include "elder.lua"        -- 高龄津贴、居家上门、托养、爱心卡、探访
include "relief.lua"       -- 临时救助、价格补贴
include "targets.lua"      -- 计划目标和公布数字的核对
include "duties.lua"       -- 机构和区县的配备、意外伤害保险
include "plan.lua"         -- 计划指标
include "sources.lua"      -- 经济状况核对
facts "facts.csv"          -- 公布的数字
include "divisions.lua"    -- 区县名称,只供报表

include "cases_income.lua"     -- 例子:低保金、收入、赡养费、渐退期、目标
include "cases_property.lua"   -- 例子:财产
include "cases_dibian.lua"     -- 例子:低边、单人户、支出型、临时救助、价格补贴
include "cases_care.lua"       -- 例子:特困、儿童、残疾、老年
include "cases_plan.lua"       -- 例子:机构、区县的配备和目标
include "cases_edges.lua"    -- 例子:边上的情形,由 huimin test --mutate 找出
