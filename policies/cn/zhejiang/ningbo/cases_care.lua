-- policies/cn/zhejiang/ningbo/cases_care.lua                    例子:特困、儿童、残疾、老年

---------------------------------------------------------------- 一户多项(P01)
local couple_and_twins = {
  { birth_date = "1985-05-01" }, { birth_date = "1986-03-01" },
  { birth_date = "2014-09-01", child_status = "in_difficulty" },
  { birth_date = "2014-09-01", child_status = "in_difficulty" },
}
case "P01" { zh = "肖家6138元", source = "规则书 P01(R02)", month = "2021-08",
  household = { countable_income = 0, persons = couple_and_twins },
  expect = { dibao_amount = 2010, orphan_allowance = 4128, total_benefit = 6138, category = "dibao" } }
case "P01-b1" { zh = "少一个困境儿童", source = "规则书 P01、B.12", month = "2021-08",
  household = { countable_income = 0, persons = { couple_and_twins[1], couple_and_twins[2],
    couple_and_twins[3], { birth_date = "2014-09-01" } } },
  expect = { dibao_amount = 3015, orphan_allowance = 2064, total_benefit = 5079 } }
case "P01-b2" { zh = "孩子分摊收入但不保障", source = "规则书 P01、B1-01", month = "2021-08",
  household = { countable_income = 1200, persons = couple_and_twins },
  expect = { dibao_amount = 1410, per_capita_income = 300 } } -- (1005−300)×2

---------------------------------------------------------------- 特困(规则书 B.8)
local elder = { birth_date = "1950-05-20" }
case "P04" { zh = "特困基本生活2022", source = "规则书 P04(R03)", month = "2022-08",
  household = { countable_income = 0, persons = { elder } },
  expect = { category = "tekun", tekun_basic = 2008, dibao_amount = 0 }, expect_check = { P04 = true } }
case "P04-b1" { zh = "特困基本生活2021", source = "规则书 P04(R02)", month = "2021-08",
  household = { countable_income = 0, persons = { elder } },
  expect = { category = "tekun", tekun_basic = 1709 }, expect_check = { P04 = true } }
case "P04-b2" { zh = "公布数差一元", source = "规则书 P04、F-09", month = "2022-08", household = {},
  set = { tekun_basic_standard = yuan(2007) }, expect_check = { P04 = false } }
case "P05" { zh = "特困护理费重度", source = "规则书 P05(R03)", month = "2022-08",
  household = { countable_income = 0,
    persons = { { birth_date = "1950-05-20", elder_ability = "severe" } } },
  expect = { tekun_care = 1656, tekun_amount = 3664, total_benefit = 3664 }, expect_check = { P05 = true } }
case "P05-b1" { zh = "特困护理费中度", source = "规则书 P05(R03)", month = "2022-08",
  household = { countable_income = 0,
    persons = { { birth_date = "1950-05-20", elder_ability = "moderate" } } },
  expect = { tekun_care = 828, tekun_amount = 2836 } }
case "P05-b2" { zh = "特困护理费轻度", source = "规则书 P05(R03)", month = "2022-08",
  household = { countable_income = 0,
    persons = { { birth_date = "1950-05-20", elder_ability = "mild" } } },
  expect = { tekun_care = 414, tekun_amount = 2422 } }
case "P05-b3" { zh = "特困护理费自理", source = "规则书 P05(R03)", month = "2022-08",
  household = { countable_income = 0, persons = { elder } },
  expect = { tekun_care = 207, tekun_amount = 2215 } }
case "P05-b4" { zh = "三项不能自理", source = "规则书 B8-06", month = "2022-08",
  household = { countable_income = 0,
    persons = { { birth_date = "1950-05-20", selfcare_unmet = 3 } } },
  expect = { tekun_care = 414, persons = { { selfcare_level = "partial" } } } }
case "P05-b5" { zh = "四项不能自理", source = "规则书 B8-06", month = "2022-08",
  household = { countable_income = 0,
    persons = { { birth_date = "1950-05-20", selfcare_unmet = 4 } } },
  expect = { tekun_care = 1656, persons = { { selfcare_level = "total" } } } }
case "P05-b6" { zh = "全部能自理", source = "规则书 B8-06", month = "2022-08",
  household = { countable_income = 0,
    persons = { { birth_date = "1950-05-20", selfcare_unmet = 0 } } },
  expect = { tekun_care = 207, persons = { { selfcare_level = "able" } } } }
case "B8-1" { zh = "满60岁当月", source = "规则书 B8-02", month = "2022-08",
  household = { countable_income = 0, persons = { { birth_date = "1962-08-31" } } },
  expect = { category = "tekun", dibao_amount = 0, tekun_basic = 2008 } }
case "B8-2" { zh = "下月满60岁", source = "规则书 B8-02", month = "2022-08",
  household = { countable_income = 0, persons = { { birth_date = "1962-09-01" } } },
  expect = { category = "dibao", dibao_amount = 1181, tekun_amount = 0 } }
case "B8-3" { zh = "下月满16岁", source = "规则书 B8-02", month = "2022-08",
  household = { countable_income = 0, persons = { { birth_date = "2006-09-01" } } },
  expect = { category = "tekun" } }
case "B8-4" { zh = "当月满16岁", source = "规则书 B8-02", month = "2022-08",
  household = { countable_income = 0, persons = { { birth_date = "2006-08-31" } } },
  expect = { category = "dibao" } }
case "B8-5" { zh = "已是特困可到18岁", source = "规则书 B8-04", month = "2022-08",
  household = { countable_income = 0, persons = { { birth_date = "2006-08-31" } } },
  history = { { month = "2022-07", category = "tekun" } },
  expect = { category = "tekun" } }
case "B8-6" { zh = "满18岁不在校", source = "规则书 B8-04", month = "2022-08",
  household = { countable_income = 0, persons = { { birth_date = "2004-08-31" } } },
  history = { { month = "2022-07", category = "tekun" } },
  expect = { category = "dibao" } }
case "B8-7" { zh = "满18岁读高中", source = "规则书 B8-04", month = "2022-08",
  household = { countable_income = 0,
    persons = { { birth_date = "2004-08-31", student_stage = "senior" } } },
  history = { { month = "2022-07", category = "tekun" } },
  expect = { category = "tekun" } }
case "B8-8" { zh = "有义务人", source = "规则书 B8-01", month = "2022-08",
  household = { countable_income = 0, persons = { elder },
    obligors = { { members = 3, annual_income = 90000, supported_persons = 1 } } },
  expect = { category = "dibao", dibao_amount = 1181, tekun_amount = 0 } }
case "B8-9" { zh = "义务人无履行能力", source = "规则书 B8-01", month = "2022-08",
  household = { countable_income = 0, persons = { elder },
    obligors = { { members = 3, annual_income = 90000, supported_persons = 1, incapable = true } } },
  expect = { category = "tekun" } }
case "B8-10" { zh = "家里有人能劳动", source = "规则书 B8-01", month = "2022-08",
  household = { countable_income = 0, persons = { elder, { birth_date = "1980-05-01" } } },
  expect = { category = "dibao", dibao_amount = 2362 } }
case "B8-11" { zh = "老两口都是特困", source = "规则书 B8-01", month = "2022-08",
  household = { countable_income = 0, persons = { elder, { birth_date = "1948-05-01" } } },
  expect = { category = "tekun", tekun_amount = 4430, total_benefit = 4430 } }
case "B8-12" { zh = "三级智力无劳动能力", source = "规则书 B8-02、F-13", month = "2022-08",
  household = { countable_income = 0, persons = {
    { birth_date = "1980-05-01", disability_category = "intellectual", disability_level = 3 } } },
  expect = { category = "tekun" } }
case "B8-19" { zh = "三级肢体不在其列", source = "规则书 B8-02、F-13", month = "2022-08",
  household = { countable_income = 0, persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 3 } } },
  expect = { category = "dibao" } }
case "B8-20" { zh = "四级精神不在其列", source = "规则书 B8-02、F-13", month = "2022-08",
  household = { countable_income = 0, persons = {
    { birth_date = "1980-05-01", disability_category = "mental", disability_level = 4 } } },
  expect = { category = "dibao" } }
case "B8-21" { zh = "一级视力", source = "规则书 B8-02、F-13", month = "2022-08",
  household = { countable_income = 0, persons = {
    { birth_date = "1980-05-01", disability_category = "sight", disability_level = 1 } } },
  expect = { category = "tekun" } }
case "B8-22" { zh = "评估无劳动能力不在国家所列", source = "规则书 B8-02", month = "2022-08",
  household = { countable_income = 0, persons = { { birth_date = "1980-05-01", work_ability = "none" } } },
  expect = { category = "dibao" } }
case "B8-23" { zh = "省里把评估的也算上时", source = "规则书 B8-02", month = "2022-08",
  set = { tekun_by_assessment = true },
  household = { countable_income = 0, persons = { { birth_date = "1980-05-01", work_ability = "none" } } },
  expect = { category = "tekun" } }
case "B8-24" { zh = "不计入人口的不作特困", source = "规则书 B8-01", month = "2022-08",
  household = { countable_income = 0, persons = { elder, { birth_date = "1948-05-01", counted = false } } },
  expect = { category = "tekun", tekun_amount = 2215 } }
case "B8-25" { zh = "选择儿童生活费的本人不作特困,祖辈照样", source = "规则书 B8-05", month = "2022-08",
  household = { countable_income = 0, persons = { elder,
    { birth_date = "2015-05-01", child_status = "de_facto_orphan" } } },
  expect = { category = "tekun", dibao_amount = 0, tekun_amount = 2215, orphan_allowance = 2419 } }
case "B8-05-child" { zh = "只有选择儿童生活费的孩子", source = "规则书 B8-05", month = "2022-08",
  household = { countable_income = 0, persons = { { birth_date = "2015-05-01", child_status = "de_facto_orphan" } } },
  expect = { tekun_amount = 0, orphan_allowance = 2419 } }
case "B8-05-both" { zh = "选择特困的孩子", source = "规则书 B8-05", month = "2022-08",
  household = { countable_income = 0, persons = { elder, { birth_date = "2015-05-01" } } },
  expect = { category = "tekun", tekun_amount = 4430, orphan_allowance = 0 } }
case "B8-26" { zh = "财产超过不作特困", source = "规则书 B8-03", month = "2022-08",
  household = { countable_income = 0, savings = 56688, persons = { elder } },
  expect = { category = "none" } }
case "B8-13" { zh = "四级智力有劳动能力", source = "规则书 B8-02、F-13", month = "2022-08",
  household = { countable_income = 0, persons = {
    { birth_date = "1980-05-01", disability_category = "intellectual", disability_level = 4 } } },
  expect = { category = "dibao", dibao_amount = 1181 } }
case "B8-14" { zh = "二级视力不在其列", source = "规则书 B8-02、F-13", month = "2022-08",
  household = { countable_income = 0, persons = {
    { birth_date = "1980-05-01", disability_category = "sight", disability_level = 2 } } },
  expect = { category = "dibao", dibao_amount = 1181 } }
case "B8-15" { zh = "一级听力不在其列", source = "规则书 B8-02、F-13", month = "2022-08",
  household = { countable_income = 0, persons = {
    { birth_date = "1980-05-01", disability_category = "hearing", disability_level = 1 } } },
  expect = { category = "dibao" } }
case "B8-16" { zh = "收入等于标准", source = "规则书 B8-03", month = "2022-08",
  household = { countable_income = 1181, persons = { elder } },
  expect = { category = "dibian", tekun_amount = 0 } }
case "B8-17" { zh = "特困照领高龄津贴", source = "规则书 B.12", month = "2022-08",
  household = { countable_income = 0, persons = { { birth_date = "1940-05-20" } } },
  expect = { category = "tekun", tekun_amount = 2215, old_age_allowance = 50, total_benefit = 2265 } }
case "B8-18" { zh = "愿意集中供养", source = "规则书 NB21-15", month = "2022-08",
  household = { countable_income = 0,
    persons = { { birth_date = "1950-05-20", wish_central = true } } },
  expect = { persons = { { support_form = "central" } } } }
case "B8-27" { zh = "没有表示愿意的分散供养", source = "规则书 NB21-15", month = "2022-08",
  household = { countable_income = 0, persons = { elder } },
  expect = { persons = { { support_form = "dispersed" } } } }

---------------------------------------------------------------- 儿童(规则书 B10-01、P07)
local function orphan(status) return { { birth_date = "2012-09-01", child_status = status } } end
case "P07" { zh = "机构孤儿2022", source = "规则书 P07(R05)", month = "2022-04",
  household = { countable_income = 0, persons = orphan("institution_orphan") },
  expect = { orphan_allowance = 3024, category = "none", total_benefit = 3024 }, expect_check = { P07 = true } }
case "P07-b1" { zh = "机构孤儿2022年3月", source = "规则书 P07(R02)", month = "2022-03",
  household = { countable_income = 0, persons = orphan("institution_orphan") },
  expect = { orphan_allowance = 2580 }, expect_check = { P07 = true } }
case "P07-b2" { zh = "散居孤儿2022", source = "规则书 P07(R05)", month = "2022-04",
  household = { countable_income = 0, persons = orphan("dispersed_orphan") },
  expect = { orphan_allowance = 2419 } }
case "P07-b3" { zh = "散居孤儿2021", source = "规则书 P07(R02)", month = "2021-08",
  household = { countable_income = 0, persons = orphan("dispersed_orphan") },
  expect = { orphan_allowance = 2064 } }
case "P07-b4" { zh = "机构孤儿2024", source = "规则书 P07、NB24-26", month = "2024-06",
  household = { countable_income = 0, persons = orphan("institution_orphan") },
  expect = { orphan_allowance = 3225 }, expect_check = { P07 = true, orphan_2024 = true } }
case "P07-b5" { zh = "散居孤儿2024", source = "规则书 C.1", month = "2024-06",
  household = { countable_income = 0, persons = orphan("de_facto_orphan") },
  expect = { orphan_allowance = 2580 } }
case "P07-b6" { zh = "满18岁不在校", source = "规则书 B10-06", month = "2022-08",
  household = { persons = { { birth_date = "2004-08-31", child_status = "dispersed_orphan" } } },
  expect = { orphan_allowance = 0 } }
case "P07-b7" { zh = "下月满18岁", source = "规则书 B10-06", month = "2022-07",
  household = { persons = { { birth_date = "2004-08-01", child_status = "dispersed_orphan" } } },
  expect = { orphan_allowance = 2419 } }
case "P07-b8" { zh = "满18岁还在校", source = "规则书 B10-06(推定)", month = "2022-08",
  household = { persons = { { birth_date = "2004-08-31", child_status = "dispersed_orphan", student_stage = "senior" } } },
  expect = { orphan_allowance = 2419 } }
case "P07-b10" { zh = "机构孤儿在校", source = "规则书 B10-06(推定)", month = "2022-08",
  household = { persons = { { birth_date = "2003-08-31", child_status = "institution_orphan",
    student_stage = "bachelor" } } },
  expect = { orphan_allowance = 3024 } }
case "P07-b11" { zh = "事实无人抚养在校", source = "规则书 B10-06(推定)", month = "2022-08",
  household = { persons = { { birth_date = "2003-08-31", child_status = "de_facto_orphan",
    student_stage = "vocational" } } },
  expect = { orphan_allowance = 2419 } }
case "P07-b12" { zh = "去世次月不发", source = "规则书 F-21", month = "2022-09",
  household = { persons = { { birth_date = "2012-09-01", child_status = "dispersed_orphan",
    death_date = "2022-08-31" } } },
  expect = { orphan_allowance = 0 } }
case "P07-b9" { zh = "困境儿童成年不延续", source = "规则书 B10-06", month = "2022-08",
  household = { persons = { { birth_date = "2004-08-31", child_status = "in_difficulty", student_stage = "senior" } } },
  expect = { orphan_allowance = 0 } }

---------------------------------------------------------------- 高龄津贴(P02、N14)
case "P02" { zh = "王甲全年81岁", source = "规则书 P02(R07)", months = "2023-01..2023-12",
  household = { persons = { { birth_date = "1941-12-15" } } },
  expect_sum = { old_age_allowance = 720 } }
case "P02-b1" { zh = "王乙3月满80", source = "规则书 P02(R07)", months = "2023-01..2023-12",
  household = { persons = { { birth_date = "1943-03-31" } } },
  expect_sum = { old_age_allowance = 600 } }
case "P02-b2" { zh = "差一天4月才满", source = "规则书 F-10", month = "2023-03",
  household = { persons = { { birth_date = "1943-04-01" } } },
  expect = { old_age_allowance = 0 } }
case "N14" { zh = "满百岁那年", source = "规则书 N14", months = "2024-01..2024-12",
  household = { persons = { { birth_date = "1924-05-20" } } },
  expect_sum = { old_age_allowance = 6800 } }
case "N14-b1" { zh = "满九十那年", source = "规则书 N14", months = "2023-01..2023-12",
  household = { persons = { { birth_date = "1933-11-30" } } },
  expect_sum = { old_age_allowance = 800 } }
case "N14-b2" { zh = "去世当月仍发", source = "规则书 N14", months = "2023-01..2023-12",
  household = { persons = { { birth_date = "1938-01-10", death_date = "2023-05-02" } } },
  expect_sum = { old_age_allowance = 300 } }
case "N14-b3" { zh = "外地户籍不发", source = "规则书 B10-07", month = "2023-06",
  household = { persons = { { birth_date = "1938-01-10", hukou_local = false } } },
  expect = { old_age_allowance = 0 } }
case "N14-b4" { zh = "2019年4月百岁起800", source = "规则书 F-31(R06)", months = "2019-03..2019-04",
  household = { persons = { { birth_date = "1915-01-10" } } },
  expect = { old_age_allowance = 800 }, expect_sum = { old_age_allowance = 1100 } }
case "N14-b6" { zh = "2015年标准", source = "规则书 B10-07(R06)", month = "2015-06",
  household = { persons = { { birth_date = "1935-06-30" }, { birth_date = "1925-06-30" }, { birth_date = "1915-06-30" },
    { birth_date = "1935-07-01" } } },
  expect = { persons = { { old_age_allowance = 50 }, { old_age_allowance = 100 }, { old_age_allowance = 300 },
    { old_age_allowance = 0 } } } }
case "N14-b7" { zh = "2020年标准", source = "规则书 B10-07(R06)", month = "2020-06",
  household = { persons = { { birth_date = "1940-06-30" }, { birth_date = "1930-06-30" }, { birth_date = "1920-06-30" } } },
  expect = { persons = { { old_age_allowance = 50 }, { old_age_allowance = 100 }, { old_age_allowance = 800 } } } }
case "N14-b8" { zh = "2023年标准", source = "规则书 B10-07(R07)", month = "2023-06",
  household = { persons = { { birth_date = "1943-06-30" }, { birth_date = "1933-06-30" }, { birth_date = "1923-06-30" } } },
  expect = { persons = { { old_age_allowance = 60 }, { old_age_allowance = 100 }, { old_age_allowance = 800 } } } }
case "N14-b5" { zh = "2月29日生日", source = "规则书 F-36", month = "2024-02",
  household = { persons = { { birth_date = "1944-02-29" } } }, expect = { old_age_allowance = 60 } }

---------------------------------------------------------------- 居家上门(N15)
case "B10-07-zhenhai" { zh = "区县高于全市:镇海2013年", source = "规则书 B10-07(R06)、F-30", month = "2013-01",
  set = { old_age_rate = { { below = 80, yuan(0) }, { from = 80, below = 90, yuan(70) },
    { from = 90, below = 100, yuan(150) }, { from = 100, yuan(1000) } } },
  household = { category = "none", persons = { { birth_date = "1913-01-31" }, { birth_date = "1933-01-31" },
    { birth_date = "1923-01-31" }, { birth_date = "1933-02-01" } } },
  expect = { old_age_allowance = 1220, persons = { { old_age_allowance = 1000 }, { old_age_allowance = 70 },
    { old_age_allowance = 150 }, { old_age_allowance = 0 } } } }
case "N15" { zh = "78岁低保重度", source = "规则书 N15(a)、B12-06", month = "2022-10",
  household = { category = "dibao",
    persons = { { birth_date = "1944-01-10", elder_ability = "severe" } } },
  expect = { home_care_hours = 45 } }
case "N15-b" { zh = "82岁健康", source = "规则书 N15(b)", month = "2022-10",
  household = { category = "none", persons = { { birth_date = "1940-01-10" } } },
  expect = { home_care_hours = 3 } }
case "N15-c" { zh = "85岁低边中度就高", source = "规则书 N15(c)", month = "2022-10",
  household = { category = "dibian",
    persons = { { birth_date = "1937-01-10", elder_ability = "moderate" } } },
  expect = { home_care_hours = 30 } }
case "N15-d" { zh = "72岁计生特殊", source = "规则书 N15(d)", month = "2022-10",
  household = { category = "none",
    persons = { { birth_date = "1950-01-10", family_plan_special = true } } },
  expect = { home_care_hours = 3 } }
case "N15-d-b1" { zh = "69岁计生特殊", source = "规则书 N15(d)", month = "2022-10",
  household = { category = "none",
    persons = { { birth_date = "1952-11-01", family_plan_special = true } } },
  expect = { home_care_hours = 0 } }
case "N15-d-b2" { zh = "当月满70计生特殊", source = "规则书 N15(d)", month = "2022-10",
  household = { category = "none",
    persons = { { birth_date = "1952-10-31", family_plan_special = true } } },
  expect = { home_care_hours = 3 } }
case "N15-b1" { zh = "79岁健康", source = "规则书 B10-11", month = "2022-10",
  household = { category = "none", persons = { { birth_date = "1942-11-01" } } },
  expect = { home_care_hours = 0 } }
case "N15-b2" { zh = "82岁住养老院", source = "规则书 B10-11", month = "2022-10",
  household = { category = "none",
    persons = { { birth_date = "1940-01-10", in_institution = true } } },
  expect = { home_care_hours = 0 } }
case "N15-b3" { zh = "低保轻度", source = "规则书 B10-11", month = "2022-10",
  household = { category = "dibao",
    persons = { { birth_date = "1944-01-10", elder_ability = "mild" } } },
  expect = { home_care_hours = 10 } }
case "N15-b4" { zh = "不在册重度82岁", source = "规则书 B10-11", month = "2022-10",
  household = { category = "none",
    persons = { { birth_date = "1940-01-10", elder_ability = "severe" } } },
  expect = { home_care_hours = 3 } }
case "N15-b6" { zh = "当月满80", source = "规则书 B10-11", month = "2022-10",
  household = { category = "none", persons = { { birth_date = "1942-10-31" } } }, expect = { home_care_hours = 3 } }
case "N15-b7" { zh = "低保当月满60重度", source = "规则书 B10-11", month = "2022-10",
  household = { category = "dibao", persons = { { birth_date = "1962-10-31", elder_ability = "total" },
    { birth_date = "1962-11-01", elder_ability = "total" } } },
  expect = { home_care_hours = 45, persons = { { home_care_hours = 45 }, { home_care_hours = 0 } } } }
case "N15-b8" { zh = "单人户和特困", source = "规则书 B10-11、B12-12(推定)", month = "2022-10",
  household = { category = "tekun", persons = { { birth_date = "1950-10-31", elder_ability = "moderate" } } },
  expect = { home_care_hours = 30 } }
case "N15-b9" { zh = "单人户家庭的老人", source = "规则书 B10-11", month = "2022-10",
  household = { category = "dibao_single", persons = { { birth_date = "1950-10-31", elder_ability = "moderate" } } },
  expect = { home_care_hours = 30 } }
case "N15-b10" { zh = "外地户籍、不住家里", source = "规则书 B10-11(R08)", month = "2022-10",
  household = { category = "none", persons = { { birth_date = "1940-10-31", hukou_local = false },
    { birth_date = "1940-10-31", lives_home = false }, { birth_date = "1940-10-31", death_date = "2022-09-30" } } },
  expect = { home_care_hours = 0 } }
case "N15-b5" { zh = "重点优抚中度", source = "规则书 B10-11", month = "2022-10",
  household = { category = "none",
    persons = { { birth_date = "1944-01-10", elder_ability = "moderate", preferential_care = true } } },
  expect = { home_care_hours = 30 } }

---------------------------------------------------------------- 残疾人两项补贴(规则书 B.9、B.12)
local function family_with(level, category, grade)
  return { { birth_date = "1980-05-01", disability_category = category, disability_level = level,
             care_grade = grade },
           { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" } }
end
case "B9-1" { zh = "低保二级肢体两项都领", source = "规则书 B9-01、B9-03、B9-04", month = "2022-08",
  household = { countable_income = 2400, persons = family_with(2, "limb", "basic") },
  expect = { living_subsidy = 354.30, care_subsidy = 250, dibao_amount = 1943, total_benefit = 2547.30 } }
case "B9-2" { zh = "三级没有护理补贴", source = "规则书 B9-01", month = "2022-08",
  household = { countable_income = 2400, persons = family_with(3, "limb", "basic") },
  expect = { living_subsidy = 354.30, care_subsidy = 0 } }
case "B9-3" { zh = "一级完全不能自理", source = "规则书 B9-03", month = "2022-08",
  household = { countable_income = 2400, persons = family_with(1, "limb", "total") },
  expect = { care_subsidy = 500 } }
case "B9-4" { zh = "部分不能自理", source = "规则书 B9-03", month = "2022-08",
  household = { countable_income = 2400, persons = family_with(1, "limb", "partial") },
  expect = { care_subsidy = 125 } }
case "B9-5" { zh = "其他重残", source = "规则书 B9-03", month = "2022-08",
  household = { countable_income = 2400, persons = family_with(2, "speech", "none") },
  expect = { care_subsidy = 50 } }
local function in_home(grade)
  return { { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1,
             care_grade = grade, in_institution = true }, { birth_date = "1982-03-01" } }
end
case "B9-6" { zh = "机构照料完全不能自理", source = "规则书 B9-03、C.2", month = "2022-08",
  household = { countable_income = 2000, persons = in_home("total") },
    expect = { care_subsidy = 950 } }
case "B9-7" { zh = "机构照料基本不能自理", source = "规则书 B9-03、C.2", month = "2022-08",
  household = { countable_income = 2000, persons = in_home("basic") },
    expect = { care_subsidy = 375 } }
case "B9-8" { zh = "机构照料部分不能自理", source = "规则书 B9-03、C.2", month = "2022-08",
  household = { countable_income = 2000, persons = in_home("partial") },
    expect = { care_subsidy = 187.50 } }
case "B9-9" { zh = "机构照料其他", source = "规则书 B9-03、C.2", month = "2022-08",
  household = { countable_income = 2000, persons = in_home("none") },
    expect = { care_subsidy = 75 } }
case "B9-10" { zh = "特困两项都不领", source = "规则书 B9-02", month = "2022-08",
  household = { countable_income = 0, persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1, care_grade = "total" } } },
  expect = { category = "tekun", living_subsidy = 0, care_subsidy = 0, tekun_care = 1656 } }
case "B9-11" { zh = "孤儿只领护理补贴", source = "规则书 B9-02", month = "2022-08",
  household = { countable_income = 0,
    persons = { { birth_date = "2012-09-01", child_status = "dispersed_orphan",
    disability_category = "limb", disability_level = 2, care_grade = "basic" } } },
  expect = { living_subsidy = 0, care_subsidy = 250, orphan_allowance = 2419, total_benefit = 2669 } }
case "B9-12" { zh = "困境儿童两项都领", source = "规则书 B.12", month = "2022-08",
  household = { countable_income = 0, persons = { { birth_date = "1980-05-01" },
    { birth_date = "2012-09-01", child_status = "in_difficulty",
      disability_category = "limb", disability_level = 2, care_grade = "basic" } } },
  expect = { living_subsidy = 354.30, care_subsidy = 250, dibao_amount = 1181 } }
case "B9-13" { zh = "领工伤护理费都不领", source = "规则书 B9-02", month = "2022-08",
  household = { countable_income = 2400, persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 1, work_injury_care = true },
    { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" } } },
  expect = { living_subsidy = 0, care_subsidy = 0 } }
case "B9-14" { zh = "同类护理补贴一样高", source = "规则书 B9-02", month = "2022-08",
  household = { countable_income = 1000,
    persons = { { birth_date = "1965-05-01", same_kind_care = 250,
    disability_category = "hearing", disability_level = 2, care_grade = "basic" } } },
  expect = { care_subsidy = 250 } }
case "B9-15" { zh = "同类护理补贴高一分", source = "规则书 B9-02", month = "2022-08",
  household = { countable_income = 1000,
    persons = { { birth_date = "1965-05-01", same_kind_care = 250.01,
    disability_category = "hearing", disability_level = 2, care_grade = "basic" } } },
  expect = { care_subsidy = 0 } }
case "B9-16" { zh = "收入正好1.5倍", source = "规则书 B9-03", month = "2022-08",
  household = { countable_income = 1771.50, persons = {
    { birth_date = "1955-05-01", disability_category = "speech", disability_level = 3 } } },
  expect = { category = "dibian", living_subsidy = 354.30 } }
case "B9-17" { zh = "收入超过1.5倍一分", source = "规则书 B9-03", month = "2022-08",
  household = { countable_income = 1771.51, persons = {
    { birth_date = "1955-05-01", disability_category = "speech", disability_level = 3 } } },
  expect = { living_subsidy = 0 } }
case "B9-18" { zh = "劳动年龄看本人收入", source = "规则书 B9-03", month = "2022-08",
  household = { persons = {
    { birth_date = "1990-05-01", disability_category = "limb", disability_level = 4, wage_income = 0,
      business_income = 0, property_income = 0, transfer_income = 1771.50 },
    { birth_date = "1960-05-01", wage_income = 9000, business_income = 0, property_income = 0, transfer_income = 0 } } },
  expect = { category = "none", living_subsidy = 354.30 } }
case "B9-19" { zh = "单人户本人领生活补贴", source = "规则书 B9-01", month = "2022-08",
  household = { countable_income = 5400, persons = {
    { birth_date = "1970-05-01" }, { birth_date = "1972-03-01" },
    { birth_date = "1998-09-01", disability_category = "limb", disability_level = 2 } } },
  expect = { category = "dibao_single", living_subsidy = 354.30, total_benefit = 1585.30 } } -- 另护理补贴50
case "B9-21" { zh = "外地户籍不领", source = "规则书 Q-31", month = "2022-08",
  household = { countable_income = 2400, persons = {
    { birth_date = "1980-05-01", disability_category = "limb", disability_level = 2, hukou_local = false },
    { birth_date = "1982-03-01" }, { birth_date = "2012-09-01" } } },
  expect = { living_subsidy = 0, care_subsidy = 0 } }
case "B9-22" { zh = "单人户的家人看收入线", source = "规则书 B9-01、B9-03", month = "2022-08",
  household = { countable_income = 5400, persons = {
    { birth_date = "1950-05-01", disability_category = "limb", disability_level = 4 },
    { birth_date = "1972-03-01" },
    { birth_date = "1998-09-01", disability_category = "limb", disability_level = 2 } } },
  expect = { category = "dibao_single", persons = { { living_subsidy = 0 }, { living_subsidy = 0 },
    { living_subsidy = 354.30 } } } }
local function rich_family_with(birth_date)
  return { { birth_date = birth_date, disability_category = "limb", disability_level = 4,
      wage_income = 0, business_income = 0, property_income = 0, transfer_income = 0 },
    { birth_date = "1985-05-01", wage_income = 9000, business_income = 0, property_income = 0,
      transfer_income = 0 } }
end
case "B9-23" { zh = "当月满16岁", source = "规则书 B9-03(推定)", month = "2022-08",
  household = { persons = rich_family_with("2006-08-31") }, expect = { living_subsidy = 354.30 } }
case "B9-24" { zh = "下月满16岁", source = "规则书 B9-03(推定)", month = "2022-08",
  household = { persons = rich_family_with("2006-09-01") }, expect = { living_subsidy = 0 } }
case "B9-25" { zh = "下月满60岁", source = "规则书 B9-03(推定)", month = "2022-08",
  household = { persons = rich_family_with("1962-09-01") }, expect = { living_subsidy = 354.30 } }
case "B9-26" { zh = "当月满60岁", source = "规则书 B9-03(推定)", month = "2022-08",
  household = { persons = rich_family_with("1962-08-31") }, expect = { living_subsidy = 0 } }
case "B9-20" { zh = "提标后跟着提", source = "规则书 B9-03", month = "2022-06",
  household = { countable_income = 2400, persons = family_with(2, "limb", "basic") },
  expect = { living_subsidy = 301.50 } } -- 1005×30%

---------------------------------------------------------------- 机构托养、爱心卡、探访、免费电量(数额待确认)
case "Q-15-1" { zh = "低边重度住机构", source = "规则书 Q-15(推定)", month = "2024-06",
  household = { category = "dibian",
    persons = { { birth_date = "1944-01-10", elder_ability = "severe", in_institution = true } } },
  expect = { institution_care = 800, local_benefit = 800 } }
case "Q-15-5" { zh = "低保中度计入合计", source = "规则书 Q-15(推定)", month = "2024-06",
  household = { countable_income = 0, persons = { { birth_date = "1960-01-10", elder_ability = "moderate",
      in_institution = true }, { birth_date = "1980-05-01" } } },
  expect = { institution_care = 500, dibao_amount = 2534, total_benefit = 3034 } }
case "Q-15-6" { zh = "不满60岁不享受", source = "规则书 Q-15", month = "2024-06",
  household = { category = "dibao", persons = { { birth_date = "1964-07-01", elder_ability = "severe",
    in_institution = true } } },
  expect = { institution_care = 0 } }
case "Q-15-7" { zh = "同类护理补贴更高", source = "规则书 B9-02", month = "2024-06",
  household = { category = "dibao", persons = { { birth_date = "1944-01-10", elder_ability = "total",
    in_institution = true, same_kind_care = 800 } } },
  expect = { institution_care = 0 } }
case "Q-15-2" { zh = "与残疾护理补贴就高", source = "规则书 B9-02、B.12", month = "2024-06",
  household = { category = "dibian",
    persons = { { birth_date = "1944-01-10", elder_ability = "severe",
    in_institution = true, disability_category = "limb", disability_level = 1, care_grade = "total" } } },
  expect = { institution_care = 0, care_subsidy = 950 } }
case "Q-15-3" { zh = "托养补助更高", source = "规则书 B9-02、B.12", month = "2024-06",
  household = { category = "dibian",
    persons = { { birth_date = "1944-01-10", elder_ability = "severe",
    in_institution = true, disability_category = "limb", disability_level = 1, care_grade = "basic" } } },
  expect = { institution_care = 800, care_subsidy = 0 } }
case "Q-15-4" { zh = "不在册不享受", source = "规则书 Q-15", month = "2024-06",
  household = { category = "none",
    persons = { { birth_date = "1944-01-10", elder_ability = "severe", in_institution = true } } },
  expect = { institution_care = 0 } }
case "Q-15-8" { zh = "特困供养金里已有护理费", source = "规则书 B12-13", month = "2024-06",
  household = { category = "tekun", persons = { { birth_date = "1950-01-01", elder_ability = "severe",
    in_institution = true } } }, expect = { institution_care = 0 } }
case "Q-15-9" { zh = "与工伤生活护理费就高", source = "规则书 B12-25", month = "2024-06",
  household = { category = "dibao", dibao_amount = 0, persons = {
    { birth_date = "1950-01-01", elder_ability = "severe", in_institution = true, work_injury_care = true, same_kind_care = 800.01 },
    { birth_date = "1950-01-01", elder_ability = "severe", in_institution = true, work_injury_care = true, same_kind_care = 799.99 } } },
  expect = { persons = { { institution_care = 0 }, { institution_care = 800 } } } }
case "N15-e" { zh = "残疾护理补贴、工伤护理与上门服务同享", source = "规则书 B12-18、B12-24", month = "2022-10",
  household = { category = "dibao", dibao_amount = 0, persons = {
    { birth_date = "1942-01-01", elder_ability = "severe", disability_category = "limb", disability_level = 1, care_grade = "total" },
    { birth_date = "1942-01-01", elder_ability = "severe", work_injury_care = true } } },
  expect = { persons = { { home_care_hours = 45, care_subsidy = 500 }, { home_care_hours = 45 } } } }
case "N15-f" { zh = "特困不享受上门服务的区县", source = "规则书 B12-12", month = "2022-10",
  set = { home_care_with = { dibao = "both", tekun = "no", orphan = "both", child = "both", living = "both", care = "both",
    old_age = "both", home_care = "both", elder_care = "both", work_injury = "both", elder_scheme = "both" } },
  household = { category = "tekun", persons = { { birth_date = "1942-01-01", elder_ability = "severe" } } },
  expect = { home_care_hours = 0 } }
case "Q-14-1" { zh = "爱心卡", source = "规则书 Q-14(推定)", month = "2024-06",
  household = { category = "dibao", persons = { { birth_date = "1962-01-10" },
    { birth_date = "1942-01-10" },
    { birth_date = "1932-01-10" }, { birth_date = "1970-01-10" } } },
  expect = { care_points = 220, persons = { { care_points = 60 }, { care_points = 60 }, { care_points = 100 }, { care_points = 0 } } } }
local card = { birth_date = "1942-01-10", points_spent = 50 }
case "Q-14-2" { zh = "三个月记180分用150分", source = "规则书 Q-14", months = "2024-06..2024-08",
  household = { category = "none", persons = { card } },
  expect = { persons = { { care_points_left = 30, care_points_worth = 30 } } } }
case "Q-14-3" { zh = "不够的自付", source = "规则书 Q-14", month = "2024-06",
  household = { category = "none", persons = { { birth_date = "1942-01-10", points_spent = 61 } } },
  expect = { persons = { { care_points_left = 0 } } } }
case "NB24-08-1" { zh = "独居每周探访", source = "规则书 NB21-14", month = "2024-06",
  household = { category = "none", persons = { { birth_date = "1944-01-10", lives_alone = true },
    { birth_date = "1944-01-10", elder_ability = "mild" }, { birth_date = "1944-01-10" } } },
  expect = { persons = { { visit_cadence = "week" }, { visit_cadence = "month" }, { visit_cadence = "none" } } } }
case "NB24-08-3" { zh = "空巢、留守、不满60岁", source = "规则书 NB21-14", month = "2024-06",
  household = { category = "none", persons = { { birth_date = "1944-01-10", empty_nest = true },
    { birth_date = "1964-06-30", left_behind = true }, { birth_date = "1964-07-01", lives_alone = true },
    { birth_date = "1944-01-10", lives_alone = true, death_date = "2024-05-01" } } },
  expect = { persons = { { visit_cadence = "week" }, { visit_cadence = "week" }, { visit_cadence = "none" },
    { visit_cadence = "none" } } } }
case "NB24-16-2" { zh = "不在册不用探访", source = "规则书 NB24-16", month = "2024-06",
  household = { category = "none" }, expect = { family_visit = false } }
case "NB24-08-2" { zh = "2022年失能没有规定", source = "规则书 NB21-14", month = "2022-06",
  household = { category = "none",
    persons = { { birth_date = "1944-01-10", elder_ability = "mild" } } },
  expect = { persons = { { visit_cadence = "none" } } } }
case "NB24-16-1" { zh = "救助家庭探访", source = "规则书 NB24-16", month = "2024-06",
  household = { category = "dibian" }, expect = { family_visit = true } }
case "B10-15-1" { zh = "两保户免费电量", source = "规则书 B10-15", month = "2024-06",
  household = { category = "dibao" }, expect = { free_kwh = 15 } }
case "B10-15-2" { zh = "低边没有免费电量", source = "规则书 B10-15", month = "2024-06",
  household = { category = "dibian" }, expect = { free_kwh = 0 } }
