/* export.h - facts and determinations out of a store, in order of id: the same bytes whatever
 * the order of import. */
#ifndef HM_RUN_EXPORT_H
#define HM_RUN_EXPORT_H

#include "run/known.h"

struct export_options {
    const char *what; /* "households", "results" */
    int32_t month;
    uint32_t run;       /* results: of this run; 0 = the published one */
    const char *format; /* "ndjson" (NULL), "csv" */
    const char *of;     /* the root entity, name or zh; NULL: household */
    const char *entity; /* csv: whose rows, "persons"; NULL = the households themselves */
    bool unmasked;             /* personal texts as they are */
    bool zh; /* csv: columns, words, yes and no in Chinese, where the policy has it */
    const struct known *known; /* as known on a past day; NULL: now */
};
/* NDJSON: households as import takes them; results as calc prints them. CSV: one table with a
 * header; rows of children begin with columns that name the rows above them ("household", ...).
 */
enum hm_status export_run(struct store *s, const struct export_options *o,
                          const struct hm_host *host, struct diag *d);

#endif
