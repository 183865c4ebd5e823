/* sheet.h - an answer as rows, before anyone decides how it is shown: one table from which the
 * text, the JSON, the CSV and the plots of a question are made, so that they cannot differ.
 */
#ifndef HM_REPORT_SHEET_H
#define HM_REPORT_SHEET_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "value/rational.h"

enum sheet_kind {
    SHEET_TEXT,
    SHEET_COUNT,        /* whole: 12,345 */
    SHEET_CHANGE_COUNT, /* whole with its sign: +12 */
    SHEET_MONEY,        /* fen: 1,143.00 */
    SHEET_CHANGE,       /* fen with their sign: +1,143.00 */
    SHEET_NUMBER,       /* a fraction: 0.35 */
    SHEET_PERCENT       /* a fraction shown as percent with one decimal: 35.0 % */
};
struct sheet_column {
    const char *name;    /* as JSON and CSV call it: "households" */
    const char *heading; /* as people read it */
    enum sheet_kind kind;
};
struct sheet_cell {
    bool
        is_word; /* a text of the interface: people read it in their language, programs as is */
    bool known;  /* false: shown as "-", JSON null, an empty cell */
    union {
        const char *text;         /* TEXT: in the sheet's arena */
        __int128 whole;           /* COUNT, MONEY and their changes */
        struct rational rational; /* NUMBER, PERCENT */
    } as;
};
enum { SHEET_COLUMNS = 16 };
/* How a plot draws it. */
enum sheet_shape {
    SHEET_PLAIN, /* a list: bars of its first column with numbers */
    SHEET_CURVE, /* a line: the first column is x, those with numbers behind it are y */
    SHEET_STEPS, /* the same, constant up to the next row */
    SHEET_BARS   /* one bar a row: a distribution */
};
struct sheet {
    struct arena arena;
    const char *name;  /* "sweep"; NULL: no sheet was begun */
    const char *title; /* one line for people: what was asked; or NULL */
    enum sheet_shape shape;
    struct sheet_column columns[SHEET_COLUMNS];
    size_t column_count;
    bool has_scalar;          /* one number is the answer: */
    size_t scalar;            /* the column of it, in the first row */
    struct sheet_cell *cells; /* row by row, in the arena */
    size_t cell_count, cell_cap;
    bool failed; /* memory ran out: sheet_ok tells once */
};

void sheet_init(struct sheet *s);
void sheet_fini(struct sheet *s);
/* Empties it and begins another. name: static; title: copied, may be NULL. */
void sheet_begin(struct sheet *s, const char *name, enum sheet_shape shape, const char *title);
/* name: static; heading: copied. Before the first cell. */
void sheet_column(struct sheet *s, const char *name, const char *heading, enum sheet_kind kind);
/* The answer is one number: the last column, in the first row. */
void sheet_scalar(struct sheet *s);
/* The next cell, left to right, row by row; it must be of its column's kind. */
void sheet_text(struct sheet *s, const char *text);  /* copied; NULL: not known */
void sheet_word(struct sheet *s, const char *msgid); /* N_("..."): see sheet_cell */
void sheet_whole(struct sheet *s, __int128 v);
void sheet_rational(struct sheet *s, struct rational v);
void sheet_none(struct sheet *s);
/* num / den rounded half up to six decimals; not known when den is 0. */
void sheet_ratio(struct sheet *s, __int128 num, __int128 den);

static inline size_t sheet_rows(const struct sheet *s)
{
    return s->column_count ? s->cell_count / s->column_count : 0;
}
static inline const struct sheet_cell *sheet_at(const struct sheet *s, size_t row,
                                                size_t column)
{
    return &s->cells[row * s->column_count + column];
}
/* HM_NOMEM, said so, when memory ran out while it was filled. */
enum hm_status sheet_ok(const struct sheet *s, struct diag *d);

/* Aligned columns for a terminal. */
void sheet_put(const struct sheet *s, struct buf *out);
/* [{"county":"330203","households":12,"amount":1143.00},...] */
void sheet_put_json(const struct sheet *s, struct buf *out);
/* A heading line and rows (RFC 4180), numbers plain: 1143.00. */
void sheet_put_csv(const struct sheet *s, struct buf *out);
/* One JSON object a line. */
void sheet_put_ndjson(const struct sheet *s, struct buf *out);
/* A cell as CSV has it, without quotes; nothing when it is not known. */
void sheet_put_cell(const struct sheet *s, size_t row, size_t column, struct buf *out);

#endif
