/* calc.h - households (or rows of another root) in, results out, line by line; no store is
 * needed (design section 4).
 *
 * A line out: id, month, the outputs in order of declaration, children with an id and theirs,
 * "missing" and "errors" by field path. A refused line gives messages and the run goes on.
 */
#ifndef HM_RUN_CALC_H
#define HM_RUN_CALC_H

#include "exec/engine.h"
#include "io/lines.h"

struct calc_options {
    const char *of;      /* the root entity whose rows come in, name or zh; NULL: household, or
                          * the first root where the policy has none */
    const char *outputs; /* "a,b", "persons.c", names or zh; NULL: the policy's results */
    const char *month;   /* "2024-07": for all lines, before their own; or NULL */
    const char *months;  /* "2024-01..2024-12": a line each; or NULL */
    const struct patch *patches; /* --set and scenarios; may be NULL */
    size_t patch_count;
    const struct formula_patch *formulas;
    size_t formula_count;
    struct probe *probe; /* exec/probe.h; may be NULL */
};
struct calc_counts {
    uint64_t records;      /* lines read */
    uint64_t refused;      /* of these: faulty, without a result */
    uint64_t results;      /* lines written */
    uint64_t undetermined; /* of these: with something missing */
    uint64_t failed;       /* of these: with an error */
};

/* Calculates every line of `in` in order. host->write gets whole lines; engine, progress and
 * stopped are host's. HM_OK; HM_DATA when lines were refused or failed (all others are
 * written); HM_USAGE, HM_ENVIRONMENT, HM_INTERRUPTED and the rest end the run. counts may be
 * NULL. */
enum hm_status calc_run(const struct policy *p, const struct calc_options *o, struct lines *in,
                        const struct hm_host *host, struct calc_counts *counts, struct diag *d);

#endif
