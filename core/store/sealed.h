/* sealed.h - small records: bytes with a checksum over them and their key behind them, so that
 * a damaged one, or one under the wrong key, is found when it is read. */
#ifndef HM_STORE_SEALED_H
#define HM_STORE_SEALED_H

#include "base/buf.h"
#include "store/key.h"

/* Adds the sum to b and puts it. */
enum hm_status sealed_put(struct txn *t, enum table table, const struct key *key, struct buf *b,
                          struct diag *d);
/* what: names the record in the message of HM_CORRUPT. *out reads the bytes before the sum. */
enum hm_status sealed_read(struct reader *out, const struct txn *t, struct bytes key,
                           struct bytes value, const char *what, struct diag *d);
/* Gets and reads; HM_NOT_FOUND without a message. */
enum hm_status sealed_get(struct reader *out, struct txn *t, enum table table,
                          const struct key *key, const char *what, struct diag *d);
/* The message for a record that makes no sense. */
enum hm_status sealed_damaged(const struct txn *t, const char *what, struct diag *d);

/* Fields of such records. */
void sealed_put_text(struct buf *b, const char *s); /* NULL is "" */
/* Into an array; one that does not fit fails the reader. */
void sealed_get_text(struct reader *r, char *out, size_t out_bytes);
/* mem_free; NULL when the reader has failed or memory is short. */
char *sealed_get_long_text(struct reader *r);
/* What a read that ended in r means: HM_OK, HM_CORRUPT, or HM_NOMEM when `missing` says that a
 * text could not be copied. */
enum hm_status sealed_done(const struct txn *t, const struct reader *r, bool missing,
                           const char *what, struct diag *d);

#endif
