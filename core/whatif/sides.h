/* sides.h - private to whatif/: results of a scan as frames of given columns, and which
 * households differ between two of them.
 */
#ifndef HM_WHATIF_SIDES_H
#define HM_WHATIF_SIDES_H

#include "whatif/population.h"

/* A frame over the facts' rows with one alternative's results. Borrows from the part. */
struct side_frame {
    struct frame frame;
    struct arena arena; /* of the block at hand */
};
bool side_init(struct side_frame *s, const struct model *m, uint8_t root);
void side_fini(struct side_frame *s);
/* False: no memory. */
bool side_fill(struct side_frame *s, const struct frame *facts, const struct results *r);

/* Root rows in which a result differs in value or state; rows has room for all and one more.
 * Returns how many. mark: a byte a root row, cleared here. */
uint32_t sides_differ(const struct frame *facts, const struct results *a,
                      const struct results *b, uint8_t *mark, uint32_t *rows);

#endif
