-- stdlib/means.lua                                              家庭经济状况
-- 人均、限额这类各地都一样的算法。数字由各地参数给,这里一个也没有。
-- Per-head amounts and limits. Pure functions, exact values, no numbers of their own.

-- 人均:总额除以人数;一个人也没有(如唯一成员去世之后)时为零。
local function per_head(total, heads)
  if heads == 0 then return total * 0 end
  return total / heads
end

-- 限额总数:年标准的若干倍 × 人数。不先除再乘,所以一分不差(规则书 F-02、F-07)。
local function limit(standard_month, multiple, heads)
  return standard_month * 12 * multiple * heads
end

return { per_head = per_head, limit = limit }
