input "savings" { of = household, type = money, zh = "存款", min = 0 = 5 }
