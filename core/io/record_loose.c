/* record_loose.c - folding, and the forms of numbers and dates that Excel in China writes.
 */
#include "io/record_loose.h"

#include <string.h>
#include "base/limits.h"
#include "value/date.h"

enum {
    FOLDED_BYTES = 96,    /* longer texts are no number, date or word */
    EXCEL_EPOCH = -25569, /* day 0, 1899-12-30, from 1970-01-01 */
    SERIAL_DIGITS = 5     /* 1927-05-18 to 2173-10-13: shorter ones could be years */
};

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- blanks and full-width forms --- */

static size_t blank_at_start(struct str s)
{
    static const char *const wide[] = {"\xC2\xA0", "\xE3\x80\x80", "\xE2\x80\x8B",
                                       "\xEF\xBB\xBF"};
    if (s.n && (*s.p == ' ' || *s.p == '\t' || *s.p == '\r' || *s.p == '\n'))
        return 1;
    for (size_t i = 0; i < 4; i++) {
        size_t n = strlen(wide[i]);
        if (s.n >= n && memcmp(s.p, wide[i], n) == 0)
            return n;
    }
    return 0;
}

struct str record_loose_trim_slowly(struct str s)
{
    for (size_t n; (n = blank_at_start(s)) > 0;)
        s = (struct str){s.p + n, s.n - n};
    while (s.n) {
        size_t n = 1;
        while (n < 3 && n < s.n && ((unsigned char)s.p[s.n - n] & 0xC0) == 0x80)
            n++; /* back to the character's first byte */
        if (blank_at_start((struct str){s.p + s.n - n, n}) != n)
            break;
        s.n -= n;
    }
    return s;
}

/* The plain form of the wide character at p, or 0. */
static char plain_form(const unsigned char *p, size_t n)
{
    static const struct {
        const char *wide;
        char plain;
    } others[] = {{"\xE3\x80\x80", ' '}, {"\xE2\x88\x92", '-'}, {"\xE3\x80\x82", '.'}};
    if (n < 3)
        return 0;
    if (p[0] == 0xEF && (p[1] == 0xBC || p[1] == 0xBD)) { /* U+FF01..U+FF5E */
        unsigned code = 0xF000u | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        return code > 0xFF00 && code < 0xFF5F ? (char)(code - 0xFEE0) : 0;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (memcmp(p, others[i].wide, 3) == 0)
            return others[i].plain;
    return 0;
}

size_t record_loose_fold(char *out, struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        char plain = plain_form((const unsigned char *)s.p + i, s.n - i);
        out[n++] = plain ? plain : s.p[i];
        i += plain ? 3 : 1;
    }
    return n;
}

/* --- what spreadsheets leave behind --- */

bool record_loose_is_error(struct str s)
{
    static const char *const words[] = {"#N/A",          "#REF!",  "#VALUE!", "#DIV/0!",
                                        "#NAME?",        "#NUM!",  "#NULL!",  "#CALC!",
                                        "#GETTING_DATA", "#SPILL!"};
    if (s.n < 4 || s.p[0] != '#')
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(s, str_of(words[i])))
            return true;
    return false;
}

static size_t digits_at(struct str s, size_t i)
{
    size_t n = 0;
    while (i + n < s.n && s.p[i + n] >= '0' && s.p[i + n] <= '9')
        n++;
    return n;
}

bool record_loose_is_rounded(struct str s)
{
    if (s.n < 7 || digits_at(s, 0) != 1 || s.p[1] != '.')
        return false;
    size_t at = 2 + digits_at(s, 2);
    if (at == 2 || at + 2 >= s.n || (s.p[at] != 'E' && s.p[at] != 'e') || s.p[at + 1] != '+')
        return false;
    return at + 2 + digits_at(s, at + 2) == s.n;
}

/* --- numbers --- */

static void drop(struct str *s, const char *end, bool at_start)
{
    struct str e = str_of(end);
    if (s->n < e.n || memcmp(at_start ? s->p : s->p + s->n - e.n, e.p, e.n) != 0)
        return;
    s->p += at_start ? e.n : 0;
    s->n -= e.n;
    *s = record_loose_trim(*s);
}

/* Takes the commas out of 1,234,567.8 in place; false: they stand where none can. */
static bool drop_groups(char *text, size_t *n)
{
    struct str s = {text, *n};
    size_t at = s.n && (text[0] == '-' || text[0] == '+'), run = digits_at(s, at);
    size_t to = at + run;
    if (run == 0 || run > 3)
        return false;
    for (at = to; at < s.n && text[at] == ','; at += 4) {
        if (digits_at(s, at + 1) != 3)
            return false;
        memmove(text + to, text + at + 1, 3);
        to += 3;
    }
    if (at < s.n && text[at] != '.')
        return false;
    memmove(text + to, text + at, s.n - at);
    *n = to + (s.n - at);
    return true;
}

static bool loosen_number(char *text, size_t *n, const struct type *t)
{
    struct str s = record_loose_trim((struct str){text, *n});
    if (t->kind == KIND_MONEY) {
        drop(&s, "¥", true);
        drop(&s, "￥", true);
        drop(&s, "元", false);
    }
    memmove(text, s.p, s.n);
    *n = s.n;
    return !memchr(text, ',', *n) || drop_groups(text, n);
}

/* --- dates --- */

static int number_of(struct str s, size_t at, size_t n)
{
    int v = 0;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + (s.p[at + i] - '0');
    return v;
}

/* Skips one of / - . or the word; 0: it is another. */
static char separator_at(struct str s, size_t *at, const char *word)
{
    struct str w = str_of(word);
    if (*at < s.n && (s.p[*at] == '/' || s.p[*at] == '-' || s.p[*at] == '.'))
        return s.p[(*at)++];
    if (s.n - *at < w.n || memcmp(s.p + *at, w.p, w.n) != 0)
        return 0;
    *at += w.n;
    return 'w';
}

/* Drops " 00:00", " 0:00:00", "T00:00:00.000": the time of a cell that holds a day. */
static struct str without_midnight(struct str s)
{
    size_t i = s.n;
    while (i > 0 && (s.p[i - 1] == '0' || s.p[i - 1] == ':' || s.p[i - 1] == '.'))
        i--;
    if (i == 0 || i == s.n || (s.p[i - 1] != ' ' && s.p[i - 1] != 'T'))
        return s;
    return memchr(s.p + i, ':', s.n - i) ? record_loose_trim((struct str){s.p, i - 1}) : s;
}

struct parts { /* 0: it is not there */
    int year, month, day;
};

/* 2024/7/1, 2024年7月1日, 2024/7, 2024年7月. */
static bool read_parts(struct parts *out, struct str s)
{
    size_t at = 4, n;
    if (digits_at(s, 0) != 4)
        return false;
    out->year = number_of(s, 0, 4);
    char first = separator_at(s, &at, "年");
    n = digits_at(s, at);
    if (!first || n < 1 || n > 2)
        return false;
    out->month = number_of(s, at, n);
    at += n;
    if (at == s.n)
        return first != 'w';
    char second = separator_at(s, &at, "月");
    if (second != first)
        return false;
    if (at == s.n)
        return first == 'w';
    n = digits_at(s, at);
    if (n < 1 || n > 2)
        return false;
    out->day = number_of(s, at, n);
    at += n;
    if (out->day == 0)
        out->day = -1; /* there, and no day */
    return first == 'w' ? str_eq((struct str){s.p + at, s.n - at}, str_of("日")) : at == s.n;
}

/* 20240701, 202407, or Excel's number of a day. */
static bool read_digits(struct parts *out, struct str s)
{
    if (s.n == 8 || s.n == 6) {
        *out = (struct parts){number_of(s, 0, 4), number_of(s, 4, 2),
                              s.n == 8 ? number_of(s, 6, 2) : 0};
        if (s.n == 8 && out->day == 0)
            out->day = -1;
        return true;
    }
    if (s.n != SERIAL_DIGITS || s.p[0] == '0')
        return false;
    date_split(EXCEL_EPOCH + number_of(s, 0, s.n), &out->year, &out->month, &out->day);
    return true;
}

static enum record_reason read_day(int32_t *out, struct str s, bool is_month)
{
    struct parts p = {0};
    s = without_midnight(s);
    bool is_plain = s.n > 0 && digits_at(s, 0) == s.n;
    if (!(is_plain ? read_digits(&p, s) : read_parts(&p, s)))
        return RECORD_WRONG_TYPE;
    if (is_month && (p.day == 0 || p.day == 1))
        return month_make(out, p.year, p.month) ? RECORD_OK : RECORD_NO_SUCH_DATE;
    if (is_month || p.day == 0)
        return RECORD_WRONG_TYPE;
    return date_make(out, p.year, p.month, p.day) ? RECORD_OK : RECORD_NO_SUCH_DATE;
}

/* The day as the strict reader takes it: bounds and births are checked in one place. */
static enum record_reason loosen_day(char *text, size_t *n, bool is_month)
{
    int32_t day;
    struct buf b;
    enum record_reason why =
        read_day(&day, record_loose_trim((struct str){text, *n}), is_month);
    if (why != RECORD_OK)
        return why;
    buf_init(&b);
    if (is_month)
        month_put(&b, day);
    else
        date_put(&b, day);
    if (buf_ok(&b) && b.len <= FOLDED_BYTES) {
        *n = b.len;
        memcpy(text, b.data, b.len);
    }
    buf_fini(&b);
    return RECORD_OK;
}

/* --- words --- */

/* The enum value whose zh or name is this once both are folded. */
static enum record_reason read_word(int64_t *out, const struct record_words *w, struct str text)
{
    char folded[FOLDED_BYTES * 3];
    for (uint16_t i = 0; i < w->count; i++) {
        if (w->zh[i].n > sizeof folded)
            continue;
        struct str zh = {folded, record_loose_fold(folded, w->zh[i])};
        if (str_eq(zh, text) || str_eq(w->names[i], text)) {
            *out = i;
            return RECORD_OK;
        }
    }
    return RECORD_UNKNOWN_WORD;
}

/* --- the whole --- */

enum record_reason record_loose_stored(int64_t *out, const struct record_cells *c,
                                       uint16_t field, struct str text, int32_t today)
{
    const struct type *t = &c->cells[field].field->type;
    char folded[FOLDED_BYTES];
    if (record_loose_is_error(text))
        return RECORD_SHEET_ERROR;
    enum record_reason why = record_cell_stored(out, c, field, text, today), loose = RECORD_OK;
    if (t->kind == KIND_TEXT && why == RECORD_OK && record_loose_is_rounded(text))
        return RECORD_ROUNDED;
    if ((why != RECORD_WRONG_TYPE && why != RECORD_UNKNOWN_WORD) || text.n > sizeof folded)
        return why;
    size_t n = record_loose_fold(folded, text);
    if (t->kind == KIND_ENUM)
        return read_word(out, &c->words[t->enum_id],
                         record_loose_trim((struct str){folded, n}));
    if (t->kind == KIND_DATE || t->kind == KIND_MONTH)
        loose = loosen_day(folded, &n, t->kind == KIND_MONTH);
    else if (t->kind != KIND_BOOLEAN && !loosen_number(folded, &n, t))
        loose = RECORD_WRONG_TYPE;
    if (loose != RECORD_OK)
        return loose;
    return record_cell_stored(out, c, field, (struct str){folded, n}, today);
}

enum record_reason record_loose_read(struct value *out, const struct record_cells *c,
                                     uint16_t field, struct str text, int32_t today)
{
    int64_t stored = 0;
    enum record_reason why = record_loose_stored(&stored, c, field, text, today);
    if (why == RECORD_OK)
        record_cell_take(out, c, field, stored, text);
    return why;
}
