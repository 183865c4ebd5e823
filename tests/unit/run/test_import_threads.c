/* test_import_threads.c - an import by one, two and five threads: the same bytes in the store,
 * the same messages, counts and list of refused records, for files of several chunks that hold
 * sound and faulty records of all kinds.
 */
#include "import_kit.h"

#include "base/digest.h"
#include "io/chunk.h"
#include "store/key.h"
#include "store/state.h"

enum { ROUNDS = 3, HOUSEHOLDS = 7000 };
static const unsigned threads_of[ROUNDS] = {1, 2, 5};

struct outcome {
    uint64_t stored;
    struct import_report report;
    struct buf messages, listed, exported;
    enum hm_status status;
};

static uint64_t roll(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return *seed >> 33;
}

/* --- files --- */

static void put_ndjson(struct buf *b, uint64_t seed)
{
    static const char *const faults[] = {
        "{\"id\":\"H1\"}",
        "{",
        "[1]",
        "{\"id\":\"X\",\"savings\":-1}",
        "{\"savings\":1}",
        "{\"id\":\"Y\",\"savings\":\"a\",\"x\":2,\"persons\":[{\"wage_income\":1.001}]}",
        "",
        "\xff"};
    for (int i = 0; i < HOUSEHOLDS; i++) {
        uint64_t n = roll(&seed);
        if (n % 900 == 0)
            buf_printf(b, "%s\n", faults[n / 900 % 8]);
        buf_printf(b, "{\"id\":\"H%d\",\"savings\":%d.%02d,\"remark\":\"%.*s\",\"persons\":[",
                   i, (int)(n % 90000), (int)(n % 100), (int)(n % 40),
                   "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
        for (uint64_t k = 0; k < n % 4; k++)
            buf_printf(
                b, "%s{\"id\":\"p%d\",\"birth_date\":\"19%02d-0%d-1%d\",\"wage_income\":%d}",
                k ? "," : "", (int)k, (int)(n % 90 + 9), (int)(n % 9 + 1), (int)(n % 9),
                (int)(n % 5000));
        buf_puts(b, "]}\n");
    }
}

static void put_tables(struct buf *homes, struct buf *people, uint64_t seed)
{
    buf_puts(homes, "id,savings,remark,region_class,vehicle_count\n");
    buf_puts(people, "household,id,birth_date,wage_income,care_grade,disability_level\n");
    for (int i = 0; i < HOUSEHOLDS; i++) {
        uint64_t n = roll(&seed);
        if (n % 700 == 0)
            buf_puts(homes, n % 3 == 0   ? "H7,1,,,\n"
                            : n % 3 == 1 ? "Q,x,,村,99\nR,1,\"open,,\n"
                                         : ",,,,\n,5,,,\n");
        buf_printf(homes, "H%d,%d,%s,%s,\n", i, (int)(n % 90000),
                   n % 5 == 0 ? "\"two\nlines\"" : "", n % 2 ? "urban" : "农村");
        for (uint64_t k = 0; k < n % 4; k++)
            buf_printf(people, "H%d,p%d,19%02d-0%d-1%d,%d,,%s\n", i, n % 1100 == 3 ? 0 : (int)k,
                       (int)(n % 90 + 9), (int)(n % 9 + 1), (int)(n % 9), (int)(n % 5000),
                       n % 500 == 2 ? "9" : "");
    }
}

static void put_flat(struct buf *people, uint64_t seed)
{
    buf_puts(people, "household,id,savings,region_class,birth_date,wage_income\n");
    for (int i = 0; i < HOUSEHOLDS; i++) {
        uint64_t n = roll(&seed);
        for (uint64_t k = 0; k < n % 3 + 1; k++)
            buf_printf(people, "H%d,p%d,%d,%s,1970-01-01,%d\n", i, (int)k,
                       n % 600 == 1 ? (int)k : (int)(n % 1000), k ? "" : "rural",
                       (int)(n % 2000));
    }
}

/* --- outcomes --- */

/* Everything that is stored of facts and ids, as one number. */
static uint64_t stored_bytes(struct fixture *x)
{
    static const enum table tables[] = {TABLE_MANIFEST, TABLE_COLUMN, TABLE_ID, TABLE_EDIT};
    uint64_t sum = 0;
    struct txn t = {0};
    assert_int_equal(txn_begin(&t, x->store->env, false, &x->diag), HM_OK);
    for (size_t i = 0; i < 4; i++) {
        struct scan s;
        assert_int_equal(scan_open(&s, &t, tables[i], &x->diag), HM_OK);
        for (enum hm_status st = scan_first(&s, &x->diag); s.found;
             st = scan_next(&s, &x->diag)) {
            assert_int_equal(st, HM_OK);
            sum = sum * 31 + digest_xxh64(s.key.p, s.key.n);
            sum = sum * 31 + digest_xxh64(s.value.p, s.value.n);
        }
        scan_close(&s);
    }
    txn_abort(&t);
    return sum;
}

static void new_store(struct fixture *x)
{
    struct model *m = &x->policy.model;
    store_close(x->store);
    x->store = NULL;
    remove(x->store_path);
    assert_int_equal(store_create(x->store_path, m, &x->diag), HM_OK);
    open_store(x, STORE_WRITE);
}

/* Two months: what is new, and what is known by then. */
static void run(struct fixture *x, struct outcome *o, const char *first, const char *second,
                struct import_options options)
{
    char errors[128];
    new_store(x);
    snprintf(errors, sizeof errors, "%s/errors.csv", x->folder);
    options.errors = errors;
    o->status = import(x, first, second, JANUARY, options);
    o->report = x->report;
    buf_put(&o->messages, x->messages.data, x->messages.len);
    enum hm_status again = import(x, first, second, JULY, options);
    assert_int_equal(again, o->status);
    buf_put(&o->messages, x->messages.data, x->messages.len);
    char *listed;
    size_t n;
    assert_int_equal(fs_read(&listed, &n, errors, 16 << 20, &x->diag), HM_OK);
    buf_put(&o->listed, listed, n);
    mem_free(listed);
    buf_puts(&o->exported, export(x, JULY, NULL, NULL));
    o->stored = stored_bytes(x);
}

static void outcome_fini(struct outcome *o)
{
    buf_fini(&o->messages);
    buf_fini(&o->listed);
    buf_fini(&o->exported);
}

static void assert_same(const struct outcome *a, const struct outcome *b)
{
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->report.records, b->report.records);
    assert_int_equal(a->report.refused, b->report.refused);
    assert_int_equal(a->report.faults, b->report.faults);
    assert_int_equal(a->report.bytes, b->report.bytes);
    assert_memory_equal(&a->report.stored, &b->report.stored, sizeof a->report.stored);
    assert_string_equal(a->messages.data, b->messages.data);
    assert_string_equal(a->listed.data, b->listed.data);
    assert_string_equal(a->exported.data, b->exported.data);
    assert_int_equal(a->stored, b->stored);
}

static void all_threads(struct fixture *x, const char *first, const char *second, bool skip_bad)
{
    struct outcome o[ROUNDS] = {0};
    for (int i = 0; i < ROUNDS; i++) {
        x->threads = threads_of[i];
        run(x, &o[i], first, second, (struct import_options){.skip_bad = skip_bad});
        if (i > 0)
            assert_same(&o[0], &o[i]);
    }
    assert_true(o[0].report.refused > 5);
    assert_true(o[0].report.records >= HOUSEHOLDS);
    assert_int_equal(o[0].report.stored.added,
                     skip_bad ? o[0].report.records - o[0].report.refused : 0);
    for (int i = 0; i < ROUNDS; i++)
        outcome_fini(&o[i]);
}

static void test_ndjson(void **state)
{
    struct fixture *x = *state;
    struct buf b;
    buf_init(&b);
    put_ndjson(&b, 1);
    assert_true(b.len > 2 * CHUNK_BYTES);
    write_file(x, "in.ndjson", b.data, b.len);
    all_threads(x, "in.ndjson", NULL, true);
    all_threads(x, "in.ndjson", NULL, false);
    buf_fini(&b);
}

static void test_tables(void **state)
{
    struct fixture *x = *state;
    struct buf homes, people;
    buf_init(&homes);
    buf_init(&people);
    put_tables(&homes, &people, 2);
    write_file(x, "homes.csv", homes.data, homes.len);
    write_file(x, "persons.csv", people.data, people.len);
    all_threads(x, "homes.csv", "persons.csv", true);
    all_threads(x, "persons.csv", "homes.csv", false);
    buf_fini(&homes);
    buf_fini(&people);
}

static void test_flat(void **state)
{
    struct fixture *x = *state;
    struct buf people;
    buf_init(&people);
    put_flat(&people, 3);
    write_file(x, "persons.csv", people.data, people.len);
    all_threads(x, "persons.csv", NULL, true);
    buf_fini(&people);
}

/* A file that cannot be read to its end: what stands before is told, nothing is stored. */
static void test_cut_short(void **state)
{
    struct fixture *x = *state;
    struct buf b;
    char *packed;
    size_t n;
    buf_init(&b);
    put_ndjson(&b, 4);
    write_file(x, "in.ndjson", b.data, b.len);
    char command[400];
    snprintf(command, sizeof command, "gzip -kf %s/in.ndjson", x->folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(fs_read(&packed, &n, path_in(x, "in.ndjson.gz"), 16 << 20, &x->diag),
                     HM_OK);
    write_file(x, "cut.ndjson.gz", packed, n - 4000);
    struct buf first;
    buf_init(&first);
    for (int i = 0; i < ROUNDS; i++) {
        x->threads = threads_of[i];
        assert_int_equal(import(x, "cut.ndjson.gz", NULL, JANUARY,
                                (struct import_options){.skip_bad = true}),
                         HM_ENVIRONMENT);
        assert_non_null(strstr(x->messages.data, "cut short"));
        if (i == 0)
            buf_put(&first, x->messages.data, x->messages.len);
        else
            assert_string_equal(x->messages.data, first.data);
    }
    assert_non_null(strstr(first.data, "the id is missing")); /* of a record before the cut */
    assert_int_equal(store_sequence(x->store), 0);
    buf_fini(&first);
    mem_free(packed);
    buf_fini(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ndjson, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_flat, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cut_short, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
