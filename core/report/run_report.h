/* run_report.h - what a run did, and lists of runs, for people and for programs. */
#ifndef HM_REPORT_RUN_REPORT_H
#define HM_REPORT_RUN_REPORT_H

#include "run/summary.h"
#include "store/journal.h"
#include "store/store.h"

/* The table of changes. title: the first line, or NULL. */
void run_report_summary(struct buf *out, const char *title, const struct summary *s);
/* One month's tables of changes, without a head. */
void run_report_month(struct buf *out, const struct summary_month *m);
/* Its tables by household size, age and size of change, and the cliffs. */
void run_report_groups(struct buf *out, const struct summary_month *m);
void run_report_budget(struct buf *out, const struct summary_budget *b);
/* The report as rows of one shape, for spreadsheets and other programs: a line of CSV each
 * behind a heading, or an object of JSON each. */
void run_report_csv(struct buf *out, uint32_t run, const struct summary *s);
void run_report_ndjson(struct buf *out, uint32_t run, const struct summary *s);

/* How far a run that is not complete has come: blocks times months. */
struct run_report_state {
    uint64_t stored, all;
};
/* states: beside runs; only those of started ones are read. */
void run_report_list(struct buf *out, const struct run_record *runs,
                     const struct run_report_state *states, size_t n);
/* One run's head: who, when, what; without its summary. */
void run_report_head(struct buf *out, const struct run_record *r);

void run_report_list_json(struct buf *out, const struct run_record *runs,
                          const struct run_report_state *states, size_t n);
/* With "summary" when the run has one. */
void run_report_json(struct buf *out, const struct run_record *r);

/* How a recomputation ended, for a monitor. */
struct run_report_outcome {
    int exit_status;
    int64_t end_unix_s;
    uint32_t run;
    bool published;
    const struct summary *summary; /* NULL: it failed */
};
void run_report_metrics(struct buf *out, const struct run_report_outcome *o);

void run_report_journal(struct buf *out, const struct journal_entry *list, size_t n);
void run_report_journal_json(struct buf *out, const struct journal_entry *list, size_t n);

#endif
