/* test_value.c - equality across kinds. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "value/value.h"

static void equality(void **state)
{
    (void)state;
    struct value three = {KIND_INTEGER, {.integer = 3}};
    struct value three_n = {KIND_NUMBER, {.rational = {3, 1}}};
    struct value third = {KIND_NUMBER, {.rational = {1, 3}}};
    struct value fen3 = {KIND_MONEY, {.rational = {3, 1}}};
    struct value code3 = {KIND_ENUM, {.code = 3}}, code4 = {KIND_ENUM, {.code = 4}};
    struct value day3 = {KIND_DATE, {.day = 3}}, month3 = {KIND_MONTH, {.day = 3}};
    struct value a = {KIND_TEXT, {.text = {"ab", 2}}}, b = {KIND_TEXT, {.text = {"abc", 2}}};
    struct value empty = {KIND_TEXT, {.text = {NULL, 0}}};
    struct value yes = {KIND_BOOLEAN, {.boolean = true}},
                 no = {KIND_BOOLEAN, {.boolean = false}};
    assert_true(value_equal(&three, &three_n));
    assert_false(value_equal(&three, &third));
    assert_false(value_equal(&three, &fen3));
    assert_true(value_equal(&fen3, &fen3));
    assert_true(value_equal(&code3, &code3));
    assert_false(value_equal(&code3, &code4));
    assert_false(value_equal(&day3, &month3));
    assert_true(value_equal(&a, &b));
    assert_false(value_equal(&a, &empty));
    assert_true(value_equal(&empty, &empty));
    assert_false(value_equal(&yes, &no));
}

static void names(void **state)
{
    (void)state;
    assert_string_equal(value_kind_name(KIND_MONEY), "money");
    assert_string_equal(value_kind_name(KIND_TEXT), "text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(equality), cmocka_unit_test(names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
