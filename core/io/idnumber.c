/* idnumber.c - reading and masking; nothing is kept. */
#include "io/idnumber.h"

#include "io/division.h"
#include "value/date.h"

enum {
    ID_CHARACTERS = 18,
    KEPT_FIRST = 3,
    KEPT_LAST = 2,
    RUN_LEAST = 15, /* identity numbers before 1999 */
    RUN_MOST = 19,  /* accounts */
    MANTISSA_LEAST = 10
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool has_shape(struct str text)
{
    if (text.n != ID_CHARACTERS)
        return false;
    for (size_t i = 0; i + 1 < text.n; i++)
        if (!is_digit(text.p[i]))
            return false;
    char last = text.p[ID_CHARACTERS - 1];
    return is_digit(last) || last == 'X' || last == 'x';
}

/* Weights are powers of 2 modulo 11, from the right; the sum must be 1. */
static bool has_checksum(const char *p)
{
    int sum = 0;
    for (int i = 0; i < ID_CHARACTERS; i++)
        sum = sum * 2 % 11 + (is_digit(p[i]) ? p[i] - '0' : 10);
    return sum % 11 == 1;
}

static int number(const char *p, int n)
{
    int v = 0;
    for (int i = 0; i < n; i++)
        v = v * 10 + (p[i] - '0');
    return v;
}

/* 83: residents from Taiwan; 91: foreigners with a permanent residence. */
static bool has_area(const char *p)
{
    return division_is_province(p) || (p[0] == '8' && p[1] == '3') ||
           (p[0] == '9' && p[1] == '1');
}

enum idnumber_fault idnumber_read(struct idnumber *out, struct str text)
{
    struct idnumber read = {0};
    if (!has_shape(text))
        return IDNUMBER_SHAPE;
    if (!has_checksum(text.p))
        return IDNUMBER_CHECKSUM;
    if (!has_area(text.p))
        return IDNUMBER_AREA;
    if (!date_make(&read.birth, number(text.p + 6, 4), number(text.p + 10, 2),
                   number(text.p + 12, 2)))
        return IDNUMBER_DATE;
    read.is_male = (text.p[16] - '0') % 2 == 1;
    *out = read;
    return IDNUMBER_SOUND;
}

/* --- masks --- */

/* Offset of the character number `count`, from the front. */
static size_t after(struct str text, size_t count)
{
    size_t i = 0;
    while (i < text.n && count > 0) {
        i++;
        while (i < text.n && ((unsigned char)text.p[i] & 0xC0) == 0x80)
            i++;
        count--;
    }
    return i;
}

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Digits and letters only, as identity, bank and telephone numbers are; names are not. */
static bool is_number(struct str text)
{
    bool has_digit = false;
    for (size_t i = 0; i < text.n; i++) {
        if (!is_word(text.p[i]))
            return false;
        has_digit |= is_digit(text.p[i]);
    }
    return has_digit;
}

void idnumber_mask(struct buf *out, struct str text)
{
    size_t characters = str_utf8_len(text.p, text.n);
    bool is_long = is_number(text) && characters > KEPT_FIRST + KEPT_LAST + 2;
    size_t first = is_long ? KEPT_FIRST : 1, last = is_long ? KEPT_LAST : 0;
    if (characters <= first + last) { /* one character: nothing of it */
        buf_putc(out, '*');
        return;
    }
    buf_put(out, text.p, after(text, first));
    for (size_t i = first + last; i < characters; i++)
        buf_putc(out, '*');
    size_t from = after(text, characters - last);
    buf_put(out, text.p + from, text.n - from);
}

/* "3.30799198005011E+17", as spreadsheets write a long number: where its digits end, or 0. */
static size_t mantissa_end(const char *text, size_t n, size_t i)
{
    size_t end = i + 2;
    if (end >= n || !is_digit(text[i]) || text[i + 1] != '.')
        return 0;
    while (end < n && is_digit(text[end]))
        end++;
    bool has_exponent =
        end + 1 < n && (text[end] == 'E' || text[end] == 'e') && text[end + 1] == '+';
    return has_exponent && end - i >= MANTISSA_LEAST ? end : 0;
}

void idnumber_hide(char *text, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t mantissa = mantissa_end(text, n, i);
        for (size_t k = i + KEPT_FIRST; k < mantissa; k++)
            text[k] = '*';
        i = mantissa ? mantissa : i;
        size_t end = i;
        while (end < n && is_digit(text[end]))
            end++;
        bool has_x = end > i && end < n && (text[end] == 'X' || text[end] == 'x');
        size_t stop = end + has_x;
        bool stands_alone =
            (i == 0 || !is_word(text[i - 1])) && (stop >= n || !is_word(text[stop]));
        if (stands_alone && stop - i >= RUN_LEAST && stop - i <= RUN_MOST)
            for (size_t k = i + KEPT_FIRST; k < stop - KEPT_LAST; k++)
                text[k] = '*';
        i = stop > i ? stop : i + 1;
    }
}
