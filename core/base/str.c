/* str.c - UTF-8, widths on a terminal, and nearest names for "did you mean". */
#include "base/str.h"

#include "base/limits.h"

/* Length of the well-formed sequence at p, or 0 (RFC 3629: no overlong forms, no surrogates,
 * nothing above U+10FFFF). *code gets the code point. */
static unsigned decode(const char *text, size_t n, uint32_t *code)
{
    const unsigned char *p = (const unsigned char *)text;
    unsigned bytes = p[0] < 0x80   ? 1
                     : p[0] < 0xC2 ? 0
                     : p[0] < 0xE0 ? 2
                     : p[0] < 0xF0 ? 3
                     : p[0] < 0xF5 ? 4
                                   : 0;
    if (bytes == 0 || bytes > n)
        return 0;
    uint32_t c = bytes == 1 ? p[0] : p[0] & (0x7Fu >> bytes);
    for (unsigned i = 1; i < bytes; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if ((bytes == 3 && (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))) ||
        (bytes == 4 && (c < 0x10000 || c > 0x10FFFF)))
        return 0;
    *code = c;
    return bytes;
}

size_t str_utf8_bad(const char *p, size_t n)
{
    size_t i = 0;
    uint32_t code;
    while (i < n) {
        uint64_t eight;
        if (n - i >= 8) { /* eight ASCII bytes at a time */
            __builtin_memcpy(&eight, p + i, 8);
            if (!(eight & UINT64_C(0x8080808080808080))) {
                i += 8;
                continue;
            }
        }
        unsigned bytes = decode(p + i, n - i, &code);
        if (bytes == 0)
            return i;
        i += bytes;
    }
    return n;
}

size_t str_utf8_len(const char *p, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)p[i] & 0xC0) != 0x80;
    return count;
}

/* East Asian wide and fullwidth ranges (UAX 11), coarse: blocks, not single characters. */
static bool is_wide(uint32_t c)
{
    static const uint32_t ranges[][2] = {
        {0x1100, 0x115F},   {0x2E80, 0x303E}, {0x3041, 0xA4CF},   {0xA960, 0xA97F},
        {0xAC00, 0xD7A3},   {0xF900, 0xFAFF}, {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF},
        {0x20000, 0x3FFFD},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    }
    return false;
}

static bool is_zero_width(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF ||
           (c >= 0xFE00 && c <= 0xFE0F);
}

size_t str_width(const char *p, size_t n)
{
    size_t width = 0;
    for (size_t i = 0; i < n;) {
        uint32_t code = 0;
        unsigned bytes = decode(p + i, n - i, &code);
        width += bytes == 0 ? 1 : is_wide(code) ? 2 : is_zero_width(code) ? 0 : 1;
        i += bytes ? bytes : 1;
    }
    return width;
}

enum { WORD_CODES = LIMIT_NAME_BYTES + 32 };

/* Code points of a word. False when it is too long or not UTF-8. */
static bool decode_word(struct str s, uint32_t codes[WORD_CODES], size_t *count)
{
    size_t k = 0;
    for (size_t i = 0; i < s.n; k++) {
        unsigned bytes = k < WORD_CODES ? decode(s.p + i, s.n - i, &codes[k]) : 0;
        if (bytes == 0)
            return false;
        i += bytes;
    }
    *count = k;
    return true;
}

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
    unsigned m = a < b ? a : b;
    return m < c ? m : c;
}

unsigned str_distance(struct str a, struct str b, unsigned max)
{
    uint32_t x[WORD_CODES], y[WORD_CODES];
    size_t n, m;
    if (!decode_word(a, x, &n) || !decode_word(b, y, &m))
        return max + 1;
    if ((n > m ? n - m : m - n) > max)
        return max + 1;
    unsigned rows[3][WORD_CODES + 1]; /* two rows back, the last one, the present one */
    unsigned *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= m; j++)
        last[j] = before[j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned change = last[j - 1] + (x[i - 1] != y[j - 1]);
            now[j] = min3(change, last[j] + 1, now[j - 1] + 1);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1] &&
                before[j - 2] + 1 < now[j])
                now[j] = before[j - 2] + 1;
        }
        unsigned *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[m] > max ? max + 1 : last[m];
}

static size_t shared_prefix(struct str a, struct str b)
{
    size_t i = 0;
    while (i < a.n && i < b.n && a.p[i] == b.p[i])
        i++;
    return str_utf8_len(a.p, i);
}

int str_nearest(struct str word, const struct str *names, size_t count)
{
    size_t length = str_utf8_len(word.p, word.n);
    int best = -1;
    unsigned best_score = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        unsigned help = shared_prefix(word, names[i]) >= 4 ? 1 : 0;
        unsigned allowed = 1 + (unsigned)(length / 4) + help;
        unsigned distance = str_distance(word, names[i], allowed);
        unsigned score = 2 * distance + 1 - help;
        if (distance <= allowed && distance < length && score < best_score) {
            best = (int)i;
            best_score = score;
        }
    }
    return best;
}
