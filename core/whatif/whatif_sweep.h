/* whatif_sweep.h - one parameter moved step by step: the budget at each point, how many are
 * paid, and what changes against the law the sweep starts from. Many points are evaluated in
 * one pass.
 */
#ifndef HM_WHATIF_WHATIF_SWEEP_H
#define HM_WHATIF_WHATIF_SWEEP_H

#include "whatif/dial.h"
#include "whatif/points.h"

struct sweep_request {
    struct dial dial;
    int64_t from, to, step; /* in steps of the grid, `to` included where it is met; step > 0 */
    uint16_t field;         /* whose total is the budget: money of the household; NO_FIELD: all
                             * benefits together */
};
struct sweep {
    struct dial_scale scale;
    struct sweep_point *points;
    size_t count;
};
/* HM_USAGE: no number of points, or more than LIMIT_SWEEP_POINTS. */
enum hm_status sweep_ask(struct sweep *out, struct population *p, const struct sweep_request *q,
                         struct diag *d);
void sweep_fini(struct sweep *s);

#endif
