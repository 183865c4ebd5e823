/* test_rounding.c - published amounts of the rulebook (section E.1), sweeps around halves,
 * signs, and the words for roundings. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "value/decimal.h"
#include "value/rounding.h"

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

static struct rational number(const char *s)
{
    struct rational r;
    if (decimal_rational(&r, text(s)) != DECIMAL_OK)
        fail_msg("not a number: %s", s);
    return r;
}

/* Yuan as written, in fen, rounded by words. */
static struct rational rounded(struct rational fen, const char *words)
{
    struct rounding r;
    struct rational out;
    if (!rounding_parse(&r, text(words)))
        fail_msg("not a rounding: %s", words);
    assert_int_equal(rounding_apply(&out, fen, r), HM_TRAP_NONE);
    return out;
}

struct anchor {
    const char *id, *a, *b, *c; /* a * b / c in yuan */
    const char *words, *expect; /* yuan */
};

/* Rulebook E.1: P03-P09, P11, P13-P16, and N03. */
static const struct anchor anchors[] = {
    {"P03", "846", "0.3", "1", "half up to yuan", "254"},
    {"P04", "1005", "1.7", "1", "half up to yuan", "1709"},
    {"P04", "1181", "1.7", "1", "half up to yuan", "2008"},
    {"P05", "2070", "0.1", "1", "none", "207"},
    {"P05", "2070", "0.2", "1", "none", "414"},
    {"P05", "2070", "0.4", "1", "none", "828"},
    {"P05", "2070", "0.8", "1", "none", "1656"},
    {"P06", "14172", "4", "1", "none", "56688"},
    {"P06", "14172", "6", "1", "none", "85032"},
    {"P06", "14172", "8", "1", "none", "113376"},
    {"P06", "14172", "10", "1", "none", "141720"},
    {"P06", "14172", "12", "1", "none", "170064"},
    {"P06", "14172", "15", "1", "none", "212580"},
    {"P06", "1181", "2", "1", "none", "2362"},
    {"P06", "49.98", "1.5", "1", "none", "74.97"},
    {"P07", "2580", "0.8", "1", "none", "2064"},
    {"P07", "3024", "0.8", "1", "half up to yuan", "2419"},
    {"P07", "38700", "1", "12", "none", "3225"},
    {"P08", "1350", "0.40", "1", "none", "540"},
    {"P08", "1230", "0.40", "1", "none", "492"},
    {"P08", "1130", "0.40", "1", "none", "452"},
    {"P08", "1500", "0.42", "1", "half up to yuan", "630"},
    {"P08", "1380", "0.42", "1", "half up to yuan", "580"},
    {"P08", "1280", "0.42", "1", "half up to yuan", "538"},
    {"P08", "1420", "0.42", "1", "half up to yuan", "596"},
    {"P08", "596", "12", "1", "none", "7152"},
    {"P09", "950", "1.3", "1", "none", "1235"},
    {"P11", "1480.5", "1", "1", "up to ten yuan", "1490"},
    {"P11", "1809.75", "1", "1", "up to ten yuan", "1810"},
    {"P11", "2139", "1", "1", "up to ten yuan", "2140"},
    {"P11", "1480.5", "1.2", "1", "up to ten yuan", "1780"},
    {"P11", "840", "1.3", "1", "none", "1092"},
    {"P13", "2100", "1.054", "1", "half up to yuan", "2213"},
    {"P13", "1700", "1.054", "1", "half up to yuan", "1792"},
    {"P14", "4750", "0.30", "12", "half up to yuan", "119"},
    {"P14", "4750", "0.25", "12", "half up to yuan", "99"},
    {"P15", "6480", "1", "72", "none", "90"},
    {"P16", "900", "1", "12", "half up to fen", "75"},
    {"P16", "900", "1", "8", "half up to fen", "112.5"},
    {"P16", "750", "3", "12", "half up to fen", "187.5"},
    {"N03", "354.30", "3", "1", "见角进元", "1063"},
    {"F-03", "100.00", "1", "1", "见角进元", "100"},
    {"N08", "50000", "1", "48", "half up to fen", "1041.67"},
};

static void published_amounts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof anchors / sizeof *anchors; i++) {
        const struct anchor *x = &anchors[i];
        struct rational fen, want;
        assert_int_equal(rational_mul(&fen, number(x->a), number(x->b)), HM_TRAP_NONE);
        assert_int_equal(rational_div(&fen, fen, number(x->c)), HM_TRAP_NONE);
        assert_int_equal(rational_mul(&fen, fen, rational_of(100)), HM_TRAP_NONE);
        assert_int_equal(rational_mul(&want, number(x->expect), rational_of(100)),
                         HM_TRAP_NONE);
        if (rational_cmp(rounded(fen, x->words), want) != 0)
            fail_msg("%s: %s * %s / %s %s is not %s", x->id, x->a, x->b, x->c, x->words,
                     x->expect);
    }
}

/* What a mode means, said in the plainest way: count of whole steps for a size in tenths. */
static int64_t plain_steps(enum rounding_mode mode, int64_t tenths)
{
    int64_t whole = tenths / 10, rest = tenths % 10;
    switch (mode) {
    case ROUND_UP:
        return whole + (rest > 0);
    case ROUND_HALF_UP:
        return whole + (rest >= 5);
    case ROUND_HALF_EVEN:
        return whole + (rest > 5 || (rest == 5 && whole % 2 == 1));
    default:
        return whole;
    }
}

static void sweep_of_tenths(void **state)
{
    (void)state;
    static const int64_t steps[] = {1, 10, 100, 1000};
    for (int mode = ROUND_HALF_UP; mode < ROUND_MODES; mode++)
        for (size_t s = 0; s < 4; s++)
            for (int64_t tenths = -500; tenths <= 500; tenths++) {
                struct rational a, out;
                struct rounding r = {(enum rounding_mode)mode, rational_of(steps[s])};
                assert_int_equal(rational_make(&a, tenths * steps[s], 10), HM_TRAP_NONE);
                assert_int_equal(rounding_apply(&out, a, r), HM_TRAP_NONE);
                int64_t size = plain_steps(r.mode, tenths < 0 ? -tenths : tenths);
                assert_int_equal(out.den, 1);
                assert_int_equal(out.num, (tenths < 0 ? -size : size) * steps[s]);
            }
}

/* A hair below, at and above a half, with denominators up to int64's end. */
static void a_hair_around_a_half(void **state)
{
    (void)state;
    static const int64_t dens[] = {1000003, INT64_C(1000000000000), INT64_MAX - 25};
    struct rounding up = {ROUND_HALF_UP, rational_of(1)};
    struct rounding even = {ROUND_HALF_EVEN, rational_of(1)};
    for (size_t i = 0; i < 3; i++) {
        struct rational below, above, out;
        assert_int_equal(rational_make(&below, dens[i] / 2 - (dens[i] % 2 == 0), dens[i]),
                         HM_TRAP_NONE);
        assert_int_equal(rational_make(&above, dens[i] / 2 + 1, dens[i]), HM_TRAP_NONE);
        rounding_apply(&out, below, up);
        assert_int_equal(out.num, 0);
        rounding_apply(&out, above, up);
        assert_int_equal(out.num, 1);
        rounding_apply(&out, above, even);
        assert_int_equal(out.num, 1);
    }
}

static void the_ends_of_int64(void **state)
{
    (void)state;
    struct rational out = {42, 5};
    struct rounding to_ten = {ROUND_UP, rational_of(10)}, down = {ROUND_DOWN, rational_of(10)};
    assert_int_equal(rounding_apply(&out, rational_of(INT64_MAX), to_ten), HM_TRAP_OVERFLOW);
    assert_int_equal(rounding_apply(&out, rational_of(-INT64_MAX), to_ten), HM_TRAP_OVERFLOW);
    assert_int_equal(out.num, 42);
    assert_int_equal(rounding_apply(&out, rational_of(INT64_MAX), down), HM_TRAP_NONE);
    assert_int_equal(out.num, INT64_MAX / 10 * 10);
    struct rounding huge = {ROUND_UP, rational_of(INT64_MAX)};
    assert_int_equal(rounding_apply(&out, rational_of(1), huge), HM_TRAP_NONE);
    assert_int_equal(out.num, INT64_MAX);
    struct rounding tiny = {ROUND_UP, {1, INT64_MAX}};
    assert_int_equal(rounding_apply(&out, rational_of(INT64_MAX), tiny), HM_TRAP_NONE);
    assert_int_equal(out.num, INT64_MAX);
}

static void fractional_steps(void **state)
{
    (void)state;
    struct rational out;
    struct rounding quarter = {ROUND_HALF_UP, {1, 4}};
    assert_int_equal(rounding_apply(&out, number("0.375"), quarter), HM_TRAP_NONE);
    assert_int_equal(rational_cmp(out, number("0.5")), 0);
    assert_int_equal(rounding_apply(&out, number("-0.374"), quarter), HM_TRAP_NONE);
    assert_int_equal(rational_cmp(out, number("-0.25")), 0);
}

static void words(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        enum rounding_mode mode;
        int64_t step;
    } rows[] = {
        {"up to yuan", ROUND_UP, 100},
        {"half up to fen", ROUND_HALF_UP, 1},
        {"down to jiao", ROUND_DOWN, 10},
        {"half even to ten yuan", ROUND_HALF_EVEN, 1000},
        {"none", ROUND_NONE, 1},
        {"见角进元", ROUND_UP, 100},
        {"四舍五入到元", ROUND_HALF_UP, 100},
        {"舍去到角", ROUND_DOWN, 10},
        {"进到十元", ROUND_UP, 1000},
        {"到分", ROUND_HALF_UP, 1},
        {"不取整", ROUND_NONE, 1},
        {"四舍六入五成双到分", ROUND_HALF_EVEN, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rounding r;
        assert_true(rounding_parse(&r, text(rows[i].words)));
        assert_int_equal(r.mode, rows[i].mode);
        assert_int_equal(r.step.num, rows[i].step);
        assert_int_equal(r.step.den, 1);
    }
    static const char *const wrong[] = {
        "",     "up",       "up to",       "up to yen", "Up to yuan", "up to yuan ",
        "进元", "四舍五入", "half to fen", "none none", "到十万元",   "up到元"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct rounding r;
        if (rounding_parse(&r, text(wrong[i])))
            fail_msg("taken as a rounding: %s", wrong[i]);
    }
}

static void names_read_back(void **state)
{
    (void)state;
    static const int64_t steps[] = {1, 10, 100, 1000};
    for (int mode = 0; mode < ROUND_MODES; mode++)
        for (size_t i = 0; i < 4; i++) {
            struct rounding r = {(enum rounding_mode)mode, rational_of(steps[i])}, back;
            char name[64];
            rounding_name(name, sizeof name, r, true);
            assert_true(rounding_parse(&back, text(name)));
            assert_int_equal(back.mode, r.mode);
            if (mode != ROUND_NONE)
                assert_int_equal(back.step.num, r.step.num);
        }
    char name[64];
    rounding_name(name, sizeof name, (struct rounding){ROUND_UP, rational_of(5000)}, true);
    assert_string_equal(name, "up to 50 yuan");
    rounding_name(name, sizeof name, (struct rounding){ROUND_HALF_UP, {1, 100}}, false);
    assert_string_equal(name, "half up to 0.01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_amounts),    cmocka_unit_test(sweep_of_tenths),
        cmocka_unit_test(a_hair_around_a_half), cmocka_unit_test(the_ends_of_int64),
        cmocka_unit_test(fractional_steps),     cmocka_unit_test(words),
        cmocka_unit_test(names_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
