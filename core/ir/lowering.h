/* lowering.h - what the lower_*.c files share. Private to ir/.
 *
 * A formula is run once with symbolic values (struct lval) in a context: the rows of one
 * entity. Where a construct is not in the compiled subset, lower_refuse notes why and gives
 * LV_BAD, which every operation passes on; the variable is then slow.
 */
#ifndef HM_IR_LOWERING_H
#define HM_IR_LOWERING_H

#include "ir/lower.h"

enum lval_kind {
    LV_BAD,
    LV_NIL,
    LV_BOOLEAN,
    LV_NUMBER, /* integer and number */
    LV_MONEY,
    LV_ENUM,
    LV_DATE,
    LV_MONTH,
    LV_TEXT, /* a constant text, or a choice among them: num is its word code */
    LV_ROW,
    LV_LIST,
    LV_BEFORE,
    LV_LAW,
    LV_PARAMETER,
    LV_FUNCTION,
    LV_BUILTIN,
    LV_MODULE,
    LV_ROUNDING
};

/* The rows formulas are evaluated for. A child's context hangs below that of its parent rows; a
 * value of a context can be read in those below it. */
struct context {
    const struct context *parent; /* NULL for the root entity */
    uint8_t space;
};

struct lval {
    enum lval_kind kind;
    ir_ref num;     /* numbers: num / den */
    int64_t den;    /* > 0; 1 unless NUMBER or MONEY */
    ir_ref den_ref; /* or 0; a value that is > 0 wherever the row is not in doubt */
    uint8_t id;     /* ENUM: enum id; ROW, BEFORE: entity; LIST: child entity */
    const struct context *context; /* ROW, LIST, BEFORE */
    uint32_t months;               /* BEFORE */
    const struct parameter *parameter;
    const struct parameter_value *value; /* PARAMETER, in force in the month; NULL: none */
    const struct ast_node *node;         /* FUNCTION, MODULE: its table */
    const struct ast_node *binding;      /* MODULE: the local that holds it, or NULL */
    int builtin;                         /* index into the table of lower_call.c */
    struct rounding rounding;
    enum lval_kind step; /* ROUNDING: of its step, NUMBER or MONEY */
};

/* A local of the script: one live instance, since nothing in the subset is recursive. */
struct local {
    struct lval value;
    const struct context *context;
    unsigned turns;      /* conditions and loops around its declaration */
    unsigned activation; /* serial number of the one that declared it */
    ir_ref unset;        /* rows in which it is still nil; 0 = none */
    bool is_set;
};

/* One activation of an inlined function. */
struct activation {
    const struct ast_node *function;
    struct activation *caller;
    unsigned serial; /* later ones have greater numbers */
    const struct context *context;
    struct lval result;
    bool has_result;
    ir_ref left;     /* in a loop: rows that left it by break; 0 = none */
    ir_ref returned; /* in a member loop: rows that returned from inside it; 0 = none */
    bool in_members; /* inside a member loop of this activation */
};

/* How a variable was lowered. */
enum variable_state { VARIABLE_NEW, VARIABLE_OPEN, VARIABLE_DONE };
struct variable {
    enum variable_state state;
    bool is_slow;
    struct lval value;
    ir_ref doubt;
};

struct lower {
    struct ir *ir;
    const struct lower_request *q;
    struct alternative now; /* the patches and formulas of the evaluation being lowered */
    uint16_t alternative;   /* its number */
    const struct model *model;
    struct arena *arena;
    struct parameter *parameters;      /* patched, by index */
    struct variable *variables;        /* by field id */
    struct local **locals;             /* [file][node id]; made on first use */
    const struct ast_node ***declared; /* [file][node id of a chunk's local]: its initialiser */
    struct map globals, members;       /* name, "binding.member" -> index into nodes */
    const struct ast_node **nodes;
    uint32_t node_count, node_cap;
    struct str *words; /* texts by code */
    uint32_t word_count;
    /* where we are */
    const struct context *context;
    struct activation *activation;
    ir_ref mask;    /* path taken, 0 = every row */
    bool is_dead;   /* no row comes here */
    ir_ref doubt;   /* of the variable being lowered, in the present context */
    unsigned turns; /* conditions and loops around, within the activation */
    unsigned depth;
    unsigned activation_count;
    unsigned attempt; /* inside known() or default(): serial number of the asking activation */
    uint32_t loop_count;
    bool failed; /* the variable is slow */
    uint32_t reason_position;
    const char *reason;
    struct lower_report *report;
    size_t slow_cap;
};

/* lower.c */
struct lval lower_refuse(struct lower *w, const struct ast_node *at, const char *why);
void lower_stop(struct lower *w, ir_ref where, uint8_t bits); /* doubt on this path; 0 = all */
void lower_doubt(struct lower *w, ir_ref doubt);              /* doubt bits on this path */
struct lval lower_read(struct lower *w, const struct ast_node *at, struct lval row,
                       struct str name);
struct lval lower_field(struct lower *w, const struct ast_node *at, uint16_t field,
                        const struct context *from);
struct lval lower_past(struct lower *w, const struct ast_node *at, uint16_t field,
                       const struct lval *before);
/* A value of context `from` as the present context sees it; bad when it cannot. */
struct lval lower_adapt(struct lower *w, const struct ast_node *at, struct lval v,
                        const struct context *from);
/* Sum of a child value in the parent space; rows whose sum might not fit are put in doubt. */
ir_ref lower_sum(struct lower *w, ir_ref child_value);
struct lval lower_constant(struct lower *w, const struct value *v, const struct type *t);
/* A new context for the rows of an entity; never NULL (no memory: the present one, ir->failed).
 */
const struct context *lower_context(struct lower *w, const struct context *parent,
                                    uint8_t entity);

/* lower_names.c: what names of a script stand for, without running it */
bool lower_names_collect(struct lower *w);
struct local *lower_names_local(struct lower *w, const struct ast_node *declaring);
const struct ast_node *lower_names_initial(struct lower *w, const struct ast_node *declaring);
const struct ast_node *lower_names_global(struct lower *w, struct str name);
const struct ast_node *lower_names_member(struct lower *w, const struct lval *module,
                                          struct str name);
const struct ast_file *lower_names_module(struct lower *w, struct str name);

/* lower_number.c */
struct lval number_make(enum lval_kind kind, ir_ref num, int64_t den, ir_ref den_ref);
struct lval number_of(struct lower *w, int64_t n);
struct lval number_rational(struct lower *w, enum lval_kind kind, struct rational r);
bool number_constant(struct lower *w, const struct lval *v, struct rational *out);
struct lval number_binary(struct lower *w, const struct ast_node *at, int op, struct lval a,
                          struct lval b); /* op: enum ast_kind */
struct lval number_compare(struct lower *w, const struct ast_node *at, enum comparison op,
                           struct lval a, struct lval b);
struct lval number_round(struct lower *w, const struct ast_node *at, struct lval v,
                         struct rounding r);
struct lval number_select(struct lower *w, const struct ast_node *at, ir_ref mask,
                          struct lval a, struct lval b); /* any kind */
struct lval number_extreme(struct lower *w, const struct ast_node *at, bool largest,
                           struct lval a, struct lval b);
struct lval number_whole(struct lower *w, const struct ast_node *at, struct lval v);
/* The least common denominator of two whose denominators are no columns; 0: too large. */
int64_t number_common_den(const struct lval *a, const struct lval *b);
/* Both over one denominator; false when they have denominators that are columns. */
bool number_align(struct lower *w, struct lval *a, struct lval *b);
struct lval text_code(struct lower *w, struct str word);
struct lval text_to_enum(struct lower *w, const struct ast_node *at, struct lval v, uint8_t id);
struct lval value_equal_lowered(struct lower *w, const struct ast_node *at, bool equal,
                                struct lval a, struct lval b);

/* lower_expr.c */
struct lval lower_expression(struct lower *w, const struct ast_node *n);
struct lval lower_module(struct lower *w, const struct ast_node *at, struct str name);
/* The expression as a mask; 0 and *ok false when it is no boolean. */
ir_ref lower_condition(struct lower *w, const struct ast_node *n, bool *ok);

/* lower_lookup.c */
struct lval lower_lookup(struct lower *w, const struct ast_node *at, struct lval parameter,
                         struct lval key);
/* Stands for the value of a parameter that has none: the rows are in doubt already. */
struct lval lower_absent(struct lower *w, const struct parameter *p);
/* Whether a number of the law (an entry of a keyed parameter, or -1) is the one that is moved;
 * it is then loaded like a fact. */
bool lower_is_moved(const struct lower *w, const struct parameter *p, int32_t entry);
struct lval lower_moved(struct lower *w, const struct type *t);
/* law.p(a, b, ...): an argument for each column of the table. */
struct lval lower_table(struct lower *w, const struct ast_node *at, struct lval parameter,
                        const struct lval *arguments);

/* lower_call.c */
struct lval lower_call(struct lower *w, const struct ast_node *n);
int lower_call_builtin(struct str name);

/* lower_loop.c */
void lower_for(struct lower *w, const struct ast_node *n);
void lower_each(struct lower *w, const struct ast_node *n, struct lval list);
/* Enters the rows of a child entity below the present ones; `row` is the member. */
struct inside {
    const struct context *context;
    ir_ref mask, doubt;
    bool is_dead;
};
void lower_enter(struct lower *w, struct inside *saved, uint8_t child, struct lval *row);
void lower_leave(struct lower *w, const struct inside *saved);
struct lval lower_sum_fractions(struct lower *w, struct lval v);

/* lower_stmt.c */
void lower_block(struct lower *w, const struct ast_node *block);
struct lval lower_local(struct lower *w, const struct ast_node *at, struct local *l);
void lower_declare(struct lower *w, const struct ast_node *name, struct lval v);
/* Inlines a function; arguments are of the present context. */
struct lval lower_invoke(struct lower *w, const struct ast_node *at,
                         const struct ast_node *function, const struct lval *arguments,
                         uint32_t count);

#endif
