/* terms.h - private to whatif/: further conditions of `who` on a row, its household and the
 * number of its members, joined by `and` and `or`, of which `and` binds closer.
 */
#ifndef HM_WHATIF_TERMS_H
#define HM_WHATIF_TERMS_H

#include "whatif/cells.h"
#include "whatif/who.h"

enum { TERMS_MAX = 15 };

/* The terms over one block. */
struct terms {
    const struct who_request *q;
    const struct scan_part *part;
    const struct agenda *agenda;
    uint8_t entity; /* whose rows are asked about */
    struct cells before[TERMS_MAX], after[TERMS_MAX];
};
/* HM_USAGE: too many, or a field of other rows than q's. */
enum hm_status terms_check(const struct who_request *q, const struct agenda *s, struct diag *d);
void terms_begin(struct terms *t, const struct who_request *q, const struct agenda *s,
                 const struct scan_part *part);
/* Whether a row for which q's first condition gave `first` is meant. */
bool terms_hold(const struct terms *t, uint32_t row, bool first);

/* One condition on the values of a row. */
bool terms_meets(enum who_kind kind, enum comparison op, int64_t threshold, bool known_before,
                 int64_t before, bool known_after, int64_t after);

#endif
