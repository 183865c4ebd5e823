/* http_head.c - header lines taken apart. Nothing here trusts a length or an order. */
#include "net/http_head.h"

#include <string.h>
#include <strings.h>
#include "net/http_date.h"

void http_head_init(struct http_head *h)
{
    memset(h, 0, sizeof *h);
    h->range_total = UINT64_MAX;
    h->retry_after_s = -1;
}

static struct str trim(struct str s)
{
    while (s.n && (*s.p == ' ' || *s.p == '\t'))
        s.p++, s.n--;
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
        s.n--;
    return s;
}

static bool same(struct str a, const char *b) /* names are ASCII, in any case */
{
    return a.n == strlen(b) && strncasecmp(a.p, b, a.n) == 0;
}

/* What stands before `stop` in s (all of it when there is none); s goes on behind it. */
static struct str cut(struct str *s, char stop)
{
    const char *at = s->n ? memchr(s->p, stop, s->n) : NULL;
    struct str part = {s->p, at ? (size_t)(at - s->p) : s->n};
    size_t used = at ? part.n + 1 : part.n;
    s->p += used;
    s->n -= used;
    return trim(part);
}

/* Visible ASCII only; a text that does not fit counts as not given. */
static void keep(char *out, size_t room, struct str s)
{
    out[0] = 0;
    if (s.n >= room)
        return;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < ' ' || s.p[i] > '~')
            return;
    if (s.n)
        memcpy(out, s.p, s.n);
    out[s.n] = 0;
}

static bool read_count(struct str s, uint64_t *out)
{
    uint64_t v = 0;
    if (s.n == 0 || s.n > 18)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        v = v * 10 + (uint64_t)(s.p[i] - '0');
    }
    *out = v;
    return true;
}

/* --- digests --- */

static int base64_digit(char c)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* 32 bytes in base64 (44 characters with one =) as hex. */
static bool base64_hex(char hex[DIGEST_HEX], struct str s)
{
    static const char digits[] = "0123456789abcdef";
    uint32_t bits = 0;
    size_t have = 0, n = 0;
    if (s.n != 44 || s.p[43] != '=')
        return false;
    for (size_t i = 0; i < 43; i++) {
        int v = base64_digit(s.p[i]);
        if (v < 0)
            return false;
        bits = bits << 6 | (uint32_t)v;
        for (have += 6; have >= 4 && n < DIGEST_HEX - 1; have -= 4)
            hex[n++] = digits[bits >> (have - 4) & 15];
    }
    hex[n] = 0;
    return n == DIGEST_HEX - 1;
}

static bool plain_hex(char hex[DIGEST_HEX], struct str s)
{
    if (s.n != DIGEST_HEX - 1)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i] >= 'A' && s.p[i] <= 'F' ? (char)(s.p[i] + 32) : s.p[i];
        if ((c < '0' || c > '9') && (c < 'a' || c > 'f'))
            return false;
        hex[i] = c;
    }
    hex[s.n] = 0;
    return true;
}

static void note_digest(struct http_head *h, char *kept, const char *hex)
{
    h->digests_differ |= kept[0] && strcmp(kept, hex) != 0;
    memcpy(kept, hex, DIGEST_HEX);
}

/* "sha-256=BASE64, md5=..." (RFC 3230), "sha-256=:BASE64:" (RFC 9530). */
static void read_digests(struct http_head *h, char *kept, struct str list)
{
    char hex[DIGEST_HEX];
    while (list.n) {
        struct str value = cut(&list, ',');
        struct str name = cut(&value, '=');
        value = trim(value);
        if (value.n > 2 && value.p[0] == ':' && value.p[value.n - 1] == ':')
            value = (struct str){value.p + 1, value.n - 2};
        if (same(name, "sha-256") && base64_hex(hex, value))
            note_digest(h, kept, hex);
    }
}

/* --- the other headers --- */

/* <ADDRESS>; rel="next"; title="..", <ADDRESS>; rel=last (RFC 8288); the first next counts. */
static bool is_next(struct str parameters)
{
    while (parameters.n) {
        struct str value = cut(&parameters, ';');
        struct str name = cut(&value, '=');
        value = trim(value);
        if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
            value = (struct str){value.p + 1, value.n - 2};
        while (same(name, "rel") && value.n)
            if (same(cut(&value, ' '), "next"))
                return true;
    }
    return false;
}

static void read_link(struct http_head *h, struct str list)
{
    while (list.n && !h->next[0]) {
        cut(&list, '<');
        struct str address = cut(&list, '>');
        /* parameters go on to the next "," outside of quotes */
        size_t n = 0;
        for (bool quoted = false; n < list.n && (quoted || list.p[n] != ','); n++)
            quoted ^= list.p[n] == '"';
        struct str parameters = {list.p, n};
        list.p += n;
        list.n -= n;
        if (is_next(parameters))
            keep(h->next, sizeof h->next, address);
    }
}

static void read_encoding(struct http_head *h, struct str s)
{
    h->encoding = same(s, "identity") || s.n == 0        ? h->encoding
                  : h->encoding != HTTP_PLAIN            ? HTTP_UNKNOWN /* one on another */
                  : same(s, "gzip") || same(s, "x-gzip") ? HTTP_GZIP
                  : same(s, "zstd")                      ? HTTP_ZSTD
                                                         : HTTP_UNKNOWN;
}

/* bytes 0-499/1234 */
static void read_range(struct http_head *h, struct str s)
{
    uint64_t first, last, total = UINT64_MAX;
    struct str unit = cut(&s, ' ');
    struct str from = cut(&s, '-'), to = cut(&s, '/');
    if (!same(unit, "bytes") || !read_count(from, &first) || !read_count(to, &last) ||
        (!same(trim(s), "*") && !read_count(trim(s), &total)) || last < first || last >= total)
        return;
    h->ranged = true;
    h->range_first = first;
    h->range_last = last;
    h->range_total = total;
}

static void read_retry(struct http_head *h, struct str s, int64_t now_s)
{
    uint64_t seconds;
    int64_t then;
    if (read_count(s, &seconds))
        h->retry_after_s = (int64_t)seconds;
    else if (http_date_parse(&then, s))
        h->retry_after_s = then > now_s ? then - now_s : 0;
}

static void read_type(struct http_head *h, struct str s)
{
    keep(h->type, sizeof h->type, cut(&s, ';'));
    for (char *p = h->type; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + 32);
}

static void read_checksum(struct http_head *h, struct str s)
{
    char hex[DIGEST_HEX];
    if (plain_hex(hex, s))
        note_digest(h, h->sha256, hex);
}

void http_head_line(struct http_head *h, struct str line, int64_t now_s)
{
    while (line.n && (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == '\n'))
        line.n--;
    if (line.n >= 5 && memcmp(line.p, "HTTP/", 5) == 0) {
        http_head_init(h);
        return;
    }
    struct str value = line;
    struct str name = cut(&value, ':');
    value = trim(value);
    if (same(name, "etag"))
        keep(h->etag, sizeof h->etag, value);
    else if (same(name, "last-modified"))
        keep(h->modified, sizeof h->modified, value);
    else if (same(name, "content-type"))
        read_type(h, value);
    else if (same(name, "link"))
        read_link(h, value);
    else if (same(name, "digest") || same(name, "repr-digest"))
        read_digests(h, h->sha256, value);
    else if (same(name, "content-digest"))
        read_digests(h, h->part_sha256, value);
    else if (same(name, "x-checksum-sha256"))
        read_checksum(h, value);
    else if (same(name, "content-encoding"))
        read_encoding(h, value);
    else if (same(name, "content-range"))
        read_range(h, value);
    else if (same(name, "retry-after"))
        read_retry(h, value, now_s);
}

bool http_head_strong(const struct http_head *h)
{
    return h->etag[0] == '"';
}
