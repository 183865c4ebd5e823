/* test_pay_bank.c - banks' reports: what is taken, and that whatever else a file holds is
 * refused with its line and field and never crashes: binary, other encodings, wild quotes,
 * broken JSON, endless lines, amounts that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "run/pay_bank.h"
#include "value/date.h"

static const struct hm_host nobody;
static int32_t october;

struct report {
    char path[64];
    struct bank_file bank;
    struct diag diag;
    enum hm_status st;
};

static void read_bytes(struct report *r, const char *suffix, const void *bytes, size_t n)
{
    snprintf(r->path, sizeof r->path, "/tmp/huimin-bank-XXXXXX%s", suffix);
    int fd = mkstemps(r->path, (int)strlen(suffix));
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), (ssize_t)n);
    close(fd);
    assert_true(month_make(&october, 2023, 10));
    diag_init(&r->diag);
    r->st = bank_open(&r->bank, r->path, &r->diag);
    if (r->st == HM_OK)
        r->st = bank_read(&r->bank, october, NULL, &nobody);
}

static void read_text(struct report *r, const char *suffix, const char *text)
{
    read_bytes(r, suffix, text, strlen(text));
}

static void forget(struct report *r)
{
    assert_int_equal(bank_fini(&r->bank), HM_OK);
    diag_fini(&r->diag);
    unlink(r->path);
}

/* The n-th message's line and field, and a part of its text. */
static void says(const struct report *r, size_t n, uint32_t line, const char *field,
                 const char *part)
{
    assert_true(n < r->diag.count);
    const struct diag_item *i = &r->diag.items[n];
    if (!strstr(i->text, part))
        print_error("found: %s\n", i->text);
    assert_non_null(strstr(i->text, part));
    assert_int_equal(i->at.line, line);
    if (field)
        assert_string_equal(i->at.field, field);
}

static void what_is_taken(void **state)
{
    struct report r;
    (void)state;
    read_text(&r, ".csv",
              "\xEF\xBB\xBF户编号;金额;状态;日期;流水号;成员;待遇\r\n"
              "A;1143.00;已发;2023-10-09;1;;低保金\r\n"
              "\r\n"
              "A;50;returned;20231010;2;p1;\r\n"
              "B;0.01;;;;;\r\n");
    assert_int_equal(r.st, HM_OK);
    assert_int_equal(r.bank.count, 3);
    struct bank_line *l = bank_find(&r.bank, (struct str){"A", 1});
    assert_non_null(l);
    assert_int_equal(l->fen, 114300);
    assert_int_equal(l->status, BANK_PAID);
    l = bank_next(&r.bank, l);
    assert_non_null(l);
    assert_int_equal(l->fen, 5000);
    assert_int_equal(l->status, BANK_RETURNED);
    assert_int_equal(l->line, 4);
    assert_null(bank_next(&r.bank, l));
    l = bank_find(&r.bank, (struct str){"B", 1});
    assert_int_equal(l->fen, 1);
    assert_null(bank_find(&r.bank, (struct str){"C", 1}));
    forget(&r);
    read_text(&r, ".ndjson",
              "{\"household\":\"A\",\"amount\":1143.00,\"status\":\"repaid\",\"date\":null}\n"
              "{\"household\":\"A\",\"amount\":\"2\",\"month\":\"2023-10\"}\n");
    assert_int_equal(r.st, HM_OK);
    assert_int_equal(r.bank.count, 2);
    assert_int_equal(r.bank.by_status[BANK_REPAID], 1);
    forget(&r);
}

static void lines_refused(void **state)
{
    static const struct {
        const char *row, *field, *part;
    } rows[] = {
        {"A,-5,paid,,", "amount", "above zero"},
        {"A,0,paid,,", "amount", "above zero"},
        {"A,0.00,paid,,", "amount", "above zero"},
        {"A,1.005,paid,,", "amount", "two decimals"},
        {"A,1e40,paid,,", "amount", "above zero"},
        {"A,99999999999999999999,paid,,", "amount", "above zero"},
        {"A,\"1,143.00\",paid,,", "amount", "above zero"},
        {"A,nan,paid,,", "amount", "above zero"},
        {"A,0x10,paid,,", "amount", "above zero"},
        {"A, 5,paid,,", "amount", "above zero"},
        {"A,,paid,,", "amount", "above zero"},
        {",5,paid,,", "household", "id of 1 to"},
        {"A,5,PAID,,", "status", "expected paid"},
        {"A,5,paid,2023-09,", "month", "2023-10"},
        {"A,5,paid,October,", "month", "2023-10"},
        {"A,5,paid,,2023-02-30", "date", "is no date"},
        {"A,5,paid,,20231301", "date", "is no date"},
        {"A,5,paid,,yesterday", "date", "is no date"},
        {"A,5,paid,,2023-11-02", "date", "later than today"},
        {"A,5,paid,,2033-10-09", "date", "later than today"},
        {"A,5,paid,,2022-09-30", "date", "more than a year before"},
        {"A,5,paid,,19700101", "date", "more than a year before"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        struct report r;
        snprintf(text, sizeof text, "household,amount,status,month,date\n%s\nB,7,paid,,\n",
                 rows[i].row);
        read_text(&r, ".csv", text);
        assert_int_equal(r.st, HM_OK); /* the rest is read */
        assert_int_equal(r.bank.refused, 1);
        assert_int_equal(r.bank.count, 1);
        says(&r, 0, 2, rows[i].field, rows[i].part);
        forget(&r);
    }
}

/* 2023-11-01 in China is the last day that is not in the future, also before 8 in the morning;
 * a year before October is the first that is not too long ago. */
static void dates_that_can_be(void **state)
{
    struct report r;
    (void)state;
    read_text(&r, ".csv", "household,amount,date\nA,5,2023-11-01\nB,5,2022-10-01\n");
    assert_int_equal(r.bank.refused, 0);
    assert_int_equal(r.bank.count, 2);
    forget(&r);
}

/* A bank's own columns are not used, and their names told, never what stands in them. A name
 * that looks like one of the report's is refused. */
static void other_columns(void **state)
{
    static const char *const files[][2] = {
        {".csv", "户编号,姓名,账号,开户行,金额\nA,WANG,6222,ICBC,5\n"},
        {".ndjson",
         "{\"household\":\"A\",\"姓名\":\"WANG\",\"amount\":5,\"账号\":[6222]}\n"
         "{\"household\":\"B\",\"姓名\":\"WANG\",\"amount\":5,\"开户行\":\"ICBC\"}\n"},
    };
    static const char *const heads[] = {"statsu", "交易状态", "refrence", "发放金额"};
    struct report r;
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        read_text(&r, files[i][0], files[i][1]);
        assert_int_equal(r.st, HM_OK);
        assert_int_equal(r.bank.refused, 0);
        assert_int_equal(r.diag.count, 1);
        assert_int_equal(r.diag.items[0].level, HM_LEVEL_WARNING);
        says(&r, 0, 0, NULL, "not used: 姓名, 账号, 开户行");
        assert_null(strstr(r.diag.items[0].text, "6222"));
        forget(&r);
    }
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        char text[128];
        snprintf(text, sizeof text, "household,amount,%s\nA,5,x\n", heads[i]);
        read_text(&r, ".csv", text);
        assert_int_equal(r.st, HM_DATA);
        says(&r, 0, 1, NULL, heads[i]);
        forget(&r);
    }
    read_text(&r, ".csv", "A,WANG,5\nB,LI,6\n"); /* no head: nothing of a row is told */
    assert_int_equal(r.st, HM_DATA);
    assert_int_equal(r.diag.count, 1);
    says(&r, 0, 1, "household", "is missing");
    forget(&r);
}

static void long_ids(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        char text[512] = "household,amount\n";
        struct report r;
        size_t at = strlen(text), n = LIMIT_ID_BYTES + (size_t)more;
        memset(text + at, 'H', n);
        snprintf(text + at + n, sizeof text - at - n, ",5\n");
        read_text(&r, ".csv", text);
        assert_int_equal(r.bank.count, more ? 0 : 1);
        assert_int_equal(r.bank.refused, more);
        forget(&r);
    }
}

static void twice(void **state)
{
    struct report r;
    (void)state;
    read_text(&r, ".csv", "household,amount,reference\nA,5,X\nB,5,X\nC,5,\nD,5,\n");
    assert_int_equal(r.bank.refused, 1);
    assert_int_equal(r.bank.count, 3);
    says(&r, 0, 3, "reference", "as on line 2");
    forget(&r);
}

static void heads_refused(void **state)
{
    static const struct {
        const char *text, *part;
    } files[] = {
        {"", "no"},
        {"\n\n\n", "no"},
        {"household,amount\n", "no line"},
        {"household\nA\n", "amount"},
        {"amount\n5\n", "household"},
        {"household,ammount\nA,5\n", "\"ammount\""},
        {"household,amount,amount\nA,5,5\n", "twice"},
        {"\"household,amount\nA,5\n", ""},
        {"h\xFF\xFE,amount\nA,5\n", "UTF-8"},
        {"PK\x03\x04\x14", "UTF-8"}, /* a spreadsheet */
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct report r;
        read_text(&r, ".csv", files[i].text);
        if (r.st != HM_DATA)
            print_error("file %zu\n", i);
        assert_int_equal(r.st, HM_DATA);
        assert_true(r.diag.count > 0);
        forget(&r);
    }
}

/* GB 18030 in place of UTF-8: the row is refused, not guessed. */
static void another_encoding(void **state)
{
    struct report r;
    (void)state;
    read_text(&r, ".csv", "household,amount,status\nA,5,\xD2\xD1\xB7\xA2\nB,5,paid\n");
    assert_int_equal(r.st, HM_OK);
    assert_int_equal(r.bank.refused, 1);
    assert_int_equal(r.bank.count, 1);
    says(&r, 0, 2, NULL, "UTF-8");
    forget(&r);
}

static void broken_json(void **state)
{
    static const char *const lines[] = {"[]",
                                        "5",
                                        "{",
                                        "{\"household\":\"A\",\"amount\":5",
                                        "{\"household\":\"A\",\"amount\":[5]}",
                                        "{\"household\":\"A\",\"amount\":true}",
                                        "{\"household\":\"A\",\"sum\":5}",
                                        "{\"household\":{\"id\":\"A\"},\"amount\":5}",
                                        "{\"household\":\"A\",\"amount\":5}}",
                                        "{\"household\":\"\\u0000\",\"amount\":5}",
                                        "household,amount"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char text[256];
        struct report r;
        snprintf(text, sizeof text, "%s\n{\"household\":\"B\",\"amount\":7}\n", lines[i]);
        read_text(&r, ".ndjson", text);
        if (r.bank.refused != 1)
            print_error("line %zu\n", i);
        assert_int_equal(r.bank.refused, 1);
        assert_int_equal(r.bank.count, 1);
        assert_int_equal(r.diag.items[0].at.line, 1);
        forget(&r);
    }
}

static void endless_lines(void **state)
{
    (void)state;
    size_t n = 3 * LIMIT_RECORD_BYTES;
    char *bytes = malloc(n);
    assert_non_null(bytes);
    for (int ndjson = 0; ndjson < 2; ndjson++) {
        struct report r;
        memset(bytes, 'x', n);
        if (!ndjson)
            memcpy(bytes, "household,amount\n", 17);
        read_bytes(&r, ndjson ? ".ndjson" : ".csv", bytes, n);
        assert_int_equal(r.bank.count, 0);
        assert_true(r.diag.count > 0);
        forget(&r);
    }
    free(bytes);
}

/* A sound file with bytes changed at random: refused in parts or whole, never worse. */
static void mutated(void **state)
{
    static const char csv[] = "household,amount,status,month,date,reference,person,benefit\n"
                              "A,1143.00,paid,2023-10,2023-10-09,1,,dibao_amount\n"
                              "B,50.00,returned,,20231010,2,p1,\n\"C\",7,\"failed\",,,,,\n";
    static const char json[] = "{\"household\":\"A\",\"amount\":1143.00,\"status\":\"paid\"}\n"
                               "{\"household\":\"B\",\"amount\":\"5\",\"reference\":\"x\"}\n";
    (void)state;
    for (unsigned k = 0; k < 2000; k++) {
        char bytes[512];
        const char *from = k % 2 ? json : csv;
        size_t n = strlen(from);
        memcpy(bytes, from, n);
        unsigned x = k * 2654435761u;
        for (unsigned i = 0; i <= k % 5; i++) {
            x = x * 1664525u + 1013904223u;
            bytes[(x >> 8) % n] = (char)(x >> 24);
        }
        struct report r;
        read_bytes(&r, k % 2 ? ".ndjson" : ".csv", bytes, n - k % 7);
        assert_true(r.st == HM_OK || r.st == HM_DATA);
        forget(&r);
    }
}

static void no_such_file(void **state)
{
    struct bank_file b;
    struct diag d;
    (void)state;
    diag_init(&d);
    assert_int_equal(bank_open(&b, "/tmp/huimin-no-such-file.csv", &d), HM_ENVIRONMENT);
    assert_int_equal(bank_fini(&b), HM_OK);
    assert_int_equal(bank_open(&b, "/tmp", &d), HM_ENVIRONMENT);
    assert_int_equal(bank_fini(&b), HM_OK);
    diag_fini(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken),     cmocka_unit_test(lines_refused),
        cmocka_unit_test(dates_that_can_be), cmocka_unit_test(other_columns),
        cmocka_unit_test(long_ids),          cmocka_unit_test(twice),
        cmocka_unit_test(heads_refused),     cmocka_unit_test(another_encoding),
        cmocka_unit_test(broken_json),       cmocka_unit_test(endless_lines),
        cmocka_unit_test(mutated),           cmocka_unit_test(no_such_file),
    };
    setenv("HUIMIN_NOW", "1698768000", 1); /* 2023-11-01 00:00 in China, still October in UTC */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
