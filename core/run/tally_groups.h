/* tally_groups.h - private to tally: households by number of members, amounts by the age of who
 * gets them, changes by size, and cliffs. Parts add up in any order to the same whole. */
#ifndef HM_RUN_TALLY_GROUPS_H
#define HM_RUN_TALLY_GROUPS_H

#include "run/tally.h"

enum hm_status groups_init(struct tally *t, struct diag *d);
void groups_fini(struct tally *t);
enum hm_status groups_add(struct tally *to, const struct tally *from, struct diag *d);

/* How many members a row of the root has: an index into sizes. */
size_t groups_size(const struct tally *t, const struct frame *f, uint32_t row);
/* A household's known total that changed. */
void groups_bin(struct tally *t, int64_t before_fen, int64_t after_fen);
/* A household whose total fell: a cliff when its income did not fall with it. before, after:
 * the two determinations and their rows. */
enum hm_status groups_cliff(struct tally *t, const struct tally_change *change,
                            const struct frame *before, uint32_t b, const struct frame *after,
                            uint32_t a, struct diag *d);
/* Amounts of a block by age, and of families. facts: rows as after's, for birth dates. */
enum hm_status groups_ages(struct tally *t, const struct tally_side *before,
                           const struct tally_side *after, const struct frame *facts,
                           struct diag *d);
/* The same of a few households, whose rows are the same in all three frames. */
void groups_rows(struct tally *t, const struct frame *before, const struct frame *after,
                 const struct frame *facts, const uint32_t *rows, uint32_t n);

#endif
