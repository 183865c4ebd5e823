/* test_indicator.c - targets: each kind at its bounds, both sides; which one a month is held
 * against; gaps; how they are written.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/indicator.h"
#include "value/date.h"

static int32_t day(int year, int month, int d)
{
    int32_t out;
    assert_true(date_make(&out, year, month, d));
    return out;
}

static int32_t month(int year, int m)
{
    int32_t out;
    assert_true(month_make(&out, year, m));
    return out;
}

/* Values are in hundredths, so that each bound has neighbours. */
static struct rational hundredths(int64_t n)
{
    struct rational r;
    assert_int_equal(rational_make(&r, n, 100), HM_TRAP_NONE);
    return r;
}

static struct indicator_target target(enum target_kind kind, int64_t low, int64_t high)
{
    return (struct indicator_target){.kind = kind,
                                     .low = hundredths(low),
                                     .high = hundredths(high),
                                     .middle = hundredths((low + high) / 2)};
}

static void test_bounds(void **state)
{
    (void)state;
    static const struct {
        enum target_kind kind;
        int64_t low, high;
        int64_t value;
        bool met;
        int64_t gap;
    } cases[] = {
        {TARGET_AT_LEAST, 2600, 2600, 2600, true, 0},
        {TARGET_AT_LEAST, 2600, 2600, 2601, true, 0},
        {TARGET_AT_LEAST, 2600, 2600, 2599, false, 1},
        {TARGET_ABOVE, 2600, 2600, 2600, false, 0},
        {TARGET_ABOVE, 2600, 2600, 2601, true, 0},
        {TARGET_ABOVE, 2600, 2600, 2599, false, 1},
        {TARGET_AT_MOST, 500, 500, 500, true, 0},
        {TARGET_AT_MOST, 500, 500, 499, true, 0},
        {TARGET_AT_MOST, 500, 500, 501, false, 1},
        {TARGET_BELOW, 500, 500, 500, false, 0},
        {TARGET_BELOW, 500, 500, 499, true, 0},
        {TARGET_BELOW, 500, 500, 503, false, 3},
        {TARGET_EQUAL, 100, 100, 100, true, 0},
        {TARGET_EQUAL, 100, 100, 99, false, 1},
        {TARGET_EQUAL, 100, 100, 102, false, 2},
        {TARGET_BETWEEN, 200, 500, 200, true, 0},
        {TARGET_BETWEEN, 200, 500, 500, true, 0},
        {TARGET_BETWEEN, 200, 500, 199, false, 1},
        {TARGET_BETWEEN, 200, 500, 501, false, 1},
        {TARGET_ABOUT, 36000, 44000, 36000, true, 0},
        {TARGET_ABOUT, 36000, 44000, 44000, true, 0},
        {TARGET_ABOUT, 36000, 44000, 35999, false, 1},
        {TARGET_ABOUT, 36000, 44000, 44001, false, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct indicator_target t = target(cases[i].kind, cases[i].low, cases[i].high);
        struct rational gap, v = hundredths(cases[i].value);
        if (target_met(&t, v) != cases[i].met)
            fail_msg("case %zu: met is %d", i, !cases[i].met);
        assert_int_equal(target_gap(&gap, &t, v), HM_TRAP_NONE);
        if (rational_cmp(gap, hundredths(cases[i].gap)) != 0)
            fail_msg("case %zu: the gap is %lld/%lld", i, (long long)gap.num,
                     (long long)gap.den);
    }
}

static void test_gap_that_does_not_fit(void **state)
{
    (void)state;
    struct rational gap;
    struct indicator_target t = {.kind = TARGET_AT_LEAST, .low = {INT64_MAX, 1}};
    assert_int_equal(target_gap(&gap, &t, (struct rational){-INT64_MAX, 1}), HM_TRAP_OVERFLOW);
}

/* The first target due on or after the month's first day, else the last one. */
static void test_which_one(void **state)
{
    (void)state;
    struct indicator_target targets[] = {
        {.due = day(2023, 12, 31)}, {.due = day(2024, 12, 1)}, {.due = day(2025, 12, 31)}};
    struct indicator i = {.targets = targets, .target_count = 3};
    assert_ptr_equal(indicator_target_in(&i, month(2020, 1)), &targets[0]);
    assert_ptr_equal(indicator_target_in(&i, month(2023, 12)), &targets[0]);
    assert_ptr_equal(indicator_target_in(&i, month(2024, 1)), &targets[1]);
    assert_ptr_equal(indicator_target_in(&i, month(2024, 12)), &targets[1]);
    assert_ptr_equal(indicator_target_in(&i, month(2025, 1)), &targets[2]);
    assert_ptr_equal(indicator_target_in(&i, month(2026, 1)), &targets[2]);
    i.target_count = 0;
    assert_null(indicator_target_in(&i, month(2024, 1)));
}

static void test_written(void **state)
{
    (void)state;
    static const struct {
        enum target_kind kind;
        int64_t low, high;
        const char *text;
    } cases[] = {
        {TARGET_AT_LEAST, 2600, 0, "≥ 26"},     {TARGET_ABOVE, 250, 0, "> 2.5"},
        {TARGET_AT_MOST, 0, 500, "≤ 5"},        {TARGET_BELOW, 0, 501, "< 5.01"},
        {TARGET_EQUAL, 100, 100, "= 1"},        {TARGET_BETWEEN, 200, 500, "2–5"},
        {TARGET_ABOUT, 36000, 44000, "400±40"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct indicator_target t = target(cases[i].kind, cases[i].low, cases[i].high);
        struct buf b;
        buf_init(&b);
        target_put(&b, &t);
        assert_string_equal(b.data, cases[i].text);
        buf_fini(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_gap_that_does_not_fit),
        cmocka_unit_test(test_which_one),
        cmocka_unit_test(test_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
