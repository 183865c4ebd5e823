/* test_lines.c - lines from callbacks that give them in pieces of every size, and their limits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "io/lines.h"

struct feed {
    const char *bytes;
    size_t n, at, piece;
    int interruptions; /* reads that a signal ends */
    bool broken;
};

static ptrdiff_t read_source(void *ctx, char *bytes, size_t n)
{
    struct feed *s = ctx;
    if (s->interruptions > 0) {
        s->interruptions--;
        errno = EINTR;
        return -1;
    }
    if (s->broken) {
        errno = EIO;
        return -1;
    }
    size_t give = s->n - s->at < s->piece ? s->n - s->at : s->piece;
    if (give > n)
        give = n;
    memcpy(bytes, s->bytes + s->at, give);
    s->at += give;
    return (ptrdiff_t)give;
}

/* All lines as "number:text|". */
static void dump(struct feed *s, struct buf *out)
{
    struct lines *l;
    struct str line;
    bool more = true;
    assert_int_equal(lines_from(&l, "test", read_source, s, NULL), HM_OK);
    buf_clear(out);
    for (;;) {
        enum hm_status st = lines_next(l, &line, &more, NULL);
        if (st == HM_OK && !more)
            break;
        if (st == HM_OK)
            buf_printf(out, "%u:%.*s|", lines_place(l).line, (int)line.n, line.p);
        else
            buf_printf(out, "%u!%d|", lines_place(l).line, (int)st);
        if (st == HM_ENVIRONMENT)
            break;
    }
    if (s->at == s->n && !s->broken)
        assert_int_equal(lines_bytes(l), s->n);
    lines_close(l);
}

/* The same by chunks. */
static void dump_chunks(struct feed *s, struct buf *out)
{
    struct lines *l;
    struct chunk c;
    bool more = true;
    assert_int_equal(lines_from(&l, "test", read_source, s, NULL), HM_OK);
    assert_int_equal(chunk_init(&c), HM_OK);
    buf_clear(out);
    for (;;) {
        chunk_clear(&c);
        assert_int_equal(lines_chunk(l, &c, &more, NULL), HM_OK);
        if (!more)
            break;
        assert_true(c.count > 0);
        for (size_t i = 0; i < c.count; i++) {
            struct str rest = c.pieces[i].text, line;
            uint32_t next = c.pieces[i].line, number;
            if (c.pieces[i].kind == CHUNK_FAULT)
                buf_printf(out, "%u!%d|", next, (int)HM_DATA);
            while (lines_split(&rest, &next, false, &line, &number))
                buf_printf(out, "%u:%.*s|", number, (int)line.n, line.p);
        }
    }
    assert_int_equal(lines_bytes(l), s->n);
    chunk_fini(&c);
    lines_close(l);
}

static void same_in_chunks(const char *text, size_t n, size_t piece)
{
    struct buf lines, chunks;
    buf_init(&lines);
    buf_init(&chunks);
    dump(&(struct feed){.bytes = text, .n = n, .piece = piece}, &lines);
    dump_chunks(&(struct feed){.bytes = text, .n = n, .piece = piece}, &chunks);
    assert_int_equal(chunks.len, lines.len);
    assert_memory_equal(chunks.data ? chunks.data : "", lines.data ? lines.data : "",
                        lines.len);
    buf_fini(&lines);
    buf_fini(&chunks);
}

/* Lines of all lengths: many short ones, some around a chunk's, and some around the limit. */
static void test_chunks(void **state)
{
    static const size_t lengths[] = {CHUNK_BYTES - 1,
                                     CHUNK_BYTES,
                                     CHUNK_BYTES + 1,
                                     LIMIT_RECORD_BYTES,
                                     LIMIT_RECORD_BYTES + 1,
                                     300000,
                                     40};
    struct buf text;
    (void)state;
    buf_init(&text);
    for (size_t i = 0; i < 7; i++) {
        for (int k = 0; k < 6000; k++)
            buf_printf(&text, "%.*s\n", k % 13, "abcdefghijklmn");
        for (size_t k = 0; k < lengths[i]; k++)
            buf_putc(&text, 'x');
        buf_putc(&text, '\n');
    }
    same_in_chunks(text.data, text.len, 100000);
    same_in_chunks(text.data, text.len - 1, 4 << 20);
    same_in_chunks(text.data, text.len - 45, 77777);
    buf_fini(&text);
}

static void test_pieces(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"\n\n", ""},
        {"a", "1:a|"},
        {"a\nb\n", "1:a|2:b|"},
        {"a\nb", "1:a|2:b|"},
        {"\n  \na\n\r\n\tb", "3:a|5:\tb|"},
        {"a\r\nb\r\n", "1:a\r|2:b\r|"},
        {"\xEF\xBB\xBF{}\n\xEF\xBB\xBF", "1:{}|2:\xEF\xBB\xBF|"},
        {"\xEF\xBB\xBF\nx", "2:x|"},
    };
    struct buf out;
    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t piece = 1; piece < 8; piece++) {
            struct feed s = {.bytes = cases[i][0], .n = strlen(cases[i][0]), .piece = piece};
            dump(&s, &out);
            assert_string_equal(out.data, cases[i][1]);
        }
    }
    buf_fini(&out);
}

/* "x\n", one line of n bytes, "y": what is made of it. */
static void around(size_t n, bool newline_after, size_t piece, const char *expected)
{
    char *bytes = mem_alloc(n + 8);
    struct buf out;
    buf_init(&out);
    memcpy(bytes, "x\n", 2);
    memset(bytes + 2, 'a', n);
    memcpy(bytes + 2 + n, "\ny", 2);
    struct feed s = {.bytes = bytes, .n = n + (newline_after ? 4 : 2), .piece = piece};
    struct lines *l;
    struct str line;
    bool more;
    struct buf sizes;
    buf_init(&sizes);
    assert_int_equal(lines_from(&l, "test", read_source, &s, NULL), HM_OK);
    for (;;) {
        enum hm_status st = lines_next(l, &line, &more, NULL);
        if (st == HM_OK && !more)
            break;
        if (st == HM_OK)
            buf_printf(&sizes, "%u:%zu|", lines_place(l).line, line.n);
        else
            buf_printf(&sizes, "%u!|", lines_place(l).line);
    }
    lines_close(l);
    assert_string_equal(sizes.data, expected);
    buf_fini(&sizes);
    buf_fini(&out);
    mem_free(bytes);
}

static void test_limit(void **state)
{
    char ok[64], ok_last[64];
    (void)state;
    for (size_t piece = 1 << 20; piece >= 4096; piece /= 16) {
        snprintf(ok, sizeof ok, "1:1|2:%d|3:1|", LIMIT_RECORD_BYTES - 1);
        around(LIMIT_RECORD_BYTES - 1, true, piece, ok);
        snprintf(ok, sizeof ok, "1:1|2:%d|3:1|", LIMIT_RECORD_BYTES);
        snprintf(ok_last, sizeof ok_last, "1:1|2:%d|", LIMIT_RECORD_BYTES);
        around(LIMIT_RECORD_BYTES, true, piece, ok);
        around(LIMIT_RECORD_BYTES, false, piece, ok_last);
        around(LIMIT_RECORD_BYTES + 1, true, piece, "1:1|2!|3:1|");
        around(LIMIT_RECORD_BYTES + 1, false, piece, "1:1|2!|");
        around(5 * LIMIT_RECORD_BYTES, true, piece, "1:1|2!|3:1|");
        around(5 * LIMIT_RECORD_BYTES, false, piece, "1:1|2!|");
    }
}

static void test_signals_and_errors(void **state)
{
    struct buf out;
    (void)state;
    buf_init(&out);
    struct feed s = {.bytes = "a\nb", .n = 3, .piece = 8, .interruptions = 3};
    dump(&s, &out);
    assert_string_equal(out.data, "1:a|2:b|");
    struct feed bad = {.bytes = "a", .n = 1, .piece = 1, .broken = true};
    dump(&bad, &out);
    assert_string_equal(out.data, "0!3|");
    buf_fini(&out);
}

static int always(void *ctx)
{
    (void)ctx;
    return 1;
}

static void test_stopped(void **state)
{
    struct feed s = {.bytes = "a\n", .n = 2, .piece = 8, .interruptions = 1};
    struct lines *l;
    struct str line;
    bool more;
    (void)state;
    assert_int_equal(lines_from(&l, "test", read_source, &s, NULL), HM_OK);
    lines_watch(l, always, NULL);
    assert_int_equal(lines_next(l, &line, &more, NULL), HM_INTERRUPTED);
    lines_close(l);
}

static void test_paths(void **state)
{
    struct lines *l = NULL;
    struct diag d;
    (void)state;
    diag_init(&d);
    assert_int_equal(lines_open(&l, "/nonexistent/x.ndjson", &d), HM_ENVIRONMENT);
    assert_string_equal(d.items[0].at.file, "/nonexistent/x.ndjson");
    assert_int_equal(lines_open(&l, "/tmp", &d), HM_USAGE);
    assert_null(l);
    assert_int_equal(lines_open(&l, TEST_SOURCE_DIR "/CMakeLists.txt", &d), HM_OK);
    assert_true(lines_total(l) > 0);
    lines_close(l);
    diag_fini(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces),  cmocka_unit_test(test_chunks),
        cmocka_unit_test(test_limit),   cmocka_unit_test(test_signals_and_errors),
        cmocka_unit_test(test_stopped), cmocka_unit_test(test_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
