/* http_date.c - reads HTTP's date by position. */
#include "net/http_date.h"

#include <string.h>
#include "value/date.h"

/* Two or four digits, or -1. */
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

static int month_of(const char *p)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (int i = 0; i < 12; i++)
        if (memcmp(names + (ptrdiff_t)i * 3, p, 3) == 0)
            return i + 1;
    return 0;
}

bool http_date_parse(int64_t *out, struct str s)
{
    static const char form[] = "...,_00_..._0000_00:00:00_GMT"; /* _: a blank */
    if (s.n != sizeof form - 1)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((form[i] == '_' && s.p[i] != ' ') ||
            (strchr(",:GMT", form[i]) && s.p[i] != form[i]))
            return false;
    int day = digits(s.p + 5, 2), year = digits(s.p + 12, 4), hour = digits(s.p + 17, 2);
    int minute = digits(s.p + 20, 2), second = digits(s.p + 23, 2);
    int32_t date;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 ||
        !date_make(&date, year, month_of(s.p + 8), day))
        return false;
    *out = (int64_t)date * 86400 + hour * 3600 + minute * 60 + second;
    return true;
}
