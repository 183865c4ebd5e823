/* check_report.h - what a policy consists of, the engine of each formula, its checks and its
 * placeholder values. */
#ifndef HM_REPORT_CHECK_REPORT_H
#define HM_REPORT_CHECK_REPORT_H

#include "base/buf.h"
#include "exec/checkrun.h"
#include "exec/vecinfo.h"
#include "exec/vecinfo.h"

/* engines: of each formula; checks: the parameter checks, in the months they were run for. */
void check_report_put(struct buf *out, const struct policy *p, const struct vecinfo *engines,
                      const struct check_results *checks, bool placeholders);
/* p NULL: it could not be loaded; d: the messages. */
void check_report_json(struct buf *out, const struct policy *p, const struct vecinfo *engines,
                       const struct check_results *checks, bool placeholders,
                       const struct diag *d);

#endif
