/* budget.h - private to recompute: what the year of the last month will cost against what was
 * appropriated for it: published determinations of the months before the run, the run's own
 * months, and the months to come at the last one's cost. */
#ifndef HM_RUN_BUDGET_H
#define HM_RUN_BUDGET_H

#include "run/recompute_block.h"

/* Fills s->budget from the job's budget, else from the policy's parameter appropriation_year
 * (money, yuan a year) as in force in the last month; leaves it empty when there is neither. */
enum hm_status budget_find(struct summary *s, const struct block_plan *p, struct diag *d);

#endif
