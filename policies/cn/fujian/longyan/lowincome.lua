-- policies/cn/fujian/longyan/lowincome.lua                       低收入家庭、单人户:龙岩
-- 低收入家庭就是国家说的低保边缘:人均收入在标准的1至1.5倍以内(两头都含),有条件的县可放宽到2倍。

---------------------------------------------------------------- 低收入家庭(规则书 LY-09、B6-02)
parameter "dibian_multiplier" { override = true, note = "县(市、区)可放宽至2倍:在县的文件夹里改写(规则书 LY-09)",
  ["2015-01-01"] = { 1.5, status = "placeholder", source = "规划以前未查,按1.5倍" },
  ["2021-01-01"] = { 1.5, source = "S4二:1至1.5倍以内(原文作“1。5”,规则书 LY-09、F-27);规划未注明施行月份" },
}
parameter "dibian_upper_test" { override = true,
  ["2015-01-01"] = { "以内", source = "S4二:1.5倍以内,含1.5倍(规则书 LY-09、L02、F-01)" } }
parameter "dibian_floor_multiplier" { override = true,
  ["2015-01-01"] = { 1, source = "S4二:从标准1倍起(规则书 LY-09、L04)" } }
parameter "dibian_lower_test" { override = true,
  ["2015-01-01"] = { "不低于", source = "等于标准的不是低保,是低收入家庭(规则书 LY-09、L04)" } }

---------------------------------------------------------------- 单人户(规则书 LY-10、B3-05)
parameter "single_lightest_level" { override = true,
  ["2015-01-01"] = { { none = 0 }, otherwise = 0, status = "placeholder", source = "规划以前未查" },
  ["2021-01-01"] = { { intellectual = 3, mental = 3 }, otherwise = 2,
    source = "S4二:低收入家庭中的重残人员和三级智力、精神残疾人参照单人户(规则书 LY-10、B3-05、F-13)" } }
parameter "single_serious_illness" { override = true,
  ["2015-01-01"] = { false, status = "placeholder", source = "规划以前未查" },
  ["2021-01-01"] = { true, source = "S4二:重病患者参照单人户(规则书 LY-10、B3-05)" } }

---------------------------------------------------------------- 渐退期(规则书 Q-02、C.4 ly_grace_months)
parameter "grace_length" { override = true,
  ["2015-01-01"] = { 0, status = "placeholder", source = "规划以前未查" },
  ["2021-01-01"] = { 6, status = "placeholder", source = "龙岩的期长未见,按6个月(规则书 B6-09、C.4、Q-02)" } }

-- 试算用:全市低收入家庭都放宽到2倍(规则书 LY-09)
scenario "low_income_twice" { zh = "低收入家庭放宽到2倍", note = "有条件的县(市、区)可放宽至2倍(规则书 LY-09)",
  parameters = { dibian_multiplier = { ["2021-01-01"] = 2 } } }
