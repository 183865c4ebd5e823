/* import_ids.h - the ids of one import and where they stood, by 128-bit fingerprint: 24 bytes a
 * household and no texts, so that ten million fit. */
#ifndef HM_RUN_IMPORT_IDS_H
#define HM_RUN_IMPORT_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/status.h"
#include "base/str.h"

struct import_id {
    uint64_t high, low; /* never both 0 */
    uint32_t file, line;
};
struct import_ids {
    struct import_id *slots; /* low = high = 0: empty */
    size_t slot_count, count;
};

void import_ids_init(struct import_ids *i);
void import_ids_fini(struct import_ids *i);
/* Adds an id seen at a file and line. HM_DATA: it is there already, *first says where. */
enum hm_status import_ids_add(struct import_ids *i, struct str id, uint32_t file, uint32_t line,
                              struct import_id *first);
/* The entry of an id, or NULL. Valid until the next add. */
struct import_id *import_ids_find(const struct import_ids *i, struct str id);

#endif
