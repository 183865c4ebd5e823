/* solve.h - one household's results while one number moves: a fact, or a number of the law.
 *
 * The number is counted in steps: fen, days, months, ones, or the smallest decimals of its
 * field; for a ratio of the law ten-thousandths. Intervals of it are bounded (ir/bounds.h), so
 * that a search can prove that nothing happens in them; what is reported is evaluated by the
 * reference engine (solve_exact).
 */
#ifndef HM_WHATIF_SOLVE_H
#define HM_WHATIF_SOLVE_H

#include "exec/vecbounds.h"
#include "run/task.h"
#include "whatif/family.h"

struct solve_thing {
    bool is_parameter;
    struct family_cell cell; /* a fact */
    uint16_t parameter;
    int32_t entry;  /* of a keyed parameter; -1: the scalar */
    int64_t steps;  /* in one (number) or in one fen (money) of a parameter */
    int64_t now;    /* in steps */
    int64_t lo, hi; /* all it may be */
    bool is_choice; /* boolean or enum: its values have no order */
};

/* A fact, or a variable given in place of its formula. Not known and without a default: now =
 * lo, *is_known false. False: a text, or what cannot move. */
bool solve_fact(struct solve_thing *t, const struct family *f, struct family_cell c,
                bool *is_known);
/* A number of the law in force under `law`; entry as above. False: none is, or it is no number
 * that can be counted in steps. */
bool solve_parameter(struct solve_thing *t, const struct family *f,
                     const struct family_law *law, uint16_t parameter, int32_t entry,
                     struct arena *a);

struct solve {
    struct family *family;
    struct family_law *law;
    const uint16_t *outputs; /* fields; borrowed */
    size_t output_count;
    const struct hm_host *host;
    struct vecbounds v;
    bool is_open;
    struct solve_thing thing;
    bool is_proved;     /* bounds hold for the thing in focus */
    uint64_t intervals; /* evaluated since solve_focus */
    struct family_run reference;
    bool has_reference;
    bool was_known; /* the fact that solve_put moved, and its value */
    int64_t before;
    struct arena arena; /* values of the parameter that moves */
    struct diag *diag;
};
/* parameter: what will be moved, when it is one; NULL: facts are, which must have a value by
 * now. The family's facts may be put elsewhere meanwhile and are put back by the caller. */
enum hm_status solve_open(struct solve *s, struct family *f, struct family_law *law,
                          const uint16_t *outputs, size_t count,
                          const struct solve_thing *parameter, const struct hm_host *host,
                          struct diag *d);
void solve_close(struct solve *s); /* fine after a failure */
/* What moves from now on. */
enum hm_status solve_focus(struct solve *s, const struct solve_thing *t);
/* Bounds on lo..hi (within the thing's). HM_INTERRUPTED. */
enum hm_status solve_interval(struct solve *s, int64_t lo, int64_t hi);

/* What an output has at a point, or bounds of it. */
enum solve_state {
    SOLVE_VALUE,        /* it has a value at every point */
    SOLVE_UNDETERMINED, /* a fact is missing at every point */
    SOLVE_UNKNOWN       /* the bounds do not say */
};
/* i: of s->v.bounds.outputs. */
enum solve_state solve_output(const struct solve *s, uint32_t i, struct bounds_value *out);

/* All outputs with the thing at x, by the reference engine; the family is as before afterwards.
 * r: results_init; columns as outputs. */
enum hm_status solve_exact(struct solve *s, int64_t x, struct results *r);
/* With the thing at x: engines opened by the caller between the two see it there. */
enum hm_status solve_put(struct solve *s, int64_t x);
void solve_put_back(struct solve *s);
/* The stored value of a result's cell; false: it has none. */
bool solve_stored(const struct solve *s, const struct results *r, uint16_t field, uint32_t row,
                  int64_t *out);

#endif
