/* edits.h - the row store: single households' records beside the blocks, and the rule by which
 * they stand over a block.
 *
 * A household's facts for month M, as known at sequence Q, are its record with the greatest
 * (month <= M, sequence <= Q). A block version holds the winner among the records up to its own
 * sequence; edits are the later ones. They are kept for ever, so that old sequences can be
 * asked; a newer block version simply makes a reader start behind them.
 */
#ifndef HM_STORE_EDITS_H
#define HM_STORE_EDITS_H

#include "store/block.h"
#include "store/rows.h"

struct edit {
    uint16_t ordinal, month;
    uint64_t sequence;
    struct record_bytes record; /* borrowed: from the map or an ingest's memory */
};
struct edits {
    struct edit *items; /* in the arena given */
    size_t count, cap;
};

/* Adds to the list; false: no memory. */
bool edits_add(struct edits *list, const struct edit *e, struct arena *a);
enum hm_status edits_put(struct txn *t, uint32_t block, const struct edit *e, struct diag *d);
/* Adds all edits of a block with after < sequence <= upto and month <= month. Checks their
 * sums. */
enum hm_status edits_read(struct edits *list, struct txn *t, uint32_t block, uint64_t after,
                          uint64_t upto, uint16_t month, struct arena *a, struct diag *d);
/* One entry of the row store; its sum is checked. The key has KEY_EDIT_BYTES. */
enum hm_status edits_parse(struct edit *out, struct bytes key, struct bytes value,
                           const char *file, struct diag *d);

/* `base` with the edits whose month <= month: *out is a whole block (out->version is base's,
 * see block_write). `fields` as block_read's; the edits are sorted in place. When no edit wins
 * *out is *base. */
enum hm_status edits_merge(struct block *out, const struct block *base, struct edits *list,
                           uint16_t month, const uint64_t *fields, const char *file,
                           struct arena *a, struct diag *d);

#endif
