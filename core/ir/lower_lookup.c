/* lower_lookup.c - parameters with more than one value: by key, by band, by the rows of a
 * table.
 */
#include "ir/lowering.h"

#include "base/limits.h"

struct lval lower_absent(struct lower *w, const struct parameter *p)
{
    struct value zero = {.kind = p->type.kind};
    if (zero.kind == KIND_NUMBER || zero.kind == KIND_MONEY)
        zero.as.rational = rational_of(0);
    return lower_constant(w, &zero, &p->type);
}

bool lower_is_moved(const struct lower *w, const struct parameter *p, int32_t entry)
{
    const struct lower_moved *m = w->q->moved;
    return m && m->entry == entry && p == &w->parameters[m->parameter];
}

struct lval lower_moved(struct lower *w, const struct type *t)
{
    const struct lower_moved *m = w->q->moved;
    struct ir_value v = {
        .op = OP_LOAD_L, .space = w->ir->root, .imm = IR_MOVED, .lo = m->lo, .hi = m->hi};
    ir_ref num = ir_emit(w->ir, &v);
    if (w->context->space != w->ir->root)
        num = ir_bcast(w->ir, num, w->context->space);
    return number_make(t->kind == KIND_MONEY ? LV_MONEY : LV_NUMBER, num, m->den, 0);
}

/* A column chosen by key among constants: one select a case, from the last to the first. */
struct choice {
    struct lval value;
    bool has_value;
    ir_ref covered; /* rows some case held for */
};

static void choose(struct lower *w, const struct ast_node *at, struct choice *c, ir_ref holds,
                   struct lval next)
{
    c->value = c->has_value ? number_select(w, at, holds, next, c->value) : next;
    c->has_value = true;
    c->covered = c->covered ? ir_or(w->ir, c->covered, holds) : holds;
}

static struct lval finish_choice(struct lower *w, const struct ast_node *at, struct choice *c,
                                 const struct parameter *p, const struct parameter_value *v)
{
    if (!c->has_value && !v->has_otherwise)
        return lower_refuse(w, at, _("the parameter has no entries"));
    if (v->has_otherwise) {
        struct lval other = lower_constant(w, &v->otherwise, &p->type);
        return c->has_value ? number_select(w, at, c->covered, c->value, other) : other;
    }
    lower_stop(w, ir_not(w->ir, c->covered), 2);
    return c->value;
}

static struct lval keyed(struct lower *w, const struct ast_node *at, const struct parameter *p,
                         const struct parameter_value *v, struct lval key)
{
    struct choice c = {0};
    if (p->key.kind == KIND_ENUM)
        key = text_to_enum(w, at, key, p->key.enum_id);
    else
        key = number_whole(w, at, key);
    if (key.kind == LV_BAD)
        return key;
    for (size_t i = v->count; i-- > 0;) {
        const struct parameter_entry *e = &v->entries[i];
        ir_ref code = p->key.kind == KIND_ENUM
                          ? ir_const_b(w->ir, w->context->space, (uint8_t)e->key)
                          : ir_const(w->ir, w->context->space, e->key);
        struct lval value = lower_is_moved(w, p, (int32_t)i)
                                ? lower_moved(w, &p->type)
                                : lower_constant(w, &e->value, &p->type);
        choose(w, at, &c, ir_compare(w->ir, CMP_EQ, key.num, code), value);
    }
    return finish_choice(w, at, &c, p, v);
}

static ir_ref above_low(struct lower *w, const struct ast_node *at, const struct band *b,
                        struct lval x)
{
    struct lval low = number_rational(w, x.kind, b->low);
    if (!b->has_low)
        return ir_const_b(w->ir, w->context->space, 1);
    return number_compare(w, at, b->low_closed ? CMP_GE : CMP_GT, x, low).num;
}

static ir_ref below_high(struct lower *w, const struct ast_node *at, const struct band *b,
                         struct lval x)
{
    struct lval high = number_rational(w, x.kind, b->high);
    if (!b->has_high)
        return ir_const_b(w->ir, w->context->space, 1);
    return number_compare(w, at, b->high_closed ? CMP_LE : CMP_LT, x, high).num;
}

static ir_ref in_range(struct lower *w, const struct ast_node *at, const struct band *b,
                       struct lval x)
{
    return ir_and(w->ir, above_low(w, at, b, x), below_high(w, at, b, x));
}

static struct lval banded(struct lower *w, const struct ast_node *at, const struct parameter *p,
                          const struct parameter_value *v, struct lval x)
{
    struct choice c = {0};
    enum lval_kind kind = p->key.kind == KIND_MONEY ? LV_MONEY : LV_NUMBER;
    if (x.kind != kind)
        return lower_refuse(w, at, _("the key is of another kind than the bands"));
    if (p->key.kind == KIND_INTEGER)
        x = number_whole(w, at, x);
    if (x.kind == LV_BAD)
        return x;
    for (size_t i = v->count; i-- > 0;) {
        const struct band *b = &v->bands[i];
        ir_ref holds = in_range(w, at, b, x);
        choose(w, at, &c, holds, lower_constant(w, &b->value, &p->type));
    }
    return finish_choice(w, at, &c, p, v);
}

/* --- look-ups --- */

struct lval lower_lookup(struct lower *w, const struct ast_node *at, struct lval parameter,
                         struct lval key)
{
    if (key.kind == LV_BAD || parameter.kind == LV_BAD)
        return (struct lval){.kind = LV_BAD};
    const struct parameter *p = parameter.parameter;
    bool looks_up = parameter.kind == LV_PARAMETER &&
                    (p->kind == PARAMETER_KEYED || p->kind == PARAMETER_BANDS);
    if (looks_up && !parameter.value)
        return lower_absent(w, p);
    if (parameter.kind == LV_PARAMETER && p->kind == PARAMETER_KEYED)
        return keyed(w, at, p, parameter.value, key);
    if (parameter.kind == LV_PARAMETER && p->kind == PARAMETER_BANDS)
        return banded(w, at, p, parameter.value, key);
    return lower_refuse(w, at, _("this kind of look-up is not compiled"));
}

/* --- tables --- */

/* An argument as its column compares it. */
static struct lval table_argument(struct lower *w, const struct ast_node *at,
                                  const struct type *t, struct lval x)
{
    enum lval_kind kind = t->kind == KIND_BOOLEAN ? LV_BOOLEAN
                          : t->kind == KIND_MONEY ? LV_MONEY
                                                  : LV_NUMBER;
    if (t->kind == KIND_ENUM)
        return text_to_enum(w, at, x, t->enum_id);
    if (x.kind != kind)
        return lower_refuse(w, at, _("the key is of another kind than the bands"));
    return t->kind == KIND_INTEGER ? number_whole(w, at, x) : x;
}

static ir_ref cell_holds(struct lower *w, const struct ast_node *at,
                         const struct decision_cell *cell, const struct type *t, struct lval x)
{
    bool listed = t->kind == KIND_ENUM || t->kind == KIND_BOOLEAN;
    ir_ref holds = 0;
    for (size_t i = 0; i < cell->count; i++) {
        const struct band *b = &cell->ranges[i];
        ir_ref code = ir_const_b(w->ir, w->context->space, (uint8_t)b->low.num);
        ir_ref one = listed ? ir_compare(w->ir, CMP_EQ, x.num, code) : in_range(w, at, b, x);
        holds = holds ? ir_or(w->ir, holds, one) : one;
    }
    return holds ? holds : ir_const_b(w->ir, w->context->space, 1);
}

static ir_ref row_holds(struct lower *w, const struct ast_node *at, const struct parameter *p,
                        const struct decision_row *row, const struct lval *arguments)
{
    ir_ref holds = ir_const_b(w->ir, w->context->space, 1);
    for (size_t c = 0; c < p->column_count; c++)
        holds = ir_and(w->ir, holds,
                       cell_holds(w, at, &row->cells[c], &p->columns[c].type, arguments[c]));
    return holds;
}

/* Adds a row to what earlier ones gave: their sum, or the larger one. */
static void gather(struct lower *w, const struct ast_node *at, struct choice *c,
                   enum hit_policy hit, ir_ref holds, struct lval v)
{
    struct lval both = v;
    if (c->has_value)
        both = hit == HIT_SUM ? number_binary(w, at, AST_ADD, c->value, v)
                              : number_extreme(w, at, true, c->value, v);
    if (c->has_value && both.kind != LV_BAD) {
        both = number_select(w, at, c->covered, both, v);
        c->value = number_select(w, at, holds, both, c->value);
    } else {
        c->value = both;
    }
    c->has_value = true;
    c->covered = c->covered ? ir_or(w->ir, c->covered, holds) : holds;
}

struct lval lower_table(struct lower *w, const struct ast_node *at, struct lval parameter,
                        const struct lval *arguments)
{
    const struct parameter *p = parameter.parameter;
    const struct parameter_value *v = parameter.value;
    struct lval x[LIMIT_TABLE_COLUMNS];
    struct choice c = {0};
    for (size_t i = 0; i < p->column_count; i++) {
        x[i] = table_argument(w, at, &p->columns[i].type, arguments[i]);
        if (x[i].kind == LV_BAD)
            return x[i];
    }
    if (!v)
        return lower_absent(w, p);
    bool many = p->hit == HIT_SUM || p->hit == HIT_HIGHEST;
    for (size_t i = 0; i < v->count; i++) {
        const struct decision_row *row = &v->rows[many ? i : v->count - 1 - i];
        ir_ref holds = row_holds(w, at, p, row, x);
        struct lval value = lower_constant(w, &row->value, &p->type);
        if (many)
            gather(w, at, &c, p->hit, holds, value);
        else
            choose(w, at, &c, holds, value);
    }
    return c.value.kind == LV_BAD ? c.value : finish_choice(w, at, &c, p, v);
}
