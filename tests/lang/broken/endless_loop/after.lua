input "x" { of = household, type = mony }
