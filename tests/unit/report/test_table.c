/* test_table.c - columns stay aligned under Chinese text; numbers are grouped; no blanks at the
 * end of a line. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "report/table.h"

static void test_alignment(void **state)
{
    (void)state;
    struct table t;
    struct buf out;
    table_init(&t, "lrl");
    table_text(&t, "name");
    table_text(&t, "n");
    table_text(&t, "note");
    table_text(&t, "低保金");
    table_count(&t, 1234567);
    table_text(&t, "");
    table_cell(&t, "%s%d", "x", 1);
    table_count(&t, 7);
    table_text(&t, "见角进元");
    buf_init(&out);
    table_put(&t, &out);
    assert_string_equal(out.data, "name            n  note\n"
                                  "---------------------------\n"
                                  "低保金  1,234,567\n"
                                  "x1              7  见角进元\n");
    buf_fini(&out);
    table_fini(&t);
}

static void put(char *want, __int128 fen)
{
    struct buf out;
    buf_init(&out);
    table_put_fen(&out, fen);
    assert_string_equal(out.data, want);
    buf_fini(&out);
}

static void test_amounts(void **state)
{
    (void)state;
    put("0.00", 0);
    put("0.05", 5);
    put("-0.05", -5);
    put("999.99", 99999);
    put("1,000.00", 100000);
    put("-1,234,567.89", -123456789);
    put("92,233,720,368,547,758.07", INT64_MAX);
    put("-92,233,720,368,547,758.08", INT64_MIN);
    put("922,337,203,685,477,580,700.00", (__int128)INT64_MAX * 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alignment),
        cmocka_unit_test(test_amounts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
