/* json.c - the pull tokenizer: blanks, punctuation, numbers, strings, and the fault that
 * sticks.
 *
 * The hot loops are the scan of a string (eight bytes at a time until something needs a look)
 * and of a number. What a key or value means is for the reader above.
 */
#include "io/json.h"

#include <string.h>
#include "base/i18n.h"
#include "base/limits.h"

_Static_assert(LIMIT_JSON_DEPTH <= 32, "struct json.objects has a bit for each depth");

#define EACH_BYTE(b) ((uint64_t)(b)*UINT64_C(0x0101010101010101))

static void fail(struct json *j, enum json_fault fault, const char *at)
{
    if (j->fault == JSON_OK) {
        j->fault = fault;
        j->fault_offset = (size_t)(at - j->begin);
    }
    j->at = j->end;
}

/* What is at `at` cannot stand there, or the text ends there. */
static void fail_here(struct json *j, const char *at)
{
    size_t rest = (size_t)(j->end - at);
    bool is_foreign = rest > 0 && (unsigned char)*at >= 0x80 && str_utf8_bad(at, rest) == 0;
    fail(j, rest == 0 ? JSON_ENDS_EARLY : is_foreign ? JSON_NOT_UTF8 : JSON_UNEXPECTED, at);
}

static inline const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
        p++;
    return p;
}

/* --- strings --- */

/* Marks (high bit of a byte) where one of eight bytes is '"', '\\', below 0x20 or above 0x7F.
 * The lowest mark is exact; higher ones may be false after it. */
static inline uint64_t special_bytes(uint64_t w)
{
    uint64_t high = EACH_BYTE(0x80);
    uint64_t quote = w ^ EACH_BYTE('"');
    uint64_t slash = w ^ EACH_BYTE('\\');
    uint64_t below = w - EACH_BYTE(0x20);
    return ((quote - EACH_BYTE(1)) | (slash - EACH_BYTE(1)) | below | w) & high;
}

/* First byte from p on that a string cannot take as it is; end when there is none. */
static inline const char *scan_plain(const char *p, const char *end)
{
    while (end - p >= 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        uint64_t marks = special_bytes(w);
        if (marks) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
            return p + (__builtin_ctzll(marks) >> 3);
#else
            break;
#endif
        }
        p += 8;
    }
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20 &&
           (unsigned char)*p < 0x80)
        p++;
    return p;
}

/* Four hex digits at p, or -1. */
static int hex4(const char *p, const char *end)
{
    int v = 0;
    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        v = v * 16 + digit;
    }
    return v;
}

static char *put_utf8(char *out, unsigned code)
{
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xC0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *out++ = (char)(0xE0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    } else {
        *out++ = (char)(0xF0 | code >> 18);
        *out++ = (char)(0x80 | (code >> 12 & 0x3F));
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    return out;
}

/* The \u escape at p (after "\u"), a surrogate pair as one code point. Returns the end of it,
 * or NULL when it is none. */
static const char *unescape_u(const char *p, const char *end, unsigned *code)
{
    int first = hex4(p, end);
    if (first <= 0 || (first >= 0xDC00 && first <= 0xDFFF))
        return NULL; /* NUL would cut messages short; a low surrogate cannot come first */
    p += 4;
    *code = (unsigned)first;
    if (first < 0xD800 || first > 0xDBFF)
        return p;
    if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
        return NULL;
    int second = hex4(p + 2, end);
    if (second < 0xDC00 || second > 0xDFFF)
        return NULL;
    *code = 0x10000 + ((unsigned)(first - 0xD800) << 10) + (unsigned)(second - 0xDC00);
    return p + 6;
}

/* One escape at p (the backslash); writes what it stands for when out is not NULL. */
static const char *unescape(const char *p, const char *end, char **out)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    unsigned code = 0;
    if (end - p < 2)
        return NULL;
    const char *letter = p[1] ? strchr(letters, p[1]) : NULL;
    if (letter) {
        code = (unsigned char)meanings[letter - letters];
        p += 2;
    } else {
        p = p[1] == 'u' ? unescape_u(p + 2, end, &code) : NULL;
    }
    if (p && *out)
        *out = put_utf8(*out, code);
    return p;
}

/* Copies a checked string with its escapes replaced. Never longer than what was written. */
static bool unescape_all(struct json *j, const char *p, const char *end, struct str *text)
{
    char *copy = arena_alloc(j->arena, (size_t)(end - p) + 1), *out = copy;
    if (!copy) {
        fail(j, JSON_NO_MEMORY, p);
        return false;
    }
    while (p < end) {
        if (*p == '\\')
            p = unescape(p, end, &out);
        else
            *out++ = *p++;
    }
    *out = '\0';
    *text = (struct str){copy, (size_t)(out - copy)};
    return true;
}

/* Reads the string whose opening quote is at j->at. */
static bool read_string(struct json *j, struct str *text)
{
    const char *open = j->at, *p = open + 1;
    bool escapes = false, wide = false;
    for (;;) {
        p = scan_plain(p, j->end);
        if (p == j->end)
            return fail(j, JSON_ENDS_EARLY, p), false;
        if (*p == '"')
            break;
        if (*p == '\\') {
            char *nowhere = NULL;
            const char *next = unescape(p, j->end, &nowhere);
            if (!next)
                return fail(j, JSON_BAD_ESCAPE, p), false;
            p = next;
            escapes = true;
        } else if ((unsigned char)*p < 0x20) {
            return fail(j, JSON_CONTROL, p), false;
        } else {
            wide = true;
            while (p < j->end && (unsigned char)*p >= 0x80)
                p++;
        }
    }
    *text = (struct str){open + 1, (size_t)(p - open - 1)};
    if (wide) {
        size_t bad = str_utf8_bad(text->p, text->n);
        if (bad < text->n)
            return fail(j, JSON_NOT_UTF8, text->p + bad), false;
    }
    j->at = p + 1;
    return !escapes || j->raw || unescape_all(j, text->p, p, text);
}

/* --- numbers and words --- */

static inline const char *skip_digits(const char *p, const char *end)
{
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return p;
}

/* The end of the JSON number at p, or NULL when it is malformed. */
static const char *scan_number(const char *p, const char *end)
{
    const char *digits;
    if (*p == '-')
        p++;
    digits = p;
    p = skip_digits(p, end);
    if (p == digits || (*digits == '0' && p - digits > 1))
        return NULL;
    if (p < end && *p == '.') {
        digits = ++p;
        p = skip_digits(p, end);
        if (p == digits)
            return NULL;
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p < end && (*p == '+' || *p == '-'))
            p++;
        digits = p;
        p = skip_digits(p, end);
        if (p == digits)
            return NULL;
    }
    return p;
}

/* Whether a character can follow a number or word. */
static bool ends_word(const char *p, const char *end)
{
    return p == end || *p == ',' || *p == '}' || *p == ']' || *p == ' ' || *p == '\t' ||
           *p == '\n' || *p == '\r';
}

static enum json_kind read_number(struct json *j, struct str *text)
{
    const char *end = scan_number(j->at, j->end);
    if (!end || !ends_word(end, j->end)) {
        fail(j, JSON_BAD_NUMBER, j->at);
        return JSON_FAULT;
    }
    *text = (struct str){j->at, (size_t)(end - j->at)};
    j->at = end;
    return JSON_NUMBER;
}

static enum json_kind read_word(struct json *j, const char *word, size_t n, enum json_kind kind)
{
    if ((size_t)(j->end - j->at) < n) {
        bool begins = memcmp(j->at, word, (size_t)(j->end - j->at)) == 0;
        fail_here(j, begins ? j->end : j->at);
        return JSON_FAULT;
    }
    if (memcmp(j->at, word, n) != 0 || !ends_word(j->at + n, j->end)) {
        fail_here(j, j->at);
        return JSON_FAULT;
    }
    j->at += n;
    return kind;
}

static enum json_kind open_container(struct json *j, enum json_kind kind)
{
    if (j->depth == LIMIT_JSON_DEPTH) {
        fail(j, JSON_TOO_DEEP, j->at);
        return JSON_FAULT;
    }
    uint32_t bit = UINT32_C(1) << j->depth;
    j->objects = kind == JSON_OBJECT ? j->objects | bit : j->objects & ~bit;
    j->depth++;
    j->fresh = true;
    j->at++;
    return kind;
}

/* --- the interface --- */

void json_init(struct json *j, struct str text, struct arena *a)
{
    *j = (struct json){
        .begin = text.p, .at = text.p, .end = text.p + text.n, .token = text.p, .arena = a};
}

enum json_kind json_value(struct json *j, struct str *text)
{
    if (j->fault != JSON_OK)
        return JSON_FAULT;
    j->at = j->token = skip_blanks(j->at, j->end);
    switch (j->at < j->end ? *j->at : '\0') {
    case '"':
        return read_string(j, text) ? JSON_STRING : JSON_FAULT;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return read_number(j, text);
    case '{':
        return open_container(j, JSON_OBJECT);
    case '[':
        return open_container(j, JSON_ARRAY);
    case 't':
        return read_word(j, "true", 4, JSON_TRUE);
    case 'f':
        return read_word(j, "false", 5, JSON_FALSE);
    case 'n':
        return read_word(j, "null", 4, JSON_NULL);
    case '.':
    case '+':
        fail(j, JSON_BAD_NUMBER, j->at);
        return JSON_FAULT;
    default:
        fail_here(j, j->at);
        return JSON_FAULT;
    }
}

/* Steps over the comma that is due, or over the closing bracket: then false. */
static bool next_item(struct json *j, char close)
{
    if (j->fault != JSON_OK)
        return false;
    const char *p = skip_blanks(j->at, j->end);
    if (p < j->end && *p == close) {
        j->at = p + 1;
        j->depth--;
        j->fresh = false;
        return false;
    }
    if (!j->fresh) {
        if (p == j->end || *p != ',')
            return fail_here(j, p), false;
        p = skip_blanks(p + 1, j->end);
        if (p < j->end && *p == close)
            return fail_here(j, p), false;
    }
    j->fresh = false;
    j->at = p;
    return true;
}

static bool read_colon(struct json *j)
{
    const char *p = skip_blanks(j->at, j->end);
    if (p == j->end || *p != ':')
        return fail_here(j, p), false;
    j->at = p + 1;
    return true;
}

bool json_member_guess(struct json *j, struct str *key, struct str guess, bool *hit)
{
    *hit = false;
    if (!next_item(j, '}'))
        return false;
    if (j->at == j->end || *j->at != '"')
        return fail_here(j, j->at), false;
    j->token = j->at;
    if ((size_t)(j->end - j->at) > guess.n + 2 && guess.n > 0 && j->at[guess.n + 1] == '"' &&
        memcmp(j->at + 1, guess.p, guess.n) == 0) {
        *key = (struct str){j->at + 1, guess.n};
        *hit = true;
        j->at += guess.n + 2;
        return read_colon(j);
    }
    return read_string(j, key) && read_colon(j);
}

bool json_member(struct json *j, struct str *key)
{
    bool hit;
    return json_member_guess(j, key, (struct str){"", 0}, &hit);
}

bool json_element(struct json *j)
{
    return next_item(j, ']');
}

bool json_close(struct json *j)
{
    unsigned outside = j->depth - 1u;
    bool raw = j->raw;
    struct str text;
    j->raw = true;
    while (j->fault == JSON_OK && j->depth > outside) {
        bool in_object = j->objects >> (j->depth - 1) & 1;
        if (in_object ? json_member(j, &text) : json_element(j))
            json_value(j, &text);
    }
    j->raw = raw;
    return j->fault == JSON_OK;
}

bool json_skip(struct json *j, struct str *raw)
{
    struct str text;
    bool was_raw = j->raw;
    j->raw = true;
    enum json_kind kind = json_value(j, &text);
    j->raw = was_raw;
    const char *start = j->token;
    if (kind == JSON_OBJECT || kind == JSON_ARRAY)
        json_close(j);
    if (j->fault != JSON_OK)
        return false;
    j->token = start;
    if (raw)
        *raw = (struct str){start, (size_t)(j->at - start)};
    return true;
}

bool json_finish(struct json *j)
{
    if (j->fault == JSON_OK) {
        const char *p = skip_blanks(j->at, j->end);
        if (p != j->end)
            fail(j, JSON_TRAILING, p);
    }
    return j->fault == JSON_OK;
}

const char *json_fault_text(enum json_fault fault)
{
    switch (fault) {
    case JSON_OK:
        return _("no fault");
    case JSON_ENDS_EARLY:
        return _("the text ends inside a value: a quote or bracket is not closed");
    case JSON_UNEXPECTED:
        return _("unexpected character");
    case JSON_BAD_NUMBER:
        return _("malformed number: write it like 0, -12 or 3.50");
    case JSON_BAD_ESCAPE:
        return _("malformed escape in a text");
    case JSON_CONTROL:
        return _("unescaped control character in a text");
    case JSON_NOT_UTF8:
        return _("the text is not UTF-8");
    case JSON_TOO_DEEP:
        return _("too many objects and arrays inside each other");
    case JSON_TRAILING:
        return _("something follows the end of the object");
    case JSON_NO_MEMORY:
        return _("out of memory");
    }
    return "";
}

bool json_fits(enum json_kind kind, enum value_kind type)
{
    switch (type) {
    case KIND_BOOLEAN:
        return kind == JSON_TRUE || kind == JSON_FALSE;
    case KIND_INTEGER:
    case KIND_NUMBER:
    case KIND_MONEY:
        return kind == JSON_NUMBER;
    default:
        return kind == JSON_STRING;
    }
}
