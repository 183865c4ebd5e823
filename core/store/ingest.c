/* ingest.c - takes households in, gives new ones their place, and ends an ingest.
 *
 * Changes are held in memory as records (rows.h), by block. Blocks that only this ingest fills
 * are written as soon as they are full; changes of older blocks are written at the end, or
 * spilled to the row store when they grow too many. All of it carries the next sequence number
 * and becomes visible when the last transaction raises the committed one.
 */
#include "store/ingest.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "store/chain.h"
#include "store/key.h"

bool ingest_possible(const struct store *s)
{
    return env_writable(s->env);
}

enum hm_status ingest_begin(struct ingest **out, struct store *s, int32_t month, struct diag *d)
{
    TRY(store_take(s, d));
    enum hm_status st = HM_OK;
    struct ingest *g = mem_zalloc(sizeof *g);
    if (!g) {
        store_give_back(s);
        return diag_nomem(d, _("recording households"));
    }
    g->store = s;
    g->month = state_month(month);
    g->held_bytes = INGEST_HELD_BYTES;
    buf_init(&g->bytes);
    arena_init(&g->arenas[0]);
    arena_init(&g->arenas[1]);
    TRY_DONE(sweep_facts(s, d)); /* what an aborted ingest could not remove */
    TRY_DONE(txn_begin(&g->txn, s->env, true, d));
    TRY_DONE(state_read(&g->before, &g->txn, d));
    g->state = g->before;
    g->sequence = g->before.committed + 1;
    TRY_DONE(view_open(&g->view, s, s->schema, month, g->before.committed, d));
    *out = g;
    g = NULL;
done:
    if (g)
        ingest_abort(g);
    return st;
}

static void ingest_free(struct ingest *g)
{
    txn_abort(&g->txn);
    view_close(g->view);
    for (size_t i = 0; i < g->seen_cap; i++)
        mem_free(g->seen[i]);
    mem_free(g->seen);
    fresh_fini(&g->fresh);
    mem_free(g->changes);
    mem_free(g->touched);
    mem_free(g->what);
    mem_free(g->files);
    mem_free(g->who);
    mem_free(g->reason);
    buf_fini(&g->bytes);
    arena_fini(&g->arenas[0]);
    arena_fini(&g->arenas[1]);
    store_give_back(g->store);
    mem_free(g);
}

void ingest_abort(struct ingest *g)
{
    if (!g)
        return;
    struct store *s = g->store;
    bool marked = g->marked;
    ingest_free(g);
    if (marked)
        (void)sweep_facts(s, NULL); /* if this fails, the next writer does it */
}

static bool copy_text(char **out, const char *text)
{
    mem_free(*out);
    *out = text ? mem_strdup(text) : NULL;
    return *out || !text;
}

enum hm_status ingest_describe(struct ingest *g, const char *what, const char *files,
                               const struct author *by, struct diag *d)
{
    bool ok = copy_text(&g->what, what) && copy_text(&g->files, files) &&
              copy_text(&g->who, by ? by->who : NULL) &&
              copy_text(&g->reason, by ? by->reason : NULL);
    return ok ? HM_OK : diag_nomem(d, _("recording households"));
}

enum hm_status ingest_txn(struct ingest *g, struct diag *d)
{
    if (g->txn.env && g->txn.written_bytes < ENV_WRITE_BYTES)
        return HM_OK;
    if (g->txn.env) {
        struct state mark = g->before;
        mark.in_progress = g->sequence;
        TRY(state_write(&mark, &g->txn, d));
        TRY(txn_commit(&g->txn, d));
        g->marked = true;
    }
    return txn_begin(&g->txn, g->store->env, true, d);
}

/* --- places --- */

/* Sets a household's bit. 1: it was clear, 0: it was set, -1: no memory. */
static int see(struct ingest *g, uint32_t block, uint16_t ordinal)
{
    void *list = g->seen;
    size_t old = g->seen_cap;
    if (mem_grow(&list, &g->seen_cap, (size_t)block + 1, sizeof *g->seen) != 0)
        return -1;
    g->seen = list;
    if (g->seen_cap > old)
        memset(g->seen + old, 0, (g->seen_cap - old) * sizeof *g->seen);
    if (!g->seen[block])
        g->seen[block] = mem_zalloc(LIMIT_BLOCK_HOUSEHOLDS / 8 + 8);
    if (!g->seen[block])
        return -1;
    uint64_t bit = UINT64_C(1) << (ordinal % 64);
    uint64_t *word = &g->seen[block][ordinal / 64];
    int was_clear = (*word & bit) == 0;
    *word |= bit;
    return was_clear;
}

enum hm_status ingest_place(struct ingest *g, uint8_t root, struct str id, struct id_entry *out,
                            struct diag *d)
{
    struct tail *tail = &g->state.tails[root];
    if (tail->used == 0 || tail->used == g->state.block_households) {
        if (g->state.block_count >= STORE_MAX_BLOCKS)
            return diag_error(d, HM_ENVIRONMENT, &(struct place){.file = g->store->path},
                              _("the store is full: it has %u blocks of households"),
                              g->state.block_count);
        *tail = (struct tail){g->state.block_count++, 0};
    }
    *out = (struct id_entry){tail->block, (uint16_t)tail->used, g->sequence};
    TRY(ids_put(&g->txn, root, id, out, d));
    g->txn.written_bytes += INGEST_ID_COST_BYTES;
    g->has_new = true;
    tail->used++;
    return HM_OK;
}

enum hm_status ingest_refuse_id(struct str id, const char *why, struct diag *d)
{
    struct place at = {.field = "id"};
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                    _("give every household an id of its own, once"), _("household %.*s: %s"),
                    (int)id.n, id.p, why);
}

static enum hm_status add_change(struct ingest *g, const struct id_entry *e, uint16_t month,
                                 size_t at, struct diag *d)
{
    void *list = g->changes;
    if (mem_grow(&list, &g->change_cap, g->change_count + 1, sizeof *g->changes) != 0)
        return diag_nomem(d, _("recording households"));
    g->changes = list;
    g->changes[g->change_count++] =
        (struct change){e->block, e->ordinal, month, at, g->bytes.len - at};
    return HM_OK;
}

/* --- taking households --- */

enum hm_status ingest_change(struct ingest *g, const struct id_entry *e, struct str id,
                             size_t at, struct diag *d)
{
    int was_clear = see(g, e->block, e->ordinal);
    if (was_clear < 0)
        return diag_nomem(d, _("recording households"));
    if (!was_clear)
        return ingest_refuse_id(id, _("its id stands here twice"), d);
    return add_change(g, e, g->month, at, d);
}

/* HM_DATA leaves nothing behind: the record is encoded first and taken back. */
static enum hm_status add_household(struct ingest *g, const struct frame *f, uint32_t row,
                                    const uint16_t *plan, struct diag *d)
{
    const struct column *ids = &f->entities[f->root].id;
    struct str id = row < ids->rows ? column_text(ids, row) : (struct str){"", 0};
    struct id_entry e = {0};
    size_t at = g->bytes.len;
    if (id.n == 0)
        return ingest_refuse_id(id, _("it has no id"), d);
    enum hm_status st =
        rows_encode(&g->bytes, f, row, g->store->lanes, g->store->generation, plan, d);
    if (st == HM_OK)
        st = ids_get(&e, &g->txn, f->root, id, d);
    if (st == HM_NOT_FOUND)
        st = ingest_place(g, f->root, id, &e, d);
    else if (st == HM_OK && e.birth == g->sequence)
        st = ingest_refuse_id(id, _("its id stands here twice"), d);
    if (st == HM_OK)
        st = ingest_change(g, &e, id, at, d);
    if (st != HM_OK)
        g->bytes.len = at;
    return st;
}

static enum hm_status stop(struct ingest *g, enum hm_status st)
{
    g->failed = st;
    return st;
}

static enum hm_status add_households(struct ingest *g, const struct frame *f,
                                     const uint16_t *plan, struct diag *d)
{
    enum hm_status result = HM_OK;
    for (uint32_t r = 0; r < f->entities[f->root].rows; r++) {
        enum hm_status st = ingest_txn(g, d);
        if (st == HM_OK && g->bytes.len >= g->held_bytes)
            st = ingest_relieve(g, d);
        if (st != HM_OK)
            return stop(g, st);
        st = add_household(g, f, r, plan, d);
        if (st != HM_OK && st != HM_DATA)
            return stop(g, st);
        result = st == HM_OK ? result : st;
    }
    return result;
}

enum hm_status ingest_add(struct ingest *g, const struct frame *f, struct diag *d)
{
    assert(f->model->field_count == g->store->schema->field_count);
    TRY(g->failed);
    enum hm_status settled = ingest_settle(g, d);
    if (settled != HM_OK)
        return stop(g, settled);
    uint16_t *plan = rows_plan(f);
    enum hm_status st = plan ? add_households(g, f, plan, d)
                             : stop(g, diag_nomem(d, _("recording households")));
    mem_free(plan);
    return st;
}

/* --- deleting --- */

/* A record that says "gone" from `month`. */
static enum hm_status add_gone(struct ingest *g, const struct id_entry *e, uint16_t month,
                               uint8_t root, struct diag *d)
{
    size_t at = g->bytes.len;
    rows_encode_gone(&g->bytes, root);
    if (!buf_ok(&g->bytes))
        return diag_nomem(d, _("deleting a household"));
    return add_change(g, e, month, at, d);
}

/* Months after ours from which the household may have a record of its own. */
static enum hm_status later_months(struct ingest *g, uint32_t block, struct version_months *out,
                                   struct arena *a, struct diag *d)
{
    struct edits list = {0};
    TRY(version_list(out, &g->view->txn, block, g->before.committed, a, d));
    TRY(edits_read(&list, &g->view->txn, block, out->newest, g->before.committed, UINT16_MAX, a,
                   d));
    uint16_t *months = arena_alloc(a, (out->count + list.count + 1) * sizeof *months);
    if (!months)
        return diag_nomem(d, _("deleting a household"));
    size_t n = 0;
    for (size_t i = 0; i < out->count; i++)
        months[n++] = out->months[i];
    for (size_t i = 0; i < list.count; i++)
        months[n++] = list.items[i].month;
    out->months = months;
    out->count = n;
    return HM_OK;
}

/* The month from which the household's record in force for `month` holds; 0 when absent. */
static enum hm_status own_month(struct ingest *g, const struct id_entry *e, uint16_t month,
                                uint16_t *out, struct arena *a, struct diag *d)
{
    struct block b;
    TRY(view_read(&b, g->view, e->block, month, g->before.committed, view_no_fields, a, d));
    uint32_t rows = b.frame.root == NO_ENTITY ? 0 : b.frame.entities[b.frame.root].rows;
    *out = 0;
    for (uint32_t r = 0; r < rows; r++) {
        if (b.ordinals[r] == e->ordinal)
            *out = b.own[r];
    }
    return HM_OK;
}

static enum hm_status delete_later(struct ingest *g, const struct id_entry *e, uint8_t root,
                                   struct arena *a, struct diag *d)
{
    struct version_months list;
    uint16_t done = g->month; /* up to here all is deleted */
    TRY(later_months(g, e->block, &list, a, d));
    for (;;) {
        uint16_t next = UINT16_MAX, own;
        for (size_t i = 0; i < list.count; i++) {
            if (list.months[i] > done && list.months[i] < next)
                next = list.months[i];
        }
        if (next == UINT16_MAX)
            return HM_OK;
        done = next;
        TRY(own_month(g, e, next, &own, a, d));
        if (own == next)
            TRY(add_gone(g, e, next, root, d));
    }
}

void ingest_only(struct ingest *g, uint8_t root)
{
    view_only(g->view, root);
}

enum hm_status ingest_delete(struct ingest *g, struct str id, struct diag *d)
{
    struct id_entry e;
    uint32_t row;
    TRY(g->failed);
    enum hm_status st = ingest_txn(g, d);
    if (st == HM_OK)
        st = view_locate(g->view, id, &e, &row, d);
    if (st == HM_NOT_FOUND)
        return st;
    if (st != HM_OK)
        return stop(g, st);
    uint8_t root = g->view->look.frame.root;
    int was_clear = see(g, e.block, e.ordinal);
    if (was_clear == 0)
        return ingest_refuse_id(id, _("its id stands here twice"), d);
    if (was_clear < 0)
        return stop(g, diag_nomem(d, _("deleting a household")));
    struct arena a;
    arena_init(&a);
    st = add_gone(g, &e, g->month, root, d);
    if (st == HM_OK)
        st = delete_later(g, &e, root, &a, d);
    arena_fini(&a);
    return st == HM_OK ? st : stop(g, st);
}

/* --- the end --- */

static enum hm_status put_in_journal(struct ingest *g, const struct change_record *r,
                                     const struct author *by, struct diag *d)
{
    struct buf parts, details;
    struct chain_entry e = {.kind = JOURNAL_CHANGE,
                            .subject = g->sequence,
                            .when = r->recorded,
                            .by = by,
                            .parts = &parts,
                            .details = &details};
    buf_init(&parts);
    buf_init(&details);
    changelog_details(&details, r);
    enum hm_status st =
        parts_change(&parts, &g->txn, g->sequence, g->touched, g->touched_words, d);
    if (st == HM_OK)
        st = chain_add(&g->txn, &e, d);
    buf_fini(&parts);
    buf_fini(&details);
    return st;
}

static enum hm_status log_change(struct ingest *g, struct diag *d)
{
    struct author by = {g->who, g->reason};
    struct change_record r = {.sequence = g->sequence,
                              .month = g->month,
                              .counts = g->counts,
                              .reason = g->reason,
                              .files = g->files};
    snprintf(r.what, sizeof r.what, "%s", g->what ? g->what : "change");
    chain_who(&by, r.who);
    TRY(chain_now(&g->txn, r.recorded, d));
    TRY(changelog_put(&g->txn, &r, d));
    return put_in_journal(g, &r, &by, d);
}

static enum hm_status publish(struct ingest *g, struct diag *d)
{
    g->state.committed = g->sequence;
    g->state.in_progress = 0;
    TRY(state_write(&g->state, &g->txn, d));
    TRY(log_change(g, d));
    return txn_commit(&g->txn, d);
}

enum hm_status ingest_commit(struct ingest *g, struct ingest_counts *out, struct diag *d)
{
    enum hm_status st = g->failed;
    if (st == HM_OK && (g->change_count || g->has_new || g->spilled || g->marked || g->used)) {
        st = ingest_write_all(g, d);
        if (st == HM_OK)
            st = publish(g, d);
    }
    if (st != HM_OK) {
        ingest_abort(g);
        return st;
    }
    if (out)
        *out = g->counts;
    ingest_free(g);
    return HM_OK;
}

enum hm_status ingest_rehearse(struct ingest *g, struct ingest_counts *out, struct diag *d)
{
    enum hm_status st = g->failed;
    if (st == HM_OK && (g->change_count || g->has_new || g->spilled || g->marked || g->used))
        st = ingest_write_all(g, d);
    if (st == HM_OK)
        *out = g->counts;
    ingest_abort(g);
    return st;
}
