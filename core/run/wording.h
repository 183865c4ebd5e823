/* wording.h - what every formula of a policy says, with everything of the scripts it can call
 * or read: two formulas of equal wording compute the same from the same facts, parameters and
 * other variables. Where a formula stands in its file, comments, blanks and the names of locals
 * do not matter.
 */
#ifndef HM_RUN_WORDING_H
#define HM_RUN_WORDING_H

#include "policy/policy.h"

struct wording_formula {
    char digest[DIGEST_HEX];
    char own[DIGEST_HEX]; /* of the formula alone, without what it calls */
    bool is_timed; /* it, or what it calls, may ask for the evaluated month */
};
struct wording {
    struct wording_formula *formulas; /* by struct formula.number; "" where it has no body */
    uint32_t count;
};
/* Of every formula of the policy's fields. */
enum hm_status wording_init(struct wording *w, const struct policy *p, struct diag *d);
void wording_fini(struct wording *w);

#endif
