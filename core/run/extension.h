/* extension.h - what a policy adds to a store's schema: the inputs of a new year come into the
 * store there is. */
#ifndef HM_RUN_EXTENSION_H
#define HM_RUN_EXTENSION_H

#include "base/buf.h"
#include "store/store.h"

enum extension_kind { EXTENSION_NEW, EXTENSION_VALUE, EXTENSION_WIDER, EXTENSION_KINDS };
struct extension_item {
    enum extension_kind kind;
    char *name; /* "person.schooling", "care_grade.total", "institution" */
};
struct extension {
    struct extension_item *items; /* entities, values, fields */
    size_t count, cap;
};
/* Adds the entities, enums, values and fields of the policy to the store, which is open for
 * writing, and widens ranges; what the store has besides stays. Nothing new: count 0, and the
 * store is not touched. HM_DATA when a field has another type now. Afterwards the store can
 * only be closed. */
enum hm_status extension_run(struct extension *out, struct store *s, const char *policy,
                             const struct author *by, struct diag *d);
/* As members of a JSON object: "added":[..],"values":[..],"widened":[..] */
void extension_put(struct buf *out, const struct extension *x);
void extension_fini(struct extension *x);

#endif
