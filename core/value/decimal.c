/* decimal.c - reading and printing exact numbers. A text becomes digits * 10^exponent with no
 * zero at either end of the digits; every type then asks whether that fits its grid. */
#include "value/decimal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "base/i18n.h"
#include "value/rounding.h"

enum {
    SIGNIFICANT_MAX = 38, /* digits that surely fit 128 bits */
    INT64_DIGITS = 19,
    EXPONENT_MAX = 1000000 /* larger ones are cut: nothing near it fits anyway */
};

struct digits {
    bool negative;
    unsigned __int128 value; /* the significant digits, when count <= SIGNIFICANT_MAX */
    size_t count;            /* how many; 0 = the number is zero */
    int64_t exponent;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* One more digit; zeros are only counted until another digit proves them significant. */
static void add_digit(struct digits *d, char c, size_t *zeros)
{
    if (c == '0') {
        *zeros += d->count > 0;
        return;
    }
    size_t count = d->count + *zeros + 1;
    if (count <= SIGNIFICANT_MAX) {
        for (; *zeros > 0; --*zeros)
            d->value *= 10;
        d->value = d->value * 10 + (unsigned)(c - '0');
    }
    *zeros = 0;
    d->count = count;
}

static bool scan_exponent(int64_t *out, const char **at, const char *end)
{
    const char *p = *at;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    const char *first = p;
    int64_t e = 0;
    for (; p < end && is_digit(*p); p++)
        e = e < EXPONENT_MAX ? e * 10 + (*p - '0') : e;
    *out = negative ? -e : e;
    *at = p;
    return p > first;
}

static bool scan(struct digits *d, struct str text)
{
    *d = (struct digits){0};
    const char *p = text.p, *end = text.p + text.n;
    size_t zeros = 0; /* since the last significant digit */
    if (p < end && (*p == '-' || *p == '+'))
        d->negative = *p++ == '-';
    const char *whole = p;
    for (; p < end && is_digit(*p); p++)
        add_digit(d, *p, &zeros);
    if (p == whole)
        return false;
    int64_t decimals = 0;
    if (p < end && *p == '.') {
        const char *fraction = ++p;
        for (; p < end && is_digit(*p); p++)
            add_digit(d, *p, &zeros);
        decimals = p - fraction;
        if (decimals == 0)
            return false;
    }
    int64_t exponent = 0;
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (!scan_exponent(&exponent, &p, end))
            return false;
    }
    d->exponent = exponent - decimals + (int64_t)zeros;
    return p == end;
}

static __int128 power10(int64_t n)
{
    __int128 v = 1;
    for (; n > 0; n--)
        v *= 10;
    return v;
}

static __int128 signed_value(const struct digits *d)
{
    return d->negative ? -(__int128)d->value : (__int128)d->value;
}

enum decimal_status decimal_rational(struct rational *out, struct str text)
{
    struct digits d;
    if (!scan(&d, text))
        return DECIMAL_NOT_A_NUMBER;
    if (d.count == 0) {
        *out = rational_of(0);
        return DECIMAL_OK;
    }
    if ((int64_t)d.count + d.exponent > INT64_DIGITS)
        return DECIMAL_TOO_LARGE;
    if (d.count > SIGNIFICANT_MAX || d.exponent < -SIGNIFICANT_MAX)
        return DECIMAL_TOO_FINE;
    __int128 num = signed_value(&d), den = 1;
    if (d.exponent >= 0)
        num *= power10(d.exponent);
    else
        den = power10(-d.exponent);
    struct rational r;
    if (rational_make(&r, num, den) != HM_TRAP_NONE)
        return num / den > INT64_MAX || num / den < -INT64_MAX ? DECIMAL_TOO_LARGE
                                                               : DECIMAL_TOO_FINE;
    *out = r;
    return DECIMAL_OK;
}

/* 12, -3 and 4570.00, as most numbers are; false: any other form. */
static bool read_plain(int64_t *out, struct str text, unsigned decimals)
{
    enum { DIGITS = 17 }; /* below 10^18 with the sign and point left out */
    size_t i = text.n > 0 && text.p[0] == '-', first = i;
    bool negative = first == 1;
    unsigned after = 0;
    int64_t v = 0;
    if (text.n > DIGITS)
        return false;
    for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
        v = v * 10 + (text.p[i] - '0');
    if (i == first)
        return false;
    if (i < text.n && text.p[i] == '.') {
        size_t point = i++;
        for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
            v = v * 10 + (text.p[i] - '0');
        after = (unsigned)(i - point - 1);
        if (after == 0)
            return false;
    }
    if (i < text.n || after > decimals || text.n - first + (decimals - after) > DIGITS)
        return false;
    for (; after < decimals; after++)
        v *= 10;
    *out = negative ? -v : v;
    return true;
}

enum decimal_status decimal_scaled(int64_t *out, struct str text, unsigned decimals)
{
    struct digits d;
    if (read_plain(out, text, decimals))
        return DECIMAL_OK;
    if (!scan(&d, text))
        return DECIMAL_NOT_A_NUMBER;
    if (d.count == 0) {
        *out = 0;
        return DECIMAL_OK;
    }
    int64_t exponent = d.exponent + (int64_t)decimals;
    if ((int64_t)d.count + exponent > INT64_DIGITS)
        return DECIMAL_TOO_LARGE;
    if (exponent < 0)
        return DECIMAL_TOO_FINE;
    __int128 v = signed_value(&d) * power10(exponent);
    if (v > INT64_MAX || v < -(__int128)INT64_MAX)
        return DECIMAL_TOO_LARGE;
    *out = (int64_t)v;
    return DECIMAL_OK;
}

enum decimal_status decimal_money(int64_t *out_fen, struct str text)
{
    return decimal_scaled(out_fen, text, 2);
}

enum decimal_status decimal_integer(int64_t *out, struct str text)
{
    return decimal_scaled(out, text, 0);
}

/* v / 10^decimals; with every decimal, or without trailing zeros. */
static void put_scaled(struct buf *b, __int128 v, unsigned decimals, bool all)
{
    char text[48]; /* sign, 39 digits, point, leading zero */
    size_t at = sizeof text;
    unsigned __int128 rest =
        v < 0 ? (unsigned __int128)0 - (unsigned __int128)v : (unsigned __int128)v;
    bool shown = all;
    for (unsigned i = 0; i < decimals; i++, rest /= 10) {
        unsigned digit = (unsigned)(rest % 10);
        shown = shown || digit != 0;
        if (shown)
            text[--at] = (char)('0' + digit);
    }
    if (at < sizeof text)
        text[--at] = '.';
    do {
        text[--at] = (char)('0' + (unsigned)(rest % 10));
        rest /= 10;
    } while (rest);
    if (v < 0)
        text[--at] = '-';
    buf_put(b, text + at, sizeof text - at);
}

void decimal_put_money(struct buf *b, int64_t fen)
{
    put_scaled(b, fen, 2, true);
}

void decimal_put_scaled(struct buf *b, int64_t v, unsigned decimals)
{
    assert(decimals <= 18);
    put_scaled(b, v, decimals, false);
}

/* Decimals after which 1/den ends, or 19 when it takes more than 18 or never ends. */
static unsigned decimals_of(int64_t den)
{
    unsigned twos = 0, fives = 0;
    for (; den % 2 == 0; den /= 2)
        twos++;
    for (; den % 5 == 0; den /= 5)
        fives++;
    unsigned decimals = twos > fives ? twos : fives;
    return den == 1 && decimals <= 18 ? decimals : 19;
}

void decimal_put_rational(struct buf *b, struct rational r)
{
    unsigned decimals = decimals_of(r.den);
    if (decimals <= 18)
        put_scaled(b, (__int128)r.num * (power10(decimals) / r.den), decimals, false);
    else
        buf_printf(b, "%lld/%lld", (long long)r.num, (long long)r.den);
}

void decimal_put_money_rational(struct buf *b, struct rational fen, bool exact)
{
    struct rational whole = fen, yuan;
    enum hm_trap trap =
        rounding_apply(&whole, fen, (struct rounding){ROUND_HALF_UP, rational_of(1)});
    assert(trap == HM_TRAP_NONE); /* rounding to whole ones never leaves int64 */
    (void)trap;
    decimal_put_money(b, whole.num);
    if (!exact || fen.den == 1)
        return;
    buf_printf(b, " (%s ", _("exactly"));
    if (rational_div(&yuan, fen, rational_of(100)) == HM_TRAP_NONE) {
        decimal_put_rational(b, yuan);
        buf_puts(b, ")");
    } else {
        decimal_put_rational(b, fen);
        buf_puts(b, " fen)");
    }
}
