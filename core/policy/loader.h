/* loader.h - private to policy/: what loader.c, inherit.c and the declare_*.c files share while
 * a policy is being loaded.
 *
 * A policy is run once to build the model, with a diag for all errors of all files
 * (loader->model set), and once more for every further sandbox (loader->model NULL): then
 * declarations only define their globals and number their functions. Both runs number functions
 * alike: in the order of declarations, and inside one in the bytewise order of their keys.
 *
 * Everything a C function called from Lua allocates lives in an arena or in the loader itself,
 * so that a Lua error (out of memory) that unwinds it leaks nothing.
 */
#ifndef HM_POLICY_LOADER_H
#define HM_POLICY_LOADER_H

#include "lang/ast.h"
#include "policy/sandbox.h"

/* A script that was used: its tree and what the sandbox runs. Its number is its position. */
struct script {
    size_t source;        /* index among the policy's sources */
    struct ast_file *ast; /* NULL: unreadable or syntax errors */
    struct buf text;      /* rewritten */
    bool is_good;         /* can be run */
    bool has_unknown;     /* a name it uses is not known: said so already */
};
struct policy_code {
    struct script *scripts; /* in load order; room for all sources */
    size_t count;
};
enum script_state { SCRIPT_FRESH, SCRIPT_RUNNING, SCRIPT_DONE };

/* Values of a script that are no data: names of entities and enums, `comparison`, `ended`. */
enum mark_kind {
    MARK_COMPARISON, /* type = comparison */
    MARK_ENUM,       /* id: enum id */
    MARK_ENTITY,     /* id: entity id */
    MARK_ENDED,
    MARK_POISON /* stands for what an error already reported left undefined */
};
struct mark {
    uint32_t tag; /* BIND_HANDLE */
    enum mark_kind kind;
    uint32_t id;
};

enum keyword {
    KEYWORD_POLICY,
    KEYWORD_ENUM,
    KEYWORD_ENTITY,
    KEYWORD_INPUT,
    KEYWORD_PARAMETER,
    KEYWORD_VARIABLE,
    KEYWORD_CHECK,
    KEYWORD_SCENARIO,
    KEYWORD_CASE,
    KEYWORD_INDICATOR,
    KEYWORD_SOURCE,
    KEYWORDS
};

/* A function found in a declaration. */
struct declared_function {
    const char *path; /* its key: "formula", "2024-01-01", "formulas/dibao_amount/2024-07-01" */
    uint32_t number;
    const struct ast_node *body; /* NULL when it was not found (an error was then given) */
    struct place at;
};

/* One declaration being read: `keyword "name" { table }`. */
struct declaration {
    struct loader *loader;
    lua_State *L;
    enum keyword keyword;
    const char *name; /* in the loader's arena */
    struct script *script;
    const struct ast_node *node; /* the call, or NULL when it is not written out literally */
    struct place at;
    const char *level;
    int table; /* stack index of its table */
    bool is_override;
    bool failed; /* an error was given, or a value was left undefined by an earlier one */
    struct declared_function *functions;
    size_t function_count;
};

struct loader {
    struct policy *policy;
    struct policy_code *code;
    struct sandbox *sandbox;
    struct model *model; /* NULL when only functions are wanted */
    struct diag *diag;
    struct arena scratch;  /* until the load ends */
    struct buf json;       /* the text being made by declare_case.c */
    uint8_t *states;       /* enum script_state of each script */
    const char *level;     /* folder being read, "cn/zhejiang"; NULL in the stdlib */
    const char *division;  /* the last one stated, by this level or one above; NULL */
    bool has_policy;       /* `policy {}` of this level was seen */
    bool has_declarations; /* of this level */
    bool gave_up;          /* a limit ended the run; said so already */
    bool starved;          /* the machine's memory ran out: HM_NOMEM */
    bool incomplete;       /* something is not in the model: later checks would mislead */
    struct script *current;
    const char *open_name; /* `enum "x"` without its table so far; NULL when there is none */
    enum keyword open_keyword;
    struct place open_at;
    uint32_t function_count;
    struct declaration *pending; /* cases, scenarios: read when all they may name is known */
    size_t pending_count, pending_cap;
    size_t enum_cap, entity_cap, field_cap, parameter_cap, check_cap, scenario_cap, example_cap;
    size_t indicator_cap, figure_cap, data_source_cap;
    uint32_t *data_files; /* sources named by `facts`, in order: read when all is declared */
    size_t data_count, data_cap;
    size_t citation_cap, lint_cap;
};

/* loader.c */
/* Opens the sandbox and runs all scripts in it. */
enum hm_status loader_run(struct loader *l);
/* Reads what was put off until everything was declared. */
void loader_read_pending(struct loader *l);
void loader_fini(struct loader *l); /* not its sandbox */
/* The load that is going on in a sandbox; NULL when its policy is loaded. */
struct loader *loader_of(lua_State *L);
/* The script whose code is running and its line; NULL and 0 when it is none. For a stdlib
 * function called by a policy: the line that called it. */
struct script *loader_where(struct loader *l, int *line);
const struct source_file *loader_source(const struct loader *l, const struct script *s);
/* The place of `word` in a line of a script; of the line when it is not there. */
struct place loader_place(const struct script *s, int line, const char *word);
/* A name as the script writes it, from how the rewritten one spells it. */
const char *loader_written(struct loader *l, const struct script *s, int line,
                           const char *spelled);
/* Grows an array in the model's arena by one zeroed element; NULL: no memory, said so. */
void *loader_append(struct loader *l, void **items, size_t *count, size_t *cap, size_t each);
int loader_include(lua_State *L);
int loader_require(lua_State *L);

/* globals.c: what a script may name, and the guards around it */
void globals_open(lua_State *L, struct loader *l); /* protected: may raise */
/* Loading is over: from now on nothing can be declared or assigned. */
void globals_close(lua_State *L);
void globals_set_environment(lua_State *L); /* of the chunk on top of the stack */
/* Pushes the table of numbered functions, of modules by path, of tables that are read later. */
void globals_push_functions(lua_State *L);
void globals_push_modules(lua_State *L);
void globals_push_put_off(lua_State *L);
/* Pushes a mark; globals_mark returns the one at a stack index, or NULL. */
void globals_push_mark(lua_State *L, enum mark_kind kind, uint32_t id);
const struct mark *globals_mark(lua_State *L, int index);
/* Pushes what stands for something an error left undefined. */
void globals_push_poison(lua_State *L);
/* Defines a global from the value on top of the stack and pops it; false when the name is taken
 * (said so at `at`). */
bool globals_define(struct loader *l, const char *name, const struct place *at);

/* declare.c: reading a declaration's table */
void declare_open(lua_State *L); /* the keywords as globals; may raise */
const char *declare_keyword(enum keyword keyword);
struct place declare_place(const struct declaration *dc, const char *path);
void declare_error(struct declaration *dc, const char *path, const char *hint, const char *fmt,
                   ...) __attribute__((format(printf, 4, 5)));
void declare_warning(struct declaration *dc, const char *path, const char *hint,
                     const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Text keys of a table, sorted bytewise, in the scratch arena. */
size_t declare_keys(struct declaration *dc, int table, const char ***out);
/* Refuses keys that are neither in `allowed` (blank-separated; a first "1" allows a list) nor,
 * if asked for, dates. */
void declare_check_keys(struct declaration *dc, int table, const char *path,
                        const char *allowed, bool dates);
/* What is at `key` of the declaration's table is pushed; nothing and false when it is absent or
 * was left undefined by an earlier error. */
bool declare_get(struct declaration *dc, const char *key);
bool declare_has(struct declaration *dc, const char *key);
/* Whether the text on top of the stack can be printed: UTF-8 without NUL. */
bool declare_check_text(struct declaration *dc, const char *path);
/* Text in the model's arena; NULL when absent or refused. */
const char *declare_text(struct declaration *dc, const char *key);
/* True when stated and good. */
bool declare_flag(struct declaration *dc, const char *key, bool *out);
bool declare_month(struct declaration *dc, const char *key, int32_t *out);
bool declare_type(struct declaration *dc, const char *key, struct type *out,
                  bool *is_comparison);
/* The same of what is on top of the stack (kept there). */
bool declare_type_here(struct declaration *dc, const char *path, struct type *out,
                       bool *is_comparison);
bool declare_entity_id(struct declaration *dc, const char *key, uint8_t *out);
/* The value on top of the stack (kept there) as one of type t that lies on t's grid. */
bool declare_value(struct declaration *dc, const char *path, const struct type *t,
                   struct value *out);
bool declare_value_at(struct declaration *dc, const char *key, const struct type *t,
                      struct value *out);
/* A date key: "2024-07-01" or "2024-07". */
bool declare_date_key(const char *key, int32_t *date);
bool declare_looks_like_date(const char *key);
/* Two dated entries that follow each other (before: NULL for the first): twice, unreachable, or
 * an end of nothing is an error. */
struct dated {
    int32_t from;
    bool ended;
    struct place at;
};
void declare_check_dates(struct declaration *dc, const struct dated *before,
                         const struct dated *now);
/* What stands at a stack index, for "found ...": "text \"abc\"", "a table". */
const char *declare_found(struct declaration *dc, int index);
const char *declare_path(struct declaration *dc, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
const struct declared_function *declare_function_at(const struct declaration *dc,
                                                    const char *path);
const char *declare_allowed_keys(enum keyword keyword);
_Noreturn void declare_nomem(struct declaration *dc);
const char *declare_keep(struct declaration *dc,
                         const char *text); /* model's arena, never NULL */
void *declare_alloc(struct declaration *dc,
                    size_t bytes); /* model's arena, zeroed, never NULL */
/* Grows an array in the model's arena by one zeroed element; NULL: limit reached, said so. */
void *declare_append(struct declaration *dc, void **items, size_t *count, size_t *cap,
                     size_t each, size_t limit);

/* Reads what was put off: cases and scenarios; may raise. */
void declare_pending(struct loader *l);

/* Defines the global of an entity or enum under its name and zh name. */
void declare_define(struct declaration *dc, enum mark_kind kind, uint32_t id, const char *zh);
void declare_read(struct declaration *dc); /* dispatches to one of: */

/* declare_*.c: one kind each; called with the table on the stack */
void declare_policy(struct declaration *dc);
void declare_enum(struct declaration *dc);
void declare_entity(struct declaration *dc);
void declare_input(struct declaration *dc);
void declare_variable(struct declaration *dc);
void declare_parameter(struct declaration *dc);
void declare_check(struct declaration *dc);
void declare_scenario(struct declaration *dc);
void declare_case(struct declaration *dc);
void declare_indicator(struct declaration *dc);
void declare_source(struct declaration *dc);
/* One dated value of parameter p from the Lua value at `index`. In a patch the braces around
 * the value may be left out. False when it is wrong (said so). */
bool declare_dated_value(struct declaration *dc, const char *path, int index,
                         const struct parameter *p, bool is_patch, struct parameter_value *out);
/* declare_bands.c: the bands in the table on top of the stack. */
bool declare_bands(struct declaration *dc, const char *path, const struct parameter *p,
                   bool has_otherwise, struct parameter_value *out);
/* from, above, below, upto of the table on top of the stack, into the band's edges. */
bool declare_range(struct declaration *dc, const char *path, const struct type *key,
                   struct band *out);
/* Whether anything lies between its edges (said so otherwise). */
bool declare_check_range(struct declaration *dc, const char *path, const struct type *key,
                         const struct band *b);
const char *declare_edge(struct declaration *dc, const struct type *key, struct rational edge);
/* declare_table.c: the columns and the hit policy of a parameter; its rows, in the list on top
 * of the stack or in the CSV file it names. */
void declare_columns(struct declaration *dc, struct parameter *p);
bool declare_rows(struct declaration *dc, const char *path, const struct parameter *p,
                  struct parameter_value *out);
/* table_file.c: rows from a CSV file of this folder, and the line of each; false when it is
 * wrong (said so). */
bool table_file_read(struct declaration *dc, const char *path, const char *file,
                     const struct parameter *p, struct parameter_value *out, uint32_t **lines);
/* declare_patch.c: `set` of a case, which holds from the date `from` on; *count stays 0 when
 * the key is absent. */
void declare_patches(struct declaration *dc, const char *key, int32_t from, struct patch **out,
                     size_t *count);

/* cite.c: keeps what the declaration says about itself; may raise */
void cite_collect(struct declaration *dc);
/* One citation more; the texts live as long as the model. False: no memory, said so. */
bool cite_add(struct loader *l, const char *kind, const char *name, const char *key,
              const char *text, const struct place *at, const char *level);

/* functions.c: numbers all functions of a declaration, and finds their bodies. */
void functions_number(struct declaration *dc);
/* The call `keyword "name" {...}` at this line; NULL when it is not written out there. */
const struct ast_node *functions_find_call(const struct ast_file *f, const char *keyword,
                                           const char *name, int line);
/* Place of a key of the declaration's own table, whatever characters it has. */
struct place functions_key_place(const struct declaration *dc, const char *key);
/* Refuses keys that a table constructor in the declaration states twice. */
void functions_check_twice(struct declaration *dc);

/* inherit.c: how a declaration meets those above it */
enum inherit_kind {
    INHERIT_ENUM,
    INHERIT_ENTITY,
    INHERIT_FIELD,
    INHERIT_PARAMETER,
    INHERIT_CHECK,
    INHERIT_SCENARIO,
    INHERIT_CASE,
    INHERIT_INDICATOR,
    INHERIT_SOURCE
};
/* Whether the declaration may go on: a second one needs `override`, and `override` needs a
 * first one. above: where the name was declared first, NULL when it is new. */
bool inherit_check_override(struct declaration *dc, const struct place *above,
                            enum inherit_kind kind);
/* A name that can be written in a formula; path: the key it stands at, NULL = the name itself.
 */
bool inherit_name_ok(struct declaration *dc, const char *path, const char *name);
/* Whether `word` is free among the fields, lists and the parent of an entity; `except`: the
 * field that may have it. */
bool inherit_member_free(struct declaration *dc, const char *path, uint8_t entity,
                         const char *word, uint16_t except);
/* Sums, lists of fields and children: what can be made only when all is declared. */
void inherit_finish(struct loader *l);
/* The lists of fields again, after hidden variables were added. */
void inherit_list_fields(struct loader *l);

/* sources.c: the data file `name` of a level's folder, read from there when it is asked for the
 * first time; *out is its index. HM_DATA with a message when there is none. */
enum hm_status sources_data(struct sources *s, const char *level, const char *name,
                            const struct place *at, uint32_t *out, struct diag *d);

/* figures.c: published figures */
int figures_facts(lua_State *L); /* facts "facts.csv" */
/* Reads the files that were named into the model. */
void figures_read(struct loader *l);

#endif
