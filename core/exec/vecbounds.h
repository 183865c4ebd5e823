/* vecbounds.h - the program of an evaluation for one household, ready for bounds (ir/bounds.h):
 * compiled for the facts at hand as the fast engine would, with what is not compiled given by
 * the reference engine.
 */
#ifndef HM_EXEC_VECBOUNDS_H
#define HM_EXEC_VECBOUNDS_H

#include "exec/engine.h"
#include "ir/bounds.h"
#include "ir/lower.h"

struct vecbounds {
    struct bounds bounds;
    const struct model *model; /* borrowed */
    uint16_t *slow; /* variables that are as the reference engine had them; in bounds.arena */
    size_t slow_count;
};
/* f: one root row. Facts that are going to move must have a value now. moved: or NULL. Results
 * are those of the stored form, whatever e says. HM_DATA: too many members. */
enum hm_status vecbounds_open(struct vecbounds *out, const struct evaluation *e,
                              const struct frame *f, const struct lower_moved *moved,
                              struct diag *d);
void vecbounds_close(struct vecbounds *v);
/* Whether what is claimed holds while this moves: false when a variable that is not compiled
 * reads it (field: a fact; IR_MOVED: then parameter tells which). */
bool vecbounds_proves(const struct vecbounds *v, uint16_t field, uint16_t parameter);

#endif
