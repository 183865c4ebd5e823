/* rational.h - exact numbers: a fraction in lowest terms whose two parts fit int64.
 *
 * This is the one meaning of arithmetic in both engines (docs/language.md, "Numbers"): an
 * operation yields the exact result in lowest terms, or HM_TRAP_OVERFLOW when the reduced
 * numerator or denominator does not fit int64 (INT64_MIN itself is not used), or
 * HM_TRAP_DIVISION_BY_ZERO. How it is computed (common denominators, 128-bit intermediates) can
 * not be seen from outside. Money is a rational of fen.
 */
#ifndef HM_VALUE_RATIONAL_H
#define HM_VALUE_RATIONAL_H

#include <stdbool.h>
#include <stdint.h>

enum hm_trap {
    HM_TRAP_NONE = 0,
    HM_TRAP_MISSING,          /* a fact nobody supplied: the result is undetermined */
    HM_TRAP_OVERFLOW,         /* does not fit; docs/language.md */
    HM_TRAP_DIVISION_BY_ZERO,
    HM_TRAP_RANGE,            /* a date, month, age or look-up key outside what is allowed */
    HM_TRAP_SCRIPT,           /* error() of a rule, a type mix-up, a script limit */
    HM_TRAP_COUNT
};

struct rational {
    int64_t num;
    int64_t den; /* > 0; gcd(|num|, den) == 1 */
};

static inline struct rational rational_of(int64_t n)
{
    return (struct rational){n, 1};
}

/* Greatest common divisor; of 0 and n it is n. */
uint64_t rational_gcd(uint64_t a, uint64_t b);
/* num/den reduced; den may be negative, not zero (DIVISION_BY_ZERO). */
enum hm_trap rational_make(struct rational *out, __int128 num, __int128 den);
enum hm_trap rational_add(struct rational *out, struct rational a, struct rational b);
enum hm_trap rational_sub(struct rational *out, struct rational a, struct rational b);
enum hm_trap rational_mul(struct rational *out, struct rational a, struct rational b);
enum hm_trap rational_div(struct rational *out, struct rational a, struct rational b);
enum hm_trap rational_neg(struct rational *out, struct rational a);
/* Lua's // and %: the floor of the quotient, and a - floor(a/b)*b (sign of b). */
enum hm_trap rational_floordiv(struct rational *out, struct rational a, struct rational b);
enum hm_trap rational_mod(struct rational *out, struct rational a, struct rational b);
int rational_cmp(struct rational a, struct rational b); /* -1, 0, 1; never overflows */
static inline bool rational_is_integer(struct rational a)
{
    return a.den == 1;
}
/* Largest integer <= a, smallest integer >= a; always fit. */
int64_t rational_floor(struct rational a);
int64_t rational_ceil(struct rational a);

#endif
