/* infer.h - inference of types over a policy's scripts. Private to lang/.
 *
 * A formula is walked as it would run, with types in place of values: branches are walked one
 * by one and their outcomes joined, functions are followed with the types of their arguments.
 * Afterwards types[file][node id] holds the type of every expression and declared name that was
 * walked, as last seen.
 *
 *   types.c     types       walk.c      statements, names and their types over time
 *   infer.c     expressions calls.c     following functions; modules and globals
 *   names.c     fields, parameters, enum values      builtins.c  functions of the language
 *   deps.c      cycles      measure.c   indicators
 *   check.c     the order of it all
 */
#ifndef HM_LANG_INFER_H
#define HM_LANG_INFER_H

#include "lang/types.h"

enum { INFER_RESULTS = 4 };

/* The first values of a call or a return. */
struct lang_results {
    struct lang_type v[INFER_RESULTS];
    uint8_t count;
    bool is_open; /* more may follow, or nothing is known */
};

/* What a function reads when it runs: the first place of each. Arrays by id, NULL = not read.
 */
struct lang_reads {
    const struct ast_node **fields;
    const struct ast_node **parameters;
    uint8_t *perhaps; /* by field id: read perhaps, through a row that is not known to be one */
    uint8_t before_months; /* 255: not constant */
};

struct infer_change {
    const struct ast_node *name; /* the declaring NAME */
    struct lang_type type;       /* before the change (log), or after (seen) */
};
struct infer_changes {
    struct infer_change *items;
    size_t count, cap;
};

/* A function being walked. */
struct infer_call {
    const struct ast_node *function; /* NULL: a script itself */
    const struct ast_node *site;     /* the call, NULL for a formula */
    struct infer_call *outer;
    struct lang_results results;
    bool has_returned;
    bool falls; /* its end can be reached */
    struct lang_results varargs;
    const struct field *field; /* the variable whose formula it is */
    bool is_check;             /* the test of a check */
};

struct infer_memo;

struct infer {
    struct model *m;
    struct ast_file *const *files;
    size_t file_count;
    struct diag *d;
    struct arena arena;
    struct lang_type **types; /* by file number and node id */
    uint8_t **reported;       /* likewise: an error was given here */
    bool quiet;               /* scripts themselves: the run finds their errors */
    bool nomem;
    bool is_partial; /* a recursion was cut: what follows from it is not kept */
    size_t errors;
    size_t work;              /* nodes walked */
    unsigned depth;           /* of calls */
    struct lang_reads *reads; /* of the function being walked; NULL: not wanted */
    struct infer_call *call;
    struct infer_changes log;  /* to take changes back */
    struct infer_changes seen; /* every change, for loops */
    struct infer_memo *memos;
    struct map globals; /* name -> index into global_types */
    struct lang_type *global_types;
    size_t global_cap;
    struct lang_type *modules; /* by file number: what require gives */
    uint8_t *module_states;
};

enum hm_status infer_init(struct infer *c, struct model *m, struct ast_file *const *files,
                          size_t count, struct diag *d);
void infer_fini(struct infer *c);

const struct ast_file *infer_file(const struct infer *c, const struct ast_node *n);
struct place infer_place(const struct infer *c, const struct ast_node *n);
/* An error at n's first byte (infer_error) or at its operator; one a node. Quiet while scripts
 * themselves are walked. */
void infer_error(struct infer *c, const struct ast_node *n, const char *hint, const char *fmt,
                 ...) __attribute__((format(printf, 4, 5)));
void infer_error_op(struct infer *c, const struct ast_node *n, const char *hint,
                    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* type_describe into one of a message's own buffers. */
struct described {
    char text[160];
};
struct described infer_describe(const struct infer *c, struct lang_type t);
struct lang_type infer_join(struct infer *c, struct lang_type a, struct lang_type b);

/* infer.c */
struct lang_type infer_expression(struct infer *c, const struct ast_node *n);
/* All values of a call or `...`; one value of anything else. */
struct lang_results infer_multi(struct infer *c, const struct ast_node *n);
/* The values of expressions from `first` on, the last one expanded. */
struct lang_results infer_list(struct infer *c, const struct ast_node *n, uint32_t first);
struct lang_type infer_condition(struct infer *c, const struct ast_node *n);
/* The type of result number i; ANY or NIL beyond what is known. */
struct lang_type infer_result(const struct lang_results *r, uint32_t i);
/* Amounts a month beside amounts a year. Says so at n. */
void infer_check_periods(struct infer *c, const struct ast_node *n, struct lang_type a,
                         struct lang_type b);
/* A comparison of two values at n. */
void infer_compare(struct infer *c, const struct ast_node *n, struct lang_type a,
                   struct lang_type b, bool is_order);

/* names.c */
struct lang_type names_field(struct infer *c, const struct ast_node *at,
                             struct lang_type object, struct str name);
struct lang_type names_lookup(struct infer *c, const struct ast_node *at,
                              struct lang_type object, struct lang_type key);
/* Something unknown is read by a name, or (empty name) by a computed one: whatever it may be is
 * perhaps read. */
void names_perhaps(struct infer *c, const struct ast_node *at, struct str name);
/* All texts must be values of the enum. */
/* Whether a key of this type looks up what is kept by `wanted`; name: whose key, for messages. */
void names_check_key(struct infer *c, const struct ast_node *at, const char *name,
                     const struct type *wanted, struct lang_type key);
void names_check_texts(struct infer *c, const struct lang_text *texts, uint8_t enum_id);
struct lang_type names_global(struct infer *c, const struct ast_node *n);
/* "savings (货币财产)" of a field, parameter or enum value into out. */
void names_with_zh(char *out, size_t out_bytes, const char *name, const char *zh);

/* builtins.c */
struct lang_type builtin_find(struct str name); /* L_NIL when there is none */
struct lang_results builtin_call(struct infer *c, const struct ast_node *n,
                                 struct lang_type callee, const struct lang_results *args);
size_t builtin_names(struct str *out, size_t room);

/* calls.c */
struct lang_results calls_invoke(struct infer *c, const struct ast_node *site,
                                 struct lang_type callee, const struct lang_results *args);
struct lang_type calls_require(struct infer *c, struct str module);
/* Walks all scripts, so that their locals and globals have types. */
void calls_load(struct infer *c);
/* Walks the formula of a variable, or the test of a check (field NULL), with these arguments;
 * what it reads goes to `reads`. */
void calls_formula(struct infer *c, const struct ast_node *function, const struct field *field,
                   const struct lang_results *args, struct lang_reads *reads);
struct lang_reads calls_new_reads(struct infer *c);

/* check.c: what a formula or check gives back, at a RETURN of its own. */
void check_return(struct infer *c, const struct ast_node *n, const struct lang_results *r);
/* The end of a formula or check can be reached without a return. */
void check_falls(struct infer *c, const struct ast_node *function, bool has_returned);

/* measure.c: what a numerator or denominator of an indicator gives back becomes its type; the
 * unit must fit it. */
void measure_return(struct infer *c, const struct ast_node *at, const struct field *f,
                    struct lang_type t);
void measure_finish(struct infer *c);

/* walk.c */
/* True when control can reach the end of the block. */
bool walk_block(struct infer *c, const struct ast_node *block);
void walk_set(struct infer *c, const struct ast_node *name, struct lang_type t);
struct lang_type walk_get(const struct infer *c, const struct ast_node *binding);
struct lang_type *infer_slot(const struct infer *c, const struct ast_node *n);
/* Adds or joins an entry of a table. */
void walk_shape_set(struct infer *c, struct lang_shape *s, struct str name, struct lang_type t);

/* deps.c */
/* Loops of variables that wait for each other, for every date from which formulas differ.
 * reads[k] is what the k-th formula of the policy (counted over fields in order) reads. */
void deps_check(struct infer *c, const struct lang_reads *reads);

#endif
