/* test_decimal.c - reading and printing exact numbers. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "value/decimal.h"

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

static void rationals(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t num, den;
    } rows[] = {
        {"0", 0, 1},
        {"-0", 0, 1},
        {"0.0", 0, 1},
        {"0.3", 3, 10},
        {"+2.50", 5, 2},
        {"1e3", 1000, 1},
        {"2.5E-2", 1, 40},
        {"-12.75", -51, 4},
        {"007", 7, 1},
        {"1e-18", 1, INT64_C(1000000000000000000)},
        {"100e-2", 1, 1},
        {"0e999999999", 0, 1},
        {"0.000e-99999999999", 0, 1},
        {"9223372036854775807", INT64_MAX, 1},
        {"-9223372036854775807", -INT64_MAX, 1},
        {"922337203685477580.7", INT64_MAX, 10},
        {"0.0000000000000000000025e21", 5, 2},
        {"1.00000000000000000000000000000000000000000000000000", 1, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rational r = {0, 0};
        assert_int_equal(decimal_rational(&r, text(rows[i].text)), DECIMAL_OK);
        assert_int_equal(r.num, rows[i].num);
        assert_int_equal(r.den, rows[i].den);
    }
}

static void refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",    "-",    "+",    ".",     "1.",    ".5",  " 1",
                                        "1 ",  "1,0",  "0x10", "inf",   "nan",   "1e",  "1e+",
                                        "--1", "1.e2", "１",   "1_000", "1e1.5", "yuan"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct rational r = {42, 5};
        int64_t v = 42;
        if (decimal_rational(&r, text(wrong[i])) != DECIMAL_NOT_A_NUMBER ||
            decimal_money(&v, text(wrong[i])) != DECIMAL_NOT_A_NUMBER || r.num != 42 || v != 42)
            fail_msg("taken as a number: '%s'", wrong[i]);
    }
    struct rational r = {42, 5};
    assert_int_equal(decimal_rational(&r, text("9223372036854775808")), DECIMAL_TOO_LARGE);
    assert_int_equal(decimal_rational(&r, text("1e99999999999999999999")), DECIMAL_TOO_LARGE);
    assert_int_equal(decimal_rational(&r, text("1e-19")), DECIMAL_TOO_FINE);
    assert_int_equal(decimal_rational(&r, text("0.3333333333333333333333333333333333333333")),
                     DECIMAL_TOO_FINE);
    assert_int_equal(decimal_rational(&r, text("1e-999999")), DECIMAL_TOO_FINE);
    assert_int_equal(r.num, 42);
}

static void money(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum decimal_status status;
        int64_t fen;
    } rows[] = {
        {"1143.00", DECIMAL_OK, 114300},
        {"1.230", DECIMAL_OK, 123},
        {"-0.05", DECIMAL_OK, -5},
        {"3542.97", DECIMAL_OK, 354297},
        {"1e2", DECIMAL_OK, 10000},
        {"2400", DECIMAL_OK, 240000},
        {"0.001", DECIMAL_TOO_FINE, 0},
        {"1180.995", DECIMAL_TOO_FINE, 0},
        {"92233720368547758.07", DECIMAL_OK, INT64_MAX},
        {"92233720368547758.08", DECIMAL_TOO_LARGE, 0},
        {"-92233720368547758.07", DECIMAL_OK, -INT64_MAX},
        {"-92233720368547758.08", DECIMAL_TOO_LARGE, 0},
        {"1e17", DECIMAL_TOO_LARGE, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t fen = 0;
        assert_int_equal(decimal_money(&fen, text(rows[i].text)), rows[i].status);
        assert_int_equal(fen, rows[i].fen);
    }
}

static void integers_and_scaled(void **state)
{
    (void)state;
    int64_t v;
    assert_int_equal(decimal_integer(&v, text("3.0")), DECIMAL_OK);
    assert_int_equal(v, 3);
    assert_int_equal(decimal_integer(&v, text("1e2")), DECIMAL_OK);
    assert_int_equal(v, 100);
    assert_int_equal(decimal_integer(&v, text("3.5")), DECIMAL_TOO_FINE);
    assert_int_equal(decimal_scaled(&v, text("49.98"), 2), DECIMAL_OK);
    assert_int_equal(v, 4998);
    assert_int_equal(decimal_scaled(&v, text("49.98"), 6), DECIMAL_OK);
    assert_int_equal(v, 49980000);
    assert_int_equal(decimal_scaled(&v, text("49.981"), 2), DECIMAL_TOO_FINE);
    assert_int_equal(decimal_scaled(&v, text("9223372036855"), 6), DECIMAL_TOO_LARGE);
}

static void expect_text(struct buf *b, const char *want)
{
    assert_string_equal(b->data, want);
    buf_clear(b);
}

static void printing(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b);
    decimal_put_money(&b, 114300);
    expect_text(&b, "1143.00");
    decimal_put_money(&b, -5);
    expect_text(&b, "-0.05");
    decimal_put_money(&b, INT64_MAX);
    expect_text(&b, "92233720368547758.07");
    decimal_put_money(&b, INT64_MIN);
    expect_text(&b, "-92233720368547758.08");
    decimal_put_scaled(&b, 4998, 2);
    expect_text(&b, "49.98");
    decimal_put_scaled(&b, 3000000, 6);
    expect_text(&b, "3");
    decimal_put_scaled(&b, -1, 6);
    expect_text(&b, "-0.000001");
    decimal_put_scaled(&b, 0, 6);
    expect_text(&b, "0");
    decimal_put_rational(&b, (struct rational){3, 10});
    expect_text(&b, "0.3");
    decimal_put_rational(&b, (struct rational){3125, 3});
    expect_text(&b, "3125/3");
    decimal_put_rational(&b, (struct rational){-1, INT64_C(1) << 18});
    expect_text(&b, "-0.000003814697265625");
    decimal_put_rational(&b, (struct rational){1, INT64_C(1) << 19});
    expect_text(&b, "1/524288");
    decimal_put_rational(&b, (struct rational){INT64_MAX, 1});
    expect_text(&b, "9223372036854775807");
    decimal_put_money_rational(&b, (struct rational){312500, 3}, true);
    expect_text(&b, "1041.67 (exactly 3125/3)");
    decimal_put_money_rational(&b, (struct rational){312500, 3}, false);
    expect_text(&b, "1041.67");
    decimal_put_money_rational(&b, (struct rational){35430, 1}, true);
    expect_text(&b, "354.30");
    buf_fini(&b);
}

/* Every amount reads back, around each boundary of digits and signs. */
static void money_reads_back(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b);
    for (int64_t base = 1; base < INT64_MAX / 10; base *= 10) {
        for (int64_t near = -2; near <= 2; near++) {
            int64_t values[] = {base + near, -(base + near)};
            for (int k = 0; k < 2; k++) {
                int64_t back = 0;
                decimal_put_money(&b, values[k]);
                assert_int_equal(decimal_money(&back, (struct str){b.data, b.len}), DECIMAL_OK);
                assert_int_equal(back, values[k]);
                buf_clear(&b);
                decimal_put_scaled(&b, values[k], 6);
                assert_int_equal(decimal_scaled(&back, (struct str){b.data, b.len}, 6),
                                 DECIMAL_OK);
                assert_int_equal(back, values[k]);
                buf_clear(&b);
            }
        }
    }
    buf_fini(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rationals), cmocka_unit_test(refused),
        cmocka_unit_test(money),     cmocka_unit_test(integers_and_scaled),
        cmocka_unit_test(printing),  cmocka_unit_test(money_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
