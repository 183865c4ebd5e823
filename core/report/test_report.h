/* test_report.h - how cases and parameter checks came out, for people and for programs. */
#ifndef HM_REPORT_TEST_REPORT_H
#define HM_REPORT_TEST_REPORT_H

#include "base/buf.h"
#include "run/examples.h"

void test_report_put(struct buf *out, const struct examples_report *r);
void test_report_json(struct buf *out, const struct examples_report *r);

#endif
