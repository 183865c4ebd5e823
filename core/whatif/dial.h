/* dial.h - a parameter as a dial: named as --set names it, turned in steps of its own grid
 * (fen; 10^-decimals; ones).
 */
#ifndef HM_WHATIF_DIAL_H
#define HM_WHATIF_DIAL_H

#include "base/buf.h"
#include "whatif/population.h"

/* A parameter as --set names it, moved on its own grid (fen; 10^-decimals; ones). */
struct dial {
    const char *name;           /* "dibao_standard", "care_subsidy[total]", or zh; borrowed */
    int32_t from_month;         /* holds from there on */
    const struct changes *with; /* what else is changed at every point; NULL: nothing */
};
/* What the name stands for; value: in force under `with`, in steps of the grid. HM_USAGE: no
 * such parameter, no scalar number, or no value in that month. In a region: of the first policy
 * that has a value of it. */
struct dial_scale {
    const struct parameter *parameter; /* borrowed: from the policy */
    int64_t grid;                      /* steps in one: 100 for yuan */
    bool has_value;
    int64_t value; /* in steps, rounded down when it is off the grid */
};
enum hm_status dial_find(struct dial_scale *out, const struct population *p,
                         const struct dial *dial, struct diag *d);
/* A number as typed, "1181" or "1181.50", in steps of the grid; HM_USAGE. */
enum hm_status dial_number(int64_t *steps, const struct dial_scale *s, const char *text,
                           struct diag *d);
/* The same back, without needless zeros. */
void dial_put(struct buf *out, const struct dial_scale *s, int64_t steps);
/* The changes of one point; changes_fini. */
enum hm_status dial_set(struct changes *out, const struct population *p,
                        const struct dial *dial, const struct dial_scale *s, int64_t steps,
                        struct diag *d);

#endif
