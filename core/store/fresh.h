/* fresh.h - a block that a single ingest fills from its first household on: the frames stay
 * as they came, and the block's columns are gathered from them once it is full. No household
 * of it has an older version, so nothing is compared and no record is made of it.
 */
#ifndef HM_STORE_FRESH_H
#define HM_STORE_FRESH_H

#include "store/block.h"

struct fresh_place { /* of one household */
    uint32_t part, row;
};
struct fresh {
    uint32_t block;
    uint8_t root;
    struct frame *parts; /* owned, in order of arrival */
    size_t part_count, part_cap;
    struct fresh_place *places; /* by ordinal */
    size_t place_cap;
    uint32_t count;
};

void fresh_fini(struct fresh *x);
/* Takes a frame over as the last part (*f is empty afterwards). False: no memory, *f stays. */
bool fresh_part(struct fresh *x, struct frame *f);
/* The next ordinal is this row of the last part. False: no memory. */
bool fresh_add(struct fresh *x, uint32_t row);
/* No households any more. keep_last: the last part stays, for more of its rows. */
void fresh_clear(struct fresh *x, bool keep_last);
/* The block as merge_blocks would make it of the same households' records. Lanes of all
 * columns are those of the schema (rows_lanes). Memory in `a`; HM_NOMEM. */
enum hm_status fresh_gather(struct block *out, const struct fresh *x, const struct model *m,
                            uint16_t month, struct arena *a, struct diag *d);

#endif
