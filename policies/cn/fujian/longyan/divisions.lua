-- policies/cn/fujian/longyan/divisions.lua                       县(市、区)名称,报表按它写
parameter "division_name" { zh = "行政区划名称", type = text, key = integer,
  note = "规则不读它,只供报表按县(市、区)列名",
  ["2016-12-01"] = { {
    [350802] = "新罗区", [350803] = "永定区", [350821] = "长汀县", [350823] = "上杭县",
    [350824] = "武平县", [350825] = "连城县", [350881] = "漳平市" },
    source = "GB/T 2260 县级以上行政区划代码" },
}
