input "x" { of = household, type = money, defalt = yuan(0) }
