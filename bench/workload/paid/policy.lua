-- The reference workload with six amounts that are paid out, for questions over a population.
policy { zh = "基准（发放）" }

for _, name in ipairs { "dibao_amt", "sp_amt", "tekun_amt", "disliv", "nursing", "elderly" } do
  variable(name) { override = true, benefit = true, note = "发放" }
end
