/* solve.c - see solve.h. */
#include "whatif/solve.h"

#include <string.h>
#include "base/mem.h"
#include "value/date.h"
#include "vec/column.h"
#include "vec/elem.h"

/* Facts without declared limits: a hundred million yuan, a century and more, ten thousand. */
static const int64_t MONEY_MOST_FEN = INT64_C(10000000000);
enum { COUNT_MOST = 10000, YEARS_MOST = 120, RATIO_STEPS = 10000, TIMES_MOST = 10 };

/* --- what can move --- */

static void fact_limits(struct solve_thing *t, const struct family *f, const struct field *x)
{
    int64_t lo, hi;
    int32_t last = month_last_day(family_month(f)), month = family_month(f);
    switch (x->type.kind) {
    case KIND_MONEY:
        t->lo = 0;
        t->hi = MONEY_MOST_FEN;
        break;
    case KIND_DATE:
        t->lo = last - YEARS_MOST * 366;
        t->hi = last;
        break;
    case KIND_MONTH:
        t->lo = month - YEARS_MOST * 12;
        t->hi = month;
        break;
    case KIND_BOOLEAN:
        t->lo = 0;
        t->hi = 1;
        return;
    case KIND_ENUM:
        t->lo = 0;
        t->hi = family_policy(f)->model->enums[x->type.enum_id].count - 1;
        return;
    default:
        t->lo = 0;
        t->hi = COUNT_MOST * type_grid(&x->type);
        break;
    }
    if (!ir_fact_range(family_policy(f)->model, x, &lo, &hi))
        return;
    t->lo = x->has_min || t->lo < lo ? lo : t->lo;
    t->hi = x->has_max || t->hi > hi ? hi : t->hi;
}

bool solve_fact(struct solve_thing *t, const struct family *f, struct family_cell c,
                bool *is_known)
{
    const struct model *m = family_policy(f)->model;
    const struct field *x = &m->fields[c.field];
    if (x->type.kind == KIND_TEXT)
        return false;
    *t = (struct solve_thing){.cell = c, .entry = -1, .steps = 1};
    t->is_choice = x->type.kind == KIND_BOOLEAN || x->type.kind == KIND_ENUM;
    fact_limits(t, f, x);
    struct value d = field_default(m, x);
    bool has_default = x->kind == FIELD_INPUT && d.kind != KIND_NONE;
    *is_known = family_get(f, c, &t->now) ||
                (has_default && value_stored(&t->now, &d, &x->type));
    if (!*is_known)
        t->now = t->lo;
    t->lo = t->now < t->lo ? t->now : t->lo;
    t->hi = t->now > t->hi ? t->now : t->hi;
    return t->lo < t->hi;
}

/* The value in force with what the law's patches make of it. */
static const struct parameter_value *in_force(const struct family *f,
                                              const struct family_law *law, uint16_t parameter,
                                              struct arena *a)
{
    struct parameter p;
    if (parameter_patched(&p, &family_policy(f)->model->parameters[parameter], law->patches,
                          law->patch_count, parameter, a) != HM_OK)
        return NULL;
    const struct parameter_value *v = parameter_on(&p, month_first_day(family_month(f)));
    return v && !v->ended ? v : NULL;
}

static bool count_steps(struct solve_thing *t, const struct value *v)
{
    struct rational r;
    if (v->kind == KIND_INTEGER) {
        t->steps = 1;
        t->now = v->as.integer;
        t->hi = TIMES_MOST * t->now + 100;
        return t->now >= 0 && t->now < INT64_C(1000000000);
    }
    if (v->kind == KIND_MONEY) {
        r = v->as.rational;
        t->steps = 1;
        t->now = r.num;
        t->hi = TIMES_MOST * t->now > 10000000 ? TIMES_MOST * t->now : 10000000;
        return r.den == 1 && r.num >= 0 && r.num < MONEY_MOST_FEN;
    }
    if (v->kind != KIND_NUMBER)
        return false;
    r = v->as.rational;
    bool divides = r.den > 0 && RATIO_STEPS % r.den == 0;
    t->steps = divides ? RATIO_STEPS : r.den;
    if (r.den > INT64_C(1000000) || r.num < 0 || r.num > INT64_C(1000000) * r.den)
        return false;
    t->now = r.num * (t->steps / r.den);
    t->hi = TIMES_MOST * (t->now > t->steps ? t->now : t->steps);
    return true;
}

bool solve_parameter(struct solve_thing *t, const struct family *f,
                     const struct family_law *law, uint16_t parameter, int32_t entry,
                     struct arena *a)
{
    const struct parameter *p = &family_policy(f)->model->parameters[parameter];
    const struct parameter_value *v = in_force(f, law, parameter, a);
    *t = (struct solve_thing){.is_parameter = true, .parameter = parameter, .entry = entry};
    if (!v || (entry < 0) != (p->kind == PARAMETER_SCALAR) ||
        (entry >= 0 && (p->kind != PARAMETER_KEYED || (size_t)entry >= v->count)))
        return false;
    return count_steps(t, entry < 0 ? &v->scalar : &v->entries[entry].value);
}

/* --- opening --- */

static enum hm_status open_bounds(struct solve *s, const struct solve_thing *t)
{
    struct evaluation e = {.policy = family_policy(s->family),
                           .month = family_month(s->family),
                           .outputs = s->outputs,
                           .output_count = s->output_count,
                           .root = family_frame(s->family)->root,
                           .patches = s->law->patches,
                           .patch_count = s->law->patch_count,
                           .formulas = s->law->formulas,
                           .formula_count = s->law->formula_count};
    struct lower_moved moved = {.entry = -1};
    if (t)
        moved = (struct lower_moved){t->parameter, t->entry, t->lo, t->hi, t->steps};
    return vecbounds_open(&s->v, &e, family_frame(s->family), t ? &moved : NULL, s->diag);
}

enum hm_status solve_open(struct solve *s, struct family *f, struct family_law *law,
                          const uint16_t *outputs, size_t count,
                          const struct solve_thing *parameter, const struct hm_host *host,
                          struct diag *d)
{
    *s = (struct solve){.family = f,
                        .law = law,
                        .outputs = outputs,
                        .output_count = count,
                        .host = host,
                        .diag = d};
    arena_init(&s->arena);
    TRY(open_bounds(s, parameter));
    s->is_open = true;
    return parameter ? solve_focus(s, parameter) : HM_OK;
}

void solve_close(struct solve *s)
{
    if (s->has_reference)
        family_run_close(&s->reference);
    if (s->is_open)
        vecbounds_close(&s->v);
    arena_fini(&s->arena);
    memset(s, 0, sizeof *s);
}

enum hm_status solve_focus(struct solve *s, const struct solve_thing *t)
{
    struct bounds_cell c = {t->is_parameter ? (uint16_t)IR_MOVED : t->cell.field,
                            t->is_parameter ? 0 : t->cell.row};
    s->thing = *t;
    s->intervals = 0;
    s->is_proved = vecbounds_proves(&s->v, c.field, t->parameter);
    return bounds_focus(&s->v.bounds, &c, 1) == HM_OK ? HM_OK
                                                      : diag_nomem(s->diag, _("solving"));
}

enum hm_status solve_interval(struct solve *s, int64_t lo, int64_t hi)
{
    if (s->intervals++ % 64 == 0 && s->host && task_stopped(s->host))
        return HM_INTERRUPTED;
    bounds_eval(&s->v.bounds, &(struct bounds_span){lo, hi});
    return HM_OK;
}

enum solve_state solve_output(const struct solve *s, uint32_t i, struct bounds_value *out)
{
    uint8_t low, high;
    bool known = bounds_stored(&s->v.bounds, i, out, &low, &high);
    if (!s->is_proved)
        return SOLVE_UNKNOWN;
    if (low == DOUBT_MISSING && high == DOUBT_MISSING)
        return SOLVE_UNDETERMINED;
    return known && high == 0 ? SOLVE_VALUE : SOLVE_UNKNOWN;
}

/* --- exactly --- */

static struct value value_of(const struct solve_thing *t, const struct value *like)
{
    struct value v = *like;
    if (v.kind == KIND_INTEGER)
        v.as.integer = t->now;
    else
        (void)rational_make(&v.as.rational, t->now, v.kind == KIND_NUMBER ? t->steps : 1);
    return v;
}

/* The law's value with the thing at x as one more patch. */
static enum hm_status patch_law(struct solve *s, const struct solve_thing *at)
{
    const struct parameter_value *now = in_force(s->family, s->law, at->parameter, &s->arena);
    if (!now)
        return diag_nomem(s->diag, _("solving"));
    struct patch p = {.parameter = at->parameter,
                      .from = month_first_day(family_month(s->family)),
                      .to = DATE_ALWAYS,
                      .value = *now,
                      .member = family_member(s->family)};
    p.value.from = p.from;
    if (at->entry < 0) {
        p.value.scalar = value_of(at, &now->scalar);
    } else {
        p.value.entries = arena_alloc(&s->arena, now->count * sizeof *now->entries);
        if (!p.value.entries)
            return diag_nomem(s->diag, _("solving"));
        memcpy(p.value.entries, now->entries, now->count * sizeof *now->entries);
        p.value.entries[at->entry].value = value_of(at, &now->entries[at->entry].value);
    }
    s->law->patches[s->law->patch_count++] = p;
    return HM_OK;
}

enum hm_status solve_put(struct solve *s, int64_t x)
{
    struct solve_thing at = s->thing;
    at.now = x;
    if (at.is_parameter)
        return patch_law(s, &at);
    s->was_known = family_get(s->family, at.cell, &s->before);
    family_put(s->family, at.cell, true, x);
    return HM_OK;
}

void solve_put_back(struct solve *s)
{
    if (s->thing.is_parameter)
        s->law->patch_count--;
    else
        family_put(s->family, s->thing.cell, s->was_known, s->before);
}

/* One engine serves all points of a fact; a law that moves needs a new one each time. */
static enum hm_status run_reference(struct solve *s, struct results *r)
{
    if (s->has_reference && s->thing.is_parameter) {
        family_run_close(&s->reference);
        s->has_reference = false;
    }
    if (!s->has_reference) {
        enum hm_status st = family_run_open(&s->reference, s->family, ENGINE_LUA, s->law,
                                            s->outputs, s->output_count, s->diag);
        if (st != HM_OK) {
            family_run_close(&s->reference);
            return st;
        }
        s->has_reference = true;
    }
    return family_run_now(&s->reference, r, s->diag);
}

enum hm_status solve_exact(struct solve *s, int64_t x, struct results *r)
{
    if (s->host && task_stopped(s->host))
        return HM_INTERRUPTED;
    TRY(solve_put(s, x));
    enum hm_status st = run_reference(s, r);
    solve_put_back(s);
    return st;
}

bool solve_stored(const struct solve *s, const struct results *r, uint16_t field, uint32_t row,
                  int64_t *out)
{
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i].field == field && r->columns[i].state[row] == HM_TRAP_NONE) {
            *out = result_stored(&r->columns[i], family_policy(s->family)->model, row);
            return true;
        }
    return false;
}
