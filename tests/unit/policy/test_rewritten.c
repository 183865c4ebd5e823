/* What the rewriter writes is Lua: every script it accepts is loaded by Lua 5.4 itself, written
 * by hand and made at random; a few are run, to see that operators and names keep their
 * meaning.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "../support/mutate.h"
#include "lang/rewrite.h"

enum { ROUNDS = 4000 };

/* False when parser or rewriter refuse. */
static bool rewrite(const char *text, size_t n, struct buf *out)
{
    struct ast_file *f = NULL;
    bool good = ast_parse(&f, "t.lua", 3, text, n, NULL) == HM_OK;

    good = good && rewrite_script(f, out, NULL) == HM_OK;
    ast_free(f);
    return good;
}

/* What only Lua's code generator knows. */
static bool is_lua_limit(const char *message)
{
    return strstr(message, "jumps into the scope") || strstr(message, "too many") ||
           strstr(message, "multiple to-be-closed");
}

static bool loads(lua_State *L, const char *text, size_t n)
{
    struct buf out;
    bool accepted;

    buf_init(&out);
    accepted = rewrite(text, n, &out);
    if (accepted &&
        luaL_loadbufferx(L, out.data ? out.data : "", out.len, "=t", "t") != LUA_OK &&
        !is_lua_limit(lua_tostring(L, -1)))
        fail_msg("%s\n--- from\n%s\n--- to\n%s", lua_tostring(L, -1), text, out.data);
    lua_settop(L, 0);
    buf_fini(&out);
    return accepted;
}

static void written(void **state)
{
    static const char *const texts[] = {
        "return.5",
        "return-a",
        "return not(a)",
        "local x=1.0 y=x",
        "x=a..b..1 ..2",
        "x = {名=1,['b']=2;3,f()}",
        "for 甲=1,2 do goto 下 ::下:: end",
        "local function 名(甲,...) return ..., #甲 end",
        "function t.名.b(a) end",
        "function t.a.名() end",
        "function t:m() return self end",
        "repeat local 完 = f() until 完 and not 完",
        "x = known(a) and default(a, b) or c",
        "local a <const>, b <close> = 1, nil",
        "if a then elseif b then else end",
        "while(a)do break end",
        "x = (a or b)and(c)or d",
        "f'x'{1}(2):m[[y]]",
        "x = a == b ~= c < d",
        "goto 出 do end ::出::",
        "x = - - -3",
        "x = 3 .. 4",
        "x = 1e3 .. 0x10 // 7 % 2",
        "#!shebang\nx = 1",
        "\xEF\xBB\xBFx = 名",
        "x = f(function(...) return ... end)",
        "return",
        "return (f())",
        ";;",
        "local t = {[1]=2, [a..b]=3, x=4,}",
        "a.b.c['d'].名 = 5",
        "a, b.名, c[1] = f()",
    };
    lua_State *L = luaL_newstate();

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (!loads(L, texts[i], strlen(texts[i])))
            fail_msg("refused: %s", texts[i]);
    lua_close(L);
}

static void at_random(void **state)
{
    lua_State *L = luaL_newstate();
    struct mutate_corpus c;
    struct buf text;
    uint64_t random = 20220701;
    size_t accepted = 0;

    (void)state;
    mutate_load(&c, TEST_SOURCE_DIR);
    buf_init(&text);
    for (size_t i = 0; i < c.count; i++)
        assert_true(loads(L, c.texts[i], c.bytes[i]));
    for (size_t round = 0; round < ROUNDS; round++) {
        mutate_next(&c, &random, &text);
        accepted += loads(L, text.data ? text.data : "", text.len);
    }
    assert_true(accepted > ROUNDS / 20);
    buf_fini(&text);
    mutate_unload(&c);
    lua_close(L);
}

/* The operators as Lua itself has them, so that a rewritten script must give what the script
 * gives. */
static const char prelude[] =
    "function __add(a,b) return a+b end function __sub(a,b) return a-b end\n"
    "function __mul(a,b) return a*b end function __div(a,b) return a/b end\n"
    "function __idiv(a,b) return a//b end function __mod(a,b) return a%b end\n"
    "function __unm(a) return -a end function __concat(a,b) return a..b end\n"
    "function __eq(a,b) return a==b end function __ne(a,b) return a~=b end\n"
    "function __lt(a,b) return a<b end function __le(a,b) return a<=b end\n"
    "function __gt(a,b) return a>b end function __ge(a,b) return a>=b end\n"
    "function __number(s) return tonumber(s) end\n"
    "function __cond(a) assert(type(a)=='boolean') return a end\n"
    "function __known(f) return pcall(f) end\n"
    "function __default(f,g) local ok, v = pcall(f) if ok then return v end return g() end\n";

static void same_result(lua_State *L, const char *text)
{
    struct buf out;

    buf_init(&out);
    assert_int_equal(luaL_loadstring(L, text), LUA_OK);
    assert_int_equal(lua_pcall(L, 0, 1, 0), LUA_OK);
    luaL_tolstring(L, -1, NULL);
    assert_true(rewrite(text, strlen(text), &out));
    if (luaL_loadbufferx(L, out.data, out.len, "=t", "t") != LUA_OK ||
        lua_pcall(L, 0, 1, 0) != LUA_OK)
        fail_msg("%s: %s", text, lua_tostring(L, -1));
    luaL_tolstring(L, -1, NULL);
    assert_string_equal(lua_tostring(L, -1), lua_tostring(L, -3));
    lua_settop(L, 0);
    buf_fini(&out);
}

static void meaning(void **state)
{
    static const char *const texts[] = {
        "return 1 + 2 * 3 - 4 // 3 % 2",
        "return 2 - 3 - 4",
        "return (2 - (3 - 4)) * 5",
        "return 1 .. 2 .. 3",
        "return -2 .. 'x'",
        "return - - 3",
        "return -(2 + 3) * 4",
        "return not (1 < 2) == false",
        "return not not (1 > 2)",
        "return 1 < 2 and 'a' or 'b'",
        "return 1 > 2 and 'a' or 'b'",
        "return 1 > 2 and 'a' or 2 > 1 and 'b' or 'c'",
        "return (1 > 2 or 2 > 1) and 'a' or 'b'",
        "return 1 > 2 or 'x'",
        "return 2 > 1 and 'x'",
        "local t = {} local function f(x) t[#t+1] = x return x end "
        "local a = f(1) > f(2) local b = f(3) <= f(4) return table.concat(t, ',')",
        "local s = '' for i = 1, 3 do s = s .. i if i == 2 then goto e end end ::e:: return s",
        "local i = 0 repeat local j = i i = i + 1 until j == 3 return i",
        "local i = 0 while i < 5 do i = i + 2 end return i",
        "local function f(...) return select('#', ...) end return f(f(1, 2), f())",
        "local t = {a = {b = function(self, x) return x + 1 end}} return t.a:b(2)",
        "local t = {1, 2, [3] = 4, x = 5} return t[1] + t[3] + t.x + #t",
        "local a, b = 1, 2 a, b = b, a return a .. b",
        "return 0x10 + 1.5 * 2",
        "if 1 == 2 then return 'a' elseif 2 == 2 then return 'b' else return 'c' end",
        "local x <const> = 3 return x % 2 == 1",
    };
    lua_State *L = luaL_newstate();

    (void)state;
    luaL_openlibs(L);
    assert_int_equal(luaL_dostring(L, prelude), LUA_OK);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        same_result(L, texts[i]);
    lua_close(L);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(written), cmocka_unit_test(at_random),
                                       cmocka_unit_test(meaning)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
