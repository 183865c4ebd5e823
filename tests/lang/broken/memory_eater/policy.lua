policy { zh = "测试" }
entity "household" { zh = "家庭" }
entity "person" { zh = "成员", of = household, plural = "persons" }

local t = {}
for i = 1, 10000000 do
  t[i] = { i, tostring(i) .. "abcdefghijklmnopqrstuvwxyz" }
end
