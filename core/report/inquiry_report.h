/* inquiry_report.h - what `huimin verify` found: the numbers of each register, and the facts
 * that a register contradicts, for the officer to decide. Nothing in it is unmasked. */
#ifndef HM_REPORT_INQUIRY_REPORT_H
#define HM_REPORT_INQUIRY_REPORT_H

#include "run/inquiry.h"

enum { INQUIRY_CONFLICTS_SHOWN = 20 };

void inquiry_report_text(struct buf *out, const struct inquiry_report *r,
                         const struct model *schema);
void inquiry_report_json(struct buf *out, const struct inquiry_report *r,
                         const struct model *schema);
/* The conflicts as a table (CSV) with an empty column `decision`, which comes back with
 * --decisions (run/inquiry_decide.h). */
void inquiry_report_conflicts(struct buf *out, const struct inquiry_report *r,
                              const struct model *schema);
/* One line about a source, for a note. */
void inquiry_report_line(struct buf *out, const struct inquiry_source *s);

#endif
