/* quality.h - checks of facts against one another and against what numbers mean: identity
 * numbers, division codes, who is related to whom, who stands in two households.
 *
 * Which checks are made, and how they count, is the policy's word: the enums `data_error` (a
 * record is refused) and `data_warning` (it is listed) name them, with their labels; what
 * neither names is off, what both name is an error. They lie in the store's schema, so that an
 * import needs no policy. Fields go by their shared names; a check whose fields the policy does
 * not have finds nothing. What is found is said without personal data: identity numbers are
 * masked.
 */
#ifndef HM_RUN_QUALITY_H
#define HM_RUN_QUALITY_H

#include "base/buf.h"
#include "run/import_ids.h"
#include "run/register_facts.h"
#include "store/store.h"
#include "vec/frame.h"

/* Q(NAME, "word", "in short, when the policy has no label") */
#define QUALITY_CHECKS(Q)                                                                      \
    Q(ID_SHAPE, "id_shape", N_("identity number is not 17 digits and a digit or X"))           \
    Q(ID_CHECKSUM, "id_checksum", N_("check digit of the identity number is wrong"))           \
    Q(ID_AREA, "id_area", N_("identity number begins with no province"))                       \
    Q(ID_DATE, "id_date", N_("date in the identity number is none"))                           \
    Q(ID_BIRTH, "id_birth", N_("birth date differs from the identity number"))                 \
    Q(ID_SEX, "id_sex", N_("sex differs from the identity number"))                            \
    Q(ID_DUPLICATE, "id_duplicate", N_("identity number stands twice"))                        \
    Q(DIVISION_SHAPE, "division_shape", N_("division code has not 6, 9 or 12 digits"))         \
    Q(DIVISION_UNKNOWN, "division_unknown", N_("division code is not in GB/T 2260"))           \
    Q(NO_MEMBERS, "no_members", N_("household without members"))                               \
    Q(TWO_HEADS, "two_heads", N_("household with two applicants"))                             \
    Q(TWO_SPOUSES, "two_spouses", N_("household with two spouses of the applicant"))           \
    Q(AGE, "age", N_("age over 120, or born after the month"))                                 \
    Q(SPOUSE_AGE, "spouse_age", N_("spouse under 16"))                                         \
    Q(CHILD_AGE, "child_age", N_("child less than 12 years younger than the applicant"))       \
    Q(PARENT_AGE, "parent_age", N_("parent less than 12 years older than the applicant"))      \
    Q(DEATH, "death", N_("death before birth"))                                                \
    Q(DISABILITY, "disability", N_("disability category and level do not agree"))

enum quality_check {
#define Q(NAME, word, text) QUALITY_##NAME,
    QUALITY_CHECKS(Q)
#undef Q
        QUALITY_COUNT
};
enum quality_severity { QUALITY_OFF, QUALITY_WARNING, QUALITY_ERROR };

struct quality {
    const struct model *model; /* borrowed */
    bool is_on;                /* some check is */
    enum quality_severity severity[QUALITY_COUNT];
    const char *label[QUALITY_COUNT]; /* the policy's, or the text above; borrowed */
    uint8_t root, person;             /* NO_ENTITY: not there */
    uint16_t division, id_number, birth, death, sex, relation, level, category;
    struct import_ids ids; /* identity numbers met; numbers[0]: where its household stands in */
    struct buf households; /* ids, NUL-terminated; offset 0 is empty: not kept any more */
};

/* HM_DATA: data_error or data_warning names a check there is none of. */
enum hm_status quality_init(struct quality *q, const struct model *m, uint8_t root,
                            struct diag *d);
void quality_fini(struct quality *q);
/* Whether the model names such checks only; HM_DATA as above. */
enum hm_status quality_names(const struct model *m, struct diag *d);
const char *quality_word(enum quality_check check);

struct quality_finding {
    enum quality_check check;
    enum quality_severity severity;
    uint16_t field;   /* where; NO_FIELD: the household as such */
    uint32_t row;     /* of the field's entity, or the root's */
    const char *text; /* what, masked; lives until the callback returns */
};
typedef void quality_found_fn(void *ctx, const struct quality_finding *finding);

/* Checks one household (a row of the root) in a month; returns the gravest severity found.
 * HM_NOMEM is in *st, else it stays as it was. */
enum quality_severity quality_household(struct quality *q, const struct frame *f, uint32_t row,
                                        int32_t month, quality_found_fn *found, void *ctx,
                                        enum hm_status *st);

/* The same rules without the checks of one household against others (id_duplicate): for a
 * thread of its own. Ended by quality_fini. */
void quality_copy_alone(struct quality *out, const struct quality *q);
/* Only those checks, for a household in which the others found nothing. */
enum quality_severity quality_others(struct quality *q, const struct frame *f, uint32_t row,
                                     quality_found_fn *found, void *ctx, enum hm_status *st);

/* --- the report over a store --- */

enum { QUALITY_EXAMPLES = 3 };
struct quality_report {
    struct quality rules;
    int32_t month;
    uint64_t households, members;
    uint64_t found[QUALITY_COUNT];
    char
        *examples[QUALITY_COUNT][QUALITY_EXAMPLES]; /* "H01 persons[0].sex: ..."; NULL: fewer */
    uint64_t refused, listed; /* households with an error; with warnings only */
    struct register_age *registers; /* how old the answers of registers are; mem_free */
    size_t register_count;
    struct arena arena; /* texts of registers */
};
struct quality_options {
    int32_t month;
    const char *of; /* the root entity; NULL: household */
    bool lists_all; /* writes a line of CSV for each finding to the host */
};
/* HM_OK, also when much was found. The caller ends it with quality_report_fini, also on
 * failure. */
enum hm_status quality_run(struct quality_report *r, struct store *s,
                           const struct quality_options *o, const struct hm_host *host,
                           struct diag *d);
void quality_report_fini(struct quality_report *r);

#endif
