/* explain.h - evaluates one household again as a run did, with everything told, and picks what
 * to tell. Rendering is report/'s. */
#ifndef HM_RUN_EXPLAIN_H
#define HM_RUN_EXPLAIN_H

#include "exec/trace.h"
#include "run/changes.h"
#include "run/history.h"
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
    struct policy *policy;
    struct changes changes;
    struct agenda agenda;
    struct history history;
    struct view *view;
    struct frame frame; /* the household's block */
    bool has_frame;
    uint32_t row;
    struct evaluation evaluation;
    struct trace trace;
    bool has_trace;
    const struct trace_cell **shown; /* what to tell, in order; mem_free */
    size_t shown_count;
};
/* HM_NOT_FOUND: no such household, run or determination. explain_fini also after a failure. */
enum hm_status explain_household(const struct explain_job *job, struct explanation *out,
                                 struct diag *d);
void explain_fini(struct explanation *e);

#endif
