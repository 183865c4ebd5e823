/* rows.h - one household as a run of bytes: the row store's records, and what an ingest holds
 * until its block is written.
 *
 *   flags | root | entity count | rows of each entity (u16) | node
 *   node = id | bit set of the fields that have a value | the values, in their lanes | for each
 *          child entity: count, nodes
 *
 * Members keep the order in which they were given. Equal households have equal bytes.
 *
 * flags: bit 0 = gone, the others the generation: how many times the schema had been extended
 * when the record was written. Bit sets, lanes and child entities go by that schema.
 */
#ifndef HM_STORE_ROWS_H
#define HM_STORE_ROWS_H

#include "vec/frame.h"

enum { ROWS_GENERATIONS = 127 }; /* the greatest */

/* The lane of every field of the schema (mem_free); NULL: no memory. */
uint8_t *rows_lanes(const struct model *schema);
/* For the households of one frame: which fields have a column at all (mem_free); NULL: no
 * memory. Most fields of a policy have none. */
uint16_t *rows_plan(const struct frame *f);
/* Appends household `row` of a frame in the schema's terms; lanes as rows_lanes says; generation
 * of that schema; plan: the frame's rows_plan, or NULL. HM_DATA when a value does not fit its
 * field's declared range or an entity has too many rows. */
enum hm_status rows_encode(struct buf *out, const struct frame *f, uint32_t row,
                           const uint8_t *lanes, uint8_t generation, const uint16_t *plan,
                           struct diag *d);
/* A record that says: from this month on the household is gone. */
void rows_encode_gone(struct buf *out, uint8_t root);
bool rows_is_gone(const void *p, size_t n);
uint8_t rows_root(const void *p, size_t n); /* NO_ENTITY when it makes no sense */

struct record_bytes {
    const uint8_t *p;
    size_t n;
};
/* Makes a frame of n records that are not gone: root row i is record i, children follow their
 * parents. All memory is in `a`; the frame's own arena is unused. HM_CORRUPT when the bytes
 * make no sense for the schema and those it extended (schema->before). */
enum hm_status rows_decode(struct frame *out, const struct record_bytes *records, uint32_t n,
                           const struct model *schema, uint8_t root, const char *file,
                           struct arena *a, struct diag *d);

#endif
