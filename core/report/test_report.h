/* test_report.h - how cases and parameter checks came out, for people and for programs. */
#ifndef HM_REPORT_TEST_REPORT_H
#define HM_REPORT_TEST_REPORT_H

#include "base/buf.h"
#include "run/examples.h"

/* all: every case and check a line, otherwise those that did not come out as they should. Then
 * a table of counts by policy. */
void test_report_put(struct buf *out, const struct examples_report *r, bool all);
void test_report_json(struct buf *out, const struct examples_report *r);

#endif
