/* history.h - the determinations of earlier months that formulas read with before(n), given to
 * the engine as the frame's past: published ones, and those of the run's own earlier months. */
#ifndef HM_RUN_HISTORY_H
#define HM_RUN_HISTORY_H

#include "store/store.h"

struct history_month {
    int32_t month;
    uint32_t run; /* the published run; 0 = none */
};
/* Which runs hold the past of a month; found once for all blocks. */
struct history {
    struct history_month *months;
    size_t count;
};
/* Looks up the runs of the `months` months before `month` that were in force as of a
 * publication counter (UINT64_MAX: now). */
enum hm_status history_init(struct history *h, struct store *s, int32_t month, unsigned months,
                            uint64_t as_of, struct diag *d);
void history_fini(struct history *h);

/* Determinations of an earlier month of the same run and block. */
struct history_own {
    int32_t month;
    struct frame frame;
};
/* Fills f->past. Own months go before published ones; their frames are lent to f until
 * history_give_back, which must be called before frame_fini(f), also after a failure. */
enum hm_status history_lend(struct frame *f, struct view *v, uint32_t block,
                            const struct history *h, struct history_own *own, size_t own_count,
                            struct diag *d);
void history_give_back(struct frame *f, struct history_own *own, size_t own_count);

#endif
