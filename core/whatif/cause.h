/* cause.h - which comparison of which rule makes a result jump between two neighbouring points:
 * the first one that answers otherwise, in the order of evaluation, as deep as it can be
 * followed. */
#ifndef HM_WHATIF_CAUSE_H
#define HM_WHATIF_CAUSE_H

#include "exec/trace.h"
#include "whatif/solve.h"

/* Texts live in the arena it was found with, or in the policy. */
struct cause {
    bool is_found;
    uint16_t field; /* the rule: a variable */
    uint32_t row;
    const char *path; /* "persons[0].counted_income" */
    struct place at;  /* of the comparison */
    struct str text;  /* "income <= law.dibao_standard * n" */
    const char *op;   /* "<=", or NULL: a condition or a look-up */
    struct value left_before, right_before, left_after, right_after; /* of op */
    int32_t parameter; /* a look-up in bands that gives another value; -1 */
};
/* The thing at two points, told side by side. */
struct cause_pair {
    struct trace before, after;
};
enum hm_status cause_open(struct cause_pair *out, struct solve *s, const uint16_t *outputs,
                          size_t count, int64_t before, int64_t after, struct diag *d);
void cause_close(struct cause_pair *p);
/* Why output i, in its first row that jumps, is another one; threshold: changes of money up to
 * it are no jumps. Nothing found: is_found false. */
void cause_find(struct cause *out, const struct cause_pair *pair, uint16_t output,
                int64_t threshold_fen, struct arena *a);

#endif
