/* cover.h - what of a policy its cases reach, and what they leave out. Plain data for reports
 * and lints, from a rig whose cases have run.
 */
#ifndef HM_RUN_COVER_H
#define HM_RUN_COVER_H

#include "run/rig.h"

enum cover_kind {
    COVER_FORMULA,  /* of a variable, by date */
    COVER_BRANCH,   /* a condition or comparison: wants to be true once and false once */
    COVER_BOUNDARY, /* an order of two values: wants to stand on the edge and beside it */
    COVER_VALUE,    /* a dated value of a parameter */
    COVER_ROW,      /* a key, band or `otherwise` of one */
    COVER_KINDS
};
struct cover_item {
    enum cover_kind kind;
    const char *level; /* "cn/zhejiang", "stdlib": the folder it stands in */
    struct place at;
    uint32_t first, last; /* BRANCH, BOUNDARY: bytes of the file */
    struct str text;      /* as the script writes it, or the name with the date or key */
    size_t cases;         /* that reach it at all */
    size_t when_true, when_false; /* BRANCH: cases */
    bool below, on, above;        /* BOUNDARY: left side less, equal, greater */
    bool is_covered;
    bool is_joined; /* BRANCH: of `and`, `or`, `not`, whose parts are branches themselves */
    bool is_of_law; /* BRANCH: asks parameters only: the same for every household */
};
struct cover {
    struct cover_item *items; /* by file, then place */
    size_t count, cap;
    size_t cases, cases_failed;
    size_t total[COVER_KINDS], covered[COVER_KINDS];
    struct arena arena;
};

void cover_init(struct cover *c);
void cover_fini(struct cover *c);
/* Of the rig's own policy. everything: also of the levels above it and the stdlib, else only of
 * its own folder. */
enum hm_status cover_make(struct cover *c, const struct rig *r, bool everything,
                          struct diag *d);

#endif
