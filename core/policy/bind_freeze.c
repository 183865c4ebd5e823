/* bind_freeze.c - read-only tables.
 *
 * A frozen table is empty and shows the contents of another one through its metatable, so that
 * every write from a script reaches __newindex. Only this file gives tables a metatable. C
 * functions that read tables go through bind_push_contents.
 */
#include "policy/bind.h"

enum { CONTENTS = 1 }; /* where a metatable keeps them */

static int refuse_write(lua_State *L)
{
    sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                  _("this table belongs to the whole policy; a formula cannot change it"));
}

static int frozen_length(lua_State *L)
{
    bind_push_contents(L, 1);
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
    return 1;
}

void bind_push_contents(lua_State *L, int index)
{
    if (lua_getmetatable(L, index)) {
        lua_rawgeti(L, -1, CONTENTS);
        lua_remove(L, -2);
    } else {
        lua_pushvalue(L, index);
    }
}

void bind_freeze_table(lua_State *L, int index)
{
    int table = lua_absindex(L, index);
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -4);
    }
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_pushnil(L);
        lua_rawset(L, table); /* clearing a field while looping is allowed */
    }
    lua_createtable(L, 1, 3);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_write);
    lua_setfield(L, -2, "__newindex");
    lua_pushcfunction(L, frozen_length);
    lua_setfield(L, -2, "__len");
    lua_insert(L, -2);
    lua_rawseti(L, -2, CONTENTS);
    lua_setmetatable(L, table);
}

/* --- everything that scripts can still reach --- */

enum { SEEN = 1, TODO_LIST = 2 }; /* stack of bind_freeze_globals */

/* Puts the value on top of the stack on the list, once; pops it. */
static void add(lua_State *L, int64_t *count)
{
    int type = lua_type(L, -1);
    if (type != LUA_TTABLE && type != LUA_TFUNCTION) {
        lua_pop(L, 1);
        return;
    }
    lua_pushvalue(L, -1);
    bool seen = lua_rawget(L, SEEN) != LUA_TNIL;
    lua_pop(L, 1);
    if (seen) {
        lua_pop(L, 1);
        return;
    }
    lua_pushvalue(L, -1);
    lua_pushboolean(L, 1);
    lua_rawset(L, SEEN);
    lua_rawseti(L, TODO_LIST, ++*count);
}

static void add_contents(lua_State *L, int table, int64_t *count)
{
    lua_pushnil(L);
    while (lua_next(L, table)) {
        add(L, count);
        lua_pushvalue(L, -1);
        add(L, count);
    }
}

/* Iterators of pairs and each count how far they are (in their third upvalue): one that was
 * left over from loading would carry that from formula to formula. It is at its end from now
 * on. */
static void end_iterator(lua_State *L, int function)
{
    lua_pushinteger(L, INT32_MAX);
    if (!lua_setupvalue(L, function, 3))
        lua_pop(L, 1);
}

static void add_upvalues(lua_State *L, int function, int64_t *count)
{
    if (lua_iscfunction(L, function))
        end_iterator(L, function);
    for (int i = 1; lua_getupvalue(L, function, i); i++)
        add(L, count);
}

/* The registry and the tables in it (globals among them) are C's own: what they hold is walked,
 * they themselves stay as they are. */
static void add_roots(lua_State *L, int64_t *count)
{
    lua_pushnil(L);
    while (lua_next(L, LUA_REGISTRYINDEX)) {
        if (lua_type(L, -1) == LUA_TTABLE) {
            lua_pushvalue(L, -1);
            lua_pushboolean(L, 1);
            lua_rawset(L, SEEN);
        }
        lua_pop(L, 1);
    }
    lua_pushnil(L);
    while (lua_next(L, LUA_REGISTRYINDEX)) {
        if (lua_type(L, -1) == LUA_TTABLE)
            add_contents(L, lua_gettop(L), count);
        else {
            lua_pushvalue(L, -1);
            add(L, count);
        }
        lua_pop(L, 1);
    }
}

int bind_freeze_globals(lua_State *L)
{
    int64_t count = 0;
    lua_settop(L, 0);
    lua_newtable(L);
    lua_newtable(L);
    add_roots(L, &count);
    for (int64_t i = 1; i <= count; i++) {
        lua_rawgeti(L, TODO_LIST, i);
        int at = lua_gettop(L);
        if (lua_type(L, at) == LUA_TFUNCTION) {
            add_upvalues(L, at, &count);
        } else if (lua_getmetatable(L, at)) {
            lua_pop(L, 1); /* frozen already: a library */
        } else {
            add_contents(L, at, &count);
            bind_freeze_table(L, at);
        }
        lua_settop(L, 2);
    }
    return 0;
}
