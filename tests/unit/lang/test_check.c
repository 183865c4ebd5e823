/* Static checks over a small model made by hand: what is found, where, and what is left alone.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "small_world.h"

static void put_messages(const struct world *w, struct buf *b)
{
    for (size_t i = 0; i < w->d.count; i++) {
        const struct diag_item *item = &w->d.items[i];
        buf_printf(b, "%s%u:%u %s%s%s\n", strcmp(item->at.file, "t.lua") ? item->at.file : "",
                   item->at.line, item->at.column, item->text, item->hint ? " | " : "",
                   item->hint ? item->hint : "");
    }
}

static void run(const char *text, const char *module, const char *want)
{
    struct world *w = make_world(text, module);
    struct buf b;

    buf_init(&b);
    assert_int_equal(check_formulas(&w->model, w->files, w->file_count, &w->d),
                     *want ? HM_DATA : HM_OK);
    put_messages(w, &b);
    assert_string_equal(b.data ? b.data : "", want);
    buf_fini(&b);
    free_world(w);
}

/* A formula of household.amount with this body; columns count from the body's own line 2. */
static void body(const char *text, const char *want)
{
    struct buf b;

    buf_init(&b);
    buf_printf(&b, "variable \"amount\" { formula = function (family, law)\n%s\nend }\n", text);
    run(b.data, NULL, want);
    buf_fini(&b);
}

static void of_type(const char *variable, const char *text, const char *want)
{
    struct buf b;

    buf_init(&b);
    buf_printf(&b, "variable \"%s\" { formula = function (family, law)\n%s\nend }\n", variable,
               text);
    run(b.data, NULL, want);
    buf_fini(&b);
}

static void good_formulas(void **state)
{
    (void)state;
    body("return law.standard * count(family.persons) - family.savings", "");
    body("local total = 0 for m in each(family.persons) do total = total + m.wage end return "
         "total",
         "");
    body("return sum(family.persons, function (m) return m.counted and m.wage or 0 end)", "");
    body("return sum(family.persons, 'wage') / #family.persons", "");
    body("return max(family.savings, yuan(0), 0)", "");
    body("return max(family.persons, 'wage', yuan(0))", "");
    body("return family.savings / family.savings * yuan(0.5)", "");
    body("return law.care['完全不能自理'] + law.care[family.persons[1].grade]", "");
    body("return law.old_age[age(family.persons[1].birth, law.month)]", "");
    body("return family.savings - law.levy[family.savings]", ""); /* rate * money is money */
    body("if law.below(family.savings, law.standard * 3) then return yuan(1) else return 0 end",
         "");
}

/* Chinese names of fields, parameters, lists, parents. */
static void chinese_names(void **state)
{
    (void)state;
    body("return family.货币财产 + law.标准 * family.人口", "");
    body("return sum(family.成员, '工资')", "");
    run("person_variable \"benefit\" { formula = function (人, 法)\n"
        "  if 人.家庭.救助类别 == '低保' then return 法.护理费[人.等级] end\n  return 0\nend "
        "}\n",
        NULL, "");
}

static void unknown_names(void **state)
{
    (void)state;
    body("return family.savngs",
         "2:15 household has no field \"savngs\" | did you mean savings (货币财产)?\n");
    body("return family.wage", "2:15 household has no field \"wage\" | person has it\n");
    body("return law.standart",
         "2:12 the law has no parameter \"standart\" | did you mean standard (标准)?\n");
    body("return summ(family.persons, 'wage')",
         "2:8 the name \"summ\" is not known here | did you mean sum?\n");
    body("return sum(family.persons, 'wages')",
         "2:28 person has no field \"wages\" | did you mean wage (工资)?\n");
    body("return sum(family.person, 'wage')",
         "2:19 household has no field \"person\" | did you mean persons?\n");
    body("if family.category == 'dibo' then return 0 end return yuan(1)",
         "2:23 category has no value \"dibo\" | did you mean dibao (低保)?\n");
    body("return law.care['totl']",
         "2:17 grade has no value \"totl\" | did you mean total (完全不能自理)?\n");
    of_type("category", "local c = 'none' if family.ok then c = 'tekung' end return c",
            "2:40 category has no value \"tekung\" | did you mean tekun (特困)?\n");
    of_type("category", "return family.ok and 'dibao' or 'nonne'",
            "2:33 category has no value \"nonne\" | did you mean none (不符合)?\n");
    of_type("category", "return default(family:before(1).category, 'x')",
            "2:43 category has no value \"x\"\n");
    body("return family:befor(1).amount",
         "2:15 there is no method \"befor\" | the only method of a row is before(n)\n");
    body("return before(1, law.standard)",
         "2:8 before(n, value) works only in a check | a formula asks a row: "
         "family:before(1).category\n");
}

static void type_errors(void **state)
{
    (void)state;
    body("return family.savings + 1", "2:23 money + integer: money and numbers do not mix | an "
                                      "amount of money is written yuan(...)\n");
    body("return family.savings * law.standard", "2:23 money * money is not possible\n");
    body("return yuan(3 / yuan(1))", "2:15 integer / money: money and numbers do not mix | an "
                                     "amount of money is written yuan(...)\n");
    body("return family.savings + nil",
         "2:23 money + nil: one side is nil, which is no value\n");
    body("return -family.urban",
         "2:8 -boolean is not possible; only numbers and money have a sign\n");
    body("if family.size then return yuan(1) end return yuan(2)",
         "2:4 a condition must be true or false, not integer | compare it with something\n");
    body("return family.savings and yuan(1) or yuan(2)",
         "2:8 a condition must be true or false, not money | compare it with something\n");
    body("if not family.size then return yuan(1) end return yuan(2)",
         "2:8 a condition must be true or false, not integer | compare it with something\n");
    body("if family.savings < 5 then return yuan(1) end return yuan(2)",
         "2:19 money < integer: these cannot be compared | an amount of money is written "
         "yuan(...)\n");
    body("if 1 < family.size < 3 then return yuan(1) end return yuan(2)",
         "2:20 boolean < integer: these cannot be compared | for a value between two others "
         "write a < b and b < c\n");
    body("if family.category == 1 then return yuan(1) end return yuan(2)",
         "2:20 enum category == integer: these cannot be compared\n");
    body("if family.applied == '2024-07' then return yuan(1) end return yuan(2)",
         "2:19 month == text: these cannot be compared | a month is written month "
         "\"2024-07\"\n");
    body("if family.persons[1].birth < law.month then return 0 end return yuan(1)",
         "2:28 date < month: these cannot be compared | make both a month with month_of(date), "
         "or both a date with first_day(month)\n");
    body("return family.persons.wage", "2:23 list person has no field \"wage\" | loop over "
                                       "each(list), or take one member with [1]\n");
    body("for m in family.persons do end return 0",
         "2:10 a loop needs each(...), not the list person itself | write each(...) around "
         "it\n");
    body("return law.care * 2",
         "2:17 parameter care * integer is not possible | look it up with [key] first\n");
    body("return law.care[3]", "2:17 care is looked up by enum grade, not by integer\n");
    body("return law.old_age[family.savings]",
         "2:20 old_age is looked up by integer, not by money\n");
    body("return law.care(3)", "2:8 care is no function | look it up with [key]\n");
    body("return yuan(age(family.savings, law.month))",
         "2:17 age: expected a date, found money\n");
    body("return yuan(age(family.persons[1].birth))", "2:13 age takes 2 arguments, found 1\n");
    body("family.savings = 3 return yuan(1)",
         "2:1 row household cannot be changed by a rule | keep the value in a local\n");
    body("total = 3 return yuan(1)", "2:1 \"total\" is a global name; a formula can only "
                                     "assign to its locals | write `local` in front\n");
    body("return family.savings()", "2:8 money cannot be called\n");
    body("return yuan(count(family.persons, function (m) return m.wage end))",
         "2:35 count: a condition must be true or false, not money\n");
    body("return family.before(1).amount",
         "2:15 household has no field \"before\" | write row:before(n), with a colon\n");
    body("return yuan(0 / family.savings)", "");
    body("return yuan(family:before(0).heads)",
         "2:27 before(n) reaches back at least one month | before(1) is the month before\n");
    body("return 'a' .. family.urban", "2:12 text .. boolean is not possible\n");
}

static void returns(void **state)
{
    (void)state;
    body("return 3", "2:8 amount is money, but the formula returns integer | an amount of "
                     "money is written yuan(...)\n");
    body("return family.urban", "2:8 amount is money, but the formula returns boolean\n");
    body("if family.urban then return yuan(1) end",
         "1:31 the formula ends without a value | some way through it meets no return: end "
         "with one\n");
    body("local x = 1", "1:31 the formula ends without a value | end with return\n");
    body("if family.urban then return yuan(1) else error('x') end", "");
    body("while true do if family.urban then return yuan(1) end end", "");
    body("repeat return yuan(1) until true", "");
    body("do return yuan(1) end", "");
    body("return", "2:1 amount: the formula returns no value here\n");
    of_type("ok", "return family.category == 'dibao'", "");
    of_type("ok", "return family.category",
            "2:8 ok is boolean, but the formula returns enum category\n");
    of_type("heads", "return family.size / 2", "");
    of_type("heads", "return family.savings",
            "2:8 heads is integer, but the formula returns money\n");
    of_type("category", "return family.persons[1].grade",
            "2:8 category is enum category, but the formula returns enum grade\n");
    of_type("category", "return 'tekun'", "");
}

static void units(void **state)
{
    (void)state;
    body("return law.standard + family.spent", "2:21 an amount per month beside an amount per "
                                               "year | multiply by 12 or divide by 12 first\n");
    body("if family.spent > law.standard then return yuan(1) end return yuan(0)",
         "2:17 an amount per year beside an amount per month | multiply by 12 or divide by 12 "
         "first\n");
    body("return law.standard * 12 + family.spent / 1", "");
    body("local x = family.spent return x",
         "2:31 amount is an amount per month, but the formula returns one per year | multiply "
         "by 12 or divide by 12 first\n");
    body("return max(law.standard, law.limit_year)",
         "2:11 an amount per month beside an amount per year | multiply by 12 or divide by 12 "
         "first\n");
    body("return sum(family.persons, 'wage') - law.limit_year",
         "2:36 an amount per month beside an amount per year | multiply by 12 or divide by 12 "
         "first\n");
    body("if law.below(family.spent, law.standard) then return 0 end return yuan(1)",
         "2:13 an amount per year beside an amount per month | multiply by 12 or divide by 12 "
         "first\n");
}

static void branches(void **state)
{
    (void)state;
    body("local x, y = 1, 1 if family.urban then y = 2 else x = yuan(1) end return yuan(x + y)",
         "");
    of_type("category",
            "local c = family:before(1).category if family.ok then c = 'dibo' end return c",
            "2:59 category has no value \"dibo\" | did you mean dibao (低保)?\n");
    of_type(
        "category",
        "local c if family.ok then c = family:before(1).category else c = 'dibo' end return c",
        "2:66 category has no value \"dibo\" | did you mean dibao (低保)?\n");
    of_type("ok", "return default(family.persons[1].grade, 'xx') == 'total'",
            "2:41 grade has no value \"xx\"\n");
    body("return yuan(max(3))", "2:13 max needs two or more values, or a list\n");
    body("return family.savings + sum(family.persons, function (m) return 0 end)", "");
    body("local x if family.urban then x = yuan(1) else x = yuan(2) end return x + 1",
         "2:72 money + integer: money and numbers do not mix | an amount of money is written "
         "yuan(...)\n");
    body("local x = 1 if family.urban then x = yuan(1) end return x + 1", "");
    body("local x = 1 if family.urban then x = yuan(1) return x end return yuan(x + 1)", "");
    body("local x = 0 for i = 1, 3 do x = x + yuan(i) end return x + 1",
         "2:58 money + integer: money and numbers do not mix | an amount of money is written "
         "yuan(...)\n");
    body("local x = 1 while x < 3 do x = x + 1 end return yuan(x)", "");
    body("local x = 1 repeat local done = true x = yuan(1) until done return x", "");
    body("local x = nil for m in each(family.persons) do x = m end return x.wage", "");
    body("local f = function (a) if type(a) == 'number' then return yuan(a) end return a end "
         "return f(family.savings)",
         "");
    body("do goto out end ::out:: return yuan(1)", "");
    body("for m in each(family.persons) do if not m.counted then goto next end ::next:: end "
         "return 0",
         "");
    body("local x = 1 local function f() x = yuan(1) end f() return x + 1", "");
}

static void functions(void **state)
{
    (void)state;
    run("local function total(list, v)\n"
        "  return sum(list, function (m) return m.wage + v end)\nend\n"
        "variable \"amount\" { formula = function (f)\n"
        "  return total(f.persons, yuan(1)) + total(f.persons, 1) end }\n",
        NULL,
        "2:47 money + integer: money and numbers do not mix | an amount of money is written "
        "yuan(...)\n");
    run("local function half(x) return x / 2 end\n"
        "function twice(x, n) if n == nil then return x * 2 end return x * n end\n"
        "variable \"amount\" { formula = function (f, law)\n"
        "  return half(f.savings) + twice(f.savings) + twice(half(law.standard), 3)\nend }\n"
        "variable \"heads\" { formula = function (f, law) return half(f.size) + "
        "half(f.savings) end }\n",
        NULL,
        "6:68 number + money: money and numbers do not mix | an amount of money is written "
        "yuan(...)\n");
    run("local function bad(x)\n  return x + 1\nend\n"
        "variable \"amount\" { formula = function (f) return bad(f.savings) end }\n"
        "variable \"heads\" { formula = function (f) return bad(f.size) end }\n",
        NULL,
        "2:12 money + integer: money and numbers do not mix | an amount of money is written "
        "yuan(...)\n");
    run("local function loop(x) if x > 3 then return x end return loop(x + 1) end\n"
        "variable \"heads\" { formula = function (f) return loop(f.size) end }\n",
        NULL, "");
    run("local total = 0\n"
        "variable \"heads\" { formula = function (f) total = total + 1 return total end }\n",
        NULL,
        "2:43 \"total\" is a local of the whole file; a formula cannot change it | use a local "
        "of the formula\n");
    run("local make = function (rate) return function (x) return x * rate end end\n"
        "local a, b = make(0.5), make(yuan(2))\n"
        "variable \"amount\" { formula = function (f) return a(f.savings) end }\n",
        NULL, "");
    run("local t = {}\nfunction t.名(x) return x end\nt.k = 3\n"
        "variable \"amount\" { formula = function (f) return t.名(f.savings) + t.k end }\n",
        NULL,
        "4:66 money + integer: money and numbers do not mix | an amount of money is written "
        "yuan(...)\n");
}

static void modules(void **state)
{
    static const char module[] = "local function diff(a, b)\n  return a - b\nend\n"
                                 "return { diff = diff }\n";

    (void)state;
    run("local pay = require 'pay'\n"
        "variable \"amount\" { formula = function (f, law) return pay.diff(f.savings, "
        "law.standard) end }\n",
        module, "");
    run("local pay = require 'pay'\n"
        "variable \"amount\" { formula = function (f, law) return pay.dif(f.savings, "
        "law.standard) end }\n",
        module, "2:60 the module has no function \"dif\" | did you mean diff?\n");
    run("local pay = require 'pay'\n"
        "variable \"amount\" { formula = function (f, law) return pay.diff(f.savings, f.size) "
        "end }\n",
        module,
        "stdlib/pay.lua2:12 money - integer: money and numbers do not mix (called from "
        "t.lua:2:56) | an amount of money is written yuan(...)\n");
}

static void cycles(void **state)
{
    (void)state;
    run("variable \"amount\" { [\"2020-01-01\"] = function (f) return f.other end }\n"
        "variable \"other\" { formula = function (f) return f.amount end }\n",
        NULL,
        "1:60 these variables wait for each other: amount -> other -> amount | amount "
        "t.lua:1:60; other t.lua:2:52\n");
    run("variable \"amount\" { formula = function (f) return f.other end }\n"
        "variable \"other\" { formula = function (f) return yuan(f.heads) end }\n"
        "variable \"heads\" { formula = function (f) return f.other / yuan(1) end }\n",
        NULL,
        "3:52 these variables wait for each other: heads -> other -> heads | heads "
        "t.lua:3:52; other t.lua:2:57\n");
    run("variable \"amount\" { formula = function (f) return f.other end }\n"
        "variable \"other\" { formula = function (f) return f.amount end }\n",
        NULL,
        "1:53 these variables wait for each other: amount -> other -> amount | amount "
        "t.lua:1:53; other t.lua:2:52\n");
    run("variable \"amount\" { formula = function (f) return f:before(1).amount end }\n", NULL,
        "");
    run("variable \"amount\" { formula = function (f) return f.amount end }\n", NULL,
        "1:53 these variables wait for each other: amount -> amount | amount t.lua:1:53\n");
    run("local function get(x) return x.other end\n"
        "variable \"amount\" { formula = function (f) return get(f) end }\n"
        "variable \"other\" { formula = function (f) return sum(f.persons, 'benefit') end }\n"
        "person_variable \"benefit\" { formula = function (p) return p.household.amount end "
        "}\n",
        NULL,
        "1:32 these variables wait for each other: household.amount -> household.other -> "
        "person.benefit -> household.amount"
        " | household.amount t.lua:1:32; household.other t.lua:3:65; person.benefit "
        "t.lua:4:71\n");
    run("variable \"amount\" { formula = function (f) return f.other end,\n"
        "  [\"2020-01-01\"] = function (f) return yuan(1) end }\n"
        "variable \"other\" { [\"2020-01-01\"] = function (f) return f.amount end }\n",
        NULL, "");
}

static uint16_t field_id(const char *name)
{
    for (uint16_t i = 0; i < FIELD_COUNT; i++)
        if (strcmp(field_rows[i].name, name) == 0)
            return i;
    fail();
    return 0;
}

static void expect_reads(const struct world *w, const char *variable, const char *want)
{
    const struct field *f = &w->fields[field_id(variable)];
    struct buf b;

    buf_init(&b);
    for (uint16_t i = 0; i < f->read_count; i++)
        buf_printf(&b, "%s ", w->fields[f->reads[i]].name);
    buf_puts(&b, "| ");
    for (uint16_t i = 0; i < f->read_parameter_count; i++)
        buf_printf(&b, "%s ", parameters[f->reads_parameters[i]].name);
    buf_printf(&b, "| %u", f->before_months);
    assert_string_equal(b.data, want);
    buf_fini(&b);
}

static void what_is_read(void **state)
{
    struct world *w = make_world(
        "local back = 12\n"
        "local function grace(f, n) return f:before(n).amount end\n"
        "local function rich(f) return f.urban end\n"
        "variable \"amount\" { formula = function (f, law)\n"
        "  local t, r = { row = f }, rich(f)\n"
        "  return sum(f.persons, function (m) return m.wage * law.ratio end) + "
        "t.row.other\nend,\n"
        "  [\"2020-01-01\"] = function (f, law) return f.savings + grace(f, 3) end }\n"
        "variable \"other\" { formula = function (f, law)\n"
        "  for i = 1, back do local x = grace(f, i) end return rich(f) and yuan(1) or yuan(2) "
        "end }\n"
        "variable \"heads\" { formula = function (f) return grace(f, f.size) / yuan(1) end }\n"
        "variable \"ok\" { formula = function (f) local k = tostring(1) return f[k] end }\n"
        "check \"c\" { test = function (law) return law.standard * 12 >= law.limit_year, 'm' "
        "end }\n",
        NULL);

    (void)state;
    w->fields[field_id("category")].sum_of = field_id("benefit");
    assert_int_equal(check_formulas(&w->model, w->files, 1, &w->d), HM_OK);
    assert_int_equal(w->d.count, 0);
    expect_reads(w, "amount", "savings urban other wage | ratio | 3");
    expect_reads(w, "other", "urban | | 12");
    expect_reads(w, "heads", "size | | 255");
    expect_reads(w, "category", "benefit | | 0");
    assert_int_equal(w->fields[field_id("ok")].read_count, FIELD_COUNT);
    assert_int_equal(w->checks[0].read_parameter_count, 2);
    free_world(w);
}

static void never_nil(void **state)
{
    struct world *w =
        make_world("variable \"ok\" { formula = function (f)\n"
                   "  return f.savings == nil or f:before(1).savings ~= nil end }\n",
                   NULL);

    (void)state;
    assert_int_equal(check_formulas(&w->model, w->files, 1, &w->d), HM_OK);
    assert_int_equal(w->d.count, 1);
    assert_int_equal(w->d.items[0].level, HM_LEVEL_WARNING);
    assert_int_equal(w->d.items[0].at.column, 20);
    free_world(w);
}

static void checks(void **state)
{
    (void)state;
    run("check \"c\" { test = function (law) return law.standard * 12 end }\n", NULL,
        "1:42 a check must return true or false, not money\n");
    run("check \"c\" { test = function (law) local x = 1 end }\n", NULL,
        "1:20 the formula ends without a value | end with return\n");
}

static void out_of_memory(void **state)
{
    (void)state;
    for (uint64_t n = 1;; n++) {
        struct world *w = make_world("local function f(x) return x * 2 end\n"
                                     "variable \"amount\" { formula = function (h, law)\n"
                                     "  local x = 0 if h.urban then x = f(h.other) end\n"
                                     "  for m in each(h.persons) do x = x + m.wage end\n"
                                     "  return x end }\n",
                                     NULL);
        enum hm_status st;
        fault_arm(FAULT_ALLOC, n);
        st = check_formulas(&w->model, w->files, 1, &w->d);
        fault_arm(FAULT_ALLOC, 0);
        free_world(w);
        if (st == HM_OK)
            break;
        assert_int_equal(st, HM_NOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_formulas), cmocka_unit_test(chinese_names),
        cmocka_unit_test(unknown_names), cmocka_unit_test(type_errors),
        cmocka_unit_test(returns),       cmocka_unit_test(units),
        cmocka_unit_test(branches),      cmocka_unit_test(functions),
        cmocka_unit_test(modules),       cmocka_unit_test(cycles),
        cmocka_unit_test(what_is_read),  cmocka_unit_test(checks),
        cmocka_unit_test(never_nil),     cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
