policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "size" { of = household, type = integer, zh = "人数" }
input "local_hukou" { of = household, type = boolean, zh = "本地户籍" }
variable "a" { of = household, type = money,
  formula = function (family, law)
    if family.size then return yuan(1) end
    if not family.local_hukou == 5 then return yuan(2) end
    return family.size > 3 and yuan(3) or yuan(0)
  end,
}
