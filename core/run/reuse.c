/* reuse.c - merges columns and issues. */
#include "run/reuse.h"

#include <string.h>

static bool is_fixed(const struct plan_month *m, uint16_t field)
{
    for (size_t i = 0; i < m->fixed_count; i++)
        if (m->fixed[i] == field)
            return true;
    return false;
}

bool reuse_allowed(const struct plan_month *m, const struct results *issues)
{
    for (size_t i = 0; i < issues->issue_count; i++)
        if (issues->issues[i].trap != HM_TRAP_MISSING && is_fixed(m, issues->issues[i].field))
            return false;
    return true;
}

/* A given column as an evaluation would have made it: rows without a value were missing. */
static bool as_result(struct results *out, struct result_column *to, uint16_t field,
                      const struct frame *earlier)
{
    const struct column *c = &earlier->columns[field];
    uint8_t entity = earlier->model->fields[field].entity;
    uint32_t rows = earlier->entities[entity].rows;
    *to = (struct result_column){.field = field, .rows = rows, .lane = LANE_U8};
    if (c->rows == rows) {
        to->lane = c->lane;
        to->data = (void *)(uintptr_t)c->data; /* readers only read */
        if (!c->valid)
            return true;
    } else {
        to->data = arena_zalloc(&out->arena, (size_t)rows + 1); /* no row has a value */
    }
    to->state = arena_alloc(&out->arena, (size_t)rows + 1);
    if (!to->state || !to->data)
        return false;
    for (uint32_t r = 0; r < rows; r++)
        to->state[r] = c->rows == rows && column_valid(c, r) ? HM_TRAP_NONE : HM_TRAP_MISSING;
    return true;
}

static const struct result_column *column_of(const struct results *r, uint16_t field)
{
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i].field == field)
            return &r->columns[i];
    return NULL;
}

static bool merge_columns(struct results *out, const struct agenda *a,
                          const struct plan_month *m, const struct results *evaluated,
                          const struct frame *earlier)
{
    out->columns = arena_zalloc(&out->arena, (a->output_count + 1) * sizeof *out->columns);
    for (size_t i = 0; out->columns && i < a->output_count; i++) {
        struct result_column *to = &out->columns[out->column_count++];
        const struct result_column *c = column_of(evaluated, a->outputs[i]);
        if (c && !is_fixed(m, a->outputs[i]))
            *to = *c;
        else if (!as_result(out, to, a->outputs[i], earlier))
            return false;
    }
    return out->columns != NULL;
}

static void take_issues(struct results *out, const struct results *from, uint16_t field)
{
    for (size_t i = 0; i < from->issue_count; i++)
        if (from->issues[i].field == field)
            out->issues[out->issue_count++] = from->issues[i];
}

static bool merge_issues(struct results *out, const struct agenda *a,
                         const struct plan_month *m, const struct results *evaluated,
                         const struct results *issues)
{
    size_t most = evaluated->issue_count + issues->issue_count;
    if (most == 0)
        return true;
    out->issues = arena_alloc(&out->arena, most * sizeof *out->issues);
    for (size_t i = 0; out->issues && i < a->output_count; i++)
        take_issues(out, is_fixed(m, a->outputs[i]) ? issues : evaluated, a->outputs[i]);
    return out->issues != NULL;
}

enum hm_status reuse_merge(struct results *out, const struct agenda *a,
                           const struct plan_month *m, const struct results *evaluated,
                           const struct frame *earlier, const struct results *issues,
                           struct diag *d)
{
    results_init(out);
    if (merge_columns(out, a, m, evaluated, earlier) &&
        merge_issues(out, a, m, evaluated, issues))
        return HM_OK;
    results_fini(out);
    return diag_nomem(d, _("recomputing"));
}
