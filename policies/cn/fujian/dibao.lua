-- policies/cn/fujian/dibao.lua                                   低保金:福建
local bands = require "bands"

---------------------------------------------------------------- 补差,或由县里分档(规则书 B1-03、B1-04、F-05)
parameter "dibao_method" { zh = "低保发放方式", type = payment_method,
  ["2015-01-01"] = { "difference", source = "武平县:(标准 − 人均收入)× 保障人数(R39;规则书 B1-01);分档的县改这里" } }
parameter "dibao_band" { zh = "分档补助标准", type = money, unit = "yuan/person/month", by = money,
  note = "按家庭人均收入;每档上端含在内。选分档的县填自己的档",
  ["2020-01-01"] = { { { upto = yuan(77), yuan(640) }, { above = yuan(77), upto = yuan(200), yuan(507) },
                       { above = yuan(200), upto = yuan(312.50), yuan(384) },
                       { above = yuan(312.50), upto = yuan(412), yuan(272) },
                       { above = yuan(412), below = yuan(640), yuan(174) } }, otherwise = yuan(0),
    source = "尤溪县(三明)城乡低保分档补助标准(R57;规则书 B1-04);别的县的档另填" },
}
parameter "dibao_band_full" { zh = "分档重残单列标准", type = money, unit = "yuan/person/month",
  ["2020-01-01"] = { yuan(640), source = "尤溪县:重残单列640元(R57;规则书 B1-04)" },
}
parameter "dibao_band_full_level" { zh = "分档重残单列等级", type = integer,
  ["2020-01-01"] = { 2, source = "重残为一级、二级(R57;规则书 F-13)" },
}

variable "band_full" { of = person, type = boolean, zh = "分档重残单列", law = "尤溪县(R57;规则书 B1-04)",
  formula = function (person, law)
    return person.in_cover and person.disability_level >= 1
      and person.disability_level <= law.dibao_band_full_level
  end,
}
variable "dibao_by_income" { override = true,
  law = "补差(R39;规则书 B1-01);选分档的县:各档标准 × 保障人数,重残单列(R57;规则书 B1-04)",
  formula = function (family, law)
    if law.dibao_method == "difference" then return family.dibao_difference end
    return bands.amount(law.dibao_band[family.per_capita_income], family.covered_heads,
      law.dibao_band_full, count(family.persons, "band_full"))
  end,
}

---------------------------------------------------------------- 分类施保(规则书 B1-09)
-- 2006年城市低保的分类施保:定额只有下限或范围,按下限。以后是否沿用、多少,没有查到。
parameter "classified_amount" { override = true,
  ["2006-01-01"] = { { elder = yuan(10), single_parent = yuan(10), bedridden = yuan(30), mind = yuan(30),
      disabled_1 = yuan(30), disabled_2 = yuan(10) }, otherwise = yuan(0),
    source = "新华社2006-03-06:70岁以上、单亲10元,长期卧床、智力精神、一级残疾30元以上,其他二级10至30元(R79;规则书 B1-09)" },
  ["2015-01-01"] = { { elder = yuan(0) }, otherwise = yuan(0), status = "placeholder",
    source = "龙岩现行分类施保的数额没有查到(规则书 B1-09)" },
}
