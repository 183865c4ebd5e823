/* bind_table.c - table.insert remove concat sort unpack. All of them count their work, none can
 * run away: sorting is a merge sort whose number of comparisons does not depend on the answers.
 */
#include "policy/bind.h"

#include <string.h>
#include "base/limits.h"

/* Argument 1 as a table that may be changed; returns its length. */
static int64_t open_writable(lua_State *L, const char *what)
{
    if (lua_type(L, 1) != LUA_TTABLE)
        bind_refuse(L, 1, what, _("a table"));
    if (lua_getmetatable(L, 1))
        sandbox_raise(
            L, HM_TRAP_SCRIPT, 0,
            _("%s: this table belongs to the whole policy; a formula cannot change it"), what);
    return (int64_t)lua_rawlen(L, 1);
}

static int64_t open_readable(lua_State *L, const char *what)
{
    if (lua_type(L, 1) != LUA_TTABLE)
        bind_refuse(L, 1, what, _("a table"));
    bind_push_contents(L, 1);
    lua_replace(L, 1);
    return (int64_t)lua_rawlen(L, 1);
}

static int t_insert(lua_State *L)
{
    int64_t n = open_writable(L, "table.insert");
    if (n == INT64_MAX) /* a script can put something there */
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("table.insert: the place is outside the table"));
    int64_t at = n + 1;
    int args = lua_gettop(L);
    if (args != 2 && args != 3)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("table.insert needs two or three arguments"));
    if (args == 3)
        at = bind_need_integer(L, 2, "table.insert");
    if (at < 1 || at > n + 1)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("table.insert: the place is outside the table"));
    sandbox_charge(L, (uint64_t)(n + 1 - at) + 1);
    for (int64_t i = n + 1; i > at; i--) {
        lua_rawgeti(L, 1, i - 1);
        lua_rawseti(L, 1, i);
    }
    lua_settop(L, args);
    lua_rawseti(L, 1, at);
    return 0;
}

static int t_remove(lua_State *L)
{
    int64_t n = open_writable(L, "table.remove"), at = n;
    if (!lua_isnoneornil(L, 2))
        at = bind_need_integer(L, 2, "table.remove");
    if (n == 0 && (at == 0 || at == n))
        return 0;
    if (at < 1 || at > n)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("table.remove: the place is outside the table"));
    sandbox_charge(L, (uint64_t)(n - at) + 1);
    lua_rawgeti(L, 1, at);
    for (int64_t i = at; i < n; i++) {
        lua_rawgeti(L, 1, i + 1);
        lua_rawseti(L, 1, i);
    }
    lua_pushnil(L);
    lua_rawseti(L, 1, n);
    return 1;
}

static int64_t option(lua_State *L, int index, int64_t otherwise, const char *what)
{
    return lua_isnoneornil(L, index) ? otherwise : bind_need_integer(L, index, what);
}

static int t_concat(lua_State *L)
{
    int64_t n = open_readable(L, "table.concat");
    int64_t from = option(L, 3, 1, "table.concat"), to = option(L, 4, n, "table.concat");
    struct buf *b = bind_scratch(L);
    for (int64_t i = from; i <= to; i++) {
        sandbox_charge(L, 1 + b->len / LIMIT_TEXT_BYTES);
        if (i > from && !lua_isnoneornil(L, 2) && !bind_text(b, L, 2))
            bind_refuse(L, 2, "table.concat", _("a text"));
        lua_rawgeti(L, 1, i);
        if (!bind_text(b, L, -1))
            sandbox_raise(
                L, HM_TRAP_SCRIPT, 0,
                _("table.concat: only texts, numbers, amounts, dates and months can be "
                  "joined, not %s"),
                bind_kind_shown(L, -1));
        lua_pop(L, 1);
        if (b->len > LIMIT_LUA_TEXT_BYTES)
            sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("a text grows over %d bytes"),
                          LIMIT_LUA_TEXT_BYTES);
        if (i == to)
            break; /* it may be the last whole number there is */
    }
    bind_push_scratch(L);
    return 1;
}

static int t_unpack(lua_State *L)
{
    int64_t n = open_readable(L, "table.unpack");
    int64_t from = option(L, 2, 1, "table.unpack"), to = option(L, 3, n, "table.unpack");
    if (from > to)
        return 0;
    uint64_t count = (uint64_t)to - (uint64_t)from;
    if (count >= LIMIT_MEMBERS || !lua_checkstack(L, (int)count + 1))
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("table.unpack: more than %d values"),
                      LIMIT_MEMBERS);
    for (uint64_t k = 0; k <= count; k++) /* not up to `to`: nothing may come after it */
        lua_rawgeti(L, 1, from + (int64_t)k);
    return (int)count + 1;
}

/* --- sorting --- */

enum { SORT_TABLE = 1, SORT_BEFORE = 2, SORT_FROM = 3, SORT_TO = 4 };

/* Long texts cost more steps, so that the clock is looked at in time. */
static int compare_text(lua_State *L, int left, int right)
{
    size_t n, m;
    const char *a = lua_tolstring(L, left, &n), *b = lua_tolstring(L, right, &m);
    sandbox_charge(L, (n < m ? n : m) / 64);
    int c = memcmp(a, b, n < m ? n : m);
    return c ? c : (n > m) - (n < m);
}

/* Whether the value on top of the stack must stand before the one below it; pops nothing. */
static bool top_is_before(lua_State *L)
{
    int top = lua_gettop(L);
    sandbox_charge(L, 1);
    if (lua_isnil(L, SORT_BEFORE)) {
        if (lua_type(L, top) == LUA_TSTRING && lua_type(L, top - 1) == LUA_TSTRING)
            return compare_text(L, top, top - 1) < 0;
        return bind_compare(L, top, top - 1, "table.sort", 0) < 0;
    }
    lua_pushvalue(L, SORT_BEFORE);
    lua_pushvalue(L, top);
    lua_pushvalue(L, top - 1);
    lua_call(L, 2, 1);
    if (lua_type(L, -1) != LUA_TBOOLEAN)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                      _("table.sort: the comparison must answer true or false, not %s"),
                      bind_kind_shown(L, -1));
    bool before = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return before;
}

/* Merges from[a..b) and from[b..c) into `to`; equal elements keep their order. */
static void merge(lua_State *L, int from, int to, int64_t a, int64_t b, int64_t c)
{
    int64_t i = a, j = b;
    for (int64_t k = a; k < c; k++) {
        bool right = i >= b;
        if (i < b && j < c) {
            lua_rawgeti(L, from, i);
            lua_rawgeti(L, from, j);
            right = top_is_before(L);
            lua_pop(L, 2);
        }
        lua_rawgeti(L, from, right ? j++ : i++);
        lua_rawseti(L, to, k);
    }
}

static void copy(lua_State *L, int from, int to, int64_t n)
{
    for (int64_t i = 1; i <= n; i++) {
        lua_rawgeti(L, from, i);
        lua_rawseti(L, to, i);
    }
}

static int t_sort(lua_State *L)
{
    int64_t n = open_writable(L, "table.sort");
    if (!lua_isnoneornil(L, 2) && lua_type(L, 2) != LUA_TFUNCTION)
        bind_refuse(L, 2, "table.sort", _("a function of two values"));
    lua_settop(L, 2);
    sandbox_charge(L, (uint64_t)n);
    lua_createtable(L, n < LIMIT_MEMBERS ? (int)n : 0, 0);
    lua_createtable(L, n < LIMIT_MEMBERS ? (int)n : 0, 0);
    copy(L, SORT_TABLE, SORT_FROM, n);
    int from = SORT_FROM, to = SORT_TO;
    for (int64_t width = 1; width < n; width *= 2) {
        for (int64_t a = 1; a <= n; a += 2 * width) {
            int64_t b = a + width < n + 1 ? a + width : n + 1;
            int64_t c = b + width < n + 1 ? b + width : n + 1;
            merge(L, from, to, a, b, c);
        }
        int swap = from;
        from = to;
        to = swap;
    }
    copy(L, from, SORT_TABLE, n);
    return 0;
}

void bind_table_open(lua_State *L)
{
    static const struct bind_entry entries[] = {
        {"insert", t_insert}, {"remove", t_remove}, {"concat", t_concat},
        {"sort", t_sort},     {"unpack", t_unpack}, {NULL, NULL},
    };
    bind_register(L, "table", entries);
}
