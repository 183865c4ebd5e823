/* test_sheet.c - one table shown as text, JSON, CSV and pictures: exact amounts, cells that are
 * not known, ratios, values at the ends of the drawing. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "report/plot.h"
#include "report/sheet.h"

static void fill(struct sheet *s)
{
    sheet_init(s);
    sheet_begin(s, "sweep", SHEET_CURVE, "低保标准");
    sheet_column(s, "value", "value", SHEET_MONEY);
    sheet_column(s, "households", "families", SHEET_COUNT);
    sheet_column(s, "change", "change", SHEET_CHANGE);
    sheet_column(s, "share", "share", SHEET_PERCENT);
    sheet_column(s, "note", "note", SHEET_TEXT);
    sheet_whole(s, 118100);
    sheet_whole(s, 1200);
    sheet_whole(s, -5);
    sheet_ratio(s, 1, 3);
    sheet_text(s, "=a,\"b\"");
    sheet_whole(s, 140000);
    sheet_none(s);
    sheet_whole(s, (__int128)INT64_MAX * 100);
    sheet_ratio(s, 1, 0);
    sheet_text(s, NULL);
    assert_int_equal(sheet_ok(s, NULL), HM_OK);
    assert_int_equal(sheet_rows(s), 2);
}

static void shows(void (*put)(const struct sheet *s, struct buf *out), const char *want)
{
    struct sheet s;
    struct buf out;
    fill(&s);
    buf_init(&out);
    put(&s, &out);
    assert_string_equal(out.data, want);
    buf_fini(&out);
    sheet_fini(&s);
}

static void test_forms(void **state)
{
    (void)state;
    shows(sheet_put, "低保标准\n"
                     "   value  families                         change   share  note\n"
                     "-----------------------------------------------------------------\n"
                     "1,181.00     1,200                          -0.05  33.3 %  =a,\"b\"\n"
                     "1,400.00         -  +9,223,372,036,854,775,807.00       -  -\n");
    shows(sheet_put_json,
          "[{\"value\":1181.00,\"households\":1200,\"change\":-0.05,\"share\":0.333333,"
          "\"note\":\"=a,\\\"b\\\"\"},{\"value\":1400.00,\"households\":null,"
          "\"change\":9223372036854775807.00,\"share\":null,\"note\":null}]");
    shows(sheet_put_csv, "value,households,change,share,note\n"
                         "1181.00,1200,-0.05,0.333333,\"'=a,\"\"b\"\"\"\n"
                         "1400.00,,9223372036854775807.00,,\n");
}

static void ratio(__int128 num, __int128 den, int64_t want_millionths)
{
    struct sheet s;
    __int128 v;
    sheet_init(&s);
    sheet_begin(&s, "x", SHEET_PLAIN, NULL);
    sheet_column(&s, "r", "r", SHEET_NUMBER);
    sheet_ratio(&s, num, den);
    assert_true(plot_value(&s, 0, 0, &v));
    assert_true(v == want_millionths);
    sheet_fini(&s);
}

static void test_ratios(void **state)
{
    (void)state;
    ratio(1, 3, 333333);
    ratio(2, 3, 666667);
    ratio(-2, 3, -666667);
    ratio(2, -3, -666667);
    ratio(1, 2000000, 1); /* half up */
    ratio(1, 2000001, 0);
    ratio((__int128)1 << 100, (__int128)1 << 101, 500000);
}

static void test_axis(void **state)
{
    struct sheet s;
    struct plot_axis a;
    (void)state;
    fill(&s);
    assert_int_equal(plot_column(&s, NULL), 1);
    assert_int_equal(plot_column(&s, "change"), 2);
    assert_int_equal(plot_column(&s, "families"), 1);
    assert_int_equal(plot_column(&s, "note"), SHEET_COLUMNS);
    assert_int_equal(plot_column(&s, "nothing"), SHEET_COLUMNS);
    assert_true(plot_axis_make(&a, &s, 0, false, 5));
    assert_true(a.low == 118100 && a.high == 140000 && a.step == 5000);
    assert_int_equal(plot_at(&a, 118100, 100), 0);
    assert_int_equal(plot_at(&a, 140000, 100), 99);
    assert_true(plot_axis_make(&a, &s, 0, true, 5));
    assert_true(a.low == 0);
    assert_true(plot_axis_make(&a, &s, 1, false, 5)); /* one value only */
    assert_true(a.low == 1200 && a.high == 1201 && a.step == 1);
    sheet_fini(&s);
}

static void test_pictures(void **state)
{
    struct sheet s;
    struct buf out;
    (void)state;
    fill(&s);
    buf_init(&out);
    plot_text(&s, 2, 60, &out);
    assert_non_null(strstr(out.data, "9,223,372,036,854,775,807.00 \xE2\x94\xA4"));
    assert_non_null(strstr(out.data, "1,181.00"));
    buf_clear(&out);
    s.shape = SHEET_BARS;
    plot_text(&s, 1, 60, &out);
    assert_non_null(strstr(out.data, "1,181.00 \xE2\x96\x88"));
    assert_non_null(strstr(out.data, "\n1,400.00  -\n"));
    buf_clear(&out);
    plot_svg(&s, 2, &out);
    assert_non_null(strstr(out.data, "<svg "));
    assert_non_null(strstr(out.data, "</svg>\n"));
    buf_clear(&out);
    s.shape = SHEET_STEPS;
    plot_svg(&s, 2, &out);
    assert_non_null(strstr(out.data, "<path d=\"M130 "));
    buf_fini(&out);
    sheet_fini(&s);
}

/* Memory that runs out is told once and leaves nothing behind (sanitizers). */
static void test_empty(void **state)
{
    struct sheet s;
    struct buf out;
    (void)state;
    sheet_init(&s);
    sheet_begin(&s, "x", SHEET_BARS, NULL);
    sheet_column(&s, "name", "name", SHEET_TEXT);
    sheet_column(&s, "n", "n", SHEET_COUNT);
    buf_init(&out);
    plot_text(&s, 1, 0, &out);
    plot_svg(&s, 1, &out);
    sheet_put_json(&s, &out);
    assert_true(buf_ok(&out));
    buf_fini(&out);
    sheet_fini(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms), cmocka_unit_test(test_ratios),
        cmocka_unit_test(test_axis),  cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
