/* ingest_take.c - whole frames into an ingest: new households stay in their frames until their
 * block is full (fresh.h), those the store knows become records as in ingest_add.
 */
#include <string.h>

#include "base/mem.h"
#include "store/ingest.h"
#include "vec/pick.h"

struct newcomer { /* a household that has just got its place */
    struct id_entry at;
    uint32_t row;
};
struct take {
    struct ingest *g;
    struct frame *frame;
    uint16_t *plan; /* rows_plan of the frame */
    struct newcomer *new;
    uint32_t new_count;
    struct diag *d;
};

static struct str id_of(const struct frame *f, uint32_t row)
{
    const struct column *ids = &f->entities[f->root].id;
    return row < ids->rows ? column_text(ids, row) : (struct str){"", 0};
}

/* --- what a block can take as it is --- */

static bool texts_fit(const struct column *c, uint32_t most)
{
    const uint32_t *offset = c->data;
    uint32_t longest = 0;
    for (uint32_t r = 0; r < c->rows; r++) {
        uint32_t n = offset[r + 1] - offset[r];
        longest = n > longest ? n : longest;
    }
    return longest <= most;
}

static bool children_fit(const struct frame *f, const struct entity *e)
{
    const uint32_t *begin = f->entities[e->id].child_begin;
    uint32_t most = 0, parents = e->parent == NO_ENTITY ? 0 : f->entities[e->parent].rows;
    for (uint32_t p = 0; begin && p < parents; p++)
        most = begin[p + 1] - begin[p] > most ? begin[p + 1] - begin[p] : most;
    return most <= entity_max_rows(e);
}

/* Whether every household keeps to the schema's lanes and limits; rows_encode says which one
 * does not. */
static bool suits(const struct frame *f, const uint8_t *lanes)
{
    const struct model *m = f->model;
    for (size_t i = 0; i < m->entity_count; i++) {
        const struct entity *e = &m->entities[i];
        if (e->root == f->root &&
            (!children_fit(f, e) || !texts_fit(&f->entities[i].id, LIMIT_ID_BYTES)))
            return false;
    }
    for (size_t i = 0; i < m->field_count; i++) {
        const struct column *c = &f->columns[i];
        if (c->rows && c->lane != (enum lane)lanes[i])
            return false;
        if (c->rows && c->lane == LANE_TEXT && !texts_fit(c, LIMIT_TEXT_BYTES))
            return false;
    }
    return true;
}

/* --- records --- */

static enum hm_status add_record(struct ingest *g, const struct frame *f, uint32_t row,
                                 const uint16_t *plan, const struct id_entry *e, struct diag *d)
{
    size_t at = g->bytes.len;
    enum hm_status st =
        rows_encode(&g->bytes, f, row, g->store->lanes, g->store->generation, plan, d);
    if (st == HM_OK)
        st = ingest_change(g, e, id_of(f, row), at, d);
    if (st != HM_OK)
        g->bytes.len = at;
    return st;
}

enum hm_status ingest_settle(struct ingest *g, struct diag *d)
{
    struct fresh *x = &g->fresh;
    enum hm_status st = HM_OK;
    for (uint32_t i = 0; i < x->count && st == HM_OK; i++) {
        struct id_entry e = {x->block, (uint16_t)i, g->sequence};
        const struct frame *f = &x->parts[x->places[i].part];
        st = add_record(g, f, x->places[i].row, NULL, &e, d);
    }
    fresh_clear(x, false);
    return st;
}

/* --- new households --- */

static enum hm_status put_fresh(struct take *t, const struct newcomer *n)
{
    struct ingest *g = t->g;
    struct fresh *x = &g->fresh;
    if (x->count == 0) {
        x->block = n->at.block;
        x->root = x->parts[x->part_count - 1].root;
    }
    if (!fresh_add(x, n->row))
        return diag_nomem(t->d, _("recording households"));
    return x->count == g->state.block_households ? ingest_write_fresh(g, true, t->d) : HM_OK;
}

/* Whether a place continues the block that is being filled, or begins one. */
static bool continues(const struct ingest *g, const struct id_entry *at)
{
    const struct fresh *x = &g->fresh;
    return at->ordinal == 0 ||
           (x->count > 0 && x->block == at->block && x->count == at->ordinal);
}

/* A frame of mostly known households would be kept for few of them. */
static bool is_worth_keeping(const struct take *t)
{
    return t->new_count > 0 && t->new_count >= t->frame->entities[t->frame->root].rows / 2;
}

static enum hm_status put_new(struct take *t)
{
    struct ingest *g = t->g;
    uint32_t i = 0;
    bool is_kept = is_worth_keeping(t);
    if (!is_kept && t->new_count > 0)
        TRY(ingest_settle(g, t->d));
    for (; i < t->new_count && (!is_kept || !continues(g, &t->new[i].at)); i++)
        TRY(add_record(g, t->frame, t->new[i].row, t->plan, &t->new[i].at, t->d));
    if (i == t->new_count)
        return HM_OK;
    if (!fresh_part(&g->fresh, t->frame))
        return diag_nomem(t->d, _("recording households"));
    for (; i < t->new_count; i++)
        TRY(put_fresh(t, &t->new[i]));
    if (g->fresh.count == 0)
        fresh_clear(&g->fresh, false); /* it ended with a full block */
    return HM_OK;
}

/* --- the whole --- */

/* Places for the new ones, records of the others. */
static enum hm_status take_row(struct take *t, uint32_t row)
{
    struct ingest *g = t->g;
    struct id_entry e = {0};
    struct str id = id_of(t->frame, row);
    if (id.n == 0)
        return ingest_refuse_id(id, _("it has no id"), t->d);
    enum hm_status st = ids_get(&e, &g->txn, t->frame->root, id, t->d);
    if (st == HM_NOT_FOUND) {
        TRY(ingest_place(g, t->frame->root, id, &e, t->d));
        t->new[t->new_count++] = (struct newcomer){e, row};
        return HM_OK;
    }
    TRY(st);
    if (e.birth == g->sequence)
        return ingest_refuse_id(id, _("its id stands here twice"), t->d);
    return add_record(g, t->frame, row, t->plan, &e, t->d);
}

static enum hm_status take_rows(struct take *t, const uint32_t *rows, uint32_t n)
{
    struct ingest *g = t->g;
    enum hm_status result = HM_OK;
    TRY(ingest_txn(g, t->d));
    if (g->bytes.len >= g->held_bytes) /* not later: newcomers have a place and no record yet */
        TRY(ingest_relieve(g, t->d));
    for (uint32_t i = 0; i < n; i++) {
        TRY(ingest_txn(g, t->d));
        enum hm_status st = take_row(t, rows[i]);
        if (st != HM_OK && st != HM_DATA)
            return st;
        result = st == HM_OK ? result : st;
    }
    enum hm_status put = put_new(t);
    return put == HM_OK ? result : put;
}

/* Row by row as records: some household is refused for a value outside its range. */
static enum hm_status take_slowly(struct take *t, const uint32_t *rows, uint32_t n)
{
    struct pick some;
    TRY(pick_rows(&some, t->frame, rows, n, false, NULL, t->d));
    enum hm_status st = ingest_add(t->g, &some.frame, t->d);
    pick_fini(&some);
    return st;
}

enum hm_status ingest_take(struct ingest *g, struct frame *f, const uint32_t *rows, uint32_t n,
                           struct diag *d)
{
    struct take t = {.g = g, .frame = f, .d = d};
    enum hm_status st = g->failed;
    assert(f->model->field_count == g->store->schema->field_count);
    if (st == HM_OK && n > 0 && g->fresh.count > 0 && g->fresh.root != f->root)
        st = ingest_settle(g, d);
    if (st == HM_OK && n > 0 && !suits(f, g->store->lanes)) {
        st = take_slowly(&t, rows, n);
    } else if (st == HM_OK && n > 0) {
        t.plan = rows_plan(f);
        t.new = mem_calloc(n, sizeof *t.new);
        st =
            t.plan && t.new ? take_rows(&t, rows, n) : diag_nomem(d, _("recording households"));
        mem_free(t.plan);
        mem_free(t.new);
    }
    frame_fini(f);
    *f = (struct frame){0};
    if (st != HM_OK && st != HM_DATA)
        g->failed = st;
    return st;
}
