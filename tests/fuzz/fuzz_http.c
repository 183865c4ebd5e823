/* fuzz_http.c - libFuzzer: any bytes as what a service answers: header lines up to an empty
 * one, then a body. What is read of it is well-formed, or refused with a reason; the same bytes
 * are also taken for a receipt, for the state of a pull and for the log of deliveries. Seeds:
 * tests/fuzz/corpus/http. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "in_memory.h"
#include "base/mem.h"
#include "io/json.h"
#include "net/fetch_state.h"
#include "net/http.h"
#include "net/http_date.h"
#include "net/http_url.h"
#include "net/page.h"
#include "run/push_log.h"
#include "run/push_receipt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char base[] = "https://data.example:8443/a/b?cursor=1&page=2#x";

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_text(const char *text, size_t room)
{
    size_t n = strnlen(text, room);
    must(n < room);
    for (size_t i = 0; i < n; i++)
        must(text[i] >= ' ' && text[i] <= '~');
}

static void check_digest(const char *hex)
{
    size_t n = strnlen(hex, DIGEST_HEX);
    must(n == 0 || n == DIGEST_HEX - 1);
    must(strspn(hex, "0123456789abcdef") == n);
}

static void check_head(const struct http_head *h)
{
    check_text(h->etag, sizeof h->etag);
    check_text(h->modified, sizeof h->modified);
    check_text(h->type, sizeof h->type);
    check_text(h->next, sizeof h->next);
    check_digest(h->sha256);
    check_digest(h->part_sha256);
    must(!h->ranged || (h->range_first <= h->range_last && h->range_last < h->range_total));
    must(h->retry_after_s >= -1);
}

/* The header lines; returns where the body begins. */
static size_t read_head(struct http_head *h, const char *bytes, size_t n)
{
    size_t at = 0;
    http_head_init(h);
    while (at < n) {
        const char *end = memchr(bytes + at, '\n', n - at);
        size_t k = end ? (size_t)(end - (bytes + at)) + 1 : n - at;
        bool is_last = k == 1 || (k == 2 && bytes[at] == '\r');
        http_head_line(h, (struct str){bytes + at, k}, 1700000000);
        check_head(h);
        at += k;
        if (is_last)
            break;
    }
    return at;
}

static void follow(const char *link, struct diag *d)
{
    char *to = NULL;
    enum hm_status st = http_follow(&to, base, link, d);
    must((st == HM_OK) == (to != NULL) && (st == HM_OK) == (d->errors == 0));
    must(!to || (http_url_same_place(base, to) && strlen(to) < LIMIT_HTTP_URL_BYTES));
    mem_free(to);
    diag_clear(d);
    (void)http_url_check(link, true, "fuzz", d);
    diag_clear(d);
}

static void set_query(struct str value)
{
    char *url = NULL;
    uint64_t number;
    must(page_set_query(&url, base, "cursor", value) == HM_OK);
    must(page_query_number(url, "page", &number) && number == 2);
    check_text(url, strlen(url) + 1);
    mem_free(url);
}

/* As many lines as records, each an object. */
static void check_records(const struct buf *out, size_t records, struct arena *a)
{
    size_t lines = 0;
    for (size_t at = 0; at < out->len; lines++) {
        const char *end = memchr(out->data + at, '\n', out->len - at);
        struct json j;
        struct str raw;
        must(end != NULL);
        json_init(&j, (struct str){out->data + at, (size_t)(end - (out->data + at))}, a);
        must(json_skip(&j, &raw) && raw.p[0] == '{' && json_finish(&j));
        at = (size_t)(end - out->data) + 1;
    }
    must(lines == records);
}

static void read_page(struct str body, struct diag *d)
{
    struct arena a;
    struct buf out;
    struct page_next next = {PAGE_LAST, {NULL, 0}};
    size_t records = 0;
    const struct place at = {.file = "fuzz"};
    arena_init(&a);
    buf_init(&out);
    enum hm_status st = page_read_json(&out, &records, &next, body, &at, &a, d);
    must((st == HM_OK) == (d->errors == 0));
    must(st == HM_OK || st == HM_DATA);
    must(st != HM_OK || page_is_json(body));
    diag_clear(d);
    if (st == HM_OK) {
        check_records(&out, records, &a);
        if (next.step == PAGE_LINK)
            follow(arena_strndup(&a, next.text.p, next.text.n), d);
        else if (next.step != PAGE_LAST)
            set_query(next.text);
    }
    must(page_csv_head(body) <= body.n);
    buf_fini(&out);
    arena_fini(&a);
}

static void read_files(const uint8_t *data, size_t n, struct diag *d)
{
    char path[64];
    struct fetch_state state;
    struct push_log log;
    struct arena a;
    int fd = in_memory(path, data, n);
    arena_init(&a);
    enum hm_status st = fetch_state_load(&state, path, &a);
    must(st == HM_NOT_FOUND || state.url[0]);
    must(strlen(state.next) + strlen(state.tag) + strlen(state.used) < n + 1);
    arena_fini(&a);
    st = push_log_open(&log, path, false, d);
    must((st == HM_OK) == (d->errors == 0));
    for (size_t i = 0; i < log.count; i++)
        must(log.entries[i].acknowledged_count <= log.entries[i].batches &&
             log.entries[i].key_count <= log.entries[i].batches);
    push_log_close(&log);
    diag_clear(d);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const char *bytes = (const char *)data;
    struct http_head h;
    struct diag d;
    int64_t when;
    diag_init(&d);
    size_t body = read_head(&h, bytes, n);
    follow(h.next, &d);
    read_page((struct str){bytes + body, n - body}, &d);
    struct push_receipt r = push_receipt_read((struct str){bytes + body, n - body}, "k");
    must(!r.has_rows || r.is_object);
    must(strnlen(r.text, sizeof r.text) < sizeof r.text);
    (void)http_date_parse(&when, (struct str){bytes, n < 29 ? n : 29});
    read_files(data + body, n - body, &d);
    diag_fini(&d);
    return 0;
}
