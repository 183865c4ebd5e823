policy { zh = "测试" }
entity "city" { zh = "城市" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }
enum "rank" { zh = "级别", { "first", "一级" }, { "second", "二级" } }
input "elderly" { of = city, type = integer, zh = "老年人口", min = 0, max = 50000000 }
input "budget" { of = city, type = money, zh = "预算" }
input "share" { of = city, type = number, decimals = 2, zh = "占比" }
input "founded" { of = city, type = date, zh = "成立日期" }
input "open" { of = city, type = boolean, zh = "开放" }
input "rank" { of = city, type = rank, zh = "级别" }
input "visited" { of = person, type = boolean, zh = "已探访" }
facts "facts.csv"
facts "more.csv"
facts "facts.csv"
facts "fact.csv"
facts "../facts.csv"
facts "facts.txt"
