-- policies/cn/published.lua                                     各地公布的数字
-- 用公布的数字核对算法(规则书 E.1)。这些数字不参与任何计算,所以直接写在这里。
-- 宁波的 P01 至 P07、义乌的 P09 在自己的文件夹里,直接核对那里的规则。
local indexation = require "indexation"
local payment = require "payment"
local price = require "price"

check "P08" { zh = "龙岩低保与最低工资挂钩", law = "规则书 P08(R37、R38、R40、R39)",
  from = "2022-01", to = "2022-01",
  test = function (law)
    local of_2016 = indexation.to_yuan(yuan(1350), 0.40) == yuan(540)
      and indexation.to_yuan(yuan(1230), 0.40) == yuan(492)
      and indexation.to_yuan(yuan(1130), 0.40) == yuan(452)
    local of_2017 = indexation.to_yuan(yuan(1500), 0.42) == yuan(630)
      and indexation.to_yuan(yuan(1380), 0.42) == yuan(580)
      and indexation.to_yuan(yuan(1280), 0.42) == yuan(538)
    local of_wuping = indexation.to_yuan(yuan(1420), 0.42) == yuan(596)
      and yuan(596) * 12 == yuan(7152)
    return of_2016 and of_2017 and of_wuping, "应为540、492、452;630、580、538;596(年7152)"
  end,
}
check "P11" { zh = "福建特困供养", law = "规则书 P11(R46、R44、R48)", from = "2022-01", to = "2022-01",
  test = function (law)
    local basic = yuan(970) * 1.3
    local fuzhou = indexation.up_to_ten_yuan(basic + yuan(2195) * 0.10) == yuan(1490)
      and indexation.up_to_ten_yuan(basic + yuan(2195) * 0.25) == yuan(1810)
      and indexation.up_to_ten_yuan(basic + yuan(2195) * 0.40) == yuan(2140)
      and indexation.up_to_ten_yuan((basic + yuan(2195) * 0.10) * 1.2) == yuan(1780)
    local others = yuan(840) * 1.3 + yuan(1810) * 0.10 == yuan(1273)
      and yuan(570) * 1.3 + yuan(1350) * 0.10 == yuan(876)
    return fuzhou and others, "福州2025应为1490、1810、2140,集中1780;南平1273;福州2017年876"
  end,
}
check "P13" { zh = "福建2024孤儿", law = "规则书 P13(R52)", from = "2022-01", to = "2022-01",
  test = function (law)
    return indexation.to_yuan(yuan(2100), 1.054) == yuan(2213)
      and indexation.to_yuan(yuan(1700), 1.054) == yuan(1792), "应为2213、1792"
  end,
}
check "P14" { zh = "福建2022护理补贴", law = "规则书 P14(R49、R50)", from = "2022-01", to = "2022-01",
  test = function (law)
    return indexation.to_yuan(yuan(4750) / 12, 0.30) == yuan(119)
      and indexation.to_yuan(yuan(4750) / 12, 0.25) == yuan(99), "应为119、99"
  end,
}
check "P15" { zh = "河源2009六口之家", law = "规则书 P15(R69)", from = "2022-01", to = "2022-01",
  test = function (law)
    return payment.difference(yuan(100), yuan(6480) / 12, 6, 6) == yuan(60), "每月应为60"
  end,
}
check "P16" { zh = "江苏价格补贴", law = "规则书 P16、B11-06(R66)", from = "2022-01", to = "2022-01",
  test = function (law)
    -- 江苏按标准的十二分之一、八分之一补;达不到启动线的不补
    local growth = price.growth(0.034, 0.059, 0.035, 0.06) == 0
      and price.growth(0.035, 0.059, 0.035, 0.06) == 0.035
      and price.growth(0.036, 0.061, 0.035, 0.06) == 0.061
    local jiangsu = yuan(900) / 12 == yuan(75) and yuan(900) / 8 == yuan(112.5)
      and yuan(750) / 12 * 3 == yuan(187.5)
    return growth and jiangsu, "900元应补75、112.5;750元三口之家187.5"
  end,
}
check "P19" { zh = "包头2022文字与数字", law = "规则书 P19(R23)", from = "2022-01", to = "2022-01",
  test = function (law)
    return yuan(795) + yuan(45) == yuan(840) and yuan(7044) + yuan(500) == yuan(7544)
      and yuan(440) + yuan(47) == yuan(487) and yuan(1144) + yuan(120) ~= yuan(1265),
      "提高额相加应为840、7544、487;1144加120不是公布的1265,按公布的数"
  end,
}

case "P08" { zh = "龙岩低保与最低工资挂钩", source = "规则书 P08", month = "2022-01", household = {},
  expect_check = { P08 = true } }
case "P11" { zh = "福建特困供养", source = "规则书 P11", month = "2022-01", household = {},
  expect_check = { P11 = true } }
case "P13" { zh = "福建2024孤儿", source = "规则书 P13", month = "2022-01", household = {},
  expect_check = { P13 = true } }
case "P14" { zh = "福建2022护理补贴", source = "规则书 P14", month = "2022-01", household = {},
  expect_check = { P14 = true } }
case "P15" { zh = "河源2009六口之家", source = "规则书 P15", month = "2022-01", household = {},
  expect_check = { P15 = true } }
case "P16" { zh = "江苏价格补贴", source = "规则书 P16、B11-06", month = "2022-01", household = {},
  expect_check = { P16 = true } }
case "P19" { zh = "包头2022文字与数字", source = "规则书 P19", month = "2022-01", household = {},
  expect_check = { P19 = true } }
