/* test_source.c - packed and recoded files, in pieces of every size; damage, bombs, guesses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "io/source.h"

struct feed {
    const char *bytes;
    size_t n, at, piece;
};

static ptrdiff_t give(void *ctx, char *bytes, size_t n)
{
    struct feed *f = ctx;
    size_t k = f->n - f->at < f->piece ? f->n - f->at : f->piece;
    k = k < n ? k : n;
    memcpy(bytes, f->bytes + f->at, k);
    f->at += k;
    return (ptrdiff_t)k;
}

static enum hm_status read_all(struct buf *out, enum source_encoding e, const char *bytes,
                               size_t n, size_t piece)
{
    struct feed f = {bytes, n, 0, piece};
    struct source *s;
    char room[64];
    size_t got = 1;
    enum hm_status st = HM_OK;
    buf_clear(out);
    assert_int_equal(source_from(&s, "t", e, give, &f, NULL), HM_OK);
    while (st == HM_OK && got > 0) {
        st = source_read(s, room, sizeof room, &got, NULL);
        if (st == HM_OK)
            buf_put(out, room, got);
    }
    source_close(s);
    buf_put(out, "", 0);
    return st;
}

static void expect(enum source_encoding e, const char *bytes, size_t n, const char *want)
{
    struct buf got;
    buf_init(&got);
    for (size_t piece = 1; piece < 20; piece++) {
        assert_int_equal(read_all(&got, e, bytes, n, piece), HM_OK);
        assert_string_equal(got.data, want);
    }
    buf_fini(&got);
}
#define EXPECT(e, bytes, want) expect(e, bytes, sizeof bytes - 1, want)

static void test_encodings(void **state)
{
    (void)state;
    EXPECT(SOURCE_UTF8, "", "");
    EXPECT(SOURCE_UTF8,
           "\xEF\xBB\xBF"
           "a",
           "a");
    EXPECT(SOURCE_DETECT, "id,户\n1,甲", "id,户\n1,甲");
    EXPECT(SOURCE_DETECT, "id,\xBB\xA7\n1,\xBC\xD7", "id,户\n1,甲");
    EXPECT(SOURCE_GB18030, "\xBB\xA7\x81\x30\x81\x30z", "户\xC2\x80z"); /* four bytes */
    EXPECT(SOURCE_GB18030, "\xEF\xBB\xBF户", "户");       /* a byte order mark knows better */
    EXPECT(SOURCE_GB18030, "a\xFF,\xBB\xA7", "a\xFF,户"); /* left for the reader to refuse */
    EXPECT(SOURCE_GB18030, "a\xBB", "a\xFF");             /* cut by the end */
    EXPECT(SOURCE_UTF8,
           "\xFF\xFE"
           "a\0\x37\x62",
           "a户");
    EXPECT(SOURCE_DETECT, "甲乙丙丁戊己\xB5", "甲乙丙丁戊己\xB5"); /* one wrong byte in UTF-8 */
}

/* gzip and zstd of "id,a\n1,2\n". */
static const unsigned char GZIP[] = {
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x4c, 0xd1, 0x49, 0xe4,
    0x32, 0xd4, 0x31, 0xe2, 0x02, 0x00, 0x89, 0x87, 0x08, 0xb7, 0x09, 0x00, 0x00, 0x00,
};
static const unsigned char ZSTD[] = {
    0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x49, 0x00, 0x00, 0x69, 0x64,
    0x2c, 0x61, 0x0a, 0x31, 0x2c, 0x32, 0x0a, 0x86, 0xab, 0xe0, 0x94,
};

static void test_packed(void **state)
{
    (void)state;
    struct buf twice, got;
    expect(SOURCE_UTF8, (const char *)GZIP, sizeof GZIP, "id,a\n1,2\n");
    expect(SOURCE_DETECT, (const char *)ZSTD, sizeof ZSTD, "id,a\n1,2\n");
    buf_init(&twice);
    buf_init(&got);
    for (int i = 0; i < 2; i++)
        buf_put(&twice, GZIP, sizeof GZIP); /* members one after another */
    expect(SOURCE_UTF8, twice.data, twice.len, "id,a\n1,2\nid,a\n1,2\n");
    for (size_t n = 4; n < sizeof GZIP; n++)
        assert_int_equal(read_all(&got, SOURCE_UTF8, (const char *)GZIP, n, 7), HM_ENVIRONMENT);
    for (size_t n = 4; n < sizeof ZSTD; n++)
        assert_int_equal(read_all(&got, SOURCE_UTF8, (const char *)ZSTD, n, 7), HM_ENVIRONMENT);
    for (size_t i = 10; i < sizeof GZIP - 1; i++) { /* damaged: refused, or (never) the same */
        twice.data[i] ^= 0x55;
        if (read_all(&got, SOURCE_UTF8, twice.data, sizeof GZIP, 99) == HM_OK)
            fail_msg("byte %zu of a gzip file may be anything", i);
        twice.data[i] ^= 0x55;
    }
    buf_fini(&twice);
    buf_fini(&got);
}

static void test_bombs(void **state)
{
    (void)state;
    const uint64_t free_bytes = LIMIT_EXPANSION_FREE_BYTES;
    assert_false(source_is_bomb(free_bytes, 1));
    assert_true(source_is_bomb(free_bytes + LIMIT_EXPANSION, 1));
    assert_false(source_is_bomb(LIMIT_EXPANSION * (free_bytes + 1), free_bytes + 1));
    assert_true(source_is_bomb(LIMIT_EXPANSION * (free_bytes + 2), free_bytes + 1));
}

static void test_names(void **state)
{
    (void)state;
    enum source_encoding e;
    assert_int_equal(source_encoding_named(&e, "GBK", SOURCE_UTF8, NULL), HM_OK);
    assert_int_equal(e, SOURCE_GB18030);
    assert_int_equal(source_encoding_named(&e, NULL, SOURCE_DETECT, NULL), HM_OK);
    assert_int_equal(e, SOURCE_DETECT);
    assert_int_equal(source_encoding_named(&e, "latin1", SOURCE_UTF8, NULL), HM_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_encodings), cmocka_unit_test(test_packed),
        cmocka_unit_test(test_bombs), cmocka_unit_test(test_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
