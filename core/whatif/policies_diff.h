/* policies_diff.h - what two policies declare differently: values of parameters by date,
 * formulas, and everything else that is there in one only. Two regions are compared policy by
 * policy; what several of them have in common is told once. No store is needed.
 *
 * `before` is the first policy named, `after` the second; they may be two cities as well.
 */
#ifndef HM_WHATIF_POLICIES_DIFF_H
#define HM_WHATIF_POLICIES_DIFF_H

#include "run/law_diff.h"

enum policies_kind {
    POLICIES_PARAMETER,
    POLICIES_VARIABLE, /* its formula or declaration */
    POLICIES_INPUT,
    POLICIES_INDICATOR, /* one of its functions */
    POLICIES_ENUM,
    POLICIES_ENTITY,
    POLICIES_CHECK, /* these three: only whether they are there */
    POLICIES_SCENARIO,
    POLICIES_CASE,
    POLICIES_KINDS
};
/* What of it is another. Those up to POLICIES_WEIGHTY can make results others. */
enum {
    POLICIES_IN_FORCE = 1, /* a parameter's value in the month compared */
    POLICIES_DATED = 2,    /* a value on some other day */
    POLICIES_FORMULA = 4,  /* a formula's own text */
    POLICIES_CALLED = 8,   /* its text is the same, a function it calls is not */
    POLICIES_ROUNDING = 16,
    POLICIES_TYPE = 32, /* type, kind, key; the values of an enum */
    POLICIES_DEFAULT = 64,
    POLICIES_RANGE = 128, /* of an input: least and greatest value; an entity's rows */
    POLICIES_PAID = 256,  /* whether it is a result, a benefit */
    POLICIES_WEIGHTY = 512 - 1,
    POLICIES_SOURCE = 512, /* source or status of a value */
    POLICIES_WORDS = 1024  /* zh, unit, law, note, labels */
};

struct policies_value { /* something begins to hold on this day in one, and otherwise or not
                         * at all in the other */
    int32_t from;
    const struct parameter_value *before, *after; /* NULL: nothing begins then */
    bool same_value;                              /* only the source or status is another */
};
struct policies_formula {
    int32_t from;
    const struct formula *before, *after; /* NULL: none begins then */
    bool same_text;                       /* what it calls is another */
};
struct policies_item {
    enum policies_kind kind;
    const char *name, *zh;                             /* "household.dibao_amount" for fields */
    bool is_gone, is_new;                              /* only in `before`, only in `after` */
    unsigned what;                                     /* neither of these: bits */
    const struct policy *before_policy, *after_policy; /* of the first pair that has it */
    union {
        const struct parameter *parameter;
        const struct field *field;
        const struct enum_type *enumeration;
        const struct entity *entity;
    } before, after; /* as kind says; not for checks, scenarios, cases */
    const struct parameter_value *before_value, *after_value; /* in force in the month */
    struct policies_value *values;
    size_t value_count;
    struct policies_formula *formulas;
    size_t formula_count;
    uint32_t *pairs; /* that have it, ascending */
    size_t pair_count, pair_cap;
};

struct policies_pair { /* two policies of one place; before or after NULL: only one has it */
    const struct policy *before, *after;
    uint16_t before_member, after_member; /* of the regions; 0 */
    struct law_diff law;                  /* of the month, both there */
    /* Results that can come out otherwise for the same facts: fields of after's model under
     * the household. */
    uint16_t *results;
    size_t result_count;
    bool differs; /* any item */
};
struct policies_diff {
    const struct policy *before, *after; /* borrowed */
    int32_t month;
    bool month_chosen; /* nothing differed in the month asked for: this is the latest in which
                        * something does */
    struct policies_pair *pairs;
    size_t pair_count;
    struct policies_item *items; /* by kind, then in order of declaration */
    size_t item_count, item_cap;
    struct arena arena;
};

/* Two regions are compared by the divisions of their policies. Where these have none in common,
 * or one is a single policy, a region stands by one lowest policy, that of its first division.
 * month: as asked for; may_choose: another one is chosen when nothing in force differs then. */
enum hm_status policies_diff(struct policies_diff *out, const struct policy *before,
                             const struct policy *after, int32_t month, bool may_choose,
                             struct diag *d);
void policies_diff_fini(struct policies_diff *x); /* a zeroed one may be ended */
/* Whether results can differ in the month. */
bool policies_diff_matters(const struct policies_diff *x);
/* Whether the two are laws of different places, rather than versions of one. */
bool policies_diff_places(const struct policies_diff *x);

#endif
