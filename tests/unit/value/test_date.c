/* test_date.c - every day and month of the allowed years, leap days, ages by day and by month.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "value/date.h"

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

static int32_t day(const char *s)
{
    int32_t out;
    if (!date_parse(&out, text(s)))
        fail_msg("not a date: %s", s);
    return out;
}

static int32_t month(const char *s)
{
    int32_t out;
    if (!month_parse(&out, text(s)))
        fail_msg("not a month: %s", s);
    return out;
}

/* Counts the calendar forward by its plainest rules, day by day, and compares. */
static void every_day_of_the_calendar(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t expected = day("1800-01-01");
    for (int y = 1800; y <= 2299; y++) {
        for (int m = 1; m <= 12; m++) {
            bool leap = y % 400 == 0 || (y % 4 == 0 && y % 100 != 0);
            int length = lengths[m - 1] + (m == 2 && leap);
            int32_t this_month, first = expected;
            assert_true(month_make(&this_month, y, m));
            assert_int_equal(month_first_day(this_month), first);
            for (int d = 1; d <= length; d++, expected++) {
                int32_t made;
                int y2, m2, d2;
                assert_true(date_make(&made, y, m, d));
                assert_int_equal(made, expected);
                date_split(made, &y2, &m2, &d2);
                assert_int_equal(y2 * 10000 + m2 * 100 + d2, y * 10000 + m * 100 + d);
                assert_int_equal(date_month(made), this_month);
            }
            int32_t none;
            assert_false(date_make(&none, y, m, length + 1));
            assert_int_equal(month_last_day(this_month), expected - 1);
            assert_int_equal(month_year(this_month), y);
            assert_int_equal(month_number(this_month), m);
        }
    }
    assert_int_equal(day("1970-01-01"), 0);
    assert_int_equal(day("2000-03-01"), 11017);
}

static void refused(void **state)
{
    (void)state;
    static const char *const dates[] = {
        "",           "2024-7-01",   "2024-07-1",   "2024/07/01", "2024-02-30", "2023-02-29",
        "1900-02-29", "1799-12-31",  "2300-01-01",  "2024-13-01", "2024-00-10", "2024-01-00",
        "2024-07",    "2024-07-01 ", " 2024-07-01", "+024-07-01", "20a4-07-01", "2024-07-0x"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        int32_t out = 42;
        if (date_parse(&out, text(dates[i])) || out != 42)
            fail_msg("taken as a date: %s", dates[i]);
    }
    static const char *const months[] = {"2024",       "2024-7",  "2024-13", "2024-00",
                                         "2024-07-01", "1799-12", "2300-01", "2024/07"};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        int32_t out = 42;
        if (month_parse(&out, text(months[i])) || out != 42)
            fail_msg("taken as a month: %s", months[i]);
    }
}

static void printing(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b);
    date_put(&b, day("1924-05-20"));
    buf_putc(&b, ' ');
    month_put(&b, month("2022-07"));
    assert_string_equal(b.data, "1924-05-20 2022-07");
    buf_fini(&b);
}

static void ages_by_day(void **state)
{
    (void)state;
    static const struct {
        const char *birth, *date;
        int age;
    } rows[] = {
        {"1942-03-15", "2022-03-14", 79}, {"1942-03-15", "2022-03-15", 80},
        {"2004-02-29", "2022-02-28", 17}, {"2004-02-29", "2022-03-01", 18},
        {"2004-02-29", "2024-02-28", 19}, {"2004-02-29", "2024-02-29", 20},
        {"2022-05-05", "2022-05-05", 0},  {"2022-05-05", "2022-05-04", -1},
        {"2022-05-05", "2021-05-06", -1}, {"2022-05-05", "2021-05-05", -1},
        {"2022-05-05", "2021-05-04", -2}, {"1922-12-31", "2022-12-31", 100},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(age_at_date(day(rows[i].birth), day(rows[i].date)), rows[i].age);
}

/* Rulebook R07: from the month of the birthday on; N14's dates. */
static void ages_by_month(void **state)
{
    (void)state;
    static const struct {
        const char *birth, *month;
        int age;
    } rows[] = {
        {"1924-05-20", "2024-04", 99}, {"1924-05-20", "2024-05", 100},
        {"1933-11-30", "2023-10", 89}, {"1933-11-30", "2023-11", 90},
        {"2004-02-29", "2022-01", 17}, {"2004-02-29", "2022-02", 18},
        {"2022-05-31", "2022-05", 0},  {"2022-05-31", "2022-04", -1},
        {"2022-05-31", "2021-05", -1}, {"2022-05-31", "2021-04", -2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(age_at_month(day(rows[i].birth), month(rows[i].month)), rows[i].age);
}

/* On the last day of a month both ages agree, whatever the birthday. */
static void both_ages_agree_at_a_month_end(void **state)
{
    (void)state;
    for (int32_t birth = day("1959-12-25"); birth <= day("1964-03-05"); birth++)
        for (int32_t m = month("2019-12"); m <= month("2021-03"); m++) {
            bool is_leap_day = birth == day("1960-02-29") || birth == day("1964-02-29");
            bool leap_birthday_not_reached = is_leap_day && m == month("2021-02");
            assert_int_equal(age_at_date(birth, month_last_day(m)),
                             age_at_month(birth, m) - leap_birthday_not_reached);
        }
}

static void adding(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int64_t months;
        const char *to; /* NULL: outside */
    } rows[] = {
        {"2022-01-31", 1, "2022-02-28"},  {"2024-01-31", 1, "2024-02-29"},
        {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", -12, "2023-02-28"},
        {"2024-02-29", 48, "2028-02-29"}, {"2022-07-15", -7, "2021-12-15"},
        {"2299-12-01", 1, NULL},          {"1800-01-31", -1, NULL},
        {"2022-01-01", INT64_MAX, NULL},  {"2022-01-01", INT64_MIN, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int32_t out = 42;
        bool ok = date_add_months(&out, day(rows[i].from), rows[i].months);
        assert_int_equal(ok, rows[i].to != NULL);
        assert_int_equal(out, rows[i].to ? day(rows[i].to) : 42);
    }
    int32_t out = 42;
    assert_true(date_add_days(&out, day("2024-02-28"), 2));
    assert_int_equal(out, day("2024-03-01"));
    assert_true(date_add_days(&out, day("2299-12-30"), 1));
    assert_false(date_add_days(&out, day("2299-12-31"), 1));
    assert_false(date_add_days(&out, day("1800-01-01"), -1));
    assert_false(date_add_days(&out, day("2022-01-01"), INT64_MAX));
    assert_true(month_add(&out, month("2022-11"), 3));
    assert_int_equal(out, month("2023-02"));
    assert_true(month_add(&out, month("1800-02"), -1));
    assert_false(month_add(&out, month("1800-01"), -1));
    assert_false(month_add(&out, month("2299-12"), 1));
    assert_false(month_add(&out, month("2022-01"), INT64_MIN));
}

static void months_between(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int months;
    } rows[] = {
        {"2022-01-15", "2022-02-14", 0},  {"2022-01-15", "2022-02-15", 1},
        {"2022-01-31", "2022-02-28", 0},  {"2022-01-31", "2022-03-01", 1},
        {"2022-01-15", "2024-01-15", 24}, {"2022-01-15", "2022-01-15", 0},
        {"2022-02-15", "2022-01-16", -1}, {"2022-02-15", "2022-01-15", -1},
        {"2022-02-15", "2022-01-14", -2}, {"2022-02-15", "2022-02-14", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(months_between_dates(day(rows[i].a), day(rows[i].b)), rows[i].months);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_the_calendar),
        cmocka_unit_test(refused),
        cmocka_unit_test(printing),
        cmocka_unit_test(ages_by_day),
        cmocka_unit_test(ages_by_month),
        cmocka_unit_test(both_ages_agree_at_a_month_end),
        cmocka_unit_test(adding),
        cmocka_unit_test(months_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
