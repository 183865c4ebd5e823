/* bounds_rule.c - how each instruction acts on bounds: one rule a kind of instruction.
 *
 * Values at the ends come from the kernels; a rule gives the bounds between them. Sums are in
 * 128 bits; what does not fit a lane is not known, since the program's own value wraps there.
 */
#include "ir/bounds.h"

#include <string.h>
#include "vec/elem.h"

typedef __int128 wide;

struct range {
    wide lo, hi;
};

/* A node's operands while its rule runs. */
struct rule {
    const struct bounds_node *node;
    const struct bounds_value *a, *b, *c, *d;
    struct bounds_value out;
    int64_t width;
    char lane;
    bool undecided;
};

void bounds_constant(struct bounds_value *v, int64_t x)
{
    *v = (struct bounds_value){.lo = x, .hi = x, .left = x, .right = x};
}

static bool is_constant(const struct bounds_value *v)
{
    return v->lo == v->hi;
}

/* --- ranges --- */

static wide smaller(wide a, wide b)
{
    return a < b ? a : b;
}

static wide larger(wide a, wide b)
{
    return a > b ? a : b;
}

static struct range values_of(const struct bounds_value *v)
{
    return (struct range){v->lo, v->hi};
}

static struct range steps_of(const struct bounds_value *v)
{
    return (struct range){v->step_lo, v->step_hi};
}

static struct range sum(struct range a, struct range b)
{
    return (struct range){a.lo + b.lo, a.hi + b.hi};
}

static struct range minus(struct range a, struct range b)
{
    return (struct range){a.lo - b.hi, a.hi - b.lo};
}

static struct range hull(struct range a, struct range b)
{
    return (struct range){smaller(a.lo, b.lo), larger(a.hi, b.hi)};
}

/* Factors below 2^62 in size: products below 2^124. */
static struct range product(struct range a, struct range b)
{
    wide p = a.lo * b.lo, q = a.lo * b.hi, r = a.hi * b.lo, s = a.hi * b.hi;
    return (struct range){smaller(smaller(p, q), smaller(r, s)),
                          larger(larger(p, q), larger(r, s))};
}

static void no_value(struct bounds_value *v)
{
    v->lo = v->step_lo = -BOUNDS_FAR;
    v->hi = v->step_hi = BOUNDS_FAR;
}

static void put_steps(struct bounds_value *v, struct range s)
{
    bool fits = s.lo > -BOUNDS_FAR && s.hi < BOUNDS_FAR;
    v->step_lo = fits ? (int64_t)s.lo : -BOUNDS_FAR;
    v->step_hi = fits ? (int64_t)s.hi : BOUNDS_FAR;
}

static void no_steps(struct bounds_value *v)
{
    v->step_lo = -BOUNDS_FAR;
    v->step_hi = BOUNDS_FAR;
}

/* Bounds of a value and its steps; a lane that may wrap says nothing. */
static void put(struct bounds_value *v, char lane, struct range values, struct range steps)
{
    wide lo = lane == 'I' ? INT32_MIN : -BOUNDS_FAR + 1;
    wide hi = lane == 'I' ? INT32_MAX : BOUNDS_FAR - 1;
    if (values.lo < lo || values.hi > hi) {
        no_value(v);
        return;
    }
    v->lo = (int64_t)values.lo;
    v->hi = (int64_t)values.hi;
    put_steps(v, steps);
}

/* --- ends and steps tighten each other --- */

static bool is_near(int64_t x, int64_t limit)
{
    return x > -limit && x < limit;
}

/* The highest and lowest point between two ends that are `width` steps apart: up as steeply as
 * steps allow, then down, and the other way round. */
static void tighten_tent(struct bounds_value *v, int64_t width)
{
    const int64_t limit = INT64_C(1) << 40;
    if (width >= limit || !is_near(v->step_lo, limit) || !is_near(v->step_hi, limit))
        return;
    wide total = (wide)v->right - v->left, down = v->step_lo, up = v->step_hi;
    wide slope = up - down; /* > 0: down < 0 < up */
    wide rise = (total - width * down) * up, fall = (width * up - total) * down;
    wide top = v->left + rise / slope;       /* rise >= 0: the floor */
    wide bottom = v->left - (-fall) / slope; /* fall <= 0: the ceiling */
    v->hi = top < v->hi ? (int64_t)top : v->hi;
    v->lo = bottom > v->lo ? (int64_t)bottom : v->lo;
}

static void tighten(struct bounds_value *v, int64_t width)
{
    if (!is_near(v->left, BOUNDS_FAR) || !is_near(v->right, BOUNDS_FAR) || !bounds_known(v))
        return;
    wide most = (wide)v->hi - v->lo;
    v->step_lo = v->step_lo < -most ? (int64_t)-most : v->step_lo;
    v->step_hi = v->step_hi > most ? (int64_t)most : v->step_hi;
    if (v->step_lo >= 0) {
        v->lo = v->left;
        v->hi = v->right;
    } else if (v->step_hi <= 0) {
        v->lo = v->right;
        v->hi = v->left;
    } else {
        tighten_tent(v, width);
    }
    if (v->lo == v->hi)
        v->step_lo = v->step_hi = 0;
}

/* On a point and on two neighbours everything is exact. */
static void finish(struct bounds_value *v, int64_t width)
{
    wide step = (wide)v->right - v->left;
    bool near = is_near(v->left, BOUNDS_FAR) && is_near(v->right, BOUNDS_FAR);
    if (width < 0)
        return;
    if (width > 1) {
        tighten(v, width);
        return;
    }
    if (!near) {
        no_value(v);
        return;
    }
    v->lo = step < 0 ? v->right : v->left;
    v->hi = step < 0 ? v->left : v->right;
    put_steps(v, width == 0 ? (struct range){0, 0} : (struct range){step, step});
}

/* a - b with its steps. */
static struct bounds_value difference(const struct bounds_value *a,
                                      const struct bounds_value *b, int64_t width)
{
    struct bounds_value d;
    no_value(&d);
    d.left = elem_sub_l(a->left, b->left);
    d.right = elem_sub_l(a->right, b->right);
    if (!bounds_known(a) || !bounds_known(b))
        return d;
    put(&d, 'L', minus(values_of(a), values_of(b)), minus(steps_of(a), steps_of(b)));
    if (bounds_known(&d) && is_near(a->left, BOUNDS_FAR / 2) &&
        is_near(b->left, BOUNDS_FAR / 2) && is_near(a->right, BOUNDS_FAR / 2) &&
        is_near(b->right, BOUNDS_FAR / 2))
        finish(&d, width);
    return d;
}

static bool known_both(const struct rule *r)
{
    return bounds_known(r->a) && bounds_known(r->b);
}

static bool steps_both(const struct rule *r)
{
    return bounds_step_known(r->a) && bounds_step_known(r->b);
}

/* --- arithmetic --- */

static void rule_sum(struct rule *r, struct range values, struct range steps)
{
    if (!known_both(r)) {
        no_value(&r->out);
        return;
    }
    put(&r->out, r->lane, values, steps);
    if (bounds_known(&r->out) && !steps_both(r))
        no_steps(&r->out);
}

static void rule_add(struct rule *r)
{
    rule_sum(r, sum(values_of(r->a), values_of(r->b)), sum(steps_of(r->a), steps_of(r->b)));
}

static void rule_sub(struct rule *r)
{
    rule_sum(r, minus(values_of(r->a), values_of(r->b)), minus(steps_of(r->a), steps_of(r->b)));
}

static void rule_rsub(struct rule *r)
{
    rule_sum(r, minus(values_of(r->b), values_of(r->a)), minus(steps_of(r->b), steps_of(r->a)));
}

/* a(x+1) b(x+1) - a(x) b(x) = a(x+1) (b(x+1) - b(x)) + b(x) (a(x+1) - a(x)). */
static void rule_mul(struct rule *r)
{
    if (!known_both(r)) {
        no_value(&r->out);
        return;
    }
    struct range a = values_of(r->a), b = values_of(r->b), steps = {-BOUNDS_FAR, BOUNDS_FAR};
    if (steps_both(r))
        steps = sum(product(a, steps_of(r->b)), product(b, steps_of(r->a)));
    put(&r->out, r->lane, product(a, b), steps);
}

static struct range extreme(struct range a, struct range b, bool largest)
{
    return largest ? (struct range){larger(a.lo, b.lo), larger(a.hi, b.hi)}
                   : (struct range){smaller(a.lo, b.lo), smaller(a.hi, b.hi)};
}

/* Both are nowhere steeper than the steeper operand; where one always wins it is that one. */
static void rule_extreme(struct rule *r, bool largest)
{
    if (!known_both(r)) {
        no_value(&r->out);
        return;
    }
    struct bounds_value d = difference(r->a, r->b, r->width);
    bool above = d.lo >= 0, below = d.hi <= 0;
    if (above || below) {
        const struct bounds_value *winner = above == largest ? r->a : r->b;
        put(&r->out, r->lane, values_of(winner), steps_of(winner));
        return;
    }
    r->undecided = true;
    put(&r->out, r->lane, extreme(values_of(r->a), values_of(r->b), largest),
        hull(steps_of(r->a), steps_of(r->b)));
    if (bounds_known(&r->out) && !steps_both(r))
        no_steps(&r->out);
}

static void rule_abs(struct rule *r)
{
    struct range v = values_of(r->a), s = steps_of(r->a);
    if (!bounds_known(r->a)) {
        no_value(&r->out);
        return;
    }
    if (v.lo >= 0)
        put(&r->out, r->lane, v, s);
    else if (v.hi <= 0)
        put(&r->out, r->lane, (struct range){-v.hi, -v.lo}, (struct range){-s.hi, -s.lo});
    else
        put(&r->out, r->lane, (struct range){0, larger(-v.lo, v.hi)},
            hull(s, (struct range){-s.hi, -s.lo}));
}

static void rule_overflow(struct rule *r, struct range exact)
{
    bool fits = known_both(r) && exact.lo > INT64_MIN && exact.hi <= INT64_MAX;
    put(&r->out, 'B', (struct range){0, fits ? 0 : DOUBT_OTHER},
        (struct range){-DOUBT_OTHER, DOUBT_OTHER});
}

/* --- division --- */

enum rounding_way { WAY_FLOOR, WAY_CEIL, WAY_SIGNED, WAY_EVEN };

static wide floor_div(wide a, wide b)
{
    wide q = a / b;
    return q - (a % b < 0);
}

/* The quotient by the kernel's own function: monotone in a, and for each a in b. */
static int64_t quotient(const struct rule *r, int64_t a, int64_t b)
{
    int64_t out = 0;
    int32_t out_i = 0, a_i = (int32_t)a, b_i = (int32_t)b;
    struct kernel_args k = {.imm = b};
    bool narrow = r->lane == 'I';
    k.dst = narrow ? (void *)&out_i : (void *)&out;
    k.a = narrow ? (const void *)&a_i : (const void *)&a;
    k.b = narrow ? (const void *)&b_i : (const void *)&b;
    kernel_table(KERNEL_BASE)[r->node->op](&k, 1);
    return narrow ? out_i : out;
}

/* Rounding to whole numbers moves by the floor or the ceiling of what its argument moves by;
 * ways that look at the sign by one more where it changes, halves to even always. */
static struct range division_steps(const struct rule *r, enum rounding_way way)
{
    struct range s = steps_of(r->a);
    if (!bounds_step_known(r->a) || !is_constant(r->b))
        return (struct range){-BOUNDS_FAR, BOUNDS_FAR};
    wide b = r->b->lo;
    struct range out = {floor_div(s.lo, b), -floor_div(-s.hi, b)};
    bool one_sign = r->a->lo >= 0 || r->a->hi <= 0;
    if (way == WAY_EVEN || (way == WAY_SIGNED && !one_sign)) {
        out.lo = s.lo >= 0 ? larger(out.lo - 1, 0) : out.lo - 1;
        out.hi = s.hi <= 0 ? smaller(out.hi + 1, 0) : out.hi + 1;
    }
    return out;
}

static void rule_division(struct rule *r, enum rounding_way way, bool in_double)
{
    const int64_t limit = in_double ? INT64_C(1) << 51 : BOUNDS_FAR;
    if (!known_both(r) || !is_near(r->a->lo, limit) || !is_near(r->a->hi, limit) ||
        r->b->lo < 0 || (in_double && r->b->hi > INT32_MAX)) {
        no_value(&r->out);
        return;
    }
    int64_t low = r->b->lo > 0 ? r->b->lo : 1;
    struct range q = {0, 0};
    if (r->b->hi > 0) {
        wide p[4] = {quotient(r, r->a->lo, low), quotient(r, r->a->lo, r->b->hi),
                     quotient(r, r->a->hi, low), quotient(r, r->a->hi, r->b->hi)};
        q = (struct range){smaller(smaller(p[0], p[1]), smaller(p[2], p[3])),
                           larger(larger(p[0], p[1]), larger(p[2], p[3]))};
    }
    if (r->b->lo == 0) /* an element divided by 0 gives 0, in double a / 1 */
        q = hull(q, in_double ? hull(values_of(r->a), (struct range){0, 0})
                              : (struct range){0, 0});
    struct range steps =
        r->b->lo > 0 ? division_steps(r, way) : (struct range){-BOUNDS_FAR, BOUNDS_FAR};
    put(&r->out, r->lane, q, steps);
}

/* --- comparisons and masks --- */

static void put_mask(struct rule *r, bool can_false, bool can_true, struct range steps)
{
    put(&r->out, 'B', (struct range){!can_false, can_true}, steps);
    if (can_false != can_true)
        put_steps(&r->out, (struct range){0, 0});
    else
        r->undecided = true;
}

/* a - b against 0; rising: the mask turns on as a - b grows. */
static void rule_order(struct rule *r, bool rising, bool can_false, bool can_true,
                       const struct bounds_value *d)
{
    struct range steps = {-1, 1};
    if (bounds_step_known(d) && d->step_lo >= 0)
        steps = rising ? (struct range){0, 1} : (struct range){-1, 0};
    else if (bounds_step_known(d) && d->step_hi <= 0)
        steps = rising ? (struct range){-1, 0} : (struct range){0, 1};
    put_mask(r, can_false, can_true, steps);
}

static void rule_compare(struct rule *r, enum comparison op)
{
    struct bounds_value d = difference(r->a, r->b, r->width);
    bool far = !bounds_known(&d);
    switch (op) {
    case CMP_LT:
        rule_order(r, false, far || d.hi >= 0, far || d.lo < 0, &d);
        break;
    case CMP_LE:
        rule_order(r, false, far || d.hi > 0, far || d.lo <= 0, &d);
        break;
    case CMP_GT:
        rule_order(r, true, far || d.lo <= 0, far || d.hi > 0, &d);
        break;
    case CMP_GE:
        rule_order(r, true, far || d.lo < 0, far || d.hi >= 0, &d);
        break;
    case CMP_EQ:
        put_mask(r, far || d.lo != 0 || d.hi != 0, far || (d.lo <= 0 && d.hi >= 0),
                 (struct range){-1, 1});
        break;
    case CMP_NE:
        put_mask(r, far || (d.lo <= 0 && d.hi >= 0), far || d.lo != 0 || d.hi != 0,
                 (struct range){-1, 1});
        break;
    }
}

static bool is_mask(const struct bounds_value *v)
{
    return v->lo >= 0 && v->hi <= 1;
}

static int64_t all_bits(int64_t x)
{
    return x > 127 ? 255 : x > 3 ? 127 : x > 1 ? 3 : x;
}

static void rule_bits(struct rule *r, bool is_or)
{
    if (is_mask(r->a) && is_mask(r->b)) {
        put(&r->out, 'B', extreme(values_of(r->a), values_of(r->b), is_or),
            hull(steps_of(r->a), steps_of(r->b)));
        return;
    }
    if (is_constant(r->a) && is_constant(r->b)) {
        int64_t x = is_or ? r->a->lo | r->b->lo : r->a->lo & r->b->lo;
        put(&r->out, 'B', (struct range){x, x}, (struct range){0, 0});
        return;
    }
    struct range bits = {0, smaller(r->a->hi, r->b->hi)};
    if (is_or)
        bits =
            (struct range){larger(r->a->lo, r->b->lo), all_bits(r->a->hi) | all_bits(r->b->hi)};
    put(&r->out, 'B', bits, (struct range){-255, 255});
}

static struct bounds_value negated(const struct bounds_value *m)
{
    return (struct bounds_value){.lo = 1 - m->hi,
                                 .hi = 1 - m->lo,
                                 .step_lo = -m->step_hi,
                                 .step_hi = -m->step_lo,
                                 .left = m->left ^ 1,
                                 .right = m->right ^ 1};
}

static void any_byte(struct rule *r)
{
    put(&r->out, 'B', (struct range){0, 255}, (struct range){-255, 255});
}

static void rule_not(struct rule *r)
{
    if (is_mask(r->a))
        r->out = negated(r->a);
    else
        any_byte(r);
}

static void rule_andn(struct rule *r)
{
    if (!is_mask(r->b)) {
        any_byte(r);
        return;
    }
    struct bounds_value other = negated(r->b);
    r->b = &other;
    rule_bits(r, false);
}

static void rule_any(struct rule *r)
{
    put(&r->out, 'B', (struct range){r->a->lo > 0, r->a->hi > 0}, (struct range){-1, 1});
}

/* --- choices --- */

/* yes where the mask holds, else no. What a change of the mask moves it by is the difference of
 * the two there. */
static void rule_select(struct rule *r, const struct bounds_value *mask,
                        const struct bounds_value *yes, const struct bounds_value *no)
{
    if (mask->lo > 0 || mask->hi == 0) {
        const struct bounds_value *taken = mask->lo > 0 ? yes : no;
        if (bounds_known(taken))
            put(&r->out, r->lane, values_of(taken), steps_of(taken));
        else
            no_value(&r->out);
        return;
    }
    if (!bounds_known(yes) || !bounds_known(no)) {
        no_value(&r->out);
        return;
    }
    struct range steps = {-BOUNDS_FAR, BOUNDS_FAR};
    struct bounds_value d = difference(yes, no, r->width);
    if (bounds_step_known(yes) && bounds_step_known(no) && bounds_known(&d)) {
        struct range apart = values_of(&d);
        steps = hull(steps_of(yes), steps_of(no));
        if (mask->step_hi > 0)
            steps = hull(steps, sum(apart, steps_of(yes)));
        if (mask->step_lo < 0)
            steps = hull(steps, sum((struct range){-apart.hi, -apart.lo}, steps_of(no)));
    }
    put(&r->out, r->lane, hull(values_of(yes), values_of(no)), steps);
}

static void rule_choose(struct rule *r)
{
    struct bounds_value yes, no;
    bounds_constant(&yes, (int32_t)(r->node->imm >> 32));
    bounds_constant(&no, (int32_t)(uint32_t)r->node->imm);
    rule_select(r, r->a, &yes, &no);
}

static void rule_constant_choice(struct rule *r, bool when_true)
{
    struct bounds_value k;
    bounds_constant(&k, r->node->imm);
    rule_select(r, r->a, when_true ? &k : r->b, when_true ? r->b : &k);
}

static void rule_keep(struct rule *r)
{
    struct bounds_value zero;
    bounds_constant(&zero, 0);
    rule_select(r, r->b, r->a, &zero);
}

static void rule_copy(struct rule *r)
{
    if (bounds_known(r->a))
        put(&r->out, r->lane, values_of(r->a), steps_of(r->a));
    else
        no_value(&r->out);
}

static void rule_table(struct rule *r, const struct ir_table *t)
{
    int64_t lo = t->elements[r->a->lo & 255], hi = lo;
    if (r->a->lo < 0 || r->a->hi > 255) {
        no_value(&r->out);
        return;
    }
    for (int64_t i = r->a->lo; i <= r->a->hi; i++) {
        lo = t->elements[i] < lo ? t->elements[i] : lo;
        hi = t->elements[i] > hi ? t->elements[i] : hi;
    }
    put(&r->out, r->lane, (struct range){lo, hi}, (struct range){-BOUNDS_FAR, BOUNDS_FAR});
}

/* a/b against c/d: 0, 1, 2. With whole bounds of a*d - c*b. */
static void rule_fractions(struct rule *r)
{
    put(&r->out, 'B', (struct range){0, 2}, (struct range){-2, 2});
    bool known =
        bounds_known(r->a) && bounds_known(r->b) && bounds_known(r->c) && bounds_known(r->d);
    struct range apart = {-1, 1};
    if (known)
        apart = minus(product(values_of(r->a), values_of(r->d)),
                      product(values_of(r->c), values_of(r->b)));
    struct range out = {apart.lo < 0    ? 0
                        : apart.lo == 0 ? 1
                                        : 2,
                        apart.hi > 0    ? 2
                        : apart.hi == 0 ? 1
                                        : 0};
    struct range steps = {-2, 2};
    if (known && is_constant(r->b) && is_constant(r->d) && bounds_step_known(r->a) &&
        bounds_step_known(r->c)) {
        struct range s = minus(product(steps_of(r->a), values_of(r->d)),
                               product(steps_of(r->c), values_of(r->b)));
        steps = s.lo >= 0 ? (struct range){0, 2} : s.hi <= 0 ? (struct range){-2, 0} : steps;
    }
    put(&r->out, 'B', out, steps);
    r->undecided = out.lo != out.hi;
}

/* --- calendar --- */

static bool in_calendar(const struct bounds_value *v, bool is_month)
{
    const int64_t low = is_month ? 1800 * 12 : -62091, high = is_month ? 2299 * 12 : 120529;
    return bounds_known(v) && v->lo >= low && v->hi <= high;
}

static void rule_month(struct rule *r)
{
    if (!in_calendar(r->a, false)) {
        no_value(&r->out);
        return;
    }
    struct range s = steps_of(r->a); /* a month has at least 28 days */
    struct range values = {elem_month_of((int32_t)r->a->lo), elem_month_of((int32_t)r->a->hi)};
    put(&r->out, 'I', values, (struct range){floor_div(s.lo, 28), -floor_div(-s.hi, 28)});
}

static void rule_day(struct rule *r)
{
    if (in_calendar(r->a, false))
        put(&r->out, 'I', (struct range){1, 31}, (struct range){-30, 30});
    else
        no_value(&r->out);
}

static void rule_first_day(struct rule *r)
{
    if (!in_calendar(r->a, true)) {
        no_value(&r->out);
        return;
    }
    struct range s = steps_of(r->a);
    struct range values = {elem_first_day((int32_t)r->a->lo),
                           elem_first_day((int32_t)r->a->hi)};
    put(&r->out, 'I', values,
        (struct range){s.lo * (s.lo < 0 ? 31 : 28), s.hi * (s.hi > 0 ? 31 : 28)});
}

/* --- which rule --- */

#define BOTH(name)                                                                             \
    case OP_##name:                                                                            \
    case OP_##name##_K
#define LANES(name)    BOTH(name##_I) : BOTH(name##_L)
#define COMPARED(name) BOTH(name##_B) : BOTH(name##_W) : BOTH(name##_I) : BOTH(name##_L)

static bool rule_of_numbers(struct rule *r)
{
    struct range a = values_of(r->a), b = r->b ? values_of(r->b) : a;
    switch (r->node->op) {
        LANES(ADD) : rule_add(r);
        return true;
        LANES(SUB) : rule_sub(r);
        return true;
        LANES(RSUB) : rule_rsub(r);
        return true;
        LANES(MUL) : rule_mul(r);
        return true;
        LANES(MIN) : rule_extreme(r, false);
        return true;
        LANES(MAX) : rule_extreme(r, true);
        return true;
    case OP_ABS_I:
    case OP_ABS_L:
        rule_abs(r);
        return true;
        BOTH(OVF_ADD_L) : rule_overflow(r, sum(a, b));
        return true;
        BOTH(OVF_SUB_L) : rule_overflow(r, minus(a, b));
        return true;
        BOTH(OVF_RSUB_L) : rule_overflow(r, minus(b, a));
        return true;
        BOTH(OVF_MUL_L) : rule_overflow(r, known_both(r) ? product(a, b) : a);
        return true;
    default:
        return false;
    }
}

static bool rule_of_division(struct rule *r)
{
    switch (r->node->op) {
        LANES(DIV_FLOOR) : rule_division(r, WAY_FLOOR, false);
        return true;
        BOTH(DIV_CEIL_L) : rule_division(r, WAY_CEIL, false);
        return true;
        BOTH(DIV_UP_L)
            : BOTH(DIV_DOWN_L) : BOTH(DIV_HALF_UP_L) : rule_division(r, WAY_SIGNED, false);
        return true;
        BOTH(DIV_HALF_EVEN_L) : rule_division(r, WAY_EVEN, false);
        return true;
        LANES(FDIV_FLOOR) : rule_division(r, WAY_FLOOR, true);
        return true;
        LANES(FDIV_CEIL) : rule_division(r, WAY_CEIL, true);
        return true;
        LANES(FDIV_UP)
            : LANES(FDIV_DOWN) : LANES(FDIV_HALF_UP) : rule_division(r, WAY_SIGNED, true);
        return true;
        LANES(FDIV_HALF_EVEN) : rule_division(r, WAY_EVEN, true);
        return true;
    default:
        return false;
    }
}

static bool rule_of_masks(struct rule *r)
{
    switch (r->node->op) {
        COMPARED(LT) : rule_compare(r, CMP_LT);
        return true;
        COMPARED(LE) : rule_compare(r, CMP_LE);
        return true;
        COMPARED(GT) : rule_compare(r, CMP_GT);
        return true;
        COMPARED(GE) : rule_compare(r, CMP_GE);
        return true;
        COMPARED(EQ) : rule_compare(r, CMP_EQ);
        return true;
        COMPARED(NE) : rule_compare(r, CMP_NE);
        return true;
        BOTH(AND_B) : rule_bits(r, false);
        return true;
        BOTH(OR_B) : rule_bits(r, true);
        return true;
        BOTH(ANDN_B) : rule_andn(r);
        return true;
    case OP_NOT_B:
        rule_not(r);
        return true;
    case OP_ANY_DOUBT_B:
        rule_any(r);
        return true;
    case OP_RCMP_B:
        rule_fractions(r);
        return true;
    default:
        return false;
    }
}

static void rule_of_choice(struct rule *r, const struct bounds *b)
{
    struct bounds_value zero;
    bounds_constant(&zero, 0);
    switch (r->node->op) {
        BOTH(DOUBT_B) : rule_select(r, r->a, r->b, &zero);
        break;
    case OP_SELECT_B:
    case OP_SELECT_I:
    case OP_SELECT_L:
        rule_select(r, r->a, r->b, r->c);
        break;
        LANES(KEEP) : rule_keep(r);
        break;
    case OP_CHOOSE_I:
        rule_choose(r);
        break;
    case OP_PUT_I:
        rule_constant_choice(r, true);
        break;
    case OP_REST_I:
        rule_constant_choice(r, false);
        break;
    case OP_TABLE_B:
    case OP_TABLE_I:
    case OP_TABLE_L:
        rule_table(r, &b->tables[r->node->imm]);
        break;
    case OP_MONTH_OF_I:
        rule_month(r);
        break;
    case OP_DAY_OF_I:
        rule_day(r);
        break;
    case OP_FIRST_DAY_I:
        rule_first_day(r);
        break;
    default: /* COPY, WIDEN, NARROW */
        rule_copy(r);
        break;
    }
}

/* --- the values at the ends, by the kernels --- */

union ends {
    uint8_t b[2];
    uint16_t w[2];
    int32_t i[2];
    int64_t l[2];
};

static void load_ends(union ends *e, char lane, const struct bounds_value *v)
{
    if (!v)
        return;
    if (lane == 'B') {
        e->b[0] = (uint8_t)v->left;
        e->b[1] = (uint8_t)v->right;
    } else if (lane == 'W') {
        e->w[0] = (uint16_t)v->left;
        e->w[1] = (uint16_t)v->right;
    } else if (lane == 'I') {
        e->i[0] = (int32_t)v->left;
        e->i[1] = (int32_t)v->right;
    } else {
        e->l[0] = v->left;
        e->l[1] = v->right;
    }
}

static bool is_one_of(uint16_t op, uint16_t x, uint16_t y, uint16_t z)
{
    return op == x || op == y || op == z;
}

/* Lanes of the operands; special instructions have none in op_table. */
static const char *operand_lanes(uint16_t op)
{
    if (op == OP_RCMP_B)
        return "LLLL";
    if (is_one_of(op, OP_CHOOSE_I, OP_PUT_I, OP_REST_I))
        return "BI";
    return op_table[op].operands;
}

static void run_ends(const struct bounds *b, struct rule *r)
{
    uint16_t op = r->node->op;
    union ends dst = {{0}}, a = dst, bb = dst, c = dst, d = dst;
    if (is_one_of(op, OP_COPY_B, OP_COPY_I, OP_COPY_L)) {
        r->out.left = r->a->left;
        r->out.right = r->a->right;
        return;
    }
    if (is_one_of(op, OP_TABLE_B, OP_TABLE_I, OP_TABLE_L)) {
        const int64_t *elements = b->tables[r->node->imm].elements;
        r->out.left = elements[(uint8_t)r->a->left];
        r->out.right = elements[(uint8_t)r->a->right];
        return;
    }
    const char *lanes = operand_lanes(op);
    load_ends(&a, lanes[0], r->a);
    if (r->b && !op_table[op].constant)
        load_ends(&bb, lanes[1], r->b);
    if (r->c)
        load_ends(&c, lanes[2], r->c);
    if (r->d)
        load_ends(&d, lanes[3], r->d);
    struct kernel_args k = {
        .dst = &dst, .a = &a, .b = &bb, .c = &c, .d = &d, .imm = r->node->imm};
    kernel_table(KERNEL_BASE)[op](&k, 2);
    bool byte = r->lane == 'B', narrow = r->lane == 'I';
    r->out.left = byte ? dst.b[0] : narrow ? dst.i[0] : dst.l[0];
    r->out.right = byte ? dst.b[1] : narrow ? dst.i[1] : dst.l[1];
}

void bounds_rule(struct bounds *b, uint32_t node, int64_t width)
{
    const struct bounds_node *n = &b->nodes[node];
    struct bounds_value constant;
    struct rule r = {.node = n, .width = width, .lane = op_table[n->op].result};
    r.a = n->a ? &b->values[n->a] : NULL;
    r.b = n->b ? &b->values[n->b] : NULL;
    r.c = n->c ? &b->values[n->c] : NULL;
    r.d = n->d ? &b->values[n->d] : NULL;
    if (op_table[n->op].constant) {
        bounds_constant(&constant, n->imm);
        r.b = &constant;
    }
    run_ends(b, &r);
    if (width == 0) {
        finish(&r.out, 0);
        b->values[node] = r.out;
        return;
    }
    int64_t left = r.out.left, right = r.out.right;
    if (!rule_of_numbers(&r) && !rule_of_division(&r) && !rule_of_masks(&r))
        rule_of_choice(&r, b);
    r.out.left = left;
    r.out.right = right;
    finish(&r.out, width);
    if (r.undecided && r.out.lo != r.out.hi)
        b->undecided = true;
    b->values[node] = r.out;
}
