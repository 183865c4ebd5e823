/* test_json.c - the tokenizer on sound, broken, truncated and hostile text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "io/json.h"

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* Writes what the reader hands out, unescaped, in one canonical form. */
static void dump_value(struct json *j, struct buf *out)
{
    struct str text = {"", 0};
    enum json_kind kind = json_value(j, &text);
    bool first = true;
    switch (kind) {
    case JSON_FAULT:
        buf_puts(out, "!");
        break;
    case JSON_NULL:
        buf_puts(out, "null");
        break;
    case JSON_FALSE:
        buf_puts(out, "false");
        break;
    case JSON_TRUE:
        buf_puts(out, "true");
        break;
    case JSON_NUMBER:
        buf_put(out, text.p, text.n);
        break;
    case JSON_STRING:
        buf_printf(out, "<%.*s>", (int)text.n, text.p);
        break;
    case JSON_OBJECT:
        buf_putc(out, '{');
        while (json_member(j, &text)) {
            buf_printf(out, first ? "%.*s=" : " %.*s=", (int)text.n, text.p);
            dump_value(j, out);
            first = false;
        }
        buf_putc(out, '}');
        break;
    case JSON_ARRAY:
        buf_putc(out, '[');
        while (json_element(j)) {
            if (!first)
                buf_putc(out, ' ');
            dump_value(j, out);
            first = false;
        }
        buf_putc(out, ']');
        break;
    }
}

/* Reads a copy without anything behind its end, so that a sanitizer sees every step too far. */
static enum json_fault read_all(struct str text, struct buf *out, size_t *offset)
{
    struct arena a;
    struct json j;
    char *copy = mem_alloc(text.n);
    memcpy(copy, text.p, text.n);
    arena_init(&a);
    json_init(&j, (struct str){copy, text.n}, &a);
    buf_clear(out);
    dump_value(&j, out);
    json_finish(&j);
    if (offset)
        *offset = j.fault_offset;
    arena_fini(&a);
    mem_free(copy);
    return j.fault;
}

static void test_sound(void **state)
{
    static const char *const cases[][2] = {
        {"{}", "{}"},
        {"  [ ]  ", "[]"},
        {"null", "null"},
        {"[1,-0,0.50,1e3,2.5E-2,-12.0e+7]", "[1 -0 0.50 1e3 2.5E-2 -12.0e+7]"},
        {"{\"a\":1,\"b\":[true,false,null],\"c\":{\"d\":\"e\"}}",
         "{a=1 b=[true false null] c={d=<e>}}"},
        {"{ \"a\" : \t1\r\n, \"b\" : 2 }", "{a=1 b=2}"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "<\"\\/\b\f\n\r\t>"},
        {"\"\\u5BB6\\u5ead x\"", "<家庭 x>"},
        {"\"\\uD83D\\uDE00\\u00e9\"", "<😀é>"},
        {"\"家庭月收入 and something longer than eight\"",
         "<家庭月收入 and something longer than eight>"},
        {"{\"\\u0061b\":1}", "{ab=1}"},
        {"\"\x7f\"", "<\x7f>"},
        {"123456789012345678901234567890.123456789",
         "123456789012345678901234567890.123456789"},
    };
    struct buf out;
    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(read_all(str_of(cases[i][0]), &out, NULL), JSON_OK);
        assert_string_equal(out.data, cases[i][1]);
    }
    buf_fini(&out);
}

static void test_faults(void **state)
{
    static const struct {
        const char *text;
        enum json_fault fault;
        size_t offset;
    } cases[] = {
        {"", JSON_ENDS_EARLY, 0},
        {"   ", JSON_ENDS_EARLY, 3},
        {"{", JSON_ENDS_EARLY, 1},
        {"{\"a\"", JSON_ENDS_EARLY, 4},
        {"{\"a\":", JSON_ENDS_EARLY, 5},
        {"{\"a\":1", JSON_ENDS_EARLY, 6},
        {"{\"a\":1,", JSON_ENDS_EARLY, 7},
        {"{\"a\":1,}", JSON_UNEXPECTED, 7},
        {"[1,]", JSON_UNEXPECTED, 3},
        {"[,1]", JSON_UNEXPECTED, 1},
        {"[1 2]", JSON_UNEXPECTED, 3},
        {"{\"a\" 1}", JSON_UNEXPECTED, 5},
        {"{a:1}", JSON_UNEXPECTED, 1},
        {"{'a':1}", JSON_UNEXPECTED, 1},
        {"{1:1}", JSON_UNEXPECTED, 1},
        {"[1}", JSON_UNEXPECTED, 2},
        {"{\"a\":1]", JSON_UNEXPECTED, 6},
        {"tru", JSON_ENDS_EARLY, 3},
        {"trux", JSON_UNEXPECTED, 0},
        {"nulll", JSON_UNEXPECTED, 0},
        {"NaN", JSON_UNEXPECTED, 0},
        {"Infinity", JSON_UNEXPECTED, 0},
        {"01", JSON_BAD_NUMBER, 0},
        {"-", JSON_BAD_NUMBER, 0},
        {"+1", JSON_BAD_NUMBER, 0},
        {".5", JSON_BAD_NUMBER, 0},
        {"[1.]", JSON_BAD_NUMBER, 1},
        {"1e", JSON_BAD_NUMBER, 0},
        {"1e+", JSON_BAD_NUMBER, 0},
        {"0x10", JSON_BAD_NUMBER, 0},
        {"1_000", JSON_BAD_NUMBER, 0},
        {"1,5", JSON_TRAILING, 1},
        {"{} {}", JSON_TRAILING, 3},
        {"\"abc", JSON_ENDS_EARLY, 4},
        {"\"abc\\", JSON_BAD_ESCAPE, 4},
        {"\"\\x41\"", JSON_BAD_ESCAPE, 1},
        {"\"\\u12\"", JSON_BAD_ESCAPE, 1},
        {"\"\\u12G4\"", JSON_BAD_ESCAPE, 1},
        {"\"\\u0000\"", JSON_BAD_ESCAPE, 1},
        {"\"\\uD83D\"", JSON_BAD_ESCAPE, 1},
        {"\"\\uD83D\\u0041\"", JSON_BAD_ESCAPE, 1},
        {"\"ab\\uDE00\"", JSON_BAD_ESCAPE, 3},
        {"\"a\tb\"", JSON_CONTROL, 2},
        {"\"0123456789\n\"", JSON_CONTROL, 11},
        {"\"abc\xC3(\"", JSON_NOT_UTF8, 4},
        {"\"\xBC\xD2\xCD\xA5\"", JSON_NOT_UTF8, 1}, /* 家庭 in GBK */
        {"\"\xED\xA0\x80\"", JSON_NOT_UTF8, 1},     /* a surrogate in UTF-8 */
        {"\"\xF4\x90\x80\x80\"", JSON_NOT_UTF8, 1}, /* above U+10FFFF */
        {"\xFF\xFE{", JSON_NOT_UTF8, 0},            /* UTF-16 */
        {"{\"\xFF\":1}", JSON_NOT_UTF8, 2},
        {"家", JSON_UNEXPECTED, 0},
    };
    struct buf out;
    size_t offset;
    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum json_fault fault = read_all(str_of(cases[i].text), &out, &offset);
        if (fault != cases[i].fault || offset != cases[i].offset)
            fail_msg("%s: fault %d at %zu, expected %d at %zu", cases[i].text, (int)fault,
                     offset, (int)cases[i].fault, cases[i].offset);
        assert_true(json_fault_text(fault)[0] != '\0');
    }
    assert_int_equal(read_all((struct str){"\"a\0b\"", 5}, &out, &offset), JSON_CONTROL);
    assert_int_equal(offset, 2);
    assert_int_equal(read_all((struct str){"1\0", 2}, &out, &offset), JSON_BAD_NUMBER);
    assert_int_equal(read_all((struct str){"true\0", 5}, &out, &offset), JSON_UNEXPECTED);
    assert_int_equal(read_all((struct str){"{}\0", 3}, &out, &offset), JSON_TRAILING);
    buf_fini(&out);
}

/* A sound text cut anywhere is a fault, and no cut reads past the end. */
static void test_truncated(void **state)
{
    static const char text[] = "{\"id\":\"N01\",\"wide\":\"家庭\\u5BB6\\uD83D\\uDE00\",\"n\":[-"
                               "12.50e+3,true,false,null],"
                               "\"o\":{\"p\":[{},[]]}}";
    struct buf out;
    (void)state;
    buf_init(&out);
    assert_int_equal(read_all(str_of(text), &out, NULL), JSON_OK);
    for (size_t n = 0; n < sizeof text - 1; n++)
        assert_int_not_equal(read_all((struct str){text, n}, &out, NULL), JSON_OK);
    buf_fini(&out);
}

static enum json_fault nested(unsigned depth, char open, char close)
{
    struct buf text, out;
    buf_init(&text);
    buf_init(&out);
    for (unsigned i = 0; i < depth; i++) {
        buf_putc(&text, open);
        if (open == '{' && i + 1 < depth)
            buf_puts(&text, "\"k\":");
    }
    for (unsigned i = 0; i < depth && close; i++)
        buf_putc(&text, close);
    enum json_fault fault = read_all((struct str){text.data, text.len}, &out, NULL);
    buf_fini(&text);
    buf_fini(&out);
    return fault;
}

static void test_depth(void **state)
{
    (void)state;
    assert_int_equal(nested(LIMIT_JSON_DEPTH - 1, '[', ']'), JSON_OK);
    assert_int_equal(nested(LIMIT_JSON_DEPTH, '[', ']'), JSON_OK);
    assert_int_equal(nested(LIMIT_JSON_DEPTH + 1, '[', ']'), JSON_TOO_DEEP);
    assert_int_equal(nested(LIMIT_JSON_DEPTH - 1, '{', '}'), JSON_OK);
    assert_int_equal(nested(LIMIT_JSON_DEPTH, '{', '}'), JSON_OK);
    assert_int_equal(nested(LIMIT_JSON_DEPTH + 1, '{', '}'), JSON_TOO_DEEP);
    assert_int_equal(nested(1000000, '[', '\0'), JSON_TOO_DEEP);
}

/* Every byte alone and at every place of a text of 16 characters: found, and at its place. */
static void test_every_byte_in_a_string(void **state)
{
    struct buf out;
    size_t offset;
    (void)state;
    buf_init(&out);
    for (int byte = 0; byte < 256; byte++) {
        for (size_t at = 1; at <= 16; at++) {
            char text[18];
            memset(text, 'x', sizeof text);
            text[0] = text[17] = '"';
            text[at] = (char)byte;
            enum json_fault fault = read_all((struct str){text, 18}, &out, &offset);
            enum json_fault expected = byte < 0x20    ? JSON_CONTROL
                                       : byte == '"'  ? JSON_TRAILING
                                       : byte == '\\' ? JSON_BAD_ESCAPE
                                       : byte >= 0x80 ? JSON_NOT_UTF8
                                                      : JSON_OK;
            if (byte == '\\' && at == 16)
                expected = JSON_ENDS_EARLY; /* the closing quote is escaped */
            assert_int_equal(fault, expected);
            if (fault == JSON_CONTROL || fault == JSON_BAD_ESCAPE || fault == JSON_NOT_UTF8)
                assert_int_equal(offset, at);
        }
    }
    buf_fini(&out);
}

static void test_skip(void **state)
{
    struct arena a;
    struct json j;
    struct str key, raw, text;
    (void)state;
    arena_init(&a);
    json_init(
        &j,
        str_of("{\"a\": {\"x\":[1,\"}\\\"\"]} ,\"b\":\"q\\n\", \"c\":[1,[2,{}],3],\"d\":4}"),
        &a);
    assert_int_equal(json_value(&j, &text), JSON_OBJECT);
    assert_true(json_member(&j, &key));
    assert_true(json_skip(&j, &raw));
    assert_int_equal(raw.n, strlen("{\"x\":[1,\"}\\\"\"]}"));
    assert_int_equal(json_offset(&j), 6);
    assert_true(json_member(&j, &key));
    assert_true(json_skip(&j, &raw));
    assert_memory_equal(raw.p, "\"q\\n\"", raw.n);
    assert_true(json_member(&j, &key));
    assert_int_equal(json_value(&j, &text), JSON_ARRAY);
    assert_true(json_element(&j));
    assert_int_equal(json_value(&j, &text), JSON_NUMBER);
    assert_true(json_close(&j)); /* the rest of the array */
    assert_true(json_member(&j, &key));
    assert_int_equal(*key.p, 'd');
    assert_int_equal(json_value(&j, &text), JSON_NUMBER);
    assert_false(json_member(&j, &key));
    assert_true(json_finish(&j));
    assert_int_equal(a.used_bytes, 0); /* what is skipped is not unescaped */
    arena_fini(&a);
}

static void test_skip_finds_faults(void **state)
{
    static const char *const broken[] = {"{\"a\":[1,}",       "{\"a\":\"\\q\"}",
                                         "{\"a\":[[[1 1]]]}", "{\"a\":\"\xFF\"}",
                                         "{\"a\":01}",        "{\"a\":tru}"};
    struct arena a;
    struct json j;
    struct str raw;
    (void)state;
    arena_init(&a);
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        json_init(&j, str_of(broken[i]), &a);
        assert_false(json_skip(&j, &raw));
        assert_false(json_finish(&j));
    }
    arena_fini(&a);
}

static void test_guess(void **state)
{
    static const struct {
        const char *text, *guess, *key;
        bool hit;
    } cases[] = {
        {"{\"savings\":1}", "savings", "savings", true},
        {"{\"savings\" : 1}", "savings", "savings", true},
        {"{\"savings2\":1}", "savings", "savings2", false},
        {"{\"saving\":1}", "savings", "saving", false},
        {"{\"\":1}", "", "", false},
        {"{\"存款\":1}", "存款", "存款", true},
    };
    struct arena a;
    struct json j;
    struct str key, text;
    bool hit;
    (void)state;
    arena_init(&a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_init(&j, str_of(cases[i].text), &a);
        json_value(&j, &text);
        assert_true(json_member_guess(&j, &key, str_of(cases[i].guess), &hit));
        assert_int_equal(hit, cases[i].hit);
        assert_true(str_eq(key, str_of(cases[i].key)));
        assert_int_equal(json_value(&j, &text), JSON_NUMBER);
    }
    json_init(&j, str_of("{\"ab"), &a); /* the guess is longer than the text */
    json_value(&j, &text);
    assert_false(json_member_guess(&j, &key, str_of("abcdef"), &hit));
    assert_int_equal(j.fault, JSON_ENDS_EARLY);
    arena_fini(&a);
}

/* After a fault nothing goes on, and the first fault stays. */
static void test_sticky(void **state)
{
    struct arena a;
    struct json j;
    struct str text;
    (void)state;
    arena_init(&a);
    json_init(&j, str_of("[1 2, 01]"), &a);
    json_value(&j, &text);
    assert_true(json_element(&j));
    json_value(&j, &text);
    assert_false(json_element(&j));
    assert_int_equal(json_value(&j, &text), JSON_FAULT);
    assert_false(json_element(&j));
    assert_false(json_skip(&j, NULL));
    assert_false(json_finish(&j));
    assert_int_equal(j.fault, JSON_UNEXPECTED);
    assert_int_equal(j.fault_offset, 3);
    arena_fini(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_every_byte_in_a_string),
        cmocka_unit_test(test_skip),
        cmocka_unit_test(test_skip_finds_faults),
        cmocka_unit_test(test_guess),
        cmocka_unit_test(test_sticky),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
