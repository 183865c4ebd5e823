/* version.h - manifests: what a block looked like from a month on, as known at a sequence
 * number.
 *
 * A manifest names for each column of the block the version that wrote it; columns that did not
 * change are shared with earlier versions. Columns without any value are not named.
 */
#ifndef HM_STORE_VERSION_H
#define HM_STORE_VERSION_H

#include "base/arena.h"
#include "store/env.h"

struct column_ref {
    uint16_t column, month;
    uint64_t sequence;
};
struct version {
    bool exists;
    uint32_t block;
    uint16_t month;          /* from this month on */
    uint64_t sequence;       /* all edits of the block up to it are in */
    uint8_t root;            /* entity */
    uint32_t rows;           /* of the root */
    struct column_ref *refs; /* ascending by column */
    size_t count;
};

/* The version in force for a month as known at a sequence number: the newest month <= `month`,
 * and of that the newest sequence. out->exists is false when there is none. */
enum hm_status version_find(struct version *out, struct txn *t, uint32_t block, uint16_t month,
                            uint64_t sequence, struct arena *a, struct diag *d);
enum hm_status version_put(const struct version *v, struct txn *t, struct diag *d);
enum hm_status version_parse(struct version *out, struct bytes key, struct bytes value,
                             const char *file, struct arena *a, struct diag *d);
const struct column_ref *version_ref(const struct version *v, uint16_t column);

struct version_months {
    uint16_t *months; /* ascending, in the arena */
    size_t count;
    uint64_t newest; /* the greatest sequence of any version, 0 = none */
};
/* All months from which versions of a block hold, known at a sequence number. */
enum hm_status version_list(struct version_months *out, struct txn *t, uint32_t block,
                            uint64_t sequence, struct arena *a, struct diag *d);

#endif
