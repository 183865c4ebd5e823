-- The reference workload of docs/performance.md as a policy: sixteen results of a household.
-- It is made up to be typical work, not law. bench/workload_rows.c and workload_columns.c
-- are the same rules by hand; `huimin bench` checks that all three agree to the fen.
policy { zh = "基准" }

entity "household" { zh = "家庭" }
entity "person" { of = household, plural = "persons", zh = "成员", max = 6 }

input "rural" { of = household, type = boolean }
for i = 0, 3 do
  input("inc" .. i) { of = household, type = money, min = yuan(0), max = yuan(50000) }
end
input "savings" { of = household, type = money, min = yuan(0), max = yuan(5000000) }
input "housing" { of = household, type = integer, min = 0, max = 9 }
input "vehicle" { of = household, type = integer, min = 0, max = 9 }
input "rigid_exp" { of = household, type = money, min = yuan(0), max = yuan(50000) }
input "hukou" { of = household, type = boolean }

input "age_m" { of = person, type = integer, min = 0, max = 1500 }
input "dis_level" { of = person, type = integer, min = 0, max = 4 }
input "dis_cat" { of = person, type = integer, min = 0, max = 7 }
input "selfcare" { of = person, type = integer, min = 0, max = 2 }
input "illness" { of = person, type = boolean }
input "student" { of = person, type = boolean }
input "workable" { of = person, type = boolean }
input "wage" { of = person, type = money, min = yuan(0), max = yuan(50000) }

local made_up = "基准,非法规"
parameter "std_urban" { type = money, ["2020-01-01"] = { yuan(880), source = made_up },
  ["2024-01-01"] = { yuan(930), source = made_up } }
parameter "std_rural" { type = money, ["2020-01-01"] = { yuan(660), source = made_up },
  ["2024-01-01"] = { yuan(700), source = made_up } }
parameter "work_cap" { type = money, ["2020-01-01"] = { yuan(500), source = made_up } }

local to_fen = half_up_to(fen)

variable "std" { of = household, type = money,
  formula = function (h, law) return h.rural and law.std_rural or law.std_urban end }
variable "pnet" { of = person, type = money,
  formula = function (p, law)
    if not p.workable then return p.wage end
    return p.wage - min(round(p.wage / 5, to_fen), law.work_cap)
  end }
variable "severe" { of = person, type = boolean,
  formula = function (p, law)
    return p.dis_level == 1 or p.dis_level == 2
      or (p.dis_level == 3 and (p.dis_cat == 3 or p.dis_cat == 4))
  end }
variable "s_amt" { of = person, type = money, round = "half up to fen",
  formula = function (p, law)
    local rate = max(p.severe and 30 or 0, (p.age_m >= 840 or p.age_m < 216) and 20 or 0,
      p.illness and 20 or 0)
    return p.household.std * rate / 100
  end }
variable "noab" { of = person, type = boolean,
  formula = function (p, law)
    return (p.age_m >= 720 or p.age_m < 192 or p.dis_level == 1 or p.dis_level == 2)
      and not p.workable and p.wage == yuan(0)
  end }
variable "sp_p" { of = person, type = boolean,
  formula = function (p, law) return p.severe and p.pnet < p.household.std end }
variable "care" { of = person, type = money, round = "half up to fen",
  formula = function (p, law)
    if p.selfcare == 2 then return p.household.std / 2 end
    if p.selfcare == 1 then return p.household.std / 4 end
    return yuan(0)
  end }

variable "hh_income" { of = household, type = money, result = true,
  formula = function (h, law)
    return h.inc0 + h.inc1 + h.inc2 + h.inc3 + sum(h.persons, "pnet")
  end }
variable "n" { of = household, type = integer,
  formula = function (h, law) return count(h.persons) end }
variable "pc" { of = household, type = money, round = "half up to fen", result = true,
  formula = function (h, law) return h.hh_income / h.n end }
variable "asset_ok" { of = household, type = boolean, result = true,
  formula = function (h, law)
    return h.savings <= h.std * (24 * h.n) and h.housing <= (h.rural and 2 or 1)
      and h.vehicle == 0
  end }
variable "base" { of = household, type = boolean,
  formula = function (h, law) return h.hukou and h.asset_ok end }
variable "tekun" { of = household, type = boolean,
  formula = function (h, law)
    return h.base and count(h.persons, "noab") == h.n and h.pc < h.std
  end }
variable "dibao" { of = household, type = boolean,
  formula = function (h, law) return h.base and h.pc < h.std and not h.tekun end }
variable "supp" { of = household, type = money, result = true,
  formula = function (h, law) return sum(h.persons, "s_amt") end }
variable "dibao_amt" { of = household, type = money, result = true,
  formula = function (h, law)
    return h.dibao and h.n * (h.std - h.pc) + h.supp or yuan(0)
  end }
variable "edge" { of = household, type = boolean, result = true,
  formula = function (h, law) return h.base and h.pc >= h.std and h.pc <= h.std * 2 end }
variable "sp_cnt" { of = household, type = integer, result = true,
  formula = function (h, law) return h.edge and count(h.persons, "sp_p") or 0 end }
variable "sp_amt" { of = household, type = money, result = true,
  formula = function (h, law)
    if not h.edge then return yuan(0) end
    return sum(h.persons, function (p) return p.sp_p and h.std - p.pnet + p.s_amt or yuan(0) end)
  end }
variable "rigid" { of = household, type = boolean, result = true,
  formula = function (h, law)
    return h.hukou and h.pc > h.std * 2 and h.savings <= h.std * (36 * h.n)
      and h.hh_income - h.rigid_exp < h.std * h.n
  end }
variable "tekun_amt" { of = household, type = money, result = true,
  formula = function (h, law)
    if not h.tekun then return yuan(0) end
    return h.n * round(h.std * 13 / 10, to_fen) + sum(h.persons, "care")
  end }
variable "rating" { of = household, type = integer, result = true,
  formula = function (h, law)
    if h.tekun then return 1 end
    if h.dibao then return 2 end
    if h.edge then return h.sp_cnt > 0 and 3 or 4 end
    return h.rigid and 5 or 0
  end }

variable "hours_p" { of = person, type = integer,
  formula = function (p, law)
    local h = p.household
    if not h.hukou then return 0 end
    if p.age_m >= 1080 then
      if p.selfcare == 2 then return 45 end
      return p.selfcare == 1 and 30 or 15
    end
    local poor = h.tekun or h.dibao or h.edge
    return p.age_m >= 960 and p.selfcare > 0 and poor and 20 or 0
  end }
variable "disl_p" { of = person, type = money,
  formula = function (p, law)
    local h = p.household
    if not (h.hukou and (h.dibao or (h.edge and p.sp_p)) and p.dis_level >= 1) then
      return yuan(0)
    end
    return p.severe and yuan(110) or yuan(55)
  end }
variable "nurs_p" { of = person, type = money,
  formula = function (p, law)
    local h = p.household
    if not (h.hukou and not h.tekun and p.severe and p.hours_p == 0) then return yuan(0) end
    return p.dis_level == 1 and yuan(110) or yuan(90)
  end }
variable "eld_p" { of = person, type = money,
  formula = function (p, law)
    if not p.household.hukou then return yuan(0) end
    if p.age_m >= 1200 then return yuan(800) end
    if p.age_m >= 1080 then return yuan(200) end
    return p.age_m >= 960 and yuan(80) or yuan(0)
  end }
variable "hours" { of = household, type = integer, result = true,
  formula = function (h, law) return sum(h.persons, "hours_p") end }
variable "disliv" { of = household, type = money, result = true,
  formula = function (h, law) return sum(h.persons, "disl_p") end }
variable "nursing" { of = household, type = money, result = true,
  formula = function (h, law) return sum(h.persons, "nurs_p") end }
variable "elderly" { of = household, type = money, result = true,
  formula = function (h, law) return sum(h.persons, "eld_p") end }
variable "total" { of = household, type = money, result = true,
  formula = function (h, law)
    return h.dibao_amt + h.sp_amt + h.tekun_amt + h.disliv + h.nursing + h.elderly
  end }
