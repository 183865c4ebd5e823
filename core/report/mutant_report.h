/* mutant_report.h - which changes of a policy its cases notice, and which they do not. */
#ifndef HM_REPORT_MUTANT_REPORT_H
#define HM_REPORT_MUTANT_REPORT_H

#include "base/buf.h"
#include "run/mutate.h"

/* Survivors with their place and a case that would notice, then counts. all: every mutant. */
void mutant_report_put(struct buf *out, const struct mutants *m, bool all);
void mutant_report_json(struct buf *out, const struct mutants *m);

#endif
