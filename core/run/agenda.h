/* agenda.h - what a run over a policy computes, needs, pays and counts; known from the model.
 */
#ifndef HM_RUN_AGENDA_H
#define HM_RUN_AGENDA_H

#include "base/buf.h"
#include "model/model.h"

struct agenda {
    const struct model *model; /* borrowed */
    uint8_t root;              /* household */
    uint16_t *outputs;         /* every result under the root */
    size_t output_count;
    uint16_t *benefits; /* the root's variables that are paid out, children's summed */
    size_t benefit_count;
    uint16_t *categories; /* the root's results that are enums */
    size_t category_count;
    uint16_t division;         /* the root's input division_code, or NO_FIELD */
    uint16_t income;           /* the root's result countable_income, or NO_FIELD */
    uint8_t member;            /* the root's first child entity, or NO_ENTITY */
    uint16_t birth;            /* the members' input birth_date, or NO_FIELD */
    uint16_t *member_benefits; /* stored results of members that are paid out */
    size_t member_benefit_count;
    bool *of_members; /* by benefit: it is the sum of one of these */
    uint64_t
        *needed; /* bit set of fields the outputs read, directly or not, and the inputs above */
    unsigned before_months; /* determinations of so many earlier months are read */
    struct arena arena;
};

/* HM_DATA when the policy has no household or no result. */
enum hm_status agenda_init(struct agenda *s, const struct model *m, struct diag *d);
void agenda_fini(struct agenda *s);
/* Adds the inputs that reports group households and members by. */
void agenda_counted(const struct agenda *s, uint64_t *set);

/* A parameter value marked placeholder that the benefits read, in force in a month. */
struct agenda_placeholder {
    uint16_t parameter;
    int32_t from;
    const char *source; /* may be NULL */
};
/* Found after the patches are applied; in the arena `a`, by parameter. */
enum hm_status agenda_placeholders(const struct agenda *s, int32_t month,
                                   const struct patch *patches, size_t patch_count,
                                   struct arena *a, struct agenda_placeholder **out, size_t *n,
                                   struct diag *d);

static inline bool agenda_has(const uint64_t *set, uint16_t field)
{
    return set[field / 64] >> (field % 64) & 1;
}

#endif
