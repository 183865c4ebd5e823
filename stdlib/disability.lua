-- stdlib/disability.lua                                         残疾等级
-- 残疾等级一级最重、四级最轻,0 为无残疾(规则书 F-13)。
-- Disability levels: 1 is the gravest, 4 the lightest, 0 none.

-- 等级达到 lightest(含)或更重;lightest 为 0 时谁也不是。
local function at_least(level, lightest)
  return level >= 1 and level <= lightest
end

return { at_least = at_least }
