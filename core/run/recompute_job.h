/* recompute_job.h - private to recompute: a job as the record of its run tells it. */
#ifndef HM_RUN_RECOMPUTE_JOB_H
#define HM_RUN_RECOMPUTE_JOB_H

#include "run/recompute.h"

/* Fills a new run's record from its job. Texts are allocated (run_record_fini). */
enum hm_status recompute_record(struct run_record *r, const struct recompute_job *job,
                                uint64_t sequence, struct diag *d);

#endif
