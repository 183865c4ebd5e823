-- stdlib/care.lua                                               生活自理能力
-- 六项指标(吃饭、穿衣、上下床、如厕、室内行走、洗澡)定等级(规则书 B8-06)。
-- Self-care level from the six items of the assessment.

-- unmet 不能达到的项数;partial_max 部分丧失的项数上限。返回枚举 selfcare_level 的值。
local function selfcare_level(unmet, partial_max)
  if unmet == 0 then return "able" end
  if unmet <= partial_max then return "partial" end
  return "total"
end

return { selfcare_level = selfcare_level }
