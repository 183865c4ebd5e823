/* rig.h - a policy with the levels above it, their cases, and what each case reaches: the
 * ground of coverage, mutants and those lints that look at cases.
 *
 * A case runs on the policy of its own level, as `huimin test` has it. What it reaches is a set
 * of marks; marks of one place are the same on every level.
 */
#ifndef HM_RUN_RIG_H
#define HM_RUN_RIG_H

#include "base/map.h"
#include "lang/sites.h"
#include "run/examples.h"

/* What a case can reach; `sub` of each kind behind it. */
enum mark_of {
    REACH_CONDITION,  /* 1: it was true, 0: false */
    REACH_COMPARISON, /* enum reach_order << 1 | result */
    REACH_STEP,       /* any other operation; 0 */
    REACH_VALUE,  /* dated value of a parameter: entry or band, RIG_OTHERWISE, 0 for scalars */
    REACH_TEST,   /* a comparison of the law, by its value: as REACH_COMPARISON */
    REACH_FORMULA /* 0 */
};
enum reach_order { ORDER_LESS, ORDER_EQUAL, ORDER_GREATER, ORDER_NONE };
enum { RIG_OTHERWISE = 0xFFFF };

/* kind, file (of the rig) or 0, offset or number of a value or formula, sub. */
typedef uint64_t rig_mark;
static inline rig_mark rig_mark_make(enum mark_of kind, uint32_t file, uint32_t where,
                                     uint32_t sub)
{
    return (uint64_t)kind << 60 | (uint64_t)file << 48 | (uint64_t)where << 16 | sub;
}

struct rig_level {
    struct policy *policy; /* owned */
    size_t first, count;   /* its own cases: numbers in the rig */
    uint32_t *files;       /* by script number: number of the file in the rig */
    uint32_t **values;     /* by parameter, then dated value: number in the rig */
    uint32_t **formulas;   /* by field, then formula: number in the rig */
};
struct rig_case {
    const struct example *example; /* borrowed: from its level's model */
    uint32_t level;
    bool passed;     /* as the policy stands; rig_reach */
    rig_mark *marks; /* ascending, each once */
    size_t mark_count;
    uint64_t steps; /* how much it does */
};
struct rig_hit { /* of one mark */
    rig_mark mark;
    uint32_t number; /* of the case */
};
struct rig {
    struct rig_level *levels; /* from the top down; `own` is what was asked for */
    size_t level_count, level_cap, own;
    struct rig_case *cases;
    size_t case_count;
    struct map files;     /* shown path -> number */
    struct map numbers;   /* values and formulas by name, date and place -> number */
    struct rig_hit *hits; /* by mark, then case: rig_reach */
    size_t hit_count;
    struct arena arena;
};

void rig_init(struct rig *r);
void rig_fini(struct rig *r);
/* Loads the policy in `folder` and every level above it; below: also all policies below it,
 * whose cases run its rules too. HM_DATA when one has errors. */
enum hm_status rig_open(struct rig *r, const char *folder, bool below, struct diag *d);
/* Runs every case and keeps what it reaches. */
enum hm_status rig_reach(struct rig *r, const struct hm_host *host, struct diag *d);

/* The hits of all marks in [low, high]. */
const struct rig_hit *rig_hits(const struct rig *r, rig_mark low, rig_mark high, size_t *count);
/* How many hits a mark has, whatever its sub is. */
size_t rig_reached(const struct rig *r, rig_mark mark);
static inline bool rig_hit(const struct rig *r, rig_mark mark)
{
    size_t n;
    rig_hits(r, mark, mark, &n);
    return n > 0;
}
/* The mark of a site of level `own`'s scripts. */
rig_mark rig_site_mark(const struct rig *r, size_t level, enum mark_of kind,
                       const struct site *s, uint32_t sub);
rig_mark rig_value_mark(const struct rig *r, size_t level, size_t parameter, size_t value,
                        uint32_t sub);
rig_mark rig_formula_mark(const struct rig *r, size_t level, size_t field, size_t formula);
/* The sites of all formulas of a level's policy. */
enum hm_status rig_sites(const struct rig *r, size_t level, struct sites *out, struct diag *d);

#endif
