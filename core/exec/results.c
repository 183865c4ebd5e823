/* results.c - what an evaluation gives: making it, emptying it, its stored form. */
#include "exec/engine.h"

#include <assert.h>
#include <string.h>
#include "value/rounding.h"

void results_init(struct results *r)
{
    *r = (struct results){0};
    arena_init(&r->arena);
}

void results_fini(struct results *r)
{
    arena_fini(&r->arena);
    results_init(r);
}

void results_clear(struct results *r)
{
    arena_reset(&r->arena);
    *r = (struct results){.arena = r->arena};
}

bool result_fits(const struct type *t, struct rational exact)
{
    return t->kind != KIND_NUMBER ||
           rational_mul(&exact, exact, rational_of(type_grid(t))) == HM_TRAP_NONE;
}

bool result_all_known(const struct result_column *c)
{
    if (!c->state || c->rows == 0)
        return true;
    return c->state[0] == HM_TRAP_NONE && memcmp(c->state, c->state + 1, c->rows - 1) == 0;
}

int64_t result_stored(const struct result_column *c, const struct model *m, uint32_t row)
{
    assert(result_state(c, row) == HM_TRAP_NONE);
    if (c->data) {
        struct column stored = {.lane = c->lane, .rows = c->rows, .data = c->data};
        return column_int(&stored, row);
    }
    struct rational exact = {c->num[row], c->den ? c->den[row] : 1};
    return result_stored_form(&m->fields[c->field].type, exact);
}

int64_t result_stored_form(const struct type *t, struct rational r)
{
    static const struct rounding to_whole = {ROUND_HALF_UP, {1, 1}};
    if (t->kind == KIND_NUMBER)
        (void)rational_mul(&r, r, rational_of(type_grid(t))); /* fits: engines see to it */
    if (r.den != 1)
        (void)rounding_apply(&r, r, to_whole);
    return r.num;
}
