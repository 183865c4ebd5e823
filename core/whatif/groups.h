/* groups.h - how a question divides households (or rows of one entity below) into groups: by
 * county, number of members, or a field whose values are few.
 */
#ifndef HM_WHATIF_GROUPS_H
#define HM_WHATIF_GROUPS_H

#include "run/agenda.h"
#include "whatif/population.h"

enum grouping_kind {
    GROUP_ALL,    /* everybody is one group */
    GROUP_COUNTY, /* the first six digits of division_code */
    GROUP_SIZE,   /* members of the household: 0, 1, .. 8+ */
    GROUP_FIELD   /* an enum or boolean, of the rows' entity or of their household */
};
struct grouping {
    enum grouping_kind kind;
    uint16_t field; /* GROUP_FIELD */
};
/* "county", "size", or a field's name or zh, for rows of `entity`. NULL or "": all. HM_USAGE
 * with the nearest name when it is none of these. */
enum hm_status grouping_find(struct grouping *out, const struct agenda *s, uint8_t entity,
                             const char *name, struct diag *d);

/* A variable or input by name or zh: "dibao_amount", "person.wage_income", "persons.wage";
 * the household's before members'. HM_USAGE with the nearest name. */
enum hm_status grouping_variable(uint16_t *out, const struct agenda *s, const char *name,
                                 struct diag *d);

/* The group of a row as a key in the order of groups; keys of counties are their six digits.
 * r: results with the grouping's variable among its columns, or NULL when it is an input. */
#define GROUP_UNKNOWN INT64_MIN /* not known: comes first */
int64_t grouping_key(const struct grouping *g, const struct agenda *s,
                     const struct scan_part *part, const struct results *r, uint8_t entity,
                     uint32_t row);
/* What a key is called: a name for programs and a zh for people; both may be "". scratch: 24.
 */
void grouping_label(const struct grouping *g, const struct model *m, int64_t key,
                    char scratch[24], const char **name, const char **zh);

#endif
