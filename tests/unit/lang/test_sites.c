/* test_sites.c - the places found in formulas and in what they call, each with the position
 * that a traced run tells.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/buf.h"
#include "base/fault.h"
#include "lang/sites.h"

static const struct ast_node *first_formula(const struct ast_file *f)
{
    int lines = (int)f->line_count;
    for (int from = 1; from <= lines; from++)
        for (int to = from; to <= lines; to++)
            if (ast_function_count(f, from, to) && from > 1)
                return ast_function(f, from, to, 0);
    return NULL;
}

/* Line 1 may hold helpers; the first function below it is the formula. */
static void expect(const char *text, const char *want)
{
    static const char kinds[] = {'?', '<', '#', '('};
    struct ast_file *f;
    struct sites sites;
    struct buf b;
    assert_int_equal(ast_parse(&f, "t.lua", 0, text, strlen(text), NULL), HM_OK);
    const struct ast_node *root = first_formula(f);
    assert_non_null(root);
    assert_int_equal(sites_collect(&sites, &f, 1, &root, 1), HM_OK);
    buf_init(&b);
    for (size_t i = 0; i < sites.count; i++) {
        const struct site *s = &sites.items[i];
        buf_printf(&b, "%c%.*s@%u%s ", kinds[s->kind], (int)(s->node->last - s->node->first),
                   text + s->node->first, s->offset, s->is_condition ? "!" : "");
    }
    assert_string_equal(b.data ? b.data : "", want);
    buf_fini(&b);
    sites_fini(&sites);
    ast_free(f);
}

static void test_conditions(void **state)
{
    (void)state;
    /* the whole of `and` is known by its operator, its left side by its first byte */
    expect("\nx = function (p)\nif p.a and p.b then return 1 end return 2\nend",
           "?p.a@21! ?p.a and p.b@25! #1@45 #2@58 ");
    expect("\nx = function (p)\nreturn not p.a\nend", "?p.a@29! ");
    /* in c and v or w only c decides */
    expect("\nx = function (p)\nreturn p.c and 3 or 4\nend", "?p.c@25! #3@33 #4@38 ");
}

static void test_comparisons(void **state)
{
    (void)state;
    expect("\nx = function (p)\nif p.a < 5 then return 1 end return 2\nend",
           "?p.a < 5@21! <p.a < 5@25! #5@27 #1@41 #2@54 ");
    expect("\nx = function (p)\nreturn p.a and p.b >= 5\nend", "?p.a@25! <p.b >= 5@37 #5@40 ");
}

static void test_callees(void **state)
{
    (void)state;
    /* what a formula calls is part of it; what nobody calls is not */
    expect("local function h(v) return v > 7 end local function g(v) return v > 8 end\n"
           "x = function (p)\nreturn h(p.a)\nend",
           "<v > 7@29 #7@31 ");
    expect("local m = { h = function (v) return max(v, 7) end }\n"
           "x = function (p)\nreturn m.h(p.a)\nend",
           "(max(v, 7)@36 #7@43 ");
}

static void test_no_memory(void **state)
{
    static const char text[] = "local function h(v) return v > 7 end\nx = function (p)\n"
                               "if p.a and h(p.b) then return 1 end return 2\nend";
    struct ast_file *f;
    struct sites sites;
    unsigned failures = 0;
    (void)state;
    assert_int_equal(ast_parse(&f, "t.lua", 0, text, sizeof text - 1, NULL), HM_OK);
    const struct ast_node *root = first_formula(f);
    for (uint64_t nth = 1; nth < 20; nth++) {
        fault_arm(FAULT_ALLOC, nth);
        enum hm_status st = sites_collect(&sites, &f, 1, &root, 1);
        fault_arm(FAULT_ALLOC, 0);
        failures += st == HM_NOMEM;
        if (st == HM_OK)
            sites_fini(&sites);
    }
    assert_true(failures >= 3);
    ast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_comparisons),
        cmocka_unit_test(test_callees),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
