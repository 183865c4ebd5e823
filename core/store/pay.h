/* pay.h - payment batches inside a transaction. Private to store/. */
#ifndef HM_STORE_PAY_H
#define HM_STORE_PAY_H

#include "store/env.h"
#include "store/payments.h"

/* One record of the table (a key of 4 bytes). *out by payment_batch_fini. */
enum hm_status pay_parse(struct txn *t, struct bytes key, struct bytes value, bool *complete,
                         struct payment_batch *out, struct diag *d);
/* A complete batch; HM_NOT_FOUND without a message. */
enum hm_status pay_get(struct txn *t, uint32_t id, struct payment_batch *out, struct diag *d);
/* The model that numbers a batch's fields; *out stays untouched when there is none. */
enum hm_status pay_fields(struct txn *t, uint32_t id, struct model **out, struct diag *d);
/* "household.dibao_amount", as totals name it. */
void pay_field_name(const struct model *m, uint16_t field, char out[200]);

#endif
