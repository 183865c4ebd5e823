input "x" { of = household, type = money }
