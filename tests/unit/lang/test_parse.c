/* Lexer and parser: trees of all of Lua's syntax, messages of broken scripts, places, look-ups.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "base/limits.h"
#include "base/mem.h"
#include "lang/ast.h"

static struct ast_file *parse(const char *text)
{
    struct ast_file *f = NULL;
    struct diag d;

    diag_init(&d);
    if (ast_parse(&f, "t.lua", 3, text, strlen(text), &d) != HM_OK)
        fail_msg("%s: line %u: %s", text, d.count ? d.items[0].at.line : 0,
                 d.count ? d.items[0].text : "?");
    assert_int_equal(d.count, 0);
    diag_fini(&d);
    return f;
}

static void expect_tree(const char *text, const char *tree)
{
    struct ast_file *f = parse(text);
    struct buf b;

    buf_init(&b);
    ast_dump(f->chunk, &b);
    assert_string_equal(b.data, tree);
    buf_fini(&b);
    ast_free(f);
}

/* Messages as "line:column text [hint]" lines. */
static void expect_errors(const char *text, const char *want)
{
    struct ast_file *f = NULL;
    struct diag d;
    struct buf b;

    diag_init(&d);
    buf_init(&b);
    assert_int_equal(ast_parse(&f, "t.lua", 0, text, strlen(text), &d), HM_DATA);
    assert_null(f);
    for (size_t i = 0; i < d.count; i++)
        buf_printf(&b, "%u:%u %s%s%s\n", d.items[i].at.line, d.items[i].at.column,
                   d.items[i].text, d.items[i].hint ? " | " : "",
                   d.items[i].hint ? d.items[i].hint : "");
    assert_string_equal(b.data ? b.data : "", want);
    buf_fini(&b);
    diag_fini(&d);
}

static void expressions(void **state)
{
    (void)state;
    expect_tree("x = a + b * c", "(BLOCK (ASSIGN (LIST x) (LIST (ADD a (MUL b c)))))");
    expect_tree("x = a .. b .. c", "(BLOCK (ASSIGN (LIST x) (LIST (CONCAT a (CONCAT b c)))))");
    expect_tree("x = -a ^ -b ^ c",
                "(BLOCK (ASSIGN (LIST x) (LIST (UNM (POW a (UNM (POW b c)))))))");
    expect_tree("x = not a == b", "(BLOCK (ASSIGN (LIST x) (LIST (EQ (NOT a) b))))");
    expect_tree("x = a or b and c < d",
                "(BLOCK (ASSIGN (LIST x) (LIST (OR a (AND b (LT c d))))))");
    expect_tree("x = a - b - c", "(BLOCK (ASSIGN (LIST x) (LIST (SUB (SUB a b) c))))");
    expect_tree("x = a | b ~ c & d << e",
                "(BLOCK (ASSIGN (LIST x) (LIST (BOR a (BXOR b (BAND c (SHL d e)))))))");
    expect_tree("x = #a.b // 2 % 3",
                "(BLOCK (ASSIGN (LIST x) (LIST (MOD (IDIV (LEN (FIELD a \"b\")) 2) 3))))");
    expect_tree("x = ~a >= b ~= c", "(BLOCK (ASSIGN (LIST x) (LIST (NE (GE (BNOT a) b) c))))");
    expect_tree("f(a)[1].b:c{1, x = 2; [3] = 4}\"s\"",
                "(BLOCK (CALL_STATEMENT (CALL (METHOD (FIELD (INDEX (CALL f a) 1) \"b\") \"c\" "
                "(TABLE (ITEM 1) (PAIR \"x\" 2) (SLOT 3 4))) \"s\")))");
    expect_tree("x = (f())", "(BLOCK (ASSIGN (LIST x) (LIST (PAREN (CALL f)))))");
    expect_tree("家庭.人口 = 3", "(BLOCK (ASSIGN (LIST (FIELD 家庭 \"人口\")) (LIST 3)))");
}

static void statements(void **state)
{
    (void)state;
    expect_tree("local a <const>, b = 1", "(BLOCK (LOCAL (LIST a b) (LIST 1)))");
    expect_tree("local a", "(BLOCK (LOCAL (LIST a) (LIST)))");
    expect_tree(
        "local function f(a, ...) return ..., a end",
        "(BLOCK (LOCAL_FUNCTION f (FUNCTION (LIST a (VARARG)) (BLOCK (RETURN (VARARG) a)))))");
    expect_tree("function a.b:c() return self end",
                "(BLOCK (FUNCTION_STATEMENT (FIELD (FIELD a \"b\") \"c\") "
                "(FUNCTION (LIST self) (BLOCK (RETURN self)))))");
    expect_tree("if a then b() elseif c then else d() end",
                "(BLOCK (IF a (BLOCK (CALL_STATEMENT (CALL b))) c (BLOCK) "
                "(BLOCK (CALL_STATEMENT (CALL d)))))");
    expect_tree("while a do break end", "(BLOCK (WHILE a (BLOCK (BREAK))))");
    expect_tree("repeat local a = 1 until a",
                "(BLOCK (REPEAT (BLOCK (LOCAL (LIST a) (LIST 1))) a))");
    expect_tree("for i = 1, 2, 3 do end", "(BLOCK (FOR i 1 2 3 (BLOCK)))");
    expect_tree("for k, v in f(), b do end",
                "(BLOCK (FOR_IN (LIST k v) (LIST (CALL f) b) (BLOCK)))");
    expect_tree("a, b.c = 1, 2;;",
                "(BLOCK (ASSIGN (LIST a (FIELD b \"c\")) (LIST 1 2)) (EMPTY) (EMPTY))");
    expect_tree("do goto x ::x:: end return",
                "(BLOCK (DO (BLOCK (GOTO x) (LABEL x))) (RETURN))");
    expect_tree("\xEF\xBB\xBF"
                "a()",
                "(BLOCK (CALL_STATEMENT (CALL a)))");
    expect_tree("#!/usr/bin/huimin\na()", "(BLOCK (CALL_STATEMENT (CALL a)))");
    expect_tree("", "(BLOCK)");
    expect_tree("-- only\n--[==[ a\n ]] comment ]==]", "(BLOCK)");
}

static void literals(void **state)
{
    (void)state;
    expect_tree("x = 0x1F, 12, 1e2, 3.0, 0.3, .5, 5., 2.5e-1, 0xffffffff",
                "(BLOCK (ASSIGN (LIST x) (LIST 31 12 100 3 0.3 0.5 5 2.5e-1 4294967295)))");
    expect_tree("x = 9223372036854775807",
                "(BLOCK (ASSIGN (LIST x) (LIST 9223372036854775807)))");
    expect_tree("x = 'a\\n\\65\\x42\\u{4E2D}\\z  \n  b\\'', [[\nlong]], [=[]]]=]",
                "(BLOCK (ASSIGN (LIST x) (LIST \"a\\nAB中b'\" \"long\" \"]]\")))");
    expect_tree("x = nil, true, false",
                "(BLOCK (ASSIGN (LIST x) (LIST (NIL) (TRUE) (FALSE))))");
}

static void lexical_errors(void **state)
{
    (void)state;
    expect_errors("x = 9223372036854775808",
                  "1:5 the number 9223372036854775808 does not fit 64 bits\n");
    expect_errors("x = 0x8000000000000000",
                  "1:5 the number 0x8000000000000000 does not fit 64 bits\n");
    expect_errors("x = 0x1p4", "1:5 '0x1p4' is no number; hexadecimal ones must be whole\n");
    expect_errors("x = 3yuan", "1:5 '3yuan' is no number\n");
    expect_errors("x = 1e-40", "1:5 the number 1e-40 does not fit 64 bits\n");
    expect_errors("家 = 'abc\ny = 2",
                  "1:5 the text that begins here has no closing ' on its line\n");
    expect_errors(
        "x = '\\q'",
        "1:6 there is no such escape in a text: '\\q' | a backslash itself is written \\\\\n");
    expect_errors("x = '\\300'", "1:6 \\300 is no byte: at most \\255\n");
    expect_errors("x = '\\u{110000}'",
                  "1:6 \\u must be followed by a Unicode character as {4E2D}\n");
    expect_errors("x = [[abc", "1:5 the long text that begins here has no end\n");
    expect_errors("x = 1 --[[abc", "1:7 the comment that begins here has no end\n");
    expect_errors("x = max(1，2)\ny = 3）",
                  "1:10 the sign '，' is not used in scripts | write ,\n"
                  "2:6 the sign '）' is not used in scripts | write )\n");
    expect_errors("x = a ≤ b", "1:7 the sign '≤' is not used in scripts | write <=\n");
    expect_errors("x\u3000= 1", "1:2 an invisible character, U+3000 | delete it\n");
    expect_errors("x = 1 @", "1:7 the character '@' cannot stand here\n");
    expect_errors("__add = 1", "1:1 the name '__add' is reserved | choose another name\n");
    expect_errors("local _ENV = 1", "1:7 the name '_ENV' is reserved | choose another name\n");
    expect_errors("x = 1\ny = '\xff'",
                  "2:6 the byte 0xff is not UTF-8 text | save the file as UTF-8\n");
}

static void syntax_errors(void **state)
{
    (void)state;
    expect_errors("x = = 1", "1:5 found '=', expected an expression\n");
    expect_errors("家庭 人口 = 1",
                  "1:4 found '人口', expected '=' or arguments: a statement\n");
    expect_errors("a.b", "1:4 found the end of the file, expected '=': this is no statement\n");
    expect_errors("f() = 1", "1:1 only names and fields can be assigned to\n");
    expect_errors("a, f() = 1", "1:4 only names and fields can be assigned to\n");
    expect_errors("if a b() end", "1:6 found 'b', expected 'then'\n");
    expect_errors("if a then\n  b()\n",
                  "3:1 found the end of the file, expected 'end' (to close 'if' of line 1)\n");
    expect_errors("x = (1 + 2", "1:11 found the end of the file, expected ')'\n");
    expect_errors(
        "x = {\n  a = 1\n  b = 2\n}",
        "3:3 a comma is missing before this entry | end the entry before it with ','\n");
    expect_errors("for 1 = 2", "1:5 found '1', expected a name\n");
    expect_errors("for a b", "1:7 found 'b', expected '=' or 'in'\n");
    expect_errors("return 1\nx = 2", "2:1 nothing can follow a return in its block | put the "
                                     "return into do ... end, or delete what follows\n");
    expect_errors("end", "1:1 found 'end', expected a statement: there is nothing to close\n");
    expect_errors("local x <foo> = 1", "1:10 found 'foo', expected 'const' or 'close'\n");
    expect_errors("goto 1", "1:6 found '1', expected a name\n");
    expect_errors("::a:", "1:4 found ':', expected '::'\n");
}

static void scope_errors(void **state)
{
    (void)state;
    expect_errors("break", "1:1 'break' stands in no loop\n");
    expect_errors("while true do f(function() break end) end",
                  "1:28 'break' stands in no loop\n");
    expect_errors("goto there", "1:1 no label 'there' can be seen from this goto\n");
    expect_errors("do ::a:: end goto a", "1:14 no label 'a' can be seen from this goto\n");
    expect_errors("::a:: ::a::", "1:7 the label 'a' is there already\n");
    expect_errors("function f() return ... end",
                  "1:21 '...' stands in a function that does not take it\n");
    expect_errors("local a <const> = 1 a = 2",
                  "1:21 'a' was declared <const> and cannot be assigned to\n");
}

static void several_errors(void **state)
{
    (void)state;
    expect_errors(
        "variable \"a\" {\n"
        "  formula = function (f, law)\n"
        "    local x = = 1\n"
        "    if x then return 1 end\n"
        "    local y = (2\n"
        "    return x y\n"
        "  end,\n"
        "}\n"
        "variable \"b\" {\n"
        "  of = household type = money,\n"
        "}\n"
        "local function f(\n"
        "  return 1\n"
        "end\n"
        "x = 1\n"
        "y = 2 3\n",
        "3:15 found '=', expected an expression\n"
        "6:5 found 'return', expected ')' (to close '(' of line 5)\n"
        "6:14 nothing can follow a return in its block | put the return into do ... end, "
        "or delete what follows\n"
        "10:18 a comma is missing before this entry | end the entry before it with ','\n"
        "13:3 found 'return', expected a name\n"
        "16:7 found '3', expected a statement\n");
}

static void wrap(struct buf *b, const char *open, const char *inner, const char *close, int n)
{
    buf_puts(b, "x = ");
    for (int i = 0; i < n; i++)
        buf_puts(b, open);
    buf_puts(b, inner);
    for (int i = 0; i < n; i++)
        buf_puts(b, close);
}

static enum hm_status parse_nested(const char *open, const char *inner, const char *close,
                                   int n)
{
    struct ast_file *f = NULL;
    struct buf b;
    enum hm_status st;

    buf_init(&b);
    wrap(&b, open, inner, close, n);
    st = ast_parse(&f, "t.lua", 0, b.data, b.len, NULL);
    ast_free(f);
    buf_fini(&b);
    return st;
}

/* The literal and the assignment are two levels. */
static void nesting_limit(void **state)
{
    static const struct {
        const char *open, *inner, *close;
    } shapes[] = {{"(", "1", ")"},  {"{", "1", "}"},  {"- ", "1", ""},
                  {"", "1", "+ 1"}, {"f(", "1", ")"}, {"1 ..", "1", ""}};

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        const char *o = shapes[i].open, *m = shapes[i].inner, *c = shapes[i].close;
        assert_int_equal(parse_nested(o, m, c, LIMIT_NESTING - 3), HM_OK);
        assert_int_equal(parse_nested(o, m, c, LIMIT_NESTING - 2), HM_OK);
        assert_int_equal(parse_nested(o, m, c, LIMIT_NESTING - 1), HM_DATA);
        assert_int_equal(parse_nested(o, m, c, 100000), HM_DATA);
    }
    expect_errors(
        "x = ----\n((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
        "((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))"
        "))))))))))))))))))))))))))))))))))))))))))))))))))))))))))",
        "2:4 nested more than 100 deep | move a part into a local or a function\n");
}

static void size_limit(void **state)
{
    char *text = mem_alloc(LIMIT_SCRIPT_BYTES + 1);
    struct ast_file *f = NULL;

    (void)state;
    memset(text, ' ', LIMIT_SCRIPT_BYTES + 1);
    text[LIMIT_SCRIPT_BYTES] = '\0';
    assert_int_equal(ast_parse(&f, "t.lua", 0, text, LIMIT_SCRIPT_BYTES, NULL), HM_DATA);
    text[LIMIT_SCRIPT_BYTES - 1] = '\0';
    assert_int_equal(ast_parse(&f, "t.lua", 0, text, LIMIT_SCRIPT_BYTES - 1, NULL), HM_OK);
    ast_free(f);
    mem_free(text);
}

static void bindings(void **state)
{
    struct ast_file *f = parse("local a = 1\nlocal function f(b) a = b return a, c end\n"
                               "for i = 1, a do local a = i end repeat local z until z");
    const struct ast_node *a, *fn, *body;

    (void)state;
    a = f->chunk->kids[0]->kids[0]->kids[0];
    assert_true(a->binding == a && a->is_reassigned && a->is_shared);
    fn = f->chunk->kids[1]->kids[1];
    body = fn->kids[1];
    assert_ptr_equal(body->kids[0]->kids[0]->kids[0]->binding, a);
    assert_ptr_equal(body->kids[0]->kids[1]->kids[0]->binding, fn->kids[0]->kids[0]);
    assert_ptr_equal(body->kids[1]->kids[0]->binding, a);
    assert_null(body->kids[1]->kids[1]->binding);
    assert_ptr_equal(f->chunk->kids[2]->kids[2]->binding, a);
    assert_ptr_equal(f->chunk->kids[3]->kids[1]->binding,
                     f->chunk->kids[3]->kids[0]->kids[0]->kids[0]->kids[0]);
    ast_free(f);
}

static void places(void **state)
{
    struct ast_file *f = parse("a = 1\r\n家庭 = 收入\n\rb = 2\rc = 3");
    struct place at = ast_place(f, (uint32_t)(strstr(f->text, "收入") - f->text));

    (void)state;
    assert_string_equal(at.file, "t.lua");
    assert_int_equal(at.line, 2);
    assert_int_equal(at.column, 6);
    assert_int_equal(ast_line(f, (uint32_t)(strstr(f->text, "b =") - f->text)), 3);
    assert_int_equal(ast_line(f, (uint32_t)(strstr(f->text, "c =") - f->text)), 4);
    assert_int_equal(ast_position(f, 5), 3u << 20 | 5);
    ast_free(f);
}

static void expect_snippet(const char *text, const char *at, const char *want)
{
    struct ast_file *f = parse(text);
    struct str got = ast_snippet(f, (uint32_t)(strstr(text, at) - text));

    assert_int_equal(got.n, strlen(want));
    assert_memory_equal(got.p, want, got.n);
    ast_free(f);
}

static void snippets(void **state)
{
    (void)state;
    expect_snippet("x = a.b + c * d", "+", "a.b + c * d");
    expect_snippet("x = a.b + c * d", "*", "c * d");
    expect_snippet("if a < b and c then end", "a <", "a < b and c");
    expect_snippet("x = -a + b", "-", "-a");
    expect_snippet("x = 1", "x", "x");
    expect_snippet("local x = 1", "=", "");
}

static void functions_by_line(void **state)
{
    struct ast_file *f = parse("local a = function() end, function() end\n"
                               "function b()\n  return function () return 1\n  end\nend\n");
    const struct ast_node *n;

    (void)state;
    assert_int_equal(ast_function_count(f, 1, 1), 2);
    n = ast_function(f, 1, 1, 1);
    assert_non_null(n);
    assert_int_equal(n->first, 26);
    assert_int_equal(ast_function_count(f, 2, 5), 1);
    assert_int_equal(ast_function_count(f, 3, 4), 1);
    assert_null(ast_function(f, 1, 1, 2));
    assert_null(ast_function(f, 2, 4, 0));
    ast_free(f);
}

static void expect_entry(const struct ast_file *f, const struct ast_node *n, const char *key,
                         uint32_t line, uint32_t column)
{
    struct place at = ast_entry_place(f, n, key);

    assert_int_equal(at.line, line);
    assert_int_equal(at.column, column);
}

static void declarations(void **state)
{
    struct ast_file *f = parse("policy { zh = \"市\" }\n"
                               "do parameter \"p\" {\n"
                               "  zh = \"低\", min = 3, [7] = 1,\n"
                               "  [\"2024-01-01\"] = { { 1, { x = 2 } },\n"
                               "    status = \"placeholder\" },\n"
                               "} end\n"
                               "parameter \"q\" (x)\n");
    const struct ast_node *n;

    (void)state;
    n = ast_declaration(f, "parameter", (struct str){"p", 1});
    assert_non_null(n);
    expect_entry(f, n, "", 2, 4);
    expect_entry(f, n, "min", 3, 13);
    expect_entry(f, n, "7", 3, 22);
    expect_entry(f, n, "[\"2024-01-01\"]", 4, 3);
    expect_entry(f, n, "2024-01-01/status", 5, 5);
    expect_entry(f, n, "2024-01-01/1/2/x", 4, 29);
    expect_entry(f, n, "2024-01-01/1/3", 4, 22);
    expect_entry(f, n, "nothing/here", 2, 4);
    assert_null(ast_declaration(f, "parameter", (struct str){"q", 1}));
    assert_null(ast_declaration(f, "variable", (struct str){"p", 1}));
    n = ast_declaration(f, "policy", (struct str){"", 0});
    assert_non_null(n);
    expect_entry(f, n, "zh", 1, 10);
    ast_free(f);
}

/* Every allocation fails once: no leak, no crash, and the status says so. */
static void out_of_memory(void **state)
{
    static const char text[] =
        "local a, b = 0.5, 'x\\n' -- 家\nfunction f(x) return a + x.名 end";

    (void)state;
    for (uint64_t n = 1;; n++) {
        struct ast_file *f = NULL;
        enum hm_status st;
        fault_arm(FAULT_ALLOC, n);
        st = ast_parse(&f, "t.lua", 0, text, sizeof text - 1, NULL);
        fault_arm(FAULT_ALLOC, 0);
        ast_free(f);
        if (st == HM_OK)
            break;
        assert_int_equal(st, HM_NOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions),
        cmocka_unit_test(statements),
        cmocka_unit_test(literals),
        cmocka_unit_test(lexical_errors),
        cmocka_unit_test(syntax_errors),
        cmocka_unit_test(scope_errors),
        cmocka_unit_test(several_errors),
        cmocka_unit_test(nesting_limit),
        cmocka_unit_test(size_limit),
        cmocka_unit_test(bindings),
        cmocka_unit_test(places),
        cmocka_unit_test(snippets),
        cmocka_unit_test(functions_by_line),
        cmocka_unit_test(declarations),
        cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
