/* run_html_parts.h - private to run_html*.c: the parts of a run's page. */
#ifndef HM_REPORT_RUN_HTML_PARTS_H
#define HM_REPORT_RUN_HTML_PARTS_H

#include "report/html.h"
#include "run/summary.h"

/* run_html.c: cells and tables. */
void run_html_count(const struct html *h, uint64_t n);
void run_html_fen(const struct html *h, __int128 fen);
void run_html_change(const struct html *h, __int128 fen); /* with its sign and colour */
void run_html_open(const struct html *h, const char *first, const char *const *heads, size_t n);
void run_html_close(const struct html *h);
void run_html_name(const struct html *h, const char *name, const char *zh);

/* run_html_groups.c: tables by benefit, county, size, age, category; the year. */
void run_html_groups(const struct html *h, const struct summary_month *m);
void run_html_budget(const struct html *h, const struct summary_budget *b);
void run_html_owed(const struct html *h, const struct summary *s);
void run_html_years(const struct html *h, const struct summary *s);
/* How many households' totals change by how much, as a picture. */
void run_html_bins(const struct html *h, const struct summary_month *m);
/* Biggest changes, cliffs, households without a result. */
void run_html_households(const struct html *h, const struct summary_month *m);

#endif
