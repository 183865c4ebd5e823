/* publications.h - which run's determinations are in force for a month, now and before.
 *
 * Every publication adds, for each of its months, a pointer under the next counter; the newest
 * pointer of a month is in force and the older ones are its history. A rollback adds pointers
 * as well: to what was in force before, which may be nothing. Nothing is ever removed.
 */
#ifndef HM_STORE_PUBLICATIONS_H
#define HM_STORE_PUBLICATIONS_H

#include <stdbool.h>
#include "base/diag.h"

struct store;
struct author;

struct publication {
    int32_t month;
    uint64_t counter;  /* one publication may cover many months under one counter */
    uint32_t run;      /* 0 = nothing is in force */
    bool rollback;     /* it brought back .. */
    uint64_t restores; /* .. what this counter had put in force; 0 = nothing */
    char when[32], who[64];
    char *reason; /* mem_free */
};
void publication_fini(struct publication *p);

/* Makes a complete run the determination of its months, in one step. */
enum hm_status run_publish(struct store *s, uint32_t id, const struct author *by,
                           struct diag *d);
/* Takes a run back in every month from..to (0, 0: all) where it is in force: what was in force
 * before it is in force again. Going back again goes one step further, not back and forth.
 * HM_USAGE when the run is in force nowhere there. *months (may be NULL): how many changed. */
enum hm_status run_rollback(struct store *s, uint32_t id, int32_t from, int32_t to,
                            const struct author *by, size_t *months, struct diag *d);

/* The newest publication counter; 0 = never published. A failure is never taken for that. */
enum hm_status store_publications(const struct store *s, uint64_t *out, struct diag *d);
/* The run in force for a month as of a counter (UINT64_MAX: now); HM_NOT_FOUND without a
 * message when none is. */
enum hm_status publication_run(struct store *s, int32_t month, uint64_t as_of, uint32_t *id,
                               struct diag *d);
/* The latest month <= month that has a run in force as of a counter; HM_NOT_FOUND likewise. */
enum hm_status publication_run_before(struct store *s, int32_t month, uint64_t as_of,
                                      int32_t *found, uint32_t *id, struct diag *d);
/* The same as of now, with a message when there is none. */
enum hm_status run_published(struct store *s, int32_t month, uint32_t *id, struct diag *d);
enum hm_status run_published_before(struct store *s, int32_t month, int32_t *found,
                                    uint32_t *id, struct diag *d);
/* History of a month (0 = of all months), by month, then counter; *out by mem_free after
 * publication_fini of each. */
enum hm_status publication_list(struct store *s, int32_t month, struct publication **out,
                                size_t *n, struct diag *d);

#endif
