/* indicator.h - indicators (a share or sum over a population, held against dated targets) and
 * published figures. What a rule says of them; run/indicators.h adds the rows up.
 */
#ifndef HM_MODEL_INDICATOR_H
#define HM_MODEL_INDICATOR_H

#include "base/buf.h"
#include "model/parameter.h"

enum target_kind {
    TARGET_AT_LEAST, /* low */
    TARGET_ABOVE,    /* low */
    TARGET_AT_MOST,  /* high */
    TARGET_BELOW,    /* high */
    TARGET_EQUAL,    /* low == high */
    TARGET_BETWEEN,  /* low, high, both included */
    TARGET_ABOUT     /* likewise: middle - within, middle + within */
};
struct indicator_target {
    int32_t due; /* date */
    enum target_kind kind;
    struct rational low, high; /* in the indicator's unit; amounts in yuan */
    struct rational middle;    /* ABOUT: as written */
    const char *source, *note;
    enum citation_status status;
    struct place at;
};

/* value = sum of numerators * per / sum of denominators, over the rows for which `where` holds.
 * The three are fields of `entity`: inputs or variables of the policy, or hidden variables. */
struct indicator {
    const char *name, *zh, *unit, *law, *note;
    uint8_t entity;
    uint16_t numerator;
    uint16_t denominator; /* NO_FIELD: the value is sum of numerators * per */
    uint16_t where;       /* NO_FIELD: all rows */
    struct rational per;
    bool is_binding;                  /* 约束性; otherwise 预期性 */
    struct indicator_target *targets; /* by due, ascending; none: a statistic */
    size_t target_count;
    struct place at;
    const char *level;
};

/* The target a month is held against: the first one due on or after its first day, else the
 * last one; NULL when there is none. */
const struct indicator_target *indicator_target_in(const struct indicator *i, int32_t month);
bool target_met(const struct indicator_target *t, struct rational value);
/* How far the value is from the nearest bound it fails, 0 when it is met. A bound that is not
 * included (above, below) can fail by 0. HM_TRAP_OVERFLOW. */
enum hm_trap target_gap(struct rational *out, const struct indicator_target *t,
                        struct rational value);
/* "≥ 26", "2–5", "400±40". */
void target_put(struct buf *out, const struct indicator_target *t);

/* One published figure: a cell of a row that may not be in the store. */
struct figure {
    uint8_t entity; /* a root */
    uint16_t field;
    const char *id;
    int32_t month; /* from which it holds */
    struct value value;
    const char *source, *note;
    struct place at;
};

#endif
