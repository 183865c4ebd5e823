/* test_page.c - JSON pages: records, what leads to the next one; queries; CSV's first line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "net/page.h"

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

struct read {
    enum hm_status status;
    size_t records;
    char out[256], next[64];
    enum page_step step;
};

static struct read read_page(const char *text)
{
    struct read r = {.records = 99};
    struct arena a;
    struct buf out;
    struct page_next next = {PAGE_LAST, {"", 0}};
    const struct place at = {.file = "page"};
    arena_init(&a);
    buf_init(&out);
    r.status = page_read_json(&out, &r.records, &next, str_of(text), &at, &a, NULL);
    snprintf(r.out, sizeof r.out, "%s", out.data ? out.data : "");
    snprintf(r.next, sizeof r.next, "%.*s", (int)next.text.n, next.text.p ? next.text.p : "");
    r.step = next.step;
    buf_fini(&out);
    arena_fini(&a);
    return r;
}

static void test_lists(void **state)
{
    (void)state;
    static const struct {
        const char *page, *records;
        size_t count;
    } cases[] = {
        {"[]", "", 0},
        {" [ {\"a\":1} ,\n{\"b\": [ 1,\r\n2 ] }]", "{\"a\":1}\n{\"b\": [ 1,  2 ] }\n", 2},
        {"{\"total\":9,\"items\":[{\"n\":\"a\\nb\"}]}", "{\"n\":\"a\\nb\"}\n", 1},
        {"{\"code\":0,\"data\":{\"total\":1,\"list\":[{}]}}", "{}\n", 1},
        {"{\"data\":[{\"x\":1}],\"items\":[{\"y\":1}]}", "{\"y\":1}\n", 1}, /* the surer name */
        {"{\"errors\":[{}],\"records\":[{\"z\":1}]}", "{\"z\":1}\n", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct read r = read_page(cases[i].page);
        assert_int_equal(r.status, HM_OK);
        assert_int_equal(r.records, cases[i].count);
        assert_string_equal(r.out, cases[i].records);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const pages[] = {"",
                                        "null",
                                        "3",
                                        "{\"code\":500,\"msg\":\"no\"}",
                                        "{\"id\":\"A\",\"persons\":[{}]}",
                                        "[1]",
                                        "{\"items\":[{}",
                                        "{\"items\":[{}]} x",
                                        "{\"items\":{\"a\":[{}]}}",
                                        "{\"id\":1}\n{\"id\":2}"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        assert_int_equal(read_page(pages[i]).status, HM_DATA);
        assert_int_equal(page_is_json(str_of(pages[i])), strcmp(pages[i], "[1]") == 0);
    }
}

static void test_next(void **state)
{
    (void)state;
    static const struct {
        const char *page;
        enum page_step step;
        const char *text;
    } cases[] = {
        {"{\"items\":[]}", PAGE_LAST, ""},
        {"{\"items\":[],\"next\":null}", PAGE_LAST, ""},
        {"{\"items\":[],\"next\":\"\"}", PAGE_LAST, ""},
        {"{\"items\":[],\"next\":\"/a?b=1\"}", PAGE_LINK, "/a?b=1"},
        {"{\"next\":\"abc\",\"items\":[]}", PAGE_CURSOR, "abc"},
        {"{\"items\":[],\"links\":{\"prev\":\"/p\",\"next\":{\"href\":\"/n\"}}}", PAGE_LINK,
         "/n"},
        {"{\"items\":[],\"next_cursor\":\"x=\"}", PAGE_CURSOR, "x="},
        {"{\"items\":[],\"cursor\":12}", PAGE_CURSOR, "12"},
        {"{\"data\":{\"list\":[],\"next_page\":3}}", PAGE_NUMBER, "3"},
        {"{\"items\":[],\"paging\":{\"next\":\"?p=2\"}}", PAGE_LINK, "?p=2"},
        {"{\"items\":[],\"next_cursor\":\"x\",\"has_more\":false}", PAGE_LAST, "x"},
        {"{\"items\":[{\"next\":\"/not/this\"}]}", PAGE_LAST, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct read r = read_page(cases[i].page);
        assert_int_equal(r.status, HM_OK);
        assert_int_equal(r.step, cases[i].step);
        assert_string_equal(r.next, cases[i].text);
    }
}

static void test_queries(void **state)
{
    (void)state;
    static const struct {
        const char *base, *value, *result;
    } cases[] = {{"https://a/", "1", "https://a/?cursor=1"},
                 {"https://a/?x=2#f", "1", "https://a/?x=2&cursor=1"},
                 {"https://a/?cursor=old&y=3", "a b/\xe4", "https://a/?cursor=a%20b%2F%E4&y=3"},
                 {"https://a/?xcursor=1", "2", "https://a/?xcursor=1&cursor=2"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *url = NULL;
        assert_int_equal(page_set_query(&url, cases[i].base, "cursor", str_of(cases[i].value)),
                         HM_OK);
        assert_string_equal(url, cases[i].result);
        mem_free(url);
    }
    uint64_t n = 7;
    assert_true(page_query_number("https://a/?b=1&page=12#x", "page", &n) && n == 12);
    assert_false(page_query_number("https://a/?page=", "page", &n));
    assert_false(page_query_number("https://a/?page=1x", "page", &n));
    assert_false(page_query_number("https://a/?apage=1", "page", &n));
}

static void test_csv(void **state)
{
    (void)state;
    assert_int_equal(page_csv_head(str_of("a,b\nc")), 4);
    assert_int_equal(page_csv_head(str_of("a,\"x\ny\"\nc")), 8);
    assert_int_equal(page_csv_head(str_of("a,b")), 3);
    assert_int_equal(page_csv_head(str_of("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_next), cmocka_unit_test(test_queries),
        cmocka_unit_test(test_csv)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
