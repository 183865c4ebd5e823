/* population_state.h - private to whatif/: the inside of a population, for the files that open
 * it, keep it and scan it.
 */
#ifndef HM_WHATIF_POPULATION_STATE_H
#define HM_WHATIF_POPULATION_STATE_H

#include "run/history.h"
#include "whatif/population.h"

/* What is kept of a block from one question to the next. One worker at a time has it. */
struct kept_block {
    bool has_facts;
    struct frame facts; /* all fields, and the past that formulas may read */
    const uint16_t *ordinals;
    struct result_column *base; /* by field: under the policy as it stands, in stored form */
    uint64_t *has_base;         /* bits by field */
    struct arena arena;         /* of base */
};

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
    struct kept_block *kept;           /* by block */
    struct mutex *mutex;               /* both below */
    struct view *views[LIMIT_THREADS]; /* that keep what they loaded; idle ones */
    size_t view_count;
    size_t bytes;       /* kept, about */
    size_t room;        /* for them: LIMIT_POPULATION_BYTES */
    struct tally *base; /* everybody against himself (answer.c); NULL: not counted yet */
};

/* keep.c */

/* A view for one worker, and its return. */
enum hm_status keep_view(struct view **out, struct population *p, struct diag *d);
void keep_view_back(struct population *p, struct view *v);
/* The block with its facts loaded by `v`; NULL in *out when there is no more room to keep it.
 */
enum hm_status keep_facts(struct kept_block **out, struct population *p, struct view *v,
                          uint32_t block, struct diag *d);
bool keep_has(const struct kept_block *k, uint16_t field);
/* Keeps copies of the columns it does not have yet; without room for them it keeps none. */
enum hm_status keep_base(struct population *p, struct kept_block *k, const struct results *r,
                         struct diag *d);
void keep_fini(struct population *p);

#endif
