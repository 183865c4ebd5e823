input "y" { of = household, type = money }
