/* plan.h - before a run: what changed for each month since the determinations that are
 * published, and which results can therefore change. Those that cannot are taken over from the
 * published run, block by block, where the facts are the same as well.
 *
 * A result cannot change when its formula and all it reads say the same, the parameters they
 * read have the same values in force, and nothing of it looks at the month (if it is another)
 * or at earlier determinations (unless the same ones are in force). Such a promise is kept by
 * testing it: every run evaluates its sample in full, whatever it took over.
 */
#ifndef HM_RUN_PLAN_H
#define HM_RUN_PLAN_H

#include "run/agenda.h"
#include "run/law_diff.h"
#include "store/store.h"

struct plan_job { /* borrowed, all of it */
    struct store *store;
    const struct policy *policy;
    const struct changes *changes;
    const struct agenda *agenda;
    int32_t from, to; /* months */
    uint64_t sequence, publications;
    bool full; /* compare nothing: everything is evaluated */
};
/* Why everything is evaluated, where it is. */
enum plan_reason {
    PLAN_COMPARED,  /* it is not: `open` says what is */
    PLAN_FULL,      /* asked for */
    PLAN_FIRST,     /* nothing was published before */
    PLAN_VERSION,   /* that run was made by another version of this program */
    PLAN_MEMBERS,   /* the region's policies are others, or in other places */
    PLAN_UNREADABLE /* that run's policy cannot be loaded any more */
};
struct plan_month {
    int32_t month;
    uint32_t run; /* what it is compared with; 0 = nothing was published before */
    int32_t run_month;
    uint64_t run_sequence; /* facts that run knew */
    uint64_t fact_changes; /* recorded since, up to the plan's sequence */
    bool same_past;        /* it read the same earlier determinations as this one will */
    enum plan_reason reason;
    struct law_diff *laws; /* by member of a region; one for an ordinary policy */
    size_t law_count;
    /* The agenda's outputs: `open` may change; `fixed` cannot on the same facts, and both runs
     * number them alike. */
    uint16_t *open, *fixed;
    size_t open_count, fixed_count;
    size_t renumbered; /* of the open ones: they cannot change but stand under another number */
};
struct plan_law; /* a policy with its wording; private */
struct plan {
    const struct model *model;
    uint64_t sequence;
    struct plan_month *months;
    size_t month_count;
    struct plan_law *laws;
    size_t law_count;
    struct arena arena;
};
/* The model of the i-th policy of the region at hand; of an ordinary policy, its own. */
const struct model *plan_model(const struct plan *p, size_t i);
enum hm_status plan_make(struct plan *p, const struct plan_job *job, struct diag *d);
/* A note: what changed since the last month's published run, and how many results can change;
 * nothing where nothing was compared. */
void plan_note(const struct plan *p, struct diag *d);
void plan_fini(struct plan *p); /* a zeroed one may be ended */

#endif
