/* results.c - what an evaluation gives: making it, emptying it, its stored form. */
#include "exec/engine.h"

#include <assert.h>
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

static int64_t power10(unsigned n)
{
    int64_t v = 1;
    while (n-- > 0)
        v *= 10;
    return v;
}

bool result_fits(const struct type *t, struct rational exact)
{
    return t->kind != KIND_NUMBER ||
           rational_mul(&exact, exact, rational_of(power10(t->decimals))) == HM_TRAP_NONE;
}

int64_t result_stored(const struct result_column *c, const struct model *m, uint32_t row)
{
    static const struct rounding to_whole = {ROUND_HALF_UP, {1, 1}};
    const struct type *t = &m->fields[c->field].type;
    struct rational r = {c->num[row], c->den ? c->den[row] : 1};
    assert(c->state[row] == HM_TRAP_NONE);
    if (t->kind == KIND_NUMBER)
        (void)rational_mul(&r, r,
                           rational_of(power10(t->decimals))); /* fits: engines see to it */
    if (r.den != 1)
        (void)rounding_apply(&r, r, to_whole);
    return r.num;
}
