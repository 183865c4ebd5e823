/* test_column.c - lanes from declared ranges, cells as values and back. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "../support/tiny_model.h"
#include "vec/column.h"

static void lanes_from_ranges(void **state)
{
    (void)state;
    struct tiny *t = tiny_new();
    struct field f = t->fields[AGE];
    static const struct {
        int64_t min, max;
        enum lane lane;
    } rows[] = {
        {0, 0, LANE_U8},
        {0, 255, LANE_U8},
        {0, 256, LANE_U16},
        {0, 65535, LANE_U16},
        {0, 65536, LANE_I32},
        {-1, 0, LANE_I32},
        {-1, INT32_MAX, LANE_I32},
        {INT32_MIN, INT32_MAX, LANE_I32},
        {0, INT64_C(2147483648), LANE_I64},
        {INT64_C(-2147483649), 0, LANE_I64},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        f.min = tiny_int(rows[i].min);
        f.max = tiny_int(rows[i].max);
        assert_int_equal(lane_of_field(&t->m, &f), rows[i].lane);
    }
    f.has_max = false;
    assert_int_equal(lane_of_field(&t->m, &f), LANE_I64);
    f = t->fields[AREA]; /* two decimals */
    f.has_min = f.has_max = true;
    f.min = tiny_int(0);
    f.max = (struct value){KIND_NUMBER, {.rational = {51, 20}}}; /* 2.55 */
    assert_int_equal(lane_of_field(&t->m, &f), LANE_U8);
    f.max = (struct value){KIND_NUMBER, {.rational = {2551, 1000}}}; /* 2.551: 256 is inside */
    assert_int_equal(lane_of_field(&t->m, &f), LANE_U16);
    f.max = tiny_int(INT64_MAX);
    assert_int_equal(lane_of_field(&t->m, &f), LANE_I64);
    f = t->fields[SAVINGS];
    assert_int_equal(lane_of_field(&t->m, &f), LANE_I32);
    f.kind = FIELD_VARIABLE; /* nothing checks a variable's range */
    assert_int_equal(lane_of_field(&t->m, &f), LANE_I64);
    assert_int_equal(lane_of_field(&t->m, &t->fields[REGION]), LANE_U8);
    assert_int_equal(lane_of_field(&t->m, &t->fields[BIRTH]), LANE_I32);
    assert_int_equal(lane_of_field(&t->m, &t->fields[NOTE]), LANE_TEXT);
    tiny_free(t);
}

static void values_and_cells(void **state)
{
    (void)state;
    static const struct {
        enum value_kind type;
        struct value v;
        int64_t stored;
    } rows[] = {
        {KIND_BOOLEAN, {KIND_BOOLEAN, {.boolean = true}}, 1},
        {KIND_INTEGER, {KIND_INTEGER, {.integer = -7}}, -7},
        {KIND_NUMBER, {KIND_NUMBER, {.rational = {2499, 50}}}, 4998},
        {KIND_NUMBER, {KIND_NUMBER, {.rational = {3, 1}}}, 300},
        {KIND_MONEY, {KIND_MONEY, {.rational = {-114300, 1}}}, -114300},
        {KIND_ENUM, {KIND_ENUM, {.code = 200}}, 200},
        {KIND_DATE, {KIND_DATE, {.day = -20000}}, -20000},
        {KIND_MONTH, {KIND_MONTH, {.day = 24270}}, 24270},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct field f = {.type = {.kind = rows[i].type, .decimals = 2}};
        int64_t stored = 0;
        struct value back;
        assert_true(value_stored(&stored, &rows[i].v, &f.type));
        assert_int_equal(stored, rows[i].stored);
        struct column c = {LANE_I64, 1, &stored, NULL, NULL};
        assert_true(column_value(&back, &c, &f, 0));
        assert_int_equal(back.kind, rows[i].type);
        assert_true(value_equal(&back, &rows[i].v));
    }
}

static void values_off_the_grid(void **state)
{
    (void)state;
    struct type number = {KIND_NUMBER, 0, 2}, money = {KIND_MONEY, 0, 0};
    struct type integer = {KIND_INTEGER, 0, 0}, text = {KIND_TEXT, 0, 0};
    struct value third = {KIND_NUMBER, {.rational = {1, 3}}};
    struct value fine = {KIND_NUMBER, {.rational = {1, 1000}}};
    struct value huge = {KIND_NUMBER, {.rational = {INT64_MAX, 1}}};
    struct value half_fen = {KIND_MONEY, {.rational = {1, 2}}};
    struct value whole = {KIND_NUMBER, {.rational = {5, 1}}};
    struct value word = {KIND_TEXT, {.text = {"a", 1}}};
    int64_t out = 42;
    assert_false(value_stored(&out, &third, &number));
    assert_false(value_stored(&out, &fine, &number));
    assert_false(value_stored(&out, &huge, &number));
    assert_false(value_stored(&out, &half_fen, &money));
    assert_false(value_stored(&out, &whole, &money));
    assert_false(value_stored(&out, &third, &integer));
    assert_false(value_stored(&out, &word, &text));
    assert_int_equal(out, 42);
    assert_true(value_stored(&out, &whole, &integer));
    assert_int_equal(out, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lanes_from_ranges),
        cmocka_unit_test(values_and_cells),
        cmocka_unit_test(values_off_the_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
