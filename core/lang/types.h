/* types.h - what can be known about a value without running a rule. Private to lang/ and to
 * compilers of the typed tree.
 *
 * A type is a plain value; what it points to lives in the arena of the inference. L_ANY stands
 * for everything that cannot be known, and nothing is ever said about it.
 */
#ifndef HM_LANG_TYPES_H
#define HM_LANG_TYPES_H

#include "lang/ast.h"
#include "model/model.h"

enum lang_kind {
    L_ANY,
    L_NIL,
    L_BOOLEAN,
    L_INTEGER,
    L_NUMBER,
    L_MONEY,
    L_ENUM, /* id */
    L_DATE,
    L_MONTH,
    L_TEXT,     /* texts: all the literals it can be; NULL: unknown */
    L_ROW,      /* id: entity */
    L_HISTORY,  /* id: entity; a row of an earlier determination */
    L_LIST,     /* id: entity */
    L_ITERATOR, /* item: what a loop over it gives first, then second */
    L_LAW,
    L_PARAMETER, /* index; keyed, banded or a comparison, to be looked up or called */
    L_ROUNDING,
    L_TABLE,    /* shape */
    L_FUNCTION, /* node: the FUNCTION */
    L_BUILTIN   /* index: builtins.c */
};

/* The time an amount is for, as its unit tells it ("yuan/month"). */
enum lang_period { PERIOD_NONE, PERIOD_MONTH, PERIOD_YEAR };

struct lang_text {
    const struct ast_node *node; /* STRING */
    const struct lang_text *next;
};

struct lang_shape;

struct lang_type {
    uint8_t kind;   /* enum lang_kind */
    uint8_t period; /* enum lang_period; of a value read from a field or parameter */
    uint8_t id;
    bool is_zero;  /* INTEGER: the literal 0, which stands for no money as well */
    bool has_most; /* INTEGER: never more than `most` */
    uint16_t index;
    int64_t most;
    const struct lang_text *texts;
    const struct ast_node *node;
    struct lang_shape *shape;
    const struct lang_type *item; /* ITERATOR: two of them */
};

/* A table made by a script: what is known of its entries. */
struct lang_entry {
    struct str name; /* borrowed: from the tree */
    struct lang_type type;
    struct lang_entry *next;
};
struct lang_shape {
    struct lang_entry *entries;
    struct lang_type element; /* of array items; has_elements */
    bool has_elements;
    bool is_open;   /* keys were computed: any name may be there */
    bool is_module; /* returned by a stdlib module: complete */
};

static inline struct lang_type type_of_kind(enum lang_kind kind)
{
    return (struct lang_type){.kind = (uint8_t)kind};
}
/* The type of a field's or parameter's value, with its unit's period. */
struct lang_type type_declared(const struct type *t, const char *unit);

bool type_is_number(struct lang_type t);   /* INTEGER, NUMBER */
bool type_is_quantity(struct lang_type t); /* also MONEY */
/* Numbers, amounts (0 counts as one), dates and months compare with their own kind; ANY with
 * everything. */
bool type_have_order(struct lang_type a, struct lang_type b);
/* The type of a value that is one or the other; texts are joined in `a`. */
struct lang_type type_join(struct lang_type a, struct lang_type b, const struct model *m,
                           struct arena *arena);
/* The same kind of the same thing; and also the same in all that is known of the value. */
bool type_same(struct lang_type a, struct lang_type b);
bool type_identical(struct lang_type a, struct lang_type b);
/* "money", "an enum", "a list of person": for messages. */
void type_describe(struct lang_type t, const struct model *m, char *out, size_t out_bytes);

/* NULL when not there. */
struct lang_entry *shape_find(const struct lang_shape *s, struct str name);

#endif
