/* smallest.h - the smallest family that two policies treat differently, found by trying:
 * made-up families of few members in which few facts are not plain, the families of both
 * policies' cases, and random ones. What is found is made smaller as long as the difference
 * stays, and both sides are evaluated again by the reference engine.
 */
#ifndef HM_WHATIF_SMALLEST_H
#define HM_WHATIF_SMALLEST_H

#include "run/task.h"
#include "whatif/policies_diff.h"

struct smallest_job {
    const struct policies_pair *pair; /* borrowed; both of it there */
    int32_t month;
    unsigned max_members;       /* rows below the household, of all kinds together */
    uint64_t max_families;      /* to evaluate */
    const struct hm_host *host; /* stop */
};

/* One result of a family, as each policy has it. */
struct smallest_result {
    const char *path;        /* "dibao_amount", "persons[0].care_subsidy" */
    const char *list, *name; /* "persons" or NULL, "care_subsidy" */
    unsigned row;            /* in the list */
    const char *zh;
    const char *before,
        *after; /* "1143.00"; NULL: it has no value: an error, or undetermined */
};
struct smallest_family {
    const char *result, *zh; /* that it is the smallest for, "household.dibao_amount" */
    unsigned members, facts;
    const char *record;                    /* as a case writes it: "household = { ... }" */
    const struct smallest_result *results; /* all that differ */
    size_t result_count;
    bool is_refused; /* one side has no value: found only where no two values differ */
};
struct smallest {
    struct smallest_family *families; /* the smallest first; one for each result that can be
                                       * made to differ */
    size_t count;
    size_t results; /* that were compared */
    /* What was searched. */
    uint64_t evaluated;   /* families */
    unsigned members;     /* made-up ones have up to so many */
    unsigned one_fact;    /* with up to so many members any one fact was moved, */
    unsigned two_facts;   /* and any two; 0 members: not at all */
    size_t facts, values; /* facts that were moved, and to how many values together */
    size_t cases;         /* of both policies */
    uint64_t random;      /* random families */
    struct arena arena;
};

/* HM_OK also when nothing is found. HM_INTERNAL when the engines differ. */
enum hm_status smallest_find(struct smallest *out, const struct smallest_job *job,
                             struct diag *d);
void smallest_fini(struct smallest *s); /* a zeroed one may be ended */

#endif
