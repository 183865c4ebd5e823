/* recompute_block.h - private to recompute and its verification: what is computed, and one
 * block of it on one thread. */
#ifndef HM_RUN_RECOMPUTE_BLOCK_H
#define HM_RUN_RECOMPUTE_BLOCK_H

#include "run/history.h"
#include "run/owed.h"
#include "run/recheck.h"
#include "run/recompute.h"

/* Fixed before the threads start, shared by them, read-only. */
struct block_month {
    int32_t month;
    struct evaluation whole, open; /* all outputs; those the plan leaves open */
    struct history history;        /* published determinations that formulas may read */
    const struct plan_month *plan; /* what it is compared with, and what cannot change */
};
struct block_plan {
    const struct recompute_job *job;
    const struct model *model;
    struct agenda agenda;
    struct plan plan;
    const uint64_t *needed; /* fields to load; NULL = all */
    uint64_t *counted;      /* fields to load where nothing is evaluated */
    uint64_t sequence, publications;
    uint32_t run;       /* its id, once begun; 0: rehearsal */
    const bool *stored; /* by block: all its months are there already; NULL = none is */
    uint32_t block_count;
    uint64_t expected; /* households times months, about */
    struct block_month *months;
    size_t month_count;
    struct owed_items owed; /* payments that the determinations are held against */
    struct recheck_plan recheck; /* of each month; with the fast engine only */
};
/* block_plan_fini, also after a failure. */
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
    struct engine **whole, **open; /* opened when they are first needed */
    struct recheck *rechecks;
    uint64_t checked;   /* households of the sample, once it is closed */
    uint64_t evaluated; /* households, in any of their results */
    uint64_t shared;    /* households taken over without evaluating anything */
    struct tally *tallies;
    struct owed_sum *owed; /* [month * owed.count + benefit] */
    struct history_own *own; /* this block's determinations so far */
    size_t own_count;
    struct run_months *kept; /* this block's columns so far; NULL for a single month */
    struct results results;  /* evaluated: of the block and month done last */
    struct results merged;   /* with what was taken over */
    struct results earlier;  /* issues taken over */
    bool reuses;             /* the block and month done last took the fixed outputs over */
};
/* A zeroed worker may be ended without having been set up. */
enum hm_status block_worker_init(struct block_worker *w, const struct block_plan *p,
                                 struct diag *d);
void block_worker_fini(struct block_worker *w);
/* On the worker's own thread. */
enum hm_status block_worker_open(struct block_worker *w);
void block_worker_close(struct block_worker *w);
/* Evaluates one block for the k-th month, as far as it cannot be taken over, and counts what
 * changes. Months of a block are taken in order; block_forget ends a block. */
enum hm_status block_evaluate(struct block_worker *w, uint32_t block, size_t k,
                              uint32_t *households);
/* Counts a block and month of the run that are stored already. */
enum hm_status block_recall(struct block_worker *w, uint32_t block, size_t k,
                            uint32_t *households);
/* All results of the block and month evaluated last. */
const struct results *block_results(const struct block_worker *w);
/* The results as they are stored; columns that the month's earlier determinations have as well,
 * or the run's month before, are shared with them. run_block_free. */
enum hm_status block_pack(struct block_worker *w, uint32_t block, size_t k,
                          struct run_block **out);
void block_forget(struct block_worker *w);

#endif
