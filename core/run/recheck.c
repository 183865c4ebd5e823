/* recheck.c - picks rows by a hash of block and month, and compares what a trace gives. */
#include "run/recheck.h"

#include "base/digest.h"
#include "exec/trace.h"

static uint64_t mix(uint32_t block, int32_t month, uint32_t k)
{
    uint32_t key[3] = {block, (uint32_t)month, k};
    return digest_xxh64(key, sizeof key);
}

/* Results that are kept in stored form only. */
static bool same_stored(const struct trace_cell *c, const struct result_column *col,
                        const struct model *m)
{
    const struct type *t = &m->fields[col->field].type;
    struct rational exact = c->value.as.rational;
    if (c->value.kind == KIND_BOOLEAN)
        exact = rational_of(c->value.as.boolean);
    else if (c->value.kind == KIND_ENUM)
        exact = rational_of(c->value.as.code);
    else if (c->value.kind == KIND_DATE || c->value.kind == KIND_MONTH)
        exact = rational_of(c->value.as.day);
    else if (c->value.kind == KIND_INTEGER)
        exact = rational_of(c->value.as.integer);
    return result_stored_form(t, exact) == result_stored(col, m, c->row);
}

static bool same_value(const struct trace_cell *c, const struct result_column *col,
                       const struct model *m)
{
    if (c->trap != HM_TRAP_NONE || result_state(col, c->row) != HM_TRAP_NONE)
        return c->trap == result_state(col, c->row);
    if (col->data)
        return same_stored(c, col, m);
    int64_t num = col->num[c->row], den = col->den ? col->den[c->row] : 1;
    switch (c->value.kind) {
    case KIND_MONEY:
    case KIND_NUMBER:
        return c->value.as.rational.num == num && c->value.as.rational.den == den;
    case KIND_INTEGER:
        return den == 1 && c->value.as.integer == num;
    case KIND_BOOLEAN:
        return den == 1 && c->value.as.boolean == (num != 0);
    case KIND_ENUM:
        return den == 1 && c->value.as.code == num;
    case KIND_DATE:
    case KIND_MONTH:
        return den == 1 && c->value.as.day == num;
    default:
        return false;
    }
}

static const struct result_column *find_column(const struct results *r, uint16_t field)
{
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i].field == field)
            return &r->columns[i];
    return NULL;
}

static enum hm_status differ(const struct frame *f, uint32_t root_row,
                             const struct trace_cell *c, struct diag *d)
{
    struct str id = column_text(&f->entities[f->root].id, root_row);
    return diag_add(
        d, HM_LEVEL_ERROR, HM_INTERNAL, NULL,
        _("run it with --engine lua, and report the rule and the household's facts"),
        _("the two engines differ on %.*s: %s"), (int)id.n, id.p, c->path);
}

static enum hm_status check_row(const struct evaluation *e, const struct frame *f,
                                const struct results *r, uint32_t row, struct diag *d)
{
    struct trace t;
    trace_init(&t);
    enum hm_status st = trace_run(&t, e, f, row, d);
    for (size_t i = 0; st == HM_OK && i < t.output_count; i++) {
        const struct result_column *c = find_column(r, t.outputs[i]->field);
        if (c && !same_value(t.outputs[i], c, e->policy->model))
            st = differ(f, row, t.outputs[i], d);
    }
    trace_fini(&t);
    return st;
}

enum hm_status recheck_block(const struct evaluation *e, const struct frame *f,
                             const struct results *r, uint32_t block, uint32_t block_count,
                             struct diag *d)
{
    uint32_t rows = f->entities[f->root].rows;
    uint32_t share = (RECHECK_HOUSEHOLDS + block_count - 1) / block_count;
    if (rows == 0 || mix(block, e->month, UINT32_MAX) % block_count >= RECHECK_HOUSEHOLDS)
        return HM_OK;
    for (uint32_t k = 0; k < share; k++)
        TRY(check_row(e, f, r, (uint32_t)(mix(block, e->month, k) % rows), d));
    return HM_OK;
}
