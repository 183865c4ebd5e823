/* quality_report.h - what the checks of data found, for people and programs. */
#ifndef HM_REPORT_QUALITY_REPORT_H
#define HM_REPORT_QUALITY_REPORT_H

#include "run/quality.h"

void quality_report_text(struct buf *out, const struct quality_report *r);
void quality_report_json(struct buf *out, const struct quality_report *r);

#endif
