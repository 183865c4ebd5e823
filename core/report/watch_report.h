/* watch_report.h - one round of `huimin check --watch`. */
#ifndef HM_REPORT_WATCH_REPORT_H
#define HM_REPORT_WATCH_REPORT_H

#include "base/buf.h"
#include "whatif/watch.h"

void watch_report_put(struct buf *out, const struct watch_round *r);
void watch_report_json(struct buf *out, const struct watch_round *r); /* one line */

#endif
