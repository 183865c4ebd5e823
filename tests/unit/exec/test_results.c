/* test_results.c - stored forms of exact results, and comparing two runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/limits.h"
#include "exec_kit.h"

static void test_stored(void **state)
{
    static const struct {
        enum value_kind kind;
        uint8_t decimals;
        int64_t num, den, stored;
    } rows[] = {
        {KIND_MONEY, 0, 100, 1, 100}, {KIND_MONEY, 0, 1, 2, 1},
        {KIND_MONEY, 0, -1, 2, -1},   {KIND_MONEY, 0, 1, 3, 0},
        {KIND_NUMBER, 2, 1, 3, 33},   {KIND_NUMBER, 2, 1, 200, 1},
        {KIND_NUMBER, 0, 5, 2, 3},    {KIND_BOOLEAN, 0, 1, 1, 1},
        {KIND_DATE, 0, -5, 1, -5},    {KIND_NUMBER, 6, -7, 1, -7000000},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct field f = {.type = {.kind = rows[i].kind, .decimals = rows[i].decimals}};
        struct model m = {.fields = &f, .field_count = 1};
        int64_t num = rows[i].num, den = rows[i].den;
        uint8_t trap = HM_TRAP_NONE;
        struct result_column c = {.rows = 1, .num = &num, .den = &den, .state = &trap};
        assert_int_equal(result_stored(&c, &m, 0), rows[i].stored);
    }
}

static void test_fits(void **state)
{
    struct type number = {.kind = KIND_NUMBER, .decimals = 2}, money = {.kind = KIND_MONEY};
    (void)state;
    assert_true(result_fits(&number, rational_of(INT64_MAX / 100)));
    assert_false(result_fits(&number, rational_of(INT64_MAX / 100 + 1)));
    assert_true(result_fits(&money, rational_of(INT64_MAX)));
    kit_expect(
        "variable \"x\" { of = household, type = number, decimals = 2, formula = function "
        "(family, law) return 92233720368547759 end }\n",
        "household", "x", "2024-03", "~overflow");
}

static const char two[] =
    "input \"a\" { of = household, type = money }\n"
    "input \"w\" { of = person, type = money }\n"
    "variable \"x\" { of = household, type = money, formula = function (family, law) return "
    "family.a / 3 end }\n"
    "variable \"y\" { of = person, type = money, formula = function (person, law) return "
    "person.w "
    "* 1 / (person.w - yuan(1)) * person.w end }\n";

struct pair {
    struct kit k;
    struct results other;
    struct engine *engine;
};

static void open_pair(struct pair *p)
{
    kit_policy(&p->k, two);
    kit_facts(&p->k, "household a=1; person w=1; person w=2; household a=2; household; person");
    kit_evaluation(&p->k, "x person.y", "2024-03");
    kit_run(&p->k);
    results_init(&p->other);
    assert_int_equal(engine_open(&p->engine, ENGINE_LUA, &p->k.e, NULL), HM_OK);
    assert_int_equal(engine_run(p->engine, &p->k.frame, &p->other, NULL), HM_OK);
}

static void close_pair(struct pair *p)
{
    engine_close(p->engine);
    results_fini(&p->other);
    kit_fini(&p->k);
}

static void differs(struct pair *p, const char *text)
{
    struct diag d;
    diag_init(&d);
    assert_int_equal(results_compare(&p->k.results, &p->other, &p->k.e, &p->k.frame, &d),
                     text ? HM_DATA : HM_OK);
    if (text && !strstr(d.items[0].text, text))
        fail_msg("%s", d.items[0].text);
    diag_fini(&d);
}

static void test_compare(void **state)
{
    struct pair p;
    (void)state;
    open_pair(&p);
    differs(&p, NULL);
    p.other.columns[0].num[1] += 3;
    differs(&p, "household r1 (row 1), x:");
    p.other.columns[0].num[1] -= 3;
    p.other.columns[0].den[1] = 7;
    differs(&p, "x:");
    p.other.columns[0].den[1] = 3;
    p.other.columns[1].state[0] = HM_TRAP_SCRIPT; /* another error */
    differs(&p, "persons[0].y");
    p.other.columns[1].state[0] = p.k.results.columns[1].state[0];
    for (size_t i = 0; i < p.other.issue_count; i++)
        if (p.other.issues[i].trap == HM_TRAP_MISSING)
            p.other.issues[i].text = "something else";
    differs(&p, "something else");
    close_pair(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stored),
        cmocka_unit_test(test_fits),
        cmocka_unit_test(test_compare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
