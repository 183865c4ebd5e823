/* whatif_show.h - one family as it stands: its facts and what it gets; and what some changed
 * facts do to its results. Text, JSON and rows. */
#ifndef HM_REPORT_WHATIF_SHOW_H
#define HM_REPORT_WHATIF_SHOW_H

#include "exec/engine.h"
#include "report/sheet.h"
#include "whatif/family.h"

/* r: of outputs of the family's root and below. */
void whatif_show_text(struct buf *out, const struct family *f, const struct results *r);
void whatif_show_json(struct buf *out, const struct family *f, const struct results *r);

/* Results that differ between two evaluations of the same outputs, as rows of a sheet. */
void whatif_moved_sheet(struct sheet *s, const struct family *f, const struct results *before,
                        const struct results *after);
/* The facts that were set, one a line. */
void whatif_moved_heading(struct buf *out, const struct family *f);

#endif
