/* pay_one.h - one household of a month's payment list. */
#ifndef HM_RUN_PAY_ONE_H
#define HM_RUN_PAY_ONE_H

#include "run/pay_block.h"

typedef enum hm_status pay_one_fn(void *ctx, const struct pay_basis *b,
                                  const struct pay_household *h);
/* Calls fn when the household has anything to pay, claim or tell for the month; not when no
 * payment was ever recorded, since nothing is known of arrears then. HM_NOT_FOUND: nothing is
 * in force for the month, or there is no such household. */
enum hm_status pay_one(struct store *s, int32_t month, struct str id, pay_one_fn *fn, void *ctx,
                       struct diag *d);

#endif
