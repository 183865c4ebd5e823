/* test_bind.c - values, operators and functions as scripts see them: docs/language.md, section
 * 3, line by line. Expressions are written as rewrite.h leaves them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/limits.h"
#include "policy/sandbox.h"

enum { POSITION = 77 };

struct line {
    const char *script; /* body of a function; %P is a position */
    const char *want;   /* printed result, or "!part of the error", or "?missing" */
};

static struct sandbox *box;

static int set_up(void **state)
{
    (void)state;
    return sandbox_new(&box, LIMIT_LUA_MEMORY_BYTES, NULL) == HM_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sandbox_free(box);
    return 0;
}

static int l_missing(lua_State *L)
{
    sandbox_raise(L, HM_TRAP_MISSING, 0, "%s", lua_tostring(L, 1));
}

static void run(const struct line *line, struct buf *got)
{
    char script[1024];
    snprintf(script, sizeof script, "%s", line->script);
    lua_settop(box->L, 0);
    lua_pushcfunction(box->L, l_missing);
    lua_setglobal(box->L, "missing");
    sandbox_arm(box, LIMIT_LUA_INSTRUCTIONS, LIMIT_LUA_TIME_MS);
    struct diag d;
    diag_init(&d);
    if (sandbox_load(box, script, strlen(script), "test.lua", &d) != HM_OK)
        fail_msg("%s: %s", script, d.items[0].text);
    diag_fini(&d);
    enum hm_trap trap = sandbox_call(box, 0, 1);
    buf_clear(got);
    if (trap == HM_TRAP_MISSING)
        buf_printf(got, "?%s", box->stop.text.data);
    else if (trap != HM_TRAP_NONE)
        buf_printf(got, "!%s", box->stop.text.data);
    else if (!bind_text(got, box->L, -1))
        buf_puts(got, lua_typename(box->L, lua_type(box->L, -1)));
    assert_int_equal(lua_gettop(box->L), trap == HM_TRAP_NONE ? 1 : 0);
}

static void run_all(const struct line *lines, size_t n)
{
    struct buf got;
    buf_init(&got);
    for (size_t i = 0; i < n; i++) {
        run(&lines[i], &got);
        const char *want = lines[i].want;
        bool ok = want[0] == '!' ? got.data[0] == '!' && strstr(got.data + 1, want + 1)
                                 : strcmp(got.data, want) == 0;
        if (!ok)
            fail_msg("%s\n  gave %s\n  want %s", lines[i].script, got.data, want);
    }
    buf_fini(&got);
}

#define RUN(lines) run_all(lines, sizeof lines / sizeof *lines)

static void test_arithmetic(void **state)
{
    static const struct line lines[] = {
        {"return __add(1, 2, 77)", "3"},
        {"return __sub(1, 2, 77)", "-1"},
        {"return __mul(6, 7, 77)", "42"},
        {"return __div(1, 2, 77)", "0.5"},
        {"return __div(6, 3, 77)", "2"},
        {"return __div(1, 3, 77)", "1/3"},
        {"return __idiv(-7, 2, 77)", "-4"},
        {"return __mod(-7, 2, 77)", "1"},
        {"return __mod(7, -2, 77)", "-1"},
        {"return __unm(5, 77)", "-5"},
        {"return __add(__number('0.1'), __number('0.2'), 77)", "0.3"},
        {"return __eq(__add(__number('0.1'), __number('0.2'), 7), __number('0.3'), 7)", "true"},
        {"return __mul(__div(1, 3, 7), 3, 7)", "1"},
        {"return __add(9223372036854775807, 1, 77)", "!overflow"},
        {"return __sub(-9223372036854775807, 1, 77)", "!overflow"},
        {"return __add(9223372036854775806, 1, 77)", "9223372036854775807"},
        {"return __mul(4611686018427387904, 2, 77)", "!overflow"},
        {"return __mul(4611686018427387904, -2, 77)", "!overflow"},
        {"return __div(1, 0, 77)", "!division by zero"},
        {"return __idiv(1, 0, 77)", "!division by zero"},
        {"return __mod(1, 0, 77)", "!division by zero"},
        {"return __add('1', 2, 77)", "!text + number"},
        {"return __add(nil, 2, 77)", "!nil"},
        {"return __add(true, 2, 77)", "!boolean + number"},
        {"return __unm('x', 77)", "!text"},
        {"return __number('1e400')", "!does not fit"},
    };
    (void)state;
    RUN(lines);
}

static void test_money(void **state)
{
    static const struct line lines[] = {
        {"return yuan(__number('12.5'))", "12.50"},
        {"return jiao(3)", "0.30"},
        {"return fen(3)", "0.03"},
        {"return __add(yuan(1), yuan(2), 7)", "3.00"},
        {"return __sub(yuan(1), yuan(2), 7)", "-1.00"},
        {"return __mul(yuan(10), __number('0.3'), 7)", "3.00"},
        {"return __mul(2, yuan(10), 7)", "20.00"},
        {"return __div(yuan(10), 4, 7)", "2.50"},
        {"return __div(yuan(10), yuan(4), 7)", "2.5"},
        {"return __idiv(yuan(10), yuan(4), 7)", "2"},
        {"return __mod(yuan(10), yuan(4), 7)", "2.00"},
        {"return __mul(__div(yuan(10), 3, 7), 3, 7)", "10.00"},
        {"return __add(yuan(5), 0, 7)", "5.00"},
        {"return __add(0, yuan(5), 7)", "5.00"},
        {"return __sub(0, yuan(5), 7)", "-5.00"},
        {"return __add(yuan(5), 1, 7)", "!written yuan(1)"},
        {"return __add(yuan(5), 1, 7)", "!yuan(1)"},
        {"return __sub(3, yuan(5), 7)", "!yuan(3)"},
        {"return __mul(yuan(5), yuan(1), 7)", "!money * money"},
        {"return __div(0, yuan(5), 7)", "0"}, /* 0 is no money: an empty sum */
        {"return __idiv(0, yuan(5), 7)", "0"},
        {"return __mod(0, yuan(5), 7)", "0.00"},
        {"return __div(yuan(5), 0, 7)", "!division by zero"},
        {"return __mod(yuan(5), 0, 7)", "!do not mix"},
        {"return __div(1, yuan(5), 7)", "!do not mix"},
        {"return __idiv(yuan(5), 2, 7)", "!do not mix"},
        {"return __div(yuan(5), 0, 7)", "!division by zero"},
        {"return __div(yuan(5), yuan(0), 7)", "!division by zero"},
        {"return yuan(yuan(1))", "!a number"},
        {"return yuan('1')", "!a number"},
        {"return __add(fen(9223372036854775807), fen(1), 7)", "!overflow"},
        {"return __sub(fen(9223372036854775807), fen(9223372036854775806), 7)", "0.01"},
        {"return __eq(fen(2305843009213693952), fen(2305843009213693951), 7)", "false"},
        {"return __eq(__sub(fen(2305843009213693952), fen(1), 7), fen(2305843009213693951), 7)",
         "true"},
        {"return __unm(yuan(2), 7)", "-2.00"},
    };
    (void)state;
    RUN(lines);
}

static void test_comparison(void **state)
{
    static const struct line lines[] = {
        {"return __lt(1, 2, 7)", "true"},
        {"return __le(2, 2, 7)", "true"},
        {"return __gt(__div(1, 3, 7), __number('0.33'), 7)", "true"},
        {"return __ge(1, 2, 7)", "false"},
        {"return __lt(yuan(1), yuan(2), 7)", "true"},
        {"return __lt(0, yuan(2), 7)", "true"},
        {"return __ge(yuan(-1), 0, 7)", "false"},
        {"return __lt(yuan(1), 2, 7)", "!yuan("},
        {"return __lt('a', 'b', 7)", "!order"},
        {"return __lt(date '2024-01-01', date '2024-01-02', 7)", "true"},
        {"return __le(month '2024-01', month '2023-12', 7)", "false"},
        {"return __lt(date '2024-01-01', month '2024-01', 7)", "!order"},
        {"return __lt(nil, 1, 7)", "!nil"},
        {"return __eq(1, __div(2, 2, 7), 7)", "true"},
        {"return __eq(yuan(0), 0, 7)", "true"},
        {"return __eq(yuan(1), 1, 7)", "!yuan("},
        {"return __ne(yuan(1), yuan(2), 7)", "true"},
        {"return __eq(nil, 1, 7)", "false"},
        {"return __eq(nil, nil, 7)", "true"},
        {"return __ne('a', nil, 7)", "true"},
        {"return __eq('a', 1, 7)", "!two kinds"},
        {"return __eq(true, 1, 7)", "!two kinds"},
        {"return __eq('a', 'a', 7)", "true"},
        {"return __eq('低保', 'dibao', 7)", "false"}, /* before a model exists */
        {"return __eq(true, true, 7)", "true"},
        {"return __eq(date '2024-01-01', date '2024-01-01', 7)", "true"},
        {"return __eq(date '2024-01-01', month '2024-01', 7)", "!two kinds"},
        {"local t = {} return __eq(t, t, 7)", "true"},
        {"return __eq({}, {}, 7)", "false"},
        {"return __eq(max, min, 7)", "false"},
        {"return __cond(true, 7)", "true"},
        {"return __cond(1, 7)", "!true or false"},
        {"return __cond(nil, 7)", "!true or false"},
        {"return __concat(__concat('a', 1, 7), yuan(2), 7)", "a12.00"},
        {"return __concat('a', nil, 7)", "!joined"},
    };
    (void)state;
    RUN(lines);
}

static void test_functions(void **state)
{
    static const struct line lines[] = {
        {"return max(1, 3, 2)", "3"},
        {"return min(1, __number('0.5'))", "0.5"},
        {"return max(0, yuan(-3))", "0.00"},
        {"return __add(max(0, yuan(-3)), yuan(1), 7)", "1.00"},
        {"return max(1, yuan(-3))", "!yuan("},
        {"return max(1)", "!two or more"},
        {"return max(date '2024-01-01', date '2024-02-01')", "2024-02-01"},
        {"return abs(-3)", "3"},
        {"return abs(yuan(-3))", "3.00"},
        {"return clamp(5, 0, 3)", "3"},
        {"return clamp(yuan(5), 0, yuan(9))", "5.00"},
        {"return clamp(1, 3, 2)", "!lower bound"},
        {"return round(yuan(__number('1.01')), up_to(yuan(1)))", "2.00"},
        {"return round(yuan(__number('1.99')), down_to(yuan))", "1.00"},
        {"return round(yuan(__number('1.255')), half_up_to(fen))", "1.26"},
        {"return round(yuan(__number('0.25')), half_even_to(jiao))", "0.20"},
        {"return round(yuan(__number('1.01')), '见角进元')", "2.00"},
        {"return round(__div(1, 3, 7), half_up_to(__number('0.01')))", "0.33"},
        {"return round(3, up_to(yuan(1)))", "!number cannot be rounded to a step of money"},
        {"return round(3, 'sideways')", "!a rounding"},
        {"return round(0, up_to(yuan(1)))", "0.00"},
        {"return up_to(0)", "!more than zero"},
        {"return up_to(__unm(yuan(1), 7))", "!more than zero"},
        {"return up_to('x')", "!a step"},
        {"return floor(__number('-1.5'))", "-2"},
        {"return ceil(__number('-1.5'))", "-1"},
        {"return floor(yuan(1))", "!a number"},
        {"return age(date '1980-05-31', month '2020-05')", "40"},
        {"return age(date '1980-05-31', date '2020-05-30')", "39"},
        {"return age(date '2021-01-01', month '2020-05')", "!after"},
        {"return months_between(month '2024-01', month '2024-07')", "6"},
        {"return months_between(date '2024-01-15', date '2024-03-14')", "1"},
        {"return months_between(date '2024-01-15', month '2024-03')",
         "!two dates or two months"},
        {"return add_months(date '2024-01-31', 1)", "2024-02-29"},
        {"return add_months(month '2024-01', -1)", "2023-12"},
        {"return add_months(month '2299-12', 1)", "!no such day"},
        {"return add_days(date '2024-02-28', 2)", "2024-03-01"},
        {"return month_of(date '2024-02-28')", "2024-02"},
        {"return year_of(month '2024-02')", "2024"},
        {"return month_number(date '2024-02-28')", "2"},
        {"return date_of(2024, 2, 29)", "2024-02-29"},
        {"return date_of(2023, 2, 29)", "!no such day"},
        {"return date_of(4294969320, 1, 1)", "!no such day"},
        {"return first_day(month '2024-02')", "2024-02-01"},
        {"return last_day(month '2024-02')", "2024-02-29"},
        {"return date '2024-2-1'", "!is no date"},
        {"return month(3)", "!needs a text"},
        {"return money(3)", "!not a function"},
        {"return lookup({a = 3}, 'a')", "3"},
    };
    (void)state;
    RUN(lines);
}

static void test_lists(void **state)
{
    static const struct line lines[] = {
        {"return sum({1, 2, 3})", "6"},
        {"return sum({})", "0"},
        {"return __add(sum({}), yuan(1), 7)", "1.00"},
        {"return sum({yuan(1), yuan(2)}, function(m) return __mul(m, 2, 7) end)", "6.00"},
        {"return sum({yuan(1), 2})", "!do not mix"},
        {"return sum({{a = 1}, {a = 5}}, 'a')", "6"},
        {"return count({1, 2, 3})", "3"},
        {"return count({1, 2, 3}, function(m) return __gt(m, 1, 7) end)", "2"},
        {"return count({1}, function(m) return m end)", "!true or false"},
        {"return any({1, 2}, function(m) return __eq(m, 2, 7) end)", "true"},
        {"return any({}, function(m) return true end)", "false"},
        {"return all({1, 2}, function(m) return __eq(m, 2, 7) end)", "false"},
        {"return all({}, function(m) return false end)", "true"},
        {"return max({3, 9, 4}, function(m) return m end)", "9"},
        {"return min({3, 9, 4})", "3"},
        {"return max({0, yuan(-1)})", "0.00"},
        {"return max({}, function(m) return m end, 5)", "5"},
        {"return max({})", "!empty list"},
        {"return max({'a', 'b'})", "!order"},
        {"local s = 0 for m in each({4, 5}) do s = __add(s, m, 7) end return s", "9"},
        {"return sum(nil)", "!a list"},
        {"return sum({1}, 5)", "!a function"},
        /* missing: all members are visited, all are named, the first stop decides */
        {"return sum({'a', 'b'}, function(m) return missing(m) end)", "?a\nb"},
        {"return sum({'a', 'b'}, function(m) if __eq(m, 'b', 7) then error('bad') end "
         "return missing(m) end)",
         "?a"},
        {"return sum({'a', 'b'}, function(m) if __eq(m, 'a', 7) then error('bad') end "
         "return missing(m) end)",
         "!bad"},
        {"return any({'a', 'b', 'c'}, function(m) if __eq(m, 'b', 7) then return true end "
         "return missing(m) end)",
         "?a\nc"},
        {"return sum({'x', 'y'}, function(m) return sum({'a', 'b'}, function(n) "
         "return missing(__concat(m, n, 7)) end) end)",
         "?xa\nxb\nya\nyb"},
        {"return known(function() return 1 end) ", "!no such function"},
        {"return __known(function() return 1 end, 7)", "true"},
        {"return __known(function() return missing('a') end, 7)", "false"},
        {"return __known(function() error('bad') end, 7)", "!bad"},
        {"return __default(function() return 1 end, function() return 2 end, 7)", "1"},
        {"return __default(function() return missing('a') end, function() return 2 end, 7)",
         "2"},
        {"return __default(function() return missing('a') end, function() return missing('b') "
         "end, 7)",
         "?b"},
        {"return __default(function() error('bad') end, function() return 2 end, 7)", "!bad"},
        {"return __default(function() return sum({'a'}, missing) end, function() return 2 end, "
         "7)",
         "2"},
    };
    (void)state;
    RUN(lines);
}

static void test_lua(void **state)
{
    static const struct line lines[] = {
        {"local s = '' for k, v in pairs({b = 1, a = 2, 'x', [true] = 3, [-4] = 5}) do "
         "s = __concat(s, __concat(tostring(k), ' ', 7), 7) end return s",
         "-4 1 a b true "},
        {"for k in pairs({[{}] = 1}) do end", "!pairs: keys"},
        {"for k in pairs(3) do end", "!a table"},
        {"local s = 0 for i, v in ipairs({4, 5, nil, 6}) do s = __add(s, v, 7) end return s",
         "9"},
        {"return type(yuan(1))", "money"},
        {"return type('x')", "string"},
        {"return type(__number('0.5'))", "number"},
        {"return tostring(yuan(__div(1, 3, 7)))", "0.33"},
        {"return tostring(nil)", "nil"},
        {"return tostring({})", "table"},
        {"return select('#', 1, nil)", "2"},
        {"return select(2, 'a', 'b')", "b"},
        {"return select(-1, 'a', 'b')", "b"},
        {"return assert(3, 'no')", "3"},
        {"return assert(false, 'no good')", "!no good"},
        {"error('too bad')", "!too bad"},
        {"local t = {1, 3} table.insert(t, 2, 2) return table.concat(t, ',')", "1,2,3"},
        {"local t = {1, 2, 3} table.remove(t, 1) return table.concat(t)", "23"},
        {"local t = {1} return __add(table.remove(t), select('#', table.remove(t)), 7)", "1"},
        {"table.insert({}, 5, 1)", "!outside"},
        {"local t = {3, 1, 2} table.sort(t) return table.concat(t)", "123"},
        {"local t = {'b', 'a'} table.sort(t) return table.concat(t)", "ab"},
        {"local t = {3, 1, 2} table.sort(t, function(a, b) return __gt(a, b, 7) end) "
         "return table.concat(t)",
         "321"},
        {"local t = {1, 2, 3, 4, 5} table.sort(t, function(a, b) return true end) "
         "return #t",
         "5"},
        {"table.sort({1, 2}, function(a, b) return 1 end)", "!true or false"},
        {"table.sort({1, 'a'})", "!order"},
        {"return select('#', table.unpack({1, 2, 3}))", "3"},
        {"return table.unpack({}, 1, 1000000000)", "!more than"},
        {"return ('abc'):upper()", "ABC"},
        {"return ('ABC'):lower()", "abc"},
        {"return ('abc'):sub(2)", "bc"},
        {"return ('abc'):sub(-2, -2)", "b"},
        {"return ('abc'):len()", "3"},
        {"return ('ab'):rep(3, '-')", "ab-ab-ab"},
        {"return ('x'):rep(0)", ""},
        {"return ('x'):rep(1000000000)", "!grows over"},
        {"return ('x'):rep(65536):len()", "65536"},
        {"return ('x'):rep(65537)", "!grows over"},
        {"return __concat(('x'):rep(65535), 'y', 7):len()", "65536"},
        {"return __concat(('x'):rep(65536), 'y', 7)", "!grows over"},
        {"return table.concat({('x'):rep(65536), 'y'})", "!grows over"},
        {"return string.format('%s is %d%%', yuan(1), 3)", "1.00 is 3%"},
        {"return string.format('%5.2f', 3)", "!knows only"},
        {"return string.format('%s')", "!argument 2"},
        {"return ('x').find", "nil"},
        {"return string.gsub", "nil"},
        {"return pcall", "nil"},
        {"return load", "nil"},
        {"return setmetatable", "nil"},
        {"return coroutine", "nil"},
        {"return _G", "nil"},
        {"return next", "nil"},
        {"return rawset", "nil"},
        {"return math", "nil"},
        {"return os", "nil"},
        {"return io", "nil"},
        {"return debug", "nil"},
        {"string.len = nil", "!belongs to the whole policy"},
        {"table.insert(table, 1)", "!belongs to the whole policy"},
        {"local x return x.y", "!does not exist"},
        {"return nope(1)", "!no such function"},
        {"local x = 3 return x.y", "!has none"},
        {"return yuan(1).x", "!has none"},
        {"for i = 1, 'x' do end", "!whole numbers"},
        {"for i = 1, 2, 0 do end", "!step"},
        {"return #3", "!list or a text"},
        {"local t = {} t[nil] = 1", "!nil as a key"},
    };
    (void)state;
    RUN(lines);
}

static void test_values(void **state)
{
    struct type number = {.kind = KIND_NUMBER}, amount = {.kind = KIND_MONEY};
    struct value v;
    const char *what = NULL;
    (void)state;
    lua_settop(box->L, 0);
    lua_pushinteger(box->L, 0);
    assert_int_equal(bind_to(&v, box->L, 1, &number, NULL, &what), HM_TRAP_NONE);
    assert_int_equal(v.kind, KIND_NUMBER);
    assert_int_equal(bind_to(&v, box->L, 1, &amount, NULL, &what), HM_TRAP_NONE);
    assert_int_equal(v.kind, KIND_MONEY);
    lua_pushinteger(box->L, 1);
    assert_int_equal(bind_to(&v, box->L, 2, &amount, NULL, &what), HM_TRAP_SCRIPT);
    assert_string_equal(what, "number");
    struct value money = {.kind = KIND_MONEY, .as.rational = {1, 3}};
    bind_push(box->L, &money, NULL, NULL);
    assert_true(bind_any(&v, box->L, -1));
    assert_true(value_equal(&v, &money));
    lua_getglobal(box->L, "date");
    enum value_kind kind;
    assert_true(bind_type_word(&kind, box->L, -1));
    assert_int_equal(kind, KIND_DATE);
    assert_false(bind_type_word(&kind, box->L, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_money),
        cmocka_unit_test(test_comparison), cmocka_unit_test(test_functions),
        cmocka_unit_test(test_lists),      cmocka_unit_test(test_lua),
        cmocka_unit_test(test_values),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
