/* tally_columns.h - the counting of tally.c on whole columns, for blocks whose amounts are all
 * known on both sides and whose rows have not moved: loops without branches, in a file of their
 * own so that the compiler may vectorise them (CMakeLists.txt builds it with -O3).
 */
#ifndef HM_RUN_TALLY_COLUMNS_H
#define HM_RUN_TALLY_COLUMNS_H

#include "run/tally.h"

/* Adds the rows of a column to sums; missing cells add nothing. */
void tally_columns_add(int64_t *sums, const struct column *c, uint32_t rows);
/* Counts households by what happens to their amount. */
void tally_columns_count(struct tally_line *line, const int64_t *before, const int64_t *after,
                         uint32_t rows);

#endif
