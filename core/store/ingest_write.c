/* ingest_write.c - turns an ingest's changes into block versions or single records.
 *
 * A block gets new versions when many of its households change, or when its pending single
 * records have become many; otherwise the changes go to the row store. New versions are written
 * for the ingest's month and for every later month the block has a version of: a household's
 * change flows on until its next own record (edits.h has the rule). Pending single records are
 * merged in at the same time.
 */
#include "store/ingest.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "store/key.h"

/* Changes of one block: a slice of g->changes, or, when spilled, the row store's under our
 * sequence number. */
struct group {
    uint32_t block;
    struct edits list; /* the changes as edits */
};

static int by_place(const void *left, const void *right)
{
    const struct change *a = left, *b = right;
    if (a->block != b->block)
        return a->block < b->block ? -1 : 1;
    if (a->ordinal != b->ordinal)
        return a->ordinal < b->ordinal ? -1 : 1;
    return a->month < b->month ? -1 : a->month > b->month;
}

static void sort_changes(struct ingest *g)
{
    if (g->change_count)
        qsort(g->changes, g->change_count, sizeof *g->changes, by_place);
}

static struct edit edit_of(const struct ingest *g, const struct change *c)
{
    return (struct edit){
        c->ordinal, c->month, g->sequence, {(const uint8_t *)g->bytes.data + c->at, c->n}};
}

/* --- counting --- */

/* Row of each ordinal in a block; UINT32_MAX = absent. */
static uint32_t *rows_by_ordinal(const struct block *b, struct arena *a)
{
    uint32_t *rows = arena_alloc(a, 65536 * sizeof *rows);
    uint32_t n = b->frame.root == NO_ENTITY ? 0 : b->frame.entities[b->frame.root].rows;
    if (!rows)
        return NULL;
    memset(rows, 0xFF, 65536 * sizeof *rows);
    for (uint32_t r = 0; r < n; r++)
        rows[b->ordinals[r]] = r;
    return rows;
}

static enum hm_status count_one(struct ingest *g, const struct edit *e,
                                const struct block *before, uint32_t row, struct buf *scratch,
                                struct diag *d)
{
    if (rows_is_gone(e->record.p, e->record.n)) {
        g->counts.deleted++;
        return HM_OK;
    }
    if (row == UINT32_MAX) {
        g->counts.added++;
        return HM_OK;
    }
    buf_clear(scratch);
    TRY(rows_encode(scratch, &before->frame, row, g->store->lanes, g->store->generation, NULL,
                    d));
    if (scratch->len == e->record.n && memcmp(scratch->data, e->record.p, e->record.n) == 0)
        g->counts.unchanged++;
    else
        g->counts.replaced++;
    return HM_OK;
}

/* Holds each change against the household as it was in the ingest's month. */
static enum hm_status count_changes(struct ingest *g, const struct group *x,
                                    const struct block *before, struct arena *a, struct diag *d)
{
    struct buf scratch;
    const uint32_t *rows = rows_by_ordinal(before, a);
    if (!rows)
        return diag_nomem(d, _("recording households"));
    enum hm_status st = HM_OK;
    buf_init(&scratch);
    for (size_t i = 0; i < x->list.count && st == HM_OK; i++) {
        const struct edit *e = &x->list.items[i];
        if (e->month == g->month)
            st = count_one(g, e, before, rows[e->ordinal], &scratch, d);
    }
    buf_fini(&scratch);
    return st;
}

/* --- versions --- */

/* One block's versions being written. */
struct rewrite {
    struct ingest *g;
    const struct group *x;
    struct edits pending; /* single records not yet in any version */
    uint16_t *months;     /* to write versions for, ascending */
    size_t month_count;
    struct arena *lists; /* what lives for the whole block */
};

static bool add_month(struct rewrite *w, uint16_t month)
{
    size_t at = 0;
    while (at < w->month_count && w->months[at] < month)
        at++;
    if (at < w->month_count && w->months[at] == month)
        return true;
    uint16_t *grown = arena_alloc(w->lists, (w->month_count + 1) * sizeof *grown);
    if (!grown)
        return false;
    if (at)
        memcpy(grown, w->months, at * sizeof *grown);
    grown[at] = month;
    if (at < w->month_count)
        memcpy(grown + at + 1, w->months + at, (w->month_count - at) * sizeof *grown);
    w->months = grown;
    w->month_count++;
    return true;
}

/* The months of all new records, and every month from the first of them that has a version. */
static enum hm_status choose_months(struct rewrite *w, const struct version_months *existing,
                                    struct diag *d)
{
    uint16_t first = w->g->month;
    bool ok = add_month(w, first);
    for (size_t i = 0; i < w->x->list.count && ok; i++)
        ok = w->x->list.items[i].month == first || add_month(w, w->x->list.items[i].month);
    for (size_t i = 0; i < w->pending.count && ok; i++) {
        first = w->pending.items[i].month < first ? w->pending.items[i].month : first;
        ok = add_month(w, w->pending.items[i].month);
    }
    for (size_t i = 0; i < existing->count && ok; i++)
        ok = existing->months[i] < first || add_month(w, existing->months[i]);
    return ok ? HM_OK : diag_nomem(d, _("recording households"));
}

/* The block in month `month` with all single records and changes; *base is what was stored. */
static enum hm_status rebuild(struct rewrite *w, uint16_t month, struct block *base,
                              struct block *out, struct arena *a, struct diag *d)
{
    struct ingest *g = w->g;
    struct view *v = g->view;
    struct edits list = {0};
    struct block_source source = {&v->txn, g->store->schema, &v->constants, NULL, a};
    TRY(block_read(base, &source, w->x->block, month, g->before.committed, NULL, d));
    TRY(edits_read(&list, &v->txn, w->x->block, base->version.sequence, g->before.committed,
                   month, a, d));
    if (month == g->month) {
        struct block before;
        TRY(edits_merge(&before, base, &list, month, NULL, g->store->path, a, d));
        TRY(count_changes(g, w->x, &before, a, d));
    }
    for (size_t i = 0; i < w->x->list.count; i++) {
        if (!edits_add(&list, &w->x->list.items[i], a))
            return diag_nomem(d, _("recording households"));
    }
    return edits_merge(out, base, &list, month, NULL, g->store->path, a, d);
}

static enum hm_status write_versions(struct rewrite *w, struct diag *d)
{
    struct ingest *g = w->g;
    struct block bases[2], blocks[2];
    for (size_t i = 0; i < w->month_count; i++) {
        struct arena *a = &g->arenas[i % 2];
        struct block *base = &bases[i % 2], *b = &blocks[i % 2];
        arena_reset(a);
        TRY(rebuild(w, w->months[i], base, b, a, d));
        if (b->frame.root == NO_ENTITY)
            continue;
        const struct block *same[2] = {base->version.exists ? base : NULL,
                                       i ? &blocks[(i + 1) % 2] : NULL};
        if (same[1] && same[1]->frame.root == NO_ENTITY)
            same[1] = NULL;
        TRY(ingest_txn(g, d));
        TRY(block_write(b, &g->txn, w->x->block, w->months[i], g->sequence, same, a, d));
    }
    return HM_OK;
}

static enum hm_status write_records(struct ingest *g, const struct group *x, struct diag *d)
{
    for (size_t i = 0; i < x->list.count; i++) {
        TRY(ingest_txn(g, d));
        TRY(edits_put(&g->txn, x->block, &x->list.items[i], d));
    }
    return HM_OK;
}

/* Spilled changes that have become part of a version are not needed any more. */
static enum hm_status drop_records(struct ingest *g, const struct group *x, struct diag *d)
{
    for (size_t i = 0; i < x->list.count; i++) {
        const struct edit *e = &x->list.items[i];
        struct key key = key_edit(x->block, e->sequence, e->ordinal, e->month);
        TRY(ingest_txn(g, d));
        TRY(txn_delete(&g->txn, TABLE_EDIT, key_bytes(&key), d));
        g->txn.written_bytes += 64;
    }
    return HM_OK;
}

static enum hm_status count_records(struct ingest *g, const struct group *x, struct diag *d)
{
    struct block before;
    struct arena *a = &g->arenas[0];
    arena_reset(a);
    TRY(view_read(&before, g->view, x->block, g->month, g->before.committed, NULL, a, d));
    return count_changes(g, x, &before, a, d);
}

/* Many changes are worth new versions of the columns; few are kept as single records. */
bool ingest_is_worth_versions(const struct ingest *g, size_t changes, size_t pending)
{
    uint32_t households = g->state.block_households;
    return changes * 64 >= households || (changes + pending) * 32 > households;
}

/* Notes that something of a block is written: the journal's digest goes by it. */
static enum hm_status touch(struct ingest *g, uint32_t block, struct diag *d)
{
    size_t word = block / 64;
    if (word >= g->touched_words) {
        size_t words = (word + 1) * 2;
        uint64_t *grown = mem_realloc(g->touched, words * sizeof *grown);
        if (!grown)
            return diag_nomem(d, _("recording households"));
        memset(grown + g->touched_words, 0, (words - g->touched_words) * sizeof *grown);
        g->touched = grown;
        g->touched_words = words;
    }
    g->touched[word] |= UINT64_C(1) << (block % 64);
    return HM_OK;
}

/* No household of it stood in the store before: all are new, and there is no other version. */
enum hm_status ingest_write_fresh(struct ingest *g, bool keep_last, struct diag *d)
{
    static const struct block *const none[2];
    struct arena *a = &g->arenas[0];
    struct block b;
    arena_reset(a);
    TRY(touch(g, g->fresh.block, d));
    TRY(fresh_gather(&b, &g->fresh, g->store->schema, g->month, a, d));
    TRY(ingest_txn(g, d));
    TRY(block_write(&b, &g->txn, g->fresh.block, g->month, g->sequence, none, a, d));
    g->counts.added += g->fresh.count;
    fresh_clear(&g->fresh, keep_last);
    return HM_OK;
}

/* stored: the changes lie in the row store, and x points at them there: the view's transaction
 * must not be renewed. */
static enum hm_status write_group(struct ingest *g, const struct group *x, bool stored,
                                  struct arena *lists, struct diag *d)
{
    struct rewrite w = {.g = g, .x = x, .lists = lists};
    struct version_months existing;
    TRY(touch(g, x->block, d));
    TRY(version_list(&existing, &g->view->txn, x->block, g->before.committed, lists, d));
    TRY(edits_read(&w.pending, &g->view->txn, x->block, existing.newest, g->before.committed,
                   UINT16_MAX, lists, d));
    if (!ingest_is_worth_versions(g, x->list.count, w.pending.count)) {
        TRY(count_records(g, x, d));
        return stored ? HM_OK : write_records(g, x, d);
    }
    TRY(choose_months(&w, &existing, d));
    TRY(write_versions(&w, d));
    return stored ? drop_records(g, x, d) : HM_OK;
}

/* --- from memory --- */

/* Index behind the last change of the block at `from`. */
static size_t group_end(const struct ingest *g, size_t from)
{
    size_t at = from;
    while (at < g->change_count && g->changes[at].block == g->changes[from].block)
        at++;
    return at;
}

static enum hm_status write_slice(struct ingest *g, size_t from, size_t end, struct diag *d)
{
    struct arena lists;
    struct group x = {.block = g->changes[from].block};
    enum hm_status st = HM_OK;
    arena_init(&lists);
    for (size_t i = from; i < end && st == HM_OK; i++) {
        struct edit e = edit_of(g, &g->changes[i]);
        if (!edits_add(&x.list, &e, &lists))
            st = diag_nomem(d, _("recording households"));
    }
    if (st == HM_OK)
        st = view_refresh(g->view, d);
    if (st == HM_OK)
        st = write_group(g, &x, false, &lists, d);
    arena_fini(&lists);
    return st;
}

/* Keeps the first `kept` changes, and only their bytes. */
static enum hm_status compact(struct ingest *g, size_t kept, struct diag *d)
{
    struct buf bytes;
    buf_init(&bytes);
    for (size_t i = 0; i < kept; i++) {
        struct change *c = &g->changes[i];
        size_t at = bytes.len;
        buf_put(&bytes, g->bytes.data + c->at, c->n);
        c->at = at;
    }
    buf_fini(&g->bytes);
    g->bytes = bytes;
    g->change_count = kept;
    return buf_ok(&bytes) ? HM_OK : diag_nomem(d, _("recording households"));
}

static bool is_tail(const struct ingest *g, uint32_t block)
{
    for (int i = 0; i < LIMIT_ENTITIES; i++) {
        const struct tail *t = &g->state.tails[i];
        if (t->used && t->block == block && t->used < g->state.block_households)
            return true;
    }
    return false;
}

/* Memory to the row store, sorted by place; then everything is read back block by block. */
static enum hm_status spill(struct ingest *g, struct diag *d)
{
    for (size_t i = 0; i < g->change_count; i++) {
        struct edit e = edit_of(g, &g->changes[i]);
        TRY(ingest_txn(g, d));
        TRY(edits_put(&g->txn, g->changes[i].block, &e, d));
    }
    g->spilled = true;
    g->spilled_blocks = g->state.block_count;
    return compact(g, 0, d);
}

/* A block is written at once only if all of it is in memory and nothing can be added to it. */
enum hm_status ingest_relieve(struct ingest *g, struct diag *d)
{
    size_t kept = 0, end;
    sort_changes(g);
    for (size_t from = 0; from < g->change_count; from = end) {
        uint32_t block = g->changes[from].block;
        end = group_end(g, from);
        if (block >= g->before.block_count && block >= g->spilled_blocks &&
            !is_tail(g, block)) {
            TRY(write_slice(g, from, end, d));
            mem_free(g->seen[block]); /* complete: no id can lead here but as a repeated one */
            g->seen[block] = NULL;
            continue;
        }
        memmove(g->changes + kept, g->changes + from, (end - from) * sizeof *g->changes);
        kept += end - from;
    }
    TRY(compact(g, kept, d));
    return g->bytes.len >= g->held_bytes / 2 ? spill(g, d) : HM_OK;
}

/* --- from the row store --- */

static enum hm_status write_spilled_block(struct ingest *g, uint32_t block, struct diag *d)
{
    struct arena lists;
    struct group x = {.block = block};
    arena_init(&lists);
    enum hm_status st = view_refresh(g->view, d);
    if (st == HM_OK)
        st = edits_read(&x.list, &g->view->txn, block, g->before.committed, g->sequence,
                        UINT16_MAX, &lists, d);
    if (st == HM_OK && x.list.count)
        st = write_group(g, &x, true, &lists, d);
    arena_fini(&lists);
    return st;
}

/* The spilled records must be committed for the view's transaction to see them. */
static enum hm_status write_spilled(struct ingest *g, struct diag *d)
{
    TRY(spill(g, d));
    g->txn.written_bytes = ENV_WRITE_BYTES;
    TRY(ingest_txn(g, d));
    for (uint32_t block = 0; block < g->state.block_count; block++) {
        if (block < g->seen_cap && g->seen[block])
            TRY(write_spilled_block(g, block, d));
    }
    return HM_OK;
}

enum hm_status ingest_write_all(struct ingest *g, struct diag *d)
{
    size_t end;
    TRY(ingest_txn(g, d));
    if (ingest_is_worth_versions(g, g->fresh.count, 0))
        TRY(ingest_write_fresh(g, false, d));
    TRY(ingest_settle(g, d));
    sort_changes(g);
    if (g->spilled)
        return write_spilled(g, d);
    for (size_t from = 0; from < g->change_count; from = end) {
        end = group_end(g, from);
        TRY(write_slice(g, from, end, d));
    }
    return HM_OK;
}
