/* ruleset.h - a policy as a run uses it: from its folder, with a scenario file put in, or from
 * a store that kept it. */
#ifndef HM_RUN_RULESET_H
#define HM_RUN_RULESET_H

#include "policy/policy.h"
#include "store/store.h"

/* scenario_file: NULL, or a Lua file that is read after the policy's own, in the same terms. It
 * becomes part of the policy's identity. */
enum hm_status ruleset_load(struct policy **out, const char *folder, const char *scenario_file,
                            struct diag *d);
enum hm_status ruleset_stored(struct policy **out, struct store *s, const char identity[65],
                              struct diag *d);

#endif
