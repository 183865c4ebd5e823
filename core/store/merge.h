/* merge.h - a block and some newer records of its households, as one new block. */
#ifndef HM_STORE_MERGE_H
#define HM_STORE_MERGE_H

#include "store/edits.h"

/* records: n winners, ascending by ordinal, one for a household. Rows of base with these
 * ordinals are replaced; records that say "gone" remove them and are remembered in out->gone.
 * Households are ordered by members descending, then ordinal; children slot by slot. Memory in
 * `a`. */
enum hm_status merge_blocks(struct block *out, const struct block *base,
                            const struct edit *const *records, uint32_t n,
                            const uint64_t *fields, const char *file, struct arena *a,
                            struct diag *d);

#endif
