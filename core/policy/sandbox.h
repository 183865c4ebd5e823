/* sandbox.h - the Lua a script sees: an allow list, exact values, limits nothing can swallow.
 *
 * Values in Lua: booleans, whole numbers (Lua integers), text and enum values (Lua strings) as
 * they are; exact non-whole numbers, money, dates and months as userdata. All operators reach
 * bind_value.c through the names rewrite.h inserts (__add, __cond, ...), so integer overflow
 * and type mix-ups are caught everywhere. There is no pcall: a stop ends the whole evaluation.
 *
 * This header and lua.h are for policy/ and exec/luarun*.c only.
 */
#ifndef HM_POLICY_SANDBOX_H
#define HM_POLICY_SANDBOX_H

#include <lua.h>
#include "base/buf.h"
#include "base/map.h"
#include "model/model.h"
#include "policy/policy.h"

/* Why evaluation stopped. One per sandbox; sandbox_raise fills it and unwinds with lua_error.
 */
struct stop {
    enum hm_trap trap;
    uint32_t position; /* ast_position, 0 = unknown */
    struct buf text;   /* message without place; MISSING: fact paths, one a line */
    bool placed;       /* the text already names rule and place (a failed variable was read) */
};

/* Steps of a traced evaluation, in order; NULL callbacks when not tracing. */
struct sandbox_trace {
    void *ctx;
    /* An operation at `position` gave the value at stack index `result`; operands likewise
     * (right = 0: unary; op "if" has left = result = the condition). */
    void (*step)(void *ctx, lua_State *L, const char *op, uint32_t position, int left,
                 int right, int result);
};

struct sandbox {
    lua_State *L;
    const struct model *model; /* NULL while loading */
    void *owner;               /* the engine that runs it; borrowed */
    struct stop stop;
    struct sandbox_trace trace;
    size_t memory_bytes, memory_limit_bytes;
    uint64_t instructions_left;
    uint64_t deadline_ns;
    bool dead;    /* sticky until sandbox_arm: memory, instructions or time ran out; the load or
                   * the household is given up */
    bool spoiled; /* sticky for ever: memory ran out; the sandbox must be thrown away */
    uint32_t refused_at; /* position that memory was last refused to */
    bool starved; /* it was the machine's memory, not the limit: HM_NOMEM, no fault of a script
                   */
    /* Position of the first character of a line of a loaded chunk (0: unknown), so that Lua's
     * own errors have a place. Set by whoever loads the chunks; NULL: such errors have none. */
    uint32_t (*line_position)(const void *ctx, const char *chunk_name, int line);
    const void *line_context; /* borrowed */
    struct buf scratch; /* text being put together; private to bind_*.c, as are the following */
    struct buf collected; /* missing facts of the lists being walked, one after the other */
    struct map labels;    /* "zh NUL name" of the model's enum values */
    const struct model *labels_of;
};

enum hm_status sandbox_new(struct sandbox **out, size_t memory_limit_bytes, struct diag *d);
void sandbox_free(struct sandbox *s);
/* Arms the limits for one load or one household. */
void sandbox_arm(struct sandbox *s, uint64_t instructions, uint32_t time_ms);
/* Loads a rewritten text chunk (never binary) and leaves the function on the stack; HM_DATA
 * with a message otherwise. */
enum hm_status sandbox_load(struct sandbox *s, const char *text, size_t n, const char *name,
                            struct diag *d);
/* Calls the function below `args` arguments; results on the stack. Any stop is in s->stop and
 * returned; nothing of it can be swallowed by the script. */
enum hm_trap sandbox_call(struct sandbox *s, int args, int results);
/* The same in two parts, on any thread (lua_newthread) of the sandbox: push the handler, the
 * function, its arguments; call; the handler stays below the results. */
void sandbox_push_handler(lua_State *L);
enum hm_trap sandbox_call_above(struct sandbox *s, lua_State *L, int args, int results);
/* Counts work that C does for a script; ends the evaluation when the budget is used up. */
void sandbox_charge(lua_State *L, uint64_t instructions);
/* Once all scripts have run: every table a script can still reach becomes read-only, so that no
 * formula can leave traces for another one. Globals stay assignable: check.h refuses that. */
enum hm_status sandbox_freeze(struct sandbox *s, struct diag *d);

/* Ends the running evaluation. Never returns. */
_Noreturn void sandbox_raise(lua_State *L, enum hm_trap trap, uint32_t position,
                             const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Ends it for want of the machine's memory (starved). Never returns. */
_Noreturn void sandbox_starve(lua_State *L);
/* Ends it again with what s->stop holds already (after a caught stop). Never returns. */
_Noreturn void sandbox_reraise(lua_State *L);

/* Full userdata of a sandbox begin with a uint32_t tag, so that C tells them apart without
 * looking at metatables. Whoever makes a full userdata begins it with one of these. */
enum bind_tag {
    BIND_NUMBER = 1, /* bind_value.c: a number that is not whole */
    BIND_MONEY,      /* bind_value.c: money that is not whole fen, or very large */
    BIND_TYPE,     /* bind_value.c: a type word: boolean integer number money text date month */
    BIND_ROUNDING, /* bind_funcs.c */
    BIND_LIST,     /* struct bind_list: members of a row; made by exec/ */
    BIND_ROW,      /* exec/: a row of an entity */
    BIND_PAST,     /* exec/: a row of an earlier determination */
    BIND_LAW,      /* exec/: the law of a month */
    BIND_LOOKUP,   /* exec/: a keyed, banded, marginal or comparison parameter */
    BIND_HANDLE    /* loader: handles of entities, enums, ... */
};
/* A list of rows, whoever makes it: how long, and pushing member k (0-based). */
struct bind_list {
    uint32_t tag; /* BIND_LIST */
    uint32_t (*length)(lua_State *L, const struct bind_list *list);
    void (*push)(lua_State *L, const struct bind_list *list, uint32_t k);
};

/* bind_value.c: values between C and Lua. */
/* Pushes a value of type t (only ENUM looks at it); nil for KIND_NONE. */
void bind_push(lua_State *L, const struct value *v, const struct type *t,
               const struct model *m);
/* The Lua value as a value of type t (whole numbers do for NUMBER; 0 for MONEY; enum by name or
 * zh). HM_TRAP_SCRIPT when it is of another type, with `what` it is instead (static text). */
enum hm_trap bind_to(struct value *out, lua_State *L, int index, const struct type *t,
                     const struct model *m, const char **what);
/* The value as it is, of whatever kind; ENUM comes as TEXT. False for nil, tables, functions.
 */
bool bind_any(struct value *out, lua_State *L, int index);
/* A rounding given as words or as up_to(...) and its sisters. */
bool bind_rounding(struct rounding *out, lua_State *L, int index);
/* What a rounding's step is of: MONEY (words always are), NUMBER, or NONE for no rounding. */
enum value_kind bind_rounding_kind(lua_State *L, int index);
/* True for a type word (`money`, `date`, ...), with its kind. The sandbox has them as globals:
 * boolean integer number money text date month; `date "2024-07-01"` and `month "2024-07"` call
 * them. They answer `type` with "type". */
bool bind_type_word(enum value_kind *out, lua_State *L, int index);
/* The text of a value as printed ("1143.00", "2024-07"); false where there is none. */
bool bind_text(struct buf *out, lua_State *L, int index);

/* loader.c: a fresh sandbox with all scripts of a policy run, for evaluating on one thread. */
enum hm_status policy_sandbox(struct sandbox **out, const struct policy *p, struct diag *d);
/* Pushes formula, check or formula patch function `number` (struct formula.number). */
void policy_push_function(struct sandbox *s, uint32_t number);

#endif
