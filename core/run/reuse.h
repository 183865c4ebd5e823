/* reuse.h - results of a block put together from those that were evaluated and those that are
 * an earlier run's, in the order an evaluation of everything gives them. */
#ifndef HM_RUN_REUSE_H
#define HM_RUN_REUSE_H

#include "run/plan.h"

/* Whether an earlier block's issues allow it: the text of an error names the line of a rule,
 * which may have moved. */
bool reuse_allowed(const struct plan_month *m, const struct results *issues);
/* evaluated: the open outputs. earlier: the fixed ones as given columns, on the same rows;
 * issues: the earlier block's. Sets *out up (results_fini); it borrows the columns of both,
 * which must outlive it. */
enum hm_status reuse_merge(struct results *out, const struct agenda *a,
                           const struct plan_month *m, const struct results *evaluated,
                           const struct frame *earlier, const struct results *issues,
                           struct diag *d);

#endif
