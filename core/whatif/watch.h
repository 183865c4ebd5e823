/* watch.h - checks a policy again whenever one of its files is saved, and says what the change
 * does to the households of a store, against the last version that was sound.
 */
#ifndef HM_WHATIF_WATCH_H
#define HM_WHATIF_WATCH_H

#include "exec/checkrun.h"
#include "run/lint.h"
#include "whatif/policies_people.h"

struct watch_round {
    unsigned number;             /* 1: as it stood when the watch began */
    const struct policy *policy; /* NULL: it has errors */
    struct diag messages;        /* errors, warnings, failed checks; lints */
    size_t lints;                /* of the messages: they come last */
    struct examples_report cases;
    bool same_rules; /* nothing but comments, layout or cases is another than before */
    bool has_effect; /* effect is there */
    struct policies_people effect;
};
struct watch_options {
    const char *path;    /* of the policy */
    struct store *store; /* NULL: no effects */
    int32_t month;
    const bool *lints; /* as lint_run takes it */
};
/* Calls `tell` at once and after every save, until the host says stop (HM_INTERRUPTED) or tell
 * returns something else than HM_OK. */
enum hm_status watch_run(const struct watch_options *o, const struct hm_host *host,
                         enum hm_status (*tell)(void *ctx, const struct watch_round *round),
                         void *ctx, struct diag *d);

#endif
