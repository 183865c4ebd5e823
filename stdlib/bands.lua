-- stdlib/bands.lua                                              分档补助
-- 按人均收入分档发,与补差是同一项待遇的两种算法(规则书 B1-03、B1-04、F-05)。
-- A payment by bands of income: so much for each covered person, the severely disabled apart.

-- 本档标准 × 其余保障人数 + 单列标准 × 单列人数。full 单列的人已在 covered 之内。
local function amount(band, covered, full_standard, full)
  return band * (covered - full) + full_standard * full
end

return { amount = amount }
