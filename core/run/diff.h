/* diff.h - what changes from one run to another: the same counts as after a recomputation, and
 * the households with the biggest changes. */
#ifndef HM_RUN_DIFF_H
#define HM_RUN_DIFF_H

#include "run/summary.h"
#include "run/task.h"
#include "store/store.h"

struct diff_job {
    struct store *store;
    uint32_t before, after;            /* runs */
    int32_t before_month, after_month; /* 0 = the run's last */
    size_t top;
    const char *of; /* rank by this benefit; NULL = by the total */
    const struct hm_host *host;
};
/* One month, of the later run. Benefits and categories are those of the later run's policy. */
enum hm_status diff_runs(const struct diff_job *job, struct summary *out, struct diag *d);

#endif
