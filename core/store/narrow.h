/* narrow.h - passes over long arrays of results, in a file of their own so that the compiler
 * may vectorise them (CMakeLists.txt builds it with -O3). */
#ifndef HM_STORE_NARROW_H
#define HM_STORE_NARROW_H

#include "vec/column.h"

/* The narrowest lane that holds all values. */
enum lane narrow_lane(const int64_t *v, uint32_t rows);
/* Writes the values as elements of a lane that holds them; `to` needs no alignment. */
void narrow_copy(void *to, const int64_t *v, uint32_t rows, enum lane lane);

#endif
