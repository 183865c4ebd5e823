/* whatif_measures.h - measures of a population as tables: for people, as one object of JSON, as
 * lines of CSV.
 */
#ifndef HM_REPORT_WHATIF_MEASURES_H
#define HM_REPORT_WHATIF_MEASURES_H

#include "report/sheet.h"
#include "whatif/measures.h"

void whatif_measures_text(struct buf *out, const struct measures *m);
/* {"month":"2024-07","summary":[...],"poverty":[...],...} without a newline. */
void whatif_measures_json(struct buf *out, const struct measures *m);
/* table,row,measure,value: one number a line. */
void whatif_measures_csv(struct buf *out, const struct measures *m);

/* The tables one by one: "summary", "poverty", "coverage", "deciles", "topup", "marginal",
 * "cliffs", "change". NULL behind the last. */
const char *whatif_measures_table(size_t i);
/* Fills s (sheet_begin) with the table of that number; no rows when it has nothing to say.
 * plain: words for programs, the same in every language. */
void whatif_measures_sheet(struct sheet *s, const struct measures *m, size_t table, bool plain);

#endif
