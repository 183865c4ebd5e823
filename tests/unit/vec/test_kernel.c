/* test_kernel.c - every level of kernels gives the bytes of the base level, and divisions in
 * double those of whole division, on values around every edge we know. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include "value/date.h"
#include "vec/column.h"
#include "vec/elem.h"
#include "vec/kernel.h"

enum { ROWS = 1003 }; /* not a multiple of any vector */

static uint64_t seed = 20261122;

static uint64_t next_random(void)
{
    seed += 0x9E3779B97F4A7C15u;
    uint64_t z = seed;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int64_t interesting(void)
{
    static const int64_t edges[] = {0,
                                    1,
                                    -1,
                                    2,
                                    99,
                                    100,
                                    INT32_MAX,
                                    INT32_MIN,
                                    INT64_MAX,
                                    INT64_MIN + 1,
                                    INT64_C(1) << 51,
                                    (INT64_C(1) << 51) - 1};
    uint64_t r = next_random();
    if (r % 4 == 0)
        return edges[(r >> 8) % (sizeof edges / sizeof *edges)];
    return (int64_t)(next_random() >> (r >> 8) % 63) * (r & 1 ? 1 : -1);
}

static void fill(void *data, char lane, bool positive)
{
    for (int i = 0; i < ROWS; i++) {
        int64_t x = interesting();
        if (positive)
            x = (x & INT64_MAX) | 1;
        if (lane == 'B')
            ((uint8_t *)data)[i] = (uint8_t)(x & 1);
        else if (lane == 'I')
            ((int32_t *)data)[i] = positive ? (int32_t)(x & INT32_MAX) | 1 : (int32_t)x;
        else
            ((int64_t *)data)[i] = x;
    }
}

static bool is_division(const struct op_info *info)
{
    return strstr(info->name, "DIV_") != NULL;
}

static bool is_fast_division(const struct op_info *info)
{
    return strncmp(info->name, "FDIV_", 5) == 0;
}

/* Operands within what the instruction's contract allows. */
static void limit(void *data, char lane, bool is_divisor)
{
    for (int i = 0; lane == 'L' && i < ROWS; i++) {
        int64_t *x = (int64_t *)data + i;
        *x = is_divisor ? 1 + (*x & 0x3FFFFFFF) : *x % (INT64_C(1) << 51);
    }
}

static void test_levels_agree(void **state)
{
    (void)state;
    static int64_t a[ROWS], b[ROWS], c[ROWS], base[ROWS], other[ROWS];
    for (int op = 0; op < OP_COUNT; op++) {
        const struct op_info *info = &op_table[op];
        bool calendar = op == OP_MONTH_OF_I || op == OP_DAY_OF_I || op == OP_FIRST_DAY_I;
        if (info->special || calendar)
            continue;
        fill(a, info->operands[0], false);
        fill(b, info->operands[1] ? info->operands[1] : 'L', is_division(info));
        fill(c, info->operands[2] ? info->operands[2] : 'L', false);
        if (is_fast_division(info)) {
            limit(a, info->operands[0], false);
            limit(b, info->operands[1], true);
        }
        struct kernel_args k = {
            .dst = base, .a = a, .b = b, .c = c, .imm = 1 + (b[0] & 0xFFFF)};
        memset(base, 0, sizeof base);
        kernel_table(KERNEL_BASE)[op](&k, ROWS);
        for (enum kernel_level level = KERNEL_V3; level < KERNEL_LEVELS; level++) {
            if (!kernel_table(level))
                continue;
            memset(other, 0, sizeof other);
            k.dst = other;
            kernel_table(level)[op](&k, ROWS);
            if (memcmp(base, other, sizeof base) != 0)
                fail_msg("%s differs at level %s", info->name, kernel_level_name(level));
        }
    }
}

struct pair {
    int fast, exact;
};

static void compare_divisions(const struct pair *p, const int64_t *a, const int64_t *b)
{
    static int64_t fast[ROWS], exact[ROWS];
    for (enum kernel_level level = KERNEL_BASE; level < KERNEL_LEVELS; level++) {
        if (!kernel_table(level))
            continue;
        struct kernel_args k = {.dst = fast, .a = a, .b = b};
        kernel_table(level)[p->fast](&k, ROWS);
        k.dst = exact;
        kernel_table(level)[p->exact](&k, ROWS);
        for (int i = 0; i < ROWS; i++)
            if (fast[i] != exact[i])
                fail_msg("%s: %lld / %lld gave %lld, not %lld", op_table[p->fast].name,
                         (long long)a[i], (long long)b[i], (long long)fast[i],
                         (long long)exact[i]);
    }
}

/* Quotients at, just below and just above a half and a whole, up to the largest numerators. */
static void test_double_division_is_exact(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {OP_FDIV_FLOOR_L, OP_DIV_FLOOR_L},     {OP_FDIV_CEIL_L, OP_DIV_CEIL_L},
        {OP_FDIV_UP_L, OP_DIV_UP_L},           {OP_FDIV_DOWN_L, OP_DIV_DOWN_L},
        {OP_FDIV_HALF_UP_L, OP_DIV_HALF_UP_L}, {OP_FDIV_HALF_EVEN_L, OP_DIV_HALF_EVEN_L},
    };
    static int64_t a[ROWS], b[ROWS];
    const int64_t top = (INT64_C(1) << 51) - 1;
    for (int turn = 0; turn < 200; turn++) {
        for (int i = 0; i < ROWS; i++) {
            int shift = (int)(next_random() % 31);
            b[i] = 1 + (int64_t)(next_random() % (UINT64_C(0x7FFFFFFE) >> shift));
            int64_t q = (int64_t)(next_random() % (uint64_t)(top / b[i] + 1));
            int64_t near = (int64_t)(next_random() % 5) - 2;
            int64_t half = next_random() & 1 ? b[i] / 2 : 0;
            int64_t x = q * b[i] + half + near;
            x = x > top ? top : x;
            a[i] = next_random() & 1 ? x : -x;
        }
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
            compare_divisions(&pairs[i], a, b);
    }
}

/* The 32-bit forms with one product, on the same edges and on every small divisor. */
static void test_short_division_is_exact(void **state)
{
    (void)state;
    for (int i = 0; i < 3000000; i++) {
        int shift = (int)(next_random() % 31);
        int64_t b = i < 100000 ? 1 + i % 1000
                               : 1 + (int64_t)(next_random() % (UINT64_C(0x7FFFFFFE) >> shift));
        int64_t q = (int64_t)(next_random() % (uint64_t)(INT32_MAX / b + 1));
        int64_t x = q * b + (next_random() & 1 ? b / 2 : 0) + (int64_t)(next_random() % 5) - 2;
        x = x > INT32_MAX ? INT32_MAX : x;
        int32_t a = (int32_t)(next_random() & 1 ? x : -x), d = (int32_t)b;
        bool same = elem_fdiv_floor_i(a, d) == elem_div_floor_l(a, d) &&
                    elem_fdiv_ceil_i(a, d) == elem_div_ceil_l(a, d) &&
                    elem_fdiv_up_i(a, d) == elem_div_up_l(a, d) &&
                    elem_fdiv_down_i(a, d) == elem_div_down_l(a, d) &&
                    elem_fdiv_half_up_i(a, d) == elem_div_half_up_l(a, d) &&
                    elem_fdiv_half_even_i(a, d) == elem_div_half_even_l(a, d);
        if (!same)
            fail_msg("%d / %d", (int)a, (int)d);
    }
}

static void test_calendar(void **state)
{
    (void)state;
    int32_t first = 0, last = 0;
    assert_true(date_make(&first, DATE_YEAR_MIN, 1, 1));
    assert_true(date_make(&last, DATE_YEAR_MAX, 12, 31));
    for (int32_t day = first; day <= last; day++) {
        int year, month, dom;
        date_split(day, &year, &month, &dom);
        assert_int_equal(elem_month_of(day), year * 12 + month - 1);
        assert_int_equal(elem_day_of(day), dom);
        if (dom == 1)
            assert_int_equal(elem_first_day(elem_month_of(day)), day);
    }
}

static void test_overflow_tests(void **state)
{
    (void)state;
    for (int i = 0; i < 200000; i++) {
        int64_t a = interesting(), b = interesting();
        __int128 sum = (__int128)a + b, difference = (__int128)a - b, product = (__int128)a * b;
        assert_int_equal(elem_ovf_add_l(a, b), sum > INT64_MAX || sum <= INT64_MIN ? 2 : 0);
        assert_int_equal(elem_ovf_sub_l(a, b),
                         difference > INT64_MAX || difference <= INT64_MIN ? 2 : 0);
        assert_int_equal(elem_ovf_mul_l(a, b),
                         product > INT64_MAX || product <= INT64_MIN ? 2 : 0);
    }
}

static void test_children(void **state)
{
    (void)state;
    static const uint32_t index[3] = {0, 2, 3};
    static const int64_t child[3] = {10, 20, 30};
    for (enum kernel_level level = KERNEL_BASE; level < KERNEL_LEVELS; level++) {
        if (!kernel_table(level))
            continue;
        int64_t sums[4] = {1, 1, 1, 1}, seen[3];
        struct kernel_args k = {.dst = sums, .a = child, .index = index};
        kernel_table(level)[OP_SUM_L](&k, 3);
        assert_int_equal(sums[0], 11);
        assert_int_equal(sums[1], 1);
        assert_int_equal(sums[3], 31);
        k = (struct kernel_args){.dst = seen, .a = sums, .index = index};
        kernel_table(level)[OP_BCAST_L](&k, 3);
        assert_int_equal(seen[1], 21);
        uint64_t bits[2] = {0, 5};
        uint8_t known[3];
        k = (struct kernel_args){.dst = known, .a = bits, .b = bits, .imm = 64};
        kernel_table(level)[OP_KNOWN_B](&k, 3);
        assert_int_equal(known[0] * 100 + known[1] * 10 + known[2], 101);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels_agree), cmocka_unit_test(test_double_division_is_exact),
        cmocka_unit_test(test_short_division_is_exact),
        cmocka_unit_test(test_calendar),     cmocka_unit_test(test_overflow_tests),
        cmocka_unit_test(test_children),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
