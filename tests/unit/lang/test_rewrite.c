/* The rewriter, by comparing text: one line a construct, and that lines stay where they are. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "base/limits.h"
#include "lang/rewrite.h"

static enum hm_status rewrite(const char *text, struct buf *out, struct diag *d)
{
    struct ast_file *f = NULL;
    enum hm_status st = ast_parse(&f, "t.lua", 0, text, strlen(text), d);

    if (st == HM_OK)
        st = rewrite_script(f, out, d);
    ast_free(f);
    return st;
}

static void expect(const char *text, const char *want)
{
    struct buf out;

    buf_init(&out);
    assert_int_equal(rewrite(text, &out, NULL), HM_OK);
    assert_string_equal(out.data ? out.data : "", want);
    buf_fini(&out);
}

static void expect_error(const char *text, uint32_t column, const char *want)
{
    struct buf out;
    struct diag d;

    buf_init(&out);
    diag_init(&d);
    assert_int_equal(rewrite(text, &out, &d), HM_DATA);
    assert_int_equal(d.count, 1);
    assert_string_equal(d.items[0].text, want);
    assert_int_equal(d.items[0].at.column, column);
    assert_int_equal(out.len, 0);
    diag_fini(&d);
    buf_fini(&out);
}

static void operators(void **state)
{
    (void)state;
    expect("x = a + b", "x = __add(a, b, 6)");
    expect("x = a+b*c", "x = __add(a, __mul(b, c, 7), 5)");
    expect("x = (a + b) * c", "x = __mul((__add(a, b, 7)), c, 12)");
    expect("x = a - b - c", "x = __sub(__sub(a, b, 6), c, 10)");
    expect("x = a .. b .. c", "x = __concat(a, __concat(b, c, 11), 6)");
    expect("x = -a .. b", "x = __concat(__unm(a, 4), b, 7)");
    expect("x = a / b // c % d", "x = __mod(__idiv(__div(a, b, 6), c, 10), d, 15)");
    expect("x = a < b, a<=b, a > b, a>=b",
           "x = __lt(a, b, 6), __le(a, b, 12), __gt(a, b, 19), __ge(a, b, 25)");
    expect("x = a == b ~= c", "x = __ne(__eq(a, b, 6), c, 11)");
    expect("x = a < b < c", "x = __lt(__lt(a, b, 6), c, 10)");
    expect("x = f() > g()", "x = __gt(f(), g(), 8)");
    expect("x = #a.list + 1", "x = __add(#a.list, 1, 12)");
    expect("x = -#a", "x = __unm(#a, 4)");
}

static void literals(void **state)
{
    (void)state;
    expect("x = 3, 0x10, -7", "x = 3, 0x10, -7");
    expect("x = 1e3, 2.0, 5., 12.50e1", "x = 1000, 2, 5, 125");
    expect("x = 0.3 + .5\ny = 0.3, -0.3",
           "local __k={__number(\"0.3\"),__number(\"0.5\"),__number(\"-0.3\")} "
           "x = __add(__k[1], __k[2], 8)\ny = __k[1], __k[3]");
    expect("return.5", "local __k={__number(\"0.5\")} return __k[1]");
    expect("return-a", "return __unm(a, 6)");
    expect("x = - -3, - (3)", "x = __unm( -3, 4), __unm( (3), 10)");
    expect("x = -9223372036854775807", "x = -9223372036854775807");
    expect("f 'a' 'b'", "f 'a' 'b'");
}

static void conditions(void **state)
{
    (void)state;
    expect("x = not a", "x = not __cond(a, 8)");
    expect("x = not not a == b", "x = __eq(not __cond(not __cond(a, 12), 8), b, 14)");
    expect("x = not(a)", "x = not __cond((a), 7)");
    expect("if a then elseif b then else end",
           "if __cond(a, 3) then elseif __cond(b, 17) then else end");
    expect("while a < 1 do end", "while __cond(__lt(a, 1, 8), 6) do end");
    expect("repeat local c = f() until c", "repeat local c = f() until __cond(c, 27)");
    expect("x = a and b", "x = __cond(a, 4) and b");
    expect("x = a or b", "x = __cond(a, 4) or b");
    expect("x = a and b and c", "x = __cond(__cond(a, 4) and b, 6) and c");
    expect("x = a or b or c", "x = __cond(a, 4) or __cond(b, 9) or c");
    expect("x = c and x or y", "x = __cond(c, 4) and x or y");
    expect("x = (c and x) or y", "x = (__cond(c, 5) and x) or y");
    expect("x = a and x or b and y or z", "x = __cond(a, 4) and x or __cond(b, 15) and y or z");
    expect("x = a or b and c", "x = __cond(a, 4) or __cond(b, 9) and c");
    expect("x = (a or b) and c", "x = __cond((__cond(a, 5) or b), 4) and c");
    expect("if a and b then end", "if __cond(__cond(a, 3) and b, 5) then end");
}

static void lazy(void **state)
{
    (void)state;
    expect("x = known(f.a + 1)", "x = __known(function() return __add(f.a, 1, 14) end, 9)");
    expect("x = default(f.a, 0)",
           "x = __default(function() return f.a end, function() return 0 end, 11)");
    expect("local known = f x = known(1)", "local known = f x = known(1)");
    expect("input 'x' { default = true }", "input 'x' { default = true }");
    expect_error("x = known(1, 2)", 5, "known(x) takes one argument in parentheses");
    expect_error("x = known 'a'", 5, "known(x) takes one argument in parentheses");
    expect_error("x = default(1)", 5, "default(x, value) takes two arguments");
    expect_error("x = known", 5, "'known' can only be called, as known(...)");
    expect_error("function known() end", 10,
                 "'known' belongs to the language and cannot be redefined");
    expect_error("function f(...) return known(...) end", 24,
                 "'...' cannot be used inside known()");
    expect("x = before(12, law.a)", "x = __before(12, function() return law.a end, 10)");
    expect_error("x = before(12)", 5, "before(n, value) takes two arguments");
}

static void names(void **state)
{
    (void)state;
    expect("x = t.名", "x = t[\"名\"]");
    expect("x = 家.月 .名 + 1", "x = __add(__z_005BB6[\"月\"] [\"名\"], 1, 17)");
    expect("x = {名 = 1, b = 2}", "x = {[\"名\"] = 1, b = 2}");
    expect("local 家_a = 1", "local __z_005BB6__a = 1");
    expect("local 家 <const> = 1", "local __z_005BB6 <const> = 1");
    expect("local function 满(甲, b) return 甲 end",
           "local function __z_006EE1(__z_007532, b) return __z_007532 end");
    expect("for 人, b in each(x) do end", "for __z_004EBA, b in each(x) do end");
    expect("for 数 = 1, 10 do end", "for __z_006570 = 1, 10 do end");
    expect("goto 完 ::完::", "goto __z_005B8C ::__z_005B8C::");
    expect("function t.名(a) return a end", " t[\"名\"] = function (a) return a end");
    expect("function t.名.b(a) end", " t[\"名\"].b = function (a) end");
    expect("function 名.b(a) end", "function __z_00540D.b(a) end");
    expect("function t:m() return self end", "function t:m() return self end");
    expect("x = a.b[\"c\"]:m(1):n{2}.d", "x = a.b[\"c\"]:m(1):n{2}.d");
    expect_error("x = t:名()", 7, "a method's name must be in ASCII");
    expect_error("function t:名() end", 11, "a method's name must be in ASCII");
}

static void refused(void **state)
{
    (void)state;
    expect_error("x = a ^ 2", 7, "the operator ^ does not exist in rules");
    expect_error("x = a & 2", 7, "bit operators do not exist in rules");
    expect_error("x = ~a", 5, "bit operators do not exist in rules");
    expect_error("x = 家 << 2", 7, "bit operators do not exist in rules");
}

static void lines_stay(void **state)
{
    static const char text[] = "\xEF\xBB\xBFlocal a = 1 -- c\n"
                               "x = a -- first\n  + -- plus\n  b\n"
                               "if not\n a\n then y = known(\n a\n ) end\n"
                               "function t\n.名\n() end\n"
                               "z = [[\n\n]] .. 0.5\n";
    struct buf out;
    size_t in_lines = 0, out_lines = 0;

    (void)state;
    buf_init(&out);
    assert_int_equal(rewrite(text, &out, NULL), HM_OK);
    for (const char *p = text; *p; p++)
        in_lines += *p == '\n';
    for (const char *p = out.data; *p; p++)
        out_lines += *p == '\n';
    assert_int_equal(in_lines, out_lines);
    assert_non_null(strstr(out.data, "x = __add(a -- first\n, -- plus\n  b, 37)\n"));
    buf_fini(&out);
    expect("#!x\na = 1", "\na = 1");
}

static enum hm_status nested(const char *open, const char *inner, const char *close, int n)
{
    struct buf text, out;
    enum hm_status st;

    buf_init(&text);
    buf_init(&out);
    buf_puts(&text, "x = ");
    for (int i = 0; i < n; i++)
        buf_puts(&text, open);
    buf_puts(&text, inner);
    for (int i = 0; i < n; i++)
        buf_puts(&text, close);
    st = rewrite(text.data, &out, NULL);
    buf_fini(&text);
    buf_fini(&out);
    return st;
}

/* `not` costs Lua's compiler two levels each: refused here, with a message, before Lua does. */
static void levels(void **state)
{
    (void)state;
    assert_int_equal(nested("(", "1", ")", LIMIT_NESTING - 2), HM_OK);
    assert_int_equal(nested("not ", "a", "", 60), HM_OK);
    assert_int_equal(nested("not ", "a", "", 90), HM_DATA);
    assert_int_equal(nested("known(", "a", ")", 60), HM_DATA);
}

static void out_of_memory(void **state)
{
    (void)state;
    for (uint64_t n = 1;; n++) {
        struct ast_file *f = NULL;
        struct buf out;
        enum hm_status st;
        static const char text[] = "x = 0.5 + 名 return 0.25";
        assert_int_equal(ast_parse(&f, "t.lua", 0, text, sizeof text - 1, NULL), HM_OK);
        buf_init(&out);
        fault_arm(FAULT_ALLOC, n);
        st = rewrite_script(f, &out, NULL);
        fault_arm(FAULT_ALLOC, 0);
        buf_fini(&out);
        ast_free(f);
        if (st == HM_OK)
            break;
        assert_int_equal(st, HM_NOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators),     cmocka_unit_test(literals),
        cmocka_unit_test(conditions),    cmocka_unit_test(lazy),
        cmocka_unit_test(names),         cmocka_unit_test(refused),
        cmocka_unit_test(lines_stay),    cmocka_unit_test(levels),
        cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
