policy { zh = "测试" }
entity "city" { zh = "城市" }
input "elderly" { of = city, type = integer, zh = "老年人口" }
input "budget" { of = city, type = money, zh = "预算" }
input "founded" { of = city, type = date, zh = "成立日期" }
indicator "a_date" { of = city, unit = "persons", numerator = function (city, law) return city.founded end }
indicator "mixed" { of = city, unit = "persons",
  numerator = function (city, law)
    if city.elderly > 5 then return true end
    return city.elderly
  end }
indicator "nothing" { of = city, unit = "persons", numerator = function (city, law) return nil end }
indicator "no_end" { of = city, unit = "persons", numerator = function (city, law) if city.elderly > 5 then return 1 end end }
indicator "unknown" { of = city, unit = "persons", numerator = function (city, law) return city.elderley + law.standard end }
indicator "where" { of = city, unit = "persons", numerator = "elderly", where = function (city, law) return 1 end }
indicator "amount" { of = city, unit = "persons", numerator = "budget" }
indicator "no_amount" { of = city, unit = "yuan", numerator = "elderly" }
indicator "share" { of = city, unit = "%", numerator = "elderly", denominator = "elderly" }
variable "reads" { of = city, type = integer, formula = function (city, law) return city["share.numerator"] end }
