/* arrow.h - rows of one entity of a store as a stream of the Arrow C data interface: a batch
 * for each block of households, columns lent where their lanes allow (docs/arrow.md).
 */
#ifndef HM_RUN_ARROW_H
#define HM_RUN_ARROW_H

#include "huimin.h"
#include "run/known.h"

struct arrow_options {
    bool is_results; /* of a run; else facts */
    bool unmasked;   /* personal texts as they are */
    bool decimal; /* amounts and numbers as decimal128; else whole numbers in the smallest unit
                   */
    int32_t month;
    uint32_t run;              /* 0 = the published one */
    const char *of, *entity;   /* the root; whose rows (NULL = the root's own) */
    const struct known *known; /* as known on a past day; NULL: now */
    /* Called once, when the stream and all that came of it are released. */
    void (*let_go)(void *owner);
    void *owner;
};
/* Sets *out up; the caller releases it. On failure let_go is not called. */
enum hm_status arrow_open(struct ArrowArrayStream *out, struct store *s,
                          const struct arrow_options *o, struct diag *d);

#endif
