/* plan_report.h - what a run is going to do, month by month, for people and for programs. */
#ifndef HM_REPORT_PLAN_REPORT_H
#define HM_REPORT_PLAN_REPORT_H

#include "run/plan.h"

void plan_report(struct buf *out, const struct plan *p);
void plan_report_json(struct buf *out, const struct plan *p); /* one line */

#endif
