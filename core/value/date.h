/* date.h - calendar dates, months and ages.
 *
 * A date is days since 1970-01-01 in the proleptic Gregorian calendar; a month is
 * year * 12 + (month - 1). Years 1800..2299; anything else is refused.
 *
 * Ages 周岁 (rulebook 0.3, F-10, F-11, F-36): completed years. At a date, a birthday counts from
 * its day on (29 February counts from 1 March in common years). At a month, from its month on,
 * whatever the day - the rule of month-paid benefits ("年满80周岁的当月起").
 */
#ifndef HM_VALUE_DATE_H
#define HM_VALUE_DATE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"

enum { DATE_YEAR_MIN = 1800, DATE_YEAR_MAX = 2299 };

bool date_make(int32_t *out, int year, int month, int day); /* false: no such day */
void date_split(int32_t date, int *year, int *month, int *day);
bool date_parse(int32_t *out, struct str text); /* "2024-07-01" only */
void date_put(struct buf *b, int32_t date);
int32_t date_month(int32_t date);                         /* the month a date lies in */
bool date_add_months(int32_t *out, int32_t date, int64_t months); /* day clipped to month's end */
bool date_add_days(int32_t *out, int32_t date, int64_t days);

bool month_make(int32_t *out, int year, int month);
bool month_parse(int32_t *out, struct str text); /* "2024-07" only */
void month_put(struct buf *b, int32_t month);
int32_t month_first_day(int32_t month);
int32_t month_last_day(int32_t month);
bool month_add(int32_t *out, int32_t month, int64_t months);
int month_year(int32_t month);   /* 2024 */
int month_number(int32_t month); /* 1..12 */

/* Completed years; negative when birth lies after the date or month (caller decides). */
int32_t age_at_date(int32_t birth_date, int32_t date);
int32_t age_at_month(int32_t birth_date, int32_t month);
/* Completed months from a to b; negative when b is before a. */
int32_t months_between_dates(int32_t a, int32_t b);

#endif
