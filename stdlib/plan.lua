-- stdlib/plan.lua                                               计划指标
-- 计划里的指标大多是两种:数一数(一个数),占比(做到的 ÷ 应做的)。一行一个:名称、要报的数、目标。
-- Plans count things or take shares of things; each line declares the facts to report and the indicator.

-- 目标:期限、怎样算达到(at_least、at_most、equal、above)、多少、出处。
local function goal(due, how, much, source)
  local held = { source = source }
  held[how] = much
  return { [due] = held }
end

-- spec:of 地方,name 名称,zh、unit、law,target 目标;binding 约束性,note,min 下限(默认 0)。
local function number_of(spec)
  input(spec.name) { of = spec.of, type = integer, min = 0, unit = spec.unit, zh = spec.zh }
  indicator(spec.name) { of = spec.of, zh = spec.zh, unit = spec.unit, law = spec.law, numerator = spec.name,
    target = spec.target, binding = spec.binding, note = spec.note }
end

-- spec 同上;done 做到的数、all 应有的数的名称。事实名为 name_done、name_all,指标名为 name_rate。
local function share_of(spec)
  input(spec.name .. "_done") { of = spec.of, type = integer, min = 0, zh = spec.done }
  input(spec.name .. "_all") { of = spec.of, type = integer, min = 0, zh = spec.all }
  indicator(spec.name .. "_rate") { of = spec.of, zh = spec.zh, unit = "%", law = spec.law, per = 100,
    numerator = spec.name .. "_done", denominator = spec.name .. "_all",
    target = spec.target, binding = spec.binding, note = spec.note }
end

-- 一年的金额
local function sum_of(spec)
  input(spec.name) { of = spec.of, type = money, min = yuan(0), unit = "yuan/year", zh = spec.zh }
  indicator(spec.name) { of = spec.of, zh = spec.zh, unit = "yuan/year", law = spec.law, numerator = spec.name,
    target = spec.target, binding = spec.binding, note = spec.note }
end

return { goal = goal, number_of = number_of, share_of = share_of, sum_of = sum_of }
