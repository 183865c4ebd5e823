/* measures_parts.h - private to measures*.c: what the names asked for are, and what one thread
 * gathers.
 */
#ifndef HM_WHATIF_MEASURES_PARTS_H
#define HM_WHATIF_MEASURES_PARTS_H

#include "exec/region_terms.h"
#include "whatif/measures.h"

#define NO_COLUMN SIZE_MAX

/* A number that a household has: a field, or a number for each policy of a region. */
struct measures_source {
    uint16_t field; /* of the root; NO_FIELD: */
    int parameter;  /* index in the joined model's names; -1: a constant */
    const char *name;
    struct rational constant;
    size_t column; /* of the scan's outputs, or NO_COLUMN: a fact */
};
struct measures_product { /* of a line: money, or money times a number */
    struct measures_source base, factor;
    bool has_factor;
    /* [side][member]: the parts that are parameters, their product; den 0: no value */
    struct rational *fixed[MEASURES_SIDES];
};
struct measures_plan {
    struct population *population;
    const struct policy *policy;
    const struct model *m;
    const struct agenda *agenda;
    const struct measures_options *options;
    const struct changes *alternatives[MEASURES_SIDES];
    size_t side_count;
    struct measures_source income, people;
    bool counts_rows; /* people: rows of the first child */
    struct measures_product lines[MEASURES_LINES];
    size_t line_count;
    size_t *benefits; /* columns, added up */
    size_t benefit_count;
    /* B1-08; NO_FIELD: the policy does not have it */
    struct measures_source paid, covered, standard, category;
    bool has_topup;
    int64_t dibao_code;   /* of the category; -1: whoever is paid */
    uint16_t earn, birth; /* fields of the first child; NO_FIELD: not asked for */
    uint16_t *outputs, *facts;
    size_t output_count, fact_count;
    struct region_index index;
    size_t members; /* policies of the region, or 1 */
    struct arena arena;
};

/* measures_plan.c */
enum hm_status measures_plan_make(struct measures_plan *x, struct population *p,
                                  const struct changes *c, const struct measures_options *o,
                                  struct diag *d);
void measures_plan_fini(struct measures_plan *x);
/* The stored form of a source in a root row; false: not determined. */
bool measures_value(const struct measures_plan *x, const struct measures_source *s,
                    const struct scan_part *part, size_t side, uint32_t row, int64_t *v);
/* A line in fen, half up, for a household of a policy; false: it has none. */
bool measures_line_of(const struct measures_plan *x, const struct measures_product *l,
                      const struct scan_part *part, size_t side, uint32_t row, uint16_t member,
                      int64_t *fen);
/* Benefits of a row that are determined; false: one is not. */
bool measures_benefits(const struct measures_plan *x, const struct results *r, uint32_t row,
                       int64_t *fen);

/* measures_rate.c: benefits once more with a higher income; for one thread. */
struct measures_rate;
enum hm_status measures_rate_open(struct measures_rate **out, const struct measures_plan *x,
                                  struct diag *d);
enum hm_status measures_rate_take(struct measures_rate *r, struct measures_marginal *out,
                                  const struct scan_part *part, struct diag *d);
void measures_rate_close(struct measures_rate *r); /* NULL is fine */
enum hm_status measures_marginal_add(struct measures_marginal *to,
                                     const struct measures_marginal *from, struct diag *d);
void measures_marginal_fini(struct measures_marginal *m);

#endif
