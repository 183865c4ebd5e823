/* packed.h - a column as one value of the store, and back.
 *
 *   header 48 bytes | data, padded to 8 | validity bits
 *
 * LMDB keeps large values on pages of their own, 16 bytes after a page's start: with a header
 * of 48 bytes the data is 64-byte aligned there and is used in place. A column whose valid rows
 * all hold one value keeps only that value; one without any valid row is not stored at all.
 */
#ifndef HM_STORE_PACKED_H
#define HM_STORE_PACKED_H

#include "store/env.h"
#include "vec/column.h"

/* Arrays of one repeated value, shared by all constant columns of a reader. */
struct constant;
struct constants {
    struct constant *items;
    size_t count, cap;
    struct arena arena;
};
void constants_init(struct constants *c);
void constants_fini(struct constants *c);

struct packing {
    const struct column *column; /* borrowed; its lane may be wider than the target's */
    enum lane lane;              /* as stored */
    bool missing;                /* no valid row: store nothing */
    bool is_constant, has_valid;
    int64_t value; /* of a constant */
    size_t data_bytes, total_bytes;
};
/* Decides how to store a column. lane: LANE_I64 columns may be narrowed, others keep theirs. */
void packed_plan(struct packing *p, const struct column *c, enum lane lane);
/* Writes the value; `to` has total_bytes. block and column go into the header, so that a value
 * under the wrong key is found. */
void packed_write(const struct packing *p, uint32_t block, uint16_t column, void *to);

struct packed_place {
    uint32_t block;
    uint16_t column;
    const struct model *model; /* names the column in messages */
    const char *file;
    bool verify; /* check the data's sum; the header's is always checked */
};
/* Reads a value back. HM_CORRUPT names block and column. */
enum hm_status packed_read(struct column *out, struct bytes value,
                           const struct packed_place *at, struct constants *constants,
                           struct arena *a, struct diag *d);
/* "household.savings", "the ids of person", ... */
void packed_name(const struct model *m, uint16_t column, char *out, size_t out_bytes);

/* In place of a column of results: the run and month whose value under the same block and
 * column has the very bytes. That value is never such a reference itself. */
size_t packed_shared_bytes(void);
void packed_write_shared(uint32_t run, uint16_t month, uint32_t block, uint16_t column,
                         void *to);
/* False, outputs untouched, when the value is something else. */
bool packed_is_shared(struct bytes value, uint32_t *run, uint16_t *month);

/* A blob (issues, record lists) behind the same header and sums. */
size_t packed_blob_bytes(size_t n);
void packed_write_blob(const void *bytes, size_t n, uint32_t block, uint16_t column, void *to);
enum hm_status packed_read_blob(struct bytes *out, struct bytes value,
                                const struct packed_place *at, struct diag *d);

#endif
