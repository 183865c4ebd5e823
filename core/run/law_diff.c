/* law_diff.c - compares what a month's evaluation goes by: values in force on its first day,
 * formulas in force, and all that reads them. */
#include "run/law_diff.h"

#include <string.h>
#include "model/decision.h"
#include "value/date.h"

struct work {
    const struct law_side *before, *after;
    struct law_diff *out;
    struct arena *arena;
    bool same_past;
    bool *parameter_differs; /* by parameter of the later model */
};

/* --- values --- */

static bool same_rational(struct rational a, struct rational b)
{
    return a.num == b.num && a.den == b.den;
}

/* Enum values are compared by name: codes belong to a model. */
bool law_same_value(const struct value *a, const struct type *ta, const struct model *ma,
                    const struct value *b, const struct type *tb, const struct model *mb)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind != KIND_ENUM)
        return value_equal(a, b);
    const struct enum_type *x = &ma->enums[ta->enum_id], *y = &mb->enums[tb->enum_id];
    return ta->kind == KIND_ENUM && tb->kind == KIND_ENUM && a->as.code < x->count &&
           b->as.code < y->count &&
           strcmp(x->values[a->as.code].name, y->values[b->as.code].name) == 0;
}

static bool same_enum(const struct enum_type *a, const struct enum_type *b)
{
    bool same =
        strcmp(a->name, b->name) == 0 && a->count == b->count && a->none_code == b->none_code;
    for (size_t i = 0; same && i < a->count; i++)
        same = strcmp(a->values[i].name, b->values[i].name) == 0;
    return same;
}

bool law_same_type(const struct type *a, const struct model *ma, const struct type *b,
                   const struct model *mb)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == KIND_ENUM)
        return same_enum(&ma->enums[a->enum_id], &mb->enums[b->enum_id]);
    return a->kind != KIND_NUMBER || a->decimals == b->decimals;
}

/* --- parameters --- */

static bool same_band(const struct band *a, const struct band *b)
{
    return a->has_low == b->has_low && a->low_closed == b->low_closed &&
           a->has_high == b->has_high && a->high_closed == b->high_closed &&
           (!a->has_low || same_rational(a->low, b->low)) &&
           (!a->has_high || same_rational(a->high, b->high));
}

/* What is looked up with: a key's type, or the columns of a table. */
static bool same_keys(const struct law_dated *x, const struct law_dated *y)
{
    const struct parameter *p = x->parameter, *q = y->parameter;
    if (parameter_is_single(p))
        return true;
    if (p->kind != PARAMETER_TABLE)
        return law_same_type(&p->key, x->model, &q->key, y->model);
    bool same = p->column_count == q->column_count && p->hit == q->hit;
    for (size_t i = 0; same && i < p->column_count; i++)
        same = law_same_type(&p->columns[i].type, x->model, &q->columns[i].type, y->model);
    return same;
}

static bool same_entry(const struct parameter *p, const struct parameter_value *a,
                       const struct parameter_value *b, size_t i)
{
    if (p->kind == PARAMETER_KEYED)
        return a->entries[i].key == b->entries[i].key;
    if (p->kind == PARAMETER_TABLE)
        return decision_same_rows(&a->rows[i], &b->rows[i], p->column_count);
    return same_band(&a->bands[i], &b->bands[i]);
}

static bool same_contents(const struct law_dated *x, const struct law_dated *y)
{
    const struct parameter_value *a = x->value, *b = y->value;
    const struct parameter *p = x->parameter, *q = y->parameter;
    if (p->kind == PARAMETER_COMPARISON)
        return a->op == b->op;
    if (p->kind == PARAMETER_SCALAR)
        return law_same_value(&a->scalar, &p->type, x->model, &b->scalar, &q->type, y->model);
    if (a->count != b->count || a->has_otherwise != b->has_otherwise)
        return false;
    bool same = !a->has_otherwise || law_same_value(&a->otherwise, &p->type, x->model,
                                                    &b->otherwise, &q->type, y->model);
    for (size_t i = 0; same && i < a->count; i++) {
        const struct value *v = parameter_value_at(p, a, i), *w = parameter_value_at(p, b, i);
        same = law_same_value(v, &p->type, x->model, w, &q->type, y->model) &&
               same_entry(p, a, b, i);
    }
    return same;
}

bool law_same_parameter(const struct law_dated *x, const struct law_dated *y)
{
    const struct parameter *p = x->parameter, *q = y->parameter;
    if (p->kind != q->kind || !law_same_type(&p->type, x->model, &q->type, y->model) ||
        !same_keys(x, y))
        return false;
    if (!x->value || !y->value || x->value->ended || y->value->ended)
        return (!x->value || x->value->ended) == (!y->value || y->value->ended);
    return same_contents(x, y);
}

/* The patches of a run that are meant for this policy. */
static enum hm_status in_force(struct law_dated *out, const struct law_side *s, uint16_t index,
                               struct arena *a, struct diag *d)
{
    const struct model *m = s->policy->model;
    struct parameter *patched = arena_alloc(a, sizeof *patched);
    struct patch *mine = arena_alloc(a, (s->changes->patch_count + 1) * sizeof *mine);
    size_t n = 0;
    if (!patched || !mine)
        return diag_nomem(d, _("comparing policies"));
    for (size_t i = 0; i < s->changes->patch_count; i++)
        if (s->changes->patches[i].member == s->member &&
            s->changes->patches[i].parameter == index)
            mine[n++] = s->changes->patches[i];
    if (parameter_patched(patched, &m->parameters[index], mine, n, index, a) != HM_OK)
        return diag_nomem(d, _("comparing policies"));
    *out = (struct law_dated){m, patched, parameter_on(patched, month_first_day(s->month))};
    return HM_OK;
}

static enum hm_status compare_parameters(struct work *w, struct diag *d)
{
    const struct model *m = w->after->policy->model, *old = w->before->policy->model;
    struct law_diff *out = w->out;
    out->parameters = arena_alloc(w->arena, (m->parameter_count + 1) * sizeof *out->parameters);
    w->parameter_differs = arena_zalloc(w->arena, m->parameter_count + 1);
    if (!out->parameters || !w->parameter_differs)
        return diag_nomem(d, _("comparing policies"));
    for (size_t i = 0; i < m->parameter_count; i++) {
        const char *name = m->parameters[i].name;
        int index = model_parameter(old, (struct str){name, strlen(name)});
        struct law_dated before = {.model = old}, after;
        TRY(in_force(&after, w->after, (uint16_t)i, w->arena, d));
        if (index >= 0)
            TRY(in_force(&before, w->before, (uint16_t)index, w->arena, d));
        if (index >= 0 && law_same_parameter(&after, &before))
            continue;
        w->parameter_differs[i] = true;
        if (before.value || after.value)
            out->parameters[out->parameter_count++] =
                (struct law_parameter){&m->parameters[i], before.value, after.value, old, m};
    }
    return HM_OK;
}

/* --- rules --- */

static bool is_patched(const struct law_side *s, uint16_t field)
{
    int32_t day = month_first_day(s->month);
    for (size_t i = 0; i < s->changes->formula_count; i++) {
        const struct formula_patch *p = &s->changes->formulas[i];
        if (p->member == s->member && p->field == field && p->from <= day &&
            (p->to == DATE_ALWAYS || day <= p->to))
            return true;
    }
    return false;
}

static const struct formula *formula_of(const struct law_side *s, const struct field *f)
{
    return field_formula_on(f, month_first_day(s->month));
}

static bool same_formula(const struct work *w, const struct field *f, const struct field *g)
{
    const struct formula *after = formula_of(w->after, f), *before = formula_of(w->before, g);
    if (!after || !before)
        return !after && !before;
    if (after->number >= w->after->wording->count ||
        before->number >= w->before->wording->count)
        return false;
    const struct wording_formula *x = &w->after->wording->formulas[after->number];
    const struct wording_formula *y = &w->before->wording->formulas[before->number];
    return x->digest[0] && strcmp(x->digest, y->digest) == 0;
}

/* Whether the month itself matters to a formula that says the same in both. */
static bool is_timed(const struct work *w, const struct field *f)
{
    const struct formula *x = formula_of(w->after, f);
    return w->after->month != w->before->month && x &&
           (x->number >= w->after->wording->count ||
            w->after->wording->formulas[x->number].is_timed);
}

static bool same_rounding(struct rounding a, struct rounding b)
{
    return a.mode == b.mode && (a.mode == ROUND_NONE || same_rational(a.step, b.step));
}

static bool same_sum(const struct work *w, const struct field *f, const struct field *g)
{
    const struct model *m = w->after->policy->model, *old = w->before->policy->model;
    if (f->sum_of == NO_FIELD || g->sum_of == NO_FIELD)
        return f->sum_of == g->sum_of;
    return strcmp(m->fields[f->sum_of].name, old->fields[g->sum_of].name) == 0;
}

static bool same_declaration(const struct work *w, const struct field *f, const struct field *g)
{
    const struct model *m = w->after->policy->model, *old = w->before->policy->model;
    struct value x = field_default(m, f), y = field_default(old, g);
    return f->kind == g->kind && law_same_type(&f->type, m, &g->type, old) &&
           law_same_value(&x, &f->type, m, &y, &g->type, old) &&
           (f->kind == FIELD_INPUT ||
            (same_rounding(f->round, g->round) && same_sum(w, f, g) && same_formula(w, f, g)));
}

static const struct field *field_before(const struct work *w, const struct field *f)
{
    const struct model *m = w->after->policy->model, *old = w->before->policy->model;
    const char *entity = m->entities[f->entity].name;
    uint8_t e = model_entity(old, (struct str){entity, strlen(entity)});
    uint16_t id =
        e == NO_ENTITY ? NO_FIELD : model_field(old, e, (struct str){f->name, strlen(f->name)});
    return id == NO_FIELD ? NULL : &old->fields[id];
}

static void mark(uint64_t *set, uint16_t field)
{
    set[field / 64] |= UINT64_C(1) << (field % 64);
}

static bool has(const uint64_t *set, uint16_t field)
{
    return set[field / 64] >> (field % 64) & 1;
}

static enum hm_status compare_rules(struct work *w, struct diag *d)
{
    const struct model *m = w->after->policy->model;
    struct law_diff *out = w->out;
    out->rules = arena_alloc(w->arena, (m->field_count + 1) * sizeof *out->rules);
    out->may_change = arena_zalloc(w->arena, (m->field_count / 64 + 1) * sizeof(uint64_t));
    if (!out->rules || !out->may_change)
        return diag_nomem(d, _("comparing policies"));
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i], *g = field_before(w, f);
        bool differs = !g || !same_declaration(w, f, g) || is_patched(w->after, f->id) ||
                       (g && is_patched(w->before, g->id));
        if (differs && !f->is_hidden)
            out->rules[out->rule_count++] = f->id;
        if (differs || is_timed(w, f) || (f->before_months > 0 && !w->same_past))
            mark(out->may_change, f->id);
    }
    return HM_OK;
}

/* --- what follows --- */

static bool reads_change(const struct work *w, const struct field *f)
{
    const uint64_t *set = w->out->may_change;
    for (size_t i = 0; i < f->read_parameter_count; i++)
        if (w->parameter_differs[f->reads_parameters[i]])
            return true;
    for (size_t i = 0; i < f->read_count; i++)
        if (has(set, f->reads[i]))
            return true;
    return f->kind == FIELD_VARIABLE && f->sum_of != NO_FIELD && has(set, f->sum_of);
}

static void follow(struct work *w)
{
    const struct model *m = w->after->policy->model;
    bool more = true;
    while (more) {
        more = false;
        for (size_t i = 0; i < m->field_count; i++) {
            const struct field *f = &m->fields[i];
            if (f->kind == FIELD_VARIABLE && !has(w->out->may_change, f->id) &&
                reads_change(w, f)) {
                mark(w->out->may_change, f->id);
                more = true;
            }
        }
    }
}

enum hm_status law_compare(struct law_diff *out, const struct law_side *before,
                           const struct law_side *after, bool same_past, struct arena *a,
                           struct diag *d)
{
    struct law_diff diff = {0};
    struct work w = {
        .before = before, .after = after, .out = &diff, .arena = a, .same_past = same_past};
    TRY(compare_parameters(&w, d));
    TRY(compare_rules(&w, d));
    follow(&w);
    *out = diff;
    return HM_OK;
}
