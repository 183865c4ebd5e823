/* pay_repaid.h - books money that households paid back. It is taken off where it was paid: in
 * the rows of the facts that a payment of the month went by, which also have the members
 * and households that were removed since.
 */
#ifndef HM_RUN_PAY_REPAID_H
#define HM_RUN_PAY_REPAID_H

#include "run/pay_block.h"

struct repaid;
/* age 0: the facts of the newest payment of each month; 1: of an earlier one with other facts,
 * and so on. HM_NOT_FOUND without a message: no month has so many. */
enum hm_status repaid_open(struct repaid **out, const struct pay_basis *b, unsigned age,
                           struct diag *d);
void repaid_close(struct repaid *r); /* NULL is fine */
/* For payment_begin: the months in terms of those rows; list has room for b->month_count. */
size_t repaid_months(const struct repaid *r, struct payment_month *list);
/* Takes at most `fen` off a cell that was paid too much; *booked: how much of it those rows
 * hold. All calls for one block come before its repaid_put. */
enum hm_status repaid_book(struct repaid *r, const struct pay_household *h, size_t cell,
                           int64_t fen, int64_t *booked, struct diag *d);
/* Puts what was booked in the block, and forgets it; w NULL: only forgets. */
enum hm_status repaid_put(struct repaid *r, struct payment_writer *w, uint32_t block,
                          struct diag *d);

#endif
