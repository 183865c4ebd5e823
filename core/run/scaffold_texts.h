/* scaffold_texts.h - what `huimin new` writes, in Chinese whatever the user's language is: policy
 * files are for a bureau's officers. @NAME@ is the folder's name, @ZH@ the place's, @PATH@ the
 * policy's, @ABOVE@ that of the level above. Private to run/scaffold.c.
 */
#ifndef HM_RUN_SCAFFOLD_TEXTS_H
#define HM_RUN_SCAFFOLD_TEXTS_H

#define SCAFFOLD_POLICY                                                                        \
    "-- @PATH@/policy.lua    @ZH@\n"                                                          \
    "-- 这个文件夹是@ZH@自己的规定。@ABOVE@\n"                                                 \
    "-- 改完一处就运行:\n"                                                                     \
    "--   huimin check @SHOWN@      检查写法\n"                                                \
    "--   huimin test @SHOWN@       运行例子\n"                                                \
    "--   huimin check --watch @SHOWN@    一边写一边检查\n"                                    \
    "policy { zh = \"@ZH@\"@DIVISION@ }\n"                                                     \
    "\n"                                                                                       \
    "@ENTITIES@@STANDARD@include \"subsidy.lua\"      -- 规则:示例补贴\n"                                \
    "include \"cases.lua\"        -- 例子:每条规则至少一个\n"

#define SCAFFOLD_ENTITIES                                                                      \
    "-- 上级没有家庭和成员,先在这里说明。\n"                                                   \
    "entity \"household\" { zh = \"家庭\" }\n"                                                 \
    "entity \"person\" { zh = \"成员\", of = household, plural = \"persons\" }\n"              \
    "input \"birth_date\" { of = person, type = date, zh = \"出生日期\" }\n"                   \
    "\n"

#define SCAFFOLD_INCLUDE_STANDARD "include \"standard.lua\"     -- 上级留给这里填的数字\n"

#define SCAFFOLD_STANDARD                                                                      \
    "-- @PATH@/standard.lua    上级留给这里填的数字\n"                                         \
    "-- 下面每一项上级只说了名称,没有数。文件来了,去掉行首的“-- ”,填上日期、数和出处。\n"       \
    "-- 还没有填的,用到它的结果会说缺这个参数。\n"

#define SCAFFOLD_RULE                                                                          \
    "-- @PATH@/subsidy.lua    示例补贴:照着改成真的\n"                                        \
    "-- 一条规则有三样:参数(文件里的数字,会变)、变量(怎么算)、例子(cases.lua)。\n"             \
    "\n"                                                                                       \
    "---------------------------------------------------------------- 参数:数字、哪天起、出处\n" \
    "-- 每次调整加一行日期,旧的留着:以前的月份仍按以前的数算。\n"                              \
    "-- status = \"placeholder\" 表示还没有见到文件,等文件来了改掉;有了文件就把这一项删去。\n" \
    "parameter \"@NAME@_subsidy_amount\" { zh = \"@ZH@示例补贴标准\", type = money, unit = \"yuan/person/month\",\n" \
    "  [\"2024-01-01\"] = { yuan(50), status = \"placeholder\", source = \"(写上文件名和条款)示例,不是真的规定\" },\n" \
    "}\n"                                                                                      \
    "parameter \"@NAME@_subsidy_age\" { zh = \"@ZH@示例补贴年龄\", type = integer, unit = \"year\",\n" \
    "  [\"2024-01-01\"] = { 80, status = \"placeholder\", source = \"(写上文件名和条款)示例,不是真的规定\" },\n" \
    "}\n"                                                                                      \
    "\n"                                                                                       \
    "---------------------------------------------------------------- 变量:给谁、怎么算、依据哪一条\n" \
    "-- of 是给谁算(person 每个成员,household 全户);result 会打印、入库;benefit 是每月发的钱。\n" \
    "-- 公式里 person 是这个人,law 是当月的参数;要用家庭的事实写 person.household.名称。\n"    \
    "-- 名称可以用中文:law.@ZH@示例补贴标准 与 law.@NAME@_subsidy_amount 是一回事。\n"         \
    "variable \"@NAME@_subsidy\" { of = person, type = money, unit = \"yuan/month\", zh = \"@ZH@示例补贴\",\n" \
    "  result = true, benefit = true,\n"                                                       \
    "  law = \"(写上文件名和条款)年满80周岁的当月起,每人每月50元\",\n"                         \
    "  formula = function (person, law)\n"                                                     \
    "    if age(person.birth_date, law.month) < law.@NAME@_subsidy_age then return yuan(0) end\n" \
    "    return law.@NAME@_subsidy_amount\n"                                                   \
    "  end,\n"                                                                                 \
    "}\n"

#define SCAFFOLD_CASES                                                                         \
    "-- @PATH@/cases.lua    例子\n"                                                           \
    "-- 一个例子是一户人家和应得的结果。界限的两边各写一个(差一月、差一分、差一人),\n"         \
    "-- 再写一个缺事实的。huimin test --coverage 说还缺什么,--mutate 说改错了哪里没人发现。\n" \
    "\n"                                                                                       \
    "case \"@NAME@-1\" { zh = \"满80周岁的当月\", source = \"手算\", month = \"2024-05\",\n"   \
    "  household = { persons = { { birth_date = \"1944-05-20\" } } },\n"                       \
    "  expect = { persons = { { @NAME@_subsidy = 50 } } } }\n"                                 \
    "case \"@NAME@-2\" { zh = \"差一个月\", source = \"手算\", month = \"2024-04\",\n"         \
    "  household = { persons = { { birth_date = \"1944-05-20\" } } },\n"                       \
    "  expect = { persons = { { @NAME@_subsidy = 0 } } } }\n"                                  \
    "case \"@NAME@-3\" { zh = \"没有出生日期\", source = \"手算\", month = \"2024-05\",\n"     \
    "  household = { persons = { {} } },\n"                                                    \
    "  expect_missing = { @NAME@_subsidy = { \"persons[0].birth_date\" } } }\n"

#endif
