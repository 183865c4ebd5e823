/* recompute_block.h - private to recompute: what is computed, and one block of it on one
 * thread. */
#ifndef HM_RUN_RECOMPUTE_BLOCK_H
#define HM_RUN_RECOMPUTE_BLOCK_H

#include "run/history.h"
#include "run/recheck.h"
#include "run/recompute.h"

/* Fixed before the threads start, shared by them, read-only. */
struct block_month {
    int32_t month;
    struct evaluation evaluation;
    struct history history; /* published determinations that formulas may read */
    uint32_t before_run;    /* what the month is compared with; 0 = nothing */
    int32_t before_month;
};
struct block_plan {
    const struct recompute_job *job;
    const struct model *model;
    struct agenda agenda;
    const uint64_t *needed; /* fields to load; NULL = all */
    uint64_t sequence;
    uint32_t block_count;
    uint64_t expected; /* households times months, about */
    struct block_month *months;
    size_t month_count;
    struct recheck_plan recheck; /* of each month; with the fast engine only */
};
enum hm_status block_plan_init(struct block_plan *p, const struct recompute_job *job,
                               struct diag *d);
void block_plan_fini(struct block_plan *p);
enum hm_status block_placeholders(const struct block_plan *p, size_t month, struct summary *s,
                                  struct diag *d);

/* One thread's views, engines and counts, by month of the plan. */
struct block_worker {
    const struct block_plan *plan;
    struct diag diag;
    struct view **views;
    struct engine **engines;
    struct recheck *rechecks;
    uint64_t checked; /* households of the sample, once it is closed */
    struct tally *tallies;
    struct history_own *own; /* this block's determinations so far */
    size_t own_count;
    struct results results; /* of the block and month evaluated last */
};
/* A zeroed worker may be ended without having been set up. */
enum hm_status block_worker_init(struct block_worker *w, const struct block_plan *p,
                                 struct diag *d);
void block_worker_fini(struct block_worker *w);
/* On the worker's own thread. */
enum hm_status block_worker_open(struct block_worker *w);
void block_worker_close(struct block_worker *w);
/* Evaluates one block for the k-th month into w->results and counts what changes. Months of a
 * block are taken in order; block_forget ends a block. */
enum hm_status block_evaluate(struct block_worker *w, uint32_t block, size_t k,
                              uint32_t *households);
/* The results as they are stored; columns that the month's earlier determinations have as well
 * are shared with them. run_block_free. */
enum hm_status block_pack(struct block_worker *w, uint32_t block, size_t k,
                          struct run_block **out);
void block_forget(struct block_worker *w);

#endif
