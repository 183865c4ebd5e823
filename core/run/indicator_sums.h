/* indicator_sums.h - private to run/indicators*.c: one indicator added up over the rows of
 * frames. Sums do not depend on the order of frames, so threads keep their own and are added.
 */
#ifndef HM_RUN_INDICATOR_SUMS_H
#define HM_RUN_INDICATOR_SUMS_H

#include "base/map.h"
#include "exec/engine.h"

/* Exact: whole numbers apart from fractions. */
struct exact_sum {
    __int128 whole;
    struct rational rest;
    bool overflow;
};
struct fact_count {
    uint64_t rows;
    uint64_t serial; /* the row counted last */
    char *id;        /* the first one of the rows that miss it, in order of id bytes; owned */
};
struct indicator_sums {
    struct exact_sum numerator, denominator; /* money in fen */
    uint64_t rows, published, missing_rows, failed_rows;
    uint64_t unplaced_rows; /* of nobody knows which place, as they miss division_code */
    char *unplaced_id;      /* the first one; owned */
    uint64_t serial;
    struct map facts; /* fact -> index in counts */
    struct fact_count *counts;
    size_t count_cap;
    char *error, *error_id; /* of the first row in error, in order of id bytes; owned */
};
void sums_init(struct indicator_sums *s);
void sums_fini(struct indicator_sums *s);

/* Adds the rows of a frame. results: of an evaluation of the indicator's variables, not
 * `stored`. HM_NOMEM. */
enum hm_status sums_frame(struct indicator_sums *s, const struct indicator *i,
                          const struct frame *f, const struct results *r, bool is_published,
                          struct diag *d);
/* Counts the rows below roots of which nobody knows the place: is_unplaced by root row. */
enum hm_status sums_unplaced(struct indicator_sums *s, const struct indicator *i,
                             const struct frame *f, const bool *is_unplaced, struct diag *d);
/* Adds `from` to `to`: rows of the same place, or (below) of a place that lies in it, whose
 * unplaced rows are the same ones. HM_NOMEM. */
enum hm_status sums_add(struct indicator_sums *to, const struct indicator_sums *from,
                        bool below, struct diag *d);
/* The sum as one number; HM_TRAP_OVERFLOW. */
enum hm_trap exact_total(struct rational *out, const struct exact_sum *s);

#endif
