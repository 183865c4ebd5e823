/* synth.h - a synthetic population shaped like the places it is for, for demos, tests and
 * benchmarks. Which shares it follows, and from where, stands in synth_margins.c and
 * docs/data.md. Of Ningbo:
 * - counties by population, 2.21 persons a household, 52.2 % men: 2020 census, bulletin of the
 *   Ningbo bureau of statistics, 2021-05-17
 * - 0-14 12.2 %, 15-59 69.5 %, 60+ 18.3 %, 65+ 13.3 % at the end of 2021: cnnb, 2022-03-02
 * - urban by county, 80.9 % of the city: sample of 2024
 * - 80+ 15.6 % of 60+; 7.5 % of 60+ need help: Zhejiang elders' bulletin 2016
 * - 317 aged 100 or more among 1.45 million aged 60+: Ningbo 2017, zjol 2018-10-17
 * - 68348 yuan disposable a head and year (urban 76690, rural 45487): Ningbo 2022, 2023-01-29
 *
 * Everything else (household types, disability, illness, obligors, property, the low tail that
 * leaves one or two families in a hundred poor by income and within the property limits) is an
 * assumption set to be plausible, and marked so where it stands. One person in a thousand lacks
 * one fact.
 */
#ifndef HM_IO_SYNTH_H
#define HM_IO_SYNTH_H

#include "io/synth_family.h"
#include "vec/frame.h"

/* places: division codes with commas ("3302,330782,150207,3508"), each stands for the counties
 * whose codes begin so; NULL or "": all that are known. Households are shared out as they live
 * there. HM_USAGE: no shares are known of a place. */
enum hm_status synth_plan(struct synth_plan *plan, uint64_t seed, int32_t month,
                          const char *places, struct diag *d);

/* Adds households first..first+count-1 (numbers from 1) to b, whose root is the model's
 * "household": ids "H0000000001", members "p1", obligors "o1", vehicles "v1", houses "h1". Only
 * fields that the model has under their shared names (design section 5), of the expected type,
 * are written; values equal to the field's default or outside its range are left out, and so
 * are members beyond the most a household may have. What a household gets depends on the plan
 * and its number alone. HM_DATA: the model has no household; HM_NOMEM. */
enum hm_status synth_fill(struct builder *b, const struct model *m,
                          const struct synth_plan *plan, uint64_t first, uint64_t count,
                          struct diag *d);

#endif
