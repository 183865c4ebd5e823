-- stdlib/indexation.lua                                         标准的挂钩
-- 公布的标准只检查,不重算(规则书 F-09):这里给出检查用的数。
-- What an index would give, for checks of published figures; never a figure that is paid.

-- 基数 × 比例,四舍五入到元(规则书 B13-06 所见公布数字的做法)。
local function to_yuan(base, ratio)
  return round(base * ratio, half_up_to(yuan(1)))
end

-- 进到十元(福州2025)。
local function up_to_ten_yuan(amount)
  return round(amount, up_to(yuan(10)))
end

return { to_yuan = to_yuan, up_to_ten_yuan = up_to_ten_yuan }
