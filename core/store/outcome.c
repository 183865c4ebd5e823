/* outcome.c - writes the results of a run, block by block.
 *
 * A result column is stored in the narrowest lane that holds its values; rows without a value
 * have their validity bit cleared, and why is said by the issues beside the columns. The
 * transaction is committed whenever it has become large: nothing points to the results before
 * run_finish.
 */
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "store/issues.h"
#include "store/key.h"
#include "store/ledger.h"
#include "store/narrow.h"
#include "store/packed.h"

struct run_writer {
    struct store *store;
    struct txn txn;
    uint32_t run;
    bool has_fields;      /* the run's numbering of fields was stored */
    struct arena scratch; /* of one run_put */
};

static enum hm_status begin_run(struct run_writer *w, struct run_record *record,
                                const void *sources, size_t source_bytes, struct diag *d)
{
    struct state st;
    TRY(txn_begin(&w->txn, w->store->env, true, d));
    TRY(state_read(&st, &w->txn, d));
    w->run = ++st.last_run;
    struct run_record started = *record;
    started.id = w->run;
    started.state = RUN_STARTED;
    TRY(ledger_put(&w->txn, &started, d));
    TRY(ledger_put_policy(&w->txn, record->identity, sources, source_bytes, d));
    TRY(state_write(&st, &w->txn, d));
    TRY(txn_commit(&w->txn, d));
    record->id = w->run;
    record->state = RUN_STARTED;
    return HM_OK;
}

enum hm_status run_begin(struct run_writer **out, struct store *s, struct run_record *record,
                         const void *sources, size_t source_bytes, struct diag *d)
{
    TRY(store_take(s, d));
    struct run_writer *w = mem_zalloc(sizeof *w);
    if (!w) {
        store_give_back(s);
        return diag_nomem(d, _("recording a run"));
    }
    w->store = s;
    arena_init(&w->scratch);
    enum hm_status st = begin_run(w, record, sources, source_bytes, d);
    if (st != HM_OK) {
        run_abandon(w);
        return st;
    }
    *out = w;
    return HM_OK;
}

static void free_writer(struct run_writer *w)
{
    txn_abort(&w->txn);
    arena_fini(&w->scratch);
    store_give_back(w->store);
    mem_free(w);
}

void run_abandon(struct run_writer *w)
{
    if (w)
        free_writer(w);
}

/* A transaction with room for a block's results. */
static enum hm_status writer_txn(struct run_writer *w, struct diag *d)
{
    if (w->txn.env && w->txn.written_bytes < ENV_WRITE_BYTES)
        return HM_OK;
    if (w->txn.env)
        TRY(txn_commit(&w->txn, d));
    return txn_begin(&w->txn, w->store->env, true, d);
}

/* --- one block --- */

static bool plain(const struct result_column *c, const struct model *m)
{
    if (m->fields[c->field].type.kind == KIND_NUMBER)
        return false;
    for (uint32_t r = 0; c->den && r < c->rows; r++) {
        if (c->den[r] != 1)
            return false;
    }
    return true;
}

/* The stored form of every row; rows without a value hold 0. Borrows num where it is that form.
 */
static const int64_t *stored_values(struct run_writer *w, const struct result_column *c,
                                    const struct model *m)
{
    if (plain(c, m))
        return c->num;
    int64_t *out = arena_alloc(&w->scratch, c->rows * sizeof *out + 64);
    for (uint32_t r = 0; out && r < c->rows; r++)
        out[r] = c->state[r] == HM_TRAP_NONE ? result_stored(c, m, r) : 0;
    return out;
}

/* NULL in *out: every row has a value. */
static bool valid_bits(struct run_writer *w, const struct result_column *c,
                       const uint64_t **out)
{
    *out = NULL;
    if (result_all_known(c))
        return true;
    uint64_t *bits = arena_zalloc(&w->scratch, ((size_t)c->rows + 63) / 64 * 8 + 64);
    for (uint32_t r = 0; bits && r < c->rows; r++)
        bits[r / 64] |= (uint64_t)(result_state(c, r) == HM_TRAP_NONE) << (r % 64);
    *out = bits;
    return bits != NULL;
}

static enum hm_status put_column(struct run_writer *w, uint16_t month, uint32_t block,
                                 const struct result_column *c, const struct model *m,
                                 struct diag *d)
{
    struct column column = {.lane = LANE_I64, .rows = c->rows};
    struct packing p;
    void *to;
    if (c->data) {
        column.lane = c->lane;
        column.data = c->data;
    } else {
        column.data = stored_values(w, c, m);
    }
    if (!column.data || !valid_bits(w, c, &column.valid))
        return diag_nomem(d, _("recording results"));
    enum lane lane =
        c->lane == LANE_I64 || !c->data ? narrow_lane(column.data, c->rows) : c->lane;
    packed_plan(&p, &column, lane);
    if (p.missing)
        return HM_OK;
    struct key key = key_result(w->run, month, block, c->field);
    TRY(txn_reserve(&w->txn, TABLE_RESULT, key_bytes(&key), p.total_bytes, &to, d));
    packed_write(&p, block, c->field, to);
    return HM_OK;
}

static enum hm_status put_issues(struct run_writer *w, uint16_t month, uint32_t block,
                                 const struct results *r, struct diag *d)
{
    struct buf b;
    void *to;
    if (r->issue_count == 0)
        return HM_OK;
    buf_init(&b);
    enum hm_status st = issues_encode(&b, r->issues, r->issue_count, d);
    struct key key = key_result(w->run, month, block, COLUMN_ISSUES);
    if (st == HM_OK)
        st = txn_reserve(&w->txn, TABLE_RESULT, key_bytes(&key), packed_blob_bytes(b.len), &to,
                         d);
    if (st == HM_OK)
        packed_write_blob(b.data, b.len, block, COLUMN_ISSUES, to);
    buf_fini(&b);
    return st;
}

enum hm_status run_put(struct run_writer *w, int32_t month, uint32_t block,
                       const struct results *r, const struct model *m, struct diag *d)
{
    TRY(writer_txn(w, d));
    if (!w->has_fields)
        TRY(ledger_put_fields(&w->txn, w->run, m, d));
    w->has_fields = true;
    arena_reset(&w->scratch);
    for (size_t i = 0; i < r->column_count; i++) {
        if (r->columns[i].rows)
            TRY(put_column(w, state_month(month), block, &r->columns[i], m, d));
    }
    return put_issues(w, state_month(month), block, r, d);
}

static enum hm_status finish(struct run_writer *w, struct run_record *record, bool publish,
                             struct diag *d)
{
    char now[32];
    if (!w->txn.env)
        TRY(txn_begin(&w->txn, w->store->env, true, d));
    clock_iso(clock_unix_seconds(), now);
    if (!record->finished[0])
        memcpy(record->finished, now, sizeof now);
    record->id = w->run;
    record->state = RUN_COMPLETE;
    if (publish)
        TRY(ledger_publish(&w->txn, record, now, d));
    else
        TRY(ledger_put(&w->txn, record, d));
    return txn_commit(&w->txn, d);
}

enum hm_status run_finish(struct run_writer *w, struct run_record *record, bool publish,
                          struct diag *d)
{
    enum hm_status st = finish(w, record, publish, d);
    if (st != HM_OK)
        record->state = RUN_STARTED;
    free_writer(w);
    return st;
}
