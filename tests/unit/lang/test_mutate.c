/* Thousands of broken scripts, made from the shipped ones with a fixed seed: parsing and
 * rewriting must refuse or accept each, and keep the lines of what they accept. Meant for the
 * sanitizers.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "../support/mutate.h"
#include "lang/rewrite.h"

enum { ROUNDS = 4000 };

static size_t count_lines(const char *text, size_t n)
{
    size_t lines = 0;

    for (size_t i = 0; i < n; i++)
        lines += text[i] == '\n';
    return lines;
}

/* Parses and rewrites; true when both were content. */
static bool run(const char *text, size_t n)
{
    struct ast_file *f = NULL;
    struct diag d;
    struct buf out;
    bool good;

    diag_init(&d);
    buf_init(&out);
    good = ast_parse(&f, "m.lua", 7, text, n, &d) == HM_OK;
    assert_true(good || d.errors > 0);
    if (good) {
        good = rewrite_script(f, &out, &d) == HM_OK;
        assert_true(good || d.errors > 0);
    }
    if (good)
        assert_int_equal(count_lines(out.data, out.len), count_lines(text, n));
    for (size_t i = 0; i < d.count; i++)
        assert_true(d.items[i].at.line > 0 && d.items[i].at.column > 0);
    ast_free(f);
    buf_fini(&out);
    diag_fini(&d);
    return good;
}

static void mutations(void **state)
{
    struct mutate_corpus c;
    struct buf text;
    uint64_t random = 20240701;
    size_t accepted = 0;

    (void)state;
    mutate_load(&c, TEST_SOURCE_DIR);
    buf_init(&text);
    assert_true(c.count > 0);
    for (size_t i = 0; i < c.count; i++)
        assert_true(run(c.texts[i], c.bytes[i]));
    for (size_t round = 0; round < ROUNDS; round++) {
        mutate_next(&c, &random, &text);
        accepted += run(text.data ? text.data : "", text.len);
    }
    assert_true(accepted > ROUNDS / 20 && accepted < ROUNDS);
    buf_fini(&text);
    mutate_unload(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(mutations)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
