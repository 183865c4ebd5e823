/* bind_base.c - the part of Lua's basic library that scripts have: pairs ipairs type tostring
 * select assert error; and how functions become globals or read-only libraries.
 */
#include "policy/bind.h"

#include <stdlib.h>
#include <string.h>

void bind_register(lua_State *L, const char *library, const struct bind_entry *entries)
{
    if (library)
        lua_newtable(L);
    for (; entries->name; entries++) {
        lua_pushcfunction(L, entries->function);
        if (library)
            lua_setfield(L, -2, entries->name);
        else
            lua_setglobal(L, entries->name);
    }
    if (library) {
        bind_freeze_table(L, -1);
        lua_setglobal(L, library);
    }
}

/* --- pairs: integers ascending, then texts bytewise, then false, true --- */

struct key {
    int type; /* as Lua numbers them, mapped so that they sort */
    int64_t integer;
    struct str text;
};

static int rank(int lua_type_number)
{
    return lua_type_number == LUA_TNUMBER ? 0 : lua_type_number == LUA_TSTRING ? 1 : 2;
}

static int compare_keys(const void *left, const void *right)
{
    const struct key *a = left, *b = right;
    if (a->type != b->type)
        return rank(a->type) - rank(b->type);
    if (a->type != LUA_TSTRING)
        return (a->integer > b->integer) - (a->integer < b->integer);
    int c = memcmp(a->text.p, b->text.p, a->text.n < b->text.n ? a->text.n : b->text.n);
    return c ? c : (a->text.n > b->text.n) - (a->text.n < b->text.n);
}

static void read_key(lua_State *L, struct key *k, int index)
{
    k->type = lua_type(L, index);
    if (k->type == LUA_TSTRING)
        k->text.p = lua_tolstring(L, index, &k->text.n);
    else if (k->type == LUA_TNUMBER && lua_isinteger(L, index))
        k->integer = lua_tointeger(L, index);
    else if (k->type == LUA_TBOOLEAN)
        k->integer = lua_toboolean(L, index);
    else
        sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                      _("pairs: keys must be whole numbers, texts, true or false, not %s"),
                      bind_kind_shown(L, index));
}

static void push_key(lua_State *L, const struct key *k)
{
    if (k->type == LUA_TSTRING)
        lua_pushlstring(L, k->text.p, k->text.n);
    else if (k->type == LUA_TNUMBER)
        lua_pushinteger(L, k->integer);
    else
        lua_pushboolean(L, (int)k->integer);
}

static size_t count_keys(lua_State *L, int table)
{
    size_t n = 0;
    lua_pushnil(L);
    for (; lua_next(L, table); n++)
        lua_pop(L, 1);
    return n;
}

/* Pushes an array with the keys of the table at `table` in their order. */
static void push_sorted_keys(lua_State *L, int table, size_t n)
{
    struct key *keys =
        lua_newuserdatauv(L, (n + 1) * sizeof *keys, 0); /* gone after the call */
    size_t i = 0;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        read_key(L, &keys[i++], -1);
    }
    qsort(keys, n, sizeof *keys, compare_keys);
    lua_createtable(L, (int)n, 0);
    for (i = 0; i < n; i++) {
        push_key(L, &keys[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* Upvalues: contents, sorted keys, how many were given. */
static int next_pair(lua_State *L)
{
    int64_t i = lua_tointeger(L, lua_upvalueindex(3));
    for (;;) {
        i++;
        lua_settop(L, 0);
        if (lua_rawgeti(L, lua_upvalueindex(2), i) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
            break; /* else: removed while looping */
    }
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(3));
    return 2;
}

/* (list or table, how many were given). A script can call it with any number. */
static int next_index(lua_State *L)
{
    int64_t k = lua_tointeger(L, 2);
    if (k < 0 || k == INT64_MAX)
        return 0;
    lua_pushinteger(L, ++k);
    if (bind_tag_at(L, 1) == BIND_LIST) {
        const struct bind_list *list = lua_touserdata(L, 1);
        if (k > list->length(L, list))
            return 0;
        list->push(L, list, (uint32_t)(k - 1));
        return 2;
    }
    return lua_geti(L, 1, k) == LUA_TNIL ? 0 : 2;
}

static int f_ipairs(lua_State *L)
{
    if (lua_type(L, 1) != LUA_TTABLE && bind_tag_at(L, 1) != BIND_LIST)
        bind_refuse(L, 1, "ipairs", _("a table or a list"));
    lua_pushcfunction(L, next_index);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

static int f_pairs(lua_State *L)
{
    if (bind_tag_at(L, 1) == BIND_LIST)
        return f_ipairs(L);
    if (lua_type(L, 1) != LUA_TTABLE)
        bind_refuse(L, 1, "pairs", _("a table"));
    lua_settop(L, 1);
    bind_push_contents(L, 1);
    lua_replace(L, 1);
    size_t n = count_keys(L, 1);
    sandbox_charge(L, 4 * (uint64_t)n);
    lua_pushvalue(L, 1);
    push_sorted_keys(L, 1, n);
    lua_remove(L, -2);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_pair, 3);
    return 1;
}

/* --- the rest --- */

static int f_type(lua_State *L)
{
    lua_pushstring(L, lua_type(L, 1) == LUA_TSTRING ? "string" : bind_kind_name(L, 1));
    return 1;
}

static int f_tostring(lua_State *L)
{
    if (bind_text(bind_scratch(L), L, 1))
        bind_push_scratch(L);
    else
        lua_pushstring(L, bind_kind_name(L, 1)); /* no addresses: they differ between runs */
    return 1;
}

static int f_select(lua_State *L)
{
    int n = lua_gettop(L) - 1;
    if (lua_type(L, 1) == LUA_TSTRING && strcmp(lua_tostring(L, 1), "#") == 0) {
        lua_pushinteger(L, n);
        return 1;
    }
    int64_t k = bind_need_integer(L, 1, "select");
    if (k < 0)
        k = n + k + 1;
    if (k < 1)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("select: there is no such argument"));
    return k > n ? 0 : n - (int)k + 1;
}

_Noreturn static void raise_text(lua_State *L, int index, const char *otherwise)
{
    struct buf *b = bind_scratch(L);
    bool has_text = bind_text(b, L, index);
    if (!buf_ok(b))
        sandbox_starve(L);
    if (!has_text || b->len == 0)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, "%s", otherwise);
    sandbox_raise(L, HM_TRAP_SCRIPT, 0, "%s", b->data);
}

static int f_error(lua_State *L)
{
    raise_text(L, 1, _("the rule stopped with error()"));
}

static int f_assert(lua_State *L)
{
    if (!lua_toboolean(L, 1))
        raise_text(L, 2, _("an assertion of the rule does not hold"));
    return lua_gettop(L);
}

void bind_base_open(lua_State *L)
{
    static const struct bind_entry entries[] = {
        {"pairs", f_pairs},   {"ipairs", f_ipairs}, {"type", f_type},
        {"select", f_select}, {"error", f_error},   {"tostring", f_tostring},
        {"assert", f_assert}, {NULL, NULL},
    };
    bind_register(L, NULL, entries);
}
