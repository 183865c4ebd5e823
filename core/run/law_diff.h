/* law_diff.h - what differs between two policies, each as it holds in a month: parameters whose
 * value in force is another, formulas that say something else, and which variables can
 * therefore come out otherwise for the same facts.
 */
#ifndef HM_RUN_LAW_DIFF_H
#define HM_RUN_LAW_DIFF_H

#include "run/changes.h"
#include "run/wording.h"

/* One policy (never a region; a member of one) in a month, with what a run changed in it. */
struct law_side {
    const struct policy *policy;
    const struct wording *wording;
    const struct changes *changes;
    uint16_t member; /* whose patches these are */
    int32_t month;
};
struct law_parameter {                            /* another value is in force */
    const struct parameter *parameter;            /* of the later policy */
    const struct parameter_value *before, *after; /* NULL: none was in force, or none is */
    const struct model *before_model, *after_model;
};
struct law_diff {
    uint64_t *may_change; /* bits: fields of the later model */
    struct law_parameter *parameters;
    size_t parameter_count;
    uint16_t *rules; /* variables whose own formula or declaration is another */
    size_t rule_count;
};
/* In the arena `a`; values borrow from both policies and their changes. same_past: formulas
 * read the same earlier determinations in both. Where in doubt something may change: formulas
 * that a scenario gives. */
enum hm_status law_compare(struct law_diff *out, const struct law_side *before,
                           const struct law_side *after, bool same_past, struct arena *a,
                           struct diag *d);

/* Whether two of one name are declared alike, each in its model: types; a value of such types
 * (enums by name); a parameter's value of a day (NULL: none) with its kind and key. */
bool law_same_type(const struct type *a, const struct model *ma, const struct type *b,
                   const struct model *mb);
bool law_same_value(const struct value *a, const struct type *ta, const struct model *ma,
                    const struct value *b, const struct type *tb, const struct model *mb);
struct law_dated { /* a parameter's value */
    const struct model *model;
    const struct parameter *parameter;
    const struct parameter_value *value;
};
bool law_same_parameter(const struct law_dated *x, const struct law_dated *y);

#endif
