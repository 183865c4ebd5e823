/* test_max_rows.c - an entity's `max` lets the fast engine keep sums in narrow lanes; households
 * that a store took in under a larger max still get exact sums.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "exec_kit.h"

/* Two wages fit 32 bits, three do not. */
static const char policy[] =
    "entity \"person\" { override = true, max = 2 }\n"
    "input \"wage\" { of = person, type = money, min = yuan(0), max = yuan(10000000) }\n"
    "variable \"all\" { of = household, type = money, result = true,\n"
    "  formula = function (family, law) return sum(family.persons, \"wage\") end }\n"
    "variable \"many\" { of = household, type = integer, result = true,\n"
    "  formula = function (family, law) return count(family.persons) * 1000000000 end }\n";

/* Both engines, which must agree. */
static void expect(const char *facts, const char *want)
{
    struct engine *engine;
    struct kit k;
    struct diag d;
    diag_init(&d);
    kit_policy(&k, policy);
    kit_facts(&k, facts);
    kit_evaluation(&k, "all many", "2024-03");
    assert_int_equal(engine_open(&engine, ENGINE_BOTH, &k.e, &d), HM_OK);
    if (engine_run(engine, &k.frame, &k.results, &d) != HM_OK)
        kit_fail_diag("run", &d);
    engine_close(engine);
    char *got = kit_text(&k);
    assert_string_equal(got, want);
    mem_free(got);
    kit_fini(&k);
    diag_fini(&d);
}

static void test_sums(void **state)
{
    (void)state;
    expect("household", "all=0.00 many=0");
    expect("household; person wage=10000000; person wage=9999999.99",
           "all=19999999.99 many=2000000000");
    expect("household; person wage=10000000; person wage=10000000; person wage=9999999.99",
           "all=29999999.99 many=3000000000");
    expect("household; person wage=1; household; person wage=10000000; person wage=10000000;"
           " person wage=10000000; household",
           "all=1.00,30000000.00,0.00 many=1000000000,3000000000,0");
}

/* What a store took in under wider limits: far above `max`, in a wide lane. */
static void test_limits(void **state)
{
    (void)state;
    struct engine *engine;
    struct kit k;
    struct diag d;
    static int64_t wages[3] = {1000000000, 5000000000000, 7};
    diag_init(&d);
    kit_policy(&k, policy);
    kit_facts(&k, "household; person wage=1; person wage=1; household; person wage=1");
    kit_evaluation(&k, "all many", "2024-03");
    uint16_t wage = model_field(k.policy->model, 1, (struct str){"wage", 4});
    k.frame.columns[wage].lane = LANE_I64;
    k.frame.columns[wage].data = wages;
    assert_int_equal(engine_open(&engine, ENGINE_BOTH, &k.e, &d), HM_OK);
    if (engine_run(engine, &k.frame, &k.results, &d) != HM_OK)
        kit_fail_diag("run", &d);
    engine_close(engine);
    char *got = kit_text(&k);
    assert_string_equal(got, "all=50010000000.00,0.07 many=2000000000,1000000000");
    mem_free(got);
    kit_fini(&k);
    diag_fini(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sums),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
