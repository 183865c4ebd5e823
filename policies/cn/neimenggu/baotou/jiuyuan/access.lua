-- policies/cn/neimenggu/baotou/jiuyuan/access.lua                在哪里申请:九原(规则书 Q-03、Q-04)
parameter "eligibility_basis" { override = true,
  ["2018-01-01"] = { { basic = "hukou" }, otherwise = "hukou", status = "placeholder", source = "规划以前未查" },
  ["2022-02-01"] = { { basic = "permit", expense = "permit", emergency = "place" }, otherwise = "hukou",
    source = "S1四(一)2:推进有居住证人员在居住地申办社会救助;四(一)7:“急难”救助逐步取消户籍地限制(规则书 Q-03、Q-04)" },
}
