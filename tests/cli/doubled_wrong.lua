scenario "doubled" { parameters = { standart = { ["2022-07-01"] = yuan(1400) } } }
