/* division.c - the codes, a line a city: its four digits, then the last two of each county. */
#include "io/division.h"

#include <stddef.h>
#include <string.h>

static const char provinces[] =
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
    "50 51 52 53 54 61 62 63 64 65 71 81 82";

static const struct {
    const char *city, *counties;
} cities[] = {
    /* Inner Mongolia */
    {"1501", "02 03 04 05 21 22 23 24 25"},
    {"1502", "02 03 04 05 06 07 21 22 23"},
    {"1503", "02 03 04"},
    {"1504", "02 03 04 21 22 23 24 25 26 28 29 30"},
    {"1505", "02 21 22 23 24 25 26 81"},
    {"1506", "02 03 21 22 23 24 25 26 27"},
    {"1507", "02 03 21 22 23 24 25 26 27 81 82 83 84 85"},
    {"1508", "02 21 22 23 24 25 26"},
    {"1509", "02 21 22 23 24 25 26 27 28 29 81"},
    {"1522", "01 02 21 22 23 24"},
    {"1525", "01 02 22 23 24 25 26 27 28 29 30 31"},
    {"1529", "21 22 23"},
    /* Zhejiang */
    {"3301", "02 03 04 05 06 08 09 10 11 12 13 14 22 27 81 82 83 84 85"},
    {"3302", "03 04 05 06 11 12 13 25 26 27 81 82 83"},
    {"3303", "02 03 04 05 22 24 26 27 28 29 81 82 83"},
    {"3304", "02 11 21 24 81 82 83"},
    {"3305", "02 03 21 22 23"},
    {"3306", "02 03 04 21 24 81 82 83"},
    {"3307", "02 03 23 26 27 81 82 83 84"},
    {"3308", "02 03 22 24 25 81"},
    {"3309", "02 03 21 22"},
    {"3310", "02 03 04 21 22 23 24 81 82 83"},
    {"3311", "02 21 22 23 24 25 26 27 81"},
    /* Fujian */
    {"3501", "02 03 04 05 11 12 21 22 23 24 25 28 81 82"},
    {"3502", "03 05 06 11 12 13"},
    {"3503", "02 03 04 05 22"},
    {"3504", "02 03 04 05 21 23 24 25 26 27 28 29 30 81"},
    {"3505", "02 03 04 05 21 24 25 26 27 81 82 83"},
    {"3506", "02 03 04 05 22 23 24 25 26 27 28 29 81"},
    {"3507", "02 03 21 22 23 24 25 81 82 83 84"},
    {"3508", "02 03 21 22 23 24 25 81"},
    {"3509", "02 21 22 23 24 25 26 81 82"},
};

/* Whether two digits stand in a list of such. */
static bool has_pair(const char *list, const char *two)
{
    for (const char *at = list;; at += 3) {
        if (at[0] == two[0] && at[1] == two[1])
            return true;
        if (!at[2])
            return false;
    }
}

bool division_is_province(const char two_digits[2])
{
    return has_pair(provinces, two_digits);
}

enum division_fault division_check(struct str code)
{
    bool is_listed = false; /* the province's cities are */
    for (size_t i = 0; i < code.n; i++)
        if (code.p[i] < '0' || code.p[i] > '9')
            return DIVISION_SHAPE;
    if (code.n != 6 && code.n != 9 && code.n != 12)
        return DIVISION_SHAPE;
    if (!division_is_province(code.p))
        return DIVISION_UNKNOWN;
    for (size_t i = 0; i < sizeof cities / sizeof *cities; i++) {
        if (memcmp(cities[i].city, code.p, 4) == 0)
            return has_pair(cities[i].counties, code.p + 4) ? DIVISION_SOUND : DIVISION_UNKNOWN;
        is_listed |= memcmp(cities[i].city, code.p, 2) == 0;
    }
    return is_listed ? DIVISION_UNKNOWN : DIVISION_SOUND;
}
