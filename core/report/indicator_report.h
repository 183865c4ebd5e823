/* indicator_report.h - indicators of one or several places as tables and as JSON lines. */
#ifndef HM_REPORT_INDICATOR_REPORT_H
#define HM_REPORT_INDICATOR_REPORT_H

#include "base/buf.h"
#include "run/indicators.h"

void indicator_report_text(struct buf *out, const struct indicators_report *r);
/* One line an indicator. */
void indicator_report_json(struct buf *out, const struct indicators_report *r);

/* "1,700,000", "1997", "26.4706" with "≈" in front when it is rounded. */
void indicator_report_number(struct buf *out, struct rational r);

#endif
