/* switch.h - the smallest single changes that give a result another value, or one that is
 * wanted: of each fact of the family and of each number of the law that the result reads.
 *
 * For what is counted (money, numbers, dates) the nearest value in each direction is found, and
 * bounds prove that no nearer one does; booleans and enums are tried value by value. The
 * reference engine confirms each change, and that one step less does not do.
 */
#ifndef HM_WHATIF_SWITCH_H
#define HM_WHATIF_SWITCH_H

#include "model/parameter.h"
#include "whatif/solve.h"

struct switch_request { /* borrowed */
    struct family *family;
    struct family_law *law;
    struct family_cell result; /* a variable */
    bool is_wanted;            /* else: any other value than now */
    enum comparison op;        /* wanted: the result OP value; booleans, enums: EQ, NE */
    int64_t value;             /* stored form */
    bool without_facts, without_law;
    const struct hm_host *host;
};

/* A change that does it. */
struct switch_change {
    struct solve_thing thing; /* now: what it is */
    int64_t to;               /* what it would have to be, in its steps */
    int64_t result;           /* stored form of the result then */
    bool was_known;           /* the fact is supplied (else its default holds) */
};
/* Not proved: the thing between these values may do it as well, and nearer. */
struct switch_gap {
    struct solve_thing thing;
    int64_t from, to;
};

struct switch_answer {
    bool is_known;                 /* the result has a value now */
    int64_t now;                   /* stored form */
    bool holds;                    /* what is wanted is so already */
    struct switch_change *changes; /* counted ones by relative size, then the others */
    size_t count, cap;
    struct switch_gap *gaps;
    size_t gap_count, gap_cap;
    size_t tried;       /* things */
    uint64_t intervals; /* that were bounded */
    struct arena arena;
};
/* HM_INTERRUPTED; HM_INTERNAL: the engines differ. switch_fini also after a failure. */
enum hm_status switch_find(struct switch_answer *out, const struct switch_request *q,
                           struct diag *d);
void switch_fini(struct switch_answer *a);

#endif
