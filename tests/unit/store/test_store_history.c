/* Facts in two times: history costs what changed, and what was known on a day can be asked
 * again, whatever was recorded since. */
#include "runs_support.h"

#include <time.h>
#include "store/changelog.h"
#include "store/key.h"
#include "value/date.h"

enum { PEOPLE = 3000 };

static void open_big(struct fixture *x)
{
    test_dir_make(&x->dir);
    x->model = test_model();
    OK(store_create(x->dir.path, x->model, d));
    OK(store_open(&x->store, x->dir.path, STORE_WRITE, d));
    put_households(x->store, x->model, JANUARY, 0, PEOPLE, 0);
}

/* Bytes and entries that a change wrote into a table, the sequence standing at `at` of its
 * keys.
 */
static size_t written(struct store *s, enum table table, size_t at, uint64_t sequence,
                      size_t *entries)
{
    struct txn t;
    struct scan scan;
    size_t bytes = 0;
    *entries = 0;
    OK(txn_begin(&t, s->env, false, d));
    OK(scan_open(&scan, &t, table, d));
    OK(scan_first(&scan, d));
    while (scan.found) {
        if (key_read(scan.key, at, 8) == sequence) {
            bytes += scan.value.n;
            (*entries)++;
        }
        OK(scan_next(&scan, d));
    }
    scan_close(&scan);
    txn_abort(&t);
    return bytes;
}

static size_t column_bytes(struct store *s, uint64_t sequence, size_t *entries)
{
    return written(s, TABLE_COLUMN, 8, sequence, entries);
}

static size_t record_bytes(struct store *s, uint64_t sequence, size_t *entries)
{
    return written(s, TABLE_EDIT, 4, sequence, entries);
}

/* All households again for a month, as they are, but for one field of a few. */
static void put_again(struct fixture *x, int32_t month, uint32_t other_savings)
{
    struct ingest *g;
    struct builder *b;
    struct frame f;
    OK(ingest_begin(&g, x->store, month, d));
    assert_int_equal(builder_new(&b, x->model, HOUSEHOLD), HM_OK);
    for (uint32_t n = 0; n < PEOPLE; n++) {
        test_household(b, x->model, n, 0);
        if (n < other_savings)
            test_set(b, x->model, F_SAVINGS, builder_rows(b, HOUSEHOLD) - 1, 123456 + n);
    }
    OK(builder_finish(b, &f, false, NULL, d));
    OK(ingest_add(g, &f, d));
    OK(ingest_commit(g, NULL, d));
    frame_fini(&f);
    builder_free(b);
}

static void test_costs(void **state)
{
    (void)state;
    struct fixture x;
    size_t entries, all, records;
    open_big(&x);
    all = column_bytes(x.store, 1, &entries);
    assert_true(entries > 15 && all > 200000);
    put_again(&x, JANUARY + 1,
              0); /* nothing changed: the month of the own record, a constant */
    assert_true(column_bytes(x.store, 2, &entries) <= 64);
    assert_int_equal(entries, 1);
    put_again(&x, JANUARY + 2, PEOPLE / 3); /* one column, and the months */
    assert_true(column_bytes(x.store, 3, &entries) < (size_t)PEOPLE * 8 + 1000);
    assert_int_equal(entries, 2);
    for (uint32_t k = 0; k < 12; k++) { /* corrections of three months ago: a record each */
        put_households(x.store, x.model, JANUARY, 7 * k, 1, 9);
        assert_int_equal(column_bytes(x.store, 4 + k, &entries), 0);
        records = record_bytes(x.store, 4 + k, &entries);
        assert_int_equal(entries, 1);
        assert_true(records < 2000);
    }
    OK(store_verify(x.store, d));
    close_fixture(&x);
}

/* --- as known on a day --- */

static void set_day(int day)
{
    char text[32];
    struct tm t = {.tm_year = 2026 - 1900, .tm_mon = 2, .tm_mday = day, .tm_hour = 3};
    snprintf(text, sizeof text, "%lld", (long long)timegm(&t));
    setenv("HUIMIN_NOW", text, 1);
}

static uint64_t known_on(struct store *s, int day)
{
    int32_t date;
    uint64_t sequence;
    assert_true(date_make(&date, 2026, 3, day));
    OK(store_sequence_on(s, date, &sequence, d));
    return sequence;
}

/* The salt of household n's facts for a month as known on a day, by the rule: the record with
 * the greatest (month <= month, then sequence <= sequence). */
struct told {
    int day;
    int32_t month;
    uint32_t first, count;
    uint64_t salt;
};
static const struct told story[] = {
    {1, 0, 0, PEOPLE, 0}, {3, 0, 10, 5, 1},     {3, 2, 12, 1, 2},  {5, 1, 0, 400, 3},
    {8, 0, 11, 2, 4},     {9, 3, 0, PEOPLE, 5}, {12, 0, 14, 1, 6}, {12, 3, 14, 1, 7},
};
enum { STORY = sizeof story / sizeof *story };

static uint64_t salt_then(uint32_t n, int32_t month, int day)
{
    int32_t best = -1;
    uint64_t salt = UINT64_MAX;
    for (size_t i = 0; i < STORY; i++) {
        const struct told *t = &story[i];
        if (t->day <= day && t->month <= month && n >= t->first && n < t->first + t->count &&
            t->month >= best) {
            best = t->month;
            salt = t->salt;
        }
    }
    return salt;
}

static void check_day(struct fixture *x, int day, int32_t month)
{
    struct view *v;
    struct frame f;
    OK(view_open(&v, x->store, x->model, JANUARY + month, known_on(x->store, day), d));
    OK(view_load(v, 0, NULL, &f, d));
    assert_int_equal(f.entities[HOUSEHOLD].rows, PEOPLE);
    for (uint32_t n = 0; n < 20; n++) {
        char id[32];
        uint32_t block, row;
        OK(view_find(v, test_id(id, n), &block, &row, d));
        test_check(&f, x->model, row, n, salt_then(n, month, day));
    }
    frame_fini(&f);
    view_close(v);
}

/* After every change all earlier days give what they gave. */
static void test_as_known_on(void **state)
{
    (void)state;
    struct fixture x;
    test_dir_make(&x.dir);
    x.model = test_model();
    OK(store_create(x.dir.path, x.model, d));
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    for (size_t i = 0; i < STORY; i++) {
        const struct told *t = &story[i];
        set_day(t->day);
        put_households(x.store, x.model, JANUARY + t->month, t->first, t->count, t->salt);
        for (int day = 1; day < t->day; day++) {
            for (int32_t month = 0; month < 5; month++)
                check_day(&x, day, month);
        }
    }
    for (int day = 1; day <= 13; day++) {
        for (int32_t month = 0; month < 5; month++)
            check_day(&x, day, month);
    }
    assert_int_equal(known_on(x.store, 2), 1);
    assert_int_equal(known_on(x.store, 13), STORY);
    unsetenv("HUIMIN_NOW");
    close_fixture(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_costs),
        cmocka_unit_test(test_as_known_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
