/* test_elem.c - elements against their meaning, said a second time in 128 bits. The other tests
 * compare kernels with kernels; here is what they must give.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdbool.h>
#include "vec/elem.h"

static const int64_t wide[] = {0,
                               1,
                               -1,
                               2,
                               -2,
                               3,
                               7,
                               -7,
                               10,
                               99,
                               100,
                               101,
                               INT32_MAX,
                               INT32_MIN,
                               (int64_t)INT32_MAX + 1,
                               INT64_C(3037000499),
                               INT64_C(3037000500),
                               INT64_MAX / 2,
                               INT64_MAX - 1,
                               INT64_MAX,
                               -INT64_MAX};
enum { WIDE = sizeof wide / sizeof *wide };

static bool fits(__int128 x)
{
    return x >= -INT64_MAX && x <= INT64_MAX; /* INT64_MIN is no value of the language */
}

static void expect_overflow(uint8_t doubt, __int128 exact)
{
    assert_int_equal(doubt, fits(exact) ? 0 : DOUBT_OTHER);
}

static void test_arithmetic(void **state)
{
    (void)state;
    for (int i = 0; i < WIDE; i++)
        for (int k = 0; k < WIDE; k++) {
            int64_t a = wide[i], b = wide[k];
            __int128 sum = (__int128)a + b, less = (__int128)a - b, product = (__int128)a * b;
            expect_overflow(elem_ovf_add_l(a, b), sum);
            expect_overflow(elem_ovf_sub_l(a, b), less);
            expect_overflow(elem_ovf_rsub_l(b, a), less);
            expect_overflow(elem_ovf_mul_l(a, b), product);
            assert_true(elem_add_l(a, b) == (int64_t)sum);
            assert_true(elem_sub_l(a, b) == (int64_t)less);
            assert_true(elem_rsub_l(b, a) == (int64_t)less);
            assert_true(elem_mul_l(a, b) == (int64_t)product);
        }
}

static void test_order(void **state)
{
    (void)state;
    for (int i = 0; i < WIDE; i++)
        for (int k = 0; k < WIDE; k++) {
            int64_t a = wide[i], b = wide[k];
            int32_t c = (int32_t)a, e = (int32_t)b;
            assert_true(elem_min_l(a, b) == (a > b ? b : a));
            assert_true(elem_max_l(a, b) == (a > b ? a : b));
            assert_true(elem_min_i(c, e) == (c > e ? e : c));
            assert_true(elem_max_i(c, e) == (c > e ? c : e));
            assert_int_equal(elem_lt_l(a, b), !(a >= b));
            assert_int_equal(elem_le_l(a, b), !(a > b));
            assert_int_equal(elem_gt_l(a, b), !(a <= b));
            assert_int_equal(elem_ge_l(a, b), !(a < b));
            assert_int_equal(elem_eq_l(a, b), !(a != b));
            assert_int_equal(elem_ne_i(c, e), !(c == e));
            assert_int_equal(elem_lt_i(c, e), !(c >= e));
        }
}

/* By the definitions: q = floor of the exact quotient, and what is left over. */
static void test_division(void **state)
{
    (void)state;
    for (int i = 0; i < WIDE; i++)
        for (int k = 0; k < WIDE; k++) {
            int64_t a = wide[i], b = wide[k];
            if (b <= 0)
                continue;
            __int128 q = a / b;
            if (a % b < 0)
                q--;
            __int128 rest = (__int128)a - q * b, size = a < 0 ? -(__int128)a : a;
            __int128 half = (2 * size + b) / (2 * (__int128)b);
            __int128 even = size / b, left = size % b;
            even += 2 * left > b || (2 * left == b && even % 2);
            assert_true(rest >= 0 && rest < b);
            assert_true(elem_div_floor_l(a, b) == (int64_t)q);
            assert_true(elem_div_ceil_l(a, b) == (int64_t)(q + (rest > 0)));
            assert_true(elem_div_down_l(a, b) == a / b);
            assert_true(elem_div_up_l(a, b) == (int64_t)(a < 0 ? q : q + (rest > 0)));
            assert_true(elem_div_half_up_l(a, b) == (int64_t)(a < 0 ? -half : half));
            assert_true(elem_div_half_even_l(a, b) == (int64_t)(a < 0 ? -even : even));
        }
}

static void test_masks_and_choice(void **state)
{
    (void)state;
    for (uint8_t a = 0; a < 2; a++)
        for (uint8_t b = 0; b < 4; b++) {
            assert_int_equal(elem_doubt_b(a, b), a ? b : 0);
            assert_int_equal(elem_select_b(a, b, 9), a ? b : 9);
            assert_int_equal(elem_bool_b(b), b ? 1 : 0);
            assert_int_equal(elem_or_b(a, b), a | b);
        }
    for (uint8_t a = 0; a < 2; a++)
        for (uint8_t b = 0; b < 2; b++) {
            assert_int_equal(elem_and_b(a, b), a && b);
            assert_int_equal(elem_andn_b(a, b), a && !b);
            assert_int_equal(elem_not_b(a), !a);
            assert_true(elem_select_l(a, -5, 7) == (a ? -5 : 7));
            assert_int_equal(elem_select_i(a, -5, 7), a ? -5 : 7);
            assert_true(elem_keep_l(-5, a) == (a ? -5 : 0));
            assert_int_equal(elem_keep_i(-5, a), a ? -5 : 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_division),
        cmocka_unit_test(test_masks_and_choice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
