-- policies/cn/tekun.lua                                         7 特困供养
-- 特困户里除了选择儿童生活费的孩子,人人都是特困人员(见 category.lua);金额按人。

parameter "tekun_basic_multiplier_min" { zh = "特困基本生活倍数下限", type = number,
  note = "× 低保标准;只用来检查公布的数,不用来计算(规则书 F-09)",
  ["2016-01-01"] = { 1.3, source = "不低于低保标准的1.3倍(R34;规则书 B8-07)" } }
parameter "tekun_basic_standard" { zh = "特困基本生活标准", type = money, unit = "yuan/month",
  note = "由市里公布" }
parameter "tekun_care_standard" { zh = "特困护理标准", type = money, unit = "yuan/month", by = integer,
  note = "按护理档次,由市里公布" }

variable "is_tekun" { of = person, type = boolean, zh = "特困人员",
  law = "特困人员认定办法(R58);死亡、失踪、服刑、恢复劳动能力等当月不再符合即终止,死亡当月仍发(规则书 B8-12、F-21)",
  formula = function (person, law)
    return person.household.category == "tekun" and person.may_be_tekun
  end,
}

-- 全国按自理能力三级;市里分档不同的改写本条
variable "tekun_grade" { of = person, type = integer, zh = "特困护理档次",
  law = "特困人员认定办法 第28条(R59;规则书 B8-06、B8-08)",
  formula = function (person, law)
    if person.selfcare_level == "able" then return 1 end
    -- lint: magic-number 档次的序号
    if person.selfcare_level == "partial" then return 2 end
    -- lint: magic-number 档次的序号
    return 3
  end,
}

variable "tekun_basic" { of = person, type = money, unit = "yuan/month", zh = "特困基本生活费",
  result = true, law = "按公布的标准(规则书 B8-07、F-09)",
  formula = function (person, law)
    if not person.is_tekun or not person.household.started then return yuan(0) end
    return law.tekun_basic_standard
  end,
}

variable "tekun_care" { of = person, type = money, unit = "yuan/month", zh = "特困护理费",
  result = true, law = "按公布的标准和护理档次(规则书 B8-08)",
  formula = function (person, law)
    if not person.is_tekun or not person.household.started then return yuan(0) end
    return law.tekun_care_standard[person.tekun_grade]
  end,
}

variable "tekun_amount" { of = person, type = money, unit = "yuan/month", zh = "特困供养金",
  result = true, benefit = true, law = "基本生活费 + 护理费(规则书 B8-07、B8-08)",
  formula = function (person, law) return person.tekun_basic + person.tekun_care end,
}

variable "support_form" { of = person, type = support_form, zh = "供养方式", result = true,
  law = "有集中供养意愿的特困老年人100%实行集中供养(宁波行动方案;规则书 NB21-15)",
  formula = function (person, law)
    if not person.is_tekun then return "none" end
    if person.wish_central then return "central" end
    return "dispersed"
  end,
}
