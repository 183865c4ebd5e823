policy { zh = "测试" }
entity "city" { zh = "城市" }
input "elderly" { of = city, type = integer, zh = "老年人口" }
facts "wrong.csv"
facts "short.csv"
facts "empty.csv"
