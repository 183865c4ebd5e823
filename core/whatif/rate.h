/* rate.h - benefits and net income while one number moves from end to end: exactly where they
 * jump, by which rule, and what is left of one more yuan in between (rulebook F-04).
 *
 * A jump is a step of the number (a fen) that changes a benefit by more than the threshold, or
 * a category. That nothing else jumps is proved by bounds; every number of the answer is the
 * reference engine's.
 */
#ifndef HM_WHATIF_RATE_H
#define HM_WHATIF_RATE_H

#include "run/agenda.h"
#include "whatif/cause.h"

struct rate_request { /* borrowed */
    struct family *family;
    struct family_law *law;
    struct solve_thing thing;
    int64_t from, to;      /* within the thing's limits, from <= to */
    int64_t threshold_fen; /* 0: every change is a jump */
    const struct hm_host *host;
};

struct rate_value {
    bool is_known; /* else undetermined or in error */
    int64_t value; /* stored form */
};
struct rate_point { /* evaluated by the reference engine */
    int64_t x;
    struct rate_value *values; /* by tracked field */
    struct rate_value total;   /* of the benefits */
    struct rate_value net;     /* with the income that moves */
};
struct rate_change { /* of one tracked field at a jump */
    size_t field;    /* index in `tracked` */
    struct cause cause;
};
/* From one point to the next one. */
struct rate_piece {
    bool is_jump;                /* one step */
    struct rate_change *changes; /* of a jump */
    size_t change_count;
    bool has_rate;        /* of no jump: both ends known */
    struct rational rate; /* change of the benefits for each step of the number */
};
struct rate_gap { /* not proved: a jump may be inside */
    int64_t from, to;
};

struct rate_answer {
    uint16_t *tracked; /* the household's benefits, then its categories */
    size_t tracked_count, benefit_count;
    uint16_t *dropped; /* in error at the first point: not looked at */
    size_t dropped_count;
    bool is_income; /* the number is the family's own monthly income: net = it + benefits */
    struct rate_point *points;
    size_t point_count, point_cap;
    struct rate_piece *pieces; /* point_count - 1 */
    struct rate_gap *gaps;
    size_t gap_count, gap_cap;
    uint64_t intervals; /* that were bounded */
    size_t jump_count;
    struct arena arena;
};
/* HM_INTERRUPTED. rate_fini also after a failure. */
enum hm_status rate_find(struct rate_answer *out, const struct rate_request *q, struct diag *d);
void rate_fini(struct rate_answer *a);

#endif
