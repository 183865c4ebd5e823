/* test_examples.c - cases that hold and cases that do not: what the report says about each;
 * months, history, `set`, checks; every level's cases once.
 */
#include "../policy/policy_dir.h"

#include "base/fault.h"
#include "run/examples.h"

#define POLICY                                                                                 \
    "policy { zh = '测试' }\n"                                                               \
    "entity 'household' { zh = '家庭' }\n"                                                   \
    "entity 'person' { zh = '成员', of = household, plural = 'persons' }\n"                  \
    "enum 'kind' { { 'none', '无' }, { 'poor', '困难' } }\n"                                \
    "input 'income' { of = household, type = money, min = yuan(0) }\n"                         \
    "input 'born' { of = person, type = date }\n"                                              \
    "parameter 'standard' { type = money, ['2020-01'] = { yuan(100), source = 's' },\n"        \
    "  ['2024-02'] = { yuan(110), source = 's' } }\n"                                          \
    "variable 'amount' { of = household, type = money, result = true,\n"                       \
    "  formula = function (f, law) return max(law.standard - f.income, yuan(0)) end }\n"       \
    "variable 'kind' { of = household, type = kind, result = true, formula = function (f, "    \
    "law)\n"                                                                                   \
    "  if f.amount > yuan(0) then return 'poor' end return 'none' end }\n"                     \
    "variable 'per_head' { of = household, type = money,\n"                                    \
    "  formula = function (f) return f.amount / #f.persons end }\n"                            \
    "variable 'old' { of = person, type = integer, result = true,\n"                           \
    "  formula = function (p, law) return age(p.born, law.month) end }\n"                      \
    "variable 'earlier' { of = household, type = boolean, formula = function (f)\n"            \
    "  return default(f:before(1).kind == 'poor', false) end }\n"

struct tested {
    struct policy_dir dir;
    struct examples_report report;
    struct diag diag;
    enum hm_status status;
};

static const struct hm_host host = {.threads = 1, .engine = HM_ENGINE_LUA};

static void run(struct tested *t, const char *folder, const char *only)
{
    char path[256];
    const char *folders[] = {policy_dir_path(&t->dir, folder, path)};
    examples_init(&t->report);
    diag_init(&t->diag);
    t->status = examples_run(&t->report, folders, 1, only, &host, &t->diag);
    for (size_t i = 0; i < t->diag.count; i++)
        print_message("%s:%u: %s\n", t->diag.items[i].at.file, t->diag.items[i].at.line,
                      t->diag.items[i].text);
}

static void test_one(struct tested *t, const char *cases)
{
    char text[4096];
    policy_dir_make(&t->dir);
    snprintf(text, sizeof text, POLICY "%s", cases);
    policy_dir_text(&t->dir, "p/policy.lua", text);
    run(t, "p", NULL);
}

static void done(struct tested *t)
{
    examples_fini(&t->report);
    diag_fini(&t->diag);
    policy_dir_remove(&t->dir);
}

static void test_passing(void **state)
{
    (void)state;
    struct tested t;
    test_one(
        &t,
        "case 'A' { zh = '甲', source = 's', month = '2024-01', household = { income = 40,\n"
        "    persons = { { born = '2000-02-01' }, { born = '1990-01-31' } } },\n"
        "  expect = { amount = 60, kind = '困难', per_head = 30, earlier = false, old = 57,\n"
        "    persons = { { old = 23 }, { old = 34 } } } }\n"
        "case 'B' { months = '2024-01..2024-03', household = { income = 0.5 },\n"
        "  expect = { amount = 109.5, earlier = true }, expect_sum = { amount = 318.5 } }\n"
        "case 'C' { month = '2024-01', household = {}, expect_missing = {\n"
        "    amount = { 'income' }, kind = { 'income' } } }\n"
        "case 'D' { month = '2024-01', household = { income = 1 }, expect = { amount = 99 },\n"
        "  expect_error = { per_head = 'zero' } }\n"
        "case 'E' { month = '2024-01', household = { income = 0 },\n"
        "  set = { standard = yuan(7) }, expect = { amount = 7 },\n"
        "  expect_check = { high = false } }\n"
        "case 'F' { month = '2024-01', household = { income = 200 },\n"
        "  history = { { month = '2023-12', kind = 'poor' } },\n"
        "  expect = { earlier = true, amount = 0 } }\n"
        "check 'high' { test = function (law) return law.standard > yuan(50) end }\n");
    assert_int_equal(t.status, HM_OK);
    assert_int_equal(t.report.cases, 6);
    for (size_t i = 0; i < t.report.count; i++)
        for (size_t k = 0; k < t.report.outcomes[i].fault_count; k++)
            print_message("%s %s: %s, not %s\n", t.report.outcomes[i].name,
                          t.report.outcomes[i].faults[k].field,
                          t.report.outcomes[i].faults[k].found,
                          t.report.outcomes[i].faults[k].expected);
    assert_int_equal(t.report.cases_failed, 0);
    assert_int_equal(t.report.checks, 1);
    assert_int_equal(t.report.checks_failed, 0);
    const struct examples_outcome *a = &t.report.outcomes[0];
    assert_string_equal(a->name, "A");
    assert_string_equal(a->zh, "甲");
    assert_string_equal(a->source, "s");
    assert_string_equal(a->policy, "p");
    assert_int_equal(a->at.line, 19);
    done(&t);
}

static void fault_is(const struct tested *t, size_t outcome, size_t fault, const char *field,
                     const char *expected, const char *found)
{
    assert_true(outcome < t->report.count);
    const struct examples_outcome *o = &t->report.outcomes[outcome];
    assert_false(o->passed);
    assert_true(fault < o->fault_count);
    assert_string_equal(o->faults[fault].field, field);
    assert_string_equal(o->faults[fault].expected, expected);
    if (!strstr(o->faults[fault].found, found))
        fail_msg("%s: %s; want %s", field, o->faults[fault].found, found);
}

static void test_failing(void **state)
{
    (void)state;
    struct tested t;
    test_one(
        &t,
        "case 'A' { month = '2024-01', household = { income = 40, persons = { {} } },\n"
        "  expect = { amount = 60.01, kind = 'none', persons = { { old = 5 }, { old = 1 } } } "
        "}\n"
        "case 'B' { months = '2024-01..2024-03', household = { income = 0.5 },\n"
        "  expect_sum = { amount = 318 } }\n"
        "case 'C' { month = '2024-01', household = { income = 1 }, expect_missing = {\n"
        "    amount = { 'income' } } }\n"
        "case 'D' { month = '2024-01', household = { income = 1 },\n"
        "  expect = { per_head = 1 }, expect_error = { per_head = 'overflow', amount = 'x' } "
        "}\n"
        "case 'E' { month = '2024-01', household = { income = -5 }, expect = { amount = 1 } }\n"
        "case 'F' { month = '2024-01', household = {}, expect = { amount = 0 },\n"
        "  expect_missing = { kind = { 'income', 'born' } },\n"
        "  expect_check = { low = true, later = false } }\n"
        "case 'H' { month = '2024-01', household = { persons = { {}, {} } },\n"
        "  expect_missing = { old = { 'persons[1].born' } } }\n"
        "case 'G' { month = '2024-01', household = { income = 1 }, expect = { amount = 99 } }\n"
        "check 'low' { severity = 'warning',\n"
        "  test = function (law) return law.standard < yuan(105), 'too high' end }\n"
        "check 'none' { from = '2019-01', test = function (law) return law.standard > yuan(0) "
        "end }\n"
        "check 'later' { from = '2025-01', test = function (law) return true end }\n");
    assert_int_equal(t.status, HM_OK);
    assert_int_equal(t.report.cases, 8);
    assert_int_equal(t.report.cases_failed, 7);
    fault_is(&t, 0, 0, "amount", "60.01", "60.00");
    fault_is(&t, 0, 2, "persons[0].old", "5", "undetermined: persons[0].born");
    fault_is(&t, 0, 3, "persons[1].old", "1", "nothing");
    assert_int_equal(t.report.outcomes[0].fault_count, 4);
    fault_is(&t, 1, 0, "amount", "318.00", "318.5");
    fault_is(&t, 2, 0, "amount", "undetermined: income", "99.00");
    fault_is(&t, 3, 0, "per_head", "1.00", "zero");
    fault_is(&t, 3, 1, "amount", "error: x", "99.00");
    fault_is(&t, 3, 2, "per_head", "error: overflow", "zero");
    fault_is(&t, 4, 0, "income", "a record that can be read", "-5");
    fault_is(&t, 5, 0, "amount", "0.00", "undetermined: income");
    fault_is(&t, 5, 1, "kind", "undetermined: income, born", "undetermined: income");
    fault_is(&t, 5, 2, "later", "it does not hold", "does not cover");
    fault_is(&t, 6, 0, "old", "undetermined: persons[1].born",
             "undetermined: persons[0].born, persons[1].born");
    assert_true(t.report.outcomes[7].passed);
    assert_int_equal(t.report.checks, 3);
    assert_int_equal(t.report.checks_warned, 1);
    assert_int_equal(t.report.checks_failed, 1);
    fault_is(&t, 8, 0, "2024-02", "it holds", "too high");
    assert_true(t.report.outcomes[8].is_check && t.report.outcomes[8].is_warning);
    fault_is(&t, 9, 0, "2019-01", "a result", "standard");
    assert_true(t.report.outcomes[10].passed);
    done(&t);
}

/* Each level's cases run once, on their own level, whatever folders are named. */
static void test_levels(void **state)
{
    (void)state;
    struct tested t;
    policy_dir_make(&t.dir);
    policy_dir_text(&t.dir, "cn/policy.lua",
                    POLICY "case 'N' { month = '2024-01', household = { income = 0 },\n"
                           "  expect = { amount = 100 } }\n");
    policy_dir_text(&t.dir, "cn/a/policy.lua",
                    "policy { }\n"
                    "parameter 'standard' { override = true, ['2020'..'-01'] = { yuan(5), "
                    "source = 's' } }\n"
                    "case 'A' { month = '2024-01', household = { income = 0 }, expect = { "
                    "amount = 5 } }\n");
    policy_dir_text(&t.dir, "cn/b/policy.lua",
                    "policy { }\n"
                    "case 'B' { month = '2024-01', household = { income = 0 }, expect = { "
                    "amount = 1 } }\n");
    run(&t, "cn", NULL);
    assert_int_equal(t.report.cases, 3);
    assert_int_equal(t.report.cases_failed, 1);
    assert_string_equal(t.report.outcomes[0].policy, "cn");
    assert_string_equal(t.report.outcomes[1].policy, "cn/a");
    assert_string_equal(t.report.outcomes[2].policy, "cn/b");
    assert_false(t.report.outcomes[2].passed);
    examples_fini(&t.report);
    diag_fini(&t.diag);
    run(&t, "cn/b", "N"); /* the level above, chosen by name */
    assert_int_equal(t.report.cases, 1);
    assert_string_equal(t.report.outcomes[0].name, "N");
    done(&t);
}

/* A policy that cannot be loaded does not keep the others from being tested. */
static void test_broken_policy(void **state)
{
    (void)state;
    struct tested t;
    policy_dir_make(&t.dir);
    policy_dir_text(&t.dir, "x/a/policy.lua", "policy { }\ninput 'x' { of = nobody }\n");
    policy_dir_text(&t.dir, "x/b/policy.lua",
                    POLICY "case 'N' { month = '2024-01', household = { income = 0 },\n"
                           "  expect = { amount = 100 } }\n");
    run(&t, "x", NULL);
    assert_int_equal(t.status, HM_DATA);
    assert_int_equal(t.diag.errors, 1);
    assert_int_equal(t.report.cases, 1);
    assert_int_equal(t.report.cases_failed, 0);
    done(&t);
}

/* Every allocation may fail: a status, no leak, no crash. */
/* Cases about any root entity, each under its own name; those of one root do not share a
 * calculation with those of another. */
static void test_roots(void **state)
{
    (void)state;
    static const enum hm_engine engines[] = {HM_ENGINE_LUA, HM_ENGINE_FAST, HM_ENGINE_BOTH};
    for (size_t i = 0; i < 3; i++) {
        struct tested t;
        struct hm_host one = {.threads = 1, .engine = engines[i]};
        char path[256];
        policy_dir_make(&t.dir);
        policy_dir_text(
            &t.dir, "p/policy.lua",
            POLICY
            "entity 'institution' { zh = '养老机构' }\n"
            "entity 'room' { zh = '房间', of = institution, plural = 'rooms' }\n"
            "input 'beds' { of = institution, type = integer, zh = '床位' }\n"
            "input 'size' { of = room, type = integer }\n"
            "variable 'carers' { of = institution, type = integer, result = true, formula =\n"
            "  function (i, law) return i.beds // 10 + sum(i.rooms, 'size') end }\n"
            "case 'K1' { month = '2024-01', institution = { beds = 39, rooms = {\n"
            "  { size = 1 }, { size = 2 } } }, expect = { carers = 6 } }\n"
            "case 'A' { month = '2024-01', household = { income = 40 }, expect = { amount = 60 "
            "} }\n"
            "case 'K2' { month = '2024-01', ['养老机构'] = { ['床位'] = 40 }, expect = { "
            "carers "
            "= 5 } }\n"
            "case 'K3' { months = '2024-01..2024-02', institution = { beds = 40 },\n"
            "  expect_sum = { carers = 8 } }\n"
            "case 'K4' { month = '2024-01', institution = {},\n"
            "  expect_missing = { carers = { 'beds' } } }\n");
        const char *folders[] = {policy_dir_path(&t.dir, "p", path)};
        examples_init(&t.report);
        diag_init(&t.diag);
        assert_int_equal(examples_run(&t.report, folders, 1, NULL, &one, &t.diag), HM_OK);
        assert_int_equal(t.report.cases, 5);
        assert_int_equal(t.report.cases_failed, 1);
        fault_is(&t, 2, 0, "carers", "5", "4");
        done(&t);
    }
}

static void test_no_memory(void **state)
{
    (void)state;
    struct tested t;
    enum hm_status st = HM_NOMEM;
    char path[256];
    policy_dir_make(&t.dir);
    policy_dir_text(&t.dir, "p/policy.lua",
                    POLICY
                    "case 'A' { month = '2024-01', household = { income = 1 },\n"
                    "  expect = { amount = 98, kind = 'poor' } }\n"
                    "case 'B' { months = '2024-01..2024-02', household = { income = 1 },\n"
                    "  expect_sum = { amount = 208 }, expect_check = { c = true } }\n"
                    "check 'c' { test = function (law) return law.standard > yuan(1) end }\n");
    const char *folders[] = {policy_dir_path(&t.dir, "p", path)};
    for (uint64_t nth = 1; nth < 100000; nth += 1 + nth / 16) {
        examples_init(&t.report);
        fault_arm(FAULT_ALLOC, nth);
        st = examples_run(&t.report, folders, 1, NULL, &host, NULL);
        fault_arm(FAULT_ALLOC, 0);
        if (st != HM_OK)
            assert_int_equal(st, HM_NOMEM);
        else
            assert_true(t.report.cases == 2);
        examples_fini(&t.report);
    }
    assert_int_equal(st, HM_OK);
    policy_dir_remove(&t.dir);
}

int main(void)
{
    setenv("HUIMIN_STDLIB", TEST_SOURCE_DIR "/stdlib", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_passing), cmocka_unit_test(test_failing),
        cmocka_unit_test(test_levels),  cmocka_unit_test(test_broken_policy),
        cmocka_unit_test(test_roots),   cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
