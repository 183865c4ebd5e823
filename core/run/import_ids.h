/* import_ids.h - the ids of one import by 128-bit fingerprint, with two numbers kept for each
 * (the file and line where it stood; the first and last of its rows): 24 bytes a household and
 * no texts, so that ten million fit. */
#ifndef HM_RUN_IMPORT_IDS_H
#define HM_RUN_IMPORT_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/status.h"
#include "base/str.h"

struct import_id {
    uint64_t high, low; /* never both 0 */
    uint32_t numbers[2];
};
struct import_ids {
    struct import_id *slots; /* low = high = 0: empty */
    size_t slot_count, count;
};

void import_ids_init(struct import_ids *i);
void import_ids_fini(struct import_ids *i);
/* What stands for an id: its halves, and numbers of 0. */
struct import_id import_id_of(struct str id);
/* Adds an id. HM_DATA: it is there already, *first is what was kept. */
enum hm_status import_ids_add(struct import_ids *i, struct str id, uint32_t number,
                              uint32_t other, struct import_id *first);
enum hm_status import_ids_note(struct import_ids *i, const struct import_id *id,
                               struct import_id *first); /* the same, with id's numbers */
static inline bool import_id_is_empty(const struct import_id *slot)
{
    return slot->low == 0 && slot->high == 0;
}
/* Begins to fetch where an id will be looked for. */
static inline void import_ids_fetch(const struct import_ids *i, const struct import_id *id)
{
    if (i->slot_count)
        __builtin_prefetch(&i->slots[id->low & (i->slot_count - 1)]);
}
/* The entry of an id, or NULL. Valid until the next add. */
struct import_id *import_ids_find(const struct import_ids *i, struct str id);
struct import_id *import_ids_look(const struct import_ids *i, const struct import_id *id);

#endif
