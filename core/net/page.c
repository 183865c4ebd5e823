/* page.c - takes JSON pages apart with the tokenizer of io/json.h, and sets parts of a query.
 */
#include "net/page.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "io/json.h"

/* Names in the order of how surely they say it. */
static const char *const list_names[] = {"items",   "records", "households", "rows", "results",
                                         "entries", "list",    "value",      "data", "result"};
static const char *const link_names[] = {"next",     "next_url",        "nextUrl",
                                         "nextLink", "@odata.nextLink", "next_page_url"};
static const char *const cursor_names[] = {"next_cursor",   "nextCursor",   "next_page_token",
                                           "nextPageToken", "continuation", "cursor"};
static const char *const number_names[] = {"next_page", "nextPage"};
static const char *const more_names[] = {"has_more", "hasMore", "hasNext", "has_next"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* What an object that may be a page holds. */
struct found {
    struct str list; /* raw text of the list; p NULL: none */
    size_t rank;     /* of its name; smaller is surer */
    struct page_next next;
    bool no_more; /* "has_more": false */
};

static size_t rank_of(struct str key, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(key, (struct str){names[i], strlen(names[i])}))
            return i;
    return n;
}

static bool has_name(struct str key, const char *const *names, size_t n)
{
    return rank_of(key, names, n) < n;
}

static bool is_address(struct str s)
{
    return s.n > 0 &&
           (s.p[0] == '/' || s.p[0] == '?' ||
            (s.n > 8 && (memcmp(s.p, "https://", 8) == 0 || memcmp(s.p, "http://", 7) == 0)));
}

static void note_next(struct found *f, enum page_step step, struct str text)
{
    if (text.n && f->next.step == PAGE_LAST)
        f->next = (struct page_next){step, text};
}

/* A text or number that stands for the next page. */
static void read_step(struct found *f, struct str key, enum json_kind kind, struct str text)
{
    bool is_text = kind == JSON_STRING, is_number = kind == JSON_NUMBER;
    if (has_name(key, link_names, COUNT(link_names)) && is_text)
        note_next(f, is_address(text) ? PAGE_LINK : PAGE_CURSOR, text);
    else if (has_name(key, cursor_names, COUNT(cursor_names)) && (is_text || is_number))
        note_next(f, PAGE_CURSOR, text);
    else if (has_name(key, number_names, COUNT(number_names)) && (is_text || is_number))
        note_next(f, PAGE_NUMBER, text);
    else if (has_name(key, more_names, COUNT(more_names)) && kind == JSON_FALSE)
        f->no_more = true;
}

static void read_object(struct json *j, struct found *f, unsigned depth);

/* {"next": "..."} or {"next": {"href": "..."}} under "links". */
static void read_links(struct json *j, struct found *f)
{
    struct str key, text;
    while (json_member(j, &key)) {
        bool is_next = has_name(key, link_names, COUNT(link_names)) ||
                       str_eq(key, (struct str){"href", 4});
        enum json_kind kind = json_value(j, &text);
        if (kind == JSON_STRING && is_next)
            note_next(f, is_address(text) ? PAGE_LINK : PAGE_CURSOR, text);
        else if (kind == JSON_OBJECT && is_next)
            read_links(j, f);
        else if (kind == JSON_OBJECT || kind == JSON_ARRAY)
            json_close(j);
    }
}

/* The list just opened: kept as text, if its name is surer than that of the one before. */
static void keep_list(struct json *j, struct found *f, struct str key)
{
    size_t rank = rank_of(key, list_names, COUNT(list_names));
    const char *from = j->token;
    json_close(j);
    if (rank < COUNT(list_names) && (!f->list.p || rank < f->rank)) {
        f->list = (struct str){from, (size_t)(j->at - from)};
        f->rank = rank;
    }
}

static void read_member(struct json *j, struct found *f, struct str key, unsigned depth)
{
    static const char *const inner[] = {"data",       "result", "paging",
                                        "pagination", "page",   "meta"};
    struct str text;
    enum json_kind kind = json_value(j, &text);
    if (kind == JSON_ARRAY)
        keep_list(j, f, key);
    else if (kind == JSON_OBJECT &&
             (str_eq(key, (struct str){"links", 5}) || str_eq(key, (struct str){"_links", 6})))
        read_links(j, f);
    else if (kind == JSON_OBJECT && depth == 0 && has_name(key, inner, COUNT(inner)))
        read_object(j, f, depth + 1);
    else if (kind == JSON_OBJECT)
        json_close(j);
    else
        read_step(f, key, kind, text);
}

static void read_object(struct json *j, struct found *f, unsigned depth)
{
    struct str key;
    while (json_member(j, &key))
        read_member(j, f, key, depth);
}

/* False: no JSON, j tells why. */
static bool find(struct json *j, struct found *f)
{
    struct str text;
    memset(f, 0, sizeof *f);
    enum json_kind kind = json_value(j, &text);
    if (kind == JSON_ARRAY) {
        const char *from = j->token;
        json_close(j);
        f->list = (struct str){from, (size_t)(j->at - from)};
    } else if (kind == JSON_OBJECT) {
        read_object(j, f, 0);
    }
    if (f->no_more)
        f->next.step = PAGE_LAST;
    return json_finish(j);
}

bool page_is_json(struct str text)
{
    struct arena a;
    struct json j;
    struct found f;
    arena_init(&a);
    json_init(&j, text, &a);
    bool is_page = find(&j, &f) && f.list.p;
    arena_fini(&a);
    return is_page;
}

/* A record on one line: outside of texts an end of line is a blank. */
static void put_record(struct buf *out, struct str raw)
{
    size_t from = out->len;
    buf_put(out, raw.p, raw.n);
    buf_putc(out, '\n');
    if (!buf_ok(out))
        return;
    for (size_t i = from; i + 1 < out->len; i++)
        if (out->data[i] == '\n' || out->data[i] == '\r')
            out->data[i] = ' ';
}

static enum hm_status put_list(struct buf *out, size_t *records, struct str list,
                               const struct place *at, struct arena *a, struct diag *d)
{
    struct json j;
    struct str raw;
    *records = 0;
    json_init(&j, list, a);
    json_value(&j, &raw);
    while (json_element(&j)) {
        if (!json_skip(&j, &raw))
            break;
        if (raw.n == 0 || raw.p[0] != '{')
            return diag_error(d, HM_DATA, at, _("record %zu of the page is no object"),
                              *records + 1);
        put_record(out, raw);
        ++*records;
    }
    return buf_ok(out) && json_finish(&j) ? HM_OK : diag_nomem(d, _("reading a page"));
}

enum hm_status page_read_json(struct buf *out, size_t *records, struct page_next *next,
                              struct str text, const struct place *at, struct arena *a,
                              struct diag *d)
{
    struct json j;
    struct found f;
    json_init(&j, text, a);
    if (!find(&j, &f))
        return j.fault == JSON_NO_MEMORY
                   ? diag_nomem(d, _("reading a page"))
                   : diag_error(d, HM_DATA, at, _("the page is no JSON from byte %zu on: %s"),
                                j.fault_offset + 1, json_fault_text(j.fault));
    if (!f.list.p)
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, at,
                        _("it may be an error told in this way: ask those who run the service"),
                        _("the page holds no list of records: expected a list, or an object "
                          "with one under \"items\", \"records\", \"data\", ..."));
    TRY(put_list(out, records, f.list, at, a, d));
    *next = f.next;
    return HM_OK;
}

size_t page_csv_head(struct str text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.n; i++) {
        quoted ^= text.p[i] == '"';
        if (text.p[i] == '\n' && !quoted)
            return i + 1;
    }
    return text.n;
}

/* --- queries --- */

/* The `name=value` in base's query: where it begins and ends; false: there is none. */
static bool find_query(const char *base, const char *name, size_t *from, size_t *to)
{
    size_t n = strlen(name);
    const char *at = strchr(base, '?');
    while (at && *at && *at != '#') {
        const char *part = at + 1;
        size_t len = strcspn(part, "&#");
        if (len > n && strncmp(part, name, n) == 0 && part[n] == '=') {
            *from = (size_t)(part - base);
            *to = *from + len;
            return true;
        }
        at = part + len;
    }
    return false;
}

static void put_escaped(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                     (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain)
            buf_putc(out, (char)c);
        else
            buf_printf(out, "%%%02X", c);
    }
}

enum hm_status page_set_query(char **out, const char *base, const char *name, struct str value)
{
    struct buf b;
    size_t n = strcspn(base, "#"), from = n, to = n;
    buf_init(&b);
    bool has = find_query(base, name, &from, &to);
    buf_put(&b, base, from);
    if (!has)
        buf_putc(&b, memchr(base, '?', n) ? '&' : '?');
    buf_printf(&b, "%s=", name);
    put_escaped(&b, value);
    buf_put(&b, base + to, n - to);
    char *text = buf_take(&b);
    if (!text)
        return HM_NOMEM;
    *out = text;
    return HM_OK;
}

bool page_query_number(const char *base, const char *name, uint64_t *out)
{
    size_t from, to;
    uint64_t v = 0;
    if (!find_query(base, name, &from, &to))
        return false;
    from += strlen(name) + 1;
    if (from == to || to - from > 15)
        return false;
    for (size_t i = from; i < to; i++) {
        if (base[i] < '0' || base[i] > '9')
            return false;
        v = v * 10 + (uint64_t)(base[i] - '0');
    }
    *out = v;
    return true;
}
