-- policies/cn/neimenggu/baotou/tekun.lua                         特困供养:包头

---------------------------------------------------------------- 基本生活(规则书 B8-07、C.3)
-- 自治区:不低于低保标准的1.3倍(R34)。包头公布的数没有查到,先按下限。
parameter "tekun_basic_standard" { override = true, zh = "城市特困基本生活标准",
  ["2018-01-01"] = { yuan(975), status = "placeholder", source = "1.3 × 750(R34;规则书 B8-07)" },
  ["2021-01-01"] = { yuan(1033.50), status = "placeholder", source = "1.3 × 795(R34;规则书 B8-07)" },
  ["2022-01-01"] = { yuan(1092), status = "placeholder", source = "1.3 × 840(R34;规则书 C.3 bt_tekun_basic_multiplier)" },
  ["2023-01-01"] = { yuan(1146.60), status = "placeholder", source = "1.3 × 882(R34;规则书 C.3 bt_tekun_basic_multiplier)" },
}
parameter "tekun_basic_rural_year" { zh = "农村牧区特困基本生活年标准", type = money, unit = "yuan/year",
  ["2018-01-01"] = { yuan(8637.20), status = "placeholder", source = "1.3 × 6644(R34;规则书 B8-07)" },
  ["2021-01-01"] = { yuan(9157.20), status = "placeholder", source = "1.3 × 7044(R34;规则书 B8-07)" },
  ["2022-01-01"] = { yuan(9807.20), status = "placeholder", source = "1.3 × 7544(R34;规则书 B8-07)" },
  ["2023-01-01"] = { yuan(10311.60), status = "placeholder", source = "1.3 × 7932(R34;规则书 B8-07)" },
}
variable "tekun_basic" { override = true, law = "按公布的标准,分城市、农村牧区(R34;规则书 B8-07、F-09)",
  formula = function (person, law)
    if not person.is_tekun or not person.household.started then return yuan(0) end
    if person.household.region_class == "rural" then return law.tekun_basic_rural_year / 12 end
    return law.tekun_basic_standard
  end,
}

---------------------------------------------------------------- 护理费(规则书 B8-08)
-- 一档具备自理能力,二档部分丧失,三档完全丧失。自理的没有公布护理费。
parameter "tekun_care_standard" { override = true,
  ["2018-01-01"] = { { { below = 2, yuan(0) }, { from = 2, below = 3, yuan(440) }, { from = 3, yuan(1144) } },
    status = "placeholder", source = "2018年、2019年未见,按2020年" },
  ["2020-01-01"] = { { { below = 2, yuan(0) }, { from = 2, below = 3, yuan(440) }, { from = 3, yuan(1144) } },
    source = "包头新闻网2020(R25;规则书 B8-08)" },
  ["2022-01-01"] = { { { below = 2, yuan(0) }, { from = 2, below = 3, yuan(487) }, { from = 3, yuan(1265) } },
    source = "包头新闻网2022:文字作“提高120元”,与1144加不起来,按公布数1265(R23;规则书 P19、F-09)" },
}
