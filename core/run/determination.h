/* determination.h - single households' determinations in force, read by id. */
#ifndef HM_RUN_DETERMINATION_H
#define HM_RUN_DETERMINATION_H

#include "store/store.h"

/* One line of JSON each, as calc and export print results, by the run that was in force for the
 * month as of a publication counter (UINT64_MAX: now). HM_NOT_FOUND: nothing was, or a
 * household does not exist; the others are written all the same. */
enum hm_status determination_get(struct store *s, const char *const *ids, size_t count,
                                 int32_t month, uint64_t publications, struct buf *out,
                                 struct diag *d);

#endif
