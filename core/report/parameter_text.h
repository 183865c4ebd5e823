/* parameter_text.h - what a dated value of the law holds for, as text: its keys, bands, rows.
 */
#ifndef HM_REPORT_PARAMETER_TEXT_H
#define HM_REPORT_PARAMETER_TEXT_H

#include "base/buf.h"
#include "model/model.h"

/* A key by itself: an enum's label, yes or no, a whole number. */
void parameter_text_label(struct buf *out, const struct model *m, const struct type *t,
                          int64_t key);
/* What entry i (0 .. count - 1) is for: "低保", "80 ≤ x < 90", "年龄 80 ≤ x < 90, 等级 完全".
 */
void parameter_text_key(struct buf *out, const struct model *m, const struct parameter *p,
                        const struct parameter_value *v, size_t i);
/* What row i of a table says of a column: "80 ≤ x < 90", "基本 | 完全", "*" for anything. */
void parameter_text_cell(struct buf *out, const struct model *m, const struct parameter *p,
                         const struct parameter_value *v, size_t i, size_t column);
/* A dated value on one line: "1,267.00", "低保 4, otherwise 1", "80 ≤ x < 90: 60.00, ...". */
void parameter_text(struct buf *out, const struct model *m, const struct parameter *p,
                    const struct parameter_value *v);

/* A value as cells: one for a scalar or a comparison, else one for each key, band or row. */
struct parameter_cell {
    const char *key; /* "" for a single value */
    const char *value;
};
struct parameter_cells {
    struct parameter_cell *list;
    size_t count;
};
/* v NULL or ended: no cells. In the arena `a`. */
struct parameter_cells parameter_cells_of(const struct model *m, const struct parameter *p,
                                          const struct parameter_value *v, struct arena *a);
/* Only what differs: "1,181.00 → 1,200.00", "mild 414.00 → 420.00, ...". */
void parameter_cells_put(struct buf *out, const struct parameter_cells *before,
                         const struct parameter_cells *after);

#endif
