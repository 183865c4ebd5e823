/* run_report.h - what a run did, and lists of runs, for people and for programs. */
#ifndef HM_REPORT_RUN_REPORT_H
#define HM_REPORT_RUN_REPORT_H

#include "run/summary.h"
#include "store/store.h"

/* The table of changes. title: the first line, or NULL. */
void run_report_summary(struct buf *out, const char *title, const struct summary *s);
void run_report_list(struct buf *out, const struct run_record *runs, size_t n);
/* One run's head: who, when, what; without its summary. */
void run_report_head(struct buf *out, const struct run_record *r);

void run_report_list_json(struct buf *out, const struct run_record *runs, size_t n);
/* With "summary" when the run has one. */
void run_report_json(struct buf *out, const struct run_record *r);

#endif
