/* lex.c - reads tokens: names, numbers, strings, signs and comments of Lua 5.4.
 *
 * Any letter beyond ASCII may stand in a name. Full-width punctuation, which Chinese keyboards
 * produce, is refused with the sign that was meant.
 */
#include "lang/lex.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "value/decimal.h"

struct spelling {
    const char *text;
    size_t bytes;
    enum token_kind kind;
};
#define X(name, text) {text, sizeof text - 1, TOKEN_##name},
static const struct spelling words[] = {TOKENS_WORDS(X)};
static const struct spelling signs[] = {TOKENS_SIGNS(X)};
#undef X

/* Signs that are often typed with a Chinese keyboard or copied from a document. */
static const struct {
    const char *wrong, *right;
} lookalikes[] = {
    {"，", ","}, {"。", "."}, {"；", ";"},  {"：", ":"}, {"（", "("}, {"）", ")"}, {"［", "["},
    {"］", "]"}, {"【", "["}, {"】", "]"},  {"｛", "{"}, {"｝", "}"}, {"“", "\""}, {"”", "\""},
    {"‘", "'"},  {"’", "'"},  {"＂", "\""}, {"＝", "="}, {"＋", "+"}, {"－", "-"}, {"—", "-"},
    {"–", "-"},  {"−", "-"},  {"×", "*"},   {"＊", "*"}, {"÷", "/"},  {"／", "/"}, {"＜", "<"},
    {"＞", ">"}, {"≤", "<="}, {"≥", ">="},  {"≠", "~="}, {"％", "%"}, {"、", ","}, {"《", "<"},
    {"》", ">"}, {"＃", "#"}, {"…", "..."},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_newline(char c)
{
    return c == '\n' || c == '\r';
}

/* Value of a hexadecimal digit, or -1. */
static int hex_digit(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The code point at p (well-formed) and its bytes. */
static uint32_t code_point(const char *p, uint32_t *bytes)
{
    unsigned char c = (unsigned char)p[0];
    uint32_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    uint32_t cp = n == 1 ? c : (uint32_t)c & (0xFFu >> (n + 1));

    for (uint32_t i = 1; i < n; i++)
        cp = cp << 6 | ((unsigned char)p[i] & 0x3Fu);
    *bytes = n;
    return cp;
}

/* Letters beyond ASCII: everything but punctuation, blanks, symbols, signs and private use. */
static bool is_wide_letter(uint32_t cp)
{
    static const struct {
        uint32_t low, high;
    } no[] = {
        {0x00, 0xA9},     {0xAB, 0xB4},       {0xB6, 0xB9},        {0xBB, 0xBF},
        {0xD7, 0xD7},     {0xF7, 0xF7},       {0x2000, 0x206F},    {0x20A0, 0x20CF},
        {0x2190, 0x2BFF}, {0x3000, 0x3004},   {0x3008, 0x3020},    {0x3030, 0x3030},
        {0xD800, 0xF8FF}, {0xFE10, 0xFE6F},   {0xFEFF, 0xFEFF},    {0xFF00, 0xFF65},
        {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF}, {0xE0000, 0x10FFFF},
    };

    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        if (cp >= no[i].low && cp <= no[i].high)
            return false;
    return true;
}

/* Bytes of the identifier character at p, or 0. */
static uint32_t letter_bytes(const char *p)
{
    uint32_t n;

    if (is_alpha(*p) || is_digit(*p))
        return 1;
    if ((unsigned char)*p < 0x80)
        return 0;
    return is_wide_letter(code_point(p, &n)) ? n : 0;
}

/* One line end as Lua counts them: \n, \r, \r\n or \n\r. */
static uint32_t skip_newline(const char *text, uint32_t at)
{
    char first = text[at];

    return is_newline(text[at + 1]) && text[at + 1] != first ? at + 2 : at + 1;
}

static enum hm_status find_lines(struct ast_file *f)
{
    uint32_t n = 1;

    for (uint32_t at = 0; at < f->bytes;)
        if (is_newline(f->text[at])) {
            at = skip_newline(f->text, at);
            n++;
        } else {
            at++;
        }
    f->lines = arena_alloc(&f->arena, n * sizeof *f->lines);
    if (!f->lines)
        return HM_NOMEM;
    f->lines[0] = 0;
    f->line_count = 1;
    for (uint32_t at = 0; at < f->bytes;)
        if (is_newline(f->text[at])) {
            at = skip_newline(f->text, at);
            f->lines[f->line_count++] = at;
        } else {
            at++;
        }
    return HM_OK;
}

enum hm_status lex_init(struct lexer *x, struct ast_file *file, struct diag *d)
{
    struct place at = {file->path, 0, 0, NULL};
    size_t bad;

    *x = (struct lexer){.file = file, .diag = d};
    if (file->bytes >= LIMIT_SCRIPT_BYTES)
        return diag_error(d, HM_DATA, &at, _("the script has %zu bytes; the most is %d"),
                          file->bytes, LIMIT_SCRIPT_BYTES - 1);
    if (find_lines(file) != HM_OK)
        return diag_nomem(d, _("reading a script"));
    bad = str_utf8_bad(file->text, file->bytes);
    if (bad < file->bytes) {
        at = ast_place(file, (uint32_t)bad);
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at, _("save the file as UTF-8"),
                        _("the byte 0x%02x is not UTF-8 text"),
                        (unsigned)(unsigned char)file->text[bad]);
    }
    if (memcmp(file->text, "\xEF\xBB\xBF", file->bytes < 3 ? file->bytes : 3) == 0 &&
        file->bytes >= 3)
        x->at = 3;
    if (file->text[x->at] == '#')
        while (x->at < file->bytes && !is_newline(file->text[x->at]))
            x->at++;
    return HM_OK;
}

/* Reports at `offset`. */
__attribute__((format(printf, 4, 5))) static void
lex_error(struct lexer *x, uint32_t offset, const char *hint, const char *fmt, ...)
{
    struct place at = ast_place(x->file, offset);
    struct buf text;
    va_list ap;

    x->errors++;
    buf_init(&text);
    va_start(ap, fmt);
    buf_vprintf(&text, fmt, ap);
    va_end(ap);
    diag_add(x->diag, HM_LEVEL_ERROR, HM_DATA, &at, hint, "%s", buf_ok(&text) ? text.data : "");
    buf_fini(&text);
}

/* `level` of a long bracket that opens at `at` ("[[" 0, "[=[" 1, ...), or -1. */
static int long_bracket(const struct lexer *x, uint32_t at)
{
    const char *p = x->file->text + at;
    int level = 0;

    if (*p++ != '[')
        return -1;
    while (*p == '=') {
        level++;
        p++;
    }
    return *p == '[' ? level : -1;
}

/* Moves behind a long bracket and gives its contents; false when it never ends. */
static bool read_long(struct lexer *x, int level, struct str *contents)
{
    const char *text = x->file->text;
    uint32_t at = x->at + (uint32_t)level + 2, start;

    if (is_newline(text[at]))
        at = skip_newline(text, at);
    start = at;
    for (; at < x->file->bytes; at++) {
        uint32_t end = at + 1;
        if (text[at] != ']')
            continue;
        while (text[end] == '=')
            end++;
        if (text[end] != ']' || end - at - 1 != (uint32_t)level)
            continue;
        *contents = (struct str){text + start, at - start};
        x->at = end + 1;
        return true;
    }
    x->at = (uint32_t)x->file->bytes;
    return false;
}

/* Skips blanks and comments; false after a comment without an end. */
static bool skip_blanks(struct lexer *x)
{
    const char *text = x->file->text;

    for (;;) {
        char c = text[x->at];
        if (x->at >= x->file->bytes)
            return true;
        if (c == ' ' || c == '\t' || c == '\v' || c == '\f' || is_newline(c)) {
            x->at++;
        } else if (c == '-' && text[x->at + 1] == '-') {
            uint32_t start = x->at;
            int level = long_bracket(x, x->at + 2);
            struct str ignored;
            x->at += 2;
            if (level >= 0 && !read_long(x, level, &ignored)) {
                lex_error(x, start, NULL, _("the comment that begins here has no end"));
                return false;
            }
            if (level < 0)
                while (x->at < x->file->bytes && !is_newline(text[x->at]))
                    x->at++;
        } else {
            return true;
        }
    }
}

static void put_utf8(struct buf *b, uint32_t cp)
{
    if (cp < 0x80) {
        buf_putc(b, (char)cp);
    } else if (cp < 0x800) {
        buf_putc(b, (char)(0xC0 | cp >> 6));
        buf_putc(b, (char)(0x80 | (cp & 0x3F)));
    } else if (cp < 0x10000) {
        buf_putc(b, (char)(0xE0 | cp >> 12));
        buf_putc(b, (char)(0x80 | (cp >> 6 & 0x3F)));
        buf_putc(b, (char)(0x80 | (cp & 0x3F)));
    } else {
        buf_putc(b, (char)(0xF0 | cp >> 18));
        buf_putc(b, (char)(0x80 | (cp >> 12 & 0x3F)));
        buf_putc(b, (char)(0x80 | (cp >> 6 & 0x3F)));
        buf_putc(b, (char)(0x80 | (cp & 0x3F)));
    }
}

/* \u{XXX}; x->at stands on the 'u'. */
static void escape_unicode(struct lexer *x, struct buf *out)
{
    const char *text = x->file->text;
    uint32_t start = x->at - 1, cp = 0;
    bool any = false;

    x->at++;
    if (text[x->at] == '{') {
        for (x->at++; hex_digit(text[x->at]) >= 0 && cp <= 0x10FFFF; x->at++) {
            cp = cp * 16 + (uint32_t)hex_digit(text[x->at]);
            any = true;
        }
        if (any && text[x->at] == '}' && cp <= 0x10FFFF && !(cp >= 0xD800 && cp < 0xE000)) {
            x->at++;
            put_utf8(out, cp);
            return;
        }
    }
    lex_error(x, start, NULL, _("\\u must be followed by a Unicode character as {4E2D}"));
}

/* \ddd; x->at stands on the first digit. */
static void escape_decimal(struct lexer *x, struct buf *out)
{
    const char *text = x->file->text;
    uint32_t start = x->at - 1;
    int value = 0;

    for (int i = 0; i < 3 && is_digit(text[x->at]); i++)
        value = value * 10 + (text[x->at++] - '0');
    if (value > 255) {
        lex_error(x, start, NULL, _("\\%d is no byte: at most \\255"), value);
        return;
    }
    buf_putc(out, (char)value);
}

/* One escape; x->at stands behind the backslash. */
static void read_escape(struct lexer *x, struct buf *out)
{
    static const char plain[] = "abfnrtv\\\"'", meaning[] = "\a\b\f\n\r\t\v\\\"'";
    const char *text = x->file->text;
    char c = text[x->at];
    const char *known = c ? strchr(plain, c) : NULL;

    if (known) {
        buf_putc(out, meaning[known - plain]);
        x->at++;
    } else if (is_newline(c)) {
        x->at = skip_newline(text, x->at);
        buf_putc(out, '\n');
    } else if (c == 'x') {
        int high = hex_digit(text[x->at + 1]);
        int low = high < 0 ? -1 : hex_digit(text[x->at + 2]);
        if (low < 0) {
            lex_error(x, x->at - 1, NULL, _("\\x must be followed by two hexadecimal digits"));
            return;
        }
        buf_putc(out, (char)(high * 16 + low));
        x->at += 3;
    } else if (c == 'z') {
        x->at++;
        while (x->at < x->file->bytes && (memchr(" \t\v\f\r\n", text[x->at], 6)))
            x->at++;
    } else if (c == 'u') {
        escape_unicode(x, out);
    } else if (is_digit(c)) {
        escape_decimal(x, out);
    } else {
        lex_error(x, x->at - 1, _("a backslash itself is written \\\\"),
                  _("there is no such escape in a text: '\\%.*s'"), c ? 1 : 0, text + x->at);
    }
}

/* Reads "..." or '...'; x->at stands on the quote. */
static void read_quoted(struct lexer *x, struct token *t)
{
    const char *text = x->file->text;
    char quote = text[x->at++];
    struct buf out;

    buf_init(&out);
    t->kind = TOKEN_STRING;
    for (;;) {
        char c = text[x->at];
        if (x->at >= x->file->bytes || is_newline(c)) {
            lex_error(x, t->first, NULL,
                      _("the text that begins here has no closing %c on its line"), quote);
            break;
        }
        x->at++;
        if (c == quote)
            break;
        if (c != '\\')
            buf_putc(&out, c);
        else
            read_escape(x, &out);
    }
    t->text.n = out.len;
    t->text.p = arena_strndup(&x->file->arena, out.data ? out.data : "", out.len);
    if (!t->text.p || !buf_ok(&out))
        x->nomem = true;
    buf_fini(&out);
}

static void hex_integer(struct lexer *x, struct token *t, struct str s)
{
    uint64_t v = 0;
    bool fits = true;

    if (s.n == 2)
        goto malformed;
    for (size_t i = 2; i < s.n; i++) {
        int digit = hex_digit(s.p[i]);
        if (digit < 0)
            goto malformed;
        fits = fits && v <= (uint64_t)INT64_MAX >> 4;
        v = v << 4 | (uint64_t)digit;
    }
    if (fits) {
        t->kind = TOKEN_INTEGER;
        t->integer = (int64_t)v;
        return;
    }
    lex_error(x, t->first, NULL, _("the number %.*s does not fit 64 bits"), (int)s.n, s.p);
    return;
malformed:
    lex_error(x, t->first, NULL, _("'%.*s' is no number; hexadecimal ones must be whole"),
              (int)s.n, s.p);
}

/* A decimal numeral, in Lua's notation made JSON's: ".5" -> "0.5", "5." -> "5". */
static void decimal_number(struct lexer *x, struct token *t, struct str s)
{
    const char *dot = memchr(s.p, '.', s.n);
    bool bare_front = dot == s.p;
    bool bare_back = dot && (dot + 1 == s.p + s.n || !is_digit(dot[1]));
    struct rational r;
    struct str norm;
    char *p = arena_alloc(&x->file->arena, s.n + 2);
    size_t n = 0;

    if (!p) {
        x->nomem = true;
        return;
    }
    if (bare_front)
        p[n++] = '0';
    for (size_t i = 0; i < s.n; i++)
        if (!(bare_back && s.p + i == dot))
            p[n++] = s.p[i];
    p[n] = '\0';
    norm = (struct str){p, n};
    switch (bare_front && bare_back ? DECIMAL_NOT_A_NUMBER : decimal_rational(&r, norm)) {
    case DECIMAL_OK:
        t->kind = r.den == 1 ? TOKEN_INTEGER : TOKEN_NUMBER;
        t->integer = r.num;
        t->text = norm;
        return;
    case DECIMAL_NOT_A_NUMBER:
        lex_error(x, t->first, NULL, _("'%.*s' is no number"), (int)s.n, s.p);
        return;
    case DECIMAL_TOO_FINE:
    case DECIMAL_TOO_LARGE:
        lex_error(x, t->first, NULL, _("the number %.*s does not fit 64 bits"), (int)s.n, s.p);
        return;
    }
}

static void read_number(struct lexer *x, struct token *t)
{
    const char *text = x->file->text;
    bool hex = text[x->at] == '0' && (text[x->at + 1] == 'x' || text[x->at + 1] == 'X');
    struct str s;

    for (x->at++; is_alpha(text[x->at]) || is_digit(text[x->at]) || text[x->at] == '.'; x->at++)
        if (strchr(hex ? "pP" : "eE", text[x->at]) &&
            (text[x->at + 1] == '+' || text[x->at + 1] == '-'))
            x->at++;
    s = (struct str){text + t->first, x->at - t->first};
    t->kind = TOKEN_INTEGER;
    if (hex)
        hex_integer(x, t, s);
    else
        decimal_number(x, t, s);
}

static void read_name(struct lexer *x, struct token *t)
{
    const char *text = x->file->text;
    uint32_t n;

    while ((n = letter_bytes(text + x->at)) != 0)
        x->at += n;
    t->kind = TOKEN_NAME;
    t->text = (struct str){text + t->first, x->at - t->first};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].bytes == t->text.n && memcmp(words[i].text, t->text.p, t->text.n) == 0)
            t->kind = words[i].kind;
    if ((t->text.n >= 2 && memcmp(t->text.p, "__", 2) == 0) ||
        (t->text.n == 4 && memcmp(t->text.p, "_ENV", 4) == 0)) {
        lex_error(x, t->first, _("choose another name"), _("the name '%.*s' is reserved"),
                  (int)t->text.n, t->text.p);
    }
}

/* Something no token begins with. */
static void refuse(struct lexer *x, struct token *t)
{
    const char *p = x->file->text + x->at;
    char hint[64];
    uint32_t n;
    uint32_t cp = code_point(p, &n);

    t->kind = TOKEN_BAD;
    x->at += n;
    for (size_t i = 0; i < sizeof lookalikes / sizeof lookalikes[0]; i++)
        if (strlen(lookalikes[i].wrong) == n && memcmp(lookalikes[i].wrong, p, n) == 0) {
            snprintf(hint, sizeof hint, _("write %s"), lookalikes[i].right);
            lex_error(x, t->first, hint, _("the sign '%.*s' is not used in scripts"), (int)n,
                      p);
            for (size_t k = 0; k < sizeof signs / sizeof signs[0]; k++)
                if (strcmp(signs[k].text, lookalikes[i].right) == 0)
                    t->kind = signs[k].kind;
            return;
        }
    if (cp < 0x20 || cp == 0x7F || cp == 0xFEFF || cp == 0xA0 || cp == 0x3000 ||
        (cp >= 0x2000 && cp <= 0x200F))
        lex_error(x, t->first, _("delete it"), _("an invisible character, U+%04X"), cp);
    else
        lex_error(x, t->first, NULL, _("the character '%.*s' cannot stand here"), (int)n, p);
}

static void read_sign(struct lexer *x, struct token *t)
{
    const char *p = x->file->text + x->at;

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (p[0] == signs[i].text[0] && strncmp(p, signs[i].text, signs[i].bytes) == 0) {
            t->kind = signs[i].kind;
            x->at += (uint32_t)signs[i].bytes;
            return;
        }
    refuse(x, t);
}

struct token lex_next(struct lexer *x)
{
    const char *text = x->file->text;
    struct token t = {.kind = TOKEN_EOF};
    bool sound = skip_blanks(x);
    char c = text[x->at];

    t.first = x->at;
    if (x->at >= x->file->bytes) {
        t.kind = sound ? TOKEN_EOF : TOKEN_BAD;
    } else if (is_digit(c) || (c == '.' && is_digit(text[x->at + 1]))) {
        read_number(x, &t);
    } else if (letter_bytes(text + x->at)) {
        read_name(x, &t);
    } else if (c == '"' || c == '\'') {
        read_quoted(x, &t);
    } else if (long_bracket(x, x->at) >= 0) {
        t.kind = TOKEN_STRING;
        if (!read_long(x, long_bracket(x, x->at), &t.text))
            lex_error(x, t.first, NULL, _("the long text that begins here has no end"));
    } else {
        read_sign(x, &t);
    }
    t.last = x->at;
    return t;
}

const char *lex_spelling(enum token_kind kind)
{
    switch (kind) {
#define X(name, text)                                                                          \
    case TOKEN_##name:                                                                         \
        return text;
        TOKENS_WORDS(X)
        TOKENS_SIGNS(X)
#undef X
    case TOKEN_EOF:
    case TOKEN_NAME:
    case TOKEN_STRING:
    case TOKEN_INTEGER:
    case TOKEN_NUMBER:
    case TOKEN_BAD:
        break;
    }
    return NULL;
}

void lex_describe(const struct lexer *x, const struct token *t, char *out, size_t out_bytes)
{
    uint32_t n = t->last - t->first;
    const char *text = x->file->text + t->first;

    if (t->kind == TOKEN_EOF) {
        snprintf(out, out_bytes, "%s", _("the end of the file"));
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        if (is_newline(text[i]))
            n = i;
    while (n > 60 || (n && n < t->last - t->first && ((unsigned char)text[n] & 0xC0) == 0x80))
        n--;
    snprintf(out, out_bytes, "'%.*s%s'", (int)n, text, n < t->last - t->first ? "..." : "");
}
