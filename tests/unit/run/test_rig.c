/* test_rig.c - what cases reach, what coverage makes of it, which mutants they notice, and that
 * sandboxes used again give what fresh ones give.
 */
#include "../policy/policy_dir.h"

#include "base/fault.h"
#include "run/cover.h"
#include "run/mutate.h"

#define POLICY                                                                                 \
    "policy { zh = '测试' }\n"                                                               \
    "entity 'household' { zh = '家庭' }\n"                                                   \
    "entity 'person' { zh = '成员', of = household, plural = 'persons' }\n"                  \
    "input 'income' { of = household, type = money }\n"                                        \
    "input 'years' { of = person, type = integer }\n"                                          \
    "parameter 'line' { type = money, ['2020-01'] = { yuan(100), source = 's' } }\n"           \
    "parameter 'test' { type = comparison, ['2020-01'] = { '<', source = 's' } }\n"            \
    "parameter 'rate' { type = money, by = integer, ['2020-01'] = {\n"                         \
    "  { { below = 80, yuan(0) }, { from = 80, yuan(50) } }, source = 's' } }\n"               \
    "variable 'aid' { of = household, type = money, result = true, round = up_to(yuan(1)),\n"  \
    "  formula = function (f, law)\n"                                                          \
    "    if not law.test(f.income, law.line) then return yuan(0) end\n"                        \
    "    return (law.line - f.income) * 0.5 + yuan(1)\n"                                       \
    "  end }\n"                                                                                \
    "variable 'old' { of = person, type = money, result = true, formula = function (p, law)\n" \
    "  return law.rate[p.years] end }\n"

#define GOOD                                                                                   \
    "case 'edge' { month = '2024-01', household = { income = 100 }, expect = { aid = 0 } }\n"  \
    "case 'below' { month = '2024-01', household = { income = 99.99 }, expect = { aid = 2 } "  \
    "}\n"                                                                                      \
    "case 'half' { month = '2024-01', household = { income = 98.8 }, expect = { aid = 2 } }\n" \
    "case 'more' { month = '2024-01', household = { income = 97.2 }, expect = { aid = 3 } }\n" \
    "case 'zero' { month = '2024-01', household = { income = 0 }, expect = { aid = 51 } }\n"   \
    "case 'ages' { month = '2024-01', household = { persons = { { years = 79 },\n"             \
    "  { years = 80 } } }, expect = { persons = { { old = 0 }, { old = 50 } } } }\n"

static const struct hm_host host = {.threads = 2};

struct made {
    struct policy_dir dir;
    struct rig rig;
};

static void make(struct made *m, const char *cases)
{
    char text[8192], path[256];
    policy_dir_make(&m->dir);
    snprintf(text, sizeof text, POLICY "%s", cases);
    policy_dir_text(&m->dir, "p/policy.lua", text);
    rig_init(&m->rig);
    assert_int_equal(rig_open(&m->rig, policy_dir_path(&m->dir, "p", path), false, NULL),
                     HM_OK);
    assert_int_equal(rig_reach(&m->rig, &host, NULL), HM_OK);
}

static void done(struct made *m)
{
    rig_fini(&m->rig);
    policy_dir_remove(&m->dir);
}

static void expect_cover(const char *cases, enum cover_kind kind, size_t total, size_t covered)
{
    struct made m;
    struct cover c;
    make(&m, cases);
    cover_init(&c);
    assert_int_equal(cover_make(&c, &m.rig, false, NULL), HM_OK);
    assert_int_equal(c.total[kind], total);
    assert_int_equal(c.covered[kind], covered);
    cover_fini(&c);
    done(&m);
}

#define ONE                                                                                    \
    "case 'c' { month = '2024-01', household = { income = 5 }, expect = { aid = 49 } }\n"

static void test_cover(void **state)
{
    (void)state;
    expect_cover(GOOD, COVER_FORMULA, 2, 2);
    expect_cover(ONE, COVER_FORMULA, 2, 1);
    expect_cover(GOOD, COVER_BRANCH, 2, 2); /* what is asked, and `not` of it */
    expect_cover(ONE, COVER_BRANCH, 2, 0);
    expect_cover(GOOD, COVER_BOUNDARY, 1, 1);
    expect_cover(ONE, COVER_BOUNDARY, 1, 0);
    expect_cover(GOOD, COVER_ROW, 2, 2);
    expect_cover(ONE, COVER_ROW, 2, 0);
}

static size_t count_fate(const struct mutants *m, enum mutant_fate fate)
{
    size_t n = 0;
    for (size_t i = 0; i < m->count; i++)
        n += m->items[i].fate == fate;
    return n;
}

static void mutate(const char *cases, size_t limit, struct mutants *out)
{
    struct made m;
    const struct mutate_options options = {.limit = limit};
    make(&m, cases);
    mutants_init(out);
    assert_int_equal(mutate_run(out, &m.rig, &options, &host, NULL), HM_OK);
    done(&m);
}

static void test_mutants(void **state)
{
    struct mutants m;
    (void)state;
    mutate(GOOD, 0, &m);
    for (size_t i = 0; i < m.count; i++)
        if (m.items[i].fate == MUTANT_SURVIVED)
            print_message("survived: %u: %s -> %s\n", m.items[i].kind, m.items[i].was,
                          m.items[i].becomes);
    assert_int_equal(count_fate(&m, MUTANT_SURVIVED), 0);
    assert_int_equal(count_fate(&m, MUTANT_UNREACHED), 0);
    assert_true(m.count > 15);
    mutants_fini(&m);
    mutate(ONE, 0, &m);
    size_t edges = 0; /* of the law: nobody stands there. What was tried before is undone */
    for (size_t i = 0; i < m.count; i++)
        edges += m.items[i].kind == MUTANT_VALUE && m.items[i].fate == MUTANT_SURVIVED &&
                 strcmp(m.items[i].becomes, "<=") == 0 && m.items[i].witness != NULL;
    assert_int_equal(edges, 1);
    assert_true(count_fate(&m, MUTANT_UNREACHED) > 0);
    mutants_fini(&m);
    mutate(GOOD, 4, &m);
    assert_int_equal(m.count, 4);
    assert_true(m.left_out > 0);
    mutants_fini(&m);
}

/* A case that fails as it is says nothing about mutants. */
static void test_failing(void **state)
{
    struct mutants m;
    (void)state;
    mutate(
        "case 'c' { month = '2024-01', household = { income = 5 }, expect = { aid = 47 } }\n",
        0, &m);
    assert_int_equal(count_fate(&m, MUTANT_KILLED), 0);
    mutants_fini(&m);
}

/* One sandbox for all cases gives what one for each gives. */
static void test_probe(void **state)
{
    struct made m;
    struct examples_report with, without;
    struct probe probe;
    (void)state;
    make(&m, GOOD ONE);
    const struct policy *p = m.rig.levels[m.rig.own].policy;
    probe_init(&probe);
    for (size_t i = 0; i < m.rig.case_count; i++) {
        examples_init(&with);
        examples_init(&without);
        assert_int_equal(
            examples_cases(&with, p, &m.rig.cases[i].example, 1, &probe, &host, NULL), HM_OK);
        assert_int_equal(
            examples_cases(&without, p, &m.rig.cases[i].example, 1, NULL, &host, NULL), HM_OK);
        assert_int_equal(with.cases_failed, without.cases_failed);
        assert_int_equal(with.cases_failed, 0);
        assert_non_null(probe.idle);
        examples_fini(&with);
        examples_fini(&without);
    }
    probe_fini(&probe);
    done(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cover),
        cmocka_unit_test(test_mutants),
        cmocka_unit_test(test_failing),
        cmocka_unit_test(test_probe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
