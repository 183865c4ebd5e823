/* policies_people.h - whom two policies treat differently: the households of a store under
 * both, block by block over one state of the facts, and what of it adds up to how much.
 */
#ifndef HM_WHATIF_POLICIES_PEOPLE_H
#define HM_WHATIF_POLICIES_PEOPLE_H

#include "run/summary.h"
#include "whatif/population.h"

/* One result over all rows that have it. */
struct policies_result {
    const char *name, *zh;    /* "person.care_subsidy" */
    bool in_before, in_after; /* which policy has it */
    uint64_t rows;            /* with a value in both */
    uint64_t differ;          /* of these, with another one */
    uint64_t lost, gained;    /* with a value in the first only, in the second only */
    bool is_number;           /* the sums count: fen, or ones scaled by 10^decimals */
    bool is_money;
    uint8_t decimals;
    __int128 before_sum, after_sum;
};
struct policies_article { /* of a benefit, as its policy cites it; NULL: it has none */
    const char *benefit, *zh, *before, *after;
    bool in_before, in_after;
    struct tally_line line;
};
struct policies_people {
    struct summary summary; /* one month: before is the first policy, after the second */
    uint64_t before_undetermined, before_failed; /* as the summary's, of the first policy */
    struct policies_result *results;
    size_t result_count;
    struct policies_article *articles;
    size_t article_count;
    struct arena arena;
};

/* Both policies or both regions. HM_DATA with a message where a name means different things in
 * the two, or the store has no households in the month. */
enum hm_status policies_people(struct policies_people *out, struct store *s,
                               const struct policy *before, const struct policy *after,
                               int32_t month, size_t top, const struct hm_host *host,
                               struct diag *d);
void policies_people_fini(struct policies_people *p); /* a zeroed one may be ended */

#endif
