/* checkrun.h - runs a policy's checks: rules about its parameters (docs/language.md, "check").
 */
#ifndef HM_EXEC_CHECKRUN_H
#define HM_EXEC_CHECKRUN_H

#include "policy/policy.h"

enum check_outcome {
    CHECK_HOLDS,
    CHECK_FAILS,
    CHECK_ERROR /* the test stopped: a parameter without a value, a mistake in the test */
};
struct check_result {
    const struct check *check; /* borrowed: from the model */
    int32_t month;
    enum check_outcome outcome;
    const char *message; /* the test's second value, or why it stopped; "" when there is none */
};
struct check_results {
    struct check_result *items; /* by check, then month */
    size_t count, cap;
    struct arena arena;
};

void checkrun_init(struct check_results *r);
void checkrun_fini(struct check_results *r);
/* Runs every check in the first month it covers, and in every month in which a parameter it
 * reads changes, inside [from, to] (months, inclusive; 0: open). patches as in evaluation. */
enum hm_status checkrun_all(struct check_results *out, const struct policy *p, int32_t from,
                            int32_t to, const struct patch *patches, size_t patch_count,
                            struct diag *d);

#endif
