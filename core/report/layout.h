/* layout.h - places the boxes of a small graph in columns from left to right: who is read
 * stands left of who reads. Whole numbers only, the same graph always gives the same picture.
 *
 * The usual steps (Sugiyama): edges that close a circle are turned round; a box stands one
 * column right of the rightmost box it reads; an edge over several columns gets a bend in each;
 * boxes of a column are ordered by the middle of their neighbours; then moved towards them as
 * far as the gaps allow.
 */
#ifndef HM_REPORT_LAYOUT_H
#define HM_REPORT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/status.h"

struct layout_box {
    int width, height; /* given */
    int x, y;          /* found: its upper left corner */
    int column;        /* found */
};
struct layout_edge {
    uint32_t from, to; /* given: boxes; from is read by to. from == to is left out */
    bool turned;       /* found: it closes a circle and runs from right to left */
    uint32_t first;    /* found: its bends are points[first .. first + bends), left to right */
    uint32_t bends;
};
struct layout_point {
    int x, y;
};
struct layout {
    struct layout_box *boxes; /* borrowed: from the caller */
    size_t box_count;
    struct layout_edge *edges; /* borrowed */
    size_t edge_count;
    int column_gap, row_gap;     /* given: between columns, between boxes of a column */
    struct layout_point *points; /* owned */
    size_t point_count;
    int width, height; /* of the whole picture */
    uint64_t crossings;
};

/* Fills in what is found. HM_NOMEM; HM_USAGE: more boxes, edges or bends than limits.h allows.
 */
enum hm_status layout_place(struct layout *l);
void layout_fini(struct layout *l);

#endif
