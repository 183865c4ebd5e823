/* elem.h - what an instruction does to one row. Kernels loop over these functions and the
 * optimiser folds constants with them, so an instruction has one meaning.
 *
 * Wrapping is deliberate where a name does not say otherwise: the program tests for it (ovf).
 *
 * Division in double is exact here: |a| < 2^51 and 0 < b < 2^31 are whole, so the quotient q of
 * the rounded double division is off by at most one, and the remainder a - q*b, computed in
 * double, is exact (|q*b| < 2^52). One correction step in each direction makes q the floor.
 */
#ifndef HM_VEC_ELEM_H
#define HM_VEC_ELEM_H

#include <stdint.h>

enum { DOUBT_MISSING = 1, DOUBT_OTHER = 2 };

#define ELEM static inline __attribute__((always_inline))

ELEM int32_t elem_add_i(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a + (uint32_t)b);
}
ELEM int64_t elem_add_l(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}
ELEM int32_t elem_sub_i(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a - (uint32_t)b);
}
ELEM int64_t elem_sub_l(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a - (uint64_t)b);
}
ELEM int32_t elem_rsub_i(int32_t a, int32_t b)
{
    return elem_sub_i(b, a);
}
ELEM int64_t elem_rsub_l(int64_t a, int64_t b)
{
    return elem_sub_l(b, a);
}
ELEM int32_t elem_mul_i(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a * (uint32_t)b);
}
ELEM int64_t elem_mul_l(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a * (uint64_t)b);
}
ELEM int32_t elem_min_i(int32_t a, int32_t b)
{
    return a < b ? a : b;
}
ELEM int64_t elem_min_l(int64_t a, int64_t b)
{
    return a < b ? a : b;
}
ELEM int32_t elem_max_i(int32_t a, int32_t b)
{
    return a > b ? a : b;
}
ELEM int64_t elem_max_l(int64_t a, int64_t b)
{
    return a > b ? a : b;
}
ELEM int32_t elem_abs_i(int32_t a)
{
    return a < 0 ? elem_rsub_i(a, 0) : a;
}
ELEM int64_t elem_abs_l(int64_t a)
{
    return a < 0 ? elem_rsub_l(a, 0) : a;
}
/* INT64_MIN itself is no value of the language (value/rational.h). */
ELEM uint8_t elem_ovf_add_l(int64_t a, int64_t b)
{
    int64_t r = elem_add_l(a, b);
    return (uint8_t)((uint64_t)((a ^ r) & (b ^ r)) >> 63 << 1 | (unsigned)(r == INT64_MIN)
                                                                    << 1);
}
ELEM uint8_t elem_ovf_sub_l(int64_t a, int64_t b)
{
    int64_t r = elem_sub_l(a, b);
    return (uint8_t)((uint64_t)((a ^ b) & (a ^ r)) >> 63 << 1 | (unsigned)(r == INT64_MIN)
                                                                    << 1);
}
ELEM uint8_t elem_ovf_rsub_l(int64_t a, int64_t b)
{
    return elem_ovf_sub_l(b, a);
}
ELEM uint8_t elem_ovf_mul_l(int64_t a, int64_t b)
{
    int64_t r;
    return (uint8_t)(__builtin_mul_overflow(a, b, &r) || r == INT64_MIN ? DOUBT_OTHER : 0);
}

/* b <= 0 answers 0; INT64_MIN cannot occur as a quotient since b >= 1. */
ELEM int64_t elem_div_floor_l(int64_t a, int64_t b)
{
    if (b <= 0)
        return 0;
    int64_t q = a / b;
    return q - (a % b < 0);
}
ELEM int64_t elem_div_ceil_l(int64_t a, int64_t b)
{
    if (b <= 0)
        return 0;
    int64_t q = a / b;
    return q + (a % b > 0);
}
ELEM int64_t elem_div_up_l(int64_t a, int64_t b)
{
    return a < 0 ? elem_div_floor_l(a, b) : elem_div_ceil_l(a, b);
}
ELEM int64_t elem_div_down_l(int64_t a, int64_t b)
{
    return b <= 0 ? 0 : a / b;
}
ELEM int64_t elem_div_half_up_l(int64_t a, int64_t b)
{
    if (b <= 0)
        return 0;
    int64_t q = a / b, r = a % b;
    uint64_t rest = r < 0 ? (uint64_t)0 - (uint64_t)r : (uint64_t)r;
    int64_t away = a < 0 ? -1 : 1;
    return q + (rest >= (uint64_t)b - rest ? away : 0);
}
ELEM int64_t elem_div_half_even_l(int64_t a, int64_t b)
{
    if (b <= 0)
        return 0;
    int64_t q = a / b, r = a % b;
    uint64_t rest = r < 0 ? (uint64_t)0 - (uint64_t)r : (uint64_t)r;
    uint64_t other = (uint64_t)b - rest;
    int64_t away = a < 0 ? -1 : 1;
    return q + (rest > other || (rest == other && (q & 1)) ? away : 0);
}
ELEM int32_t elem_div_floor_i(int32_t a, int32_t b)
{
    return (int32_t)elem_div_floor_l(a, b);
}

/* Exact between int64 and double where |x| < 2^51: adding 1.5 * 2^52 puts x into the mantissa.
 */
union elem_bits {
    double d;
    int64_t i;
};
ELEM double elem_to_double(int64_t x)
{
    union elem_bits u = {.i = x + INT64_C(0x4338000000000000)};
    return u.d - 6755399441055744.0;
}
ELEM int64_t elem_from_double(double x) /* x whole */
{
    union elem_bits u = {.d = x + 6755399441055744.0};
    return u.i - INT64_C(0x4338000000000000);
}
/* floor(a / b) and the remainder, both exact (see the head of this file). */
ELEM double elem_floor_rest(double a, double b, double *rest)
{
    double q = __builtin_floor(a / b);
    double r = a - q * b;
    double low = r < 0 ? 1.0 : 0.0;
    q -= low;
    r += low * b;
    double high = r >= b ? 1.0 : 0.0;
    q += high;
    r -= high * b;
    *rest = r;
    return q;
}
ELEM double elem_fdiv_floor(double a, double b)
{
    double r;
    return elem_floor_rest(a, b, &r);
}
ELEM double elem_fdiv_ceil(double a, double b)
{
    double r, q = elem_floor_rest(a, b, &r);
    return q + (r > 0 ? 1.0 : 0.0);
}
/* The modes that look at |a|: floor and rest of |a|, rounded up or not, sign given back. */
ELEM double elem_sign_back(double q, double a)
{
    return a < 0 ? -q : q;
}
ELEM double elem_fdiv_up(double a, double b)
{
    double r, q = elem_floor_rest(__builtin_fabs(a), b, &r);
    return elem_sign_back(q + (r > 0 ? 1.0 : 0.0), a);
}
ELEM double elem_fdiv_down(double a, double b)
{
    double r, q = elem_floor_rest(__builtin_fabs(a), b, &r);
    return elem_sign_back(q, a);
}
ELEM double elem_fdiv_half_up(double a, double b)
{
    double r, q = elem_floor_rest(__builtin_fabs(a), b, &r);
    return elem_sign_back(q + (r + r >= b ? 1.0 : 0.0), a);
}
ELEM double elem_fdiv_half_even(double a, double b)
{
    double r, q = elem_floor_rest(__builtin_fabs(a), b, &r);
    double odd = q - 2.0 * __builtin_floor(q * 0.5); /* 0 or 1, exact */
    double up = r + r > b ? 1.0 : 0.0;
    double tie = r + r == b ? odd : 0.0;
    return elem_sign_back(q + up + tie, a);
}
#define ELEM_FDIV(mode)                                                                        \
    ELEM int64_t elem_fdiv_##mode##_l(int64_t a, int64_t b)                                    \
    {                                                                                          \
        double d = b > 0 ? elem_to_double(b) : 1.0;                                            \
        return elem_from_double(elem_fdiv_##mode(elem_to_double(a), d));                       \
    }
ELEM_FDIV(floor)
ELEM_FDIV(ceil)
ELEM_FDIV(up)
ELEM_FDIV(down)
ELEM_FDIV(half_up)
ELEM_FDIV(half_even)
#undef ELEM_FDIV

/* In 32 bits one product is enough: with whole n < 2^34 and d < 2^32, (n + 1/2) / d keeps 1/2d
 * away from every whole number, far more than the two roundings of (n + 1/2) * (1/d) move it. A
 * constant divisor's 1/d is computed once. */
ELEM double elem_part(double n, double d)
{
    return __builtin_floor((n + 0.5) * (1.0 / d));
}
ELEM double elem_divisor(int32_t b)
{
    return b > 0 ? (double)b : 1.0;
}
ELEM int32_t elem_fdiv_floor_i(int32_t a, int32_t b)
{
    return (int32_t)elem_part((double)a, elem_divisor(b));
}
ELEM int32_t elem_fdiv_ceil_i(int32_t a, int32_t b)
{
    return (int32_t)-elem_part(-(double)a, elem_divisor(b));
}
ELEM int32_t elem_fdiv_down_i(int32_t a, int32_t b)
{
    double q = elem_part(__builtin_fabs((double)a), elem_divisor(b));
    return (int32_t)elem_sign_back(q, (double)a);
}
ELEM int32_t elem_fdiv_up_i(int32_t a, int32_t b)
{
    double d = elem_divisor(b), q = elem_part(__builtin_fabs((double)a) + d - 1.0, d);
    return (int32_t)elem_sign_back(q, (double)a);
}
ELEM int32_t elem_fdiv_half_up_i(int32_t a, int32_t b)
{
    double d = elem_divisor(b), x = __builtin_fabs((double)a);
    return (int32_t)elem_sign_back(elem_part(x + x + d, d + d), (double)a);
}
ELEM int32_t elem_fdiv_half_even_i(int32_t a, int32_t b)
{
    return (int32_t)elem_fdiv_half_even((double)a, elem_divisor(b));
}

#define ELEM_COMPARE(name, op)                                                                 \
    ELEM uint8_t elem_##name##_b(uint8_t a, uint8_t b)                                         \
    {                                                                                          \
        return a op b;                                                                         \
    }                                                                                          \
    ELEM uint8_t elem_##name##_w(uint16_t a, uint16_t b)                                       \
    {                                                                                          \
        return a op b;                                                                         \
    }                                                                                          \
    ELEM uint8_t elem_##name##_i(int32_t a, int32_t b)                                         \
    {                                                                                          \
        return a op b;                                                                         \
    }                                                                                          \
    ELEM uint8_t elem_##name##_l(int64_t a, int64_t b)                                         \
    {                                                                                          \
        return a op b;                                                                         \
    }
ELEM_COMPARE(lt, <)
ELEM_COMPARE(le, <=)
ELEM_COMPARE(gt, >)
ELEM_COMPARE(ge, >=)
ELEM_COMPARE(eq, ==)
ELEM_COMPARE(ne, !=)
#undef ELEM_COMPARE

ELEM uint8_t elem_and_b(uint8_t a, uint8_t b)
{
    return a & b;
}
ELEM uint8_t elem_or_b(uint8_t a, uint8_t b)
{
    return a | b;
}
ELEM uint8_t elem_andn_b(uint8_t a, uint8_t b)
{
    return (uint8_t)(a & (b ^ 1));
}
ELEM uint8_t elem_not_b(uint8_t a)
{
    return a ^ 1;
}
ELEM uint8_t elem_doubt_b(uint8_t mask, uint8_t doubt)
{
    return (uint8_t)(-mask & doubt);
}
ELEM uint8_t elem_bool_b(uint8_t a)
{
    return a != 0;
}
ELEM uint8_t elem_select_b(uint8_t mask, uint8_t a, uint8_t b)
{
    return mask ? a : b;
}
ELEM int32_t elem_select_i(uint8_t mask, int32_t a, int32_t b)
{
    return mask ? a : b;
}
ELEM int64_t elem_select_l(uint8_t mask, int64_t a, int64_t b)
{
    return mask ? a : b;
}
ELEM int32_t elem_keep_i(int32_t a, uint8_t mask)
{
    return mask ? a : 0;
}
ELEM int64_t elem_keep_l(int64_t a, uint8_t mask)
{
    return mask ? a : 0;
}
ELEM int32_t elem_widen_bi(uint8_t a)
{
    return a;
}
ELEM int64_t elem_widen_il(int32_t a)
{
    return a;
}
ELEM int32_t elem_narrow_li(int64_t a)
{
    return (int32_t)a;
}

/* Calendar in the style of days-from-civil: years run from March, so that the leap day is last;
 * eras of 400 years have 146097 days. Valid for 1800..2299 (date.h), where all is positive
 * after the shift by 719468 days. */
ELEM uint32_t elem_year_day(int32_t date, uint32_t *year_march)
{
    uint32_t z = (uint32_t)(date + 719468);
    uint32_t era = z / 146097u, day = z % 146097u;
    uint32_t yoe = (day - day / 1460u + day / 36524u - day / 146096u) / 365u;
    *year_march = yoe + era * 400u;
    return day - (365u * yoe + yoe / 4u - yoe / 100u);
}
ELEM int32_t elem_month_of(int32_t date)
{
    uint32_t y, doy = elem_year_day(date, &y);
    uint32_t mp = (5u * doy + 2u) / 153u; /* 0 = March */
    return (int32_t)(y * 12u + mp + 2u);  /* year*12 + month-1: March is 2 */
}
ELEM int32_t elem_day_of(int32_t date)
{
    uint32_t y, doy = elem_year_day(date, &y);
    uint32_t mp = (5u * doy + 2u) / 153u;
    return (int32_t)(doy - (153u * mp + 2u) / 5u + 1u);
}
ELEM int32_t elem_first_day(int32_t month)
{
    uint32_t m = (uint32_t)month - 2u; /* months since March of year 0 */
    uint32_t y = m / 12u, mp = m % 12u;
    uint32_t era = y / 400u, yoe = y % 400u;
    uint32_t doy = (153u * mp + 2u) / 5u;
    return (int32_t)(era * 146097u + yoe * 365u + yoe / 4u - yoe / 100u + doy) - 719468;
}

#endif
