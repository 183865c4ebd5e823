/* test_csv.c - tables: quotes, separators, refusals with their places, limits, reading on after
 * a fault, and the same rows for any size of reads. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/mem.h"
#include "io/csv.h"

struct feed {
    const char *at;
    size_t left, step; /* bytes a read at most */
};

static ptrdiff_t give(void *ctx, char *bytes, size_t n)
{
    struct feed *s = ctx;
    n = n < s->left ? n : s->left;
    n = n < s->step ? n : s->step;
    if (n)
        memcpy(bytes, s->at, n);
    s->at += n;
    s->left -= n;
    return (ptrdiff_t)n;
}

/* "a|b" a row, with_places: "a@3:4"; "!3:4 text" a refusal at line 3, column 4. False: no more.
 */
static bool read_row(struct buf *out, struct csv *c, struct diag *d, bool with_places)
{
    const struct str *cells;
    size_t count, filled;
    bool more;
    enum hm_status st = csv_next(c, &cells, &count, &more, d);
    if (st == HM_DATA) {
        assert_int_equal(d->count, 1);
        assert_string_equal(d->items[0].at.file, "t.csv");
        buf_printf(out, "!%u:%u %s\n", (unsigned)d->items[0].at.line,
                   (unsigned)d->items[0].at.column, d->items[0].text);
        diag_clear(d);
        return true;
    }
    assert_int_equal(st, HM_OK);
    if (!more)
        return false;
    const uint32_t *list = csv_filled(c, &filled);
    for (size_t i = 0; i < count; i++) {
        struct place at = csv_place(c, i);
        buf_printf(out, "%s%.*s", i ? "|" : "", (int)cells[i].n, cells[i].p);
        if (with_places)
            buf_printf(out, "@%u:%u", (unsigned)at.line, (unsigned)at.column);
        assert_int_equal(cells[i].n > 0, filled > 0 && *list == i);
        list += cells[i].n > 0;
        filled -= cells[i].n > 0;
    }
    buf_putc(out, '\n');
    return true;
}

/* The rows behind the header as another thread would read them. */
static void read_chunks(struct buf *out, struct csv *table, struct diag *d, bool with_places)
{
    struct csv *c;
    struct chunk chunk;
    bool more = true;
    assert_int_equal(csv_follow(&c, table, d), HM_OK);
    assert_int_equal(chunk_init(&chunk), HM_OK);
    for (;;) {
        chunk_clear(&chunk);
        assert_int_equal(csv_chunk(table, &chunk, &more, d), HM_OK);
        if (!more)
            break;
        csv_feed(c, &chunk);
        while (read_row(out, c, d, with_places))
            continue;
    }
    chunk_fini(&chunk);
    csv_close(c);
}

static void read_as(struct buf *out, const char *bytes, size_t n, size_t step, bool chunked,
                    bool with_places)
{
    struct feed s = {bytes, n, step};
    struct csv *c;
    struct diag d;
    diag_init(&d);
    buf_clear(out);
    assert_int_equal(csv_from(&c, "t.csv", give, &s, &d), HM_OK);
    bool more = read_row(out, c, &d, with_places);
    bool has_header = buf_ok(out) && out->len > 0 && out->data[0] != '!';
    if (chunked && more && has_header)
        read_chunks(out, c, &d, with_places);
    else
        for (int guard = 0; more && guard < 200000; guard++)
            more = read_row(out, c, &d, with_places);
    csv_close(c);
    diag_fini(&d);
}

static void read_table(struct buf *out, const char *bytes, size_t n, size_t step)
{
    struct buf chunked;
    buf_init(&chunked);
    read_as(out, bytes, n, step, false, false);
    read_as(&chunked, bytes, n, step, true, false);
    assert_int_equal(chunked.len, out->len);
    assert_memory_equal(chunked.data, out->data, out->len);
    buf_fini(&chunked);
}

static void expect(const char *text, const char *want)
{
    struct buf got;
    buf_init(&got);
    for (size_t step = 1; step < 12; step++) {
        read_table(&got, text, strlen(text), step);
        assert_string_equal(got.data, want);
    }
    buf_fini(&got);
}

/* A table of several chunks with whatever a table can hold. */
static void put_noise(struct buf *b, uint64_t seed, int rows)
{
    static const char *const cells[] = {
        "", "", "", "a", "12.50", "\"q\"", "\"a,b\"", "\"x\ny\"", "\"say \"\"hi\"\"\"", "甲乙"};
    static const char *const wild[] = {"\"open,", "x\"y,", "\xFF\xFE,",   "\"a\"b,",
                                       ",,,,\n",  "\n\n",  "\"two\nlines"};
    buf_puts(b, "a,b,c,d,e,f,g,h,i,j,k,l\n");
    for (int r = 0; r < rows; r++) {
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
        uint64_t bits = seed >> 20;
        if (bits % 97 == 0)
            buf_puts(b, wild[bits / 97 % 7]);
        for (int i = 0; i < 12; i++, bits = bits * 31 + 7)
            buf_printf(b, "%s%s", i ? "," : "", cells[(bits >> 7) % (seed % 5 ? 6 : 10)]);
        buf_puts(b, seed % 7 ? "\n" : "\r\n");
    }
}

static void chunks_of_noise(void **state)
{
    (void)state;
    struct buf text, whole, chunked;
    buf_init(&text);
    buf_init(&whole);
    buf_init(&chunked);
    for (uint64_t seed = 1; seed <= 4; seed++) {
        buf_clear(&text);
        put_noise(&text, seed, seed % 2 ? 6000 : 400);
        read_as(&whole, text.data, text.len, 100000, false, true);
        read_as(&chunked, text.data, text.len, 100000, true, true);
        assert_int_equal(chunked.len, whole.len);
        assert_memory_equal(chunked.data, whole.data, whole.len);
        read_as(&chunked, text.data, text.len, 7001, true, true);
        assert_int_equal(chunked.len, whole.len);
        assert_memory_equal(chunked.data, whole.data, whole.len);
    }
    buf_fini(&text);
    buf_fini(&whole);
    buf_fini(&chunked);
}

/* A row longer than a chunk, between others. */
static void chunks_of_long_rows(void **state)
{
    (void)state;
    struct buf text, whole, chunked;
    buf_init(&text);
    buf_init(&whole);
    buf_init(&chunked);
    buf_puts(&text, "a,b\n1,2\n\"");
    for (int i = 0; i < LIMIT_RECORD_BYTES - 100; i++)
        buf_putc(&text, i % 5000 ? 'x' : '\n');
    buf_puts(&text, "\",y\n");
    for (int i = 0; i < CHUNK_BYTES + 50; i++)
        buf_putc(&text, 'z');
    buf_puts(&text, ",3\n4,");
    for (int i = 0; i < LIMIT_RECORD_BYTES + 1; i++)
        buf_putc(&text, 'w');
    buf_puts(&text, "\n5,6");
    read_as(&whole, text.data, text.len, 100000, false, true);
    read_as(&chunked, text.data, text.len, 100000, true, true);
    assert_int_equal(chunked.len, whole.len);
    assert_memory_equal(chunked.data, whole.data, whole.len);
    assert_non_null(strstr(whole.data, "the line has more than"));
    assert_non_null(strstr(whole.data, "\n5@"));
    buf_fini(&text);
    buf_fini(&whole);
    buf_fini(&chunked);
}

static void rows_and_cells(void **state)
{
    (void)state;
    expect("id,savings\nH1,100\nH2,200\n", "id|savings\nH1|100\nH2|200\n");
    expect("id,savings\r\nH1,100\r\nH2,200", "id|savings\nH1|100\nH2|200\n");
    expect("\xEF\xBB\xBFid,a\nH1,\n", "id|a\nH1|\n");
    expect("a,b,c\n,,x\nx,,\n", "a|b|c\n||x\nx||\n");
    expect("a,b\n\n\r\n1,2\n,\n\n3,4\n\n", "a|b\n1|2\n3|4\n"); /* rows without text */
    expect("only\n1\n", "only\n1\n");
    expect("户主,备注\n甲,无\n", "户主|备注\n甲|无\n");
    expect(",,\nid,a,b\n1,2,3\n", "id|a|b\n1|2|3\n"); /* the header is still to come */
}

static void quotes(void **state)
{
    (void)state;
    expect("a,b\n\"x,y\",z\n", "a|b\nx,y|z\n");
    expect("a,b\n\"say \"\"hi\"\"\",\"\"\n", "a|b\nsay \"hi\"|\n");
    expect("a,b\n\"\"\"\",\"\"\"x\"\n", "a|b\n\"|\"x\n");
    expect("a,b\n\"two\nlines\",z\n\"and\r\n\n\nmore\",y\r\n",
           "a|b\ntwo\nlines|z\nand\r\n\n\nmore|y\n");
    expect("\"a,1\";b\n1;2\n", "a,1|b\n1|2\n"); /* separators inside quotes do not count */
    expect("a,b\n\"last\",\"row\"", "a|b\nlast|row\n");
}

static void separators(void **state)
{
    (void)state;
    expect("a;b;c\n1,5;2;3\n", "a|b|c\n1,5|2|3\n");
    expect("a\tb\n1,2\t3;4\n", "a|b\n1,2|3;4\n");
    expect("a;b,c\n1,2\n", "a;b|c\n1|2\n"); /* a tie: the comma */
}

static void refusals(void **state)
{
    (void)state;
    expect("a,b\n1,2\n3\n4,5\n", "a|b\n1|2\n!3:2 the row has 1 cells, the header has 2\n4|5\n");
    expect("a,b\n1,2,3\n4,5\n", "a|b\n!2:6 the row has 3 cells, the header has 2\n4|5\n");
    expect("a,b\n甲,乙\"x\n3,4\n5,\"6\n",
           "a|b\n!2:4 a quote stands inside a cell that is not quoted\n"
           "3|4\n!4:3 this quote is never closed\n");
    expect("a,b\nx\"y\"z,1\n3,4\n",
           "a|b\n!2:2 a quote stands inside a cell that is not quoted\n"
           "3|4\n");
    expect("a,b\n\"x\" ,1\n3,4\n",
           "a|b\n!2:4 text follows the closing quote of this cell\n3|4\n");
    expect("a,b\n\"one\nx\"y,1\n3,4\n", "a|b\n!3:3 text follows the closing quote of this "
                                        "cell\n!3:2 this quote is never closed\n3|4\n");
    expect("a,b\n1,\xB5\xCD\n3,4\n", "a|b\n!2:3 this is not UTF-8 text\n3|4\n");
    expect("\xFFi\n1\n", "!1:1 this is not UTF-8 text\n1\n");
    expect("", "!0:0 the table is empty\n");
}

static void a_nul_byte(void **state)
{
    (void)state;
    struct buf got;
    buf_init(&got);
    read_table(&got, "a,b\n1,x\0\n3,4\n", 13, 100);
    assert_string_equal(got.data, "a|b\n!2:4 a NUL byte stands in the text\n3|4\n");
    buf_fini(&got);
}

/* Lines that an open quote swallowed are read again: rows and further faults in them are found.
 */
static void reading_on_after_an_open_quote(void **state)
{
    (void)state;
    expect("a,b\n\"open,1\n2,3\n4,5\n", "a|b\n!2:1 this quote is never closed\n2|3\n4|5\n");
    expect("a,b\n1,\"open\n2,\"\"\"x\"\n3\n\"y\",\"w\nz\"\n4,5",
           "a|b\n!3:6 text follows the closing quote of this cell\n2|\"x\n"
           "!4:2 the row has 1 cells, the header has 2\ny|w\nz\n4|5\n");
}

static char *repeated(const char *head, const char *unit, size_t count, const char *tail)
{
    struct buf b;
    buf_init(&b);
    buf_puts(&b, head);
    for (size_t i = 0; i < count; i++)
        buf_puts(&b, unit);
    buf_puts(&b, tail);
    return buf_take(&b);
}

static void expect_end(char *text, const char *want)
{
    struct buf got;
    size_t n = strlen(want);
    buf_init(&got);
    read_table(&got, text, strlen(text), 100000);
    assert_true(got.len >= n);
    assert_string_equal(got.data + got.len - n, want);
    buf_fini(&got);
    mem_free(text);
}

static void limits(void **state)
{
    (void)state;
    expect_end(repeated("x", ",x", LIMIT_CSV_COLUMNS - 2, "\nend"),
               "!2:4 the row has 1 cells, the header has 2047\n");
    expect_end(repeated("x", ",x", LIMIT_CSV_COLUMNS - 1, "\nend"),
               "!2:4 the row has 1 cells, the header has 2048\n");
    expect_end(repeated("x", ",x", LIMIT_CSV_COLUMNS, "\n"),
               "!1:4097 a table has at most 2048 columns\n");
    /* a quoted cell of many lines; two quotes, comma and 1 make up the row's length */
    size_t lines = LIMIT_RECORD_BYTES - 4;
    expect_end(repeated("a,b\n\"", "\n", lines, "\",1\n2,3\n"), "\n|1\n2|3\n");
    expect_end(repeated("a,b\n\"", "\n", lines + 1, "\",1\n2,3\n"),
               "a|b\n!2:1 this quote is never closed\n"
               "!1048575:1 this quote is never closed\n2|3\n");
    expect_end(repeated("a,b\n", "x", LIMIT_RECORD_BYTES + 1, ",1\n2,3\n"),
               "!2:0 the line has more than 1048576 bytes\n2|3\n");
}

static void where_a_cell_begins(void **state)
{
    (void)state;
    static const char table[] = "a,b,c\n甲乙,\"x\ny\",\"z\"\n";
    struct feed s = {table, sizeof table - 1, 100};
    struct csv *c;
    const struct str *cells;
    size_t n;
    bool more;
    assert_int_equal(csv_from(&c, "t.csv", give, &s, NULL), HM_OK);
    assert_int_equal(csv_next(c, &cells, &n, &more, NULL), HM_OK);
    assert_int_equal(csv_next(c, &cells, &n, &more, NULL), HM_OK);
    static const uint32_t places[4][2] = {{2, 1}, {2, 4}, {3, 4}, {3, 7}};
    for (size_t i = 0; i < 4; i++) {
        struct place at = csv_place(c, i);
        assert_int_equal(at.line, places[i][0]);
        assert_int_equal(at.column, places[i][1]);
    }
    assert_true(str_eq(csv_row(c), (struct str){table + 6, sizeof table - 8}));
    assert_int_equal(csv_bytes(c), sizeof table - 1);
    csv_close(c);
}

static int read_under_fault(uint64_t nth)
{
    static const char table[] = "a,b\n\"x\"\"\ny\",1\n\"open,1\n2,3\n";
    struct feed s = {table, sizeof table - 1, 5};
    struct csv *c = NULL;
    const struct str *cells;
    size_t n;
    bool more = true;
    fault_arm(FAULT_ALLOC, nth);
    enum hm_status st = csv_from(&c, "t.csv", give, &s, NULL);
    while ((st == HM_OK || st == HM_DATA) && more)
        st = csv_next(c, &cells, &n, &more, NULL);
    fault_arm(FAULT_ALLOC, 0);
    assert_true(st == HM_OK || st == HM_NOMEM);
    csv_close(c);
    return st == HM_NOMEM;
}

static void short_memory(void **state)
{
    (void)state;
    uint64_t nth = 1;
    while (read_under_fault(nth))
        nth++;
    assert_true(nth > 6);
}

/* Whatever bytes come, reading ends, and what is handed out is UTF-8 with the header's width.
 */
static void noise(void **state)
{
    (void)state;
    static const char alphabet[] = "a,\"\n\r;\t\"\n,\xE4\xBD\x8E";
    uint64_t seed = 1;
    for (int round = 0; round < 3000; round++) {
        char bytes[200];
        struct feed s = {bytes, sizeof bytes, 17};
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            bytes[i] = alphabet[(seed >> 33) % (sizeof alphabet - 1)];
        }
        struct csv *c;
        const struct str *cells;
        size_t n, width = 0, rows = 0;
        bool more = true;
        assert_int_equal(csv_from(&c, "noise", give, &s, NULL), HM_OK);
        while (more && rows < 1000) {
            if (csv_next(c, &cells, &n, &more, NULL) != HM_OK || !more) {
                rows++;
                continue;
            }
            if (rows++ == 0)
                width = n;
            assert_true(width == 0 || n == width);
            for (size_t i = 0; i < n; i++)
                assert_int_equal(str_utf8_bad(cells[i].p, cells[i].n), cells[i].n);
        }
        assert_false(more);
        csv_close(c);
    }
}

static void files(void **state)
{
    (void)state;
    struct diag d;
    struct csv *c;
    diag_init(&d);
    assert_int_equal(csv_open(&c, "/none/t.csv", &d), HM_ENVIRONMENT);
    assert_int_equal(csv_open(&c, "/tmp", &d), HM_USAGE);
    assert_int_equal(d.errors, 2);
    diag_fini(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_cells),
        cmocka_unit_test(quotes),
        cmocka_unit_test(separators),
        cmocka_unit_test(refusals),
        cmocka_unit_test(a_nul_byte),
        cmocka_unit_test(reading_on_after_an_open_quote),
        cmocka_unit_test(limits),
        cmocka_unit_test(where_a_cell_begins),
        cmocka_unit_test(short_memory),
        cmocka_unit_test(noise),
        cmocka_unit_test(files),
        cmocka_unit_test(chunks_of_noise),
        cmocka_unit_test(chunks_of_long_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
