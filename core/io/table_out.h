/* table_out.h - rows of a CSV table (RFC 4180) appended to a buf; UTF-8, lines end with \n. */
#ifndef HM_IO_TABLE_OUT_H
#define HM_IO_TABLE_OUT_H

#include "base/buf.h"
#include "base/str.h"
#include "model/model.h"

struct table_out {
    struct buf *out; /* borrowed */
    unsigned cells;  /* in the present row */
};

/* One cell, quoted where it must be. */
void table_out_cell(struct table_out *t, struct str text);
void table_out_text(struct table_out *t, const char *text); /* NULL: an empty cell */
void table_out_whole(struct table_out *t, uint64_t v);
/* A text of unknown origin in a report that people open in a spreadsheet: what could be taken
 * for a formula gets an apostrophe in front. */
void table_out_foreign(struct table_out *t, struct str text);
/* A stored value as import reads it: 1143.00, urban, true, 1980-05-01. */
void table_out_stored(struct table_out *t, const struct model *m, const struct field *f,
                      int64_t v);
void table_out_end(struct table_out *t);

#endif
