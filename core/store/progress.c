/* progress.c - how far a run has come: which of its blocks and months have results. */
#include <string.h>
#include "store/key.h"
#include "store/state.h"

/* The next block and month of the run that has a result, from a key on. */
static enum hm_status next_stored(struct scan *s, const struct key *from, uint32_t run,
                                  uint16_t *month, uint32_t *block, bool *found, struct diag *d)
{
    TRY(scan_seek(s, key_bytes(from), d));
    *found = s->found && s->key.n == KEY_RESULT_BYTES && key_read(s->key, 0, 4) == run;
    if (*found) {
        *month = (uint16_t)key_read(s->key, 4, 2);
        *block = (uint32_t)key_read(s->key, 6, 4);
    }
    return HM_OK;
}

static enum hm_status count_stored(struct txn *t, uint32_t run, uint64_t *stored,
                                   struct diag *d)
{
    struct scan s;
    struct key key = key_result(run, 0, 0, 0);
    uint16_t month = 0;
    uint32_t block = 0;
    bool found;
    TRY(scan_open(&s, t, TABLE_RESULT, d));
    enum hm_status st = next_stored(&s, &key, run, &month, &block, &found, d);
    while (st == HM_OK && found) {
        ++*stored;
        key = key_result(run, month, block, UINT16_MAX);
        st = next_stored(&s, &key, run, &month, &block, &found, d);
    }
    scan_close(&s);
    return st;
}

enum hm_status run_progress(struct store *s, uint32_t run, uint64_t *stored, uint64_t *all,
                            struct diag *d)
{
    struct run_record r;
    struct state state;
    struct txn t;
    uint64_t count = 0;
    TRY(run_get(s, run, &r, d));
    uint64_t months = (uint64_t)(r.to - r.from) + 1;
    run_record_fini(&r);
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = state_read(&state, &t, d);
    if (st == HM_OK)
        st = count_stored(&t, run, &count, d);
    txn_abort(&t);
    if (st == HM_OK) {
        *all = state.block_count * months;
        *stored = count < *all ? count : *all;
    }
    return st;
}
