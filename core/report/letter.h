/* letter.h - the notice of a determination to a family: what it gets and why, what it does not
 * get and why, what is missing, arrears, and how to appeal. Plain Chinese whatever the language
 * of the user: the law is, and so are the families. No internal names; ids are masked. The same
 * determination gives the same letter.
 */
#ifndef HM_REPORT_LETTER_H
#define HM_REPORT_LETTER_H

#include "base/buf.h"
#include "run/explain.h"

/* e: of all results (explain_job.variable NULL). s: for arrears and withholding of the month;
 * NULL leaves them out. HM_NOMEM, or what reading the payments fails with. */
enum hm_status letter_text(struct buf *out, const struct explanation *e, struct store *s,
                           struct diag *d);
enum hm_status letter_html(struct buf *out, const struct explanation *e, struct store *s,
                           struct diag *d);

#endif
