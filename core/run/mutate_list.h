/* mutate_list.h - private to run/mutate*.c: making the list of mutants, and changing values. */
#ifndef HM_RUN_MUTATE_LIST_H
#define HM_RUN_MUTATE_LIST_H

#include "run/mutate.h"

enum change_part { CHANGE_VALUE, CHANGE_LOW, CHANGE_HIGH, CHANGE_EDGE, CHANGE_OP };
/* One change of a parameter's dated value. */
struct value_change {
    uint16_t parameter; /* of the rig's own model */
    uint32_t value;
    uint32_t number; /* of the value in the rig: the same on every level */
    uint32_t row;    /* entry or band; RIG_OTHERWISE; 0 of a scalar */
    enum change_part part;
    struct value to;      /* VALUE */
    struct rational edge; /* EDGE: between row and row + 1; LOW, HIGH: of the row */
    bool is_closed_low;   /* EDGE: the edge belongs to the upper band */
    enum comparison op;   /* OP */
};

struct mutant_list {
    struct mutants *out;
    const struct rig *rig;
    const struct mutate_options *options;
    uint8_t *reached; /* by case: reaches the newest mutant */
    bool failed;
};

/* A new mutant, or NULL: not wanted, or no memory. Its texts are the list's. */
struct mutant *mutant_add(struct mutant_list *l, enum mutant_kind kind, const char *level,
                          const char *name, const char *file, const struct place *at);
const char *mutant_text(struct mutant_list *l, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The newest mutant is reached by the cases with any mark in [low, high]. */
void mutant_reach(struct mutant_list *l, struct mutant *m, rig_mark low, rig_mark high);

/* mutate_values.c */
void mutate_list_values(struct mutant_list *l);
/* The dated value with the change, in `a`; false: no memory. */
bool value_changed(struct parameter_value *out, const struct parameter *p,
                   const struct parameter_value *v, const struct value_change *c,
                   struct arena *a);

/* mutate_sites.c */
void mutate_list_sites(struct mutant_list *l, const struct sites *sites);
void mutate_list_roundings(struct mutant_list *l);

#endif
