-- luacheck policies: the names that rules may use stand in policies/.luacheckrc, which
-- `huimin doc policies --luacats policies` writes.
local rules = {}
local chunk = loadfile("policies/.luacheckrc", "t", rules)
if setfenv then setfenv(chunk, rules) end -- Lua 5.1
chunk()
std = rules.std
max_line_length = rules.max_line_length
unused_args = rules.unused_args
exclude_files = { "policies/.huimin" }
