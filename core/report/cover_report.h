/* cover_report.h - what cases reach and what they leave out: text, JSON, the source with its
 * marks, a page of HTML. */
#ifndef HM_REPORT_COVER_REPORT_H
#define HM_REPORT_COVER_REPORT_H

#include "base/buf.h"
#include "run/cover.h"

/* Counts by kind, then everything that is not covered, with its place. */
void cover_report_put(struct buf *out, const struct cover *c);
void cover_report_json(struct buf *out, const struct cover *c);
/* The scripts of the policy, each line with what stands on it: "+" all covered, "!" something
 * is not, and below a line what. */
void cover_report_source(struct buf *out, const struct cover *c, const struct policy *p);
void cover_report_html(struct buf *out, const struct cover *c, const struct policy *p);

/* What is wrong with an item, in words; "" when it is covered. */
const char *cover_report_gap(const struct cover_item *i);

#endif
