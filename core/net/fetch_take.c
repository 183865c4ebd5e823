/* fetch_take.c - what of a page is kept, by its kind, and what leads to the next one. */
#include "net/fetch_job.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/mem.h"

enum { HEAD_BYTES = 64 << 10 /* a CSV's first line */ };

struct taken { /* of one page */
    size_t records;
    struct page_next next;
    bool empty;
};

static struct place place_of(const struct fetch *f)
{
    return (struct place){.file = f->o->file};
}

static bool ends_with(struct str s, const char *end)
{
    size_t n = strlen(end);
    return s.n >= n && memcmp(s.p + s.n - n, end, n) == 0;
}

/* What the pages are, by the first one's type and address. */
static const char *kind_of(const struct fetch *f)
{
    struct str type = {f->page.head.type, strlen(f->page.head.type)};
    struct str path = {f->o->url, strcspn(f->o->url, "?#")};
    bool is_lines = ends_with(path, ".ndjson") || ends_with(path, ".jsonl");
    if (!is_lines && (ends_with(type, "/json") || ends_with(type, "+json")))
        return "json";
    return ends_with(type, "/csv") || ends_with(path, ".csv") ? "csv" : "bytes";
}

/* --- JSON --- */

static enum hm_status add_text(void *ctx, const char *bytes, size_t n)
{
    struct fetch *f = ctx;
    struct place at = place_of(f);
    if (f->text.len + n > LIMIT_HTTP_BODY_BYTES)
        return diag_error(f->d, HM_DATA, &at,
                          _("a page of JSON has more than %d bytes: ask for smaller pages"),
                          LIMIT_HTTP_BODY_BYTES);
    buf_put(&f->text, bytes, n);
    return buf_ok(&f->text) ? HM_OK : diag_nomem(f->d, _("reading a page"));
}

static enum hm_status take_json(struct fetch *f, struct taken *out)
{
    struct buf records;
    struct place at = place_of(f);
    arena_reset(&f->page_arena);
    buf_clear(&f->text);
    TRY(fetch_page_read(&f->page, add_text, f));
    buf_init(&records);
    enum hm_status st = page_read_json(
        &records, &out->records, &out->next,
        (struct str){f->text.data ? f->text.data : "", f->text.len}, &at, &f->page_arena, f->d);
    if (st == HM_OK && records.len)
        st = fetch_put(f, records.data, records.len);
    out->empty = out->records == 0;
    f->state.records += out->records;
    buf_fini(&records);
    return st;
}

/* --- CSV and the rest --- */

/* Lines of two pages do not run together. */
static enum hm_status end_line(struct fetch *f)
{
    char last = '\n';
    if (f->state.part_bytes > 0 &&
        pread(f->part_fd, &last, 1, (off_t)f->state.part_bytes - 1) != 1)
        return diag_errno(f->d, _("reading the file"), f->part_path);
    return last == '\n' ? HM_OK : fetch_put(f, "\n", 1);
}

struct csv_page {
    struct fetch *f;
    const char *head; /* the first page's first line */
    size_t n, at;     /* its bytes, and how many this page has shown */
};

static enum hm_status put_csv(void *ctx, const char *bytes, size_t n)
{
    struct csv_page *c = ctx;
    struct place at = place_of(c->f);
    size_t k = c->n - c->at < n ? c->n - c->at : n;
    if (memcmp(bytes, c->head + c->at, k) != 0)
        return diag_error(c->f->d, HM_DATA, &at,
                          _("page %llu has another first line than page 1: the columns must be "
                            "the same"),
                          (unsigned long long)c->f->state.pages + 1);
    c->at += k;
    return n > k ? fetch_put(c->f, bytes + k, n - k) : HM_OK;
}

static enum hm_status take_csv(struct fetch *f)
{
    struct csv_page c = {.f = f};
    char *head = mem_alloc(HEAD_BYTES);
    if (!head)
        return diag_nomem(f->d, _("reading a page"));
    ssize_t got = pread(f->part_fd, head, HEAD_BYTES, 0);
    c.head = head;
    c.n = got > 0 ? page_csv_head((struct str){head, (size_t)got}) : 0;
    enum hm_status st = c.n < HEAD_BYTES ? end_line(f) : HM_OK;
    if (st == HM_OK)
        st = fetch_page_read(&f->page, put_csv, &c);
    mem_free(head);
    return st;
}

static enum hm_status take_other(struct fetch *f, struct taken *out)
{
    uint64_t before = f->state.part_bytes;
    out->empty = f->page.have == 0;
    if (f->state.pages == 0 || out->empty)
        return fetch_page_read(&f->page, fetch_put, f);
    if (strcmp(f->state.kind, "csv") == 0) {
        TRY(take_csv(f));
    } else {
        TRY(end_line(f));
        TRY(fetch_page_read(&f->page, fetch_put, f));
    }
    out->empty = f->state.part_bytes <= before + 1;
    return HM_OK;
}

/* --- the next page --- */

static enum hm_status next_number(struct fetch *f, const char *url, const char *name,
                                  char **next)
{
    char text[24];
    uint64_t number = 1;
    page_query_number(url, name, &number);
    int n = snprintf(text, sizeof text, "%llu", (unsigned long long)number + 1);
    return page_set_query(next, url, name, (struct str){text, (size_t)n}) == HM_OK
               ? HM_OK
               : diag_nomem(f->d, _("following a link"));
}

static enum hm_status set_query(struct fetch *f, const char *url, const char *name,
                                struct str value, char **next)
{
    if (page_set_query(next, url, name, value) != HM_OK)
        return diag_nomem(f->d, _("following a link"));
    if (strlen(*next) < LIMIT_HTTP_URL_BYTES)
        return HM_OK;
    mem_free(*next);
    *next = NULL;
    struct place at = place_of(f);
    return diag_error(f->d, HM_DATA, &at, _("the link to the next page is no address"));
}

static enum hm_status find_next(struct fetch *f, const char *url, const struct taken *t,
                                char **next)
{
    if (f->page.head.next[0])
        return http_follow(next, url, f->page.head.next, f->d);
    if (f->o->numbers)
        return t->empty ? HM_OK : next_number(f, url, f->o->numbers, next);
    if (t->next.step == PAGE_CURSOR)
        return set_query(f, url, f->o->cursor ? f->o->cursor : "cursor", t->next.text, next);
    if (t->next.step == PAGE_NUMBER)
        return set_query(f, url, "page", t->next.text, next);
    if (t->next.step == PAGE_LAST)
        return HM_OK;
    char *link = arena_strndup(&f->page_arena, t->next.text.p, t->next.text.n);
    return link ? http_follow(next, url, link, f->d) : diag_nomem(f->d, _("following a link"));
}

enum hm_status fetch_take(struct fetch *f, const char *url, char **next)
{
    struct taken t = {.next = {PAGE_LAST, {NULL, 0}}};
    struct place at = place_of(f);
    *next = NULL;
    if (strcmp(f->page.head.type, "text/html") == 0)
        return diag_add(f->d, HM_LEVEL_ERROR, HM_DATA, &at,
                        _("is the address the one for programs, and is the token given?"),
                        _("what came is a web page for people, not data"));
    if (!f->state.kind[0])
        f->state.kind = kind_of(f);
    bool is_json = strcmp(f->state.kind, "json") == 0;
    TRY(is_json ? take_json(f, &t) : take_other(f, &t));
    return find_next(f, url, &t, next);
}
