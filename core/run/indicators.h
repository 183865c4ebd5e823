/* indicators.h - the indicators of policies for a month: exact sums over all rows of the store
 * and over published figures, held against their targets.
 *
 * A row belongs to the policy whose division is the longest that its division_code (of the
 * root; of a published figure also its id) begins with. A place counts its own rows and those
 * of the places in it, each as its own policy says. Published figures stand in for rows the
 * store has not.
 */
#ifndef HM_RUN_INDICATORS_H
#define HM_RUN_INDICATORS_H

#include "policy/policy.h"
#include "store/store.h"

enum indicator_status {
    INDICATOR_MET,
    INDICATOR_NOT_YET, /* fails a target whose day has not passed */
    INDICATOR_MISSED,
    INDICATOR_STATISTIC, /* has no target */
    INDICATOR_NO_DATA,   /* no rows, nothing to divide by, or facts are missing */
    INDICATOR_FAILED,    /* a row is in error, or the sum does not fit */
    INDICATOR_STATUSES
};

/* A fact that rows miss. */
struct indicator_missing {
    const char *fact; /* "elderly", "persons[].birth_date" */
    uint64_t rows;
    const char *id; /* of one root row that misses it */
};
struct indicator_outcome {
    const struct indicator *indicator;     /* borrowed: from its policy */
    const struct indicator_target *target; /* NULL: none */
    enum indicator_status status;
    uint64_t rows;      /* that count and have all facts */
    uint64_t published; /* of these: from published figures */
    uint64_t missing_rows, failed_rows;
    struct indicator_missing *missing; /* by rows, descending */
    size_t missing_count;
    const char *error; /* FAILED: the first one; or NULL */
    /* Amounts in yuan. Without a denominator its sum is 1. */
    struct rational numerator, denominator;
    bool has_value; /* of the rows that have all facts: also with NO_DATA when others miss some
                     */
    struct rational value;
    bool has_gap; /* a target that fails: */
    struct rational gap;
    bool has_bound; /* the sum of numerators at which the target is met, other things equal */
    struct rational bound;
};
struct indicators_place {
    const struct model *model;          /* borrowed: from the policy */
    struct indicator_outcome *outcomes; /* in order of declaration */
    size_t count;
};
struct indicators_report {
    int32_t month;
    struct indicators_place *places; /* one a policy */
    size_t count;
    struct arena arena;
};
struct indicators_options {
    int32_t month;
    const char *only; /* one indicator, by name or zh; or NULL */
};

/* policy: a region gives one place for each of its members. store: NULL = published figures
 * only. host gives engine, threads, progress, stopped. HM_DATA when an indicator failed (the
 * report is whole) or a policy cannot be evaluated (it is empty); HM_NOT_FOUND when no policy
 * has the one asked for. On any other failure *out is empty; otherwise the caller ends it,
 * before the policy. */
enum hm_status indicators_run(struct indicators_report *out, const struct policy *policy,
                              struct store *store, const struct indicators_options *o,
                              const struct hm_host *host, struct diag *d);
void indicators_fini(struct indicators_report *r);

#endif
