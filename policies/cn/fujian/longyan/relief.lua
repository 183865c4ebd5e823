-- policies/cn/fujian/longyan/relief.lua                          临时救助、申请和审批:龙岩

---------------------------------------------------------------- 在哪里申请(规则书 Q-04)
parameter "eligibility_basis" { override = true,
  ["2015-01-01"] = { { basic = "hukou" }, otherwise = "hukou", status = "placeholder", source = "规划以前未查" },
  ["2021-01-01"] = { { emergency = "place" }, otherwise = "hukou",
    source = "S4三:逐步取消户籍地、居住地申请限制,探索由急难发生地实施临时救助(规则书 Q-04)" },
}

---------------------------------------------------------------- 临时救助标准(规则书 C.4 ly_temp_relief_standard、L09)
parameter "relief_standard_multiple" { override = true,
  ["2015-01-01"] = { 1, status = "placeholder", source = "临时救助标准未见,按低保标准(规则书 C.4、B11-01)" } }
parameter "relief_months_most" { override = true,
  ["2015-01-01"] = { 6, status = "placeholder", source = "救助时长1至6个月(规则书 B11-01 推定)" } }

---------------------------------------------------------------- 审批和手续(规则书 Q-11、Q-12)
parameter "approver_level" { override = true,
  ["2015-01-01"] = { { basic = "county" }, otherwise = "county", status = "placeholder", source = "规划以前未查" },
  ["2021-01-01"] = { { basic = "township" }, otherwise = "county",
    source = "S4二:城乡低保、特困人员供养审批权限下放乡镇(街道)(规则书 Q-12)" },
}
parameter "simplify_when_clear" { override = true,
  ["2015-01-01"] = { false, status = "placeholder", source = "规划以前未查" },
  ["2021-01-01"] = { true, source = "S4二:情况明确、没有争议的,可不再进行民主评议和信息核对(规则书 Q-11)" },
}
