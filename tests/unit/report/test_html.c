/* test_html.c - nothing that a script writes becomes markup; addresses are plain; both
 * languages stand on the page; damaged catalogues count as none. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "base/fault.h"
#include "base/mem.h"
#include "report/html.h"

static void test_escaping(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out);
    html_text(&out, "<b a=\"1\">&amp; 低保</b>");
    assert_string_equal(out.data, "&lt;b a=&quot;1&quot;&gt;&amp;amp; 低保&lt;/b&gt;");
    buf_clear(&out);
    html_text(&out, NULL);
    assert_int_equal(out.len, 0);
    html_anchor(&out, "N01-b 低<\"");
    assert_string_equal(out.data, "N01-b_20_e4_bd_8e_3c_22");
    buf_fini(&out);
}

static void test_take(void **state)
{
    (void)state;
    struct buf out, text;
    buf_init(&out);
    buf_init(&text);
    buf_puts(&text, "a<b");
    html_take(&out, &text);
    assert_string_equal(out.data, "a&lt;b");
    buf_init(&text);
    text.failed = true;
    html_take(&out, &text);
    assert_false(buf_ok(&out));
    buf_fini(&out);
}

/* A catalogue of two texts, as msgfmt writes it. */
static char *two_texts(size_t *size)
{
    static const char *const texts[] = {"%zu of %zu", "yes", "共%2$zu,%1$zu", "是"};
    struct buf b;
    buf_init(&b);
    buf_u32(&b, 0x950412DE);
    buf_u32(&b, 0);
    buf_u32(&b, 2);
    buf_u32(&b, 28);
    buf_u32(&b, 28 + 16);
    buf_u32(&b, 0);
    buf_u32(&b, 0);
    uint32_t at = 28 + 32;
    for (size_t i = 0; i < 4; i++) {
        buf_u32(&b, (uint32_t)strlen(texts[i]));
        buf_u32(&b, at);
        at += (uint32_t)strlen(texts[i]) + 1;
    }
    for (size_t i = 0; i < 4; i++)
        buf_put(&b, texts[i], strlen(texts[i]) + 1);
    *size = b.len;
    return buf_take(&b);
}

static void test_both(void **state)
{
    (void)state;
    struct catalogue chinese;
    struct buf out;
    struct html h = {&out, &chinese};
    size_t size;
    char *bytes = two_texts(&size);
    catalogue_of(&chinese, bytes, size);
    buf_init(&out);
    html_both(&h, "yes");
    html_both(&h, "no");
    html_bothf(&h, "%zu of %zu", (size_t)1, (size_t)2);
    assert_string_equal(out.data, "<span class=\"zh\" lang=\"zh-CN\">是</span>"
                                  "<span class=\"en\" lang=\"en\">yes</span>"
                                  "<span class=\"zh\" lang=\"zh-CN\">no</span>"
                                  "<span class=\"en\" lang=\"en\">no</span>"
                                  "<span class=\"zh\" lang=\"zh-CN\">共2,1</span>"
                                  "<span class=\"en\" lang=\"en\">1 of 2</span>");
    buf_fini(&out);
    catalogue_close(&chinese);
    catalogue_close(&chinese);
}

/* Every byte changed to every kind of wrong, and every shorter file: no text is read outside.
 */
static void test_damaged(void **state)
{
    (void)state;
    static const char wrong[] = {0, 1, 27, 28, 100, (char)0xFF};
    struct catalogue c;
    size_t size;
    char *whole = two_texts(&size);
    for (size_t i = 0; i < size; i++)
        for (size_t k = 0; k < sizeof wrong; k++) {
            char *bytes = mem_alloc(size);
            memcpy(bytes, whole, size);
            bytes[i] = wrong[k];
            catalogue_of(&c, bytes, size);
            assert_non_null(catalogue_text(&c, "yes"));
            catalogue_close(&c);
        }
    for (size_t n = 0; n < size; n++) {
        char *bytes = mem_alloc(n);
        memcpy(bytes, whole, n);
        catalogue_of(&c, bytes, n);
        assert_string_equal(catalogue_text(&c, "yes"), "yes");
        catalogue_close(&c);
    }
    mem_free(whole);
}

static void test_no_memory(void **state)
{
    (void)state;
    for (uint64_t n = 1; n < 4; n++) {
        struct catalogue c;
        fault_arm(FAULT_ALLOC, n);
        bool good = catalogue_open(&c);
        fault_arm(FAULT_ALLOC, 0);
        assert_true(good || c.bytes == NULL);
        catalogue_close(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escaping),  cmocka_unit_test(test_take),
        cmocka_unit_test(test_both),      cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
