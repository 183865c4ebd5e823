/* schema.h - what a store must hold for a policy and all policies below it: their entities,
 * enums and fields together. */
#ifndef HM_RUN_SCHEMA_H
#define HM_RUN_SCHEMA_H

#include "policy/policy.h"

struct schema {
    struct model model;       /* entities, enums, fields; no formulas, parameters or cases */
    struct policy **policies; /* the model borrows their texts */
    size_t policy_count;
};
/* Loads every lowest policy in or below the folder. What two of them declare alike is one
 * thing; ranges are widened to hold both; types that differ are HM_DATA. */
enum hm_status schema_load(struct schema *s, const char *folder, struct diag *d);
void schema_fini(struct schema *s);

#endif
