/* test_loose.c - cells as people and Excel write them: what is taken, and what is not guessed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "io/record_loose.h"
#include "record_model.h"
#include "value/date.h"
#include "vec/column.h"

enum { TODAY = 20000 };

struct fixture {
    struct record_model policy;
    struct arena arena;
    struct record_cells cells;
};

static int set_up(void **state)
{
    struct fixture *x = test_calloc(1, sizeof *x);
    const struct model *m = record_model_make(&x->policy);
    arena_init(&x->arena);
    assert_int_equal(record_cells_make(&x->cells, m, &x->arena), HM_OK);
    *state = x;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *x = *state;
    arena_fini(&x->arena);
    record_model_fini(&x->policy);
    test_free(x);
    return 0;
}

static enum record_reason read(struct fixture *x, uint16_t field, const char *text,
                               int64_t *stored)
{
    struct value v;
    enum record_reason why =
        record_loose_read(&v, &x->cells, field, (struct str){text, strlen(text)}, TODAY);
    if (why == RECORD_OK && !value_stored(stored, &v, &x->cells.model->fields[field].type))
        fail();
    return why;
}

static void taken(struct fixture *x, uint16_t field, const char *text, int64_t want)
{
    int64_t got = -1;
    enum record_reason why = read(x, field, text, &got);
    if (why != RECORD_OK || got != want)
        fail_msg("\"%s\": reason %d, %lld instead of %lld", text, (int)why, (long long)got,
                 (long long)want);
}

static void refused(struct fixture *x, uint16_t field, const char *text,
                    enum record_reason want)
{
    int64_t got = 0;
    enum record_reason why = read(x, field, text, &got);
    if (why != want)
        fail_msg("\"%s\": reason %d instead of %d", text, (int)why, (int)want);
}

static void test_amounts(void **state)
{
    struct fixture *x = *state;
    taken(x, SAVINGS, "1234.5", 123450);
    taken(x, SAVINGS, "1,234.5", 123450);
    taken(x, SAVINGS, "999,999", 99999900);
    taken(x, SAVINGS, "１，２３４．５０元", 123450);
    taken(x, SAVINGS, "￥12", 1200);
    taken(x, SAVINGS, "¥ 12", 1200);
    taken(x, SAVINGS,
          "\xE3\x80\x80"
          "12"
          "\xC2\xA0",
          1200);
    taken(x, VEHICLE_COUNT, "１２", 12);
    taken(x, HOUSING_AREA, "1,089.5", 108950);
    refused(x, SAVINGS, "1,23", RECORD_WRONG_TYPE);
    refused(x, SAVINGS, "1234,567", RECORD_WRONG_TYPE);
    refused(x, SAVINGS, ",123", RECORD_WRONG_TYPE);
    refused(x, SAVINGS, "1,234,56", RECORD_WRONG_TYPE);
    refused(x, SAVINGS, "1.5,000", RECORD_WRONG_TYPE);
    refused(x, SAVINGS, "1万", RECORD_WRONG_TYPE);
    refused(x, SAVINGS, "１．２３４", RECORD_TOO_FINE);
    refused(x, SAVINGS, "-1,000", RECORD_TOO_LOW);
    refused(x, HOUSING_AREA, "12元", RECORD_WRONG_TYPE);
    refused(x, SAVINGS, "#N/A", RECORD_SHEET_ERROR);
    refused(x, SAVINGS, "", RECORD_WRONG_TYPE);
}

static int64_t day(int y, int m, int d)
{
    int32_t v = 0;
    assert_true(date_make(&v, y, m, d));
    return v;
}

static void test_days(void **state)
{
    struct fixture *x = *state;
    static const char *const same[] = {"1980-05-01",       "1980/5/1",
                                       "1980-5-1",         "1980.5.1",
                                       "1980年5月1日",     "１９８０年５月１日",
                                       "19800501",         "29342",
                                       "1980/5/1 0:00:00", "1980-05-01T00:00:00.000"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        taken(x, BIRTH_DATE, same[i], day(1980, 5, 1));
    taken(x, BIRTH_DATE, "10000", day(1927, 5, 18));
    static const char *const wrong[] = {"80/5/1",    "1980/5-1",      "5/1/1980", "1980",
                                        "1980年5月", "1980年5/1日",   "1985",     "9999",
                                        "100000",    "1980/5/1 8:00", "198005"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        refused(x, BIRTH_DATE, wrong[i], RECORD_WRONG_TYPE);
    refused(x, BIRTH_DATE, "2023/2/29", RECORD_NO_SUCH_DATE);
    refused(x, BIRTH_DATE, "20230229", RECORD_NO_SUCH_DATE);
    refused(x, BIRTH_DATE, "2023年2月0日", RECORD_NO_SUCH_DATE);
    refused(x, BIRTH_DATE, "2099/1/1", RECORD_IN_FUTURE);
    refused(x, BIRTH_DATE, "73000", RECORD_IN_FUTURE); /* serials go by the same rules */
    taken(x, APPLICATION_MONTH, "2024/7", 2024 * 12 + 6);
    taken(x, APPLICATION_MONTH, "2024年7月", 2024 * 12 + 6);
    taken(x, APPLICATION_MONTH, "202407", 2024 * 12 + 6);
    taken(x, APPLICATION_MONTH, "2024/7/1", 2024 * 12 + 6);
    refused(x, APPLICATION_MONTH, "2024/7/2", RECORD_WRONG_TYPE);
    refused(x, APPLICATION_MONTH, "2024/13", RECORD_NO_SUCH_DATE);
}

static void test_words(void **state)
{
    struct fixture *x = *state;
    taken(x, HUKOU_LOCAL, "是", 1);
    taken(x, HUKOU_LOCAL, "０", 0);
    taken(x, REGION_CLASS, "城镇", 0);
    taken(x, REGION_CLASS,
          "农村"
          "\xE3\x80\x80",
          1);
    taken(x, REGION_CLASS, "ｒｕｒａｌ", 1);
    refused(x, REGION_CLASS, "城", RECORD_UNKNOWN_WORD);
    refused(x, HUKOU_LOCAL, "有", RECORD_WRONG_TYPE);
    refused(x, REMARK, "3.30203E+17", RECORD_ROUNDED);
    refused(x, REMARK, "#REF!", RECORD_SHEET_ERROR);
}

static void test_rounded(void **state)
{
    (void)state;
    static const char *const yes[] = {"3.30203E+17", "1.0E+3", "1.5e+10"};
    static const char *const no[] = {"330203", "E+17",   "3.E+17", "3.1E17",
                                     "3.1E+",  "3.1E+x", ""};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_int_equal(record_loose_is_rounded((struct str){yes[i], strlen(yes[i])}),
                         strlen(yes[i]) >= 7);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(record_loose_is_rounded((struct str){no[i], strlen(no[i])}));
}

/* Every cut of every text, so that no reader looks behind its end (valgrind, ASan). */
static void test_cuts(void **state)
{
    struct fixture *x = *state;
    static const char *const texts[] = {"１，２３４．５元", "1980年5月1日 00:00:00",
                                        "\xE3\x80\x80x", "¥1,234,567.89"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t n = 0; n <= strlen(texts[i]); n++)
            for (uint16_t f = 0; f < FIELDS; f++) {
                struct value v;
                char *copy = test_malloc(n + 1);
                memcpy(copy, texts[i], n);
                (void)record_loose_read(&v, &x->cells, f, (struct str){copy, n}, TODAY);
                test_free(copy);
            }
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(test_amounts), TEST(test_days), TEST(test_words),
                                       TEST(test_rounded), TEST(test_cuts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
