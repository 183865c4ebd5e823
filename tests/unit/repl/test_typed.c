/* test_typed.c - what is JSON rather than Lua, and what of it does not end yet. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "repl/typed.h"

static void test_is_json(void **state)
{
    (void)state;
    assert_true(typed_is("{\"id\":1}"));
    assert_true(typed_is(" {\n \"a \\\" b\" : 1"));
    assert_false(typed_is(""));
    assert_false(typed_is("{"));
    assert_false(typed_is("{}"));
    assert_false(typed_is("{\"a\", \"b\"}"));
    assert_false(typed_is("{\"a"));
    assert_false(typed_is("{\"a\\"));
    assert_false(typed_is("{a = 1}"));
    assert_false(typed_is("[\"a\":1]"));
}

static void test_ends(void **state)
{
    (void)state;
    assert_false(typed_incomplete("{\"a\":[{}]}"));
    assert_true(typed_incomplete("{\"a\":[{}]"));
    assert_true(typed_incomplete("{\"a\":\"}\""));
    assert_false(typed_incomplete("{\"a\":\"{\\\"[\"}"));
    assert_false(typed_incomplete("{\"a\":1}}"));
    assert_true(typed_incomplete("{\"a\":\"x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is_json),
        cmocka_unit_test(test_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
