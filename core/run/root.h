/* root.h - which root entity a job is about: households, or what `--of` names.
 */
#ifndef HM_RUN_ROOT_H
#define HM_RUN_ROOT_H

#include "base/diag.h"
#include "model/model.h"

/* The root entity called `name` (or by its zh name). NULL: household, or the first root where
 * there is none. HM_USAGE with the nearest name when it is none, or lies below another; HM_DATA
 * for a policy without entities. */
enum hm_status root_find(uint8_t *out, const struct model *m, const char *name, struct diag *d);

/* The same in a store's schema, where NULL means household: HM_DATA when there is none. */
enum hm_status root_in_store(uint8_t *out, const struct model *schema, const char *name,
                             struct diag *d);

#endif
