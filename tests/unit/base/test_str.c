/* test_str.c - UTF-8 edges, widths, nearest names; digests against published vectors. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "base/digest.h"
#include "base/limits.h"
#include "base/str.h"

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

static void utf8(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t bad;
    } rows[] = {
        {"plain ascii text", 16},
        {"低保standard标准", 20},
        {"\xF0\x9F\x8C\x8F", 4},
        {"\xF4\x8F\xBF\xBF", 4},
        {"abcdefgh\xFF", 8},
        {"abc\x80", 3},
        {"ab\xC0\x80", 2},
        {"ab\xC1\xBF", 2},
        {"\xE0\x9F\xBF", 0},
        {"\xED\xA0\x80", 0},
        {"\xED\x9F\xBF", 3},
        {"\xEE\x80\x80", 3},
        {"\xF0\x8F\xBF\xBF", 0},
        {"\xF4\x90\x80\x80", 0},
        {"\xF5\x80\x80\x80", 0},
        {"a\xE4\xBD", 1},
        {"a\xE4\xBD"
         "b",
         1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(str_utf8_bad(rows[i].bytes, strlen(rows[i].bytes)), rows[i].bad);
    assert_int_equal(str_utf8_len("低保a", 7), 3);
    assert_int_equal(str_width("低保a", 7), 5);
    assert_int_equal(str_width("\xFF\xFE", 2), 2);
}

static void distance(void **state)
{
    (void)state;
    assert_int_equal(str_distance(text("dibao"), text("dibao"), 3), 0);
    assert_int_equal(str_distance(text("dibao"), text("dbiao"), 3), 1); /* swapped */
    assert_int_equal(str_distance(text("kitten"), text("sitting"), 3), 3);
    assert_int_equal(str_distance(text("kitten"), text("sitting"), 2), 3); /* more than 2 */
    assert_int_equal(str_distance(text("低保标准"), text("低保标淮"), 3), 1);
    assert_int_equal(str_distance(text(""), text("ab"), 3), 2);
    char longest[LIMIT_NAME_BYTES + 1] = {0};
    memset(longest, 'a', LIMIT_NAME_BYTES);
    assert_int_equal(str_distance(text(longest), text(longest), 3), 0);
    char huge[500] = {0};
    memset(huge, 'a', sizeof huge - 1);
    assert_int_equal(str_distance(text(huge), text(huge), 3), 4); /* not even looked at */
}

static void nearest(void **state)
{
    (void)state;
    const struct str names[] = {text("dibao_standard"), text("dibao_amount"), text("savings"),
                                text("低保金"),         text("家庭月收入"),   text("id")};
    static const struct {
        const char *word;
        int index;
    } rows[] = {{"dibao_standrad", 0},
                {"dibao_amout", 1},
                {"saving", 2},
                {"低宝金", 3},
                {"家庭收入", 4},
                {"pension", -1},
                {"x", -1},
                {"", -1},
                {"ID", -1},
                {"dibao_stand", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(str_nearest(text(rows[i].word), names, 6), rows[i].index);
    assert_int_equal(str_nearest(text("x"), NULL, 0), -1);
}

static void digests(void **state)
{
    (void)state;
    static const char abc[] =
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    char hex[DIGEST_HEX];
    digest_bytes("abc", 3, hex);
    assert_string_equal(hex, abc); /* FIPS 180-4 */
    struct digest *d;
    assert_int_equal(digest_new(&d), HM_OK);
    digest_add(d, "a", 1);
    digest_add(d, "bc", 2);
    digest_hex(d, hex);
    digest_free(d);
    assert_string_equal(hex, abc);
    assert_true(digest_xxh64("", 0) == UINT64_C(0xEF46DB3751D8E999));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8),
        cmocka_unit_test(distance),
        cmocka_unit_test(nearest),
        cmocka_unit_test(digests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
