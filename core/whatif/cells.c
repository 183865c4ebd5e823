/* cells.c - see cells.h */
#include "whatif/cells.h"

#include <stdio.h>
#include <string.h>

void cells_of(struct cells *c, const struct frame *facts, const struct results *r,
              uint16_t field)
{
    const struct model *m = facts->model;
    const struct field *f = &m->fields[field];
    *c = (struct cells){.model = m};
    if (f->kind == FIELD_INPUT) {
        struct value v = field_default(m, f);
        c->column = &facts->columns[field];
        c->has_default = v.kind != KIND_NONE && value_stored(&c->default_value, &v, &f->type);
        return;
    }
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i].field == field)
            c->result = &r->columns[i];
}

bool cells_get(const struct cells *c, uint32_t row, int64_t *value)
{
    *value = 0;
    if (c->result) {
        bool known = result_state(c->result, row) == HM_TRAP_NONE;
        if (known)
            *value = result_stored(c->result, c->model, row);
        return known;
    }
    if (c->column && c->column->rows && column_valid(c->column, row)) {
        *value = c->column->lane == LANE_TEXT ? 0 : column_int(c->column, row);
        return true;
    }
    *value = c->default_value;
    return c->has_default;
}

uint32_t cells_rows(const struct frame *facts, uint16_t field)
{
    return facts->entities[facts->model->fields[field].entity].rows;
}

static void add_once(uint16_t *list, size_t *n, uint16_t field)
{
    for (size_t i = 0; i < *n; i++)
        if (list[i] == field)
            return;
    list[(*n)++] = field;
}

struct scan_request cells_request(const struct population *p, const struct cells_scan *s,
                                  const struct changes *alternatives[2], uint16_t *outputs,
                                  uint16_t *facts)
{
    const struct model *m = population_policy(p)->model;
    struct scan_request q = {.alternatives = alternatives, .outputs = outputs, .facts = facts};
    alternatives[0] = NULL;
    alternatives[1] = s->law;
    q.alternative_count = s->law ? 2 : 1;
    for (size_t i = 0; i < s->field_count; i++) {
        bool is_input = m->fields[s->fields[i]].kind == FIELD_INPUT;
        add_once(is_input ? facts : outputs, is_input ? &q.fact_count : &q.output_count,
                 s->fields[i]);
    }
    return q;
}

enum hm_status
cells_scan(struct population *p, const struct cells_scan *s, void *const *contexts,
           enum hm_status (*take)(void *context, const struct scan_part *part, struct diag *d),
           struct diag *d)
{
    const struct changes *alternatives[2];
    struct arena a;
    arena_init(&a);
    uint16_t *lists = arena_alloc(&a, (2 * s->field_count + 2) * sizeof *lists);
    enum hm_status st = lists ? HM_OK : diag_nomem(d, _("asking the households"));
    if (st == HM_OK) {
        struct scan_request q =
            cells_request(p, s, alternatives, lists, lists + s->field_count + 1);
        st = population_scan(p, &q, contexts, take, d);
    }
    arena_fini(&a);
    return st;
}

struct str cells_county(const struct agenda *a, const struct frame *facts, uint32_t root_row,
                        char scratch[24])
{
    struct str text = {"", 0};
    const struct column *c = a->division == NO_FIELD ? NULL : &facts->columns[a->division];
    if (!c || c->rows == 0 || !column_valid(c, root_row))
        return text;
    if (c->lane == LANE_TEXT) {
        text = column_text(c, root_row);
    } else {
        int n = snprintf(scratch, 24, "%lld", (long long)column_int(c, root_row));
        text = (struct str){scratch, n > 0 ? (size_t)n : 0};
    }
    text.n = text.n < 6 ? text.n : 6;
    return text;
}
