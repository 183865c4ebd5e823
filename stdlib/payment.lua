-- stdlib/payment.lua                                            差额补助
-- 补差、最低补差、全额。取整由用它的变量声明,这里不取整。
-- The difference payment with a minimum top-up and a full rate. Rounding is the caller's.

-- 补差:标准 × 保障人数 − 家庭收入中这些人的份额。等于(标准 − 人均收入)× 保障人数,
-- 但先乘后除(规则书 B1-01、B1-02)。heads 家庭人口,不为零;covered 保障人数。
local function difference(standard, income, heads, covered)
  return standard * covered - income * covered / heads
end

-- 补差,但每人不少于 floor 元(规则书 B1-05、B1-06、B1-11),也不少于零。
local function topped_up(standard, income, heads, covered, floor)
  return max(difference(standard, income, heads, covered), floor * covered, yuan(0))
end

-- full 人按标准全额计发,其余 covered − full 人补差(规则书 B1-07)。
local function with_full_rate(standard, income, heads, covered, full, floor)
  return standard * full + topped_up(standard, income, heads, covered - full, floor)
end

return { difference = difference, topped_up = topped_up, with_full_rate = with_full_rate }
