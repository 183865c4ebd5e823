/* state.h - an open store, and the small record that makes a change visible: whoever raises
 * `committed` in one transaction has published everything written under that sequence number.
 */
#ifndef HM_STORE_STATE_H
#define HM_STORE_STATE_H

#include "base/limits.h"
#include "store/env.h"
#include "store/store.h"

enum {
    /* A column of 16320 one-byte elements fills four pages exactly: 16 + 48 + 16320 = 16384. */
    STORE_BLOCK_HOUSEHOLDS = 16320,
    STORE_MAX_BLOCKS = 1 << 20 /* 17 billion households */
};
_Static_assert((int)STORE_BLOCK_HOUSEHOLDS <= (int)LIMIT_BLOCK_HOUSEHOLDS,
               "blocks fit the limit");

struct store {
    struct env *env;
    struct model *schema;
    uint8_t generation; /* how many times the schema had been extended (extend.c) */
    uint8_t *lanes;     /* of the schema's fields */
    char *path;
    uint64_t committed; /* when it was opened */
    int lock_fd;        /* the writer's lock, or -1 */
    bool busy;          /* an ingest or a run is being written: one at a time */
};

struct tail {
    uint32_t block; /* takes new households; valid when used > 0 */
    uint32_t used;  /* ordinals given out in it */
};
struct state {
    uint64_t committed;
    uint64_t
        in_progress; /* a change that was begun under this number and is not visible; or 0 */
    uint32_t block_households; /* capacity of a block */
    uint32_t block_count;
    uint32_t last_run;
    uint64_t publications;
    struct tail tails[LIMIT_ENTITIES]; /* by root entity */
};

enum hm_status state_read(struct state *out, struct txn *t, struct diag *d);
enum hm_status state_write(const struct state *st, struct txn *t, struct diag *d);

/* store_create with blocks of another capacity (tests: 1..LIMIT_BLOCK_HOUSEHOLDS). */
enum hm_status store_create_sized(const char *path, const struct model *m,
                                  uint32_t block_households, struct diag *d);
/* store_open that takes older formats as well, whose tables may be incomplete. */
enum hm_status store_open_any(struct store **out, const char *path, bool write, bool any_format,
                              struct diag *d);
enum hm_status store_read_format(struct txn *t, uint32_t *out, struct diag *d);
enum hm_status store_put_format(struct txn *t, uint32_t format, struct diag *d);
/* Writes the schema that follows the store's own; that one is kept for what was recorded up to
 * the sequence number. */
enum hm_status store_put_schema(struct store *s, struct txn *t, const struct model *m,
                                uint64_t sequence, struct diag *d);
/* HM_BUSY when the store's schema was extended since it was opened, and facts of the sequence
 * number may go by the new one. */
enum hm_status store_check_schema(const struct store *s, struct txn *t, uint64_t sequence,
                                  struct diag *d);
/* Copies the committed state to a new file and syncs it (copy.c). */
enum hm_status copy_env(struct env *e, const char *to, struct diag *d);
/* HM_USAGE when the store is read-only or another change is being written; marks it busy. */
enum hm_status store_take(struct store *s, struct diag *d);
void store_give_back(struct store *s);

/* Removes what a change that never became visible left behind: entries of a later sequence than
 * the committed one. */
enum hm_status sweep_facts(struct store *s, struct diag *d);
/* Removes payment batches that were begun and never finished. */
enum hm_status sweep_payments(struct store *s, struct diag *d);
/* Removes what a run (or batch) has in a table of results. */
enum hm_status sweep_results(struct store *s, enum table table, uint32_t run, struct diag *d);

static inline uint16_t state_month(int32_t month)
{
    assert(month > 0 && month < UINT16_MAX);
    return (uint16_t)month;
}

#endif
