/* changes.h - what a run changes in the law for its own use: --set and scenarios, as patches.
 * The run's record keeps them as text, a line each, so that it can be recomputed as it was. In
 * a region they hold for each policy that has the parameter or the scenario, in its own terms.
 */
#ifndef HM_RUN_CHANGES_H
#define HM_RUN_CHANGES_H

#include "base/buf.h"
#include "policy/policy.h"

struct changes {
    const struct policy *policy; /* borrowed */
    struct patch *patches;       /* in the arena */
    size_t patch_count, patch_cap;
    struct formula_patch *formulas;
    size_t formula_count, formula_cap;
    struct buf text; /* "set dibao_standard=1330@2024-07-01", "scenario rise": a line each */
    struct arena arena;
};

void changes_init(struct changes *c, const struct policy *p);
void changes_fini(struct changes *c);
/* "name=value", "name[key]=value", each with "@date", "@month", "@month..month" or nothing:
 * from `from` on. */
enum hm_status changes_set(struct changes *c, const char *text, int32_t from_month,
                           struct diag *d);
enum hm_status changes_scenario(struct changes *c, const char *name, struct diag *d);
/* Every scenario declared in a file; `shown` is its path in messages. */
enum hm_status changes_scenario_file(struct changes *c, const char *shown, struct diag *d);
/* Copies of what is for one policy of a region (0: the only policy); mem_free each. */
enum hm_status changes_for(const struct changes *c, uint16_t member, struct patch **patches,
                           size_t *patch_count, struct formula_patch **formulas,
                           size_t *formula_count, struct diag *d);
/* The lines of a run's record. */
enum hm_status changes_read(struct changes *c, const char *text, struct diag *d);

#endif
