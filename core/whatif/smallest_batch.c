/* smallest_batch.c - families of one shape as a frame of each policy, and what comes out. All
 * rows of one number lie together (all first members, all second ones), as in a store's block.
 */
#include <string.h>
#include "base/mem.h"
#include "whatif/smallest_parts.h"

unsigned small_members(const struct small_shape *s, size_t kinds)
{
    unsigned n = 0;
    for (size_t k = 1; k < kinds; k++)
        n += s->rows[k];
    return n;
}

enum hm_status small_batch_init(struct small_batch *b, const struct small_world *w,
                                struct diag *d)
{
    *b = (struct small_batch){0};
    b->genes = mem_alloc((w->slot_count + 1) * SMALL_ROWS * SMALL_BATCH);
    b->classes = mem_alloc((w->output_count + 1) * SMALL_BATCH);
    b->failed = mem_alloc(SMALL_BATCH * sizeof *b->failed);
    if (b->genes && b->classes && b->failed)
        return HM_OK;
    small_batch_fini(b);
    return diag_nomem(d, _("looking for the smallest family"));
}

void small_batch_fini(struct small_batch *b)
{
    mem_free(b->genes);
    mem_free(b->classes);
    mem_free(b->failed);
    *b = (struct small_batch){0};
}

void small_batch_start(struct small_batch *b, const struct small_world *w,
                       const struct small_shape *shape, uint32_t count)
{
    b->shape = *shape;
    b->count = count;
    for (size_t s = 0; s < w->slot_count; s++)
        for (unsigned r = 0; r < shape->rows[w->slots[s].kind]; r++)
            memset(small_gene(b, s, r, 0), w->slots[s].base, count);
}

/* --- a frame --- */

static bool put_ids(struct frame_entity *e, struct arena *a)
{
    uint32_t *offsets = arena_zalloc(a, (e->rows + 1u) * sizeof *offsets);
    e->id = (struct column){.lane = LANE_TEXT, .rows = e->rows, .data = offsets, .bytes = ""};
    return offsets != NULL;
}

static bool put_rows(struct frame *f, const struct small_world *w, int side,
                     const struct small_batch *b)
{
    for (size_t k = 0; k < w->kind_count; k++) {
        uint8_t id = side ? w->kinds[k].after : w->kinds[k].before;
        if (id == NO_ENTITY)
            continue;
        struct frame_entity *e = &f->entities[id];
        e->rows = b->count * b->shape.rows[k];
        uint32_t *parent = k ? arena_alloc(&f->arena, (e->rows + 1u) * sizeof *parent) : NULL;
        if ((k && !parent) || !put_ids(e, &f->arena))
            return false;
        for (uint32_t r = 0; k && r < e->rows; r++)
            parent[r] = r % b->count;
        e->parent = parent;
    }
    return true;
}

static bool put_numbers(struct column *c, const uint8_t *genes, const int64_t *values,
                        enum lane lane, uint32_t rows, struct arena *a)
{
    void *data = arena_zalloc(a, (size_t)rows * lane_bytes(lane) + 64);
    if (!data)
        return false;
    for (uint32_t r = 0; r < rows; r++)
        if (genes[r])
            column_put(data, lane, r, values[genes[r]]);
    c->data = data;
    return true;
}

static bool put_texts(struct column *c, const struct small_world *w, const uint8_t *genes,
                      const int64_t *values, uint32_t rows, struct arena *a)
{
    uint32_t *offsets = arena_alloc(a, (rows + 1u) * sizeof *offsets);
    uint32_t total = 0;
    if (!offsets)
        return false;
    for (uint32_t r = 0; r < rows; r++) {
        offsets[r] = total;
        total += genes[r] ? (uint32_t)w->texts[values[genes[r]]].n : 0;
    }
    offsets[rows] = total;
    char *bytes = arena_alloc(a, total + 1u);
    if (!bytes)
        return false;
    for (uint32_t r = 0; r < rows; r++)
        if (genes[r])
            memcpy(bytes + offsets[r], w->texts[values[genes[r]]].p,
                   w->texts[values[genes[r]]].n);
    c->data = offsets;
    c->bytes = bytes;
    return true;
}

/* The bits of the rows that have a value; NULL when all have. */
static bool put_valid(struct column *c, const uint8_t *genes, uint32_t rows, struct arena *a)
{
    if (!memchr(genes, 0, rows))
        return true;
    uint64_t *valid = arena_zalloc(a, (rows / 64u + 1u) * sizeof *valid);
    for (uint32_t r = 0; valid && r < rows; r++)
        valid[r / 64] |= (uint64_t)(genes[r] != 0) << (r % 64);
    c->valid = valid;
    return valid != NULL;
}

static bool is_given(const uint8_t *genes, uint32_t rows)
{
    for (uint32_t r = 0; r < rows; r++)
        if (genes[r])
            return true;
    return false;
}

static bool put_slot(struct frame *f, const struct small_world *w, int side,
                     const struct small_batch *b, size_t slot, uint8_t *genes)
{
    const struct small_slot *s = &w->slots[slot];
    uint16_t field = side ? s->after : s->before;
    uint32_t rows = b->count * b->shape.rows[s->kind];
    if (field == NO_FIELD || rows == 0)
        return true;
    for (unsigned r = 0; r < b->shape.rows[s->kind]; r++)
        memcpy(genes + (size_t)r * b->count, small_gene(b, slot, r, 0), b->count);
    if (!is_given(genes, rows))
        return true; /* nobody supplied it: its default */
    struct column *c = &f->columns[field];
    const int64_t *values = side ? s->of_after : s->of_before;
    c->lane = lane_of_field(f->model, &f->model->fields[field]);
    c->rows = rows;
    bool ok = c->lane == LANE_TEXT ? put_texts(c, w, genes, values, rows, &f->arena)
                                   : put_numbers(c, genes, values, c->lane, rows, &f->arena);
    return ok && put_valid(c, genes, rows, &f->arena);
}

static enum hm_status make_frame(struct small_world *w, int side, const struct small_batch *b,
                                 struct diag *d)
{
    struct small_side *s = &w->sides[side];
    if (s->has_frame)
        frame_fini(&s->frame);
    s->has_frame = false;
    if (frame_init(&s->frame, s->policy->model, s->evaluation.root) != HM_OK)
        return diag_nomem(d, _("looking for the smallest family"));
    s->has_frame = true;
    uint8_t *genes = arena_alloc(&s->frame.arena, SMALL_ROWS * (size_t)b->count);
    bool ok = genes && put_rows(&s->frame, w, side, b);
    for (size_t i = 0; ok && i < w->slot_count; i++)
        ok = put_slot(&s->frame, w, side, b, i, genes);
    if (!ok)
        return diag_nomem(d, _("looking for the smallest family"));
    s->frame.jagged = true;
    return frame_link(&s->frame, d);
}

/* --- what comes out --- */

/* A result that one policy does not have gives nothing: zero, false, none. */
static bool side_value(const struct small_world *w, const struct small_output *o, bool after,
                       uint32_t row, int64_t *v)
{
    uint16_t field = after ? o->after : o->before;
    const struct small_side *s = &w->sides[after];
    if (field == NO_FIELD) {
        const struct field *f =
            &w->sides[!after].policy->model->fields[after ? o->before : o->after];
        *v = f->type.kind == KIND_ENUM
                 ? w->sides[!after].policy->model->enums[f->type.enum_id].none_code
                 : 0;
        return true;
    }
    const struct result_column *c =
        &s->results.columns[after ? o->after_index : o->before_index];
    if (result_state(c, row) != HM_TRAP_NONE)
        return false;
    *v = result_stored(c, s->policy->model, row);
    if (!after && o->codes)
        *v = o->codes[*v];
    return true;
}

static uint8_t class_of(const struct small_world *w, const struct small_output *o, uint32_t row)
{
    int64_t before, after;
    bool has_before = side_value(w, o, false, row, &before);
    bool has_after = side_value(w, o, true, row, &after);
    if (!has_before || !has_after)
        return has_before == has_after ? SMALL_SAME : SMALL_REFUSED;
    return before == after ? SMALL_SAME : SMALL_DIFFERS;
}

bool small_same_values(const struct small_world *w, const struct small_output *o, uint32_t row)
{
    return class_of(w, o, row) == SMALL_SAME;
}

static void classify(struct small_batch *b, const struct small_world *w)
{
    memset(b->classes, SMALL_SAME, w->output_count * SMALL_BATCH);
    for (size_t k = 0; k < w->output_count; k++) {
        const struct small_output *o = &w->outputs[k];
        uint8_t *classes = &b->classes[k * SMALL_BATCH];
        uint32_t rows = b->count * b->shape.rows[o->kind];
        for (uint32_t r = 0; r < rows; r++) {
            uint8_t class = class_of(w, o, r);
            if (class > classes[r % b->count])
                classes[r % b->count] = class;
        }
    }
}

static void find_failed(struct small_batch *b, const struct small_world *w)
{
    memset(b->failed, 0, SMALL_BATCH * sizeof *b->failed);
    for (int side = 0; side < 2; side++) {
        const struct results *r = &w->sides[side].results;
        for (size_t k = 0; k < r->column_count; k++) {
            const struct result_column *c = &r->columns[k];
            for (uint32_t row = 0; c->state && row < c->rows; row++)
                b->failed[row % b->count] |= result_state(c, row) > HM_TRAP_MISSING;
        }
    }
}

static enum hm_status evaluate(struct small_world *w, int side, enum engine_kind kind,
                               struct diag *d)
{
    struct small_side *s = &w->sides[side];
    struct engine *once = NULL;
    if (s->evaluation.output_count == 0)
        return HM_OK;
    results_clear(&s->results);
    if (kind == ENGINE_FAST && !s->engine)
        TRY(engine_open(&s->engine, kind, &s->evaluation, d));
    if (kind != ENGINE_FAST)
        TRY(engine_open(&once, kind, &s->evaluation, d));
    enum hm_status st = engine_run(once ? once : s->engine, &s->frame, &s->results, d);
    engine_close(once);
    return st;
}

enum hm_status small_batch_run(struct small_batch *b, struct small_world *w,
                               enum engine_kind kind, struct diag *d)
{
    if (task_stopped(w->job->host))
        return HM_INTERRUPTED;
    for (int side = 0; side < 2; side++) {
        TRY(make_frame(w, side, b, d));
        TRY(evaluate(w, side, kind, d));
    }
    w->evaluated += b->count;
    classify(b, w);
    find_failed(b, w);
    return HM_OK;
}
