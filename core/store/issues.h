/* issues.h - why rows of a run's block have no value, as a compact blob.
 *
 *   number of texts | the texts | number of issues | per field: field, count,
 *   per issue: row step, trap, text number  (numbers are LEB128)
 *
 * The same fact is missing in many households, so each text stands once.
 */
#ifndef HM_STORE_ISSUES_H
#define HM_STORE_ISSUES_H

#include "base/buf.h"
#include "exec/engine.h"

/* The issues are sorted by column, then row, as results have them. */
enum hm_status issues_encode(struct buf *out, const struct result_issue *list, size_t n,
                             struct diag *d);
/* Fields are as they were given to issues_encode; all memory in `a`. HM_CORRUPT without a
 * message when the bytes make no sense. */
enum hm_status issues_decode(struct result_issue **out, size_t *n, const void *bytes,
                             size_t byte_count, struct arena *a);

#endif
