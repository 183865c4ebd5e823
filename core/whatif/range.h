/* range.h - a result that is undetermined because facts are missing: which of them matter, and
 * what the result can be, whatever they turn out to be within their limits.
 */
#ifndef HM_WHATIF_RANGE_H
#define HM_WHATIF_RANGE_H

#include "whatif/solve.h"

struct range_request { /* borrowed */
    struct family *family;
    struct family_law *law;
    struct family_cell result; /* a variable */
    const struct hm_host *host;
};
enum range_matter {
    RANGE_MATTERS, /* two values of it, all else the same, give two results */
    RANGE_NOT,     /* the result cannot depend on it here */
    RANGE_NOT_SEEN /* it may, and no point that was tried shows it */
};
struct range_fact {
    struct solve_thing thing;
    enum range_matter matter;
};
/* Results that can be: a number lies within low..high; of an enum or boolean each code. */
struct range_code {
    uint8_t code;
    bool is_reached; /* by facts that were tried; else it could not be ruled out */
};
struct range_answer {
    bool is_known; /* nothing is missing: the result has a value */
    bool is_error; /* it cannot be evaluated for another reason */
    int64_t now;   /* of a known one */
    struct range_fact *facts;
    size_t fact_count, fact_cap;
    bool is_bounded;                      /* low..high hold */
    int64_t low, high;                    /* proved: no result lies outside */
    bool low_is_reached, high_is_reached; /* by facts that were tried: they are exact */
    int64_t lowest_seen, highest_seen;
    bool is_seen;             /* any determined result was seen */
    bool stays_undetermined;  /* some values of the facts leave it undetermined or in error */
    struct range_code *codes; /* of an enum or boolean */
    size_t code_count;
    uint64_t boxes; /* that were bounded */
    struct arena arena;
};
/* HM_INTERRUPTED. range_fini also after a failure. */
enum hm_status range_find(struct range_answer *out, const struct range_request *q,
                          struct diag *d);
void range_fini(struct range_answer *a);

#endif
