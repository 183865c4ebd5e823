/* recompute.h - the main job: every household of a store under a policy, for one month or a
 * range of months, compared with what was published before. Blocks are evaluated on several
 * threads; one thread writes. Nothing of it is seen before the run is published, and a stop or
 * a crash leaves what was published whole.
 */
#ifndef HM_RUN_RECOMPUTE_H
#define HM_RUN_RECOMPUTE_H

#include "run/changes.h"
#include "run/summary.h"
#include "run/task.h"
#include "store/store.h"

struct recompute_job { /* borrowed, all of it */
    struct store *store;
    const struct policy *policy;
    const struct changes *changes;
    int32_t from, to; /* months */
    bool publish;     /* in the same step */
    bool rehearse;    /* store nothing */
    size_t top;       /* households with the biggest changes to name */
    uint64_t sample;  /* households of a month evaluated again in Lua; 0 = recheck_default */
    const struct hm_host *host;
};
struct recompute_result {
    uint32_t run;       /* 0: rehearsed */
    uint64_t evaluated; /* households times months */
    uint64_t sampled;   /* of these compared with the reference engine: no difference */
    uint64_t elapsed_ms;
    struct summary summary; /* summary_fini */
};
enum hm_status recompute_run(const struct recompute_job *job, struct recompute_result *out,
                             struct diag *d);

#endif
