-- policies/cn/property.lua                                      5 财产
-- 每个项目一套限额(规则书 B.5),数字由市里给;“低于”“以内”也是数据(F-01)。
local means = require "means"

---------------------------------------------------------------- 限额(市级规定)
parameter "money_multiple" { zh = "人均货币财产限额", type = number, key = programme,
  note = "× 低保年标准,每人" }
parameter "money_test" { zh = "货币财产的比较", type = comparison }
parameter "capital_limit" { zh = "认缴出资限额", type = money, unit = "yuan", key = programme }
parameter "capital_test" { zh = "认缴出资的比较", type = comparison }
parameter "vehicle_most" { zh = "车辆数上限", type = integer, key = programme }
parameter "vehicle_multiple" { zh = "车辆价格限额", type = number, note = "× 低保年标准,每辆" }
parameter "vehicle_test" { zh = "车辆价格的比较", type = comparison }
parameter "nonresidential_allowed" { zh = "可有非居住用房", type = boolean, key = programme }
parameter "house_free_most" { zh = "不看面积的住房套数", type = integer }
parameter "house_most" { zh = "住房套数上限", type = integer }
parameter "house_area" { zh = "人均住房面积线", type = number, unit = "m2/person" }
parameter "house_area_test" { zh = "住房面积的比较", type = comparison }
-- 义务人家庭
parameter "obligor_property_tested" { zh = "查义务人财产", type = boolean,
  ["2006-01-01"] = { true, source = "规则书 B.5(R04);没有规定义务人财产的地方改为不查" } }
parameter "obligor_money_multiple" { zh = "义务人人均货币财产限额", type = number, key = programme,
  note = "× 低保年标准,每人" }
parameter "obligor_capital_limit" { zh = "义务人认缴出资限额", type = money, unit = "yuan" }
parameter "obligor_capital_test" { zh = "义务人认缴出资的比较", type = comparison,
  ["2006-01-01"] = { "低于", source = "宁波2022年表(R04;规则书 B.5);与家庭自己的比较分开(规则书 F-01)" } }
parameter "obligor_vehicle_most" { zh = "义务人车辆数上限", type = integer }
parameter "obligor_vehicle_multiple" { zh = "义务人车辆价格限额", type = number, note = "× 低保年标准,每辆" }
parameter "obligor_house_most" { zh = "义务人住房套数上限", type = integer }
parameter "obligor_area_ratio" { zh = "义务人住房面积线倍数", type = number, note = "× 人均住房面积线" }
parameter "obligor_area_test" { zh = "义务人住房面积的比较", type = comparison,
  ["2006-01-01"] = { "低于", source = "宁波2022年表(R04;规则书 B.5);与家庭自己的比较分开(规则书 F-01)" } }

---------------------------------------------------------------- 有什么
-- 家庭填合计数,或逐件登记车辆、房屋;两样都填的取大的,不重复算。
local function is_car(v) return v.kind == "car" or v.kind == "boat" or v.kind == "machine" end
local function is_home(h) return h.use == "residential" end

variable "cars" { of = household, type = integer, zh = "计入的车辆数",
  law = "摩托车、残疾人代步车除外(规则书 B5-01,R19)",
  formula = function (family, law)
    return max(family.vehicle_count, count(family.vehicles, is_car))
  end,
}
variable "homes" { of = household, type = integer, zh = "住房套数合计", law = "规则书 B.5",
  formula = function (family, law)
    return max(family.housing_count, count(family.houses, is_home))
  end,
}
variable "home_area" { of = household, type = number, decimals = 2, unit = "m2", zh = "住房面积合计",
  law = "规则书 B.5",
  formula = function (family, law)
    if count(family.houses, is_home) >= max(family.housing_count, 1) then
      return sum(family.houses, function (h) return is_home(h) and h.area or 0 end)
    end
    return family.housing_area
  end,
}
variable "has_nonresidential" { of = household, type = boolean, zh = "有店铺厂房等", law = "规则书 B.5",
  formula = function (family, law)
    return family.nonresidential_property
      or any(family.houses, function (h) return not is_home(h) end)
  end,
}

---------------------------------------------------------------- 一个项目的财产条件
local function cars_ok(family, law, programme)
  if family.cars > law.vehicle_most[programme] then return false end
  local price = family.standard * 12 * law.vehicle_multiple
  if family.vehicle_count > 0 and not law.vehicle_test(family.vehicle_price, price) then return false end
  return all(family.vehicles, function (v) return not is_car(v) or law.vehicle_test(v.price, price) end)
end

local function homes_ok(family, law)
  if family.homes <= law.house_free_most then return true end
  if family.homes > law.house_most then return false end
  return law.house_area_test(family.home_area, law.house_area * family.heads)
end

local function obligor_ok(obligor, law, programme)
  local standard = obligor.household.standard
  local most = means.limit(standard, law.obligor_money_multiple[programme], obligor.members)
  if not law.money_test(obligor.savings, most) then return false end
  if not law.obligor_capital_test(obligor.business_capital, law.obligor_capital_limit) then return false end
  if obligor.vehicle_count > law.obligor_vehicle_most then return false end
  if not law.vehicle_test(obligor.vehicle_price, standard * 12 * law.obligor_vehicle_multiple) then
    return false
  end
  if obligor.housing_count == 0 then return true end
  if obligor.housing_count > law.obligor_house_most then return false end
  return law.obligor_area_test(obligor.housing_area,
    law.house_area * law.obligor_area_ratio * obligor.members)
end

local function within(family, law, programme)
  if family.heads == 0 then return false end
  local most = means.limit(family.standard, law.money_multiple[programme], family.heads)
  if not law.money_test(family.savings, most) then return false end
  if not law.capital_test(family.business_capital, law.capital_limit[programme]) then return false end
  if family.has_nonresidential and not law.nonresidential_allowed[programme] then return false end
  if not cars_ok(family, law, programme) or not homes_ok(family, law) then return false end
  if not law.obligor_property_tested then return true end
  return all(family.obligors, function (o) return obligor_ok(o, law, programme) end)
end

variable "property_dibao" { of = household, type = boolean, zh = "低保财产符合", law = "规则书 B.5",
  formula = function (family, law) return within(family, law, "dibao") end }
variable "property_dibian" { of = household, type = boolean, zh = "低边财产符合", law = "规则书 B.5",
  formula = function (family, law) return within(family, law, "dibian") end }
variable "property_rigid" { of = household, type = boolean, zh = "支出型财产符合", law = "规则书 B.5",
  formula = function (family, law) return within(family, law, "rigid") end }
variable "property_temporary" { of = household, type = boolean, zh = "临时救助财产符合", law = "规则书 B.5",
  formula = function (family, law) return within(family, law, "temporary") end }

-- 对外的结果:按收入该申请哪个项目,就看哪个项目的财产条件(规则书 0.4 第5步)
variable "property_ok" { of = household, type = boolean, zh = "财产符合", result = true,
  law = "规则书 0.4 第5步、B.5",
  formula = function (family, law)
    if family.income_under_standard then return family.property_dibao end
    if family.income_in_dibian then return family.property_dibian end
    return family.property_rigid
  end,
}
