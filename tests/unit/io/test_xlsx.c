/* test_xlsx.c - workbooks of tests/fuzz/corpus/xlsx: values, days, sheets, refusals; and that
 * what is written can be read again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "io/xlsx_in.h"
#include "io/xlsx_out.h"

/* "[sheet]", "row: a|b" a row, "!row:column text" a refusal. */
static void dump_sheet(struct buf *out, struct xlsx *x, size_t i)
{
    struct xlsx_sheet *s;
    struct diag d;
    bool more = true;
    diag_init(&d);
    assert_int_equal(xlsx_sheet_open(&s, x, i, &d), HM_OK);
    buf_printf(out, "[%s]\n", xlsx_sheet_name(x, i));
    while (more) {
        const struct str *cells;
        size_t n;
        enum hm_status st = xlsx_sheet_next(s, &cells, &n, &more, &d);
        if (st != HM_OK) {
            buf_printf(out, "!%u:%u %s\n", d.items[0].at.line, d.items[0].at.column,
                       d.items[0].text);
            diag_clear(&d);
        }
        if (st != HM_OK && st != HM_DATA)
            break;
        if (st != HM_OK || !more)
            continue;
        buf_printf(out, "%u: ", xlsx_sheet_place(s, 0).line);
        for (size_t k = 0; k < n; k++)
            buf_printf(out, "%s%.*s", k ? "|" : "", (int)cells[k].n, cells[k].p);
        buf_putc(out, '\n');
    }
    xlsx_sheet_close(s);
    diag_fini(&d);
}

static void dump(struct buf *out, const char *path)
{
    struct xlsx *x;
    struct diag d;
    diag_init(&d);
    buf_clear(out);
    if (xlsx_open(&x, path, &d) != HM_OK) {
        buf_printf(out, "%s\n", d.items[0].text);
    } else {
        for (size_t i = 0; i < xlsx_sheets(x); i++)
            dump_sheet(out, x, i);
        if (xlsx_hidden(x))
            buf_printf(out, "%zu hidden\n", xlsx_hidden(x));
        xlsx_close(x);
    }
    diag_fini(&d);
}

static void expect(const char *name, const char *want)
{
    struct buf got;
    char path[512];
    buf_init(&got);
    snprintf(path, sizeof path, TEST_SOURCE_DIR "/tests/fuzz/corpus/xlsx/%s", name);
    dump(&got, path);
    assert_string_equal(got.data, want);
    buf_fini(&got);
}

static void test_values(void **state)
{
    (void)state;
    expect("shared.xlsx", "[家庭]\n1: id|savings|birth|note\n"
                          "2: 甲 乙|1143.5|1980-05-01|TRUE\n"
                          "4: x|0.3|1980-05-01 08:30:00|#N/A\n"
                          "5: y|1000|1900-02-29|a&b\n"
                          "6: z|3.3020319800501E+17|0.5|#CALC!\n"
                          "7: w|0.3|100|\n8: v|-0.0015|0|\n");
    expect("packed.xlsx", "[a]\n1: id||b\n2: 1||2\n[空]\n[b]\n1: id\n2: 7\n1 hidden\n");
    expect("1904.xlsx", "[a]\n1: d\n2: 1904-01-01\n3: 1980-05-01\n");
}

static void test_refusals(void **state)
{
    (void)state;
    expect("merged.xlsx", "[a]\n1: id|b\n2: 1|x\n3: 2|\n"
                          "!2:0 cells are merged over several rows (B2:B3): only the first "
                          "holds the value\n");
    expect("right.xlsx", "[a]\n1: id\n"
                         "!2:3 a cell stands to the right of the header's last column\n3: 2\n"
                         "!4:0 a table has at most 2048 columns\n5: #REF!\n");
}

static void test_hostile(void **state)
{
    (void)state;
    expect("doctype.xlsx", "[a]\n!0:0 this workbook cannot be read: its XML has a document "
                           "type, which no workbook needs\n");
    expect("external.xlsx", "[a]\n1: id\n");
    expect("broken.xlsx", "[a]\n!0:0 this workbook cannot be read: mismatched tag\n");
    expect("bomb.xlsx", "[a]\n1: id\n!0:0 this workbook cannot be read: it expands beyond "
                        "measure\n");
    expect("nobook.xlsx", "this workbook cannot be read: it is no workbook\n");
    expect("ole.xlsx", "this workbook cannot be read: it is protected by a password, or an old "
                       ".xls file\n");
}

/* --- out --- */

static enum xlsx_kind kind_of(void *ctx, struct str column)
{
    (void)ctx;
    return column.p[0] == 'm'   ? XLSX_MONEY
           : column.p[0] == 'n' ? XLSX_NUMBER
           : column.p[0] == 'd' ? XLSX_DATE
                                : XLSX_TEXT;
}

static int take(void *ctx, const void *bytes, size_t n)
{
    buf_put(ctx, bytes, n);
    return 0;
}

static void write_book(struct buf *out, const char *csv, size_t piece)
{
    struct xlsx_out *x;
    buf_clear(out);
    assert_int_equal(xlsx_out_open(&x, "表", kind_of, NULL, NULL), HM_OK);
    for (size_t at = 0, n = strlen(csv); at < n; at += piece)
        assert_int_equal(xlsx_out_put(x, csv + at, n - at < piece ? n - at : piece, NULL),
                         HM_OK);
    assert_int_equal(xlsx_out_end(x, take, out, NULL), HM_OK);
    xlsx_out_close(x);
}

static void test_round_trip(void **state)
{
    (void)state;
    struct buf book, again, got;
    char path[] = "/tmp/test_xlsx_XXXXXX";
    static const char CSV[] = "id,m,n,d\n"
                              "0012,1143.50,49.98,2024-07-01\n"
                              "\"a,\"\"b\"\"\n=1\",9999999999999.99,-0.001,1900-01-01\n"
                              "=A1,,0,\n"
                              "9,12345678901234.56,x,2024-7-1\n";
    buf_init(&book);
    buf_init(&again);
    buf_init(&got);
    write_book(&book, CSV, 1000);
    write_book(&again, CSV, 1); /* the same bytes, however it comes */
    assert_int_equal(book.len, again.len);
    assert_memory_equal(book.data, again.data, book.len);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(fs_write(path, book.data, book.len, 0600, NULL), HM_OK);
    dump(&got, path);
    unlink(path);
    assert_string_equal(got.data, "[表]\n1: id|m|n|d\n2: 0012|1143.5|49.98|2024-07-01\n"
                                  "3: a,\"b\"\n=1|9999999999999.99|-0.001|1900-01-01\n"
                                  "4: =A1||0|\n5: 9|12345678901234.56|x|2024-7-1\n");
    buf_fini(&book);
    buf_fini(&again);
    buf_fini(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values), cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_round_trip)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
