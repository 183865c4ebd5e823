/* owed.h - what a run's determinations come to against what was paid for the months: arrears
 * and overpayments by benefit, before any clause. Counted block by block beside the tallies,
 * shown with a run's report.
 */
#ifndef HM_RUN_OWED_H
#define HM_RUN_OWED_H

#include "run/pay_basis.h"
#include "run/summary.h"

struct owed_sum { /* of one benefit in one month; cells are households, or members */
    uint64_t underpaid, overpaid;
    __int128 owed_fen, over_fen;
};
struct owed_items { /* what all months and threads share */
    struct pay_item *items;
    uint16_t *fields;
    size_t count;
    struct payment_book *book; /* NULL: nothing was ever paid */
    struct arena arena;
};
/* upto: the newest batch that counts; UINT32_MAX: all. owed_items_fini also after a failure. */
enum hm_status owed_items_init(struct owed_items *o, struct store *s, const struct model *m,
                               uint32_t upto, struct diag *d);
void owed_items_fini(struct owed_items *o);
/* Adds one block of a month to sums[o->count]: f holds the determinations, in the view's model.
 * Months without any recorded payment, and cells that are not determined, add nothing. */
enum hm_status owed_block(struct owed_sum *sums, const struct owed_items *o, struct view *v,
                          int32_t month, uint32_t block, const struct frame *f,
                          const uint16_t *ordinals, struct diag *d);
void owed_add(struct owed_sum *to, const struct owed_sum *from, size_t n);
/* For a summary's month: benefits with anything owed or paid too much. */
enum hm_status owed_summary(struct summary *s, size_t month, const struct owed_items *o,
                            const struct owed_sum *sums, struct diag *d);

#endif
