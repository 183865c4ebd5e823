-- stdlib/stacking.lua                                           待遇叠加
-- 就高不就低、补差额(规则书 B.12)。
-- Two benefits of one kind: the higher one only, or the difference.

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

return { unless_higher = unless_higher, if_higher = if_higher, beyond = beyond }
