/* bounds_rule.h - what the rules of instructions share: ranges in 128 bits, and a node's
 * operands while its rule runs. Private to ir/bounds*.c. */
#ifndef HM_IR_BOUNDS_RULE_H
#define HM_IR_BOUNDS_RULE_H

#include "ir/bounds.h"

typedef __int128 wide;

struct range {
    wide lo, hi;
};

/* A node's operands, and what its rule makes of them. */
struct rule {
    const struct bounds_node *node;
    const struct bounds_value *a, *b, *c, *d;
    struct bounds_value out;
    int64_t width; /* points of the interval minus one; -1: several things move */
    char lane;
    bool undecided;
};

static inline bool range_is_constant(const struct bounds_value *v)
{
    return v->lo == v->hi;
}
static inline wide range_smaller(wide a, wide b)
{
    return a < b ? a : b;
}
static inline wide range_larger(wide a, wide b)
{
    return a > b ? a : b;
}
static inline struct range range_values(const struct bounds_value *v)
{
    return (struct range){v->lo, v->hi};
}
static inline struct range range_steps(const struct bounds_value *v)
{
    return (struct range){v->step_lo, v->step_hi};
}
static inline struct range range_sum(struct range a, struct range b)
{
    return (struct range){a.lo + b.lo, a.hi + b.hi};
}
static inline struct range range_minus(struct range a, struct range b)
{
    return (struct range){a.lo - b.hi, a.hi - b.lo};
}
static inline struct range range_hull(struct range a, struct range b)
{
    return (struct range){range_smaller(a.lo, b.lo), range_larger(a.hi, b.hi)};
}
static inline struct range range_extreme(struct range a, struct range b, bool largest)
{
    return largest ? (struct range){range_larger(a.lo, b.lo), range_larger(a.hi, b.hi)}
                   : (struct range){range_smaller(a.lo, b.lo), range_smaller(a.hi, b.hi)};
}
/* Factors below 2^62 in size: products below 2^124. */
static inline struct range range_product(struct range a, struct range b)
{
    wide p = a.lo * b.lo, q = a.lo * b.hi, r = a.hi * b.lo, s = a.hi * b.hi;
    return (struct range){range_smaller(range_smaller(p, q), range_smaller(r, s)),
                          range_larger(range_larger(p, q), range_larger(r, s))};
}
/* a / b towards minus infinity; b > 0. */
static inline wide range_floor_div(wide a, wide b)
{
    wide q = a / b;
    return q - (a % b < 0);
}

/* Bounds of a value and its steps; a lane that may wrap says nothing. */
void bounds_rule_put(struct bounds_value *v, char lane, struct range values,
                     struct range steps);
void bounds_rule_put_steps(struct bounds_value *v, struct range s);
void bounds_rule_no_value(struct bounds_value *v);
/* a - b with its steps, tightened by its ends. */
struct bounds_value bounds_rule_difference(const struct bounds_value *a,
                                           const struct bounds_value *b, int64_t width);

/* bounds_mask.c: comparisons, masks, choices, tables, the calendar. False: it is none of them.
 */
bool bounds_mask_rule(struct rule *r, const struct bounds *b);

#endif
