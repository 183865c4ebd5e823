/* whatif_diff.h - what two policies say and do differently, for people and for programs. A and
 * B are the first and the second policy named.
 */
#ifndef HM_REPORT_WHATIF_DIFF_H
#define HM_REPORT_WHATIF_DIFF_H

#include "whatif/policies_diff.h"
#include "whatif/policies_people.h"
#include "whatif/smallest.h"

struct whatif_diff {
    const struct policies_diff *law;
    const char *before, *after;           /* as the user named them */
    const struct smallest *family;        /* NULL: not looked for */
    size_t family_pair;                   /* of which pair */
    const struct policies_people *people; /* NULL: no store */
    bool full;                            /* formulas whole */
};
void whatif_diff_text(struct buf *out, const struct whatif_diff *x);
void whatif_diff_json(struct buf *out, const struct whatif_diff *x);

/* whatif_diff_values.c: private to whatif_diff*.c. */
/* Two texts line by line: "- " and "+ " lines, at most `most` of them. */
void diff_lines_put(struct buf *out, struct str before, struct str after, size_t most,
                    const char *indent);
/* The text of a formula's function; empty for none. */
struct str diff_formula_text(const struct policy *p, const struct formula *f);

/* ,"key":"text", or null. */
void diff_json_text(struct buf *out, const char *key, const char *text);

/* whatif_diff_people.c */
void diff_people_put(struct buf *out, const struct whatif_diff *x);
void diff_people_json(struct buf *out, const struct whatif_diff *x);
/* whatif_diff_family.c */
void diff_family_put(struct buf *out, const struct whatif_diff *x);
void diff_family_json(struct buf *out, const struct whatif_diff *x);

#endif
