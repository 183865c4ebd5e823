/* pay_report.h - payment lists and recorded payments for people and as JSON. A list's rows are
 * run/pay_rows.h. */
#ifndef HM_REPORT_PAY_REPORT_H
#define HM_REPORT_PAY_REPORT_H

#include "run/pay.h"
#include "run/pay_record.h"

void pay_report_text(struct buf *out, const struct pay_list *l); /* the totals */
void pay_report_json(struct buf *out, const struct pay_list *l);
void pay_report_record(struct buf *out, const struct pay_record_result *r);
void pay_report_record_json(struct buf *out, const struct pay_record_result *r);
void pay_report_batches(struct buf *out, const struct payment_batch *list, size_t n);
void pay_report_batches_json(struct buf *out, const struct payment_batch *list, size_t n);

#endif
