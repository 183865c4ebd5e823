/* test_http_head.c - header lines, dates, pauses between attempts, addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "net/http.h"
#include "net/http_date.h"
#include "net/http_retry.h"
#include "net/http_url.h"

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

static struct http_head read_lines(const char *const *lines)
{
    struct http_head h;
    http_head_init(&h);
    for (; *lines; lines++)
        http_head_line(&h, str_of(*lines), 784111777);
    return h;
}
#define HEAD(...) read_lines((const char *const[]){__VA_ARGS__, NULL})

static void test_validators(void **state)
{
    (void)state;
    struct http_head h = HEAD("HTTP/1.1 200 OK\r\n", "eTaG:  \"abc\" \r\n",
                              "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
                              "Content-Type: Application/JSON; charset=utf-8\r\n");
    assert_string_equal(h.etag, "\"abc\"");
    assert_true(http_head_strong(&h));
    assert_string_equal(h.modified, "Sun, 06 Nov 1994 08:49:37 GMT");
    assert_string_equal(h.type, "application/json");
    h = HEAD("ETag: W/\"abc\"");
    assert_false(http_head_strong(&h));
    h = HEAD("ETag: \"a\tb\""); /* what could not be sent back is not kept */
    assert_string_equal(h.etag, "");
    h = HEAD("HTTP/1.1 100 Continue", "ETag: \"old\"", "HTTP/1.1 200 OK");
    assert_string_equal(h.etag, "");
}

static void test_limits(void **state)
{
    (void)state;
    for (int over = -1; over <= 1; over++) {
        struct buf b;
        struct http_head h;
        buf_init(&b);
        buf_puts(&b, "ETag: \"");
        for (int i = 0; i < HTTP_TAG_BYTES - 1 + over - 2; i++)
            buf_putc(&b, 'x');
        buf_puts(&b, "\"");
        http_head_init(&h);
        http_head_line(&h, (struct str){b.data, b.len}, 0);
        assert_int_equal(strlen(h.etag), over > 0 ? 0 : HTTP_TAG_BYTES - 1 + over);
        buf_fini(&b);
    }
}

static void test_digests(void **state)
{
    (void)state;
    static const char hex[] =
        "24159b54dfd8d6feb349fe8ff8b39a2d694b57dd56d6e27f9689eb9122e64980";
    static const char base64[] = "JBWbVN/Y1v6zSf6P+LOaLWlLV91W1uJ/lonrkSLmSYA=";
    char line[256];
    struct http_head h =
        HEAD("Digest: md5=xx, SHA-256=JBWbVN/Y1v6zSf6P+LOaLWlLV91W1uJ/lonrkSLmSYA=");
    assert_string_equal(h.sha256, hex);
    snprintf(line, sizeof line, "Content-Digest: sha-256=:%s:", base64);
    h = HEAD(line, "X-Checksum-Sha256: "
                   "24159B54DFD8D6FEB349FE8FF8B39A2D694B57DD56D6E27F9689EB9122E64980");
    assert_string_equal(h.part_sha256, hex);
    assert_string_equal(h.sha256, hex);
    assert_false(h.digests_differ);
    h = HEAD("Repr-Digest: sha-256=:JBWbVN/Y1v6zSf6P+LOaLWlLV91W1uJ/lonrkSLmSYB=:",
             "X-Checksum-Sha256: "
             "34159b54dfd8d6feb349fe8ff8b39a2d694b57dd56d6e27f9689eb9122e64980");
    assert_true(h.digests_differ);
    h = HEAD("Digest: sha-256=JBWbVN/Y1v6zSf6P+LOaLWlLV91W1uJ/lonrkSLmSYA", /* cut short */
             "X-Checksum-Sha256: 24159b");
    assert_string_equal(h.sha256, "");
}

static void test_links(void **state)
{
    (void)state;
    struct http_head h =
        HEAD("Link: </a?x=1,2>; rel=prev, </b>; title=\"x, y; z\"; rel=\"last next\"");
    assert_string_equal(h.next, "/b");
    h = HEAD("Link: </a>; rel=nextish, </b>; rel=Next", "Link: </c>; rel=next");
    assert_string_equal(h.next, "/b");
    h = HEAD("Link: no link", "Link: <", "Link: </d>");
    assert_string_equal(h.next, "");
}

static void test_ranges(void **state)
{
    (void)state;
    struct http_head h = HEAD("Content-Range: bytes 5-9/100");
    assert_true(h.ranged && h.range_first == 5 && h.range_last == 9 && h.range_total == 100);
    h = HEAD("Content-Range: bytes 0-0/*");
    assert_true(h.ranged && h.range_total == UINT64_MAX);
    static const char *const wrong[] = {"bytes 9-5/100", "bytes 5-100/100", "lines 5-9/100",
                                        "bytes */100",   "bytes 5-/100",    "bytes -9/100",
                                        "bytes 5-9"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char line[64];
        snprintf(line, sizeof line, "Content-Range: %s", wrong[i]);
        h = HEAD(line);
        assert_false(h.ranged);
    }
}

static void test_encodings(void **state)
{
    (void)state;
    assert_int_equal(HEAD("X: y").encoding, HTTP_PLAIN);
    assert_int_equal(HEAD("Content-Encoding: identity").encoding, HTTP_PLAIN);
    assert_int_equal(HEAD("Content-Encoding: x-gzip").encoding, HTTP_GZIP);
    assert_int_equal(HEAD("Content-Encoding: ZSTD").encoding, HTTP_ZSTD);
    assert_int_equal(HEAD("Content-Encoding: br").encoding, HTTP_UNKNOWN);
    assert_int_equal(HEAD("Content-Encoding: gzip", "Content-Encoding: gzip").encoding,
                     HTTP_UNKNOWN);
}

static void test_dates(void **state)
{
    (void)state;
    int64_t t;
    assert_true(http_date_parse(&t, str_of("Sun, 06 Nov 1994 08:49:37 GMT")));
    assert_int_equal(t, 784111777);
    static const char *const wrong[] = {"Sun, 31 Feb 1994 08:49:37 GMT",
                                        "Sun, 06 Nov 1994 24:49:37 GMT",
                                        "Sun, 06 Nov 1994 08:49:37 CET",
                                        "Sun  06 Nov 1994 08:49:37 GMT",
                                        "Sun, 06 Now 1994 08:49:37 GMT",
                                        "Sun, 6 Nov 1994 08:49:37 GMT",
                                        ""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(http_date_parse(&t, str_of(wrong[i])));
    assert_int_equal(HEAD("Retry-After: 120").retry_after_s, 120);
    assert_int_equal(HEAD("Retry-After: Sun, 06 Nov 1994 08:50:37 GMT").retry_after_s, 60);
    assert_int_equal(HEAD("Retry-After: Sun, 06 Nov 1994 08:40:37 GMT").retry_after_s, 0);
    assert_int_equal(HEAD("Retry-After: soon").retry_after_s, -1);
    assert_int_equal(HEAD("Retry-After: -5").retry_after_s, -1);
}

static void test_pauses(void **state)
{
    (void)state;
    uint64_t seed = 7, low = UINT64_MAX, high = 0;
    for (unsigned i = 0; i < 10000; i++) {
        uint64_t ms = http_retry_pause_ms(1000, 3, -1, &seed);
        low = ms < low ? ms : low;
        high = ms > high ? ms : high;
    }
    assert_in_range(low, 2000, 2050); /* 4000, of that a half and up to a half */
    assert_in_range(high, 3950, 4000);
    assert_in_range(http_retry_pause_ms(1000, 90, -1, &seed), LIMIT_HTTP_PAUSE_MOST_MS / 2,
                    LIMIT_HTTP_PAUSE_MOST_MS);
    assert_in_range(http_retry_pause_ms(10, 1, 30, &seed), 30000, 30010);
    assert_in_range(http_retry_pause_ms(10, 1, INT64_MAX, &seed),
                    LIMIT_HTTP_RETRY_AFTER_S * 1000, LIMIT_HTTP_RETRY_AFTER_S * 1000 + 10);
    assert_true(http_retry_code(503) && http_retry_code(429) && http_retry_code(408));
    assert_false(http_retry_code(501) || http_retry_code(404) || http_retry_code(200));
    assert_true(http_retry_untouched(429) && !http_retry_untouched(503));
}

static void test_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        bool insecure, sound;
    } cases[] = {{"https://a.example/x?y=1", false, true},
                 {"https://[::1]:8443/", false, true},
                 {"http://localhost/", false, false},
                 {"http://localhost/", true, true},
                 {"http://[::1]/", true, true},
                 {"http://127.3.2.1:80/", true, true},
                 {"http://127.evil.example/", true, false},
                 {"http://a.example/", true, false},
                 {"ftp://a.example/", true, false},
                 {"https://u@a.example/", false, false},
                 {"https://a.example/\t", false, false},
                 {"a.example", false, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct diag d;
        diag_init(&d);
        enum hm_status st = http_url_check(cases[i].url, cases[i].insecure, "--to", &d);
        assert_int_equal(st == HM_OK, cases[i].sound);
        assert_int_equal(d.errors, !cases[i].sound);
        diag_fini(&d);
    }
    assert_true(http_url_same_place("https://A.example/x", "https://a.example:443/y?z"));
    assert_false(http_url_same_place("https://a.example/", "http://a.example/"));
    assert_false(http_url_same_place("https://a.example/", "https://a.example:8443/"));
    assert_false(http_url_same_place("https://a.example/", "https://b.example/"));
    assert_false(http_url_same_place("https://a.example/", "https://u@a.example/"));
}

static void test_follow(void **state)
{
    (void)state;
    static const char base[] = "https://a.example/b/c?d=1";
    static const struct {
        const char *link, *to; /* NULL: refused */
    } cases[] = {{"?d=2", "https://a.example/b/c?d=2"},
                 {"/e", "https://a.example/e"},
                 {"e", "https://a.example/b/e"},
                 {"https://a.example:443/f", "https://a.example:443/f"},
                 {"//other.example/f", NULL},
                 {"http://a.example/f", NULL},
                 {"https://u:p@a.example/f", NULL},
                 {"javascript:1", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *to = NULL;
        enum hm_status st = http_follow(&to, base, cases[i].link, NULL);
        assert_int_equal(st == HM_OK, cases[i].to != NULL);
        if (to)
            assert_string_equal(to, cases[i].to);
        mem_free(to);
    }
}

static void test_shown(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b);
    http_shown(&b, "https://a.example/b?id=330203199001011234#x");
    assert_string_equal(b.data, "https://a.example/b");
    buf_clear(&b);
    http_url_shown_host(&b, "https://u:p@a.example:8443/b");
    assert_string_equal(b.data, "https://a.example:8443/");
    buf_fini(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_validators), cmocka_unit_test(test_limits),
        cmocka_unit_test(test_digests),    cmocka_unit_test(test_links),
        cmocka_unit_test(test_ranges),     cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_dates),      cmocka_unit_test(test_pauses),
        cmocka_unit_test(test_addresses),  cmocka_unit_test(test_follow),
        cmocka_unit_test(test_shown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
