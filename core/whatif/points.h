/* points.h - points of a dial, evaluated several in one pass: the total at each, and what
 * changes against the law without the dial's turn.
 */
#ifndef HM_WHATIF_POINTS_H
#define HM_WHATIF_POINTS_H

#include "run/tally.h"
#include "whatif/dial.h"

struct sweep_point {
    int64_t value; /* in steps of the grid */
    /* Households by what happens to their amount, from `with` as it stands to this point; sums
     * a month. An amount that is not known counts with the part that is. */
    struct tally_line line;
};
/* Fills `line` of n points by their values. field: the household's money; NO_FIELD: all
 * benefits together. *passes (may be NULL) is added to: how often the population was gone
 * through. */
enum hm_status points_ask(struct sweep_point *points, size_t n, struct population *p,
                          const struct dial *dial, const struct dial_scale *s, uint16_t field,
                          size_t *passes, struct diag *d);
/* HM_USAGE when a field's total is no budget: it is not money of the household. */
enum hm_status points_check(const struct population *p, uint16_t field, struct diag *d);

#endif
