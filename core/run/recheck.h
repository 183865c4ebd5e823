/* recheck.h - the fast engine under supervision: in every mass run a few households are
 * evaluated again by the reference engine, and any difference stops the run (design, promise
 * 2). */
#ifndef HM_RUN_RECHECK_H
#define HM_RUN_RECHECK_H

#include "exec/engine.h"

enum { RECHECK_HOUSEHOLDS = 32 }; /* of a month, spread over its blocks */

/* Checks this block's share. HM_INTERNAL, with a message naming household and variable, when
 * the engines differ. */
enum hm_status recheck_block(const struct evaluation *e, const struct frame *f,
                             const struct results *r, uint32_t block, uint32_t block_count,
                             struct diag *d);

#endif
