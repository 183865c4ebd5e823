-- stdlib/stacking.lua                                           待遇叠加
-- 就高不就低、补差额(规则书 B.12)。规则本身是参数(cn/stacking.lua),这里只管照规则取数。
-- 没有数额可比的身份(特困、工伤),公式里直接写:规则 == "no" and 有这个身份。
-- Two benefits of one kind: both, the higher one only, the difference, or not at all.

-- 就高:另一项不高于本项才发本项,否则本项为零(另一项照发)。
local function unless_higher(mine, other)
  if other > mine then return mine * 0 end
  return mine
end

-- 就高的另一边:另一项真的高才发(一样高时发本项,另一项不发)。
local function if_higher(other, mine)
  if other > mine then return other end
  return other * 0
end

-- 补差:本项比另一项多出的部分。
local function beyond(mine, other)
  return max(mine - other, mine * 0)
end

-- 按规则:本项应得 mine,已有的另一项 other(没有为零),本项实发多少。
local function by_rule(rule, mine, other)
  if rule == "higher" then return unless_higher(mine, other) end
  if rule == "difference" then return beyond(mine, other) end
  if rule == "no" and other > yuan(0) then return mine * 0 end
  return mine
end

return { unless_higher = unless_higher, if_higher = if_higher, beyond = beyond, by_rule = by_rule }
