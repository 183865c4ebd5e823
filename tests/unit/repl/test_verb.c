/* test_verb.c - a line taken apart: quotes, brackets, signs, full-width characters; and ids. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "repl/verb.h"

/* The words of a line, with | between them and ~ before a quoted one. */
static void split(const char *line, const char *want)
{
    struct verb_line l;
    struct arena a;
    struct buf out;
    arena_init(&a);
    buf_init(&out);
    assert_int_equal(verb_split(&l, line, &a, NULL), HM_OK);
    for (size_t i = 0; i < l.count; i++) {
        assert_ptr_equal(l.words[i].text, verb_peek(&l));
        buf_printf(&out, "%s%s%s", i ? "|" : "", l.words[i].is_quoted ? "~" : "",
                   verb_next(&l));
    }
    assert_null(verb_next(&l));
    assert_string_equal(verb_rest(&l), "");
    assert_string_equal(out.data, want);
    buf_fini(&out);
    arena_fini(&a);
}

static void test_words(void **state)
{
    (void)state;
    split("", "");
    split("undo", "undo");
    split("  set  a = 1330\tfrom 2025-01 ", "set|a|=|1330|from|2025-01");
    split("set a=1", "set|a|=|1");
    split("a<=b", "a|<=|b");
    split("a<b>c==d~=e!=f>=g=h", "a|<|b|>|c|==|d|~=|e|!=|f|>=|g|=|h");
    split("sweep p 1181..1400 by 10", "sweep|p|1181..1400|by|10");
    split("p[a b = c]=2", "p[a b = c]|=|2");
}

static void test_quotes(void **state)
{
    struct verb_line l;
    struct arena a;
    (void)state;
    split("a \"b c\" 'd = e'", "a|~b c|~d = e");
    split("\"\"", "~");
    split("\"a\\\"b\\\\c\"", "~a\"b\\c");
    split("\"H.1\".x", "~H.1.x");
    arena_init(&a);
    assert_int_equal(verb_split(&l, "a \"b", &a, NULL), HM_USAGE);
    assert_int_equal(verb_split(&l, "'", &a, NULL), HM_USAGE);
    arena_fini(&a);
}

static void test_full_width(void **state)
{
    (void)state;
    split("set　低保标准＝１３３０", "set|低保标准|=|1330");
    split("低保金＞＝５", "低保金|>=|5");
    split("标准［城镇］＝3", "标准[城镇]|=|3");
    split("\"ａ＝\"", "~ａ＝");
    split("低保金、", "低保金、");
}

static void household(const char *line, const char *id, const char *path)
{
    struct verb_line l;
    struct repl r = {.path = NULL};
    const char *got_id, *got_path;
    arena_init(&r.line);
    assert_int_equal(verb_split(&l, line, &r.line, NULL), HM_OK);
    assert_int_equal(verb_household(&r, &l, &got_id, &got_path), HM_OK);
    assert_string_equal(got_id, id);
    if (path)
        assert_string_equal(got_path, path);
    else
        assert_null(got_path);
    arena_fini(&r.line);
}

static void test_households(void **state)
{
    (void)state;
    household("H1", "H1", NULL);
    household("H1.dibao_amount", "H1", "dibao_amount");
    household("H1.persons[0].age", "H1", "persons[0].age");
    household("\"H.1\"", "H.1", NULL);
    household("\"H.1\".低保金", "H.1", "低保金");
    household("'户 一'.x", "户 一", "x");
}

static void test_table(void **state)
{
    (void)state;
    assert_non_null(verb_find((struct str){"set", 3}));
    assert_null(verb_find((struct str){"se", 2}));
    for (size_t i = 0; i < verb_count; i++) {
        const struct verb *v = &verb_table[i];
        size_t n = strlen(v->name);
        assert_memory_equal(v->usage, v->name, n);
        assert_memory_equal(v->example, v->name, n);
        assert_true(strlen(v->summary) > 10 && strlen(v->description) > 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),      cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_full_width), cmocka_unit_test(test_households),
        cmocka_unit_test(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
