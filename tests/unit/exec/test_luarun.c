/* test_luarun.c - what formulas mean (docs/language.md, sections 2 and 3), on the reference
 * engine, with small policies.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/limits.h"
#include "exec_kit.h"

struct row {
    const char *policy, *facts, *outputs, *want;
};

static void expect_all(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        kit_expect(rows[i].policy, rows[i].facts, rows[i].outputs, "2024-03", rows[i].want);
}

#define EXPECT(rows) expect_all(rows, sizeof rows / sizeof *rows)

#define INPUTS                                                                                 \
    "input \"savings\" { of = household, type = money, zh = \"存款\" }\n"                    \
    "input \"area\" { of = household, type = number, decimals = 2 }\n"                         \
    "input \"kids\" { of = household, type = integer, default = 2 }\n"                         \
    "input \"local_\" { of = household, type = boolean, default = true }\n"                    \
    "enum \"region\" { zh = \"地区\", { \"none\", \"无\" }, { \"urban\", \"城镇\" } }\n"  \
    "input \"region_\" { of = household, type = region }\n"                                    \
    "input \"wage\" { of = person, type = money, zh = \"工资\" }\n"                          \
    "input \"born\" { of = person, type = date }\n"
#define X(type, body)                                                                          \
    INPUTS "variable \"x\" { of = household, type = " type                                     \
           ", formula = function (family, law) " body " end }\n"

static void test_reading(void **state)
{
    static const struct row rows[] = {
        {X("money", "return family.savings"), "household savings=12.50", "x", "x=12.50"},
        {X("money", "return family.存款 * 2"), "household savings=12.50", "x", "x=25.00"},
        {X("money", "return family.savings"), "household", "x", "x=?savings"},
        {X("integer", "return family.kids"), "household", "x", "x=2"},
        {X("integer", "return family.kids"), "household kids=5", "x", "x=5"},
        {X("boolean", "return family.local_"), "household", "x", "x=true"},
        {X("region", "return family.region_"), "household", "x", "x=none"},
        {X("region", "return family.region_"), "household region_=城镇", "x", "x=urban"},
        {X("region", "return \"城镇\""), "household", "x", "x=urban"},
        {X("boolean", "return family.region_ == \"城镇\""), "household region_=urban", "x",
         "x=true"},
        {X("number", "return family.area / 3"), "household area=49.98", "x", "x=16.66"},
        {X("integer", "return count(family.persons)"), "household; person; person", "x", "x=2"},
        {X("integer", "return #family.persons"), "household; person; household", "x", "x=1,0"},
        {X("money", "return sum(family.persons, \"wage\")"),
         "household; person wage=1; person wage=2.5", "x", "x=3.50"},
        {X("money", "return sum(family.persons, function (p) return p.工资 end)"),
         "household; person wage=1; person wage=2.5", "x", "x=3.50"},
        {X("money", "return family.persons[2].wage"), "household; person wage=1; person wage=3",
         "x", "x=3.00"},
        {X("money", "local s = yuan(0) for m in each(family.persons) do s = s + m.wage end "
                    "return s"),
         "household; person wage=1; person wage=3", "x", "x=4.00"},
        {X("money", "return family.persons[1].household.savings"),
         "household savings=7; person", "x", "x=7.00"},
        {X("boolean", "return family.id == \"r0\""), "household; household", "x",
         "x=true,false"},
        {X("integer", "return age(family.persons[1].born, law.month)"),
         "household; person born=1980-03-31", "x", "x=44"},
        {X("month", "return law.month"), "household", "x", "x=2024-03"},
        {X("date", "return law.date"), "household", "x", "x=2024-03-01"},
        {X("integer", "return law.year"), "household", "x", "x=2024"},
        {X("number", "return family[\"area\"]"), "household area=2.5", "x", "x=2.5"},
    };
    (void)state;
    EXPECT(rows);
}

static void test_types(void **state)
{
    static const struct row rows[] = {
        {X("money", "return sum(family.persons, \"wage\")"), "household", "x", "x=0.00"},
        {X("number", "return 1 / 3"), "household", "x", "x=1/3"},
        {X("number", "return 0.1 + 0.2"), "household", "x", "x=0.3"},
        {X("money", "return family.savings / 3"), "household savings=10", "x",
         "x=3.33 (exactly 10/3)"},
    };
    (void)state;
    EXPECT(rows);
    /* What static checks may refuse at load must also fail at run; seen through table.remove.
     */
    static const struct row dynamic[] = {
        {X("integer", "return (table.remove({1.5}))"), "household", "x", "~number"},
        {X("money", "return (table.remove({1}))"), "household", "x", "~declared as money"},
        {X("region", "return (table.remove({\"here\"}))"), "household", "x", "~here"},
        {X("boolean", "return (table.remove({}))"), "household", "x", "~gave no value"},
        {X("boolean", "if table.remove({1}) then return true end return false"), "household",
         "x", "~true or false"},
        {X("money", "return family.savings + table.remove({1})"), "household savings=1", "x",
         "~yuan(1)"},
        {X("money", "return family[table.remove({\"nope\"})]"), "household", "x",
         "~no field 'nope'"},
    };
    EXPECT(dynamic);
}

#define P(text) INPUTS text
#define XY(body_x, body_y)                                                                     \
    INPUTS "variable \"x\" { of = household, type = money, formula = function (family, "       \
           "law) " body_x " end }\n"                                                           \
           "variable \"y\" { of = household, type = money, formula = function (family, "       \
           "law) " body_y " end }\n"

static void test_missing(void **state)
{
    static const struct row rows[] = {
        /* what is not read does no harm */
        {X("money", "if family.local_ then return yuan(1) end return family.savings"),
         "household", "x", "x=1.00"},
        {X("boolean", "return family.local_ or family.savings > yuan(1)"), "household", "x",
         "x=true"},
        {X("boolean", "return family.savings > yuan(1) or family.local_"), "household", "x",
         "x=?savings"},
        /* first stop decides */
        {X("number", "return family.area / 0"), "household", "x", "x=?area"},
        {X("number", "return 1 / 0 + family.area"), "household", "x", "~division by zero"},
        {X("number", "return family.area + 1 / 0"), "household", "x", "x=?area"},
        /* lists name all members */
        {X("money", "return sum(family.persons, \"wage\")"),
         "household; person; person wage=1; person", "x",
         "x=?persons[0].wage\npersons[2].wage"},
        {X("boolean", "return any(family.persons, function (p) return p.wage > yuan(1) end)"),
         "household; person wage=5; person", "x", "x=?persons[1].wage"},
        {X("money", "return sum(family.persons, function (p) if p.wage == yuan(1) then "
                    "error(\"one\") end return p.wage end)"),
         "household; person; person wage=1", "x", "x=?persons[0].wage"},
        {X("money", "return sum(family.persons, function (p) if p.wage == yuan(1) then "
                    "error(\"one\") end return p.wage end)"),
         "household; person wage=1; person", "x", "~one"},
        /* undetermined variables pass it on, once and sorted */
        {XY("return family.y + family.savings", "return family.savings"), "household", "x y",
         "x=?savings y=?savings"},
        {XY("return sum(family.persons, function (p) return family.y + p.wage end)",
            "return family.savings"),
         "household; person; person", "x", "x=?savings"},
        /* known, default */
        {X("boolean", "return known(family.savings)"), "household", "x", "x=false"},
        {X("boolean", "return known(family.savings)"), "household savings=1", "x", "x=true"},
        {X("money", "return default(family.savings, yuan(3))"), "household", "x", "x=3.00"},
        {X("money", "return default(sum(family.persons, \"wage\"), yuan(3))"),
         "household; person; person", "x", "x=3.00"},
        {X("money", "return default(yuan(1) / 0, yuan(3))"), "household", "x", "~division"},
        {XY("return default(family.y, yuan(9))", "return family.savings"), "household", "x y",
         "x=9.00 y=?savings"},
    };
    (void)state;
    EXPECT(rows);
}

static void test_errors(void **state)
{
    static const struct row rows[] = {
        {XY("return family.y", "return family.savings / 0"), "household savings=1", "x y",
         "~x=!/tmp/"},
        {X("money", "error(\"too bad\")"), "household", "x", "~: x: too bad"},
        {X("integer", "return 9223372036854775807 + family.kids"), "household", "x",
         "~overflow"},
        {X("integer", "return family.kids // 0"), "household", "x", "~division by zero"},
        {X("integer", "return age(family.persons[1].born, law.month)"),
         "household; person born=2030-01-01", "x", "~after"},
    };
    (void)state;
    EXPECT(rows);
}

/* Circles that only show while running, because a name is computed. */
static void test_circles(void **state)
{
    static const struct row rows[] = {
        {X("money", "return family[table.remove({\"x\"})]"), "household", "x",
         "~: x: x waits for itself"},
        {XY("return family[table.remove({\"y\"})]", "return family[table.remove({\"x\"})]"),
         "household", "y x", "~: y: x waits for itself"},
        {P("variable \"pay\" { of = person, type = money, result = true, formula = function "
           "(person, law) return person.household[table.remove({\"pay\"})] end }\n"),
         "household; person", "pay person.pay", "~waits for itself"},
    };
    (void)state;
    EXPECT(rows);
}

static void test_refusals(void **state)
{
    static const struct row rows[] = {
        {X("boolean", "return family:before(family.kids).local_"), "household kids=0", "x",
         "~must be 1 or more"},
        {X("money", "table.remove({family}).savings = yuan(1) return yuan(1)"), "household",
         "x", "~cannot be changed"},
        {X("money", "table.remove({law}).standard = yuan(1) return yuan(1)"), "household", "x",
         "~cannot be changed"},
        {X("money", "return table.remove({law}).standrad"), "household", "x",
         "~no parameter 'standrad'"},
        {X("money", "return table.remove({family}).savngs"), "household", "x", "~savings"},
        {X("money", "return table.remove({family.persons}).wage"), "household", "x",
         "~and no fields"},
        {X("money", "return family.persons[2].wage"), "household; person wage=1", "x",
         "~does not exist"},
    };
    (void)state;
    EXPECT(rows);
}

/* Every reader of a failed variable has the same text, with the place of the operator. */
static void test_error_text(void **state)
{
    struct kit k;
    (void)state;
    kit_policy(&k, XY("return family.y + family.y", "return family.savings\n  / 0"));
    kit_facts(&k, "household savings=1");
    kit_evaluation(&k, "x y", "2024-03");
    kit_run(&k);
    assert_int_equal(k.results.issue_count, 2);
    assert_string_equal(k.results.issues[0].text, k.results.issues[1].text);
    const char *text = k.results.issues[0].text;
    assert_non_null(strstr(text, "policy.lua:14:3: y: division by zero"));
    kit_fini(&k);
}

static void test_persons(void **state)
{
    static const char pay[] = P(
        "variable \"pay\" { of = person, type = money, result = true, round = up_to(yuan(1)), "
        "formula = function (person, law) return person.wage / 3 end }\n"
        "variable \"total\" { of = household, type = money, formula = function (family, law) "
        "return family.pay + yuan(1) end }\n");
    static const char part[] =
        P("variable \"part\" { of = person, type = money, result = true, formula = function "
          "(person, law) if person.wage == yuan(1) then error(\"one\") end return person.wage "
          "end }\n");
    static const char astray[] =
        P("variable \"n\" { of = household, type = integer, formula = function (family, law) "
          "local t = { ipairs(family.persons) } for k, m in t[1], t[2], -5000 do "
          "if m.wage == yuan(1) then return k end end for k, m in t[1], t[2], "
          "9223372036854775807 do return k end return 0 end }\n");
    static const struct row rows[] = {
        {pay, "household; person wage=10; person wage=1", "person.pay pay total",
         "pay=4.00,1.00 pay=5.00 total=6.00"},
        {pay, "household; person; person wage=1; person", "person.pay pay total",
         "pay=?persons[0].wage,1.00,?persons[2].wage pay=?persons[0].wage\npersons[2].wage "
         "total=?persons[0].wage\npersons[2].wage"},
        {pay, "household", "pay total", "pay=0.00 total=1.00"},
        /* the first stop among the members decides; missing ones are all named */
        {part, "household; person; person wage=1; person", "part",
         "part=?persons[0].wage\npersons[2].wage"},
        {part, "household; person wage=1; person", "part", "~persons[0].part: one"},
        {pay, "household; person pay=7", "person.pay pay", "pay=7.00 pay=7.00"},
        {pay, "household pay=9; person wage=1", "pay total", "pay=9.00 total=10.00"},
        {astray, "household; person wage=1", "n", "n=0"}, /* no row beside the household's */
        {pay, "household; person wage=3; household; person wage=6; person wage=9",
         "pay person.pay", "pay=1.00,5.00 pay=1.00,2.00,3.00"},
    };
    (void)state;
    EXPECT(rows);
}

static void test_rounding(void **state)
{
#define ROUNDED(type, round)                                                                   \
    INPUTS "variable \"x\" { of = household, type = " type ", round = " round                  \
           ", formula = function (family, law) return family.y end }\n"                        \
           "variable \"y\" { of = household, type = " type                                     \
           ", formula = function (family, law) return family.area * "
#define END " end }\n"
    static const struct row rows[] = {
        {ROUNDED("money", "up_to(yuan(1))") "yuan(1)" END, "household area=1.01", "x y",
         "x=2.00 y=1.01"},
        {ROUNDED("money", "\"见角进元\"") "yuan(1)" END, "household area=-1.01", "x",
         "x=-2.00"},
        {ROUNDED("money", "half_up_to(fen)") "yuan(1) / 2" END, "household area=0.01", "x y",
         "x=0.01 y=0.01 (exactly 0.005)"},
        {ROUNDED("number", "down_to(0.1)") "1" END, "household area=1.99", "x", "x=1.9"},
        {INPUTS
         "variable \"x\" { of = household, type = integer, round = half_up_to(1), formula "
         "= function (family, law) return family.area end }\n",
         "household area=1.5", "x", "x=2"},
    };
    (void)state;
    EXPECT(rows);
}

static void test_history(void **state)
{
    static const char before[] = INPUTS
        "enum \"category\" { { \"none\", \"无\" }, { \"dibao\", \"低保\" } }\n"
        "variable \"cat\" { of = household, type = category, formula = function (family, law) "
        "return \"none\" end }\n"
        "variable \"was\" { of = household, type = boolean, formula = function (family, law) "
        "return family:before(1).cat == \"低保\" end }\n"
        "variable \"had\" { of = household, type = money, formula = function (family, law) "
        "return default(family:before(2).pay2, yuan(0)) end }\n"
        "variable \"pay2\" { of = household, type = money, formula = function (family, law) "
        "return yuan(1) end }\n"
        "variable \"old\" { of = person, type = money, formula = function (person, law) return "
        "person:before(1).mine end }\n"
        "variable \"mine\" { of = person, type = money, formula = function (person, law) "
        "return "
        "yuan(1) end }\n";
    static const struct row rows[] = {
        {before, "household @2024-02 household cat=dibao", "was", "was=true"},
        {before, "household @2024-02 household cat=none", "was", "was=false"},
        {before, "household @2024-01 household cat=none", "was", "was=?history[2024-02].cat"},
        {before, "household @2024-02 household", "was", "was=?history[2024-02].cat"},
        {before, "household @2024-01 household pay2=5", "had", "had=5.00"},
        {before, "household", "had", "had=0.00"},
        {before, "household; person; person @2024-02 household; person mine=3", "person.old",
         "old=3.00,?history[2024-02].persons[1].mine"},
    };
    (void)state;
    EXPECT(rows);
}

static void test_law(void **state)
{
    static const char law[] = INPUTS
        "parameter \"standard\" { zh = \"标准\", type = money, [\"2024-01\"] = { yuan(100), "
        "source = \"a\" }, [\"2024-03-01\"] = { yuan(120), source = \"b\" }, "
        "[\"2024-05\"] = ended }\n"
        "parameter \"by_region\" { type = money, key = region, [\"2024-01-01\"] = { { none = "
        "yuan(1), [\"城镇\"] = yuan(2) }, source = \"c\" } }\n"
        "parameter \"old_age\" { type = money, by = integer, [\"2024-01-01\"] = { { { from = "
        "80, "
        "below = 90, yuan(50) }, { from = 90, yuan(100) } }, source = \"d\" } }\n"
        "parameter \"test\" { type = comparison, [\"2024-01-01\"] = { \"低于\", source = \"e\" "
        "} "
        "}\n"
        "variable \"a\" { of = household, type = money, formula = function (family, law) "
        "return "
        "law.标准 end }\n"
        "variable \"b\" { of = household, type = money, formula = function (family, law) "
        "return "
        "law.by_region[family.region_] end }\n"
        "variable \"c\" { of = household, type = money, formula = function (family, law) "
        "return "
        "lookup(law.old_age, family.kids) end }\n"
        "variable \"d\" { of = household, type = boolean, formula = function (family, law) "
        "return law.test(family.savings, law.standard) end }\n";
    (void)state;
    kit_expect(law, "household", "a", "2024-03", "a=120.00");
    kit_expect(law, "household", "a", "2024-02", "a=100.00");
    kit_expect(law, "household", "a", "2023-12", "~first one holds from 2024-01-01");
    kit_expect(law, "household", "a", "2024-05", "~it has ended");
    kit_expect(law, "household region_=urban", "b", "2024-03", "b=2.00");
    kit_expect(law, "household kids=95", "c", "2024-03", "c=100.00");
    kit_expect(law, "household kids=80", "c", "2024-03", "c=50.00");
    kit_expect(law, "household kids=79", "c", "2024-03", "~old_age has no value for 79");
    kit_expect(law, "household savings=119.99", "d", "2024-03", "d=true");
    kit_expect(law, "household savings=120", "d", "2024-03", "d=false");
}

static void test_dated(void **state)
{
    static const char dated[] =
        INPUTS "variable \"x\" { of = household, type = money, default = yuan(7), "
               "[\"2024-01-01\"] = function (family, law) return yuan(1) end, "
               "[\"2024-06-01\"] = ended }\n"
               "variable \"y\" { of = household, type = boolean, [\"2024-05\"] = function "
               "(family, law) return true end }\n";
    (void)state;
    kit_expect(dated, "household", "x y", "2023-12", "x=7.00 y=false");
    kit_expect(dated, "household", "x y", "2024-05", "x=1.00 y=true");
    kit_expect(dated, "household", "x y", "2024-06", "x=7.00 y=true");
}

static void test_patches(void **state)
{
    static const char text[] = INPUTS
        "parameter \"standard\" { type = money, [\"2024-01\"] = { yuan(100), source = "
        "\"a\" } }\n"
        "variable \"x\" { of = household, type = money, formula = function (family, law) "
        "return law.standard end }\n"
        "scenario \"s\" { zh = \"试\", parameters = { standard = { [\"2024-03-01\"] = "
        "yuan(130) } }, formulas = { x = { [\"2024-04-01\"] = function (family, law) "
        "return law.standard * 2 end } } }\n";
    static const struct {
        const char *month, *want;
    } rows[] = {{"2024-02", "x=100.00"}, {"2024-03", "x=130.00"}, {"2024-04", "x=260.00"}};
    struct kit k;
    (void)state;
    kit_policy(&k, text);
    kit_facts(&k, "household");
    const struct scenario *s = &k.policy->model->scenarios[0];
    k.e.patches = s->patches;
    k.e.patch_count = s->patch_count;
    k.e.formulas = s->formulas;
    k.e.formula_count = s->formula_count;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kit_evaluation(&k, "x", rows[i].month);
        kit_run(&k);
        char *got = kit_text(&k);
        assert_string_equal(got, rows[i].want);
        mem_free(got);
    }
    kit_fini(&k);
}

/* A household that goes too far fails alone, and with all its outputs. */
static void test_limits(void **state)
{
#define LIMITED(body)                                                                          \
    INPUTS                                                                                     \
    "variable \"x\" { of = household, type = integer, formula = function (family, law) "       \
    "if family.kids == 9 then " body " end return family.kids end }\n"                         \
    "variable \"y\" { of = household, type = integer, formula = function (family, law) "       \
    "return family.kids end }\n"
    static const char facts[] = "household kids=1; household kids=9; household kids=3";
    (void)state;
    kit_expect(LIMITED("while true do end"), facts, "y x", "2024-03", "~limit");
    kit_expect(
        LIMITED("local t = {} for i = 1, 3000 do t[i] = tostring(i):rep(100):rep(150) end"),
        facts, "y x", "2024-03", "~more memory");
    kit_expect(
        LIMITED("local t = {} for i = 1, 3000 do t[i] = tostring(i):rep(100):rep(150) end"),
        facts, "y x", "2024-03", "~,3 x=1,!");
    kit_expect(LIMITED("local r = known((function () while true do end end)())"), facts, "x",
               "2024-03", "~limit");
    kit_expect(LIMITED("local s = string.rep(\"x\", 1000000000)"), facts, "x y", "2024-03",
               "~,3 y=1,9,3");
    kit_expect(LIMITED("local function f(n) return 1 + f(n) end f(1)"), facts, "x y", "2024-03",
               "~,3 y=1,9,3");
    kit_expect(LIMITED("local t = {3, 1, 2} table.sort(t, function (a, b) return true end)"),
               facts, "x", "2024-03", "x=1,9,3");
}

/* What was found before a household was given up is forgotten, and a list that was missing
 * something does not hide a loop that never ends. */
static void test_given_up(void **state)
{
    static const char text[] = XY(
        "return family.savings",
        "return sum(family.persons, function (p) if p.wage == yuan(9) then while true do end "
        "end return p.wage end)");
    (void)state;
    kit_expect(text, "household; person; person wage=9; household savings=1", "x y", "2024-03",
               "~,1.00 y=!");
    struct kit k;
    kit_policy(&k, text);
    kit_facts(&k, "household; person; person wage=9; household; person wage=2");
    kit_evaluation(&k, "x y", "2024-03");
    kit_run(&k);
    assert_int_equal(k.results.issue_count, 3);
    assert_int_equal(k.results.issues[0].trap, HM_TRAP_SCRIPT);
    assert_string_equal(k.results.issues[0].text, k.results.issues[2].text);
    assert_non_null(strstr(k.results.issues[0].text, "policy.lua:13:"));
    assert_non_null(strstr(k.results.issues[0].text, "limit"));
    assert_int_equal(k.results.issues[1].trap, HM_TRAP_MISSING);
    assert_int_equal(k.results.columns[1].state[1], HM_TRAP_NONE);
    kit_fini(&k);
}

static void test_grandchildren(void **state)
{
    static const char text[] =
        "entity \"card\" { of = person, plural = \"cards\" }\n"
        "input \"credit\" { of = card, type = money }\n"
        "variable \"all_\" { of = person, type = money, result = true, formula = function "
        "(person, law) return sum(person.cards, \"credit\") end }\n"
        "variable \"second\" { of = person, type = money, formula = function (person, law) "
        "return person.cards[2].credit end }\n"
        "variable \"share\" { of = card, type = number, formula = function (card, law) return "
        "card.credit / card.person.household.all_ end }\n";
    static const struct row rows[] = {
        {text, "household; person; card credit=1; person; card credit=2; card credit=4",
         "person.all_ all_ card.share", "all_=1.00,6.00 all_=7.00 share=1/7,2/7,4/7"},
        {text, "household; person; card credit=1; card credit=3; person; card credit=2; card",
         "person.second", "second=3.00,?persons[1].cards[1].credit"},
    };
    (void)state;
    EXPECT(rows);
}

static char *chain(int length)
{
    struct buf b;
    buf_init(&b);
    buf_puts(&b,
             "variable \"v0\" { of = household, type = integer, formula = function (family, "
             "law) return 1 end }\n");
    for (int i = 1; i < length; i++)
        buf_printf(
            &b,
            "variable \"v%d\" { of = household, type = integer, formula = function "
            "(family, law) return sum({1}, function (m) return family.v%d end) + 1 end }\n",
            i, i - 1);
    return buf_take(&b);
}

static void test_depth(void **state)
{
    (void)state;
    char *text = chain(LIMIT_FORMULA_DEPTH);
    kit_expect(text, "household", "v99", "2024-03", "v99=100");
    mem_free(text);
    text = chain(LIMIT_FORMULA_DEPTH + 1);
    struct kit k;
    struct engine *engine;
    struct diag d;
    kit_policy(&k, text);
    kit_evaluation(&k, "v5", "2024-03");
    diag_init(&d);
    assert_int_equal(engine_open(&engine, ENGINE_LUA, &k.e, &d), HM_DATA);
    assert_non_null(strstr(d.items[0].text, "v100"));
    diag_fini(&d);
    kit_fini(&k);
    mem_free(text);
}

/* Results do not depend on the order of outputs or households. */
static void test_order(void **state)
{
    static const char text[] = XY("return family.y * 2", "return family.savings");
    (void)state;
    kit_expect(text, "household savings=1; household; household savings=3", "x y", "2024-03",
               "x=2.00,?savings,6.00 y=1.00,?savings,3.00");
    kit_expect(text, "household savings=3; household savings=1; household", "y x", "2024-03",
               "y=3.00,1.00,?savings x=6.00,2.00,?savings");
}

static void test_jagged(void **state)
{
    static const char facts[] = "household; person wage=1; household; person wage=2; person "
                                "wage=3; household; person; person wage=4; person";
    struct kit k;
    (void)state;
    kit_policy(&k, X("money", "return sum(family.persons, \"wage\")"));
    kit_frame(&k.frame, k.policy->model, facts, true);
    kit_evaluation(&k, "x", "2024-03");
    kit_run(&k);
    char *got = kit_text(&k);
    assert_string_equal(got, "x=?persons[0].wage\npersons[2].wage,5.00,1.00");
    mem_free(got);
    kit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading),       cmocka_unit_test(test_types),
        cmocka_unit_test(test_missing),       cmocka_unit_test(test_errors),
        cmocka_unit_test(test_persons),       cmocka_unit_test(test_error_text),
        cmocka_unit_test(test_rounding),      cmocka_unit_test(test_history),
        cmocka_unit_test(test_law),           cmocka_unit_test(test_dated),
        cmocka_unit_test(test_patches),       cmocka_unit_test(test_limits),
        cmocka_unit_test(test_depth),         cmocka_unit_test(test_order),
        cmocka_unit_test(test_jagged),        cmocka_unit_test(test_given_up),
        cmocka_unit_test(test_grandchildren), cmocka_unit_test(test_circles),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
