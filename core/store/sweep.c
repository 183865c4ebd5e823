/* sweep.c - removes what a change that never became visible left behind. Works in bounded
 * transactions, and can itself be interrupted at any moment. */
#include <string.h>
#include "store/evidence_rows.h"
#include "store/ids.h"
#include "store/key.h"
#include "store/outcome.h"
#include "store/state.h"

enum {
    SWEEP_AT_ONCE = 4096
}; /* entries looked at in one transaction that found some to remove */

/* Whether an entry goes. */
typedef bool (*unwanted_fn)(const struct scan *s, uint64_t limit);

struct sweep {
    enum table table;
    unwanted_fn unwanted;
    uint64_t limit;
};

/* One transaction: walks from `at` on and removes up to SWEEP_AT_ONCE entries. *more: there is
 * something behind `at` still to be looked at. */
static enum hm_status sweep_some(struct store *s, const struct sweep *w, struct key *at,
                                 bool *more, struct diag *d)
{
    struct txn t;
    struct scan scan = {0};
    TRY(txn_begin(&t, s->env, true, d));
    enum hm_status st = scan_open(&scan, &t, w->table, d);
    if (st == HM_OK)
        st = at->n ? scan_seek(&scan, key_bytes(at), d) : scan_first(&scan, d);
    int removed = 0;
    while (st == HM_OK && scan.found && removed < SWEEP_AT_ONCE) {
        if (w->unwanted(&scan, w->limit)) {
            st = scan_delete(&scan, d);
            removed++;
        }
        if (st == HM_OK)
            st = scan_next(&scan, d);
    }
    *more = st == HM_OK && scan.found;
    if (*more && scan.key.n <= sizeof at->bytes) {
        memcpy(at->bytes, scan.key.p, scan.key.n);
        at->n = scan.key.n;
    }
    scan_close(&scan);
    if (st == HM_OK && removed)
        return txn_commit(&t, d);
    txn_abort(&t);
    return st;
}

static enum hm_status sweep_table(struct store *s, const struct sweep *w, struct diag *d)
{
    struct key at = {.n = 0};
    bool more = true;
    while (more)
        TRY(sweep_some(s, w, &at, &more, d));
    return HM_OK;
}

static bool later_manifest(const struct scan *s, uint64_t committed)
{
    return s->key.n == KEY_MANIFEST_BYTES && key_read(s->key, 6, 8) > committed;
}

static bool later_column(const struct scan *s, uint64_t committed)
{
    return s->key.n == KEY_COLUMN_BYTES && key_read(s->key, 8, 8) > committed;
}

static bool later_edit(const struct scan *s, uint64_t committed)
{
    return s->key.n == KEY_EDIT_BYTES && key_read(s->key, 4, 8) > committed;
}

static bool later_use(const struct scan *s, uint64_t committed)
{
    return s->key.n == KEY_EVIDENCE_BYTES && key_read(s->key, 6, 1) == EVIDENCE_USE &&
           key_read(s->key, 7, 8) > committed;
}

static bool later_id(const struct scan *s, uint64_t committed)
{
    struct id_entry e;
    return ids_parse(&e, s->key, s->value, "", NULL) == HM_OK && e.birth > committed;
}

static enum hm_status write_state(struct store *s, uint64_t committed, struct diag *d)
{
    struct txn t;
    struct state st;
    TRY(txn_begin(&t, s->env, true, d));
    enum hm_status status = state_read(&st, &t, d);
    if (status == HM_OK && st.committed == committed) {
        st.in_progress = 0;
        status = state_write(&st, &t, d);
    }
    if (status == HM_OK)
        return txn_commit(&t, d);
    txn_abort(&t);
    return status;
}

static enum hm_status read_state(struct store *s, struct state *out, struct diag *d)
{
    struct txn t;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = state_read(out, &t, d);
    txn_abort(&t);
    return st;
}

enum hm_status sweep_facts(struct store *s, struct diag *d)
{
    struct state st;
    TRY(read_state(s, &st, d));
    if (st.in_progress == 0)
        return HM_OK;
    const struct sweep sweeps[] = {{TABLE_MANIFEST, later_manifest, st.committed},
                                   {TABLE_COLUMN, later_column, st.committed},
                                   {TABLE_EDIT, later_edit, st.committed},
                                   {TABLE_EVIDENCE, later_use, st.committed},
                                   {TABLE_ID, later_id, st.committed}};
    for (size_t i = 0; i < sizeof sweeps / sizeof *sweeps; i++)
        TRY(sweep_table(s, &sweeps[i], d));
    return write_state(s, st.committed, d);
}

/* --- results --- */

/* Entries are removed by their key's run; the walk begins there, and stops behind it. */
static enum hm_status sweep_some_results(struct store *s, enum table table, uint32_t run,
                                         bool *more, struct diag *d)
{
    struct txn t;
    struct scan scan = {0};
    struct key key = key_run(run);
    TRY(txn_begin(&t, s->env, true, d));
    enum hm_status st = scan_open(&scan, &t, table, d);
    int removed = 0;
    if (st == HM_OK)
        st = scan_seek(&scan, key_bytes(&key), d);
    while (st == HM_OK && scan.found && key_read(scan.key, 0, 4) == run &&
           removed < SWEEP_AT_ONCE) {
        st = scan_delete(&scan, d);
        removed++;
        if (st == HM_OK)
            st = scan_next(&scan, d);
    }
    *more = removed == SWEEP_AT_ONCE;
    scan_close(&scan);
    if (st == HM_OK && removed)
        return txn_commit(&t, d);
    txn_abort(&t);
    return st;
}

enum hm_status sweep_results(struct store *s, enum table table, uint32_t run, struct diag *d)
{
    bool more = true;
    while (more)
        TRY(sweep_some_results(s, table, run, &more, d));
    return HM_OK;
}

/* Only the newest batch can be unfinished: its number is given out again when it is gone. */
static enum hm_status find_unfinished(struct store *s, uint32_t *batch, struct diag *d)
{
    struct txn t;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = payment_unfinished(&t, batch, d);
    txn_abort(&t);
    return st;
}

static enum hm_status forget_batch(struct store *s, uint32_t batch, struct diag *d)
{
    struct txn t;
    struct key record = key_run(batch), fields = key_run_fields(batch);
    TRY(txn_begin(&t, s->env, true, d));
    enum hm_status st = txn_delete(&t, TABLE_PAYMENT, key_bytes(&fields), d);
    if (st == HM_OK || st == HM_NOT_FOUND)
        st = txn_delete(&t, TABLE_PAYMENT, key_bytes(&record), d);
    if (st == HM_OK || st == HM_NOT_FOUND)
        return txn_commit(&t, d);
    txn_abort(&t);
    return st;
}

enum hm_status sweep_payments(struct store *s, struct diag *d)
{
    uint32_t batch;
    TRY(find_unfinished(s, &batch, d));
    if (batch == 0)
        return HM_OK;
    TRY(sweep_results(s, TABLE_PAID, batch, d));
    return forget_batch(s, batch, d); /* last, so that an interrupted sweep goes on next time */
}
