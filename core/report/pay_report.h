/* pay_report.h - a payment list's totals for people and as JSON. Its rows are run/pay_rows.h.
 */
#ifndef HM_REPORT_PAY_REPORT_H
#define HM_REPORT_PAY_REPORT_H

#include "run/pay.h"

void pay_report_text(struct buf *out, const struct pay_list *l);
void pay_report_json(struct buf *out, const struct pay_list *l);

#endif
