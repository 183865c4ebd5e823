/* whatif_rows.h - chosen fields of every household or member, one by one in the store's order:
 * for files. The same order and values for any number of threads.
 */
#ifndef HM_WHATIF_WHATIF_ROWS_H
#define HM_WHATIF_WHATIF_ROWS_H

#include "whatif/population.h"

struct rows_request {
    const uint16_t *fields; /* inputs and variables of one entity, and of the household */
    size_t field_count;
    const struct changes *law; /* NULL: the policy as it stands alone */
    bool only_changed;         /* rows in which one of the fields differs between the two */
};
struct rows_cell {
    bool known;
    int64_t value;   /* stored units */
    struct str text; /* of a text field */
};
struct rows_row {
    struct str id, county; /* of the household */
    struct str row_id;     /* of the member; the household's for its own fields */
    const struct rows_cell *before, *after; /* by field; the same without a law */
};
/* fn on the caller's thread; what it returns other than HM_OK ends it. */
enum hm_status rows_each(struct population *p, const struct rows_request *q,
                         enum hm_status (*fn)(void *ctx, const struct rows_row *row,
                                              struct diag *d),
                         void *ctx, struct diag *d);

#endif
