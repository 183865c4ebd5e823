/* ids.h - the index from a household's id to its place, which it keeps for ever. */
#ifndef HM_STORE_IDS_H
#define HM_STORE_IDS_H

#include "base/str.h"
#include "store/env.h"

struct id_entry {
    uint32_t block;
    uint16_t ordinal;
    uint64_t birth; /* sequence number that first recorded it */
};
enum { ID_VALUE_BYTES = 18 };

/* HM_NOT_FOUND without a message. */
enum hm_status ids_get(struct id_entry *out, struct txn *t, uint8_t root, struct str id,
                       struct diag *d);
enum hm_status ids_put(struct txn *t, uint8_t root, struct str id, const struct id_entry *e,
                       struct diag *d);
enum hm_status ids_parse(struct id_entry *out, struct bytes key, struct bytes value,
                         const char *file, struct diag *d);

#endif
