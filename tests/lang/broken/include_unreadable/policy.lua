policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

include "dibao.lua"
include "tekun.lua"
include "tekn.lua"
include "tekun.lua"
