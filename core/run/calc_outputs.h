/* calc_outputs.h - which variables are computed and shown, and one household's results as JSON.
 */
#ifndef HM_RUN_CALC_OUTPUTS_H
#define HM_RUN_CALC_OUTPUTS_H

#include "exec/engine.h"

struct calc_outputs {
    const struct model *model; /* borrowed */
    uint8_t root;
    uint16_t *ids; /* computed, in order of printing */
    size_t count;
    uint16_t *column_of; /* by field: index in ids, or NO_FIELD */
    bool *is_shown;      /* by field: printed */
    bool *has_shown;     /* by entity: it or one below it has a field that is printed */
    struct arena arena;
};

/* names: "a,b" of any entity under root, "persons.a" of one; NULL: all results. with_results:
 * computes all results besides (later months read them), without showing them. HM_USAGE with
 * messages when a name is not known. */
enum hm_status calc_outputs_init(struct calc_outputs *o, const struct model *m, uint8_t root,
                                 const char *names, bool with_results, struct diag *d);
void calc_outputs_fini(struct calc_outputs *o);

/* Issues by household: a chain for each root row. */
struct calc_issues {
    uint32_t *first; /* by root row: 1 + index of its first shown issue, 0 = none */
    uint32_t *next;  /* by issue: 1 + index of the next one of the same household */
};
/* In the arena of r. */
enum hm_status calc_issues_make(struct calc_issues *i, const struct calc_outputs *o,
                                const struct frame *f, struct results *r);

struct calc_verdict {
    bool undetermined, failed;
};
/* One line: {"id":...,"month":...,results,children,"missing":...,"errors":...} and newline. */
struct calc_verdict calc_put(struct buf *out, const struct calc_outputs *o,
                             const struct frame *f, const struct results *r,
                             const struct calc_issues *i, uint32_t row, int32_t month);

#endif
