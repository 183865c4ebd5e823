-- policies/cn/household.lua                                     2 家庭
-- 计算人口和保障人口是两回事(规则书 B1-01、G.4):享受儿童基本生活费的孩子计入人口、分摊收入,
-- 但不在保障人数里。

variable "heads" { of = household, type = integer, unit = "person", zh = "家庭人口",
  law = "最低生活保障审核确认办法 第6条(规则书 B3-01)",
  formula = function (family, law) return count(family.persons, "in_household") end,
}

variable "in_cover" { of = person, type = boolean, zh = "在保障人数内",
  law = "规则书 B1-01(R39、R70)、B.12",
  formula = function (person, law)
    if not person.in_household or not person.covered then return false end
    return not (law.dibao_with["orphan"] == "no" and person.gets_orphan)
      and not (law.dibao_with["child"] == "no" and person.gets_child)
  end,
}

variable "covered_heads" { of = household, type = integer, unit = "person", zh = "保障人数",
  law = "规则书 B1-01",
  formula = function (family, law) return count(family.persons, "in_cover") end,
}

---------------------------------------------------------------- 申请资格
parameter "eligibility_basis" { zh = "申请所依据的", type = eligibility_basis, key = aid,
  ["2006-01-01"] = { { basic = "hukou" }, otherwise = "hukou",
    source = "户籍人口;扩至居住证、常住人口、急难发生地由地方按门类和日期定(规则书 Q-03、Q-04、Q-34)" } }

local function family_here(family, basis)
  if family.hukou_local then return true end
  if basis == "permit" then
    return any(family.persons, function (m) return m.in_household and m.residence_permit end)
  end
  return basis == "resident" or basis == "place"
end

variable "applies_here" { of = household, type = boolean, zh = "可在本地申请",
  law = "规则书 Q-03、B3-07",
  formula = function (family, law)
    return family_here(family, law.eligibility_basis["basic"])
  end,
}

variable "relief_here" { of = household, type = boolean, zh = "可在本地申请临时救助",
  law = "急难型可由急难发生地实施(规则书 Q-04)",
  formula = function (family, law)
    if family.relief_kind == "emergency" then
      return family_here(family, law.eligibility_basis["emergency"])
    end
    return family_here(family, law.eligibility_basis["expense"])
  end,
}

-- 按人的待遇
local function person_here(person, basis)
  if person.hukou_local then return true end
  if basis == "permit" then return person.residence_permit end
  return basis == "resident" or basis == "place"
end
variable "elder_here" { of = person, type = boolean, zh = "可在本地享受老年福利",
  law = "老年福利政策逐步惠及常住老年人口(规则书 Q-34)",
  formula = function (person, law) return person_here(person, law.eligibility_basis["elder"]) end,
}
variable "child_here" { of = person, type = boolean, zh = "可在本地享受儿童福利",
  law = "规则书 Q-03", formula = function (person, law) return person_here(person, law.eligibility_basis["child"]) end,
}
variable "disability_here" { of = person, type = boolean, zh = "可在本地享受残疾人补贴",
  law = "哪里申请都可以,在户籍地发(规则书 Q-31)",
  formula = function (person, law) return person_here(person, law.eligibility_basis["disability"]) end,
}

---------------------------------------------------------------- 适用的标准
parameter "dibao_standard" { zh = "低保标准", type = money, unit = "yuan/person/month",
  note = "由省、市规定;国家没有统一数" }

variable "standard" { of = household, type = money, unit = "yuan/person/month", zh = "适用低保标准",
  law = "按当月有效的标准(规则书 F-07);城乡标准不同的地方改写本条",
  formula = function (family, law) return law.dibao_standard end,
}
