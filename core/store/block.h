/* block.h - one block of households in memory, in the schema's terms, read from a version. */
#ifndef HM_STORE_BLOCK_H
#define HM_STORE_BLOCK_H

#include "store/packed.h"
#include "store/version.h"
#include "vec/frame.h"

/* Fingerprints of values whose checksum was verified. */
struct seen {
    uint64_t *slots; /* 0 = empty */
    size_t count, cap;
    bool forgot; /* memory was short: some are missing */
};
void seen_fini(struct seen *s);
uint64_t seen_print(struct bytes key);
bool seen_has(const struct seen *s, uint64_t print);

struct block {
    struct version version;
    struct frame frame; /* its arena is unused: all lies in the source's arena or the map */
    const uint16_t *ordinals; /* by root row */
    const uint16_t *own;      /* month from which the root row's own record holds */
    const uint32_t *gone; /* ordinal << 16 | month of households deleted from that month on */
    uint32_t gone_count;
};

struct block_source {
    struct txn *txn;
    const struct model *schema;
    struct constants *constants;
    struct seen *seen; /* NULL: verify always */
    struct arena *arena;
};

/* Reads the block's version for (month, sequence): shape, ids and the wanted fields (schema
 * field ids; NULL = all). A block without a version has no rows and root NO_ENTITY. */
enum hm_status block_read(struct block *out, const struct block_source *s, uint32_t block,
                          uint16_t month, uint64_t sequence, const uint64_t *fields,
                          struct diag *d);
/* A block without rows. */
enum hm_status block_empty(struct block *out, const struct model *schema, uint8_t root,
                           struct arena *a, struct diag *d);
/* Lays the rows of a child entity out slot by slot: counts[p] rows under parent row p. Sets
 * rows, parent, child_begin and child_rows. False: no memory. */
bool block_layout(struct frame_entity *e, const struct column *counts, uint32_t parents,
                  struct arena *a);
static inline bool block_wants(const uint64_t *fields, uint16_t field)
{
    return !fields || (fields[field / 64] >> (field % 64) & 1);
}

/* Writes `b` as version (block, month, sequence) and its manifest. Columns that are equal to
 * those of `same[i]` (NULL allowed) are shared. On success b->version is the new one (refs in
 * arena a). */
enum hm_status block_write(struct block *b, struct txn *t, uint32_t block, uint16_t month,
                           uint64_t sequence, const struct block *const same[2],
                           struct arena *a, struct diag *d);

#endif
