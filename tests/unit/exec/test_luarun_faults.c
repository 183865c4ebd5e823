/* test_luarun_faults.c - whatever allocation fails while an engine is opened or run: it says
 * that memory is short, or the results are what they always are. Nothing leaks (LeakSanitizer).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/fault.h"
#include "base/limits.h"
#include "exec/checkrun.h"
#include "exec/trace.h"
#include "exec_kit.h"

static const char policy[] =
    "enum \"region\" { { \"none\", \"无\" }, { \"urban\", \"城镇\" } }\n"
    "input \"region_\" { of = household, type = region }\n"
    "input \"savings\" { of = household, type = money }\n"
    "input \"wage\" { of = person, type = money }\n"
    "parameter \"standard\" { type = money, [\"2024-01-01\"] = { yuan(100), source = \"a\" } "
    "}\n"
    "variable \"pay\" { of = person, type = money, result = true, formula = function (person, "
    "law) return person.wage / 3 end }\n"
    "variable \"x\" { of = household, type = money, formula = function (family, law)\n"
    "  local t = {3, 1, 2}\n"
    "  table.sort(t, function (a, b) return a < b end)\n"
    "  if family.region_ == \"城镇\" and known(family.savings) then\n"
    "    return law.standard / 7 * t[3] + family.pay\n"
    "  end\n"
    "  return default(sum(family.persons, \"wage\"), yuan(5) / 3)\n"
    "end }\n"
    "variable \"bad\" { of = household, type = money, formula = function (family, law) return "
    "sum(family.persons, function (m) return m.wage / 0 end) + family:before(1).x end }\n"
    "check \"low\" { zh = \"低\", test = function (law) return law.standard > yuan(200), \"low "
    "\" "
    ".. law.standard end }\n";

static const char facts[] =
    "household region_=urban savings=1; person wage=5; household; person; "
    "person; household region_=urban savings=2; person; person wage=1";

static enum hm_status run_once(struct kit *k)
{
    struct engine *engine = NULL;
    enum hm_status st = engine_open(&engine, ENGINE_LUA, &k->e, NULL);
    if (st == HM_OK)
        st = engine_run(engine, &k->frame, &k->results, NULL);
    engine_close(engine);
    return st;
}

static void start(struct kit *k)
{
    kit_policy(k, policy);
    kit_facts(k, facts);
    kit_evaluation(k, "x bad person.pay", "2024-03");
}

static void test_run(void **state)
{
    struct kit k;
    (void)state;
    start(&k);
    kit_run(&k);
    char *want = kit_text(&k);
    for (uint64_t n = 1; n < 60000; n += 1 + n / 60) {
        fault_arm(FAULT_ALLOC, n);
        enum hm_status st = run_once(&k);
        fault_arm(FAULT_ALLOC, 0);
        if (st != HM_OK) {
            assert_true(st == HM_NOMEM || st == HM_DATA); /* DATA: from loading the scripts */
            continue;
        }
        char *got = kit_text(&k);
        if (strcmp(got, want) != 0)
            fail_msg("allocation %u: %s\n want %s", (unsigned)n, got, want);
        mem_free(got);
    }
    mem_free(want);
    kit_fini(&k);
}

static void test_trace_and_checks(void **state)
{
    struct kit k;
    (void)state;
    start(&k);
    for (uint64_t n = 1; n < 3000; n += 7) {
        struct trace t;
        struct check_results r;
        trace_init(&t);
        checkrun_init(&r);
        fault_arm(FAULT_ALLOC, n);
        (void)trace_run(&t, &k.e, &k.frame, 1, NULL);
        fault_arm(FAULT_ALLOC, n);
        (void)checkrun_all(&r, k.policy, 0, 0, NULL, 0, NULL);
        fault_arm(FAULT_ALLOC, 0);
        trace_fini(&t);
        checkrun_fini(&r);
    }
    kit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run),
        cmocka_unit_test(test_trace_and_checks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
