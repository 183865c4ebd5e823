/* placeholders.h - what a bureau must confirm: every value marked placeholder, by level, with
 * what it decides and whether it is in force today.
 */
#ifndef HM_REPORT_PLACEHOLDERS_H
#define HM_REPORT_PLACEHOLDERS_H

#include "policy/policy.h"

enum placeholder_state { PLACEHOLDER_IN_FORCE, PLACEHOLDER_SUPERSEDED, PLACEHOLDER_FUTURE };

struct placeholder {
    bool is_target; /* of an indicator; otherwise a parameter's value */
    const char *name, *zh, *unit;
    const char *value;   /* "1,267.00", "低保 4, 低保边缘 8" */
    int32_t from, until; /* until: the day another value begins; DATE_ALWAYS: none */
    const char *source;  /* or NULL */
    struct place at;
    enum placeholder_state state;
    const char **results; /* names of the results it can change, benefits first */
    const char **results_zh;
    size_t result_count, benefit_count;
};
struct placeholder_group { /* one level */
    const char *level, *zh;
    struct placeholder *items;
    size_t count, cap, in_force;
};
struct placeholders {
    struct placeholder_group *groups; /* from the top down */
    size_t count, cap;
    struct arena arena; /* owns all texts */
};

void placeholders_init(struct placeholders *p);
void placeholders_fini(struct placeholders *p);
/* Of the levels above `folder`, the folder, and every policy below it; each level's own values
 * once. today: a date. A policy that cannot be loaded is left out: HM_DATA. */
enum hm_status placeholders_read(struct placeholders *p, const char *folder, int32_t today,
                                 struct diag *d);
void placeholders_put(struct buf *out, const struct placeholders *p);
/* [{...},...]: an element for each value. */
void placeholders_json(struct buf *out, const struct placeholders *p);

#endif
