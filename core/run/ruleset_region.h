/* ruleset_region.h - private to ruleset: regions, and scenario files as sources. */
#ifndef HM_RUN_RULESET_REGION_H
#define HM_RUN_RULESET_REGION_H

#include "run/ruleset.h"

#define SCENARIO_NAME "scenario-file.lua" /* in a policy's folder; beside those of a region */

enum hm_status ruleset_read_scenario(struct source_file *out, const char *file, struct diag *d);
void ruleset_forget_scenario(struct source_file *f);
/* A scenario as the last file of the policy. */
enum hm_status ruleset_put_scenario(struct sources *s, const struct source_file *scenario,
                                    struct diag *d);

/* paths: the folders in and below `folder` that have a policy.lua, an upper one first. */
enum hm_status ruleset_region(struct policy **out, const char *folder, char **paths, size_t n,
                              const char *scenario_file, struct diag *d);
/* From files that were kept; they stay the caller's to end. */
enum hm_status ruleset_region_stored(struct policy **out, const struct sources *kept,
                                     struct diag *d);

#endif
