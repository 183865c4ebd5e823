-- policies/cn/fujian/longyan/standard.lua                        低保标准:龙岩
-- 标准由各县(市、区)公布,写在各县的文件夹里;这里是全市共用的:最低工资、城乡、核对。

---------------------------------------------------------------- 最低工资(规则书 C.4 ly_minwage)
-- 一类:新罗;二类:永定、上杭、漳平;三类:武平、长汀、连城
parameter "minimum_wage" { override = true,
  ["2015-07-01"] = { { [1] = yuan(1350), [2] = yuan(1230), [3] = yuan(1130) }, source = "福建省2015-07-01(R40)" },
  ["2017-07-01"] = { { [1] = yuan(1500), [2] = yuan(1380), [3] = yuan(1280) }, status = "derived",
    source = "由2017年低保标准(42%)倒推(R38;规则书 P08)" },
  ["2020-01-01"] = { { [1] = yuan(1720), [2] = yuan(1570), [3] = yuan(1420) }, source = "福建省2020-01-01(R42)" },
  ["2022-04-01"] = { { [1] = yuan(1960), [2] = yuan(1810), [3] = yuan(1660) }, source = "福建省2022-04-01(R41)" },
  ["2025-01-01"] = { { [1] = yuan(2195), [2] = yuan(2045), [3] = yuan(1895) }, status = "placeholder",
    source = "2025年数额见R44(转载);各县类别按没有变(规则书 C.4 推定)" },
}

---------------------------------------------------------------- 城乡(规则书 C.4 ly_rural_dibao_year)
parameter "dibao_unified" { zh = "城乡低保标准一体化", type = boolean,
  ["2015-01-01"] = { true, status = "placeholder", source = "2015年农村标准未查,按城市标准" },
  ["2016-01-01"] = { false, source = "2016年、2017年城市、农村分开公布(R37、R38)" },
  ["2018-01-01"] = { true, status = "placeholder", source = "S4:巩固完善城乡低保标准一体化;从哪一年起没有查到" },
}
parameter "dibao_rural_year" { zh = "农村低保年标准", type = money, unit = "yuan/person/year",
  ["2016-01-01"] = { yuan(2650), source = "新罗以外各县(罗源新闻网2016-02-24;规则书 C.4)" },
  ["2017-01-01"] = { yuan(3210), source = "全市(厦门网2017-04-11;规则书 C.4)" },
}
variable "standard" { override = true,
  law = "各县(市、区)公布的标准;城乡一体化以前农村按年标准 ÷ 12,不取整(规则书 F-06、C.4)",
  formula = function (family, law)
    if law.dibao_unified then return law.dibao_standard end
    if family.region_class == "rural" then return law.dibao_rural_year / 12 end
    return law.dibao_standard
  end,
}

---------------------------------------------------------------- 核对公布的标准(只检查,不重算;规则书 F-09、L15)
-- 2016年、2017年、约2021年的标准是最低工资的几成,四舍五入到元(规则书 P08、B13-06)
local indexation = require "indexation"
parameter "dibao_wage_ratio_published" { zh = "公布标准所按的比例", type = number,
  ["2016-01-01"] = { 0.40, status = "derived", source = "540、492、452 ÷ 1350、1230、1130(R37、R40;规则书 P08)" },
  ["2017-07-01"] = { 0.42, status = "derived", source = "630、580、538 ÷ 1500、1380、1280(R38);武平596 ÷ 1420(R39;规则书 P08)" },
}
check "published_ratio_2016" { zh = "2016年标准为最低工资四成", law = "规则书 P08(R37、R40)",
  from = "2016-01", to = "2017-06", severity = "warning",
  test = function (law)
    if law.wage_tier == 0 then return true end
    local by_wage = indexation.to_yuan(law.minimum_wage[law.wage_tier], law.dibao_wage_ratio_published)
    return law.dibao_standard == by_wage, "按比例为" .. tostring(by_wage) .. "元"
  end }
check "published_ratio_2017" { zh = "2017年标准为最低工资的42%", law = "规则书 P08(R38)",
  from = "2017-07", to = "2019-12", severity = "warning",
  test = function (law)
    if law.wage_tier == 0 then return true end
    local by_wage = indexation.to_yuan(law.minimum_wage[law.wage_tier], law.dibao_wage_ratio_published)
    return law.dibao_standard == by_wage, "按比例为" .. tostring(by_wage) .. "元"
  end }
check "published_ratio_2021" { zh = "2021年标准为最低工资的42%", law = "规则书 P08(R39)",
  from = "2021-01", to = "2022-03", severity = "warning",
  test = function (law)
    if law.wage_tier == 0 then return true end
    local by_wage = indexation.to_yuan(law.minimum_wage[law.wage_tier], law.dibao_wage_ratio_published)
    return law.dibao_standard == by_wage, "按比例为" .. tostring(by_wage) .. "元"
  end }

-- LY-06 的 42%至48% 见省 standard.lua 的检查 wage_band;LY-07 在这里
parameter "dibao_wage_target" { zh = "2025年低保占最低工资", type = number,
  ["2025-01-01"] = { 0.475, source = "S4二:2025年达到最低工资标准的47.5%(原文作“47。5%”,规则书 LY-07、F-27)" } }
check "wage_target_2025" { zh = "2025年达到最低工资的47.5%", law = "S4二(规则书 LY-07)",
  from = "2025-12", to = "2025-12", severity = "warning",
  test = function (law)
    if law.wage_tier == 0 then return true end
    local least = law.minimum_wage[law.wage_tier] * law.dibao_wage_target
    return law.dibao_standard >= least,
      "标准" .. tostring(law.dibao_standard) .. "元;应不低于" .. tostring(least) .. "元,最低的整元数是"
      .. tostring(round(least, up_to(yuan(1)))) .. "元"
  end }
