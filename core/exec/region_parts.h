/* region_parts.h - private to the region engine: the results of several policies, each over
 * some rows of a frame, as columns over all of them.
 */
#ifndef HM_EXEC_REGION_PARTS_H
#define HM_EXEC_REGION_PARTS_H

#include "exec/engine.h"
#include "exec/region_terms.h"

#define NO_OUTPUT 0xFFFFu

/* The rows of one member and what it found for them, in its own terms. */
struct region_part {
    const struct mapping *terms; /* the region's model in the member's */
    const uint16_t *output_of;   /* [output of the region]: the member's, or NO_OUTPUT */
    const uint8_t *const *back;  /* [output of the region]: the member's enum code -> the
                                  * region's; NULL where they are the same */
    const struct results *results;
    uint32_t *const *from; /* [member's entity][row]: row of the whole frame */
};

/* A household that no policy evaluates: all its results and its children's have this issue. */
struct region_refused {
    uint32_t root;
    enum hm_trap trap;
    const char *text; /* in the arena of the results */
};

/* Makes out's columns and issues; what a part does not have is not applicable. e, f: the
 * region's. */
enum hm_status region_put(struct results *out, const struct evaluation *e,
                          const struct frame *f, const struct region_part *parts, size_t n,
                          const struct region_refused *refused, size_t refused_count);
/* The same where *out holds what one member found for every row of f: nothing is copied. first:
 * those of the first alternative, adopted, whose columns out may share; or NULL. */
enum hm_status region_adopt(struct results *out, const struct results *first,
                            const struct evaluation *e, const struct frame *f,
                            const struct region_part *part);

#endif
