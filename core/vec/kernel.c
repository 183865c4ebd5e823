/* kernel.c - one loop for each instruction of ops.def, made from its element function.
 *
 * The build compiles this file once for each x86-64 level with KERNEL_SUFFIX set (_base, _v3,
 * _v4) and -O3; branches are in the caller, loops here.
 */
#include "vec/kernel.h"

#include <string.h>
#include "vec/column.h"
#include "vec/elem.h"

#define PASTE_(a, b) a##b
#define PASTE(a, b)  PASTE_(a, b)

typedef uint8_t lane_B;
typedef uint16_t lane_W;
typedef int32_t lane_I;
typedef int64_t lane_L;

#define OP1(name, R, A, elem, text)                                                            \
    static void k_##name(const struct kernel_args *k, uint32_t n)                              \
    {                                                                                          \
        lane_##R *restrict dst = k->dst;                                                       \
        const lane_##A *restrict a = k->a;                                                     \
        for (uint32_t i = 0; i < n; i++)                                                       \
            dst[i] = (lane_##R)elem(a[i]);                                                     \
    }
#define OP2(name, R, A, B, elem, flags, text)                                                  \
    static void k_##name(const struct kernel_args *k, uint32_t n)                              \
    {                                                                                          \
        lane_##R *restrict dst = k->dst;                                                       \
        const lane_##A *restrict a = k->a;                                                     \
        const lane_##B *restrict b = k->b;                                                     \
        for (uint32_t i = 0; i < n; i++)                                                       \
            dst[i] = (lane_##R)elem(a[i], b[i]);                                               \
    }                                                                                          \
    static void k_##name##_K(const struct kernel_args *k, uint32_t n)                          \
    {                                                                                          \
        lane_##R *restrict dst = k->dst;                                                       \
        const lane_##A *restrict a = k->a;                                                     \
        const lane_##B b = (lane_##B)k->imm;                                                   \
        for (uint32_t i = 0; i < n; i++)                                                       \
            dst[i] = (lane_##R)elem(a[i], b);                                                  \
    }
#define OP3(name, R, A, B, C, elem, text)                                                      \
    static void k_##name(const struct kernel_args *k, uint32_t n)                              \
    {                                                                                          \
        lane_##R *restrict dst = k->dst;                                                       \
        const lane_##A *restrict a = k->a;                                                     \
        const lane_##B *restrict b = k->b;                                                     \
        const lane_##C *restrict c = k->c;                                                     \
        for (uint32_t i = 0; i < n; i++)                                                       \
            dst[i] = (lane_##R)elem(a[i], b[i], c[i]);                                         \
    }
#include "vec/ops.def"

/* --- choices among constants --- */

static void k_CHOOSE_I(const struct kernel_args *k, uint32_t n)
{
    int32_t *restrict dst = k->dst;
    const uint8_t *restrict a = k->a;
    const int32_t yes = (int32_t)(k->imm >> 32), no = (int32_t)k->imm;
    for (uint32_t i = 0; i < n; i++)
        dst[i] = a[i] ? yes : no;
}

static void k_PUT_I(const struct kernel_args *k, uint32_t n)
{
    int32_t *restrict dst = k->dst;
    const uint8_t *restrict a = k->a;
    const int32_t *restrict b = k->b;
    const int32_t constant = (int32_t)k->imm;
    for (uint32_t i = 0; i < n; i++)
        dst[i] = a[i] ? constant : b[i];
}

static void k_REST_I(const struct kernel_args *k, uint32_t n)
{
    int32_t *restrict dst = k->dst;
    const uint8_t *restrict a = k->a;
    const int32_t *restrict b = k->b;
    const int32_t constant = (int32_t)k->imm;
    for (uint32_t i = 0; i < n; i++)
        dst[i] = a[i] ? b[i] : constant;
}

/* --- copies, constants, loads --- */

#define COPIES(L)                                                                              \
    static void k_COPY_##L(const struct kernel_args *k, uint32_t n)                            \
    {                                                                                          \
        memcpy(k->dst, k->a, n * sizeof(lane_##L));                                            \
    }                                                                                          \
    static void k_CONST_##L(const struct kernel_args *k, uint32_t n)                           \
    {                                                                                          \
        lane_##L *restrict dst = k->dst;                                                       \
        const lane_##L value = (lane_##L)k->imm;                                               \
        for (uint32_t i = 0; i < n; i++)                                                       \
            dst[i] = value;                                                                    \
    }
COPIES(B)
COPIES(I)
COPIES(L)

#define LOAD_FROM(L, type)                                                                     \
    {                                                                                          \
        const type *restrict src = k->a;                                                       \
        for (uint32_t i = 0; i < n; i++)                                                       \
            dst[i] = (lane_##L)src[i];                                                         \
        return;                                                                                \
    }
#define LOADS(L)                                                                               \
    static void k_LOAD_##L(const struct kernel_args *k, uint32_t n)                            \
    {                                                                                          \
        lane_##L *restrict dst = k->dst;                                                       \
        if (!k->a) {                                                                           \
            memset(dst, 0, n * sizeof *dst);                                                   \
            return;                                                                            \
        }                                                                                      \
        switch ((enum lane)k->imm) {                                                           \
        case LANE_U8:                                                                          \
            LOAD_FROM(L, uint8_t)                                                              \
        case LANE_U16:                                                                         \
            LOAD_FROM(L, uint16_t)                                                             \
        case LANE_I32:                                                                         \
            LOAD_FROM(L, int32_t)                                                              \
        default:                                                                               \
            LOAD_FROM(L, int64_t)                                                              \
        }                                                                                      \
    }
LOADS(B)
LOADS(W)
LOADS(I)
LOADS(L)

/* a: the bitmap (NULL: all known when b is set, none when it is not); imm: first bit. */
static void k_KNOWN_B(const struct kernel_args *k, uint32_t n)
{
    uint8_t *restrict dst = k->dst;
    const uint64_t *restrict bits = k->a;
    if (!bits) {
        memset(dst, k->b ? 1 : 0, n);
        return;
    }
    const uint64_t first = (uint64_t)k->imm;
    for (uint32_t i = 0; i < n; i++)
        dst[i] = (uint8_t)(bits[(first + i) / 64] >> ((first + i) % 64) & 1);
}

/* a: column data of the earlier frame, index: row there or UINT32_MAX; imm: enum lane. */
#define PASTS(L)                                                                               \
    static void k_PAST_##L(const struct kernel_args *k, uint32_t n)                            \
    {                                                                                          \
        lane_##L *restrict dst = k->dst;                                                       \
        for (uint32_t i = 0; i < n; i++) {                                                     \
            uint32_t row = k->index && k->a ? k->index[i] : UINT32_MAX;                        \
            int64_t v = 0;                                                                     \
            if (row != UINT32_MAX) {                                                           \
                switch ((enum lane)k->imm) {                                                   \
                case LANE_U8:                                                                  \
                    v = ((const uint8_t *)k->a)[row];                                          \
                    break;                                                                     \
                case LANE_U16:                                                                 \
                    v = ((const uint16_t *)k->a)[row];                                         \
                    break;                                                                     \
                case LANE_I32:                                                                 \
                    v = ((const int32_t *)k->a)[row];                                          \
                    break;                                                                     \
                default:                                                                       \
                    v = ((const int64_t *)k->a)[row];                                          \
                    break;                                                                     \
                }                                                                              \
            }                                                                                  \
            dst[i] = (lane_##L)v;                                                              \
        }                                                                                      \
    }
PASTS(B)
PASTS(I)
PASTS(L)

/* a: bitmap of the earlier column (NULL: all known when b is set), index as above. */
static void k_PAST_KNOWN_B(const struct kernel_args *k, uint32_t n)
{
    uint8_t *restrict dst = k->dst;
    const uint64_t *bits = k->a;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t row = k->index && k->b ? k->index[i] : UINT32_MAX;
        if (row == UINT32_MAX)
            dst[i] = 0;
        else
            dst[i] = !bits || (bits[row / 64] >> (row % 64) & 1);
    }
}

/* --- between parents and children --- */

#define BETWEEN(L)                                                                             \
    static void k_BCAST_##L(const struct kernel_args *k, uint32_t n)                           \
    {                                                                                          \
        lane_##L *restrict dst = k->dst;                                                       \
        const lane_##L *restrict a = k->a;                                                     \
        if (!k->index) {                                                                       \
            memcpy(dst, a, n * sizeof *dst);                                                   \
            return;                                                                            \
        }                                                                                      \
        for (uint32_t i = 0; i < n; i++)                                                       \
            dst[i] = a[k->index[i]];                                                           \
    }                                                                                          \
    static void k_PHI_##L(const struct kernel_args *k, uint32_t n)                             \
    {                                                                                          \
        k_BCAST_##L(k, n);                                                                     \
    }                                                                                          \
    static void k_CARRY_##L(const struct kernel_args *k, uint32_t n)                           \
    {                                                                                          \
        lane_##L *restrict dst = k->dst;                                                       \
        const lane_##L *restrict a = k->a;                                                     \
        if (!k->index) {                                                                       \
            memcpy(dst, a, n * sizeof *dst);                                                   \
            return;                                                                            \
        }                                                                                      \
        for (uint32_t i = 0; i < n; i++)                                                       \
            dst[k->index[i]] = a[i];                                                           \
    }
BETWEEN(B)
BETWEEN(I)
BETWEEN(L)

/* Reductions: the executor has set dst to its neutral value before the first slot. */
#define REDUCE(name, R, A, expr)                                                               \
    static void k_##name(const struct kernel_args *k, uint32_t n)                              \
    {                                                                                          \
        lane_##R *restrict dst = k->dst;                                                       \
        const lane_##A *restrict a = k->a;                                                     \
        if (!k->index) {                                                                       \
            for (uint32_t i = 0; i < n; i++) {                                                 \
                lane_##R acc = dst[i];                                                         \
                dst[i] = (lane_##R)(expr);                                                     \
            }                                                                                  \
            return;                                                                            \
        }                                                                                      \
        for (uint32_t i = 0; i < n; i++) {                                                     \
            lane_##R acc = dst[k->index[i]];                                                   \
            dst[k->index[i]] = (lane_##R)(expr);                                               \
        }                                                                                      \
    }
REDUCE(SUM_I, I, I, elem_add_i(acc, a[i]))
REDUCE(SUM_L, L, L, elem_add_l(acc, a[i]))
REDUCE(SUM_IL, L, I, elem_add_l(acc, a[i]))
REDUCE(COUNT_I, I, B, acc + (a[i] != 0))
REDUCE(ANY_B, B, B, acc | a[i])
REDUCE(ALL_B, B, B, acc &a[i])
REDUCE(RMIN_I, I, I, elem_min_i(acc, a[i]))
REDUCE(RMIN_L, L, L, elem_min_l(acc, a[i]))
REDUCE(RMAX_I, I, I, elem_max_i(acc, a[i]))
REDUCE(RMAX_L, L, L, elem_max_l(acc, a[i]))

/* --- tables and pairs --- */

#define TABLE(L)                                                                               \
    static void k_TABLE_##L(const struct kernel_args *k, uint32_t n)                           \
    {                                                                                          \
        lane_##L *restrict dst = k->dst;                                                       \
        const uint8_t *restrict a = k->a;                                                      \
        const lane_##L *restrict table = k->b; /* 256 elements */                              \
        for (uint32_t i = 0; i < n; i++)                                                       \
            dst[i] = table[a[i]];                                                              \
    }
TABLE(B)
TABLE(I)
TABLE(L)

/* Bits that the largest magnitude of a column takes, or one more. */
static unsigned magnitude_bits(const int64_t *a, uint32_t n)
{
    uint64_t high = 0;
    for (uint32_t i = 0; i < n; i++)
        high |= (uint64_t)(a[i] < 0 ? ~a[i] : a[i]);
    return 65u - (unsigned)__builtin_clzll(high | 1);
}

/* Whether the products of two columns all fit: the sum of their bits is that of int64 at most.
 */
static bool products_fit(const int64_t *a, const int64_t *b, uint32_t n, uint32_t m)
{
    return magnitude_bits(a, n) + magnitude_bits(b, m) <= 63;
}

/* Amounts are small as a rule, and no row need be looked at. */
static void quick_OVF_MUL_L(const struct kernel_args *k, uint32_t n)
{
    if (products_fit(k->a, k->b, n, n))
        memset(k->dst, 0, n);
    else
        k_OVF_MUL_L(k, n);
}

static void quick_OVF_MUL_L_K(const struct kernel_args *k, uint32_t n)
{
    if (products_fit(k->a, &k->imm, n, 1))
        memset(k->dst, 0, n);
    else
        k_OVF_MUL_L_K(k, n);
}

static void k_RCMP_B(const struct kernel_args *k, uint32_t n)
{
    uint8_t *restrict dst = k->dst;
    const int64_t *restrict a = k->a, *restrict b = k->b, *restrict c = k->c,
                            *restrict d = k->d;
    if (products_fit(a, d, n, n) && products_fit(c, b, n, n)) {
        for (uint32_t i = 0; i < n; i++) {
            int64_t left = a[i] * d[i], right = c[i] * b[i];
            dst[i] = (uint8_t)((left > right) * 2 + (left == right));
        }
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        __int128 left = (__int128)a[i] * d[i], right = (__int128)c[i] * b[i];
        dst[i] = (uint8_t)(left < right ? 0 : left == right ? 1 : 2);
    }
}

#define k_OVF_MUL_L                 quick_OVF_MUL_L /* in the table */
#define k_OVF_MUL_L_K               quick_OVF_MUL_L_K
#define OP1(name, R, A, elem, text) [OP_##name] = k_##name,
#define OP2(name, R, A, B, elem, flags, text)                                                  \
    [OP_##name] = k_##name, [OP_##name##_K] = k_##name##_K,
#define OP3(name, R, A, B, C, elem, text) [OP_##name] = k_##name,
#define OPX(name, R, text)                [OP_##name] = k_##name,
const kernel_fn PASTE(kernel_table, KERNEL_SUFFIX)[OP_COUNT] = {
#include "vec/ops.def"
};
