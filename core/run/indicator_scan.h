/* indicator_scan.h - private to run/indicators.c: the indicators of one root entity of one
 * policy, summed over the store's rows and over published figures.
 */
#ifndef HM_RUN_INDICATOR_SCAN_H
#define HM_RUN_INDICATOR_SCAN_H

#include "run/indicator_sums.h"
#include "store/store.h"

struct indicator_scan {
    const struct policy *policy;
    uint8_t root;
    int32_t month;
    const struct indicator *const *indicators; /* of entities under the root */
    struct indicator_sums *sums;               /* one each, set up by the caller */
    size_t count;
    struct store *store; /* or NULL */
    uint64_t sequence;
    const struct policy *region; /* the policy is a member of it; or NULL */
    const struct hm_host *host;
};
enum hm_status indicator_scan(struct indicator_scan *s, struct diag *d);

#endif
