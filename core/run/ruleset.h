/* ruleset.h - the policy of a run: one policy, or a region (policies below a folder, one of
 * which holds for each household); with a scenario file put in; from its folder or from a store
 * that kept it. */
#ifndef HM_RUN_RULESET_H
#define HM_RUN_RULESET_H

#include "policy/policy.h"
#include "store/store.h"

/* A folder without policies below it is that policy. One with policies below is a region of all
 * in and below it that have a division; HM_DATA when a lowest one has none, or two have the
 * same. scenario_file: NULL, or a Lua file that is read after each policy's own, in the same
 * terms. It becomes part of the identity. In a region it holds for the policies that know all
 * it names (at least one, a warning tells the others). */
enum hm_status ruleset_load(struct policy **out, const char *folder, const char *scenario_file,
                            struct diag *d);
enum hm_status ruleset_stored(struct policy **out, struct store *s, const char identity[65],
                              struct diag *d);

#endif
