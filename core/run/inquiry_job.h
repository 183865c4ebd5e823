/* inquiry_job.h - what asking and taking over share. Private to run/inquiry*.c. */
#ifndef HM_RUN_INQUIRY_JOB_H
#define HM_RUN_INQUIRY_JOB_H

#include "io/record_cell.h"
#include "run/import_errors.h"
#include "run/inquiry.h"
#include "run/standing.h"

struct inquiry_job {
    struct inquiry_report *report;
    const struct inquiry_options *options;
    struct store *store;
    const struct model *schema; /* borrowed: from the store */
    const struct policy *policy;
    const struct author *by;
    const struct hm_host *host;
    struct diag *diag;
    struct record_cells cells; /* of the policy: what an answer may hold */
    struct arena arena;
    int32_t today;
    struct import_errors errors;
    uint64_t messages; /* about answers, told so far */
};

/* Whether a household of the frame is of the policy's place: its division_code begins with the
 * policy's division, or one of the two is not there. */
bool inquiry_is_ours(const struct inquiry_job *j, const struct frame *f, uint32_t root_row);

/* inquiry_ask.c: counts who is due for each chosen source, and asks them. HM_INTERRUPTED when
 * the caller stops; what was answered is recorded. */
enum hm_status inquiry_count(struct inquiry_job *j);
enum hm_status inquiry_ask(struct inquiry_job *j, struct inquiry_source *s);
/* inquiry_fill.c: holds evidence in force against the facts. */
enum hm_status inquiry_fill(struct inquiry_job *j);

#endif
