/* determined.c - from results to given columns. */
#include "run/determined.h"

#include <string.h>
#include "base/limits.h"

static size_t words_of(uint32_t rows)
{
    return (rows + 63) / 64 + 1;
}

static void *copy(struct arena *a, const void *from, size_t bytes)
{
    void *to = arena_alloc(a, bytes ? bytes : 1);
    if (to && bytes)
        memcpy(to, from, bytes);
    return to;
}

/* --- rows, parents, ids --- */

static bool copy_ids(struct column *out, const struct column *ids, uint32_t rows,
                     struct arena *a)
{
    *out = *ids;
    if (!ids->data)
        return true;
    const uint32_t *offsets = ids->data;
    out->data = copy(a, offsets, (rows + 1) * sizeof *offsets);
    out->bytes = copy(a, ids->bytes, offsets[rows]);
    out->valid = ids->valid ? copy(a, ids->valid, words_of(rows) * 8 - 8) : NULL;
    return out->data && out->bytes && (!ids->valid || out->valid);
}

static bool copy_entity(struct frame *out, const struct frame *facts, uint8_t e)
{
    const struct frame_entity *from = &facts->entities[e];
    struct frame_entity *to = &out->entities[e];
    to->rows = from->rows;
    if (from->rows == 0)
        return true;
    if (from->parent) {
        to->parent = copy(&out->arena, from->parent, from->rows * sizeof *from->parent);
        if (!to->parent)
            return false;
    }
    return copy_ids(&to->id, &from->id, from->rows, &out->arena);
}

/* --- values --- */

/* Bit r set: row r has a value; NULL without memory. */
static uint64_t *valid_rows(struct frame *out, const struct result_column *c)
{
    uint64_t *valid = arena_zalloc(&out->arena, words_of(c->rows) * sizeof *valid);
    for (uint32_t r = 0; valid && r < c->rows; r++)
        valid[r / 64] |= (uint64_t)(result_state(c, r) == HM_TRAP_NONE) << (r % 64);
    return valid;
}

/* A column that is in its stored form already; rows without a value hold anything. */
static bool put_stored(struct frame *out, const struct result_column *c, bool borrow)
{
    bool all = result_all_known(c);
    uint64_t *valid = all ? NULL : valid_rows(out, c);
    void *data = borrow ? c->data : copy(&out->arena, c->data, c->rows * lane_bytes(c->lane));
    out->columns[c->field] =
        (struct column){.lane = c->lane, .rows = c->rows, .data = data, .valid = valid};
    return data && (all || valid);
}

static bool put_column(struct frame *out, const struct result_column *c, bool borrow)
{
    const struct model *m = out->model;
    if (c->data)
        return put_stored(out, c, borrow);
    enum lane lane = lane_of_field(m, &m->fields[c->field]);
    uint64_t *valid = valid_rows(out, c);
    void *data = arena_zalloc(&out->arena, (c->rows + 1) * lane_bytes(lane));
    if (!valid || !data)
        return false;
    for (uint32_t r = 0; r < c->rows; r++)
        if (result_state(c, r) == HM_TRAP_NONE)
            column_put(data, lane, r, result_stored(c, m, r));
    out->columns[c->field] =
        (struct column){.lane = lane, .rows = c->rows, .data = data, .valid = valid};
    return true;
}

enum hm_status determined_frame(struct frame *out, const struct frame *facts,
                                const struct results *r, struct diag *d)
{
    struct frame f;
    enum hm_status st = HM_OK;
    if (frame_init(&f, facts->model, facts->root) != HM_OK)
        return diag_nomem(d, _("comparing determinations"));
    f.jagged = facts->jagged;
    for (size_t e = 0; st == HM_OK && e < facts->model->entity_count; e++)
        if (!copy_entity(&f, facts, (uint8_t)e))
            st = diag_nomem(d, _("comparing determinations"));
    for (size_t i = 0; st == HM_OK && i < r->column_count; i++)
        if (r->columns[i].rows > 0 && !put_column(&f, &r->columns[i], false))
            st = diag_nomem(d, _("comparing determinations"));
    if (st == HM_OK)
        st = frame_link(&f, d);
    if (st != HM_OK) {
        frame_fini(&f);
        return st;
    }
    *out = f;
    return HM_OK;
}

enum hm_status determined_view(struct frame *out, const struct frame *facts,
                               const struct results *r, struct diag *d)
{
    struct frame f;
    if (frame_init(&f, facts->model, facts->root) != HM_OK)
        return diag_nomem(d, _("comparing determinations"));
    f.jagged = facts->jagged;
    memcpy(f.entities, facts->entities, facts->model->entity_count * sizeof *f.entities);
    for (size_t i = 0; i < r->column_count; i++) {
        if (r->columns[i].rows > 0 && !put_column(&f, &r->columns[i], true)) {
            frame_fini(&f);
            return diag_nomem(d, _("comparing determinations"));
        }
    }
    *out = f;
    return HM_OK;
}

enum hm_status determined_newcomers(struct frame *f, const struct view *v,
                                    const struct agenda *agenda, struct diag *d)
{
    uint32_t rows = f->entities[f->root].rows;
    uint8_t *zeros = NULL;
    for (size_t i = 0; i < agenda->benefit_count; i++) {
        uint16_t benefit = agenda->benefits[i];
        if (run_peeked_has(v, benefit))
            continue;
        if (!zeros && !(zeros = arena_zalloc(&f->arena, rows + 64)))
            return diag_nomem(d, _("comparing determinations"));
        f->columns[benefit] = (struct column){.lane = LANE_U8, .rows = rows, .data = zeros};
    }
    return HM_OK;
}

/* --- rows over time --- */

void determined_rows(uint32_t *row_of_ordinal, const uint16_t *ordinals, uint32_t rows)
{
    memset(row_of_ordinal, 0xFF, LIMIT_BLOCK_HOUSEHOLDS * sizeof *row_of_ordinal);
    for (uint32_t r = 0; r < rows; r++)
        row_of_ordinal[ordinals[r]] = r;
}
