-- policies/cn/fujian/longyan/tekun.lua                           特困供养:龙岩
-- 金额按省的式子(规则书 B8-07 至 B8-09);龙岩自己的:未成年到18周岁、供养安置。

---------------------------------------------------------------- 未成年人(规则书 LY-11)
parameter "tekun_minor_age" { override = true,
  ["2015-01-01"] = { 16, source = "未满16周岁(R58;规则书 B8-02)" },
  ["2021-01-01"] = { 18, source = "S4二:从16周岁延长至18周岁(规则书 LY-11);规划未注明施行月份" } }

---------------------------------------------------------------- 安置(规则书 LY-12、F-11)
enum "placement" { zh = "供养安置",
  { "none", "不适用" }, { "home", "在家分散供养" }, { "institution", "供养服务机构" },
  { "child_home", "儿童福利机构" }, { "mental_home", "精神卫生福利机构" },
}
parameter "child_home_age" { zh = "儿童福利机构安置年龄", type = integer, unit = "year", note = "未满",
  ["2015-01-01"] = { 16, source = "S4二:未满16周岁的安置到儿童福利机构(规则书 LY-12);与18周岁是两件事(F-11)" } }

variable "placement" { of = person, type = placement, zh = "供养安置", result = true,
  law = "S4二:重大精神疾病→精神卫生福利机构;未满16周岁→儿童福利机构;自愿集中的→供养服务机构;其余在家分散供养,能自理的鼓励分散(规则书 LY-12)",
  formula = function (person, law)
    if not person.is_tekun then return "none" end
    if person.severe_mental_illness then return "mental_home" end
    if person.age_years < law.child_home_age then return "child_home" end
    if person.wish_central then return "institution" end
    return "home"
  end,
}
variable "support_form" { override = true,
  law = "有意愿不能自理的全部集中供养(规则书 LY-12、LY-19);安置在机构的都是集中供养",
  formula = function (person, law)
    if person.placement == "none" then return "none" end
    if person.placement == "home" then return "dispersed" end
    return "central"
  end,
}
-- 不能自理而没有集中供养的,逐人核实意愿(规则书 LY-13、LY-19)
variable "placement_to_ask" { of = person, type = boolean, zh = "应核实集中供养意愿", result = true,
  law = "S4二:确保有意愿不能自理特困人员全部纳入集中供养(规则书 LY-19)",
  formula = function (person, law)
    return person.is_tekun and person.placement == "home" and person.selfcare_level ~= "able"
  end,
}
