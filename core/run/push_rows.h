/* push_rows.h - the rows of a list or of results, cut into batches as they are written and put
 * aside. The same rows make the same batches with the same bytes and keys. */
#ifndef HM_RUN_PUSH_ROWS_H
#define HM_RUN_PUSH_ROWS_H

#include "base/buf.h"
#include "base/digest.h"
#include "io/spool.h"
#include "run/push_log.h"

struct push_batch {
    uint64_t at; /* in the spool */
    size_t n;
    uint32_t rows;
    __int128 fen; /* payable */
};
struct push_rows {
    struct diag *d;
    const char *list;    /* of payments: its id, which the rows' own ids begin from; or NULL */
    uint32_t batch_rows; /* at least so many rows a batch; a household's are not parted */
    struct spool spool;
    struct buf line, items; /* under way */
    struct buf household;   /* of the last row */
    struct push_batch now;
    struct push_batch *batches;
    size_t count, cap;
    uint64_t rows;
    __int128 fen;
};
void push_rows_init(struct push_rows *r, uint32_t batch_rows, struct diag *d);
void push_rows_fini(struct push_rows *r);
/* Takes NDJSON in any pieces; ctx: the struct push_rows. */
enum hm_status push_rows_put(void *ctx, const char *bytes, size_t n);
enum hm_status push_rows_end(struct push_rows *r);
/* What is sent of batch k (from 0): an object that says what it is and holds the rows. */
enum hm_status push_rows_body(struct push_rows *r, const struct push_entry *e, uint64_t k,
                              struct buf *out);
/* The key under which the receiver knows it again: of its bytes. */
void push_rows_key(const struct buf *body, char key[PUSH_KEY_CHARS + 1]);

#endif
