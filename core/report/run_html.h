/* run_html.h - the report of a run as one page that needs nothing else: tables, pictures, in
 * Chinese and English, to read on a screen and to print for the file. */
#ifndef HM_REPORT_RUN_HTML_H
#define HM_REPORT_RUN_HTML_H

#include "base/catalogue.h"
#include "run/summary.h"
#include "store/store.h"

/* run: its record, or NULL for a rehearsal, which has none. */
void run_html(struct buf *out, const struct run_record *run, const struct summary *s,
              const struct catalogue *chinese);

#endif
