/* lua_show.c - values of Lua for people and as JSON: amounts in yuan, exact fractions, lists
 * and tables with what is in them. Never raises: it is called outside protected calls too.
 */
#include "repl/lua_state.h"

#include <string.h>
#include "base/i18n.h"

enum { SHOW_DEPTH = 6, SHOW_ENTRIES = 1000 };

/* A full value without a text of its own: "a function", "a list". */
static void put_kind(lua_State *L, int index, struct buf *out)
{
    buf_printf(out, "<%s>", bind_kind_shown(L, index));
}

/* --- text --- */

static void show(lua_State *L, int index, struct buf *out, unsigned depth);

static void show_key(lua_State *L, int index, struct buf *out)
{
    if (!bind_text(out, L, index))
        put_kind(L, index, out);
}

/* Walks the keys of a table that are no 1..length, in the order of their texts, so that the
 * same table always looks the same. */
struct walk {
    int table;
    lua_Integer length;
    struct buf key, best; /* the last one given; a candidate */
    lua_Integer given;
};

static void walk_begin(struct walk *w, lua_State *L)
{
    *w = (struct walk){.table = lua_gettop(L), .length = (lua_Integer)lua_rawlen(L, -1)};
    buf_init(&w->key);
    buf_init(&w->best);
}

static void walk_end(struct walk *w, struct buf *out)
{
    out->failed |= !buf_ok(&w->key) || !buf_ok(&w->best);
    buf_fini(&w->key);
    buf_fini(&w->best);
}

static bool is_in_list(lua_State *L, int index, lua_Integer length)
{
    return lua_isinteger(L, index) && lua_tointeger(L, index) >= 1 &&
           lua_tointeger(L, index) <= length;
}

/* Pushes the value of the next key, whose text is then in w->key; false at the end. */
static bool walk_next(struct walk *w, lua_State *L)
{
    struct buf text;
    bool found = false;
    buf_init(&text);
    lua_pushnil(L); /* the value of the best one so far */
    for (lua_pushnil(L); lua_next(L, w->table) != 0; lua_pop(L, 1)) {
        if (is_in_list(L, -2, w->length))
            continue;
        buf_clear(&text);
        show_key(L, lua_gettop(L) - 1, &text);
        if ((w->given && strcmp(text.data, w->key.data) <= 0) ||
            (found && strcmp(text.data, w->best.data) >= 0))
            continue;
        buf_clear(&w->best);
        buf_put(&w->best, text.data, text.len);
        lua_pushvalue(L, -1);
        lua_replace(L, -4);
        found = true;
    }
    buf_fini(&text);
    if (!found) {
        lua_pop(L, 1);
        return false;
    }
    struct buf last = w->key;
    w->key = w->best;
    w->best = last;
    w->given++;
    return true;
}

/* The table at the top of the stack, its contents if it is frozen. */
static void show_table(lua_State *L, struct buf *out, unsigned depth)
{
    int table = lua_gettop(L);
    lua_Integer length = (lua_Integer)lua_rawlen(L, table), shown = 0;
    buf_putc(out, '{');
    for (lua_Integer i = 1; i <= length && shown < SHOW_ENTRIES; i++) {
        buf_puts(out, shown++ ? ", " : "");
        lua_rawgeti(L, table, i);
        show(L, lua_gettop(L), out, depth + 1);
        lua_pop(L, 1);
    }
    struct walk w;
    for (walk_begin(&w, L); shown < SHOW_ENTRIES && walk_next(&w, L); lua_pop(L, 1)) {
        buf_puts(out, shown++ ? ", " : "");
        buf_put(out, w.key.data, w.key.len);
        buf_puts(out, " = ");
        show(L, lua_gettop(L), out, depth + 1);
    }
    walk_end(&w, out);
    buf_puts(out, shown >= SHOW_ENTRIES ? ", ...}" : "}");
}

static void show(lua_State *L, int index, struct buf *out, unsigned depth)
{
    if (lua_isnil(L, index)) {
        buf_puts(out, "nil");
    } else if (lua_type(L, index) == LUA_TSTRING && depth > 0) {
        size_t n;
        const char *text = lua_tolstring(L, index, &n);
        buf_json_string(out, text, n);
    } else if (bind_text(out, L, index)) {
        return;
    } else if (lua_type(L, index) == LUA_TTABLE && depth < SHOW_DEPTH && lua_checkstack(L, 8)) {
        bind_push_contents(L, index);
        show_table(L, out, depth);
        lua_pop(L, 1);
    } else {
        put_kind(L, index, out);
    }
}

void lua_show(lua_State *L, int index, struct buf *out)
{
    show(L, lua_absindex(L, index), out, 0);
}

/* --- JSON --- */

static void show_json(lua_State *L, int index, struct buf *out, unsigned depth);

/* Whether the table at the top of the stack has nothing but 1..length. */
static bool is_array(lua_State *L, lua_Integer length)
{
    lua_Integer n = 0;
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
        n++;
    return length > 0 && n == length;
}

static void json_array(lua_State *L, lua_Integer length, struct buf *out, unsigned depth)
{
    int table = lua_gettop(L);
    buf_putc(out, '[');
    for (lua_Integer i = 1; i <= length; i++) {
        if (i > 1)
            buf_putc(out, ',');
        lua_rawgeti(L, table, i);
        show_json(L, lua_gettop(L), out, depth + 1);
        lua_pop(L, 1);
    }
    buf_putc(out, ']');
}

static void json_object(lua_State *L, struct buf *out, unsigned depth)
{
    lua_Integer length = (lua_Integer)lua_rawlen(L, -1);
    int table = lua_gettop(L);
    struct walk w;
    buf_putc(out, '{');
    for (lua_Integer i = 1; i <= length; i++) {
        buf_printf(out, "%s\"%lld\":", i > 1 ? "," : "", (long long)i);
        lua_rawgeti(L, table, i);
        show_json(L, lua_gettop(L), out, depth + 1);
        lua_pop(L, 1);
    }
    for (walk_begin(&w, L); w.given < SHOW_ENTRIES && walk_next(&w, L); lua_pop(L, 1)) {
        buf_puts(out, length || w.given > 1 ? "," : "");
        buf_json_string(out, w.key.data, w.key.len);
        buf_putc(out, ':');
        show_json(L, lua_gettop(L), out, depth + 1);
    }
    if (w.given == SHOW_ENTRIES)
        buf_puts(out, ",\"...\":true");
    walk_end(&w, out);
    buf_putc(out, '}');
}

static void json_table(lua_State *L, struct buf *out, unsigned depth)
{
    lua_Integer length = (lua_Integer)lua_rawlen(L, -1);
    if (is_array(L, length))
        json_array(L, length, out, depth);
    else
        json_object(L, out, depth);
}

/* Numbers whose decimals end are JSON numbers, fractions are texts: "1/3". */
static void json_value(lua_State *L, int index, struct buf *out)
{
    struct buf text;
    struct value v;
    buf_init(&text);
    if (!bind_text(&text, L, index))
        put_kind(L, index, &text);
    bool plain = bind_any(&v, L, index) && (v.kind == KIND_BOOLEAN || v.kind == KIND_INTEGER ||
                                            v.kind == KIND_NUMBER || v.kind == KIND_MONEY);
    if (plain && !memchr(text.data, '/', text.len))
        buf_put(out, text.data, text.len);
    else
        buf_json_string(out, text.data, text.len);
    out->failed |= !buf_ok(&text);
    buf_fini(&text);
}

static void show_json(lua_State *L, int index, struct buf *out, unsigned depth)
{
    if (lua_isnil(L, index)) {
        buf_puts(out, "null");
    } else if (lua_type(L, index) == LUA_TTABLE && depth < SHOW_DEPTH && lua_checkstack(L, 8)) {
        bind_push_contents(L, index);
        json_table(L, out, depth);
        lua_pop(L, 1);
    } else {
        json_value(L, index, out);
    }
}

void lua_show_json(lua_State *L, int index, struct buf *out)
{
    show_json(L, lua_absindex(L, index), out, 0);
}
