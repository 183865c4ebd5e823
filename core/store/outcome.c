/* outcome.c - writes the results of a run, block by block, as outcome_pack.c made them.
 *
 * The transaction is committed whenever it has become large: nothing points to the results
 * before run_finish. It is kept smaller than that of an ingest, so that other threads compute
 * while this one waits for the disk.
 */
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "store/key.h"
#include "store/ledger.h"
#include "store/outcome.h"

enum { RUN_WRITE_BYTES = ENV_WRITE_BYTES / 2 };

struct run_writer {
    struct store *store;
    struct txn txn;
    uint32_t run;
    bool has_fields; /* the run's numbering of fields was stored */
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
    if (w->txn.env && w->txn.written_bytes < RUN_WRITE_BYTES)
        return HM_OK;
    if (w->txn.env)
        TRY(txn_commit(&w->txn, d));
    return txn_begin(&w->txn, w->store->env, true, d);
}

/* --- one block --- */

enum hm_status run_put_block(struct run_writer *w, const struct run_block *b,
                             const struct model *m, struct diag *d)
{
    TRY(writer_txn(w, d));
    if (!w->has_fields)
        TRY(ledger_put_fields(&w->txn, w->run, m, d));
    w->has_fields = true;
    for (size_t i = 0; i < b->count; i++) {
        const struct run_value *v = &b->values[i];
        struct key key = key_result(w->run, b->month, b->block, v->column);
        void *to;
        TRY(txn_reserve(&w->txn, TABLE_RESULT, key_bytes(&key), v->bytes, &to, d));
        memcpy(to, b->data + v->at, v->bytes);
    }
    return HM_OK;
}

enum hm_status run_put(struct run_writer *w, int32_t month, uint32_t block,
                       const struct results *r, const struct model *m, struct diag *d)
{
    struct run_block *b = NULL;
    enum hm_status st = run_pack(&b, NULL, 0, 0, month, block, r, m, d);
    if (st == HM_OK)
        st = run_put_block(w, b, m, d);
    run_block_free(b);
    return st;
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
