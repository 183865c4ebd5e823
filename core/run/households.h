/* households.h - single households (or rows of another root entity) of a store: read and
 * deleted by id. of: the root's name or zh; NULL: household. */
#ifndef HM_RUN_HOUSEHOLDS_H
#define HM_RUN_HOUSEHOLDS_H

#include "base/buf.h"
#include "store/store.h"

/* One line of JSON each, in the order asked, as known at a sequence number. HM_NOT_FOUND when one does not exist in this
 * month; the others are written all the same, and a message names the missing one. */
enum hm_status households_get(struct store *s, const char *of, const char *const *ids,
                              size_t count, int32_t month, uint64_t sequence, bool unmasked,
                              struct buf *out, struct diag *d);
/* From the month on they exist no more. All or none. by: for the change log. */
enum hm_status households_delete(struct store *s, const char *of, const char *const *ids,
                                 size_t count, int32_t month, const struct author *by,
                                 struct ingest_counts *counts, struct diag *d);

#endif
