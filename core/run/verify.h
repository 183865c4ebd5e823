/* verify.h - private to recompute: a run's results, evaluated again, against what the store
 * holds of them. */
#ifndef HM_RUN_VERIFY_H
#define HM_RUN_VERIFY_H

#include "run/recompute_block.h"

/* The block and month evaluated last against the stored ones of the plan's run: every value,
 * every missing fact and error. HM_DATA, with a message that names household, result and both
 * values, at the first difference. */
enum hm_status verify_block(struct block_worker *w, uint32_t block, size_t k);
/* The run's report against the recorded one; what depends on the machine is left out. */
enum hm_status verify_summary(const struct summary *s, const struct run_record *r,
                              struct diag *d);

#endif
