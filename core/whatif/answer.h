/* answer.h - what changes of the law do to everybody: the budget before and after, who comes
 * in, goes out, gets more or less, by benefit, county, number of members and age, moves between
 * categories, the biggest changes and cliffs. The counts are those of a recomputation
 * (run/tally.h), so that a rehearsal with the same changes gives the same to the fen.
 */
#ifndef HM_WHATIF_ANSWER_H
#define HM_WHATIF_ANSWER_H

#include "run/summary.h"
#include "whatif/population.h"

struct answer {
    /* One for each law asked about, with one month. before_run is 0; reasons and placeholders
     * are left out; `failed` counts households whose amounts or categories are errors. */
    struct summary *summaries;
    size_t count;
};

/* before: NULL = the policy as it stands. after: n of them, an entry NULL likewise. top: so
 * many of the biggest changes and cliffs are named. HM_INTERRUPTED when the host says stop.
 * *out is ended by the caller after success only. */
enum hm_status answer_ask(struct answer *out, struct population *p,
                          const struct changes *before, const struct changes *const *after,
                          size_t n, size_t top, struct diag *d);
void answer_fini(struct answer *a);

#endif
