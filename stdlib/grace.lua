-- stdlib/grace.lua                                              渐退期
-- 渐退期是一张按月的表:第几个月、付几成(规则书 B6-06 至 B6-11、F-23)。
-- The grace period as a schedule: which month of it this is, and the share paid in it.

-- 本月是渐退期的第几个月;0 = 不在渐退期。
-- was_paid 上月在保(或在渐退期);months_before 上月是渐退期第几个月;length 期长(月)。
local function month_of_grace(was_paid, months_before, length)
  if not was_paid then return 0 end
  if months_before >= length then return 0 end
  return months_before + 1
end

-- 当月付给:退出前的金额 × 当月比例。
local function amount(frozen, share)
  return frozen * share
end

return { month_of_grace = month_of_grace, amount = amount }
