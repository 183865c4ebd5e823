/* asked.h - what a question about one family names, as people type it: the number that moves,
 * its values, the result that is wanted. */
#ifndef HM_WHATIF_ASKED_H
#define HM_WHATIF_ASKED_H

#include "whatif/rate.h"
#include "whatif/switch.h"

/* "persons[0].wage_income", or "law.dibao_standard", "law.relief_share[a]". HM_USAGE. */
enum hm_status asked_thing(struct solve_thing *out, const struct family *f,
                           const struct family_law *law, const char *path, struct arena *a,
                           struct diag *d);
/* A value of it, in steps, within its limits. */
enum hm_status asked_value(int64_t *out, const struct solve_thing *t, const struct family *f,
                           const char *text, struct diag *d);
/* from..to of a rate; NULL: the thing's own limits, of money at most 20,000 yuan. */
enum hm_status asked_span(struct rate_request *q, const char *from, const char *to,
                          struct diag *d);
/* A result: "category", "persons[0].care_subsidy". HM_USAGE for a fact. */
enum hm_status asked_result(struct family_cell *out, const struct family *f, const char *path,
                            struct diag *d);
/* "dibao", "= 0", ">= 500", "~= none": what the result shall be. NULL or "": anything else. */
enum hm_status asked_wanted(struct switch_request *q, const char *text, struct diag *d);

#endif
