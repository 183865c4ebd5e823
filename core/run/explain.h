/* explain.h - evaluates one household again as a run did, with everything told, and picks what
 * to tell. In a region it is told in terms of the household's own policy. Rendering is
 * report/'s.
 */
#ifndef HM_RUN_EXPLAIN_H
#define HM_RUN_EXPLAIN_H

#include "exec/region_terms.h"
#include "exec/trace.h"
#include "run/changes.h"
#include "run/history.h"
#include "run/register_facts.h"
#include "run/agenda.h"
#include "store/store.h"

struct explain_job { /* borrowed */
    struct store *store;
    const char *household;
    const char *variable; /* NULL = the benefits that are not zero */
    int32_t month;        /* 0 = the latest published one */
    uint32_t run;         /* 0 = the published one */
    const char *policy;   /* a folder: instead of the run's own policy; or NULL */
};
struct explanation {
    struct run_record record;
    int32_t month;
    struct policy *whole;        /* the run's; owned */
    const struct policy *policy; /* the household's own: the whole, or one of a region */
    struct changes changes;
    struct patch *patches; /* of these, what is for its policy; mem_free */
    size_t patch_count;
    struct formula_patch *formulas;
    size_t formula_count;
    struct agenda agenda; /* of its policy */
    struct history history;
    struct view *view;
    struct frame block; /* the household's, in the run's terms */
    struct frame frame; /* the same in its policy's; borrows from it */
    struct mapping terms;
    struct arena translated;
    bool has_block;
    uint32_t row;
    struct evaluation evaluation;
    struct trace trace;
    bool has_trace;
    const struct trace_cell **shown; /* what to tell, in order; mem_free */
    size_t shown_count;
    struct register_facts evidence; /* what registers said about the household */
};
/* HM_NOT_FOUND: no such household, run or determination, or no policy of the region is for it.
 * explain_fini also after a failure. */
enum hm_status explain_household(const struct explain_job *job, struct explanation *out,
                                 struct diag *d);
/* One root row of a frame as it would be determined now: of no run, whole is NULL. The frame
 * must outlive *out; e tells policy (no region), month and law; its outputs are ignored. */
enum hm_status explain_row(const struct evaluation *e, const struct frame *f, uint32_t row,
                           const char *variable, struct explanation *out, struct diag *d);
void explain_fini(struct explanation *e);

#endif
