-- policies/cn/fujian/tekun.lua                                   特困供养:福建(规则书 B8-07 至 B8-11)
-- 各市的做法是同一个式子:1.3 × 低保标准 + 最低工资的10%、25%、40%。市里公布了数的按公布数改写。
parameter "tekun_basic_multiplier" { zh = "特困基本生活倍数", type = number, note = "× 低保标准",
  ["2016-01-01"] = { 1.3, source = "低保标准的1.3倍(三明2020,R47;福州2017,R48;规则书 B8-07)" } }
parameter "tekun_care_share" { zh = "特困护理比例", type = number, by = integer,
  note = "× 当地最低工资;一档全自理,二档半护理,三档全护理",
  ["2016-01-01"] = { { { below = 2, 0.10 }, { from = 2, below = 3, 0.25 }, { from = 3, 0.40 } },
    source = "最低工资的10%、25%、40%(三明2020,R47;福州2017,R48;规则书 B8-08、B8-11)" } }
parameter "tekun_central_multiple" { zh = "集中供养倍数", type = number, by = integer, note = "× 分散供养标准",
  ["2016-01-01"] = { { { below = 2, 1.20 }, { from = 2, below = 3, 1.30 }, { from = 3, 1.40 } },
    status = "placeholder", source = "三明2020:分散供养的120%、130%、140%(R47;规则书 B8-09);本市未见" } }
parameter "tekun_up_to_ten" { zh = "供养金进到十元", type = boolean,
  ["2016-01-01"] = { false, status = "placeholder",
    source = "福州2025进到十元(R46;规则书 B8-10);别处四舍五入到元(规则书 B13-06),本市未见" } }

variable "tekun_basic" { override = true, law = "1.3 × 低保标准(R47、R48;规则书 B8-07)",
  formula = function (person, law)
    if not person.is_tekun or not person.household.started then return yuan(0) end
    return person.household.standard * law.tekun_basic_multiplier
  end,
}
variable "tekun_care" { override = true, law = "当地最低工资的10%、25%、40%(R47、R48;规则书 B8-08)",
  formula = function (person, law)
    if not person.is_tekun or not person.household.started then return yuan(0) end
    return person.household.local_minimum_wage * law.tekun_care_share[person.tekun_grade]
  end,
}
variable "tekun_amount" { override = true, zh = "特困供养金",
  law = "基本生活 + 护理;集中供养为分散供养的120%、130%、140%(R47;规则书 B8-09)。取整办法由市里定(规则书 L05、B8-10)",
  formula = function (person, law)
    local exact = person.tekun_basic + person.tekun_care
    if person.support_form == "central" then exact = exact * law.tekun_central_multiple[person.tekun_grade] end
    -- lint: magic-number “进到十元”的十元,开关在参数里
    if law.tekun_up_to_ten then return round(exact, up_to(yuan(10))) end
    return round(exact, half_up_to(yuan(1)))
  end,
}
