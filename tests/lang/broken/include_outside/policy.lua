policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

include "../outside.lua"
include "/etc/passwd"
include "link.lua"
require "../policies/cn/policy"
require "os"
