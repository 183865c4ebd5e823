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

/* Root rows in which a result other than `but` (or NO_FIELD) differs in value or state. rows
 * has room for all and one more; mark: a byte a root row, cleared here; memory: working memory,
 * added to. False: no memory. */
bool sides_differ(uint32_t *count, const struct frame *facts, const struct results *a,
                  const struct results *b, uint16_t but, uint8_t *mark, uint32_t *rows,
                  struct arena *memory);

#endif
