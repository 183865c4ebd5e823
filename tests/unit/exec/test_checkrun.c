/* test_checkrun.c - in which months checks are run, and what they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/limits.h"
#include "exec/checkrun.h"
#include "exec_kit.h"

static const char policy[] =
    "parameter \"standard\" { type = money, [\"2024-01-01\"] = { yuan(100), source = \"a\" }, "
    "[\"2024-03-15\"] = { yuan(200), source = \"b\" }, [\"2024-09-01\"] = ended }\n"
    "parameter \"other\" { type = money, [\"2020-01-01\"] = { yuan(1), source = \"c\" } }\n"
    "check \"high\" { zh = \"甲\", test = function (law) return law.standard >= yuan(150), "
    "\"too low: \" .. law.standard end }\n"
    "check \"soon\" { zh = \"乙\", from = \"2024-02\", to = \"2024-02\", severity = "
    "\"warning\", "
    "test = function (law) return law.other < yuan(2) end }\n"
    "check \"odd\" { zh = \"丙\", from = \"2024-01\", to = \"2024-01\", test = function (law) "
    "return (table.remove({1})) end }\n";

static void put(struct buf *b, const struct check_result *r)
{
    static const char *const words[] = {"holds", "fails", "error"};
    buf_printf(b, "%s ", r->check->name);
    month_put(b, r->month);
    buf_printf(b, " %s|", words[r->outcome]);
}

static void expect(const struct kit *k, const char *from, const char *to, const char *want)
{
    struct check_results r;
    struct buf b;
    int32_t first = 0, last = 0;
    month_parse(&first, (struct str){from, strlen(from)});
    month_parse(&last, (struct str){to, strlen(to)});
    checkrun_init(&r);
    assert_int_equal(
        checkrun_all(&r, k->policy, first, last, k->e.patches, k->e.patch_count, NULL), HM_OK);
    buf_init(&b);
    for (size_t i = 0; i < r.count; i++)
        put(&b, &r.items[i]);
    assert_string_equal(b.len ? b.data : "", want);
    buf_fini(&b);
    checkrun_fini(&r);
}

static void test_months(void **state)
{
    struct kit k;
    (void)state;
    kit_policy(&k, policy);
    expect(&k, "", "2024-08",
           "high 2024-01 fails|high 2024-04 holds|soon 2024-02 holds|odd 2024-01 error|");
    expect(&k, "", "",
           "high 2024-01 fails|high 2024-04 holds|high 2024-09 error|soon 2024-02 "
           "holds|odd 2024-01 error|");
    expect(&k, "2024-02", "2024-03", "high 2024-02 fails|soon 2024-02 holds|");
    expect(&k, "2025-01", "2025-12", "high 2025-01 error|");
    kit_fini(&k);
}

static void test_messages(void **state)
{
    struct kit k;
    struct check_results r;
    (void)state;
    kit_policy(&k, policy);
    checkrun_init(&r);
    assert_int_equal(checkrun_all(&r, k.policy, 0, 0, NULL, 0, NULL), HM_OK);
    assert_int_equal(r.count, 5);
    assert_string_equal(r.items[0].message, "too low: 100.00");
    assert_non_null(strstr(r.items[2].message, "it has ended"));
    assert_non_null(strstr(r.items[2].message, "policy.lua:"));
    assert_string_equal(r.items[3].message, "");
    assert_non_null(strstr(r.items[4].message, "true or false"));
    checkrun_fini(&r);
    kit_fini(&k);
}

static void test_patched(void **state)
{
    struct kit k;
    struct patch patch = {.to = DATE_ALWAYS};
    (void)state;
    kit_policy(&k, policy);
    assert_true(date_parse(&patch.from, (struct str){"2024-02-01", 10}));
    patch.parameter = 0;
    patch.value = k.policy->model->parameters[0].values[0];
    patch.value.from = patch.from;
    patch.value.scalar.as.rational = rational_of(20000);
    k.e.patches = &patch;
    k.e.patch_count = 1;
    expect(&k, "2024-01", "",
           "high 2024-01 fails|high 2024-02 holds|soon 2024-02 holds|odd "
           "2024-01 error|");
    kit_fini(&k);
}

/* before(n, e): the law of an earlier month, in a check only, and only inside the call. */
static void test_before(void **state)
{
    struct kit k;
    struct check_results r;
    (void)state;
    kit_policy(
        &k,
        "parameter \"standard\" { type = money, [\"2023-01-01\"] = { yuan(100), source = "
        "\"a\" }, [\"2024-01-01\"] = { yuan(105), source = \"b\" }, [\"2025-01-01\"] = { "
        "yuan(110), source = \"c\" } }\n"
        "check \"grows\" { zh = \"甲\", from = \"2024-01\", test = function (law)\n"
        "  local least = before(12, law.standard) * 1.05\n"
        "  return law.standard >= least and law.year >= 2024, \"least \" .. tostring(least)\n"
        "end }\n"
        "check \"early\" { zh = \"乙\", from = \"2023-01\", to = \"2023-01\",\n"
        "  test = function (law) return before(1, law.standard) > yuan(0) end }\n"
        "check \"none\" { zh = \"丙\", from = \"2024-01\", to = \"2024-01\",\n"
        "  test = function (law) return before(0, law.standard) > yuan(0) end }\n");
    expect(&k, "", "",
           "grows 2024-01 holds|grows 2025-01 fails|early 2023-01 error|none 2024-01 error|");
    checkrun_init(&r);
    assert_int_equal(checkrun_all(&r, k.policy, 0, 0, NULL, 0, NULL), HM_OK);
    assert_string_equal(r.items[1].message, "least 110.25");
    assert_non_null(strstr(r.items[2].message, "no value in 2022-12"));
    assert_non_null(strstr(r.items[3].message, "1 to 600 months"));
    checkrun_fini(&r);
    kit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_months),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_patched),
        cmocka_unit_test(test_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
