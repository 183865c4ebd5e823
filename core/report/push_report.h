/* push_report.h - what was delivered to services, as text and JSON. */
#ifndef HM_REPORT_PUSH_REPORT_H
#define HM_REPORT_PUSH_REPORT_H

#include "run/push.h"
#include "run/push_log.h"

void push_report(struct buf *out, const struct push_result *r, bool dry_run, bool as_json);
/* A line for each push of a log. */
void push_report_log(struct buf *out, const struct push_log *l, bool as_json);

#endif
