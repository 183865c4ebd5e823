/* bounds_pairs.h - bounds of random policies on random families against the reference engine:
 * at random points of random intervals every value, and every step to the next point, lies
 * within what was claimed; on a point and on two neighbours the claim is the value.
 */
#ifndef HM_TESTS_BOUNDS_PAIRS_H
#define HM_TESTS_BOUNDS_PAIRS_H

#include "random_policy.h"

struct bounds_tally {
    uint64_t policies, intervals, points, claims, exact, unknown, cuts;
};
/* False: a claim does not hold (told on stderr). */
bool bounds_pair(struct choices *c, struct bounds_tally *t, bool print);

#endif
