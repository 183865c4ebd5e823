/* pick.h - some households of a frame, in a chosen order, as a frame of their own.
 *
 * Used to lay a frame out in slots for the fast engine, and to hand the rows it is in doubt of
 * to the reference engine.
 */
#ifndef HM_VEC_PICK_H
#define HM_VEC_PICK_H

#include "vec/frame.h"

struct pick {
    struct frame frame;
    uint32_t **from; /* [entity][row]: the row of the source frame; in frame.arena */
};

/* roots: n rows of f's root, each at most once. slots: child rows lie slot by slot (all first
 * children, all second ones, ...), in the order of their parents, else parent by parent.
 * `fields` as view_load's: NULL for all. Ids, validity and the past come along; past frames are
 * f's own and f must outlive the pick. */
enum hm_status pick_rows(struct pick *out, const struct frame *f, const uint32_t *roots,
                         uint32_t n, bool slots, const uint64_t *fields, struct diag *d);
/* The order of roots that makes a frame jagged: most members first, ties as they stand. */
enum hm_status pick_jagged(struct pick *out, const struct frame *f, const uint64_t *fields,
                           struct diag *d);
void pick_fini(struct pick *p);

#endif
