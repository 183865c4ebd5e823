-- policies/cn/fujian/elder.lua                                   高龄津贴:福建(规则书 B10-10)
-- 省:80周岁以上低保老人每月100元;市:没有养老金的老人按年龄。两样都合的怎样发没有写。
input "has_pension" { of = person, type = boolean, zh = "有养老金",
  note = "领离退休金、职工养老金的;只领城乡居民基础养老金算不算,请市里确认(规则书 B10-10)" }

parameter "old_age_dibao" { zh = "低保高龄补贴", type = money, unit = "yuan/month", by = integer,
  ["2015-01-01"] = { { { from = 80, yuan(100) } }, otherwise = yuan(0),
    source = "闽侯2020-10:80周岁以上低保老人每月100元,2015年1月起(R54、R53;规则书 B10-10)" } }
parameter "old_age_add_up" { zh = "低保高龄与市津贴相加", type = boolean,
  ["2015-01-01"] = { false, status = "placeholder", source = "没有写;按就高(规则书 B10-10、L12 推定)" } }

variable "old_age_allowance" { override = true,
  law = "市:无养老金的按年龄(R53);省:80周岁以上低保老人100元(R54);两样都合的就高(规则书 B10-10、L12)",
  ["2015-01-01"] = function (person, law)
    if not person.present or not person.elder_here then return yuan(0) end
    if law.old_age_with["tekun"] == "no" and person.is_tekun then return yuan(0) end
    local by_city = law.old_age_rate[person.age_years]
    if by_city > yuan(0) and person.has_pension then by_city = yuan(0) end
    local family = person.household
    local by_province = yuan(0)
    if (family.category == "dibao" and person.in_household) or (family.category == "dibao_single" and person.single_payee) then
      by_province = law.old_age_dibao[person.age_years]
    end
    if law.old_age_add_up then return by_city + by_province end
    return max(by_city, by_province)
  end,
}
