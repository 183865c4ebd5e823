/* witness.h - a case that tells two versions of a policy apart, made from one that does not:
 * one fact of it is moved to where a comparison turns. Private to run/mutate.c.
 */
#ifndef HM_RUN_WITNESS_H
#define HM_RUN_WITNESS_H

#include "run/examples.h"

struct witness_sides {
    const struct policy *good, *bad; /* copies of one model: fields and names are the same */
    struct probe *good_probe, *bad_probe;
    const struct hm_host *host;
    struct arena *arena; /* of what is returned */
};
/* Tries one case without `set`, of one month. The new case as Lua, with what `good` gives;
 * NULL: none was found. */
const char *witness_find(const struct witness_sides *s, const struct example *base,
                         struct diag *d);

#endif
