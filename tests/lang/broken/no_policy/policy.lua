entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

input "a" { of = household, type = money }
