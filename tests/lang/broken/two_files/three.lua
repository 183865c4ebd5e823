parameter "limit" { zh = "上限", type = money, ["2021-01"] = { 100, source = "a notice" } }
