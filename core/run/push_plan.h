/* push_plan.h - what is to be pushed: a push that is to be gone on with, or a new one. Private
 * to run/push*.c. */
#ifndef HM_RUN_PUSH_PLAN_H
#define HM_RUN_PUSH_PLAN_H

#include "run/push.h"
#include "run/push_log.h"
#include "run/push_rows.h"

struct push_plan {
    const struct push_job *job;
    struct diag *d;
    struct push_log log;
    struct push_rows rows;
    struct push_entry entry; /* what the rows and keys belong to */
    size_t index;            /* in the log */
    bool in_log;
    bool done_before;    /* all of it was acknowledged by earlier calls: no rows were made */
    struct hm_host host; /* hands rows on instead of writing them */
    struct arena arena;
};
/* Reads the log, makes the rows (those the log's plan was made from, if there is one) and
 * proves that they are the same, or adds the plan. push_plan_close also after a failure. */
enum hm_status push_plan_open(struct push_plan *p, const struct push_job *job, struct diag *d);
void push_plan_close(struct push_plan *p);

#endif
