/* evidence_rows.h - evidence as bytes; private to store/.
 *
 * Table inquiry: number -> record. Table evidence: block, ordinal, kind, number -> a
 * household's answers of the inquiry (kind 0), or the uses by the change (kind 1).
 */
#ifndef HM_STORE_EVIDENCE_ROWS_H
#define HM_STORE_EVIDENCE_ROWS_H

#include "base/arena.h"
#include "base/buf.h"
#include "store/evidence.h"
#include "store/key.h"

enum evidence_kind { EVIDENCE_ROW, EVIDENCE_USE };
enum { KEY_EVIDENCE_BYTES = 15 };

static inline struct key key_evidence(uint32_t block, uint16_t ordinal, enum evidence_kind kind,
                                      uint64_t number)
{
    struct key k = {.n = 0};
    key_u32(&k, block);
    key_u16(&k, ordinal);
    key_u8(&k, (uint8_t)kind);
    key_u64(&k, number);
    return k;
}

enum hm_status inquiry_put(struct txn *t, const struct inquiry *q, struct diag *d);
enum hm_status inquiry_parse(struct txn *t, struct bytes key, struct bytes value,
                             struct inquiry *out, struct diag *d);
/* The number of the last one; 0 = none. */
enum hm_status inquiry_last(struct txn *t, uint32_t *out, struct diag *d);
/* What the journal says of it. */
void inquiry_details(struct buf *out, const struct inquiry *q);

/* One household's answers of one inquiry, or uses by one change. */
enum hm_status evidence_put_row(struct txn *t, const struct evidence *list, size_t n,
                                struct diag *d);
enum hm_status evidence_put_uses(struct txn *t, const struct evidence_use *list, size_t n,
                                 struct diag *d);
/* Appends what a value of the table holds to out's lists, which lie in the arena with room
 * counted in items_cap and uses_cap; texts are copied. */
struct evidence_list {
    struct evidence_block block;
    size_t items_cap, uses_cap;
};
enum hm_status evidence_parse(struct evidence_list *out, struct txn *t, struct bytes key,
                              struct bytes value, struct arena *a, struct diag *d);

#endif
