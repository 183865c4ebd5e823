/* region_parts.c - puts columns and issues together. Lanes: the widest that a part needs, so
 * that stored results stay narrow.
 */
#include "exec/region_parts.h"

#include <stdlib.h>
#include <string.h>
#include "vec/scatter.h"

/* One output under way. */
struct putting {
    const struct evaluation *e;
    const struct model *m;
    const struct field *field;
    size_t output;
    const struct region_part *parts;
    size_t part_count;
    struct arena *arena;
    bool some_lack; /* a part does not have this output */
};

/* --- what is not applicable --- */

/* The stored form of zero, false or none; false for dates, months and enums without none. */
static bool not_applicable(int64_t *out, const struct model *m, const struct field *f)
{
    struct value v = field_default(m, f);
    *out = 0;
    return v.kind != KIND_NONE && value_stored(out, &v, &f->type);
}

static enum lane lane_for(int64_t v)
{
    return v >= 0 && v <= UINT8_MAX           ? LANE_U8
           : v >= INT32_MIN && v <= INT32_MAX ? LANE_I32
                                              : LANE_I64;
}

static void fill(void *data, enum lane lane, uint32_t rows, int64_t v)
{
    if (v == 0) {
        memset(data, 0, rows * lane_bytes(lane));
        return;
    }
    for (uint32_t r = 0; r < rows; r++)
        scatter_value(data, lane, v, &r, 1);
}

/* Every row as not applicable, before the parts are put in. */
static bool fill_column(const struct putting *w, struct result_column *c)
{
    int64_t v;
    bool has_value = not_applicable(&v, w->m, w->field);
    if (c->data) {
        fill(c->data, c->lane, c->rows, v);
    } else {
        struct rational exact = {v, 1};
        if (w->field->type.kind == KIND_NUMBER)
            (void)rational_make(&exact, v, type_grid(&w->field->type));
        fill(c->num, LANE_I64, c->rows, exact.num);
        if (exact.den != 1 && !c->den &&
            !(c->den = arena_alloc(w->arena, (c->rows + 1u) * sizeof *c->den)))
            return false;
        if (c->den)
            fill(c->den, LANE_I64, c->rows, exact.den);
    }
    if (c->state)
        memset(c->state, has_value ? HM_TRAP_NONE : HM_TRAP_MISSING, c->rows);
    return true;
}

/* --- one column --- */

static const struct result_column *column_of(const struct region_part *p, size_t output)
{
    uint16_t at = p->output_of[output];
    return at == NO_OUTPUT ? NULL : &p->results->columns[at];
}

/* Lane and whether states are kept; a part that gives exact values takes the field's lane. */
static void plan_column(struct putting *w, struct result_column *c, bool refused,
                        bool *has_state, bool *has_den)
{
    int64_t v;
    *has_state = refused || !w->e->stored;
    *has_den = w->some_lack = false;
    c->lane = LANE_U8;
    for (size_t i = 0; i < w->part_count; i++) {
        const struct result_column *p = column_of(&w->parts[i], w->output);
        if (!p) {
            bool has_value = not_applicable(&v, w->m, w->field);
            w->some_lack = true;
            *has_state |= !has_value;
            c->lane = lane_for(v) > c->lane ? lane_for(v) : c->lane;
            continue;
        }
        enum lane lane = p->data ? p->lane : lane_of_field(w->m, w->field);
        c->lane = lane > c->lane ? lane : c->lane;
        *has_state |= !result_all_known(p);
        *has_den |= p->den != NULL;
    }
}

static bool make_column(struct putting *w, struct result_column *c, uint32_t rows, bool refused)
{
    bool has_state, has_den;
    *c = (struct result_column){.field = w->field->id, .rows = rows};
    plan_column(w, c, refused, &has_state, &has_den);
    if (w->e->stored)
        c->data = arena_alloc(w->arena, (rows + 1u) * lane_bytes(c->lane));
    else
        c->num = arena_alloc(w->arena, (rows + 1u) * sizeof *c->num);
    if (has_den && !w->e->stored)
        c->den = arena_alloc(w->arena, (rows + 1u) * sizeof *c->den);
    if (has_state)
        c->state = arena_alloc(w->arena, rows + 1u);
    bool ok =
        (c->data || c->num) && (c->state || !has_state) && (c->den || !has_den || w->e->stored);
    return ok && (!(w->some_lack || refused) || fill_column(w, c));
}

/* A part's values one by one: exact ones in stored form, or enum codes renumbered. */
static void put_each(struct putting *w, struct result_column *to, const struct result_column *c,
                     const struct region_part *p, const uint32_t *rows)
{
    const uint8_t *back = p->back[w->output];
    for (uint32_t r = 0; r < c->rows; r++) {
        bool known = result_state(c, r) == HM_TRAP_NONE;
        int64_t v = known ? result_stored(c, p->terms->to, r) : 0;
        v = known && back ? back[v] : v;
        if (to->data)
            scatter_value(to->data, to->lane, v, &rows[r], 1);
        else
            to->num[rows[r]] = v;
    }
}

static void put_states(struct result_column *to, const struct result_column *c,
                       const uint32_t *rows)
{
    if (to->state && c->state)
        scatter(to->state, LANE_U8, c->state, LANE_U8, rows, c->rows);
    else if (to->state)
        scatter_value(to->state, LANE_U8, HM_TRAP_NONE, rows, c->rows);
}

static void put_part(struct putting *w, struct result_column *to, const struct region_part *p)
{
    const struct result_column *c = column_of(p, w->output);
    if (!c || c->rows == 0)
        return;
    uint8_t entity = p->terms->to->fields[c->field].entity;
    const uint32_t *rows = p->from[entity];
    put_states(to, c, rows);
    if (p->back[w->output] || (to->data && !c->data)) {
        put_each(w, to, c, p, rows);
        if (to->den)
            scatter_value(to->den, LANE_I64, 1, rows, c->rows);
        return;
    }
    if (to->data) {
        scatter(to->data, to->lane, c->data, c->lane, rows, c->rows);
        return;
    }
    scatter(to->num, LANE_I64, c->num, LANE_I64, rows, c->rows);
    if (to->den && c->den)
        scatter(to->den, LANE_I64, c->den, LANE_I64, rows, c->rows);
    else if (to->den)
        scatter_value(to->den, LANE_I64, 1, rows, c->rows);
}

/* --- issues --- */

static int by_column_and_row(const void *x, const void *y, void *ctx)
{
    const struct result_issue *a = x, *b = y;
    const uint32_t *order = ctx;
    if (a->field != b->field)
        return order[a->field] < order[b->field] ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static enum hm_status sort_issues(struct results *r, const struct evaluation *e)
{
    size_t fields = e->policy->model->field_count;
    uint32_t *order = arena_zalloc(&r->arena, (fields + 1) * sizeof *order);
    if (!order)
        return HM_NOMEM;
    for (size_t i = 0; i < e->output_count; i++)
        order[e->outputs[i]] = (uint32_t)i;
    if (r->issue_count)
        qsort_r(r->issues, r->issue_count, sizeof *r->issues, by_column_and_row, order);
    return HM_OK;
}

static enum hm_status take_issues(struct results *out, const struct region_part *p)
{
    const struct model *m = p->terms->to;
    for (size_t i = 0; i < p->results->issue_count; i++) {
        const struct result_issue *from = &p->results->issues[i];
        struct result_issue *to = &out->issues[out->issue_count++];
        *to = *from;
        to->field = p->terms->fields[from->field].from;
        to->row = p->from[m->fields[from->field].entity][from->row];
        to->text = from->text ? arena_strdup(&out->arena, from->text) : NULL;
        if (from->text && !to->text)
            return HM_NOMEM;
    }
    return HM_OK;
}

/* Which refused household each row of an entity belongs to: 1 + its number, 0: none. */
static uint32_t *refused_rows(const struct frame *f, uint8_t entity, const uint32_t *of_root,
                              struct arena *a, size_t *count)
{
    uint32_t rows = f->entities[entity].rows;
    uint32_t *of = arena_alloc(a, (rows + 1u) * sizeof *of);
    for (uint32_t r = 0; of && r < rows; r++) {
        of[r] = of_root[frame_root_row(f, entity, r)];
        *count += of[r] != 0;
    }
    return of;
}

/* The refused households' rows of one output. */
static void refuse_column(struct result_column *c, const uint32_t *of,
                          const struct region_refused *refused, struct results *out)
{
    for (uint32_t r = 0; r < c->rows; r++) {
        if (of[r] == 0)
            continue;
        const struct region_refused *x = &refused[of[r] - 1];
        c->state[r] = (uint8_t)x->trap;
        if (c->num)
            c->num[r] = 0;
        if (c->den)
            c->den[r] = 1;
        out->issues[out->issue_count++] = (struct result_issue){c->field, r, x->trap, x->text};
    }
}

/* --- all --- */

struct refusals {
    uint32_t **of; /* by entity; NULL: nobody is refused */
    size_t issues;
};

static enum hm_status find_refusals(struct refusals *x, const struct evaluation *e,
                                    const struct frame *f, const struct region_refused *refused,
                                    size_t n, struct arena *a)
{
    const struct model *m = e->policy->model;
    size_t *count = arena_zalloc(a, (m->entity_count + 1) * sizeof *count);
    uint32_t *of_root = arena_zalloc(a, (f->entities[f->root].rows + 1u) * sizeof *of_root);
    *x = (struct refusals){0};
    if (n == 0)
        return HM_OK;
    x->of = arena_zalloc(a, (m->entity_count + 1) * sizeof *x->of);
    if (!count || !of_root || !x->of)
        return HM_NOMEM;
    for (size_t i = 0; i < n; i++)
        of_root[refused[i].root] = (uint32_t)i + 1;
    for (size_t i = 0; i < e->output_count; i++) {
        uint8_t entity = m->fields[e->outputs[i]].entity;
        if (!x->of[entity])
            x->of[entity] = refused_rows(f, entity, of_root, a, &count[entity]);
        if (!x->of[entity])
            return HM_NOMEM;
        x->issues += count[entity];
    }
    return HM_OK;
}

enum hm_status region_put(struct results *out, const struct evaluation *e,
                          const struct frame *f, const struct region_part *parts, size_t n,
                          const struct region_refused *refused, size_t refused_count)
{
    struct refusals x;
    const struct model *m = e->policy->model;
    TRY(find_refusals(&x, e, f, refused, refused_count, &out->arena));
    size_t issues = x.issues;
    for (size_t i = 0; i < n; i++)
        issues += parts[i].results->issue_count;
    out->column_count = e->output_count;
    out->columns = arena_zalloc(&out->arena, (e->output_count + 1) * sizeof *out->columns);
    out->issues = arena_alloc(&out->arena, (issues + 1) * sizeof *out->issues);
    if (!out->columns || !out->issues)
        return HM_NOMEM;
    for (size_t i = 0; i < e->output_count; i++) {
        const struct field *field = &m->fields[e->outputs[i]];
        struct putting w = {e, m, field, i, parts, n, &out->arena, false};
        struct result_column *c = &out->columns[i];
        if (!make_column(&w, c, f->entities[field->entity].rows, refused_count > 0))
            return HM_NOMEM;
        for (size_t k = 0; k < n; k++)
            put_part(&w, c, &parts[k]);
        if (x.of)
            refuse_column(c, x.of[field->entity], refused, out);
    }
    for (size_t i = 0; i < n; i++)
        TRY(take_issues(out, &parts[i]));
    return sort_issues(out, e);
}

/* --- one member for all rows --- */

static void renumber(struct result_column *c, const uint8_t *back)
{
    for (uint32_t r = 0; r < c->rows; r++) {
        if (result_state(c, r) != HM_TRAP_NONE)
            continue;
        if (!c->data) {
            c->num[r] = back[c->num[r]];
            continue;
        }
        struct column stored = {.lane = c->lane, .rows = c->rows, .data = c->data};
        scatter_value(c->data, c->lane, back[column_int(&stored, r)], &r, 1);
    }
}

/* A column that no alternative changes is one for all of them, and renumbered already. */
static bool is_shared(const struct result_column *c, const struct results *first, size_t output)
{
    const struct result_column *f = first ? &first->columns[output] : NULL;
    return f && (c->data ? c->data == f->data : c->num == f->num);
}

enum hm_status region_adopt(struct results *out, const struct results *first,
                            const struct evaluation *e, const struct frame *f,
                            const struct region_part *part)
{
    const struct model *m = e->policy->model;
    struct result_column *columns =
        arena_zalloc(&out->arena, (e->output_count + 1) * sizeof *columns);
    if (!columns)
        return HM_NOMEM;
    for (size_t i = 0; i < e->output_count; i++) {
        const struct field *field = &m->fields[e->outputs[i]];
        const struct result_column *has = column_of(part, i);
        struct putting w = {e, m, field, i, part, 1, &out->arena, false};
        if (!has) {
            if (!make_column(&w, &columns[i], f->entities[field->entity].rows, false))
                return HM_NOMEM;
            continue;
        }
        columns[i] = *has;
        columns[i].field = field->id;
        if (part->back[i] && !is_shared(&columns[i], first, i))
            renumber(&columns[i], part->back[i]);
    }
    for (size_t i = 0; i < out->issue_count; i++)
        out->issues[i].field = part->terms->fields[out->issues[i].field].from;
    out->columns = columns;
    out->column_count = e->output_count;
    return HM_OK;
}
