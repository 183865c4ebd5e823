-- stdlib/price.lua                                              价格临时补贴
-- 哪个指数触发就按哪个指数的涨幅补;都触发的就高(规则书 B11-05)。
-- The growth that counts when a price index passes its trigger.

-- cpi、food 居民消费价格、食品价格同比涨幅;_line 启动线(达到即启动)。没有触发时为零。
local function growth(cpi, food, cpi_line, food_line)
  local by_cpi = 0
  local by_food = 0
  if cpi >= cpi_line then by_cpi = cpi end
  if food >= food_line then by_food = food end
  return max(by_cpi, by_food)
end

return { growth = growth }
