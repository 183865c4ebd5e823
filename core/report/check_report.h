/* check_report.h - what a policy consists of, the engine of each formula and its checks. */
#ifndef HM_REPORT_CHECK_REPORT_H
#define HM_REPORT_CHECK_REPORT_H

#include "base/buf.h"
#include "exec/checkrun.h"
#include "exec/vecinfo.h"
#include "report/placeholders.h"
#include "run/lint.h"

/* engines: of each formula; checks: the parameter checks, in the months they were run for. */
void check_report_put(struct buf *out, const struct policy *p, const struct vecinfo *engines,
                      const struct check_results *checks);
/* p NULL: it could not be loaded; placeholders, lints NULL: not asked for; d: the messages. */
void check_report_json(struct buf *out, const struct policy *p, const struct vecinfo *engines,
                       const struct check_results *checks,
                       const struct placeholders *placeholders, const struct lints *lints,
                       const struct diag *d);

#endif
