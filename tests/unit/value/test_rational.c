/* test_rational.c - arithmetic against __int128 brute force on small values, properties near
 * int64's ends, and the pitfalls of the rulebook (F-02). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "value/rational.h"

typedef enum hm_trap (*operation)(struct rational *, struct rational, struct rational);

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static struct rational make(int64_t num, int64_t den)
{
    struct rational r = {0, 0};
    assert_int_equal(rational_make(&r, num, den), HM_TRAP_NONE);
    return r;
}

/* The plain way: subtract until nothing is left over; only for small parts. */
static struct rational slow_reduce(__int128 num, __int128 den)
{
    __int128 a = num < 0 ? -num : num, b = den;
    while (b) {
        __int128 rest = a % b;
        a = b;
        b = rest;
    }
    return (struct rational){(int64_t)(num / a), (int64_t)(den / a)};
}

static void expect(struct rational got, struct rational want)
{
    assert_int_equal(got.num, want.num);
    assert_int_equal(got.den, want.den);
}

static void small_values_agree_with_brute_force(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int i = 0; i < 200000; i++) {
        int64_t an = (int64_t)(next_random(&seed) % 2001) - 1000;
        int64_t bn = (int64_t)(next_random(&seed) % 2001) - 1000;
        int64_t ad = (int64_t)(next_random(&seed) % 60) + 1;
        int64_t bd = (int64_t)(next_random(&seed) % 60) + 1;
        struct rational a = make(an, ad), b = make(bn, bd), r;
        expect(a, slow_reduce(an, ad));
        assert_int_equal(rational_add(&r, a, b), HM_TRAP_NONE);
        expect(r, slow_reduce(an * bd + bn * ad, ad * bd));
        assert_int_equal(rational_sub(&r, a, b), HM_TRAP_NONE);
        expect(r, slow_reduce(an * bd - bn * ad, ad * bd));
        assert_int_equal(rational_mul(&r, a, b), HM_TRAP_NONE);
        expect(r, slow_reduce(an * bn, ad * bd));
        assert_int_equal(rational_cmp(a, b), (an * bd > bn * ad) - (an * bd < bn * ad));
        if (bn == 0)
            continue;
        int64_t sign = bn < 0 ? -1 : 1;
        assert_int_equal(rational_div(&r, a, b), HM_TRAP_NONE);
        expect(r, slow_reduce(an * bd * sign, ad * bn * sign));
        int64_t n = an * bd * sign, d = ad * bn * sign;
        int64_t floor = n / d - (n % d < 0);
        assert_int_equal(rational_floordiv(&r, a, b), HM_TRAP_NONE);
        expect(r, rational_of(floor));
        assert_int_equal(rational_mod(&r, a, b), HM_TRAP_NONE);
        expect(r, slow_reduce(an * bd - floor * bn * ad, ad * bd));
    }
}

static void floor_and_ceil(void **state)
{
    (void)state;
    static const struct {
        int64_t num, den, floor, ceil;
    } rows[] = {{7, 2, 3, 4},
                {-7, 2, -4, -3},
                {6, 3, 2, 2},
                {-6, 3, -2, -2},
                {0, 1, 0, 0},
                {INT64_MAX, 2, INT64_MAX / 2, INT64_MAX / 2 + 1},
                {-INT64_MAX, 1, -INT64_MAX, -INT64_MAX}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rational r = make(rows[i].num, rows[i].den);
        assert_int_equal(rational_floor(r), rows[i].floor);
        assert_int_equal(rational_ceil(r), rows[i].ceil);
    }
}

/* Lua's manual: a // b and a % b with every pair of signs. */
static void floor_division_signs(void **state)
{
    (void)state;
    static const int64_t rows[][4] = {/* a b a//b a%b */
                                      {7, 3, 2, 1},    {-7, 3, -3, 2}, {7, -3, -3, -2},
                                      {-7, -3, 2, -1}, {6, 3, 2, 0},   {-6, 3, -2, 0},
                                      {6, -3, -2, 0},  {0, -3, 0, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rational r, a = rational_of(rows[i][0]), b = rational_of(rows[i][1]);
        assert_int_equal(rational_floordiv(&r, a, b), HM_TRAP_NONE);
        expect(r, rational_of(rows[i][2]));
        assert_int_equal(rational_mod(&r, a, b), HM_TRAP_NONE);
        expect(r, rational_of(rows[i][3]));
    }
}

static void zero_divisors(void **state)
{
    (void)state;
    struct rational untouched = {42, 5}, r = untouched, one = rational_of(1);
    static const operation ops[] = {rational_div, rational_floordiv, rational_mod};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(ops[i](&r, one, rational_of(0)), HM_TRAP_DIVISION_BY_ZERO);
        expect(r, untouched);
    }
    assert_int_equal(rational_make(&r, 5, 0), HM_TRAP_DIVISION_BY_ZERO);
    expect(r, untouched);
}

static void the_edges_of_int64(void **state)
{
    (void)state;
    struct rational r = {42, 5}, most = rational_of(INT64_MAX), least = rational_of(-INT64_MAX);
    struct rational half = {1, 2}, tiny = {1, INT64_MAX};
    assert_int_equal(rational_add(&r, most, rational_of(1)), HM_TRAP_OVERFLOW);
    assert_int_equal(rational_sub(&r, least, rational_of(1)), HM_TRAP_OVERFLOW);
    assert_int_equal(rational_add(&r, most, half), HM_TRAP_OVERFLOW);
    assert_int_equal(rational_mul(&r, most, rational_of(2)), HM_TRAP_OVERFLOW);
    assert_int_equal(rational_mul(&r, tiny, half), HM_TRAP_OVERFLOW);
    assert_int_equal(rational_div(&r, tiny, rational_of(2)), HM_TRAP_OVERFLOW);
    assert_int_equal(rational_div(&r, most, half), HM_TRAP_OVERFLOW);
    assert_int_equal(rational_floordiv(&r, most, half), HM_TRAP_OVERFLOW);
    assert_int_equal(rational_make(&r, INT64_MIN, 1), HM_TRAP_OVERFLOW);
    assert_int_equal(rational_make(&r, 1, (__int128)INT64_MAX + 1), HM_TRAP_OVERFLOW);
    expect(r, (struct rational){42, 5}); /* untouched by all of them */

    assert_int_equal(rational_add(&r, most, least), HM_TRAP_NONE);
    expect(r, rational_of(0));
    assert_int_equal(rational_mul(&r, most, tiny), HM_TRAP_NONE);
    expect(r, rational_of(1));
    assert_int_equal(rational_div(&r, tiny, tiny), HM_TRAP_NONE);
    expect(r, rational_of(1));
    assert_int_equal(rational_mod(&r, most, half),
                     HM_TRAP_NONE); /* the quotient would not fit */
    expect(r, rational_of(0));
    assert_int_equal(rational_make(&r, (__int128)INT64_MIN, 2), HM_TRAP_NONE);
    expect(r, rational_of(INT64_MIN / 2));
    assert_int_equal(rational_make(&r, -((__int128)1 << 126), -((__int128)1 << 126)),
                     HM_TRAP_NONE);
    expect(r, rational_of(1));
    __int128 least128 = -((__int128)1 << 126) * 2;
    assert_int_equal(rational_make(&r, least128, (__int128)1 << 126), HM_TRAP_NONE);
    expect(r, rational_of(-2));
}

static struct rational near_an_edge(uint64_t *seed)
{
    uint64_t r = next_random(seed);
    int64_t num = INT64_MAX - (int64_t)(r % 1000);
    if (r >> 60 < 6)
        num = (int64_t)(r % 2000) + 1;
    int64_t den =
        r >> 32 & 1 ? (int64_t)(r >> 40 & 255) + 1 : INT64_MAX - (int64_t)(r >> 40 & 255);
    return make(r >> 33 & 1 ? -num : num, den);
}

/* Near the edges: an operation either says overflow or can be undone exactly. */
static void operations_can_be_undone(void **state)
{
    (void)state;
    uint64_t seed = 7;
    int fitted = 0;
    for (int i = 0; i < 100000; i++) {
        struct rational a = near_an_edge(&seed), b = near_an_edge(&seed), r, back;
        assert_int_equal(rational_cmp(a, b), -rational_cmp(b, a));
        if (rational_add(&r, a, b) == HM_TRAP_NONE) {
            assert_int_equal(rational_sub(&back, r, b), HM_TRAP_NONE);
            expect(back, a);
            assert_int_equal(rational_cmp(r, a), b.num < 0 ? -1 : 1);
            fitted++;
        }
        if (rational_mul(&r, a, b) == HM_TRAP_NONE) {
            assert_int_equal(rational_div(&back, r, b), HM_TRAP_NONE);
            expect(back, a);
            fitted++;
        }
        struct rational q, rest, product;
        if (rational_floordiv(&q, a, b) == HM_TRAP_NONE &&
            rational_mod(&rest, a, b) == HM_TRAP_NONE &&
            rational_mul(&product, q, b) == HM_TRAP_NONE) {
            assert_int_equal(rational_add(&back, product, rest), HM_TRAP_NONE);
            expect(back, a);
        }
    }
    assert_true(fitted > 1000);
}

/* Rulebook F-02: standard 632, 3 persons, income 1894: 2 yuan, not 3. */
static void divide_then_multiply(void **state)
{
    (void)state;
    struct rational per_head, topup, total;
    assert_int_equal(rational_div(&per_head, rational_of(189400), rational_of(3)),
                     HM_TRAP_NONE);
    assert_int_equal(rational_sub(&topup, rational_of(63200), per_head), HM_TRAP_NONE);
    assert_int_equal(rational_mul(&total, topup, rational_of(3)), HM_TRAP_NONE);
    expect(total, rational_of(200));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_values_agree_with_brute_force),
        cmocka_unit_test(floor_and_ceil),
        cmocka_unit_test(floor_division_signs),
        cmocka_unit_test(zero_divisors),
        cmocka_unit_test(the_edges_of_int64),
        cmocka_unit_test(operations_can_be_undone),
        cmocka_unit_test(divide_then_multiply),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
