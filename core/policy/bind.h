/* bind.h - how values lie in Lua, shared by bind_*.c and exec/luarun*.c.
 *
 * Whole numbers are Lua integers. Whole fen, dates and months are packed into light userdata
 * (two tag bits, 62 bits of value): no allocation, and equal values are the same table key.
 * What does not fit (fractions of a fen, fractions of one) is a struct bind_exact. No value has
 * a metatable.
 */
#ifndef HM_POLICY_BIND_H
#define HM_POLICY_BIND_H

#include "base/status.h"
#include "policy/sandbox.h"

struct bind_exact { /* BIND_NUMBER, BIND_MONEY */
    uint32_t tag;
    struct rational r;
};
struct bind_type {
    uint32_t tag;
    enum value_kind kind;
};
struct bind_rounding {
    uint32_t tag;
    enum value_kind kind; /* of the step: MONEY or NUMBER; NONE for ROUND_NONE */
    struct rounding rounding;
};

/* A number or an amount; KIND_NONE when it is neither. Whole numbers come as NUMBER. */
struct quantity {
    enum value_kind kind;
    struct rational r;
};

static inline struct sandbox *bind_sandbox(lua_State *L)
{
    return *(struct sandbox **)lua_getextraspace(L);
}
/* The tag of a full userdata, 0 for anything else. */
uint32_t bind_tag_at(lua_State *L, int index);
struct quantity bind_quantity(lua_State *L, int index);
bool bind_date_at(int32_t *out, lua_State *L, int index);
bool bind_month_at(int32_t *out, lua_State *L, int index);

void bind_push_number(lua_State *L, struct rational r);
void bind_push_money(lua_State *L, struct rational fen);
void bind_push_quantity(lua_State *L, struct quantity q);
void bind_push_date(lua_State *L, int32_t date);
void bind_push_month(lua_State *L, int32_t month);

/* "money", "number", "text", "nil", "person": what a message calls the value there. */
const char *bind_kind_name(lua_State *L, int index);
const char *bind_kind_shown(lua_State *L, int index); /* the same in the user's language */
/* True when two texts mean the same: equal, or zh label and name of one enum value. */
bool bind_same_text(lua_State *L, int left, int right);
/* -1, 0, 1 of two values that have an order; raises for others. */
int bind_compare(lua_State *L, int left, int right, const char *op, uint32_t position);
/* Sum of two quantities, 0 counting as no money; raises. */
struct quantity bind_sum(lua_State *L, struct quantity a, struct quantity b, const char *op,
                         uint32_t position);
/* max (sign 1) or min (sign -1) of all arguments. */
int bind_extreme(lua_State *L, const char *what, int sign);
/* Raises for a trap of exact arithmetic; NONE does nothing. */
void bind_check(lua_State *L, enum hm_trap trap, uint32_t position);
/* Tells a traced evaluation of the value on top of the stack; left, right: operands or 0. */
void bind_step(lua_State *L, const char *op, uint32_t position, int left, int right);
/* The position of the line that called the running C function, 0 when not known. */
uint32_t bind_here(lua_State *L);

/* The sandbox's own buffer, emptied: nothing leaks when Lua unwinds. bind_push_scratch charges
 * for its length and pushes it as text. */
struct buf *bind_scratch(lua_State *L);
void bind_push_scratch(lua_State *L);

/* Arguments of builtin functions; `what` is the function's name. Each raises when the argument
 * is of another kind. */
struct quantity bind_need_number(lua_State *L, int index, const char *what);
int64_t bind_need_integer(lua_State *L, int index, const char *what);
int32_t bind_need_date(lua_State *L, int index, const char *what);
int32_t bind_need_month(lua_State *L, int index, const char *what);
/* Raises: argument `index` of `what` must be `wanted`. */
_Noreturn void bind_refuse(lua_State *L, int index, const char *what, const char *wanted);

/* Registers C functions as globals, or as a read-only library when name is given. */
struct bind_entry {
    const char *name;
    lua_CFunction function;
};
void bind_register(lua_State *L, const char *library, const struct bind_entry *entries);
/* The table that holds what the table at `index` shows: itself, or the one behind a read-only
 * table. Pushes it. */
void bind_push_contents(lua_State *L, int index);
/* Makes the table at `index` read-only; it must not be so yet. */
void bind_freeze_table(lua_State *L, int index);
/* Walks everything reachable from the globals and freezes it (protected call inside). */
int bind_freeze_globals(lua_State *L);

/* What each file adds to a new sandbox. */
void bind_value_open(lua_State *L);
void bind_ops_open(lua_State *L);
void bind_funcs_open(lua_State *L);
void bind_dates_open(lua_State *L);
void bind_list_open(lua_State *L);
void bind_base_open(lua_State *L);
void bind_table_open(lua_State *L);
void bind_string_open(lua_State *L);

#endif
