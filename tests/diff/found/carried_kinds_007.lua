-- A local that a member loop changes from one kind to another: slow, and never a loop without end.
policy { zh = "t" }
enum "grade" { { "none", "无" }, { "low", "低" }, { "high", "高" } }
enum "color" { { "none", "无" }, { "red", "红" }, { "low", "浅" } }
entity "household" { zh = "家庭" }
entity "person" { of = household, plural = "persons" }
entity "vehicle" { of = household, plural = "vehicles" }
input "a" { of = household, type = integer }
input "b" { of = household, type = integer, default = 3, min = 0, max = 50 }
input "m" { of = household, type = money }
input "k" { of = household, type = number }
input "g" { of = household, type = grade }
input "c" { of = household, type = color }
input "t" { of = household, type = boolean }
input "d" { of = household, type = date }
input "mo" { of = household, type = month }
input "age" { of = person, type = integer, min = 0, max = 150 }
input "wage" { of = person, type = money }
input "pg" { of = person, type = grade }
input "pt" { of = person, type = boolean }
input "price" { of = vehicle, type = money, default = yuan(5) }
parameter "line" { type = money, ["2020-01-01"] = { yuan(100), source = "s" } }
parameter "rate" { type = number, key = grade, ["2020-01-01"] = { { low = 0.1, high = 2 }, source = "s" } }
parameter "gone" { type = money, ["2020-01-01"] = { yuan(1), source = "s" }, ["2021-01-01"] = ended }
parameter "later" { type = integer, ["2030-01-01"] = { 5, source = "s" } }
parameter "cmp" { type = comparison, ["2020-01-01"] = { "~=", source = "s" } }
local K = 3
local T = { x = 4, f = function (n) return n * K end }
function T.g(n) if n > 2 then return n end return T.f(n) end
local function twice(f, n) return f(f(n)) end
variable "pv" { of = person, type = integer, formula = function (p) return p.age + 1 end }
variable "v0" { of = household, type = boolean, formula = function (f, law)
local n = f.d for p in each(f.persons) do n = p.pt end return n == true
end }
