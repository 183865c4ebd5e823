-- A scenario in a file of its own: a higher standard, and twice the allowance for the old.
scenario "doubled" { zh = "翻倍",
  parameters = { standard = { ["2022-07-01"] = yuan(1400) } },
  formulas = { old_age_allowance = { ["2022-07-01"] = function (person, law)
    return law.old_age_rate[age(person.birth_date, law.month)] * 2
  end } },
}
