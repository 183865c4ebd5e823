/* bounds_mask.c - comparisons, masks, choices, tables and the calendar on bounds. */
#include "ir/bounds_rule.h"

#include "vec/elem.h"

/* --- comparisons and masks --- */

static void put_mask(struct rule *r, bool can_false, bool can_true, struct range steps)
{
    bounds_rule_put(&r->out, 'B', (struct range){!can_false, can_true}, steps);
    if (can_false != can_true)
        bounds_rule_put_steps(&r->out, (struct range){0, 0});
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
    struct bounds_value d = bounds_rule_difference(r->a, r->b, r->width);
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
        bounds_rule_put(&r->out, 'B',
                        range_extreme(range_values(r->a), range_values(r->b), is_or),
                        range_hull(range_steps(r->a), range_steps(r->b)));
        return;
    }
    if (range_is_constant(r->a) && range_is_constant(r->b)) {
        int64_t x = is_or ? r->a->lo | r->b->lo : r->a->lo & r->b->lo;
        bounds_rule_put(&r->out, 'B', (struct range){x, x}, (struct range){0, 0});
        return;
    }
    struct range bits = {0, range_smaller(r->a->hi, r->b->hi)};
    if (is_or)
        bits = (struct range){range_larger(r->a->lo, r->b->lo),
                              all_bits(r->a->hi) | all_bits(r->b->hi)};
    bounds_rule_put(&r->out, 'B', bits, (struct range){-255, 255});
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
    bounds_rule_put(&r->out, 'B', (struct range){0, 255}, (struct range){-255, 255});
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
    bounds_rule_put(&r->out, 'B', (struct range){r->a->lo > 0, r->a->hi > 0},
                    (struct range){-1, 1});
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
            bounds_rule_put(&r->out, r->lane, range_values(taken), range_steps(taken));
        else
            bounds_rule_no_value(&r->out);
        return;
    }
    if (!bounds_known(yes) || !bounds_known(no)) {
        bounds_rule_no_value(&r->out);
        return;
    }
    struct range steps = {-BOUNDS_FAR, BOUNDS_FAR};
    struct bounds_value d = bounds_rule_difference(yes, no, r->width);
    if (bounds_step_known(yes) && bounds_step_known(no) && bounds_known(&d)) {
        struct range apart = range_values(&d);
        steps = range_hull(range_steps(yes), range_steps(no));
        if (mask->step_hi > 0)
            steps = range_hull(steps, range_sum(apart, range_steps(yes)));
        if (mask->step_lo < 0)
            steps = range_hull(
                steps, range_sum((struct range){-apart.hi, -apart.lo}, range_steps(no)));
    }
    bounds_rule_put(&r->out, r->lane, range_hull(range_values(yes), range_values(no)), steps);
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

static void rule_table(struct rule *r, const struct ir_table *t)
{
    int64_t lo = t->elements[r->a->lo & 255], hi = lo;
    if (r->a->lo < 0 || r->a->hi > 255) {
        bounds_rule_no_value(&r->out);
        return;
    }
    for (int64_t i = r->a->lo; i <= r->a->hi; i++) {
        lo = t->elements[i] < lo ? t->elements[i] : lo;
        hi = t->elements[i] > hi ? t->elements[i] : hi;
    }
    bounds_rule_put(&r->out, r->lane, (struct range){lo, hi},
                    (struct range){-BOUNDS_FAR, BOUNDS_FAR});
}

/* a/b against c/d: 0, 1, 2. With whole bounds of a*d - c*b. */
static void rule_fractions(struct rule *r)
{
    bounds_rule_put(&r->out, 'B', (struct range){0, 2}, (struct range){-2, 2});
    bool known =
        bounds_known(r->a) && bounds_known(r->b) && bounds_known(r->c) && bounds_known(r->d);
    struct range apart = {-1, 1};
    if (known)
        apart = range_minus(range_product(range_values(r->a), range_values(r->d)),
                            range_product(range_values(r->c), range_values(r->b)));
    struct range out = {apart.lo < 0    ? 0
                        : apart.lo == 0 ? 1
                                        : 2,
                        apart.hi > 0    ? 2
                        : apart.hi == 0 ? 1
                                        : 0};
    struct range steps = {-2, 2};
    if (known && range_is_constant(r->b) && range_is_constant(r->d) &&
        bounds_step_known(r->a) && bounds_step_known(r->c)) {
        struct range s = range_minus(range_product(range_steps(r->a), range_values(r->d)),
                                     range_product(range_steps(r->c), range_values(r->b)));
        steps = s.lo >= 0 ? (struct range){0, 2} : s.hi <= 0 ? (struct range){-2, 0} : steps;
    }
    bounds_rule_put(&r->out, 'B', out, steps);
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
        bounds_rule_no_value(&r->out);
        return;
    }
    struct range s = range_steps(r->a); /* a month has at least 28 days */
    struct range values = {elem_month_of((int32_t)r->a->lo), elem_month_of((int32_t)r->a->hi)};
    bounds_rule_put(&r->out, 'I', values,
                    (struct range){range_floor_div(s.lo, 28), -range_floor_div(-s.hi, 28)});
}

static void rule_day(struct rule *r)
{
    if (in_calendar(r->a, false))
        bounds_rule_put(&r->out, 'I', (struct range){1, 31}, (struct range){-30, 30});
    else
        bounds_rule_no_value(&r->out);
}

static void rule_first_day(struct rule *r)
{
    if (!in_calendar(r->a, true)) {
        bounds_rule_no_value(&r->out);
        return;
    }
    struct range s = range_steps(r->a);
    struct range values = {elem_first_day((int32_t)r->a->lo),
                           elem_first_day((int32_t)r->a->hi)};
    bounds_rule_put(&r->out, 'I', values,
                    (struct range){s.lo * (s.lo < 0 ? 31 : 28), s.hi * (s.hi > 0 ? 31 : 28)});
}

/* --- which rule --- */

#define BOTH(name)                                                                             \
    case OP_##name:                                                                            \
    case OP_##name##_K
#define LANES(name)    BOTH(name##_I) : BOTH(name##_L)
#define COMPARED(name) BOTH(name##_B) : BOTH(name##_W) : BOTH(name##_I) : BOTH(name##_L)

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

static bool rule_of_choice(struct rule *r, const struct bounds *b)
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
    default:
        return false;
    }
    return true;
}

bool bounds_mask_rule(struct rule *r, const struct bounds *b)
{
    return rule_of_masks(r) || rule_of_choice(r, b);
}
