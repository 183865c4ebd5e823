/* known.h - what was known on a past day: facts by the day they were recorded, determinations
 * by the day they were published. */
#ifndef HM_RUN_KNOWN_H
#define HM_RUN_KNOWN_H

#include "store/store.h"

struct known {
    uint64_t sequence;     /* of facts */
    uint64_t publications; /* counter */
};
/* By the end of a day (value/date.h) in China. HM_NOT_FOUND: the store knew nothing yet. */
enum hm_status known_on(struct known *out, struct store *s, int32_t day, struct diag *d);

#endif
