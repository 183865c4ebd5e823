/* lower.c - variables and outputs: each variable is lowered once, for all its rows; who reads
 * it takes over its doubt under the reader's path.
 */
#include "ir/lowering.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "value/date.h"
#include "vec/column.h"

struct lval lower_refuse(struct lower *w, const struct ast_node *at, const char *why)
{
    if (!w->failed) {
        w->failed = true;
        w->reason = why;
        w->reason_position = at ? (uint32_t)at->file << 20 | at->first : 0;
    }
    return (struct lval){.kind = LV_BAD};
}

void lower_doubt(struct lower *w, ir_ref doubt)
{
    if (doubt && !w->failed)
        w->doubt = ir_or(w->ir, w->doubt, ir_doubt(w->ir, w->mask, doubt));
}

void lower_stop(struct lower *w, ir_ref where, uint8_t bits)
{
    if (w->failed)
        return; /* the context may be one that the refusal left open */
    ir_ref all = ir_const_b(w->ir, w->context->space, bits);
    lower_doubt(w, where ? ir_doubt(w->ir, where, all) : all);
}

const struct context *lower_context(struct lower *w, const struct context *parent,
                                    uint8_t entity)
{
    struct context *c = arena_alloc(w->arena, sizeof *c);
    if (!c) {
        w->ir->failed = true;
        return w->context;
    }
    *c = (struct context){parent, entity};
    return c;
}

struct lval lower_adapt(struct lower *w, const struct ast_node *at, struct lval v,
                        const struct context *from)
{
    if (from == w->context || v.kind < LV_BOOLEAN || v.kind > LV_TEXT)
        return v;
    int64_t x;
    bool constant = v.num && ir_is_const(w->ir, v.num, &x) && !v.den_ref;
    if (w->context->parent == from || constant) {
        v.num = constant && w->context->parent != from
                    ? ir_widen(w->ir,
                               ir_at(w->ir, v.num)->lane == 'B'
                                   ? ir_const_b(w->ir, w->context->space, (uint8_t)x)
                                   : ir_const(w->ir, w->context->space, x),
                               ir_at(w->ir, v.num)->lane)
                    : ir_bcast(w->ir, v.num, w->context->space);
        if (v.den_ref)
            v.den_ref = ir_bcast(w->ir, v.den_ref, w->context->space);
        return v;
    }
    return lower_refuse(w, at, _("a local of one member is read for another one"));
}

struct lval lower_constant(struct lower *w, const struct value *v, const struct type *t)
{
    uint8_t space = w->context->space;
    struct lval r = {.den = 1};
    switch (v->kind) {
    case KIND_BOOLEAN:
        r.kind = LV_BOOLEAN;
        r.num = ir_const_b(w->ir, space, v->as.boolean);
        return r;
    case KIND_INTEGER:
        return number_of(w, v->as.integer);
    case KIND_NUMBER:
        return number_rational(w, LV_NUMBER, v->as.rational);
    case KIND_MONEY:
        return number_rational(w, LV_MONEY, v->as.rational);
    case KIND_ENUM:
        r.kind = LV_ENUM;
        r.id = t->enum_id;
        r.num = ir_const_b(w->ir, space, v->as.code);
        return r;
    case KIND_DATE:
    case KIND_MONTH:
        r.kind = v->kind == KIND_DATE ? LV_DATE : LV_MONTH;
        r.num = ir_const(w->ir, space, v->as.day);
        return r;
    default:
        r.kind = LV_BAD;
        return r;
    }
}

/* --- columns as values --- */

static struct lval stored_value(struct lower *w, uint16_t field, ir_ref num)
{
    const struct field *f = &w->model->fields[field];
    struct lval r = {.num = num, .den = 1};
    switch (f->type.kind) {
    case KIND_BOOLEAN:
        r.kind = LV_BOOLEAN;
        break;
    case KIND_ENUM:
        r.kind = LV_ENUM;
        r.id = f->type.enum_id;
        break;
    case KIND_MONEY:
        r.kind = LV_MONEY;
        break;
    case KIND_DATE:
        r.kind = LV_DATE;
        break;
    case KIND_MONTH:
        r.kind = LV_MONTH;
        break;
    case KIND_NUMBER:
        r.den = type_grid(&f->type);
        r.kind = LV_NUMBER;
        break;
    case KIND_INTEGER:
        r.kind = LV_NUMBER;
        break;
    default:
        r.kind = LV_BAD;
        break;
    }
    return r;
}

/* An input in its own space: its fact, or its default; missing where there is neither. */
static struct lval input_value(struct lower *w, uint16_t field, ir_ref *doubt)
{
    const struct field *f = &w->model->fields[field];
    struct value d = field_default(w->model, f);
    struct lval v = stored_value(w, field, ir_load(w->ir, field));
    ir_ref known = ir_known(w->ir, field);
    *doubt = 0;
    if (v.kind == LV_BAD)
        return v;
    if (d.kind == KIND_NONE) {
        *doubt = ir_not(w->ir, known); /* DOUBT_MISSING is bit 0 */
        return v;
    }
    int64_t stored = 0;
    value_stored(&stored, &d, &f->type);
    ir_ref other = ir_at(w->ir, v.num)->lane == 'B'
                       ? ir_const_b(w->ir, f->entity, (uint8_t)stored)
                       : ir_const(w->ir, f->entity, stored);
    v.num = ir_select(w->ir, known, v.num, other);
    return v;
}

/* --- variables --- */

struct saved {
    const struct context *context;
    struct activation *activation;
    ir_ref mask, doubt;
    bool is_dead, failed;
    unsigned turns;
};

static void enter_space(struct lower *w, struct saved *s, uint8_t entity)
{
    *s = (struct saved){w->context, w->activation, w->mask, w->doubt,
                        w->is_dead, w->failed,     w->turns};
    w->context = lower_context(w, NULL, w->ir->root);
    if (entity != w->ir->root)
        w->context = lower_context(w, w->context, entity);
    w->activation = NULL;
    w->mask = 0;
    w->doubt = 0;
    w->is_dead = false;
    w->failed = false;
}

static void leave_space(struct lower *w, const struct saved *s)
{
    w->context = s->context;
    w->activation = s->activation;
    w->mask = s->mask;
    w->doubt = s->doubt;
    w->is_dead = s->is_dead;
    w->failed = s->failed;
    w->turns = s->turns;
}

static const struct formula *formula_for(struct lower *w, const struct field *f,
                                         struct formula *patched)
{
    int32_t date = month_first_day(w->q->month);
    for (size_t i = w->now.formula_count; i-- > 0;) {
        const struct formula_patch *p = &w->now.formulas[i];
        bool on = p->from <= date && (p->to == DATE_ALWAYS || date <= p->to);
        if (p->field == f->id && on) {
            *patched = (struct formula){
                .from = p->from, .number = p->number, .body = p->body, .at = p->at};
            return patched;
        }
    }
    return field_formula_on(f, date);
}

/* A number whose stored form might not fit is an error (result_fits): those rows are in doubt.
 */
static struct lval stays_storable(struct lower *w, const struct field *f, struct lval v)
{
    int64_t bound = INT64_MAX / type_grid(&f->type);
    if (v.kind == LV_BAD ||
        (ir_at(w->ir, v.num)->lo >= -bound && ir_at(w->ir, v.num)->hi <= bound))
        return v;
    uint8_t space = w->context->space;
    lower_stop(w, ir_compare(w->ir, CMP_LT, v.num, ir_const(w->ir, space, -bound)), 2);
    lower_stop(w, ir_compare(w->ir, CMP_GT, v.num, ir_const(w->ir, space, bound)), 2);
    return v;
}

/* What the formula gave as the variable's own type, rounded. */
static struct lval as_declared(struct lower *w, const struct ast_node *at,
                               const struct field *f, struct lval v)
{
    struct rational r;
    switch (f->type.kind) {
    case KIND_BOOLEAN:
        return v.kind == LV_BOOLEAN ? v : lower_refuse(w, at, _("the result is no boolean"));
    case KIND_ENUM:
        return text_to_enum(w, at, v, f->type.enum_id);
    case KIND_DATE:
        return v.kind == LV_DATE ? v : lower_refuse(w, at, _("the result is no date"));
    case KIND_MONTH:
        return v.kind == LV_MONTH ? v : lower_refuse(w, at, _("the result is no month"));
    case KIND_INTEGER:
        v = number_round(w, at, v, f->round);
        return v.kind == LV_BAD ? v : number_whole(w, at, v);
    case KIND_MONEY:
        if (v.kind == LV_NUMBER && number_constant(w, &v, &r) && r.num == 0)
            v.kind = LV_MONEY;
        if (v.kind != LV_MONEY)
            return lower_refuse(w, at, _("the result is no amount of money"));
        return number_round(w, at, v, f->round);
    case KIND_NUMBER:
        if (v.kind != LV_NUMBER)
            return lower_refuse(w, at, _("the result is no number"));
        return stays_storable(w, f, number_round(w, at, v, f->round));
    default:
        return lower_refuse(w, at, _("results of this type are not compiled"));
    }
}

/* Children whose amounts are so large that as many as may be overflow are in doubt. */
ir_ref lower_sum(struct lower *w, ir_ref child_value)
{
    struct ir *ir = w->ir;
    const struct ir_value *v = ir_at(ir, child_value);
    uint8_t child = v->space;
    const int64_t bound = INT64_MAX / ir_max_rows(ir, child);
    if (v->lane != 'B' && (v->lo < -bound || v->hi > bound)) {
        ir_ref low = ir_compare(ir, CMP_LT, child_value, ir_const(ir, child, -bound));
        ir_ref high = ir_compare(ir, CMP_GT, child_value, ir_const(ir, child, bound));
        ir_ref far = ir_doubt(ir, ir_or(ir, low, high), ir_const_b(ir, child, 2));
        w->doubt = ir_or(ir, w->doubt, ir_reduce(ir, OP_ANY_B, far, 0));
    }
    return ir_sum(ir, child_value);
}

static struct lval sum_of_children(struct lower *w, const struct field *f)
{
    uint8_t child = w->model->fields[f->sum_of].entity;
    const struct context *parent = w->context;
    if (w->model->entities[child].parent != parent->space || parent->parent)
        return lower_refuse(w, NULL, _("sums over children of children are not compiled"));
    w->context = lower_context(w, parent, child);
    struct lval v = lower_field(w, NULL, f->sum_of, w->context);
    if (v.kind != LV_BAD && v.den_ref)
        v = lower_sum_fractions(w, v);
    ir_ref doubt = w->doubt;
    w->context = parent;
    if (v.kind == LV_BAD || w->failed)
        return (struct lval){.kind = LV_BAD};
    w->doubt = doubt ? ir_reduce(w->ir, OP_ANY_B, doubt, 0) : 0;
    if (!v.den_ref)
        v.num = lower_sum(w, v.num);
    return v;
}

static struct lval formula_value(struct lower *w, const struct field *f)
{
    struct formula patched;
    if (f->sum_of != NO_FIELD && f->formula_count == 0)
        return sum_of_children(w, f);
    const struct formula *formula = formula_for(w, f, &patched);
    if (!formula || formula->ended) {
        struct value d = field_default(w->model, f);
        return lower_constant(w, &d, &f->type);
    }
    if (!formula->body)
        return lower_refuse(w, NULL, _("the formula's function was not found in the source"));
    struct lval arguments[2] = {
        {.kind = LV_ROW, .id = f->entity, .context = w->context},
        {.kind = LV_LAW},
    };
    struct lval v = lower_invoke(w, formula->body, formula->body, arguments, 2);
    return v.kind == LV_BAD ? v : as_declared(w, formula->body, f, v);
}

static bool is_given(const struct lower *w, uint16_t field)
{
    return w->q->supply && w->q->supply[field] != IR_NONE;
}

static void note_slow(struct lower *w, uint16_t field)
{
    struct lower_report *r = w->report;
    if (r->slow_count == w->slow_cap) {
        size_t cap = w->slow_cap ? w->slow_cap * 2 : 16;
        struct lower_reason *slow = arena_alloc(w->arena, cap * sizeof *slow);
        if (!slow) {
            w->ir->failed = true;
            return;
        }
        if (r->slow_count)
            memcpy(slow, r->slow, r->slow_count * sizeof *slow);
        r->slow = slow;
        w->slow_cap = cap;
    }
    const char *why = w->reason ? w->reason : _("it cannot be compiled");
    r->slow[r->slow_count++] = (struct lower_reason){field, w->reason_position, why};
}

/* A given column stands in place of the formula; where it has no value the formula holds. */
static void overlay_given(struct lower *w, struct variable *v, uint16_t field, bool computed)
{
    struct lval given = stored_value(w, field, ir_load(w->ir, field));
    ir_ref known = ir_known(w->ir, field);
    if (!computed) { /* the reference engine's column comes later: it may lack any row */
        struct ir_value some = {
            .op = OP_KNOWN_B, .space = w->context->space, .imm = field, .hi = 1};
        known = ir_emit(w->ir, &some);
        v->value = given;
        ir_ref other = ir_const_b(w->ir, w->context->space, 2);
        v->doubt = ir_doubt(w->ir, ir_not(w->ir, known), other);
        return;
    }
    v->value = number_select(w, NULL, known, given, v->value);
    ir_ref computed_doubt = ir_doubt(w->ir, ir_not(w->ir, known), v->doubt);
    v->doubt = ir_or(w->ir, computed_doubt, w->doubt);
}

static void lower_variable(struct lower *w, uint16_t field)
{
    const struct field *f = &w->model->fields[field];
    struct variable *v = &w->variables[field];
    struct saved saved;
    enter_space(w, &saved, f->entity);
    const struct context *own = w->context;
    v->state = VARIABLE_OPEN;
    struct lval value = {.kind = LV_BAD};
    if (w->model->entities[f->entity].depth > 1)
        lower_refuse(w, NULL, _("entities below the first level are not compiled"));
    else if (++w->depth > LIMIT_FORMULA_DEPTH)
        lower_refuse(w, NULL, _("the formulas wait for each other too deeply"));
    else
        value = formula_value(w, f);
    w->depth--;
    bool computed = value.kind != LV_BAD && !w->failed;
    v->value = value;
    v->doubt = w->doubt;
    v->is_slow = !computed;
    if (!computed)
        note_slow(w, field);
    w->context = own; /* a refusal leaves it where it happened */
    w->doubt = 0;
    w->mask = 0;
    w->turns = 0;
    w->failed = false;
    w->reason = NULL;
    if (!computed || is_given(w, field))
        overlay_given(w, v, field, computed);
    leave_space(w, &saved);
    v->state = VARIABLE_DONE;
}

struct lval lower_field(struct lower *w, const struct ast_node *at, uint16_t field,
                        const struct context *from)
{
    const struct field *f = &w->model->fields[field];
    struct lval v;
    ir_ref doubt = 0;
    if (f->kind == FIELD_INPUT) {
        v = input_value(w, field, &doubt);
        if (v.kind == LV_BAD)
            return lower_refuse(w, at, _("texts are not compiled"));
    } else {
        struct variable *variable = &w->variables[field];
        if (variable->state == VARIABLE_OPEN)
            return lower_refuse(w, at, _("the variable depends on itself"));
        if (variable->state == VARIABLE_NEW)
            lower_variable(w, field);
        v = variable->value;
        doubt = variable->doubt;
    }
    struct lval d = {.kind = LV_BOOLEAN, .num = doubt, .den = 1};
    v = lower_adapt(w, at, v, from);
    if (doubt && v.kind != LV_BAD)
        lower_doubt(w, lower_adapt(w, at, d, from).num);
    return v;
}

struct lval lower_past(struct lower *w, const struct ast_node *at, uint16_t field,
                       const struct lval *before)
{
    const struct field *f = &w->model->fields[field];
    bool byte = f->type.kind == KIND_BOOLEAN || f->type.kind == KIND_ENUM;
    bool day = f->type.kind == KIND_DATE || f->type.kind == KIND_MONTH;
    struct ir_value load = {.op = byte  ? OP_PAST_B
                                  : day ? OP_PAST_I
                                        : OP_PAST_L,
                            .space = f->entity,
                            .imm = field,
                            .extra = before->months,
                            .lo = byte  ? 0
                                  : day ? INT32_MIN
                                        : INT64_MIN,
                            .hi = byte  ? 255
                                  : day ? INT32_MAX
                                        : INT64_MAX};
    if (f->type.kind == KIND_MONEY && (w->q->passes & IR_RANGE)) {
        load.lo = -LIMIT_MONEY_FEN;
        load.hi = LIMIT_MONEY_FEN;
    }
    struct ir_value known = {.op = OP_PAST_KNOWN_B,
                             .space = f->entity,
                             .imm = field,
                             .extra = before->months,
                             .hi = 1};
    struct lval v = stored_value(w, field, ir_emit(w->ir, &load));
    struct lval missing = {
        .kind = LV_BOOLEAN, .den = 1, .num = ir_not(w->ir, ir_emit(w->ir, &known))};
    if (v.kind == LV_BAD)
        return lower_refuse(w, at, _("texts are not compiled"));
    v = lower_adapt(w, at, v, before->context);
    missing = lower_adapt(w, at, missing, before->context);
    if (v.kind != LV_BAD)
        lower_doubt(w, missing.num);
    return v;
}

/* `row.name`: a field, the parent, or a list of children. */
struct lval lower_read(struct lower *w, const struct ast_node *at, struct lval row,
                       struct str name)
{
    const struct model *m = w->model;
    const struct entity *e = &m->entities[row.id];
    uint16_t field = model_field(m, row.id, name);
    if (row.kind == LV_BEFORE) {
        if (field == NO_FIELD)
            return lower_refuse(w, at, _("only determinations of the row itself have a past"));
        return lower_past(w, at, field, &row);
    }
    if (field != NO_FIELD)
        return lower_field(w, at, field, row.context);
    uint8_t entity = model_entity(m, name);
    if (e->parent != NO_ENTITY && entity == e->parent && row.context->parent)
        return (struct lval){.kind = LV_ROW, .id = e->parent, .context = row.context->parent};
    for (uint8_t i = 0; i < e->child_count; i++) {
        const struct entity *c = &m->entities[e->children[i]];
        struct str plural = {c->plural, c->plural ? strlen(c->plural) : 0};
        if (str_eq(plural, name) || entity == c->id)
            return (struct lval){.kind = LV_LIST, .id = c->id, .context = row.context};
    }
    return lower_refuse(w, at, _("the entity has no such field"));
}

/* --- outputs --- */

/* Onto the grid that is stored and printed: half up to the fen, to the decimals. */
static struct lval on_grid(struct lower *w, const struct field *f, struct lval v)
{
    struct rounding grid = {ROUND_HALF_UP, {1, type_grid(&f->type)}};
    if (!w->q->stored || (v.kind != LV_MONEY && v.kind != LV_NUMBER))
        return v;
    struct lval r = number_round(w, NULL, v, grid);
    return r.kind == LV_BAD ? v : r;
}

static void add_output(struct lower *w, uint16_t field)
{
    struct saved saved;
    enter_space(w, &saved, w->model->fields[field].entity);
    struct lval v = lower_field(w, NULL, field, w->context);
    v = on_grid(w, &w->model->fields[field], v);
    struct ir_output o = {field, w->alternative, v.num, v.den, v.den_ref, w->doubt};
    ir_add_output(w->ir, &o);
    leave_space(w, &saved);
}

static bool is_touched(const struct lower_report *r, uint16_t field)
{
    return r->touched[field / 64] >> (field % 64) & 1;
}

/* Parameters as one alternative has them; what it shares with the first stays as lowered. */
static bool begin_alternative(struct lower *w, const struct alternative *a, uint16_t number)
{
    const struct model *m = w->model;
    w->now = *a;
    w->alternative = number;
    for (size_t i = 0; i < m->parameter_count; i++)
        if (parameter_patched(&w->parameters[i], &m->parameters[i], a->patches, a->patch_count,
                              (uint16_t)i, w->arena) != HM_OK)
            return false;
    for (size_t i = 0; number > 0 && i < m->field_count; i++)
        if (is_touched(w->report, (uint16_t)i))
            w->variables[i] = (struct variable){.state = VARIABLE_NEW};
    return true;
}

static bool lower_alternatives(struct lower *w, const struct alternative *list, size_t n)
{
    const struct lower_request *q = w->q;
    uint64_t *touched =
        arena_zalloc(w->arena, (w->model->field_count / 64 + 1) * sizeof *touched);
    if (!touched)
        return false;
    if (n > 1)
        model_touched(w->model, list, n, touched);
    w->report->touched = touched;
    for (size_t k = 0; k < n; k++) {
        if (!begin_alternative(w, &list[k], (uint16_t)k))
            return false;
        for (size_t i = 0; i < q->output_count; i++)
            if (k == 0 || is_touched(w->report, q->outputs[i]))
                add_output(w, q->outputs[i]);
    }
    return true;
}

enum hm_status lower_outputs(struct ir *ir, const struct lower_request *q,
                             struct lower_report *report)
{
    struct lower w = {
        .ir = ir, .q = q, .model = q->model, .arena = ir->arena, .report = report};
    const struct model *m = q->model;
    const struct alternative only = {q->patches, q->patch_count, q->formulas, q->formula_count};
    *report = (struct lower_report){0};
    ir->supply = q->supply;
    w.parameters = arena_alloc(w.arena, (m->parameter_count + 1) * sizeof *w.parameters);
    w.variables = arena_zalloc(w.arena, (m->field_count + 1) * sizeof *w.variables);
    w.words = arena_alloc(w.arena, 256 * sizeof *w.words);
    map_init(&w.globals);
    map_init(&w.members);
    bool ok = w.parameters && w.variables && w.words && lower_names_collect(&w) &&
              lower_alternatives(&w, q->alternatives ? q->alternatives : &only,
                                 q->alternatives ? q->alternative_count : 1);
    map_fini(&w.globals);
    map_fini(&w.members);
    mem_free(w.nodes);
    return ok && !ir->failed ? HM_OK : HM_NOMEM;
}
