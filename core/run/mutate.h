/* mutate.h - changes a policy in many small ways and asks whether any case notices: values
 * moved by one unit, comparisons that take the edge to the other side, conditions that are
 * always true or always false, numbers in formulas, roundings.
 *
 * A mutant that no case notices (and no check of parameters) survives: something of the rule is
 * not tested. Only the cases that reach the changed place are run.
 */
#ifndef HM_RUN_MUTATE_H
#define HM_RUN_MUTATE_H

#include "run/rig.h"

enum mutant_kind {
    MUTANT_VALUE,      /* a parameter's value, key, band edge or comparison */
    MUTANT_COMPARISON, /* of a formula */
    MUTANT_CONDITION,
    MUTANT_NUMBER,
    MUTANT_FUNCTION, /* max for min, floor for ceil, ... */
    MUTANT_ROUNDING, /* of a variable */
    MUTANT_KINDS
};
enum mutant_fate {
    MUTANT_UNREACHED, /* no case comes there */
    MUTANT_KILLED,
    MUTANT_REFUSED, /* the policy cannot be loaded with it: noticed at once */
    MUTANT_SURVIVED
};
struct value_change; /* mutate_values.c */
struct mutant {
    enum mutant_kind kind;
    enum mutant_fate fate;
    const char *name; /* of the parameter or variable; of a function's place: the file */
    const char *file; /* inside the sources: "cn/dibao.lua" */
    struct place at;
    const char *was, *becomes;
    uint32_t first, last;              /* of a script: bytes replaced by `becomes` */
    const struct value_change *change; /* VALUE */
    uint16_t field;                    /* ROUNDING */
    struct rounding rounding;
    const uint32_t *cases; /* that reach it, those with little to do first */
    size_t case_count;
    const char *killer; /* the case or check that noticed */
    const char
        *nearest; /* SURVIVED: the case with the least to do that comes there: change it */
    const char *witness; /* SURVIVED: a case that would notice, as Lua; NULL: none was found */
    const char *meant;   /* SURVIVED: why, as a comment "-- lint: mutant ..." beside it says */
};
struct mutants {
    struct mutant *items; /* by file, then place */
    size_t count, cap;
    size_t left_out;     /* by --limit */
    size_t placeholders; /* values still to be confirmed: left as they are */
    struct arena arena;
};
struct mutate_options {
    const char *only; /* names or files that begin so, or NULL */
    size_t limit;     /* at most so many, spread over all; 0: all */
    bool everything;  /* also the levels above */
};

void mutants_init(struct mutants *m);
void mutants_fini(struct mutants *m);
/* Makes the mutants of the rig's own policy and runs them on all threads; the rig's cases have
 * been run. HM_INTERRUPTED when the host says stop. */
enum hm_status mutate_run(struct mutants *out, const struct rig *r,
                          const struct mutate_options *o, const struct hm_host *host,
                          struct diag *d);

#endif
