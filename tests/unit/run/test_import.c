/* test_import.c - files into a store and out again: counts, order, months, refused records, the
 * file that lists them, dry runs, tables. */
#include "import_kit.h"
#include "run/import_ids.h"

static const char SORTED[] =
    "{\"id\":\"A\",\"savings\":1.00,\"persons\":[{\"id\":\"p2\",\"birth_date\":\"1980-05-01\"},"
    "{"
    "\"wage_income\":2.50,\"cards\":[{\"number\":7}]}]}\n"
    "{\"id\":\"B\",\"remark\":\"家, \\\"x\\\"\",\"category\":\"dibao\"}\n"
    "{\"id\":\"B1\",\"region_class\":\"rural\",\"persons\":[{\"id\":\"p\"}],\"vehicles\":[{"
    "\"price\":"
    "9.00},{\"price\":8.00}]}\n";
static const char SHUFFLED[] =
    "\n{\"城乡\":\"农村\",\"成员\":[{\"id\":\"p\"}],\"id\":\"B1\",\"vehicles\":[{\"price\":9},{"
    "\"price\":"
    "8.0}]}\n"
    "{\"persons\":[{\"birth_date\":\"1980-05-01\",\"id\":\"p2\"},{\"cards\":[{\"number\":7}],"
    "\"wage_income\":2.5}],\"savings\":1,\"id\":\"A\"}\n\n"
    "{\"id\":\"B\",\"类别\":\"低保\",\"备注\":\"\\u5bb6, \\\"x\\\"\"}";

static void test_round_trip(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(import_text(x, SHUFFLED, JANUARY, PLAIN), HM_OK);
    expect_counts(x, 3, 0, 0, 0);
    assert_int_equal(x->report.records, 3);
    assert_int_equal(x->report.bytes, strlen(SHUFFLED));
    assert_true(x->report.is_stored);
    assert_string_equal(export(x, JANUARY, NULL, NULL), SORTED);
    assert_string_equal(export(x, JULY, NULL, NULL), SORTED);
    assert_string_equal(export(x, JANUARY - 1, NULL, NULL), "");
    /* what was exported is what is there */
    assert_int_equal(import_text(x, SORTED, JANUARY, PLAIN), HM_OK);
    expect_counts(x, 0, 0, 3, 0);
}

static void test_months(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(import_text(x, SORTED, JANUARY, PLAIN), HM_OK);
    assert_int_equal(
        import_text(x, "{\"id\":\"A\",\"savings\":5}\n{\"id\":\"C\"}\n", JULY, PLAIN), HM_OK);
    expect_counts(x, 1, 1, 0, 0);
    assert_string_equal(export(x, JULY - 1, NULL, NULL), SORTED);
    assert_memory_equal(export(x, JULY, NULL, NULL),
                        "{\"id\":\"A\",\"savings\":5.00}\n{\"id\":\"B\",", 36);
    assert_non_null(strstr(x->out.data, "{\"id\":\"C\"}\n"));
    open_store(x, STORE_READ);
    assert_string_equal(export(x, JULY - 1, NULL, NULL), SORTED);
}

static const char BAD[] = "{\"id\":\"A\"}\n"
                          "{\"id\":\"B\",\"savings\":-1,\"x\":1}\n"
                          "{\"id\":\"A\",\"savings\":1}\n"
                          "{\"savings\":1}\n"
                          "{\"id\":\"C\",\"persons\":[{\"wage_income\":\"=1+1\"}]}\n"
                          "{\"id\":\"D\"}\n";
static const char BAD_MESSAGES[] =
    "in.ndjson:2 savings: -1 is too low: at least 0.00 yuan\n"
    "in.ndjson:2 x: household has no field \"x\"\n"
    "in.ndjson:3 id: the household \"A\" was there already: FOLDER/in.ndjson, line 1\n"
    "in.ndjson:4 id: the id is missing\n"
    "in.ndjson:5 persons[0].wage_income: found \"=1+1\", expected an amount in yuan such as "
    "1143.50\n";

static void expect_messages(struct fixture *x, const char *summary)
{
    struct buf want;
    const char *folder = strstr(BAD_MESSAGES, "FOLDER");
    buf_init(&want);
    buf_put(&want, BAD_MESSAGES, (size_t)(folder - BAD_MESSAGES));
    buf_printf(&want, "%s%s%s", x->folder, folder + 6, summary);
    assert_string_equal(x->messages.data, want.data);
    buf_fini(&want);
}

static void test_refused(void **state)
{
    struct fixture *x = *state;
    struct import_options o = {0};
    assert_int_equal(import_text(x, BAD, JANUARY, o), HM_DATA);
    expect_counts(x, 0, 0, 0, 4);
    assert_false(x->report.is_stored);
    assert_int_equal(x->report.faults, 5);
    expect_messages(x, "-:0 -: 4 of 6 records were refused (5 faults): nothing was stored\n");
    assert_string_equal(export(x, JANUARY, NULL, NULL), "");
    o.skip_bad = true;
    assert_int_equal(import_text(x, BAD, JANUARY, o), HM_OK);
    expect_counts(x, 2, 0, 0, 4);
    expect_messages(x, "-:0 -: 4 of 6 records were refused (5 faults) and left out\n");
    assert_string_equal(export(x, JANUARY, NULL, NULL), "{\"id\":\"A\"}\n{\"id\":\"D\"}\n");
}

static void expect_file(struct fixture *x, const char *name, const char *want)
{
    char *text;
    size_t n;
    struct buf with_folder;
    struct stat info;
    buf_init(&with_folder);
    for (const char *p = want; *p;) {
        if (strncmp(p, "FOLDER", 6) == 0) {
            buf_puts(&with_folder, x->folder);
            p += 6;
        } else {
            buf_putc(&with_folder, *p++);
        }
    }
    assert_int_equal(fs_read(&text, &n, path_in(x, name), 1 << 20, NULL), HM_OK);
    assert_string_equal(text, with_folder.data);
    mem_free(text);
    buf_fini(&with_folder);
    assert_int_equal(stat(path_in(x, name), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void test_errors_file(void **state)
{
    struct fixture *x = *state;
    char path[128];
    struct import_options o = {.errors = path};
    snprintf(path, sizeof path, "%s/bad.csv", x->folder);
    assert_int_equal(import_text(x, BAD, JANUARY, o), HM_DATA);
    expect_file(
        x, "bad.csv",
        "file,line,column,field,found,reason,hint\n"
        "FOLDER/in.ndjson,2,21,savings,\"'-1\",-1 is too low: at least 0.00 yuan,\n"
        "FOLDER/in.ndjson,2,24,x,x,\"household has no field \"\"x\"\"\",if a "
        "newer policy has it: `huimin migrate STORE --policy POLICY` adds it\n"
        "FOLDER/in.ndjson,3,0,id,A,\"the household \"\"A\"\" was there already: "
        "FOLDER/in.ndjson, line 1\",a household stands in an import once\n"
        "FOLDER/in.ndjson,4,1,id,{,the id is missing,\"every household needs one, such as "
        "\"\"id\"\":\"\"330203-0001\"\"\"\n"
        "FOLDER/in.ndjson,5,37,persons[0].wage_income,\"\"\"=1+1\"\"\",\"found \"\"=1+1\"\", "
        "expected an amount in yuan such as 1143.50\",\n");
    snprintf(path, sizeof path, "%s/bad.ndjson", x->folder);
    assert_int_equal(import_text(x, "{\"id\":\"A\",\"remark\":\"\xFF\"}\n", JANUARY, o),
                     HM_DATA);
    expect_file(
        x, "bad.ndjson",
        "{\"file\":\"FOLDER/in.ndjson\",\"line\":1,\"column\":21,\"field\":\"\",\"found\":\"\","
        "\"reason\":\"the text is not UTF-8, at byte 21\",\"hint\":\"save the file as UTF-8 "
        "(not GBK, GB18030 or UTF-16)\"}\n");
    snprintf(path, sizeof path, "%s/none/bad.csv", x->folder);
    assert_int_equal(import_text(x, SORTED, JANUARY, o), HM_ENVIRONMENT);
    assert_string_equal(export(x, JANUARY, NULL, NULL), "");
}

/* More faults than are kept: counted, and the summary is still there. */
static void test_many_faults(void **state)
{
    struct fixture *x = *state;
    struct buf text;
    buf_init(&text);
    for (int i = 0; i < 1000; i++)
        buf_printf(&text, "{\"id\":\"%d\",\"savings\":-1}\n", i);
    assert_int_equal(import_text(x, text.data, JANUARY, PLAIN), HM_DATA);
    assert_int_equal(x->diag.errors, 1000);
    assert_true(x->diag.count <= LIMIT_DIAG_ITEMS);
    assert_string_equal(x->diag.items[x->diag.count - 1].text,
                        "1000 of 1000 records were refused (1000 faults): nothing was stored");
    buf_fini(&text);
}

static void test_several_files(void **state)
{
    struct fixture *x = *state;
    write_file(x, "a.ndjson", "{\"id\":\"A\"}\n{\"id\":\"B\"}\n", 22);
    write_file(x, "b.jsonl", "\n{\"id\":\"C\"}\n{\"id\":\"B\"}\n", 23);
    write_file(x, "c.json", "{\"id\":\"C\"}", 10);
    write_file(x, "d.txt", "{\"id\":\"D\"}", 10);
    assert_int_equal(import(x, "a.ndjson", "b.jsonl", JANUARY, PLAIN), HM_DATA);
    assert_non_null(
        strstr(x->messages.data, "b.jsonl:3 id: the household \"B\" was there already: "));
    assert_non_null(strstr(x->messages.data, "/a.ndjson, line 2\n"));
    assert_int_equal(import(x, "a.ndjson", "c.json", JANUARY, PLAIN), HM_OK);
    expect_counts(x, 3, 0, 0, 0);
    write_file(x, "e.txt", "id\nE\n", 5);
    assert_int_equal(import(x, "a.ndjson", "e.txt", JANUARY, PLAIN), HM_USAGE);
    assert_int_equal(
        import(x, "d.txt", NULL, JANUARY, (struct import_options){.format = "ndjson"}), HM_OK);
    assert_int_equal(
        import(x, "d.txt", NULL, JANUARY, (struct import_options){.format = "xml"}), HM_USAGE);
    assert_int_equal(import(x, "nowhere.ndjson", NULL, JANUARY, PLAIN), HM_ENVIRONMENT);
    assert_string_equal(export(x, JANUARY, NULL, NULL),
                        "{\"id\":\"A\"}\n{\"id\":\"B\"}\n{\"id\":\"C\"}\n{\"id\":\"D\"}\n");
}

static void test_dry_run(void **state)
{
    struct fixture *x = *state;
    struct import_options o = {.dry_run = true};
    open_store(x, STORE_READ);
    assert_int_equal(import_text(x, SORTED, JANUARY, o), HM_OK);
    assert_int_equal(x->report.records, 3);
    assert_false(x->report.is_stored);
    assert_int_equal(import_text(x, BAD, JANUARY, o), HM_DATA);
    expect_counts(x, 0, 0, 0, 4);
    assert_string_equal(export(x, JANUARY, NULL, NULL), "");
}

static void test_tables(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(import_text(x, SORTED, JANUARY, PLAIN), HM_OK);
    assert_string_equal(export(x, JANUARY, "csv", NULL),
                        "id,savings,housing_area,vehicle_count,hukou_local,region_class,"
                        "application_month,remark,category,dibao_amount\n"
                        "A,1.00,,,,,,,,\n"
                        "B,,,,,,,\"家, \"\"x\"\"\",dibao,\n"
                        "B1,,,,,rural,,,,\n");
    assert_string_equal(export(x, JANUARY, "csv", "persons"),
                        "household,id,birth_date,wage_income,disability_level,care_grade,"
                        "old_age_allowance\n"
                        "A,p2,1980-05-01,,,,\nA,,,2.50,,,\nB1,p,,,,,\n");
    assert_string_equal(export(x, JANUARY, "csv", "card"),
                        "household,person,id,number\nA,,,7\n");
}

static void test_export_usage(void **state)
{
    static const struct {
        struct export_options options;
        const char *text;
    } cases[] = {
        {{.what = "x"}, "\"x\" cannot be exported: expected households, results or payments"},
        {{.what = "households", .format = "xml"},
         "there is no format \"xml\": expected ndjson, csv or xlsx"},
        {{.what = "households", .entity = "persons"},
         "the rows of one kind are exported as csv only"},
        {{.what = "households", .entity = "x", .format = "csv"},
         "\"x\" is no kind of row below household"},
        {{.what = "households", .run = 1}, "only results belong to a run"},
    };
    struct fixture *x = *state;
    struct hm_host host = {.write = take_output, .ctx = &x->out};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        diag_clear(&x->diag);
        assert_int_equal(export_run(x->store, &cases[i].options, &host, &x->diag), HM_USAGE);
        assert_string_equal(x->diag.items[0].text, cases[i].text);
    }
    assert_int_equal(x->out.len, 0);
}

/* Several blocks, in an order that has nothing to do with ids. */
static void test_blocks(void **state)
{
    struct fixture *x = *state;
    struct buf text, want;
    enum { COUNT = 40009 }; /* prime: i * 7919 % COUNT meets every number */
    buf_init(&text);
    buf_init(&want);
    for (uint64_t i = 0; i < COUNT; i++) {
        unsigned n = (unsigned)(i * 7919 % COUNT);
        buf_printf(&text, "{\"id\":\"%05u\",\"vehicle_count\":%u}\n", n, n % 50);
        buf_printf(&want, "{\"id\":\"%05u\",\"vehicle_count\":%u}\n", (unsigned)i,
                   (unsigned)(i % 50));
    }
    assert_int_equal(import_text(x, text.data, JANUARY, PLAIN), HM_OK);
    expect_counts(x, COUNT, 0, 0, 0);
    assert_true(strcmp(export(x, JANUARY, NULL, NULL), want.data) == 0);
    buf_fini(&text);
    buf_fini(&want);
}

/* Records so large that less than a block's worth of them is handed over at a time. */
static void test_large_records(void **state)
{
    struct fixture *x = *state;
    struct buf text, want;
    buf_init(&text);
    buf_init(&want);
    for (int i = 0; i < 80; i++) {
        size_t at = text.len;
        buf_printf(&text, "{\"id\":\"%02d\",\"persons\":[", i);
        for (int k = 0; k < LIMIT_MEMBERS; k++)
            buf_printf(&text, "%s{\"cards\":[{\"number\":%d}]}", k ? "," : "", i);
        buf_puts(&text, "]}\n");
        buf_put(&want, text.data + at, text.len - at);
        for (int k = 0; k < 500000; k++) /* blanks count, too */
            buf_putc(&text, ' ');
    }
    assert_int_equal(import_text(x, text.data, JANUARY, PLAIN), HM_OK);
    expect_counts(x, 80, 0, 0, 0);
    assert_true(strcmp(export(x, JANUARY, NULL, NULL), want.data) == 0);
    buf_fini(&text);
    buf_fini(&want);
}

static void test_ids(void **state)
{
    struct import_ids ids;
    struct import_id first;
    char text[32];
    (void)state;
    import_ids_init(&ids);
    assert_null(import_ids_find(&ids, (struct str){"a", 1}));
    for (uint32_t i = 0; i < 20000; i++) {
        int n = snprintf(text, sizeof text, "%u", i);
        assert_int_equal(import_ids_add(&ids, (struct str){text, (size_t)n}, i % 7, i, &first),
                         HM_OK);
    }
    for (uint32_t i = 0; i < 20000; i++) {
        int n = snprintf(text, sizeof text, "%u", i);
        assert_int_equal(import_ids_add(&ids, (struct str){text, (size_t)n}, 9, 9, &first),
                         HM_DATA);
        assert_int_equal(first.numbers[1], i);
        assert_int_equal(first.numbers[0], i % 7);
        assert_int_equal(import_ids_find(&ids, (struct str){text, (size_t)n})->numbers[1], i);
    }
    assert_null(import_ids_find(&ids, (struct str){"x", 1}));
    import_ids_fini(&ids);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_round_trip),  TEST(test_months),        TEST(test_refused),
        TEST(test_errors_file), TEST(test_many_faults),   TEST(test_several_files),
        TEST(test_dry_run),     TEST(test_tables),        TEST(test_export_usage),
        TEST(test_blocks),      TEST(test_large_records), cmocka_unit_test(test_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
