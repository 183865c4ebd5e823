/* sandbox.h - the Lua a script sees: an allow list, exact values, limits nothing can swallow.
 *
 * Values in Lua: booleans, whole numbers (Lua integers), text and enum values (Lua strings) as they
 * are; exact non-whole numbers, money, dates and months as userdata. All operators reach
 * bind_value.c through the names rewrite.h inserts (__add, __cond, ...), so integer overflow and
 * type mix-ups are caught everywhere. There is no pcall: a stop ends the whole evaluation.
 *
 * This header and lua.h are for policy/ and exec/luarun*.c only.
 */
#ifndef HM_POLICY_SANDBOX_H
#define HM_POLICY_SANDBOX_H

#include <lua.h>
#include "base/buf.h"
#include "model/model.h"
#include "policy/policy.h"

/* Why evaluation stopped. One per sandbox; sandbox_raise fills it and unwinds with lua_error. */
struct stop {
    enum hm_trap trap;
    uint32_t position; /* ast_position, 0 = unknown */
    struct buf text;   /* message without place; MISSING: fact paths, one a line */
};

/* Steps of a traced evaluation, in order; NULL callbacks when not tracing. */
struct sandbox_trace {
    void *ctx;
    /* An operation at `position` gave the value at stack index `result`; operands likewise
     * (right = 0: unary; op "if" has left = result = the condition). */
    void (*step)(void *ctx, lua_State *L, const char *op, uint32_t position, int left, int right,
                 int result);
};

struct sandbox {
    lua_State *L;
    const struct model *model; /* NULL while loading */
    struct stop stop;
    struct sandbox_trace trace;
    size_t memory_bytes, memory_limit_bytes;
    uint64_t instructions_left;
    uint64_t deadline_ns;
    bool dead; /* sticky: memory or instructions ran out; the state must be thrown away
                * (memory) or the household given up (instructions, time) */
};

enum hm_status sandbox_new(struct sandbox **out, size_t memory_limit_bytes, struct diag *d);
void sandbox_free(struct sandbox *s);
struct sandbox *sandbox_of(lua_State *L);
/* Arms the limits for one load or one household. */
void sandbox_arm(struct sandbox *s, uint64_t instructions, uint32_t time_ms);
/* Loads a rewritten text chunk (never binary) and leaves the function on the stack; HM_DATA with a
 * message otherwise. */
enum hm_status sandbox_load(struct sandbox *s, const char *text, size_t n, const char *name,
                            struct diag *d);
/* Calls the function below `args` arguments; results on the stack. Any stop is in s->stop and
 * returned; nothing of it can be swallowed by the script. */
enum hm_trap sandbox_call(struct sandbox *s, int args, int results);

/* Ends the running evaluation. Never returns. */
_Noreturn void sandbox_raise(lua_State *L, enum hm_trap trap, uint32_t position,
                             const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* bind_value.c: values between C and Lua. */
void bind_push(lua_State *L, const struct value *v, const struct model *m);
/* The Lua value as a value of type t (whole numbers do for NUMBER; 0 for MONEY; enum by name or
 * zh). HM_TRAP_SCRIPT when it is of another type, with `what` it is instead (static text). */
enum hm_trap bind_to(struct value *out, lua_State *L, int index, const struct type *t,
                     const struct model *m, const char **what);
/* The value as it is, of whatever kind; ENUM comes as TEXT. False for nil, tables, functions. */
bool bind_any(struct value *out, lua_State *L, int index);
/* A rounding given as words or as up_to(...) and its sisters. */
bool bind_rounding(struct rounding *out, lua_State *L, int index);

/* loader.c: a fresh sandbox with all scripts of a policy run, for evaluating on one thread. */
enum hm_status policy_sandbox(struct sandbox **out, const struct policy *p, struct diag *d);
/* Pushes formula, check or formula patch function `number` (struct formula.number). */
void policy_push_function(struct sandbox *s, uint32_t number);
/* The place of a position of this policy's scripts, and the text of the construct there. */
struct place policy_place(const struct policy *p, uint32_t position);
struct str policy_snippet(const struct policy *p, uint32_t position);

#endif
