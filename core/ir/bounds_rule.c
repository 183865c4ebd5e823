/* bounds_rule.c - how each instruction acts on bounds: one rule a kind of instruction.
 * Arithmetic is here, the rest in bounds_mask.c.
 *
 * Values at the ends come from the kernels; a rule gives the bounds between them. Sums are in
 * 128 bits; what does not fit a lane is not known, since the program's own value wraps there.
 */
#include "ir/bounds_rule.h"

#include <string.h>
#include "vec/elem.h"

void bounds_constant(struct bounds_value *v, int64_t x)
{
    *v = (struct bounds_value){.lo = x, .hi = x, .left = x, .right = x};
}

void bounds_rule_no_value(struct bounds_value *v)
{
    v->lo = v->step_lo = -BOUNDS_FAR;
    v->hi = v->step_hi = BOUNDS_FAR;
}

void bounds_rule_put_steps(struct bounds_value *v, struct range s)
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
void bounds_rule_put(struct bounds_value *v, char lane, struct range values, struct range steps)
{
    wide lo = lane == 'I' ? INT32_MIN : -BOUNDS_FAR + 1;
    wide hi = lane == 'I' ? INT32_MAX : BOUNDS_FAR - 1;
    if (values.lo < lo || values.hi > hi) {
        bounds_rule_no_value(v);
        return;
    }
    v->lo = (int64_t)values.lo;
    v->hi = (int64_t)values.hi;
    bounds_rule_put_steps(v, steps);
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
        bounds_rule_no_value(v);
        return;
    }
    v->lo = step < 0 ? v->right : v->left;
    v->hi = step < 0 ? v->left : v->right;
    bounds_rule_put_steps(v, width == 0 ? (struct range){0, 0} : (struct range){step, step});
}

/* a - b with its steps. */
struct bounds_value bounds_rule_difference(const struct bounds_value *a,
                                           const struct bounds_value *b, int64_t width)
{
    struct bounds_value d;
    bounds_rule_no_value(&d);
    d.left = elem_sub_l(a->left, b->left);
    d.right = elem_sub_l(a->right, b->right);
    if (!bounds_known(a) || !bounds_known(b))
        return d;
    bounds_rule_put(&d, 'L', range_minus(range_values(a), range_values(b)),
                    range_minus(range_steps(a), range_steps(b)));
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
        bounds_rule_no_value(&r->out);
        return;
    }
    bounds_rule_put(&r->out, r->lane, values, steps);
    if (bounds_known(&r->out) && !steps_both(r))
        no_steps(&r->out);
}

static void rule_add(struct rule *r)
{
    rule_sum(r, range_sum(range_values(r->a), range_values(r->b)),
             range_sum(range_steps(r->a), range_steps(r->b)));
}

static void rule_sub(struct rule *r)
{
    rule_sum(r, range_minus(range_values(r->a), range_values(r->b)),
             range_minus(range_steps(r->a), range_steps(r->b)));
}

static void rule_rsub(struct rule *r)
{
    rule_sum(r, range_minus(range_values(r->b), range_values(r->a)),
             range_minus(range_steps(r->b), range_steps(r->a)));
}

/* a(x+1) b(x+1) - a(x) b(x) = a(x+1) (b(x+1) - b(x)) + b(x) (a(x+1) - a(x)). */
static void rule_mul(struct rule *r)
{
    if (!known_both(r)) {
        bounds_rule_no_value(&r->out);
        return;
    }
    struct range a = range_values(r->a), b = range_values(r->b),
                 steps = {-BOUNDS_FAR, BOUNDS_FAR};
    if (steps_both(r))
        steps =
            range_sum(range_product(a, range_steps(r->b)), range_product(b, range_steps(r->a)));
    bounds_rule_put(&r->out, r->lane, range_product(a, b), steps);
}

/* Both are nowhere steeper than the steeper operand; where one always wins
 * it is that one. */
static void rule_extreme(struct rule *r, bool largest)
{
    if (!known_both(r)) {
        bounds_rule_no_value(&r->out);
        return;
    }
    struct bounds_value d = bounds_rule_difference(r->a, r->b, r->width);
    bool above = d.lo >= 0, below = d.hi <= 0;
    r->undecided =
        d.lo <= 0 && d.hi >= 0 && d.lo != d.hi; /* a slope may change where they meet */
    if (above || below) {
        const struct bounds_value *winner = above == largest ? r->a : r->b;
        bounds_rule_put(&r->out, r->lane, range_values(winner), range_steps(winner));
        return;
    }
    r->undecided = true;
    bounds_rule_put(&r->out, r->lane,
                    range_extreme(range_values(r->a), range_values(r->b), largest),
                    range_hull(range_steps(r->a), range_steps(r->b)));
    if (bounds_known(&r->out) && !steps_both(r))
        no_steps(&r->out);
}

static void rule_abs(struct rule *r)
{
    struct range v = range_values(r->a), s = range_steps(r->a);
    if (!bounds_known(r->a)) {
        bounds_rule_no_value(&r->out);
        return;
    }
    if (v.lo >= 0)
        bounds_rule_put(&r->out, r->lane, v, s);
    else if (v.hi <= 0)
        bounds_rule_put(&r->out, r->lane, (struct range){-v.hi, -v.lo},
                        (struct range){-s.hi, -s.lo});
    else
        bounds_rule_put(&r->out, r->lane, (struct range){0, range_larger(-v.lo, v.hi)},
                        range_hull(s, (struct range){-s.hi, -s.lo}));
}

static void rule_overflow(struct rule *r, struct range exact)
{
    bool fits = known_both(r) && exact.lo > INT64_MIN && exact.hi <= INT64_MAX;
    bounds_rule_put(&r->out, 'B', (struct range){0, fits ? 0 : DOUBT_OTHER},
                    (struct range){-DOUBT_OTHER, DOUBT_OTHER});
}

/* --- division --- */

enum rounding_way { WAY_FLOOR, WAY_CEIL, WAY_SIGNED, WAY_EVEN };

/* The quotient by the kernel's own function: monotone in a, and for each a
 * in b. */
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

/* Rounding to whole numbers moves by the floor or the ceiling of what its
 * argument moves by; ways that look at the sign by one more where it
 * changes, halves to even always. */
static struct range division_steps(const struct rule *r, enum rounding_way way)
{
    struct range s = range_steps(r->a);
    if (!bounds_step_known(r->a) || !range_is_constant(r->b))
        return (struct range){-BOUNDS_FAR, BOUNDS_FAR};
    wide b = r->b->lo;
    struct range out = {range_floor_div(s.lo, b), -range_floor_div(-s.hi, b)};
    bool one_sign = r->a->lo >= 0 || r->a->hi <= 0;
    if (way == WAY_EVEN || (way == WAY_SIGNED && !one_sign)) {
        out.lo = s.lo >= 0 ? range_larger(out.lo - 1, 0) : out.lo - 1;
        out.hi = s.hi <= 0 ? range_smaller(out.hi + 1, 0) : out.hi + 1;
    }
    return out;
}

static void rule_division(struct rule *r, enum rounding_way way, bool in_double)
{
    const int64_t limit = in_double ? INT64_C(1) << 51 : BOUNDS_FAR;
    if (!known_both(r) || !is_near(r->a->lo, limit) || !is_near(r->a->hi, limit) ||
        r->b->lo < 0 || (in_double && r->b->hi > INT32_MAX)) {
        bounds_rule_no_value(&r->out);
        return;
    }
    int64_t low = r->b->lo > 0 ? r->b->lo : 1;
    struct range q = {0, 0};
    if (r->b->hi > 0) {
        wide p[4] = {quotient(r, r->a->lo, low), quotient(r, r->a->lo, r->b->hi),
                     quotient(r, r->a->hi, low), quotient(r, r->a->hi, r->b->hi)};
        q = (struct range){range_smaller(range_smaller(p[0], p[1]), range_smaller(p[2], p[3])),
                           range_larger(range_larger(p[0], p[1]), range_larger(p[2], p[3]))};
    }
    if (r->b->lo == 0) /* divided by 0: 0; by the quick division: a / 1 */
        q = range_hull(q, in_double ? range_hull(range_values(r->a), (struct range){0, 0})
                                    : (struct range){0, 0});
    struct range steps =
        r->b->lo > 0 ? division_steps(r, way) : (struct range){-BOUNDS_FAR, BOUNDS_FAR};
    bounds_rule_put(&r->out, r->lane, q, steps);
}

static void rule_copy(struct rule *r)
{
    if (bounds_known(r->a))
        bounds_rule_put(&r->out, r->lane, range_values(r->a), range_steps(r->a));
    else
        bounds_rule_no_value(&r->out);
}

/* --- which rule --- */

#define BOTH(name)                                                                             \
    case OP_##name:                                                                            \
    case OP_##name##_K
#define LANES(name)    BOTH(name##_I) : BOTH(name##_L)
#define COMPARED(name) BOTH(name##_B) : BOTH(name##_W) : BOTH(name##_I) : BOTH(name##_L)

static bool rule_of_numbers(struct rule *r)
{
    struct range a = range_values(r->a), b = r->b ? range_values(r->b) : a;
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
        BOTH(OVF_ADD_L) : rule_overflow(r, range_sum(a, b));
        return true;
        BOTH(OVF_SUB_L) : rule_overflow(r, range_minus(a, b));
        return true;
        BOTH(OVF_RSUB_L) : rule_overflow(r, range_minus(b, a));
        return true;
        BOTH(OVF_MUL_L) : rule_overflow(r, known_both(r) ? range_product(a, b) : a);
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
    if (!rule_of_numbers(&r) && !rule_of_division(&r) && !bounds_mask_rule(&r, b))
        rule_copy(&r); /* COPY, WIDEN, NARROW */
    r.out.left = left;
    r.out.right = right;
    finish(&r.out, width);
    if (r.undecided && r.out.lo != r.out.hi)
        b->undecided = true;
    b->values[node] = r.out;
}
