/* whatif_sheets.h - answers about a population as sheets (report/sheet.h): what `total`,
 * `hist`, `who`, `sweep`, `goal` and `diff` of a session show, export and plot. Each function
 * begins the sheet anew; the caller asks sheet_ok.
 */
#ifndef HM_REPORT_WHATIF_SHEETS_H
#define HM_REPORT_WHATIF_SHEETS_H

#include "report/sheet.h"
#include "whatif/answer.h"
#include "whatif/goal.h"
#include "whatif/histogram.h"
#include "whatif/whatif_sweep.h"
#include "whatif/totals.h"
#include "whatif/who.h"

/* groups: shown, and their total; else that alone. law: the totals are of a law beside the
 * policy as it stands; both sides are shown. */
void whatif_totals(struct sheet *s, const struct model *m, const struct totals *t, bool groups,
                   bool law);
void whatif_histogram(struct sheet *s, const struct model *m, const struct histogram *h);
void whatif_who(struct sheet *s, const struct model *m, const struct who *w, bool law);
void whatif_sweep(struct sheet *s, const struct sweep *w);
/* The answer's scalar is the value that was found. */
void whatif_goal(struct sheet *s, const struct goal *g, const struct goal_request *q);
/* Lines of a month: by = "benefit", "county", "size", "age"; NULL: all of them and the total.
 */
void whatif_diff(struct sheet *s, const struct summary_month *m, const char *by);

/* A stored value as people read it: "1,143.00", "dibao 低保". */
void whatif_stored(struct buf *out, const struct model *m, const struct field *f,
                   int64_t stored);

#endif
