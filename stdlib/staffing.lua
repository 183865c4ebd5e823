-- stdlib/staffing.lua                                           配备和占比
-- 每多少配一名、按人口分档、占比:各地计划里的配备规则(规则书 NB21-27、YW-12、YW-13、LY-01)。
-- Staff by beds or people, rounded up; shares compared without dividing.

-- 每 each 个配一名,不足一份的也配一名;each 为 0 表示没有这条规定。
local function per(amount, each)
  if each == 0 then return 0 end
  return ceil(amount / each)
end

-- 部分占总数不少于 share(不先除,所以一分不差);总数为零时算达到。
local function at_least_share(part, total, share) return part >= total * share end

return { per = per, at_least_share = at_least_share }
