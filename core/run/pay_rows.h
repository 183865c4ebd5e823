/* pay_rows.h - one household of a payment list as rows of a table or lines of JSON. */
#ifndef HM_RUN_PAY_ROWS_H
#define HM_RUN_PAY_ROWS_H

#include "run/pay.h"

/* The table's first row; nothing for JSON. */
void pay_rows_head(struct buf *out, enum pay_part part, bool ndjson);
/* The household's rows of a part, by benefit, member, month; returns how many. */
size_t pay_rows_put(struct buf *out, const struct pay_basis *b, const struct pay_household *h,
                    enum pay_part part, bool ndjson);

#endif
