/* summary_fields.h - private to summaries: the members of their JSON that are alike, once for
 * writing (summary_json.c) and reading (summary_read.c). */
#ifndef HM_RUN_SUMMARY_FIELDS_H
#define HM_RUN_SUMMARY_FIELDS_H

/* Counters of struct tally_line. */
#define LINE_COUNTERS(X)                                                                       \
    X(in)                                                                                      \
    X(out) X(up) X(down) X(same) X(none) X(unknown) X(before_count) X(after_count)

/* Of struct summary_budget. */
#define BUDGET_COUNTS(X)  X(earlier_months) X(unknown_months) X(run_months) X(later_months)
#define BUDGET_AMOUNTS(X) X(earlier) X(run) X(later)

/* Of struct summary_work. */
#define WORK_COUNTS(X) X(evaluated) X(shared) X(sampled) X(elapsed_ms)

#endif
