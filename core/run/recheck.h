/* recheck.h - the fast engine under supervision: in every mass run a random sample of
 * households is evaluated again by the reference engine, and any difference stops the run
 * (design, promise 2).
 */
#ifndef HM_RUN_RECHECK_H
#define HM_RUN_RECHECK_H

#include "exec/engine.h"

enum { RECHECK_ONE_IN = 10000, RECHECK_LEAST = 100 }; /* households of a month, by default */

/* Which households of a month are checked: the same ones for the same seed. */
struct recheck_plan {
    uint64_t sample; /* how many, spread over the blocks */
    uint32_t block_count;
    uint64_t seed;
};
/* The sample when nobody asked for another: one in RECHECK_ONE_IN, at least RECHECK_LEAST. */
uint64_t recheck_default(uint64_t households);

/* One thread's reference engine for one month; opened when the first household is checked. */
struct recheck {
    struct evaluation exact;
    struct engine *engine;
    uint64_t checked; /* households so far */
};
void recheck_fini(struct recheck *c); /* a zeroed one may be ended */
/* Checks this block's share of the results of e. HM_INTERNAL, with a message naming household
 * and variable, when the engines differ. e stays as it is for all blocks of c. */
enum hm_status recheck_block(struct recheck *c, const struct evaluation *e,
                             const struct frame *f, const struct results *r,
                             const struct recheck_plan *plan, uint32_t block, struct diag *d);

#endif
