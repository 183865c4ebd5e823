/* join.h - the models of several policies as one: what a store must hold for all of them, and
 * the terms in which a region speaks of its members' fields and results.
 */
#ifndef HM_POLICY_JOIN_H
#define HM_POLICY_JOIN_H

#include "model/model.h"

/* Entities, enums and fields of all (n > 0), matched by English name; no formulas, but what
 * they read; parameters by name, without values; no checks, cases or scenarios. Name, zh and
 * identity are the first one's. Texts are borrowed: from outlives *to. HM_DATA with a message
 * where types or parents differ; *to is then ended. */
enum hm_status join_models(struct model *to, const struct model *const *from, size_t n,
                           struct diag *d);
/* What a store has, and then what else a policy has: everything of `have` keeps its place. */
enum hm_status join_extend(struct model *to, const struct model *have, const struct model *more,
                           struct diag *d);
void join_fini(struct model *m);
/* Gives the joined model one table "division_name" of all the models' tables and of the places
 * they are for. Once, after join_models. */
enum hm_status join_names(struct model *to, const struct model *const *from, size_t n,
                          struct diag *d);

#endif
