/* test_import_modes.c - what a file does not mention stays (upsert), goes (replace) or was all
 * that was asked (delete); dry runs say the same; counts foot; flat tables; mappings. */
#include "import_kit.h"
#include "base/fault.h"
#include "io/xlsx_out.h"

static const struct import_options UPSERT = {.mode = IMPORT_UPSERT};
static const struct import_options DELETE = {.mode = IMPORT_DELETE};
static const struct import_options PLAIN = {.mode = IMPORT_REPLACE};
static const char BEFORE[] =
    "{\"id\":\"A\",\"savings\":1.00,\"region_class\":\"urban\",\"persons\":["
    "{\"id\":\"p\",\"birth_date\":\"1980-05-01\",\"wage_income\":5.00,\"cards\":[{\"id\":\"c\","
    "\"number\":1}]},{\"id\":\"q\",\"birth_date\":\"1990-05-01\"}]}\n"
    "{\"id\":\"B\",\"savings\":2.00}\n"
    "{\"id\":\"C\",\"persons\":[{\"birth_date\":\"1970-01-01\"}]}\n";

static void put(struct fixture *x, const char *name, const char *text)
{
    write_file(x, name, text, strlen(text));
}

/* read = added + replaced + unchanged + deleted + refused */
static void foots(const struct fixture *x)
{
    const struct import_report *r = &x->report;
    assert_int_equal(r->records, r->stored.added + r->stored.replaced + r->stored.unchanged +
                                     r->stored.deleted + r->refused);
}

static void test_upsert(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(import_text(x, BEFORE, JANUARY, PLAIN), HM_OK);
    /* a fact, a member's fact, a new member, a new household, one that says nothing new */
    assert_int_equal(
        import_text(x,
                    "{\"id\":\"D\",\"savings\":4}\n"
                    "{\"id\":\"A\",\"savings\":9,\"persons\":[{\"id\":\"q\",\"wage_income\":7},"
                    "{\"id\":\"r\"},{\"id\":\"p\",\"cards\":[{\"id\":\"d\",\"number\":2},"
                    "{\"id\":\"c\",\"number\":3}]}]}\n"
                    "{\"id\":\"B\"}\n{\"id\":\"C\",\"savings\":1}\n",
                    JULY, UPSERT),
        HM_OK);
    expect_counts(x, 1, 2, 1, 0);
    foots(x);
    assert_string_equal(
        export(x, JULY, NULL, NULL),
        "{\"id\":\"A\",\"savings\":9.00,\"region_class\":\"urban\",\"persons\":["
        "{\"id\":\"p\",\"birth_date\":\"1980-05-01\",\"wage_income\":5.00,\"cards\":[{\"id\":"
        "\"c\",\"number\":3},{\"id\":\"d\",\"number\":2}]},{\"id\":\"q\",\"birth_date\":"
        "\"1990-05-01\",\"wage_income\":7.00},{\"id\":\"r\"}]}\n"
        "{\"id\":\"B\",\"savings\":2.00}\n"
        "{\"id\":\"C\",\"savings\":1.00,\"persons\":[{\"birth_date\":\"1970-01-01\"}]}\n"
        "{\"id\":\"D\",\"savings\":4.00}\n");
    assert_string_equal(export(x, JANUARY, NULL, NULL),
                        BEFORE); /* the months before: as they were */
}

static void test_upsert_refused(void **state)
{
    struct fixture *x = *state;
    static const char TEXT[] = "{\"id\":\"B\",\"savings\":3}\n"
                               "{\"id\":\"C\",\"persons\":[{\"id\":\"p\"}]}\n"
                               "{\"id\":\"A\",\"persons\":[{}]}\n";
    assert_int_equal(import_text(x, BEFORE, JANUARY, PLAIN), HM_OK);
    assert_int_equal(import_text(x, TEXT, JULY, UPSERT), HM_DATA);
    assert_non_null(strstr(x->messages.data, "in.ndjson:2 -: its members cannot be matched"));
    assert_non_null(strstr(x->messages.data, "in.ndjson:3 -: its members cannot be matched"));
    assert_string_equal(export(x, JULY, NULL, NULL), BEFORE);
    struct import_options o = UPSERT;
    o.skip_bad = true;
    assert_int_equal(import_text(x, TEXT, JULY, o), HM_OK);
    expect_counts(x, 0, 1, 0, 2);
    foots(x);
}

/* The same record without upsert: what it does not mention is gone. */
static void test_replace(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(import_text(x, BEFORE, JANUARY, PLAIN), HM_OK);
    assert_int_equal(import_text(x, "{\"id\":\"A\",\"savings\":9}\n", JULY, PLAIN), HM_OK);
    expect_counts(x, 0, 1, 0, 0);
    assert_string_equal(export(x, JULY, NULL, NULL),
                        "{\"id\":\"A\",\"savings\":9.00}\n{\"id\":\"B\",\"savings\":2.00}\n"
                        "{\"id\":\"C\",\"persons\":[{\"birth_date\":\"1970-01-01\"}]}\n");
}

static void test_delete(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(import_text(x, BEFORE, JANUARY, PLAIN), HM_OK);
    put(x, "d.csv", "id,savings\nB,what ever\nZ,\n");
    assert_int_equal(import(x, "d.csv", NULL, JULY, DELETE), HM_DATA);
    assert_non_null(strstr(x->messages.data, "d.csv:3 id: the store has no household"));
    assert_string_equal(export(x, JULY, NULL, NULL), BEFORE);
    struct import_options o = DELETE;
    o.skip_bad = true;
    assert_int_equal(import(x, "d.csv", NULL, JULY, o), HM_OK);
    assert_int_equal(x->report.stored.deleted, 1);
    foots(x);
    assert_null(strstr(export(x, JULY, NULL, NULL), "\"B\""));
    assert_non_null(strstr(export(x, JANUARY, NULL, NULL), "\"B\""));
    put(x, "d.csv", "household,id,birth_date\nA,p,\n");
    assert_int_equal(import(x, "d.csv", NULL, JULY, DELETE), HM_DATA);
    assert_non_null(strstr(x->messages.data, "rows of members cannot be deleted"));
}

/* A dry run has the messages and counts of the real one, and leaves nothing. */
static void test_rehearsal(void **state)
{
    struct fixture *x = *state;
    static const char TEXT[] = "{\"id\":\"A\",\"savings\":9}\n{\"id\":\"B\",\"savings\":2}\n"
                               "{\"id\":\"E\"}\n{\"id\":\"F\",\"savings\":-1}\n";
    char messages[4096];
    assert_int_equal(import_text(x, BEFORE, JANUARY, PLAIN), HM_OK);
    for (int mode = IMPORT_REPLACE; mode <= IMPORT_UPSERT; mode++) {
        struct import_options o = {
            .mode = (enum import_mode)mode, .skip_bad = true, .dry_run = true};
        uint64_t sequence = store_sequence(x->store);
        assert_int_equal(import_text(x, TEXT, JULY, o), HM_OK);
        struct import_report rehearsed = x->report;
        snprintf(messages, sizeof messages, "%s", x->messages.data);
        assert_true(rehearsed.is_rehearsed && !rehearsed.is_stored);
        assert_int_equal(store_sequence(x->store), sequence);
        assert_string_equal(export(x, JULY, NULL, NULL), BEFORE);
        o.dry_run = false;
        assert_int_equal(import_text(x, TEXT, JULY, o), HM_OK);
        assert_string_equal(x->messages.data, messages);
        assert_memory_equal(&x->report.stored, &rehearsed.stored, sizeof rehearsed.stored);
        assert_int_equal(x->report.refused, rehearsed.refused);
        foots(x);
        put(x, "d.csv", "id\nE\n");
        assert_int_equal(import(x, "d.csv", NULL, JULY, DELETE), HM_OK);
        assert_int_equal(import_text(x, BEFORE, JULY, PLAIN), HM_OK);
    }
}

static void test_flat(void **state)
{
    struct fixture *x = *state;
    put(x, "p.csv",
        "household,id,birth_date,savings,城乡\nA,p,1980/5/1,\"1,000\",城镇\n"
        "B,p,1990/5/1,,\nA,q,1981/5/1,1000.0,\nB,q,,7,\n");
    assert_int_equal(import(x, "p.csv", NULL, JANUARY, PLAIN), HM_OK);
    expect_counts(x, 2, 0, 0, 0);
    foots(x);
    assert_string_equal(
        export(x, JANUARY, NULL, NULL),
        "{\"id\":\"A\",\"savings\":1000.00,\"region_class\":\"urban\",\"persons\":[{\"id\":"
        "\"p\","
        "\"birth_date\":\"1980-05-01\"},{\"id\":\"q\",\"birth_date\":\"1981-05-01\"}]}\n"
        "{\"id\":\"B\",\"savings\":7.00,\"persons\":[{\"id\":\"p\",\"birth_date\":\"1990-05-"
        "01\"},"
        "{\"id\":\"q\"}]}\n");
    put(x, "p.csv", "household,id,savings\nA,p,1\nB,p,2\nA,q,2\nB,q,x\n");
    struct import_options o = {.skip_bad = true};
    assert_int_equal(import(x, "p.csv", NULL, JULY, o), HM_OK);
    expect_counts(x, 0, 0, 0, 2);
    foots(x);
    assert_non_null(strstr(x->messages.data, "p.csv:4 savings: it says otherwise than line 2"));
    assert_non_null(strstr(x->messages.data, "p.csv:5 savings: found x"));
    put(x, "h.csv", "id,savings\nA,1\n"); /* one household from two kinds of tables */
    put(x, "p.csv", "household,id,城乡\nA,p,城镇\nB,p,城镇\n");
    assert_int_equal(import(x, "h.csv", "p.csv", JULY, PLAIN), HM_DATA);
    assert_non_null(strstr(x->messages.data, "stands in a table of its own and in a flat one"));
}

static void test_map(void **state)
{
    struct fixture *x = *state;
    char map[128];
    snprintf(map, sizeof map, "%s/map.csv", x->folder);
    struct import_options o = {.map = map};
    put(x, "map.csv",
        "column,field,values,table\n户,household.id,,\n号,person.id,,\n"
        "住,城乡,城=urban;乡=农村,\n生,person.birth_date,,\n说明,-,,\n"
        "额,savings,,h.csv\n额,person.wage_income,,p.csv\n");
    put(x, "h.csv", "户,住,额,说明,\nA,城,1,x,\nB,乡,2,,\nC,rural,3,,\n");
    put(x, "p.csv", "户;号;生;额\nA;p;1980/5/1;4\n");
    assert_int_equal(import(x, "h.csv", "p.csv", JANUARY, o), HM_OK);
    assert_string_equal(
        export(x, JANUARY, NULL, NULL),
        "{\"id\":\"A\",\"savings\":1.00,\"region_class\":\"urban\",\"persons\":[{\"id\":\"p\","
        "\"birth_date\":\"1980-05-01\",\"wage_income\":4.00}]}\n"
        "{\"id\":\"B\",\"savings\":2.00,\"region_class\":\"rural\"}\n"
        "{\"id\":\"C\",\"savings\":3.00,\"region_class\":\"rural\"}\n");
    put(x, "h.csv", "户,住,额,\nA,村,1,\nB,乡,2,stray\n");
    assert_int_equal(import(x, "h.csv", NULL, JANUARY, o), HM_DATA);
    assert_non_null(strstr(x->messages.data, "h.csv:2 region_class: 村 is not a value"));
    assert_non_null(strstr(x->messages.data, "h.csv:3 -: the column has no name"));
    put(x, "map.csv",
        "column,field,values\n户,household.ids,\n号,,\n户,-,\n住,城乡,x\n户,-,\n");
    assert_int_equal(import(x, "h.csv", NULL, JANUARY, o), HM_DATA);
    assert_non_null(strstr(x->messages.data, "map.csv:2 -: the mapping names a field that"));
    assert_non_null(strstr(x->messages.data, "map.csv:3 -: the mapping does not say"));
    assert_non_null(strstr(x->messages.data, "map.csv:5 -: a translation has no ="));
    assert_non_null(
        strstr(x->messages.data, "map.csv:6 -: the mapping names this column twice"));
}

/* Whatever allocation fails: all or nothing. */
static void test_no_memory(void **state)
{
    struct fixture *x = *state;
    struct import_options o = {.mode = IMPORT_UPSERT};
    unsigned failures = 0;
    x->threads = 1; /* a thread that cannot be started is no failure */
    assert_int_equal(import_text(x, BEFORE, JANUARY, PLAIN), HM_OK);
    put(x, "u.csv", "household,id,wage_income,savings\nA,p,1,7\nA,z,2,\nE,p,,8\n");
    for (uint64_t nth = 1;; nth += 1 + nth / 16) {
        fault_arm(FAULT_ALLOC, nth);
        enum hm_status st = import(x, "u.csv", NULL, JULY, o);
        fault_arm(FAULT_ALLOC, 0);
        if (st == HM_OK)
            break;
        assert_int_equal(st, HM_NOMEM);
        failures++;
        assert_string_equal(export(x, JULY, NULL, NULL), BEFORE);
    }
    assert_true(failures > 30);
    expect_counts(x, 1, 1, 0, 0);
}

static enum xlsx_kind as_text(void *ctx, struct str column)
{
    (void)ctx;
    return column.n == 7 ? XLSX_MONEY : XLSX_TEXT; /* savings */
}

/* The same with a workbook: of what it says all is stored, or nothing. */
static void test_book_without_memory(void **state)
{
    struct fixture *x = *state;
    struct xlsx_out *book;
    unsigned failures = 0;
    x->threads = 1; /* a thread that cannot be started is no failure */
    static const char CSV[] = "id,savings,remark\nA,1.50,一\nB,,二\n";
    assert_int_equal(xlsx_out_open(&book, "家庭", as_text, NULL, NULL), HM_OK);
    assert_int_equal(xlsx_out_put(book, CSV, sizeof CSV - 1, NULL), HM_OK);
    assert_int_equal(xlsx_out_end(book, take_output, &x->out, NULL), HM_OK);
    xlsx_out_close(book);
    write_file(x, "h.xlsx", x->out.data, x->out.len);
    for (uint64_t nth = 1;; nth += 1 + nth / 32) {
        fault_arm(FAULT_ALLOC, nth);
        enum hm_status st = import(x, "h.xlsx", NULL, JANUARY, PLAIN);
        fault_arm(FAULT_ALLOC, 0);
        if (st == HM_OK)
            break;
        assert_int_equal(st, HM_NOMEM);
        failures++;
        assert_string_equal(export(x, JANUARY, NULL, NULL), "");
    }
    assert_true(failures > 30);
    assert_string_equal(export(x, JANUARY, NULL, NULL),
                        "{\"id\":\"A\",\"savings\":1.50,\"remark\":\"一\"}\n"
                        "{\"id\":\"B\",\"remark\":\"二\"}\n");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_upsert), TEST(test_upsert_refused), TEST(test_replace),
        TEST(test_delete), TEST(test_rehearsal),      TEST(test_flat),
        TEST(test_map),    TEST(test_no_memory),      TEST(test_book_without_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
