/* pay_export.h - what was paid for a month, by household, member and benefit. */
#ifndef HM_RUN_PAY_EXPORT_H
#define HM_RUN_PAY_EXPORT_H

#include "run/id_order.h"
#include "run/pay_basis.h"
#include "run/task.h"

/* Rows in order of household id: household, person, benefit, division, month, paid (sums of all
 * that covers the month; what came back or was withheld is taken off). Only what is not zero.
 */
enum hm_status pay_export_run(struct store *s, int32_t month, bool ndjson,
                              const struct hm_host *host, struct diag *d);

#endif
