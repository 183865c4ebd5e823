/* bind_string.c - string.len sub upper lower rep format, and the methods of texts. No patterns:
 * C functions are not interrupted by the count hook, so none here can run long.
 */
#include "policy/bind.h"

#include "base/limits.h"
#include "value/decimal.h"

static struct str need_text(lua_State *L, int index, const char *what)
{
    struct str s;
    if (lua_type(L, index) != LUA_TSTRING)
        bind_refuse(L, index, what, _("a text"));
    s.p = lua_tolstring(L, index, &s.n);
    return s;
}

static int s_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)need_text(L, 1, "string.len").n);
    return 1;
}

/* A place as Lua counts: from 1, negative from the end; clipped to 1 .. n + 1 or 0 .. n. */
static int64_t place_in(int64_t i, size_t n)
{
    if (i < 0)
        i = -i > (int64_t)n ? 0 : (int64_t)n + i + 1;
    return i;
}

static int s_sub(lua_State *L)
{
    struct str s = need_text(L, 1, "string.sub");
    int64_t from = place_in(bind_need_integer(L, 2, "string.sub"), s.n);
    int64_t to = (int64_t)s.n;
    if (!lua_isnoneornil(L, 3))
        to = place_in(bind_need_integer(L, 3, "string.sub"), s.n);
    if (from < 1)
        from = 1;
    if (to > (int64_t)s.n)
        to = (int64_t)s.n;
    if (from > to)
        lua_pushliteral(L, "");
    else
        lua_pushlstring(L, s.p + from - 1, (size_t)(to - from + 1));
    return 1;
}

/* ASCII letters only: the same on every machine, whatever its locale. */
static int change_case(lua_State *L, const char *what, char first, char last, int shift)
{
    struct str s = need_text(L, 1, what);
    struct buf *b = bind_scratch(L);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        buf_putc(b, c >= first && c <= last ? (char)(c + shift) : c);
    }
    bind_push_scratch(L);
    return 1;
}

static int s_upper(lua_State *L)
{
    return change_case(L, "string.upper", 'a', 'z', 'A' - 'a');
}

static int s_lower(lua_State *L)
{
    return change_case(L, "string.lower", 'A', 'Z', 'a' - 'A');
}

static int s_rep(lua_State *L)
{
    struct str s = need_text(L, 1, "string.rep"), gap = {"", 0};
    int64_t times = bind_need_integer(L, 2, "string.rep");
    if (!lua_isnoneornil(L, 3))
        gap = need_text(L, 3, "string.rep");
    size_t each = s.n + gap.n;
    if (times > 0 &&
        (each ? (uint64_t)times > LIMIT_LUA_TEXT_BYTES / each : times > LIMIT_LUA_TEXT_BYTES))
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("a text grows over %d bytes"),
                      LIMIT_LUA_TEXT_BYTES);
    struct buf *b = bind_scratch(L);
    for (int64_t i = 0; i < times; i++) {
        if (i > 0)
            buf_put(b, gap.p, gap.n);
        buf_put(b, s.p, s.n);
    }
    bind_push_scratch(L);
    return 1;
}

/* One directive (the letter after %) with its argument; returns the next argument's index. */
static int format_one(lua_State *L, struct buf *b, char directive, int arg)
{
    switch (directive) {
    case '%':
        buf_putc(b, '%');
        return arg;
    case 'd':
        decimal_put_rational(b, rational_of(bind_need_integer(L, arg, "string.format")));
        return arg + 1;
    case 's':
        if (lua_isnone(L, arg))
            bind_refuse(L, arg, "string.format", _("a value"));
        if (!bind_text(b, L, arg))
            buf_puts(b, bind_kind_name(L, arg));
        return arg + 1;
    default:
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("string.format knows only %%s, %%d and %%%%"));
    }
}

static int s_format(lua_State *L)
{
    struct str f = need_text(L, 1, "string.format");
    struct buf *b = bind_scratch(L);
    int arg = 2;
    for (size_t i = 0; i < f.n; i++) {
        if (f.p[i] == '%')
            arg = format_one(L, b, ++i < f.n ? f.p[i] : '\0', arg);
        else
            buf_putc(b, f.p[i]);
    }
    bind_push_scratch(L);
    return 1;
}

void bind_string_open(lua_State *L)
{
    static const struct bind_entry entries[] = {
        {"len", s_len}, {"sub", s_sub},       {"upper", s_upper}, {"lower", s_lower},
        {"rep", s_rep}, {"format", s_format}, {NULL, NULL},
    };
    bind_register(L, "string", entries);
    lua_pushliteral(L, "");
    lua_createtable(L, 0, 1);
    lua_getglobal(L, "string");
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2); /* of all texts */
    lua_pop(L, 1);
}
