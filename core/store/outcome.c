/* outcome.c - writes the results of a run, block by block, as outcome_pack.c made them; goes on
 * with a run that was stopped, and removes one.
 *
 * The transaction is committed whenever it has become large or old: nothing points to the
 * results before run_finish, and what was committed need not be computed again after a stop. A
 * block's results of a month go into one transaction. It is kept smaller than that of an
 * ingest, so that other threads compute while this one waits for the disk.
 */
#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "store/chain.h"
#include "store/key.h"
#include "store/ledger.h"
#include "store/outcome.h"
#include "value/date.h"

enum { RUN_WRITE_BYTES = ENV_WRITE_BYTES / 2 };
#define RUN_WRITE_NS UINT64_C(2000000000)

struct run_writer {
    struct store *store;
    struct txn txn;
    uint64_t begun_ns; /* the transaction */
    uint32_t run;
    bool has_fields; /* the run's numbering of fields was stored */
    bool torn;       /* a block was written in part: the transaction must not be committed */
    int32_t from, to;
    uint32_t blocks; /* bits of a month in `have` */
    uint64_t *have;  /* [month - from][block] */
};

static size_t words_of_month(const struct run_writer *w)
{
    return ((size_t)w->blocks + 63) / 64;
}

/* The word of a block and month; NULL when it is none of the run's. */
static uint64_t *have_word(const struct run_writer *w, int32_t month, uint32_t block)
{
    if (month < w->from || month > w->to || block >= w->blocks)
        return NULL;
    return &w->have[(size_t)(month - w->from) * words_of_month(w) + block / 64];
}

static void set_have(struct run_writer *w, int32_t month, uint32_t block)
{
    uint64_t *word = have_word(w, month, block);
    if (word)
        *word |= UINT64_C(1) << (block % 64);
}

bool run_has(const struct run_writer *w, int32_t month, uint32_t block)
{
    const uint64_t *word = have_word(w, month, block);
    return word && (*word >> (block % 64) & 1);
}

/* --- beginning --- */

static enum hm_status plan(struct run_writer *w, const struct run_record *r,
                           const struct state *st, struct diag *d)
{
    w->run = r->id;
    w->from = r->from;
    w->to = r->to;
    w->blocks = st->block_count;
    w->have =
        mem_calloc((size_t)(w->to - w->from + 1) * words_of_month(w) + 1, sizeof *w->have);
    return w->have ? HM_OK : diag_nomem(d, _("recording a run"));
}

static enum hm_status begin_run(struct run_writer *w, struct run_record *record,
                                const void *sources, size_t source_bytes, struct diag *d)
{
    struct state st;
    uint32_t batch;
    TRY(txn_begin(&w->txn, w->store->env, true, d));
    TRY(state_read(&st, &w->txn, d));
    TRY(payment_last(&w->txn, &batch, d));
    struct run_record started = *record;
    started.id = ++st.last_run;
    started.state = RUN_STARTED;
    started.publications = st.publications;
    started.payments = batch;
    snprintf(started.version, sizeof started.version, "%s", HUIMIN_VERSION);
    if (!started.who[0])
        chain_who(NULL, started.who);
    TRY(plan(w, &started, &st, d));
    TRY(ledger_put(&w->txn, &started, d));
    TRY(ledger_put_policy(&w->txn, record->identity, sources, source_bytes, d));
    TRY(state_write(&st, &w->txn, d));
    TRY(txn_commit(&w->txn, d));
    *record = started;
    return HM_OK;
}

static void free_writer(struct run_writer *w)
{
    txn_abort(&w->txn);
    store_give_back(w->store);
    mem_free(w->have);
    mem_free(w);
}

static enum hm_status new_writer(struct run_writer **out, struct store *s, struct diag *d)
{
    TRY(store_take(s, d));
    struct run_writer *w = mem_zalloc(sizeof *w);
    if (!w) {
        store_give_back(s);
        return diag_nomem(d, _("recording a run"));
    }
    w->store = s;
    *out = w;
    return HM_OK;
}

enum hm_status run_begin(struct run_writer **out, struct store *s, struct run_record *record,
                         const void *sources, size_t source_bytes, struct diag *d)
{
    struct run_writer *w;
    TRY(new_writer(&w, s, d));
    enum hm_status st = begin_run(w, record, sources, source_bytes, d);
    if (st != HM_OK) {
        free_writer(w);
        return st;
    }
    *out = w;
    return HM_OK;
}

/* --- going on --- */

static enum hm_status refuse_complete(const struct store *s, uint32_t id, const char *hint,
                                      struct diag *d)
{
    struct place at = {.file = s->path};
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at, hint, _("run %u is complete"), id);
}

static enum hm_status get_started(struct store *s, struct txn *t, uint32_t id,
                                  struct run_record *out, const char *hint, struct diag *d)
{
    enum hm_status st = ledger_get(t, id, out, d);
    if (st == HM_NOT_FOUND)
        return ledger_no_run(s, id, d);
    if (st == HM_OK && out->state != RUN_STARTED) {
        run_record_fini(out);
        return refuse_complete(s, id, hint, d);
    }
    return st;
}

/* Finds the blocks that are there: one step a block, not one a column. */
static enum hm_status find_stored(struct run_writer *w, struct txn *t, struct diag *d)
{
    struct scan s;
    struct key key = key_run(w->run);
    TRY(scan_open(&s, t, TABLE_RESULT, d));
    enum hm_status st = scan_seek(&s, key_bytes(&key), d);
    while (st == HM_OK && s.found && s.key.n == KEY_RESULT_BYTES &&
           key_read(s.key, 0, 4) == w->run) {
        uint16_t month = (uint16_t)key_read(s.key, 4, 2);
        uint32_t block = (uint32_t)key_read(s.key, 6, 4);
        set_have(w, month, block);
        key = key_result(w->run, month, block, UINT16_MAX);
        st = scan_seek(&s, key_bytes(&key), d);
    }
    scan_close(&s);
    return st;
}

static enum hm_status has_fields(struct run_writer *w, struct txn *t, struct diag *d)
{
    struct key key = key_run_fields(w->run);
    struct bytes value;
    enum hm_status st = txn_get(t, TABLE_RUN, key_bytes(&key), &value, d);
    w->has_fields = st == HM_OK;
    return st == HM_NOT_FOUND ? HM_OK : st;
}

static enum hm_status resume(struct run_writer *w, uint32_t id, struct run_record *record,
                             struct diag *d)
{
    struct txn t;
    struct state state;
    struct run_record r = {0};
    TRY(txn_begin(&t, w->store->env, false, d));
    enum hm_status st =
        get_started(w->store, &t, id, &r, _("only a run that was stopped can be resumed"), d);
    if (st == HM_OK)
        st = state_read(&state, &t, d);
    if (st == HM_OK)
        st = plan(w, &r, &state, d);
    if (st == HM_OK)
        st = find_stored(w, &t, d);
    if (st == HM_OK)
        st = has_fields(w, &t, d);
    txn_abort(&t);
    if (st == HM_OK)
        *record = r;
    else
        run_record_fini(&r);
    return st;
}

enum hm_status run_resume(struct run_writer **out, struct store *s, uint32_t id,
                          struct run_record *record, struct diag *d)
{
    struct run_writer *w;
    TRY(new_writer(&w, s, d));
    enum hm_status st = resume(w, id, record, d);
    if (st != HM_OK) {
        free_writer(w);
        return st;
    }
    *out = w;
    return HM_OK;
}

void run_abandon(struct run_writer *w)
{
    if (!w)
        return;
    if (w->txn.env && !w->torn)
        (void)txn_commit(&w->txn, NULL); /* what was put stays; if not, it is computed again */
    free_writer(w);
}

/* A transaction with room for a block's results. */
static enum hm_status writer_txn(struct run_writer *w, struct diag *d)
{
    uint64_t now = clock_monotonic_ns();
    if (w->txn.env && w->txn.written_bytes < RUN_WRITE_BYTES &&
        now - w->begun_ns < RUN_WRITE_NS)
        return HM_OK;
    if (w->txn.env)
        TRY(txn_commit(&w->txn, d));
    w->begun_ns = now;
    return txn_begin(&w->txn, w->store->env, true, d);
}

/* --- one block --- */

enum hm_status run_write_values(struct txn *t, enum table table, uint32_t run,
                                const struct run_block *b, struct diag *d)
{
    for (size_t i = 0; i < b->count; i++) {
        const struct run_value *v = &b->values[i];
        struct key key = key_result(run, b->month, b->block, v->column);
        void *to;
        TRY(txn_reserve(t, table, key_bytes(&key), v->bytes, &to, d));
        memcpy(to, b->data + v->at, v->bytes);
    }
    return HM_OK;
}

static enum hm_status put_block(struct run_writer *w, const struct run_block *b,
                                const struct model *m, struct diag *d)
{
    if (!w->has_fields)
        TRY(ledger_put_fields(&w->txn, w->run, m, d));
    w->has_fields = true;
    return run_write_values(&w->txn, TABLE_RESULT, w->run, b, d);
}

enum hm_status run_put_block(struct run_writer *w, const struct run_block *b,
                             const struct model *m, struct diag *d)
{
    assert(b->month >= w->from && b->month <= w->to);
    TRY(writer_txn(w, d));
    enum hm_status st = put_block(w, b, m, d);
    if (st == HM_OK)
        set_have(w, b->month, b->block);
    else
        w->torn = true;
    return st;
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

/* --- the end --- */

static enum hm_status put_in_journal(struct txn *t, const struct run_record *r,
                                     const char *when, struct diag *d)
{
    struct author by = {r->who, r->reason};
    struct buf parts, details;
    struct chain_entry e = {.kind = JOURNAL_RUN,
                            .subject = r->id,
                            .when = when,
                            .by = &by,
                            .parts = &parts,
                            .details = &details};
    buf_init(&parts);
    buf_init(&details);
    buf_printf(&details, "{\"run\":%u,\"from\":\"", r->id);
    month_put(&details, r->from);
    buf_puts(&details, "\",\"to\":\"");
    month_put(&details, r->to);
    buf_printf(&details,
               "\",\"sequence\":%llu,\"policy\":\"%s\",\"households\":%llu,"
               "\"undetermined\":%llu,\"failed\":%llu}",
               (unsigned long long)r->sequence, r->identity, (unsigned long long)r->households,
               (unsigned long long)r->undetermined, (unsigned long long)r->failed);
    enum hm_status st = parts_run(&parts, t, r->id, d);
    if (st == HM_OK)
        st = chain_add(t, &e, d);
    buf_fini(&parts);
    buf_fini(&details);
    return st;
}

static enum hm_status finish(struct run_writer *w, struct run_record *record, bool publish,
                             struct diag *d)
{
    char now[32];
    if (!w->txn.env)
        TRY(txn_begin(&w->txn, w->store->env, true, d));
    TRY(chain_now(&w->txn, now, d));
    if (!record->finished[0])
        memcpy(record->finished, now, sizeof now);
    record->id = w->run;
    record->state = RUN_COMPLETE;
    record->published[0] = '\0';
    TRY(ledger_put(&w->txn, record, d));
    TRY(put_in_journal(&w->txn, record, now, d));
    if (publish) {
        struct author by = {record->who, record->reason};
        TRY(ledger_publish(&w->txn, record, &by, d));
    }
    return txn_commit(&w->txn, d);
}

enum hm_status run_finish(struct run_writer *w, struct run_record *record, bool publish,
                          struct diag *d)
{
    enum hm_status st = finish(w, record, publish, d);
    if (st != HM_OK) {
        record->state = RUN_STARTED;
        record->published[0] = '\0';
    }
    free_writer(w);
    return st;
}

/* --- removing --- */

static enum hm_status log_discard(struct txn *t, uint32_t id, const struct author *by,
                                  struct diag *d)
{
    char now[32];
    struct buf parts, details;
    struct chain_entry e = {.kind = JOURNAL_DISCARD,
                            .subject = id,
                            .when = now,
                            .by = by,
                            .parts = &parts,
                            .details = &details};
    TRY(chain_now(t, now, d));
    buf_init(&parts);
    buf_init(&details);
    buf_printf(&details, "{\"run\":%u}", id);
    enum hm_status st = chain_add(t, &e, d);
    buf_fini(&parts);
    buf_fini(&details);
    return st;
}

/* The record goes last, together with the journal's entry: a discard that is cut short leaves a
 * started run with fewer blocks. */
static enum hm_status forget_run(struct store *s, uint32_t id, const struct author *by,
                                 struct diag *d)
{
    struct txn t;
    struct key record = key_run(id), fields = key_run_fields(id);
    TRY(txn_begin(&t, s->env, true, d));
    enum hm_status st = txn_delete(&t, TABLE_RUN, key_bytes(&fields), d);
    if (st == HM_OK || st == HM_NOT_FOUND)
        st = txn_delete(&t, TABLE_RUN, key_bytes(&record), d);
    if (st == HM_OK)
        st = log_discard(&t, id, by, d);
    if (st == HM_OK)
        return txn_commit(&t, d);
    txn_abort(&t);
    return st;
}

static enum hm_status check_started(struct store *s, uint32_t id, struct diag *d)
{
    struct txn t;
    struct run_record r;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = get_started(s, &t, id, &r,
                                    _("only a run that was stopped can be discarded; "
                                      "`huimin runs rollback` takes a published one back"),
                                    d);
    txn_abort(&t);
    if (st == HM_OK)
        run_record_fini(&r);
    return st;
}

enum hm_status run_discard(struct store *s, uint32_t id, const struct author *by,
                           struct diag *d)
{
    TRY(store_take(s, d));
    enum hm_status st = check_started(s, id, d);
    if (st == HM_OK)
        st = sweep_results(s, TABLE_RESULT, id, d);
    if (st == HM_OK)
        st = forget_run(s, id, by, d);
    store_give_back(s);
    return st;
}
