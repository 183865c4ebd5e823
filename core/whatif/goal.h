/* goal.h - the largest or smallest value of a parameter, on its own grid, with which a total
 * keeps to a bound. Found by evaluating, never by a formula: the answer and the next value
 * beyond it are both evaluated.
 */
#ifndef HM_WHATIF_GOAL_H
#define HM_WHATIF_GOAL_H

#include "whatif/whatif_sweep.h"

struct goal_request {
    struct dial dial;
    uint16_t field;     /* whose total; NO_FIELD: all benefits together */
    enum comparison op; /* total `op` bound; not == nor ~= */
    __int128 bound_fen; /* a month */
    bool smallest;      /* the smallest value; else the largest */
    bool has_range;
    int64_t low, high; /* searched, in steps of the grid; without a range 0 to ten times what is
                        * in force, at least 10,000 steps */
};
struct goal_point {
    int64_t value; /* in steps of the grid */
    __int128 total_fen;
    uint64_t families; /* with an amount above zero */
    bool holds;
};
struct goal {
    struct dial_scale scale;
    bool found;             /* some evaluated value keeps to the bound */
    struct goal_point best; /* found */
    bool is_edge;           /* best is the range's end: nothing beyond it was evaluated */
    struct goal_point
        beyond; /* one step further, where the bound is not kept; not at the edge */
    /* Totals seen did not all rise (or fall) with the value: another stretch that keeps to the
     * bound may lie between values that were not evaluated. The two that tell it: */
    bool is_monotone;
    struct goal_point odd[2];
    int64_t low, high; /* searched */
    size_t evaluated;  /* values */
    size_t passes;     /* over the population */
};
enum hm_status goal_ask(struct goal *out, struct population *p, const struct goal_request *q,
                        struct diag *d);

#endif
