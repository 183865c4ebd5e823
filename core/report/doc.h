/* doc.h - pages about policies, to read on a screen and to print: an index and a page for each
 * policy. Made from what is loaded, never from memory; the same policies always give the same
 * bytes. The cases are run for it.
 */
#ifndef HM_REPORT_DOC_H
#define HM_REPORT_DOC_H

#include "base/diag.h"

struct doc_totals {
    size_t pages, cases, cases_failed, checks_failed;
};

/* Writes the pages of the policies in and below `policy` into the folder `out`, which is made
 * when it is not there. One policy alone: index.html is its page. HM_DATA when a policy cannot
 * be loaded; the others are written. host gives engine, stop and progress. */
enum hm_status doc_write(struct doc_totals *totals, const char *policy, const char *out,
                         const struct hm_host *host, struct diag *d);

#endif
