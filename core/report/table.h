/* table.h - columns of text aligned for a terminal, Chinese characters counted as two. */
#ifndef HM_REPORT_TABLE_H
#define HM_REPORT_TABLE_H

#include "base/buf.h"

enum { TABLE_COLUMNS = 16 };

struct table {
    size_t columns;
    char align[TABLE_COLUMNS]; /* 'l' or 'r' */
    struct buf text;           /* all cells, NUL-terminated each */
    size_t *offsets;           /* of each cell in text */
    size_t cells, cap;
    bool failed;
};

/* align: one letter a column, "lrrr". */
void table_init(struct table *t, const char *align);
void table_fini(struct table *t);
/* The next cell, left to right, row by row. */
void table_cell(struct table *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void table_text(struct table *t, const char *text); /* NULL is empty */
void table_count(struct table *t, uint64_t n);      /* "12,345" */
void table_fen(struct table *t, __int128 fen);      /* "1,143.00" */
void table_change(struct table *t, __int128 fen);   /* "+1,143.00" */
/* Writes all rows, two blanks between columns, a line of dashes under the first row. */
void table_put(struct table *t, struct buf *out);
void table_put_plain(struct table *t, struct buf *out); /* no heading, no dashes */

/* "12,345" and "1,143.00" for running text. */
void table_put_count(struct buf *out, uint64_t n);
void table_put_fen(struct buf *out, __int128 fen);

#endif
