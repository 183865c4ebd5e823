/* lower_number.c - exact numbers on columns: whole lanes over a denominator.
 *
 * A denominator known while compiling only scales; one that is a column stays beside its
 * numerator until the value is rounded or compared. Whatever might not fit puts the row in
 * doubt, so nothing here can be wrong, only slower.
 */
#include "ir/lowering.h"

#include <string.h>

/* Denominators beyond this are left to the reference engine. */
#define DENOMINATOR_MAX INT64_C(1000000000000)

struct lval number_make(enum lval_kind kind, ir_ref num, int64_t den, ir_ref den_ref)
{
    return (struct lval){.kind = kind, .num = num, .den = den, .den_ref = den_ref};
}

struct lval number_of(struct lower *w, int64_t n)
{
    return number_make(LV_NUMBER, ir_const(w->ir, w->context->space, n), 1, 0);
}

struct lval number_rational(struct lower *w, enum lval_kind kind, struct rational r)
{
    return number_make(kind, ir_const(w->ir, w->context->space, r.num), r.den, 0);
}

bool number_constant(struct lower *w, const struct lval *v, struct rational *out)
{
    int64_t n;
    if ((v->kind != LV_NUMBER && v->kind != LV_MONEY) || v->den_ref || !v->num ||
        !ir_is_const(w->ir, v->num, &n))
        return false;
    return rational_make(out, n, v->den) == HM_TRAP_NONE;
}

/* b > 0; so is the result. */
static int64_t gcd(int64_t a, int64_t b)
{
    uint64_t positive = a < 0 ? (uint64_t)0 - (uint64_t)a : (uint64_t)a;
    return (int64_t)rational_gcd(positive, (uint64_t)b);
}

/* Arithmetic whose overflow puts the rows of this path in doubt. */
static ir_ref times(struct lower *w, ir_ref a, ir_ref b)
{
    ir_ref ovf;
    ir_ref r = ir_mul(w->ir, a, b, &ovf);
    lower_doubt(w, ovf);
    return r;
}

static ir_ref times_constant(struct lower *w, ir_ref a, int64_t n)
{
    return n == 1 ? a : times(w, a, ir_const(w->ir, ir_at(w->ir, a)->space, n));
}

static ir_ref plus(struct lower *w, ir_ref a, ir_ref b, bool minus)
{
    ir_ref ovf;
    ir_ref r = minus ? ir_sub(w->ir, a, b, &ovf) : ir_add(w->ir, a, b, &ovf);
    lower_doubt(w, ovf);
    return r;
}

static ir_ref den_column(struct lower *w, const struct lval *v)
{
    return v->den_ref ? v->den_ref : ir_const(w->ir, w->context->space, v->den);
}

/* The least common denominator of two values whose denominators are known, or 0. */
int64_t number_common_den(const struct lval *a, const struct lval *b)
{
    int64_t part = a->den / gcd(a->den, b->den), den;
    bool fits = !__builtin_mul_overflow(part, b->den, &den) && den <= DENOMINATOR_MAX;
    return fits ? den : 0;
}

static void scale(struct lower *w, struct lval *v, int64_t den)
{
    v->num = times_constant(w, v->num, den / v->den);
    v->den = den;
}

bool number_align(struct lower *w, struct lval *a, struct lval *b)
{
    if (a->den_ref || b->den_ref)
        return a->den_ref == b->den_ref;
    int64_t den = number_common_den(a, b);
    if (den == 0)
        return false;
    scale(w, a, den);
    scale(w, b, den);
    return true;
}

/* As number_align, for a choice: a value is only in doubt on the rows it is chosen for, be they
 * on the present path (a) or not (b: rows that returned or were assigned to earlier). */
static bool align_choice(struct lower *w, ir_ref mask, struct lval *a, struct lval *b)
{
    if (a->den_ref || b->den_ref)
        return a->den_ref == b->den_ref;
    int64_t den = number_common_den(a, b);
    if (den == 0)
        return false;
    ir_ref path = w->mask;
    w->mask = mask;
    scale(w, a, den);
    w->mask = ir_not(w->ir, mask);
    if (mask)
        scale(w, b, den);
    w->mask = path;
    return true;
}

static bool is_numeric(const struct lval *v)
{
    return v->kind == LV_NUMBER || v->kind == LV_MONEY;
}

/* The whole number 0 stands for no money. */
static bool is_zero(struct lower *w, const struct lval *v)
{
    struct rational r;
    return v->kind == LV_NUMBER && number_constant(w, v, &r) && r.num == 0;
}

/* The kind of a sum or comparison of the two, or LV_BAD. */
static enum lval_kind common_kind(struct lower *w, const struct lval *a, const struct lval *b)
{
    if (!is_numeric(a) || !is_numeric(b))
        return LV_BAD;
    if (a->kind == b->kind)
        return a->kind;
    return is_zero(w, a->kind == LV_NUMBER ? a : b) ? LV_MONEY : LV_BAD;
}

static struct lval add(struct lower *w, const struct ast_node *at, struct lval a, struct lval b,
                       bool minus)
{
    enum lval_kind kind = common_kind(w, &a, &b);
    if (kind == LV_BAD)
        return lower_refuse(w, at, _("these two kinds of value cannot be added"));
    if (number_align(w, &a, &b))
        return number_make(kind, plus(w, a.num, b.num, minus), a.den, a.den_ref);
    if (!a.den_ref && !b.den_ref)
        return lower_refuse(w, at, _("the common denominator is too large"));
    ir_ref p = den_column(w, &a), q = den_column(w, &b);
    ir_ref left = times(w, a.num, q), right = times(w, b.num, p);
    return number_make(kind, plus(w, left, right, minus), 1, times(w, p, q));
}

static struct lval multiply(struct lower *w, const struct ast_node *at, struct lval a,
                            struct lval b)
{
    if (!is_numeric(&a) || !is_numeric(&b) || (a.kind == LV_MONEY && b.kind == LV_MONEY))
        return lower_refuse(w, at, _("these two kinds of value cannot be multiplied"));
    enum lval_kind kind = a.kind == LV_MONEY || b.kind == LV_MONEY ? LV_MONEY : LV_NUMBER;
    if (!a.den_ref && !b.den_ref) {
        int64_t x, den;
        for (int turn = 0; turn < 2; turn++) { /* a constant cancels the other's denominator */
            struct lval *c = turn ? &b : &a, *o = turn ? &a : &b;
            if (ir_is_const(w->ir, c->num, &x) && x != 0) {
                int64_t g = gcd(x, o->den);
                c->num = ir_const(w->ir, w->context->space, x / g);
                o->den /= g;
            }
        }
        if (__builtin_mul_overflow(a.den, b.den, &den) || den > DENOMINATOR_MAX)
            return lower_refuse(w, at, _("the denominator is too large"));
        return number_make(kind, times(w, a.num, b.num), den, 0);
    }
    ir_ref num = times(w, a.num, b.num);
    return number_make(kind, num, 1, times(w, den_column(w, &a), den_column(w, &b)));
}

/* 1 / v where v > 0; other rows are put in doubt (zero is an error, a negative divisor is left
 * to the reference engine). */
static struct lval reciprocal(struct lower *w, const struct ast_node *at, struct lval v)
{
    struct rational r;
    if (number_constant(w, &v, &r)) {
        struct rational q;
        if (rational_div(&q, rational_of(1), r) != HM_TRAP_NONE) {
            lower_stop(w, 0, 2);
            return number_of(w, 0);
        }
        return number_rational(w, LV_NUMBER, q);
    }
    const struct ir_value *num = ir_at(w->ir, v.num);
    if (num->lo <= 0) {
        ir_ref zero = ir_const(w->ir, w->context->space, 0);
        lower_stop(w, ir_compare(w->ir, CMP_LE, v.num, zero), 2);
    }
    (void)at;
    return number_make(LV_NUMBER, den_column(w, &v), 1, v.num);
}

static struct lval divide(struct lower *w, const struct ast_node *at, struct lval a,
                          struct lval b)
{
    if (is_zero(w, &a) && b.kind == LV_MONEY)
        a.kind = LV_MONEY;
    if (!is_numeric(&a) || !is_numeric(&b) || (a.kind == LV_NUMBER && b.kind == LV_MONEY))
        return lower_refuse(w, at, _("these two kinds of value cannot be divided"));
    enum lval_kind kind = a.kind == b.kind ? LV_NUMBER : a.kind;
    struct lval inverse = reciprocal(w, at, b);
    a.kind = LV_NUMBER;
    struct lval r = multiply(w, at, a, inverse);
    if (r.kind != LV_BAD)
        r.kind = kind;
    return r;
}

static struct lval divided(struct lower *w, enum ir_division mode, struct lval v)
{
    ir_ref q = ir_div(w->ir, mode, v.num, den_column(w, &v));
    return number_make(LV_NUMBER, q, 1, 0);
}

static struct lval floor_divide(struct lower *w, const struct ast_node *at, struct lval a,
                                struct lval b, bool rest)
{
    if (!is_numeric(&a) || a.kind != b.kind)
        return lower_refuse(w, at, _("// and % want two numbers or two amounts"));
    struct lval q = divide(w, at, a, b);
    if (q.kind == LV_BAD)
        return q;
    q = divided(w, IR_FLOOR, q);
    if (!rest)
        return q;
    struct lval part = multiply(w, at, q, b);
    return part.kind == LV_BAD ? part : add(w, at, a, part, true);
}

struct lval number_binary(struct lower *w, const struct ast_node *at, int op, struct lval a,
                          struct lval b)
{
    switch (op) {
    case AST_ADD:
        return add(w, at, a, b, false);
    case AST_SUB:
        return add(w, at, a, b, true);
    case AST_MUL:
        return multiply(w, at, a, b);
    case AST_DIV:
        return divide(w, at, a, b);
    case AST_IDIV:
        return floor_divide(w, at, a, b, false);
    default:
        return floor_divide(w, at, a, b, true);
    }
}

/* Cross products where the ranges prove they fit, else in 128 bits. */
static ir_ref compare_pairs(struct lower *w, enum comparison op, struct lval a, struct lval b)
{
    struct ir *ir = w->ir;
    ir_ref p = den_column(w, &a), q = den_column(w, &b), left_ovf, right_ovf;
    ir_ref left = ir_mul(ir, a.num, q, &left_ovf), right = ir_mul(ir, b.num, p, &right_ovf);
    if (!left_ovf && !right_ovf)
        return ir_compare(ir, op, left, right);
    struct ir_value v = {.op = OP_RCMP_B,
                         .space = w->context->space,
                         .hi = 2,
                         .a = ir_widen(ir, a.num, 'L'),
                         .b = ir_widen(ir, p, 'L'),
                         .c = ir_widen(ir, b.num, 'L'),
                         .d = ir_widen(ir, q, 'L')};
    return ir_compare(ir, op, ir_emit(ir, &v), ir_const_b(ir, w->context->space, 1));
}

struct lval number_compare(struct lower *w, const struct ast_node *at, enum comparison op,
                           struct lval a, struct lval b)
{
    struct lval r = {.kind = LV_BOOLEAN, .den = 1};
    bool dates = a.kind == b.kind && (a.kind == LV_DATE || a.kind == LV_MONTH);
    if (!dates && common_kind(w, &a, &b) == LV_BAD)
        return lower_refuse(w, at, _("these two kinds of value cannot be compared"));
    if (dates || number_align(w, &a, &b))
        r.num = ir_compare(w->ir, op, a.num, b.num);
    else
        r.num = compare_pairs(w, op, a, b);
    return r;
}

static enum ir_division division_of(enum rounding_mode mode)
{
    static const enum ir_division modes[ROUND_MODES] = {
        [ROUND_HALF_UP] = IR_HALF_UP,
        [ROUND_UP] = IR_UP,
        [ROUND_DOWN] = IR_DOWN,
        [ROUND_HALF_EVEN] = IR_HALF_EVEN,
    };
    return modes[mode];
}

struct lval number_round(struct lower *w, const struct ast_node *at, struct lval v,
                         struct rounding r)
{
    if (!is_numeric(&v))
        return lower_refuse(w, at, _("only numbers and amounts are rounded"));
    if (r.mode == ROUND_NONE)
        return v;
    bool on_step = !v.den_ref && v.den == 1 && r.step.den == 1 && r.step.num == 1;
    if (on_step)
        return v;
    struct lval inverse = number_rational(
        w, LV_NUMBER, (struct rational){r.step.den, 1}); /* v / step = v * den / num */
    enum lval_kind kind = v.kind;
    v.kind = LV_NUMBER;
    inverse.den = r.step.num;
    struct lval scaled = multiply(w, at, v, inverse);
    if (scaled.kind == LV_BAD)
        return scaled;
    struct lval steps = divided(w, division_of(r.mode), scaled);
    struct lval step = number_rational(w, LV_NUMBER, r.step);
    struct lval out = multiply(w, at, steps, step);
    if (out.kind != LV_BAD)
        out.kind = kind;
    return out;
}

struct lval number_whole(struct lower *w, const struct ast_node *at, struct lval v)
{
    if (v.kind != LV_NUMBER)
        return lower_refuse(w, at, _("a whole number is expected here"));
    if (!v.den_ref && v.den == 1)
        return v;
    struct lval q = divided(w, IR_FLOOR, v);
    ir_ref back = times(w, q.num, den_column(w, &v));
    lower_stop(w, ir_compare(w->ir, CMP_NE, back, v.num), 2);
    return q;
}

/* --- texts and enum values --- */

struct lval text_code(struct lower *w, struct str word)
{
    uint32_t code = 0;
    while (code < w->word_count && !str_eq(w->words[code], word))
        code++;
    if (code == 255)
        return (struct lval){.kind = LV_BAD};
    if (code == w->word_count)
        w->words[w->word_count++] = word;
    return (struct lval){
        .kind = LV_TEXT, .den = 1, .num = ir_const_b(w->ir, w->context->space, (uint8_t)code)};
}

static ir_ref table_of(struct lower *w, ir_ref index, const struct ir_table *t, uint8_t high)
{
    struct ir *ir = w->ir;
    int64_t x;
    if (ir_is_const(ir, index, &x))
        return ir_const_b(ir, w->context->space, (uint8_t)t->elements[x & 255]);
    uint32_t at = ir_table(ir, t);
    struct ir_value v = {
        .op = OP_TABLE_B, .space = w->context->space, .a = index, .imm = at, .hi = high};
    return ir_emit(ir, &v);
}

struct lval text_to_enum(struct lower *w, const struct ast_node *at, struct lval v, uint8_t id)
{
    const struct enum_type *e = &w->model->enums[id];
    if (v.kind == LV_ENUM && v.id == id)
        return v;
    if (v.kind != LV_TEXT)
        return lower_refuse(w, at, _("this is no value of the enum"));
    struct ir_table codes = {.lane = 'B'}, unknown = {.lane = 'B'};
    for (uint32_t i = 0; i < w->word_count; i++) {
        int code = enum_code(e, w->words[i]);
        codes.elements[i] = code < 0 ? 0 : code;
        unknown.elements[i] = code < 0 ? 2 : 0;
    }
    lower_doubt(w, table_of(w, v.num, &unknown, 2));
    return (struct lval){
        .kind = LV_ENUM, .id = id, .den = 1, .num = table_of(w, v.num, &codes, 255)};
}

struct lval value_equal_lowered(struct lower *w, const struct ast_node *at, bool equal,
                                struct lval a, struct lval b)
{
    enum comparison op = equal ? CMP_EQ : CMP_NE;
    struct lval r = {.kind = LV_BOOLEAN, .den = 1};
    if (a.kind == LV_BAD || b.kind == LV_BAD)
        return (struct lval){.kind = LV_BAD};
    if (a.kind == LV_ENUM && b.kind == LV_TEXT)
        b = text_to_enum(w, at, b, a.id);
    else if (b.kind == LV_ENUM && a.kind == LV_TEXT)
        a = text_to_enum(w, at, a, b.id);
    bool bytes = (a.kind == LV_ENUM && b.kind == LV_ENUM && a.id == b.id) ||
                 (a.kind == LV_BOOLEAN && b.kind == LV_BOOLEAN) ||
                 (a.kind == LV_TEXT && b.kind == LV_TEXT);
    if (!bytes)
        return number_compare(w, at, op, a, b);
    r.num = ir_compare(w->ir, op, a.num, b.num);
    return r;
}

/* --- choice --- */

struct lval number_select(struct lower *w, const struct ast_node *at, ir_ref mask,
                          struct lval a, struct lval b)
{
    if (a.kind == LV_BAD || b.kind == LV_BAD)
        return (struct lval){.kind = LV_BAD};
    if (a.kind == LV_ENUM && b.kind == LV_TEXT)
        b = text_to_enum(w, at, b, a.id);
    else if (b.kind == LV_ENUM && a.kind == LV_TEXT)
        a = text_to_enum(w, at, a, b.id);
    struct lval r = a;
    if (is_numeric(&a) && is_numeric(&b)) {
        r.kind = common_kind(w, &a, &b);
        if (r.kind == LV_BAD)
            return lower_refuse(w, at, _("one way gives money, the other a number"));
        if (!align_choice(w, mask, &a, &b)) {
            r.den_ref = ir_select(w->ir, mask, den_column(w, &a), den_column(w, &b));
            r.den = 1;
        } else {
            r.den = a.den;
            r.den_ref = a.den_ref;
        }
    } else if (a.kind != b.kind || a.kind < LV_BOOLEAN || a.kind > LV_TEXT ||
               (a.kind == LV_ENUM && a.id != b.id)) {
        return lower_refuse(w, at, _("the two ways give different kinds of value"));
    }
    r.num = ir_select(w->ir, mask, a.num, b.num);
    return r;
}

struct lval number_extreme(struct lower *w, const struct ast_node *at, bool largest,
                           struct lval a, struct lval b)
{
    bool dates = a.kind == b.kind && (a.kind == LV_DATE || a.kind == LV_MONTH);
    enum lval_kind kind = dates ? a.kind : common_kind(w, &a, &b);
    if (a.kind == LV_BAD || b.kind == LV_BAD)
        return (struct lval){.kind = LV_BAD};
    if (kind == LV_BAD)
        return lower_refuse(w, at, _("max and min want values of one kind"));
    if (!dates && !number_align(w, &a, &b)) {
        struct lval first = number_compare(w, at, largest ? CMP_GE : CMP_LE, a, b);
        return first.kind == LV_BAD ? first : number_select(w, at, first.num, a, b);
    }
    ir_ref num = largest ? ir_max(w->ir, a.num, b.num) : ir_min(w->ir, a.num, b.num);
    return number_make(kind, num, a.den, a.den_ref);
}
