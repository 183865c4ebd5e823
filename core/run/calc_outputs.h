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

/* Where the values of a line come from. */
struct calc_values {
    const struct calc_outputs *outputs;
    const struct frame *frame;     /* rows and ids */
    const struct results *results; /* values and issues; issues only when is_stored: */
    bool is_stored; /* values are the frame's given columns; without a value or an issue a
                     * variable was not computed and is left out */
    struct calc_issues issues;
};
struct calc_verdict {
    bool undetermined, failed;
};
/* One line: {"id":...,"month":...,results,children,"missing":...,"errors":...} and newline. */
struct calc_verdict calc_put(struct buf *out, const struct calc_values *v, uint32_t row,
                             int32_t month);
/* A variable's value in a row: HM_TRAP_NONE and its stored form, why there is none, or
 * HM_TRAP_COUNT when it was not computed. */
enum hm_trap calc_value(int64_t *out, const struct calc_values *v, uint16_t field,
                        uint32_t row);

#endif
