/* plot.h - a sheet as a picture: for the terminal (braille curves, block bars), as SVG, and as
 * a page of HTML with the rows below. Whole numbers only: a pixel is a quotient of differences.
 */
#ifndef HM_REPORT_PLOT_H
#define HM_REPORT_PLOT_H

#include "base/catalogue.h"
#include "report/sheet.h"

/* The column to draw: called `name`, or by its heading; NULL: the first one behind the first
 * with numbers. SHEET_COLUMNS: there is none. */
size_t plot_column(const struct sheet *s, const char *name);
/* columns, rows: of the terminal, for the whole picture. */
void plot_text(const struct sheet *s, size_t column, unsigned columns, struct buf *out);
/* A whole SVG document. */
void plot_svg(const struct sheet *s, size_t column, struct buf *out);
/* All columns with numbers, each a picture, and the table. `asked`: the question, or NULL. */
void plot_html(const struct sheet *s, const char *asked, const struct catalogue *chinese,
               struct buf *out);

/* --- shared by plot*.c --- */

enum { PLOT_SCALE = 1000000 }; /* of numbers that are fractions */

/* A cell as a whole number of its column's unit: ones, fen, or millionths. False: not known, or
 * no number. */
bool plot_value(const struct sheet *s, size_t row, size_t column, __int128 *out);
/* Such a number as people read it. */
void plot_label(enum sheet_kind kind, __int128 v, struct buf *out);

struct plot_axis {
    __int128 low, high; /* low < high */
    __int128 step;      /* between marks: 1, 2 or 5 times a power of ten; 0 < step */
};
/* From the column's least and greatest value; `from_zero`: 0 is shown too. False: no values. */
bool plot_axis_make(struct plot_axis *a, const struct sheet *s, size_t column, bool from_zero,
                    unsigned marks);
/* Where v lies among 0 .. size - 1. */
int plot_at(const struct plot_axis *a, __int128 v, int size);
/* One picture without the XML declaration, for pages and files. */
void plot_svg_picture(const struct sheet *s, size_t column, struct buf *out);

#endif
