/* rational.c - exact fractions. Whole numbers, by far the commonest, take a path without any
 * gcd; the others use gcds of 64-bit parts only (Knuth, TAOCP 2, 4.5.1), so that 128-bit
 * division is left to rational_make with really long parts. */
#include "value/rational.h"

#include <assert.h>

typedef unsigned __int128 u128;

uint64_t rational_gcd(uint64_t a, uint64_t b)
{
    if (a == 0 || b == 0)
        return a | b;
    int shift = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    do {
        b >>= __builtin_ctzll(b);
        if (a > b) {
            uint64_t t = a;
            a = b;
            b = t;
        }
        b -= a;
    } while (b);
    return a << shift;
}

static u128 gcd128(u128 a, u128 b)
{
    while (b && (a | b) >> 64) {
        u128 rest = a % b;
        a = b;
        b = rest;
    }
    return b ? rational_gcd((uint64_t)a, (uint64_t)b) : a;
}

static uint64_t magnitude(int64_t v)
{
    return v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
}

/* num/den are in lowest terms already. */
static enum hm_trap fit(struct rational *out, __int128 num, __int128 den)
{
    if (num > INT64_MAX || num < -(__int128)INT64_MAX || den > INT64_MAX)
        return HM_TRAP_OVERFLOW;
    *out = (struct rational){(int64_t)num, (int64_t)den};
    assert(out->den > 0);
    return HM_TRAP_NONE;
}

enum hm_trap rational_make(struct rational *out, __int128 num, __int128 den)
{
    if (den == 0)
        return HM_TRAP_DIVISION_BY_ZERO;
    bool negative = (num < 0) != (den < 0);
    u128 n = num < 0 ? (u128)0 - (u128)num : (u128)num;
    u128 d = den < 0 ? (u128)0 - (u128)den : (u128)den;
    u128 g = d == 1 ? 1 : gcd128(n, d);
    if (g != 1) {
        n /= g;
        d /= g;
    }
    if (n > INT64_MAX || d > INT64_MAX)
        return HM_TRAP_OVERFLOW;
    return fit(out, negative ? -(__int128)n : (__int128)n, (__int128)d);
}

enum hm_trap rational_add(struct rational *out, struct rational a, struct rational b)
{
    if (a.den == 1 && b.den == 1) {
        int64_t sum;
        if (__builtin_add_overflow(a.num, b.num, &sum) || sum == INT64_MIN)
            return HM_TRAP_OVERFLOW;
        *out = rational_of(sum);
        return HM_TRAP_NONE;
    }
    int64_t g = (int64_t)rational_gcd((uint64_t)a.den, (uint64_t)b.den);
    __int128 num = (__int128)a.num * (b.den / g) + (__int128)b.num * (a.den / g);
    if (num == 0)
        return fit(out, 0, 1);
    int64_t rest = (int64_t)(num % g); /* what num and the denominator share divides g */
    int64_t h = (int64_t)rational_gcd(magnitude(rest), (uint64_t)g);
    return fit(out, num / h, (__int128)(a.den / g) * (b.den / h));
}

enum hm_trap rational_neg(struct rational *out, struct rational a)
{
    assert(a.num != INT64_MIN);
    *out = (struct rational){-a.num, a.den};
    return HM_TRAP_NONE;
}

enum hm_trap rational_sub(struct rational *out, struct rational a, struct rational b)
{
    return rational_add(out, a, (struct rational){-b.num, b.den});
}

enum hm_trap rational_mul(struct rational *out, struct rational a, struct rational b)
{
    if (a.num == 0 || b.num == 0)
        return fit(out, 0, 1);
    if (b.den != 1) {
        int64_t g = (int64_t)rational_gcd(magnitude(a.num), (uint64_t)b.den);
        a.num /= g;
        b.den /= g;
    }
    if (a.den != 1) {
        int64_t g = (int64_t)rational_gcd(magnitude(b.num), (uint64_t)a.den);
        b.num /= g;
        a.den /= g;
    }
    return fit(out, (__int128)a.num * b.num, (__int128)a.den * b.den);
}

enum hm_trap rational_div(struct rational *out, struct rational a, struct rational b)
{
    if (b.num == 0)
        return HM_TRAP_DIVISION_BY_ZERO;
    struct rational inverse = {b.num < 0 ? -b.den : b.den, b.num < 0 ? -b.num : b.num};
    return rational_mul(out, a, inverse);
}

/* n and d as whole numbers over the common denominator of a and b: a/b == n/d, d > 0. */
static void over_common(__int128 *n, __int128 *d, struct rational a, struct rational b)
{
    *n = (__int128)a.num * b.den;
    *d = (__int128)b.num * a.den;
    if (*d < 0) {
        *n = -*n;
        *d = -*d;
    }
}

enum hm_trap rational_floordiv(struct rational *out, struct rational a, struct rational b)
{
    if (b.num == 0)
        return HM_TRAP_DIVISION_BY_ZERO;
    __int128 n, d;
    over_common(&n, &d, a, b);
    return fit(out, n / d - (n % d < 0), 1);
}

enum hm_trap rational_mod(struct rational *out, struct rational a, struct rational b)
{
    if (b.num == 0)
        return HM_TRAP_DIVISION_BY_ZERO;
    __int128 n, d;
    over_common(&n, &d, a, b);
    __int128 rest = n % d;
    if (rest < 0)
        rest += d;
    if (b.num < 0) /* over_common turned both signs */
        rest = -rest;
    return rational_make(out, rest, (__int128)a.den * b.den);
}

int rational_cmp(struct rational a, struct rational b)
{
    if (a.den == b.den)
        return (a.num > b.num) - (a.num < b.num);
    __int128 x = (__int128)a.num * b.den;
    __int128 y = (__int128)b.num * a.den;
    return (x > y) - (x < y);
}

int64_t rational_floor(struct rational a)
{
    return a.num / a.den - (a.num % a.den < 0);
}

int64_t rational_ceil(struct rational a)
{
    return a.num / a.den + (a.num % a.den > 0);
}
