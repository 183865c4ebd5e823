/* alternatives.c - random patches of random policies, all in one pass and one by one.
 */
#include "alternatives.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "value/date.h"

enum { MOST = 4, PATCHES = 3 };

struct drawn {
    const struct policy *policy;
    struct alternative list[MOST];
    struct patch patches[MOST][PATCHES];
    struct formula_patch formulas[MOST];
    size_t count;
    struct arena arena;
};

/* --- drawing --- */

static int64_t random_amount(struct choices *c)
{
    static const int64_t amounts[] = {0, 1, 99, 100500, 133000, 236250, 400000000000};
    return amounts[choices_below(c, 7)];
}

static void random_value(struct choices *c, struct value *v)
{
    int64_t den = 1 + choices_below(c, 3);
    (void)rational_make(&v->as.rational, random_amount(c), v->kind == KIND_MONEY ? den : 1000);
}

/* The value in force with one number in it changed. */
static bool random_patch(struct choices *c, struct drawn *x, const struct model *m,
                         struct patch *p, int32_t month)
{
    if (m->parameter_count == 0)
        return false;
    p->parameter = (uint16_t)choices_below(c, (uint32_t)m->parameter_count);
    const struct parameter *q = &m->parameters[p->parameter];
    const struct parameter_value *base = parameter_on(q, month_first_day(month));
    if (!base)
        return false;
    p->from = month_first_day(month);
    p->to = DATE_ALWAYS;
    p->value = *base;
    p->value.from = p->from;
    size_t n = base->count, at = choices_below(c, (uint32_t)n);
    if (q->kind == PARAMETER_COMPARISON) {
        p->value.op = (enum comparison)choices_below(c, CMP_GE + 1);
    } else if (q->kind == PARAMETER_SCALAR) {
        random_value(c, &p->value.scalar);
    } else if (q->kind == PARAMETER_KEYED) {
        p->value.entries = arena_alloc(&x->arena, (n + 1) * sizeof *base->entries);
        memcpy(p->value.entries, base->entries, n * sizeof *base->entries);
        random_value(c, &p->value.entries[at].value);
    } else if (q->kind == PARAMETER_TABLE) {
        p->value.rows = arena_alloc(&x->arena, (n + 1) * sizeof *base->rows);
        memcpy(p->value.rows, base->rows, n * sizeof *base->rows);
        random_value(c, &p->value.rows[at].value);
    } else {
        p->value.bands = arena_alloc(&x->arena, (n + 1) * sizeof *base->bands);
        memcpy(p->value.bands, base->bands, n * sizeof *base->bands);
        random_value(c, &p->value.bands[at].value);
    }
    return true;
}

static bool same_type(const struct type *a, const struct type *b)
{
    return a->kind == b->kind && a->enum_id == b->enum_id && a->decimals == b->decimals;
}

/* Whether b's formula can stand for a's: nothing it reads comes back to a. */
static bool fits(const struct model *m, const struct field *a, const struct field *b)
{
    uint64_t set[LIMIT_FIELDS / 64 + 1] = {0};
    uint16_t stack[LIMIT_FIELDS + 1], from = b->id;
    if (a == b || a->kind != FIELD_VARIABLE || b->kind != FIELD_VARIABLE ||
        a->entity != b->entity || !same_type(&a->type, &b->type) || b->formula_count == 0 ||
        a->formula_count == 0)
        return false;
    model_reach(m, &from, 1, set, stack);
    return !(set[a->id / 64] >> (a->id % 64) & 1);
}

static bool random_formula(struct choices *c, const struct model *m, struct formula_patch *p,
                           int32_t month)
{
    const struct field *a = &m->fields[choices_below(c, (uint32_t)m->field_count)];
    const struct field *b = &m->fields[choices_below(c, (uint32_t)m->field_count)];
    if (!fits(m, a, b))
        return false;
    const struct formula *f = &b->formulas[0];
    *p = (struct formula_patch){.field = a->id,
                                .from = month_first_day(month),
                                .to = DATE_ALWAYS,
                                .number = f->number,
                                .body = f->body,
                                .at = f->at};
    return !f->ended && f->body;
}

static void draw(struct choices *c, struct drawn *x, const struct evaluation *e)
{
    const struct policy *p = e->policy;
    arena_init(&x->arena);
    x->count = 2 + choices_below(c, MOST - 1);
    for (size_t k = 0; k < x->count; k++) {
        struct alternative *a = &x->list[k];
        uint16_t member =
            p->members ? (uint16_t)choices_below(c, (uint32_t)p->member_count) : 0;
        const struct model *m = p->members ? p->members[member]->model : p->model;
        *a = (struct alternative){.patches = x->patches[k], .formulas = &x->formulas[k]};
        for (uint32_t i = choices_below(c, PATCHES + 1); i > 0; i--) {
            struct patch *q = &x->patches[k][a->patch_count];
            *q = (struct patch){.member = member};
            a->patch_count += random_patch(c, x, m, q, e->month);
        }
        for (int turn = 0; turn < 8 && choices_below(c, 2) && !a->formula_count; turn++)
            a->formula_count = random_formula(c, m, &x->formulas[k], e->month);
        x->formulas[k].member = member;
    }
}

/* --- comparing --- */

static bool run(enum engine_kind kind, const struct evaluation *e, const struct frame *f,
                struct results *out, struct diag *d)
{
    struct engine *engine;
    bool ok = engine_open(&engine, kind, e, d) == HM_OK;
    if (ok) {
        ok = engine_run(engine, f, out, d) == HM_OK;
        engine_close(engine);
    }
    return ok;
}

static bool same_stored(const struct results *exact, const struct results *stored,
                        const struct model *m)
{
    for (size_t i = 0; i < exact->column_count; i++) {
        const struct result_column *a = &exact->columns[i], *b = &stored->columns[i];
        bool ok = a->field == b->field && a->rows == b->rows;
        for (uint32_t r = 0; ok && r < a->rows; r++)
            ok = result_state(a, r) == result_state(b, r) &&
                 (result_state(a, r) != HM_TRAP_NONE ||
                  result_stored(a, m, r) == result_stored(b, m, r));
        if (!ok) {
            fprintf(stderr, "without reasons: %s differs\n", m->fields[a->field].name);
            return false;
        }
    }
    return true;
}

static bool compare(const struct drawn *x, const struct evaluation *e, const struct frame *f,
                    struct results *want, struct results *got, struct diag *d)
{
    struct evaluation several = *e;
    several.alternatives = x->list;
    several.alternative_count = x->count;
    if (!run(ENGINE_LUA, &several, f, want, d) || !run(ENGINE_FAST, &several, f, got, d))
        return false;
    for (size_t k = 0; k < x->count; k++) {
        if (results_compare(&want[k], &got[k], &several, f, d) != HM_OK) {
            fprintf(stderr, "alternative %zu of %zu differs\n", k + 1, x->count);
            return false;
        }
    }
    several.stored = several.bare = true;
    if (!run(ENGINE_FAST, &several, f, got, d))
        return false;
    for (size_t k = 0; k < x->count; k++)
        if (!same_stored(&want[k], &got[k], e->policy->model))
            return false;
    return true;
}

bool alternatives_agree(struct choices *c, const struct evaluation *e, const struct frame *f,
                        struct diag *d)
{
    struct drawn x = {.policy = e->policy};
    struct results want[MOST], got[MOST];
    for (size_t k = 0; k < MOST; k++) {
        results_init(&want[k]);
        results_init(&got[k]);
    }
    draw(c, &x, e);
    bool ok = compare(&x, e, f, want, got, d);
    for (size_t k = 0; k < MOST; k++) {
        results_fini(&want[k]);
        results_fini(&got[k]);
    }
    arena_fini(&x.arena);
    return ok;
}
