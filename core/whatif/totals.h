/* totals.h - sums and counts of any field of households or their members, over everybody or by
 * group, under the policy as it stands and under another law.
 */
#ifndef HM_WHATIF_TOTALS_H
#define HM_WHATIF_TOTALS_H

#include "whatif/groups.h"

struct totals_request {
    uint16_t field; /* input or variable */
    struct grouping by;
    const struct changes *law; /* compared with the policy as it stands; NULL: that alone */
};
struct totals_side {
    uint64_t known, unknown; /* rows with a value, and without one */
    uint64_t some;           /* known and above zero, true, not none */
    __int128 sum; /* stored units (fen; 10^-decimals; ones; of booleans the true ones); 0 for
                   * enums, dates, months and texts */
};
struct totals_group {
    int64_t key;
    const char *name, *zh; /* "" = not known */
    uint64_t rows;
    struct totals_side before, after; /* after: as before without a law */
};
struct totals {
    uint16_t field;
    struct totals_group all;
    struct totals_group *groups; /* by key; a row stands in the group it has before */
    size_t group_count;
    struct arena arena;
};
/* totals_fini after success only. */
enum hm_status totals_ask(struct totals *out, struct population *p,
                          const struct totals_request *q, struct diag *d);
void totals_fini(struct totals *t);

#endif
