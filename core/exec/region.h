/* region.h - the engine of a region: splits a frame by policy, evaluates each part in its
 * member's engine, and puts results and issues back in place (docs/language.md, "policy").
 * Private to exec/: engine_open makes one for a policy with members.
 *
 * A household without a code is undetermined, one whose code no member's division begins is in
 * error. Results a member does not have are not applicable: zero, false, none; dates and months
 * have no value. What a household gets does not depend on the others of its frame.
 */
#ifndef HM_EXEC_REGION_H
#define HM_EXEC_REGION_H

#include "exec/engine.h"

struct region;
enum hm_status region_open(struct region **out, enum engine_kind kind,
                           const struct evaluation *e, struct diag *d);
enum hm_status region_run(struct region *r, const struct frame *f, struct results *out,
                          struct diag *d);
void region_close(struct region *r);

#endif
