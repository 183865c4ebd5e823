/* scatter.h - the way back from pick.h: a column of some rows put into its place in a column of
 * all rows. A file of its own so that the compiler may unroll its loops (CMakeLists.txt).
 */
#ifndef HM_VEC_SCATTER_H
#define HM_VEC_SCATTER_H

#include "vec/column.h"

/* to[rows[r]] = from[r] for r < n. `to` is at least as wide as `from` (asserted); no text. */
void scatter(void *to, enum lane to_lane, const void *from, enum lane from_lane,
             const uint32_t *rows, uint32_t n);
/* to[rows[r]] = value; which fits the lane. */
void scatter_value(void *to, enum lane to_lane, int64_t value, const uint32_t *rows,
                   uint32_t n);

#endif
