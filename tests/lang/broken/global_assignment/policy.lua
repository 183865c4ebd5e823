policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

function twice(x) return x * 2 end
function twice(x) return x * 3 end
yuan = 5
household = 1
counter = 0
variable "a" { of = household, type = money,
  formula = function (family, law)
    counter = counter + 1
    seen = true
    return yuan(counter)
  end,
}
