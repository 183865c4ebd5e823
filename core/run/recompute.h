/* recompute.h - the main job: every household of a store under a policy, for one month or a
 * range of months, compared with what was published before. Blocks are evaluated on several
 * threads; one thread writes. Nothing of it is seen before the run is published, and a stop or
 * a crash leaves what was published whole, and the run ready to go on (recompute_resume).
 */
#ifndef HM_RUN_RECOMPUTE_H
#define HM_RUN_RECOMPUTE_H

#include "run/changes.h"
#include "run/plan.h"
#include "run/summary.h"
#include "run/task.h"
#include "store/store.h"

struct recompute_job { /* borrowed, all of it */
    struct store *store;
    const struct policy *policy;
    const struct changes *changes;
    int32_t from, to; /* months */
    bool as_known;    /* by what was known then, not by all that is known now: */
    uint64_t sequence,
        publications;   /* facts up to one, determinations in force as of the other */
    bool as_paid;       /* by the payments up to `payments`, not by all that are recorded now */
    uint32_t payments;
    bool publish;       /* in the same step */
    bool rehearse;      /* store nothing */
    bool full;          /* evaluate everything, also what cannot have changed */
    size_t top;         /* households with the biggest changes to name */
    uint64_t sample;    /* households of a month evaluated again in Lua; 0 = recheck_default */
    int64_t budget_fen; /* appropriated for the year; 0 = the policy's appropriation_year */
    const struct hm_host *host;
};
struct recompute_result {
    uint32_t run; /* 0: rehearsed */
    bool published;
    bool held_back; /* was to be published and was not: it has families of another place */
    struct summary summary; /* summary_fini */
};
/* A run that was begun and did not end stays and can be resumed; a note in d says how. */
enum hm_status recompute_run(const struct recompute_job *job, struct recompute_result *out,
                             struct diag *d);
/* Goes on with a run that was stopped, from its record: its policy, changes, facts, sample and
 * options. Results and summary are those of an undisturbed run. */
enum hm_status recompute_resume(struct store *s, uint32_t run, const struct hm_host *host,
                                struct recompute_result *out, struct diag *d);
/* Evaluates a complete run again from its record, in full, and compares every value, every
 * reason and the report with what is stored. HM_DATA names the first difference found.
 * *households: evaluated, times months. */
enum hm_status recompute_verify(struct store *s, uint32_t run, const struct hm_host *host,
                                uint64_t *households, struct diag *d);
/* Only the plan of a job; plan_fini. */
enum hm_status recompute_plan(const struct recompute_job *job, struct plan *out,
                              struct diag *d);

/* A job as a run's record tells it (what recompute_resume and a verification go by). */
struct recompute_past {
    struct run_record record;
    struct policy *policy;
    struct changes changes;
    struct recompute_job job;
};
/* recompute_past_fini, also after a failure. */
enum hm_status recompute_past_init(struct recompute_past *p, struct store *s, uint32_t run,
                                   const struct hm_host *host, struct diag *d);
void recompute_past_fini(struct recompute_past *p);

#endif
