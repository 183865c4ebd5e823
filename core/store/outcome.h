/* outcome.h - a block's results as they lie in the store. Private to store/. */
#ifndef HM_STORE_OUTCOME_H
#define HM_STORE_OUTCOME_H

#include "store/env.h"

/* One value: a column, a reference to an equal one of an earlier run, or the issues. */
struct run_value {
    uint16_t column;
    size_t at, bytes; /* in data */
};
struct run_block {
    uint16_t month;
    uint32_t block;
    struct run_value *values;
    size_t count;
    char *data;
    size_t data_bytes;
};

/* Puts a block's values under a run (or payment batch) into a table of results. */
enum hm_status run_write_values(struct txn *t, enum table table, uint32_t run,
                                const struct run_block *b, struct diag *d);
/* The newest complete payment batch; 0 = none. */
enum hm_status payment_last(struct txn *t, uint32_t *out, struct diag *d);
/* The batch that was begun and not finished; 0 = none. */
enum hm_status payment_unfinished(struct txn *t, uint32_t *out, struct diag *d);

#endif
