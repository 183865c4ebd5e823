-- stdlib/support.lua                                            赡(抚、扶)养费推算
-- 各地办法(规则书 B.7)是同一个式子的五组数:
--     支付能力 = (义务人家庭月收入 − 人数 × 每人每月扣减额) × 计入比例,不小于零
--     每人赡养费 = 支付能力 ÷ 需赡养(扶养、抚养)的总人数
--   V1 宁波2022   扣减额 48479 元/人/年 ÷ 12     计入 1      规则 fixed
--   V2 浙江2007   扣减额 1.5 × 低保标准           计入 1      规则 multiple
--   V3            扣减额 2 × 低保标准             计入 0.5    规则 multiple(人均不超过 2 倍即为零,式子自然满足)
--   V4            扣减额 2 × 低保标准             计入 0.2    规则 multiple
--   V5 法律问答   扣减额 1 × 低保标准             两个子女以内计入 0.5,三个以上 0.4    规则 children
-- One formula, five sets of numbers; the rule and the numbers are parameters of the cities.

-- 每人每月扣减额:V1 定额,按年数额除以十二;其余按低保标准的倍数。
local function fixed_line(deduction_year) return deduction_year / 12 end
local function multiple_line(standard, multiple) return standard * multiple end

-- 计入比例:只有按子女数的规则才分两档;many 及以上为子女多。
local function share_of(rule, children, many, share, share_many)
  if rule == "children" and children >= many then return share_many end
  return share
end

local function capacity(income_month, heads, line_month, share)
  return max(income_month - line_month * heads, yuan(0)) * share
end

local function per_person(capacity_month, supported_persons)
  return capacity_month / supported_persons
end

-- 协议、判决或实付怎样算数(V2 的后半句):有协议(判决)数额的按协议,但明显偏低
-- (不到推算额的 low_share)时按推算;实际给付更高的按实付。
local function settled(by_formula, agreed, paid, low_share)
  local due = by_formula
  if agreed > yuan(0) and agreed >= by_formula * low_share then due = agreed end
  return max(due, paid)
end

return { fixed_line = fixed_line, multiple_line = multiple_line, share_of = share_of, capacity = capacity,
         per_person = per_person, settled = settled }
