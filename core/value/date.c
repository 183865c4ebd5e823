/* date.c - the civil calendar. Days count from 1970-01-01; the algorithms count years from
 * March, so that the leap day is a year's last day. */
#include "value/date.h"

#include <assert.h>

enum { DAYS_PER_ERA = 146097, EPOCH_SHIFT = 719468 }; /* 400 years; 0000-03-01 to 1970-01-01 */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Positive years only (the callers' range is 1800..2299). */
static int32_t days_from_civil(int year, int month, int day)
{
    int y = year - (month <= 2);
    int era = y / 400, year_of_era = y % 400;
    int day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - EPOCH_SHIFT;
}

bool date_make(int32_t *out, int year, int month, int day)
{
    if (year < DATE_YEAR_MIN || year > DATE_YEAR_MAX || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return false;
    *out = days_from_civil(year, month, day);
    return true;
}

void date_split(int32_t date, int *year, int *month, int *day)
{
    int32_t z = date + EPOCH_SHIFT;
    assert(z >= 0);
    int era = z / DAYS_PER_ERA, day_of_era = z % DAYS_PER_ERA;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                       day_of_era / (DAYS_PER_ERA - 1)) /
                      365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int march_month = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * march_month + 2) / 5 + 1;
    *month = march_month < 10 ? march_month + 3 : march_month - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

/* n digits at p; -1 when one is none. */
static int digits(const char *p, int n)
{
    int v = 0;
    for (int i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        v = v * 10 + (p[i] - '0');
    }
    return v;
}

bool date_parse(int32_t *out, struct str text)
{
    if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-')
        return false;
    return date_make(out, digits(text.p, 4), digits(text.p + 5, 2), digits(text.p + 8, 2));
}

void date_put(struct buf *b, int32_t date)
{
    int year, month, day;
    date_split(date, &year, &month, &day);
    buf_printf(b, "%04d-%02d-%02d", year, month, day);
}

int32_t date_month(int32_t date)
{
    int year, month, day;
    date_split(date, &year, &month, &day);
    return year * 12 + month - 1;
}

bool date_add_months(int32_t *out, int32_t date, int64_t months)
{
    int year, month, day;
    int32_t target;
    date_split(date, &year, &month, &day);
    if (!month_add(&target, year * 12 + month - 1, months))
        return false;
    int last = days_in_month(month_year(target), month_number(target));
    return date_make(out, month_year(target), month_number(target), day < last ? day : last);
}

bool date_add_days(int32_t *out, int32_t date, int64_t days)
{
    int64_t sum;
    if (__builtin_add_overflow(date, days, &sum) ||
        sum < days_from_civil(DATE_YEAR_MIN, 1, 1) ||
        sum > days_from_civil(DATE_YEAR_MAX, 12, 31))
        return false;
    *out = (int32_t)sum;
    return true;
}

bool month_make(int32_t *out, int year, int month)
{
    if (year < DATE_YEAR_MIN || year > DATE_YEAR_MAX || month < 1 || month > 12)
        return false;
    *out = year * 12 + month - 1;
    return true;
}

bool month_parse(int32_t *out, struct str text)
{
    return text.n == 7 && text.p[4] == '-' &&
           month_make(out, digits(text.p, 4), digits(text.p + 5, 2));
}

void month_put(struct buf *b, int32_t month)
{
    buf_printf(b, "%04d-%02d", month_year(month), month_number(month));
}

int32_t month_first_day(int32_t month)
{
    return days_from_civil(month_year(month), month_number(month), 1);
}

int32_t month_last_day(int32_t month)
{
    return month_first_day(month) + days_in_month(month_year(month), month_number(month)) - 1;
}

bool month_add(int32_t *out, int32_t month, int64_t months)
{
    int64_t sum;
    if (__builtin_add_overflow(month, months, &sum) || sum < DATE_YEAR_MIN * 12 ||
        sum > DATE_YEAR_MAX * 12 + 11)
        return false;
    *out = (int32_t)sum;
    return true;
}

int month_year(int32_t month)
{
    return month / 12;
}

int month_number(int32_t month)
{
    return month % 12 + 1;
}

int32_t age_at_date(int32_t birth_date, int32_t date)
{
    int birth_year, birth_month, birth_day, year, month, day;
    date_split(birth_date, &birth_year, &birth_month, &birth_day);
    date_split(date, &year, &month, &day);
    bool before_birthday = month < birth_month || (month == birth_month && day < birth_day);
    return year - birth_year - before_birthday;
}

int32_t age_at_month(int32_t birth_date, int32_t month)
{
    int32_t months = month - date_month(birth_date);
    return months / 12 - (months % 12 < 0);
}

int32_t months_between_dates(int32_t a, int32_t b)
{
    int a_year, a_month, a_day, b_year, b_month, b_day;
    date_split(a, &a_year, &a_month, &a_day);
    date_split(b, &b_year, &b_month, &b_day);
    return (b_year - a_year) * 12 + b_month - a_month - (b_day < a_day);
}
