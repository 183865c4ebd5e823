-- policies/cn/neimenggu/baotou/elder.lua                         高龄津贴:包头(规则书 B10-09)
-- 从交表的当月起发,不补发以前的月份;所以同样的年龄,与按生日起发的地方数额不同(规则书 F-10)。
input "old_age_application_month" { of = person, type = month, zh = "高龄津贴申请月份",
  note = "交申请表的月份;不填就是没有申请" }

parameter "old_age_rate" { override = true,
  ["2017-01-01"] = { { { below = 80, yuan(0) }, { from = 80, below = 100, yuan(100) }, { from = 100, yuan(600) } },
    source = "包头市高龄津贴发放管理办法:80至99周岁100元,100周岁以上600元(R27;规则书 B10-09)" },
}
variable "old_age_allowance" { override = true,
  law = "包头市高龄津贴发放管理办法:本市户籍,从申请当月起(R27;规则书 B10-09、F-10)",
  ["2017-01-01"] = function (person, law)
    if not person.present or not person.elder_here then return yuan(0) end
    if law.old_age_with["tekun"] == "no" and person.is_tekun then return yuan(0) end
    if law.old_age_rate[person.age_years] == yuan(0) then return yuan(0) end
    if not known(person.old_age_application_month) then return yuan(0) end
    if law.month < person.old_age_application_month then return yuan(0) end
    return law.old_age_rate[person.age_years]
  end,
}
