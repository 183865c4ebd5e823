/* region_pairs.h - two random policies as one region: what a household gets must be what its
 * own policy alone gives it, whoever stands beside it.
 */
#ifndef HM_TESTS_REGION_PAIRS_H
#define HM_TESTS_REGION_PAIRS_H

#include "random_policy.h"
#include "exec/engine.h"

struct region_tally {
    uint64_t pairs, policies, refused, cells;
};
/* Loads a policy.lua under a topmost folder's name. */
enum hm_status region_load(struct policy **out, const char *name, const struct buf *text,
                           struct diag *d);
/* False on a difference, which is printed. show: the policies too. */
bool region_pair(struct choices *c, struct region_tally *t, bool show);

#endif
