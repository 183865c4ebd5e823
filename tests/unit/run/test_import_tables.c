/* test_import_tables.c - CSV files as one set of tables: joining, refusals, what they are taken
 * for; and that what was exported as tables can be imported again. */
#include "import_kit.h"
#include "base/fault.h"

static void put(struct fixture *x, const char *name, const char *text)
{
    write_file(x, name, text, strlen(text));
}

static const char HOUSEHOLDS[] = "id,savings,城乡,hukou_local,remark,housing_area,类别\n"
                                 "A, 1.5 ,城镇,TRUE,\"x, \"\"y\"\"\",49.98,\n"
                                 "B,,rural,否,,,低保\n"
                                 "C,0,,1, ,,\n";
static const char PERSONS[] = "household,id,birth_date,护理等级,wage_income,disability_level\n"
                              "B,p1,1980-05-01,none,12.5,4\n"
                              "A,q1,1930-01-01,,,\n"
                              "B,p2,,total,,\n"
                              "A,,,,3,\n";
static const char JOINED[] =
    "{\"id\":\"A\",\"savings\":1.50,\"housing_area\":49.98,\"hukou_local\":true,\"region_"
    "class\":"
    "\"urban\",\"remark\":\"x, "
    "\\\"y\\\"\",\"persons\":[{\"id\":\"q1\",\"birth_date\":\"1930-01-01\"},{"
    "\"wage_income\":3.00}]}\n"
    "{\"id\":\"B\",\"hukou_local\":false,\"region_class\":\"rural\",\"category\":\"dibao\","
    "\"persons\":"
    "[{\"id\":\"p1\",\"birth_date\":\"1980-05-01\",\"wage_income\":12.50,\"disability_level\":"
    "4,"
    "\"care_grade\":\"none\"},{\"id\":\"p2\",\"care_grade\":\"total\"}]}\n"
    "{\"id\":\"C\",\"savings\":0.00,\"hukou_local\":true}\n";

static void test_join(void **state)
{
    struct fixture *x = *state;
    put(x, "h.csv", HOUSEHOLDS);
    put(x, "p.csv", PERSONS);
    assert_int_equal(import(x, "h.csv", "p.csv", JANUARY, PLAIN), HM_OK);
    expect_counts(x, 3, 0, 0, 0);
    assert_int_equal(x->report.records, 3);
    assert_int_equal(x->report.bytes, sizeof HOUSEHOLDS + sizeof PERSONS - 2);
    assert_string_equal(export(x, JANUARY, NULL, NULL), JOINED);
    /* the order of the files does not matter, nor does the separator */
    struct buf tabs;
    buf_init(&tabs);
    for (const char *p = PERSONS; *p; p++)
        buf_putc(&tabs, *p == ',' ? ';' : *p);
    put(x, "p.csv", tabs.data);
    buf_fini(&tabs);
    assert_int_equal(import(x, "p.csv", "h.csv", JANUARY, PLAIN), HM_OK);
    expect_counts(x, 0, 0, 3, 0);
    assert_int_equal(import(x, "h.csv", NULL, JULY, PLAIN), HM_OK); /* now without members */
    expect_counts(x, 0, 2, 1, 0);
}

/* Rows of rows: a card names its household and its person. */
static void test_deep(void **state)
{
    struct fixture *x = *state;
    char paths[3][128];
    const char *files[3] = {paths[0], paths[1], paths[2]};
    struct import_options o = {.files = files, .file_count = 3, .month = JANUARY};
    struct hm_host host = {.write = take_output, .ctx = &x->out};
    put(x, "cards.csv", "household,person,id,number\nA,p2,c,7\nA,p1,c,8\nA,p2,d,-9\n");
    put(x, "h.csv", "id\nA\n");
    put(x, "p.csv", "id,birth_date,家庭\np1,,A\n,,A\np2,,A\n,,A\n");
    for (int i = 0; i < 3; i++)
        snprintf(paths[i], sizeof paths[i], "%s/%s", x->folder,
                 i == 0   ? "cards.csv"
                 : i == 1 ? "h.csv"
                          : "p.csv");
    assert_int_equal(import_run(x->store, &o, &host, &x->report, &x->diag), HM_OK);
    assert_string_equal(
        export(x, JANUARY, NULL, NULL),
        "{\"id\":\"A\",\"persons\":[{\"id\":\"p1\",\"cards\":[{\"id\":\"c\",\"number\":8}]},"
        "{},{\"id\":\"p2\",\"cards\":[{\"id\":\"c\",\"number\":7},{\"id\":\"d\",\"number\":-9}"
        "]},{}]}\n");
    put(x, "cards.csv", "household,person,number\nA,,7\nA,p9,8\n");
    assert_int_equal(import_run(x->store, &o, &host, &x->report, &x->diag), HM_DATA);
    assert_string_equal(x->diag.items[0].text, "the id is missing");
    assert_string_equal(x->diag.items[1].text, "the household has no row with this id: \"p9\"");
}

/* The messages with the folder's name left out. */
static const char *told(struct fixture *x)
{
    buf_clear(&x->out);
    for (const char *p = x->messages.data ? x->messages.data : ""; *p;) {
        size_t n = strlen(x->folder);
        if (strncmp(p, x->folder, n) == 0)
            p += n + 1;
        else
            buf_putc(&x->out, *p++);
    }
    return x->out.data ? x->out.data : "";
}

static void refused(struct fixture *x, const char *households, const char *persons,
                    const char *messages)
{
    put(x, "h.csv", households);
    put(x, "persons.csv", persons);
    assert_int_equal(import(x, "h.csv", "persons.csv", JANUARY, PLAIN), HM_DATA);
    if (strcmp(told(x), messages) != 0)
        fail_msg("%s%s\n%s", households, persons, x->out.data);
    assert_string_equal(export(x, JANUARY, NULL, NULL), "");
}

static void test_refused_rows(void **state)
{
    struct fixture *x = *state;
    refused(x, "id,savings,region_class\nA,-1,urbn\nB,x,\nB,1,\n,1,\nA,1,\n",
            "household,id,birth_date\nB,p,2023-02-29\n",
            "persons.csv:2 birth_date: there is no date 2023-02-29 in the calendar\n"
            "h.csv:2 savings: -1 is too low: at least 0.00 yuan\n"
            "h.csv:2 region_class: urbn is not a value of region_class\n"
            "h.csv:3 savings: found x, expected an amount in yuan such as 1143.50\n"
            "h.csv:4 id: the household \"B\" was there already: h.csv, line 3\n"
            "h.csv:5 id: the id is missing\n"
            "h.csv:6 id: the household \"A\" was there already: h.csv, line 2\n"
            "-:0 -: 5 of 5 records were refused (7 faults): nothing was stored\n");
    refused(x, "id\nA\nB\nA\n", "household,id\nA,p\nZ,p\nZ,q\nA,p\nY,\n",
            "persons.csv:5 id: the household has two such rows with this id: \"p\"\n"
            "h.csv:4 id: the household \"A\" was there already: h.csv, line 2\n"
            "persons.csv:3 household: its household has no row in these tables\n"
            "persons.csv:6 household: its household has no row in these tables\n"
            "-:0 -: 4 of 5 records were refused (4 faults): nothing was stored\n");
    refused(x, "id\nA\n", "household,id,disability_level\nA,p,5\nA,p\n",
            "persons.csv:2 disability_level: 5 is too high: at most 4\n"
            "persons.csv:3 -: the row has 2 cells, the header has 3\n"
            "-:0 -: 2 of 2 records were refused (2 faults): nothing was stored\n");
}

static void test_too_many_members(void **state)
{
    struct fixture *x = *state;
    for (int more = 0; more < 2; more++) {
        struct buf rows;
        buf_init(&rows);
        buf_puts(&rows, "household,id,birth_date\n");
        for (int i = 0; i < LIMIT_MEMBERS + more; i++)
            buf_printf(&rows, "A,%d,\n", i);
        put(x, "h.csv", "id\nA\n");
        put(x, "p.csv", rows.data);
        buf_fini(&rows);
        assert_int_equal(import(x, "h.csv", "p.csv", JANUARY, PLAIN), more ? HM_DATA : HM_OK);
    }
    assert_string_equal(told(x), "p.csv:1002 id: too many rows for one household: \"\"\n"
                                 "-:0 -: 1 of 1 records were refused (1 faults): nothing was "
                                 "stored\n");
}

static void test_headers(void **state)
{
    static const struct {
        const char *households, *persons, *messages;
    } cases[] = {
        {"savings\n1\n", "household,birth_date\n",
         "h.csv:1 id: the table has no column \"id\"\n"},
        {"id,savngs,savings,存款,id\n", "household,birth_date\n",
         "h.csv:1 savngs: household has no field \"savngs\"\n"
         "h.csv:1 存款: the column is there twice\nh.csv:1 id: the column is there twice\n"},
        {"id\n", "household,birth_dat,wage_income\n",
         "persons.csv:1 birth_dat: person has no field \"birth_dat\"\n"},
        {"id\n", "id,birth_date\n",
         "persons.csv:1 birth_date: household has no field \"birth_date\"\n"},
        {"id\n", "", "persons.csv:0 -: the table is empty\n"},
    };
    struct fixture *x = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put(x, "h.csv", cases[i].households);
        put(x, "persons.csv", cases[i].persons);
        assert_int_equal(import(x, "h.csv", "persons.csv", JANUARY, PLAIN), HM_DATA);
        size_t n = strlen(cases[i].messages);
        if (strncmp(told(x), cases[i].messages, n) != 0)
            fail_msg("%s", x->out.data);
    }
    /* only an id: whose rows they are is in the file's name, or nowhere */
    put(x, "h.csv", "id\nA\n");
    put(x, "persons.csv", "household,id\nA,p\n");
    put(x, "members.csv", "household,id\nA,p\n");
    assert_int_equal(import(x, "h.csv", "members.csv", JANUARY, PLAIN), HM_DATA);
    assert_non_null(
        strstr(told(x), "members.csv:1 -: the columns do not tell whose rows these are\n"));
    assert_int_equal(import(x, "h.csv", "persons.csv", JANUARY, PLAIN), HM_OK);
    put(x, "vehicles.csv", "household,id\nA,p\n");
    assert_int_equal(import(x, "h.csv", "vehicles.csv", JANUARY, PLAIN), HM_OK);
    assert_string_equal(export(x, JANUARY, NULL, NULL),
                        "{\"id\":\"A\",\"vehicles\":[{\"id\":\"p\"}]}\n");
}

/* Refused households are left out with all their rows; a row of no known household stops all.
 */
static void test_skip_bad(void **state)
{
    struct fixture *x = *state;
    struct import_options o = {.skip_bad = true};
    put(x, "h.csv", "id,savings\nA,1\nB,-1\nC,1\nD,1,1\n");
    put(x, "p.csv", "household,id,birth_date\nA,p,\nB,p,\nC,p,x\nC,q,\n");
    assert_int_equal(import(x, "h.csv", "p.csv", JANUARY, o), HM_OK);
    expect_counts(x, 1, 0, 0, 3);
    assert_string_equal(export(x, JANUARY, NULL, NULL),
                        "{\"id\":\"A\",\"savings\":1.00,\"persons\":[{\"id\":\"p\"}]}\n");
    put(x, "p.csv", "household,id,birth_date\nA,p,\n,q,\n");
    assert_int_equal(import(x, "h.csv", "p.csv", JULY, o), HM_DATA);
    put(x, "p.csv", "household,id,birth_date\nA,p,\nA,q\n");
    assert_int_equal(import(x, "h.csv", "p.csv", JULY, o), HM_DATA);
    assert_string_equal(export(x, JULY, NULL, NULL),
                        "{\"id\":\"A\",\"savings\":1.00,\"persons\":[{\"id\":\"p\"}]}\n");
}

static void test_exported_tables(void **state)
{
    struct fixture *x = *state;
    put(x, "h.csv", HOUSEHOLDS);
    put(x, "p.csv", PERSONS);
    assert_int_equal(import(x, "h.csv", "p.csv", JANUARY, PLAIN), HM_OK);
    put(x, "h2.csv", export(x, JANUARY, "csv", NULL));
    put(x, "p2.csv", export(x, JANUARY, "csv", "persons"));
    assert_int_equal(import(x, "h2.csv", "p2.csv", JANUARY, PLAIN), HM_OK);
    expect_counts(x, 0, 0, 3, 0);
}

/* Many households, rows of members in another order: across blocks and chunks. */
static void test_many(void **state)
{
    struct fixture *x = *state;
    struct buf h, p;
    enum { COUNT = 20011 };
    buf_init(&h);
    buf_init(&p);
    buf_puts(&h, "id,remark\n");
    buf_puts(&p, "household,id,wage_income\n");
    for (uint64_t i = 0; i < COUNT; i++) {
        buf_printf(&h, "%05u,r\n", (unsigned)i);
        for (unsigned k = 0; k < 2; k++)
            buf_printf(&p, "%05u,a-rather-long-id-of-member-%u,%u.5\n",
                       (unsigned)(i * 7919 % COUNT), k, (unsigned)(i * 7919 % COUNT) + k);
    }
    put(x, "h.csv", h.data);
    put(x, "p.csv", p.data);
    assert_int_equal(import(x, "h.csv", "p.csv", JANUARY, PLAIN), HM_OK);
    expect_counts(x, COUNT, 0, 0, 0);
    const char *line = export(x, JANUARY, NULL, NULL);
    buf_clear(&h);
    for (unsigned i = 0; i < COUNT; i++)
        buf_printf(
            &h,
            "{\"id\":\"%05u\",\"remark\":\"r\",\"persons\":[{\"id\":\"a-rather-long-id-of-"
            "member-0\","
            "\"wage_income\":%u.50},{\"id\":\"a-rather-long-id-of-member-1\",\"wage_income\":"
            "%u.50}]}\n",
            i, i, i + 1);
    assert_true(strcmp(line, h.data) == 0);
    buf_fini(&h);
    buf_fini(&p);
}

/* Whichever allocation fails: the import says so, nothing was stored, nothing leaks. */
static void test_no_memory(void **state)
{
    struct fixture *x = *state;
    unsigned failures = 0;
    put(x, "h.csv", HOUSEHOLDS);
    put(x, "p.csv", PERSONS);
    for (uint64_t nth = 1;; nth += 1 + nth / 16) {
        fault_arm(FAULT_ALLOC, nth);
        enum hm_status st = import(x, "h.csv", "p.csv", JANUARY, PLAIN);
        fault_arm(FAULT_ALLOC, 0);
        if (st == HM_OK)
            break;
        assert_int_equal(st, HM_NOMEM);
        failures++;
        assert_string_equal(export(x, JANUARY, NULL, NULL), "");
    }
    assert_true(failures > 30);
    assert_string_equal(export(x, JANUARY, NULL, NULL), JOINED);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_join),
        TEST(test_deep),
        TEST(test_refused_rows),
        TEST(test_too_many_members),
        TEST(test_headers),
        TEST(test_skip_bad),
        TEST(test_exported_tables),
        TEST(test_many),
        TEST(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
