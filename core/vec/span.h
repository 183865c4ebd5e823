/* span.h - whether a column keeps to a range: what programs with proved lanes rely on. A file
 * of its own so that the compiler may vectorise the loops (CMakeLists.txt builds it with -O3).
 */
#ifndef HM_VEC_SPAN_H
#define HM_VEC_SPAN_H

#include "vec/column.h"

/* True when every valid cell of a column of numbers lies within lo..hi. */
bool span_holds(const struct column *c, int64_t lo, int64_t hi);

#endif
