/* population_state.h - private to whatif/: the inside of a population, for the files that open
 * it and scan it.
 */
#ifndef HM_WHATIF_POPULATION_STATE_H
#define HM_WHATIF_POPULATION_STATE_H

#include "run/history.h"
#include "whatif/population.h"

/* Fixed once it is open; scans on several threads share it. */
struct population {
    struct store *store;         /* borrowed */
    const struct policy *policy; /* borrowed */
    const struct model *model;
    const struct hm_host *host; /* borrowed */
    int32_t month;
    uint64_t sequence, publications;
    struct agenda agenda;
    struct history history; /* published determinations that any formula of a household's may
                             * read, the latest month first */
    uint32_t blocks;
    uint64_t households;
};

#endif
