/* The journal and the change log: what stands in them, and that everything that was changed
 * behind the store's back is found and named. */
#include "tamper.h"

#include "store/changelog.h"
#include "store/journal.h"
#include <time.h>
#include "value/date.h"

static void reopen(struct fixture *x)
{
    OK(store_open(&x->store, x->dir.path, STORE_WRITE, d));
}

/* Three changes of facts, three runs, three publications and a rollback, a discarded run:
 * eleven entries. */
static void make_history(struct fixture *x)
{
    struct run_writer *w;
    struct author by = {"clerk", "for the test"};
    open_fixture(x);                                            /* 1: change 1 */
    compute(x, JANUARY, JANUARY + 1, 0, true);                  /* 2, 3: run 1, publication 1 */
    put_households(x->store, x->model, JANUARY, 3, 1, 7);       /* 4: a single record */
    put_households(x->store, x->model, JANUARY + 1, 0, 250, 8); /* 5 */
    compute(x, JANUARY, JANUARY, 1, true);                      /* 6, 7 */
    compute(x, JANUARY, JANUARY, 2, false);                     /* 8 */
    OK(run_publish(x->store, 3, &by, d));                       /* 9 */
    OK(run_rollback(x->store, 3, 0, 0, &by, NULL, d));          /* 10 */
    struct run_record r = record(x->store, JANUARY, JANUARY);
    OK(run_begin(&w, x->store, &r, "files", 5, d));
    run_abandon(w);
    run_record_fini(&r);
    OK(run_discard(x->store, 4, &by, d)); /* 11 */
}
enum { HISTORY = 11 };

static void sound(struct fixture *x, uint64_t entries, char head[DIGEST_HEX])
{
    struct journal_report r;
    OK(journal_verify(x->store, NULL, &r, d));
    assert_int_equal(r.entries, entries);
    assert_int_equal(r.findings, 0);
    if (head)
        memcpy(head, r.head, DIGEST_HEX);
}

static void test_entries(void **state)
{
    (void)state;
    struct fixture x;
    struct journal_entry *list;
    size_t n;
    char head[DIGEST_HEX];
    static const enum journal_kind kinds[] = {JOURNAL_CHANGE,   JOURNAL_RUN,    JOURNAL_PUBLISH,
                                              JOURNAL_CHANGE,   JOURNAL_CHANGE, JOURNAL_RUN,
                                              JOURNAL_PUBLISH,  JOURNAL_RUN,    JOURNAL_PUBLISH,
                                              JOURNAL_ROLLBACK, JOURNAL_DISCARD};
    make_history(&x);
    OK(journal_list(x.store, 1, 0, &list, &n, d));
    assert_int_equal(n, HISTORY);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(list[i].number, i + 1);
        assert_int_equal(list[i].kind, kinds[i]);
        if (i)
            assert_string_equal(list[i].previous, list[i - 1].hash);
        assert_true(strcmp(list[i].time, i ? list[i - 1].time : "") >= 0);
    }
    assert_string_equal(list[1].who, "tester");
    assert_string_equal(list[8].who, "clerk");
    assert_string_equal(list[8].reason, "for the test");
    assert_string_equal(list[8].details, "{\"run\":3,\"months\":{\"2022-01\":3}}");
    assert_string_equal(list[9].details, "{\"run\":3,\"months\":{\"2022-01\":2}}");
    assert_int_equal(list[10].subject, 4);
    assert_non_null(strstr(list[0].details, "\"added\":250"));
    sound(&x, HISTORY, head);
    assert_string_equal(head, list[10].hash);
    for (size_t i = 0; i < n; i++)
        journal_entry_fini(&list[i]);
    mem_free(list);
    OK(journal_list(x.store, 4, 2, &list, &n, d));
    assert_int_equal(n, 2);
    assert_int_equal(list[0].number, 4);
    journal_entry_fini(&list[0]);
    journal_entry_fini(&list[1]);
    mem_free(list);
    struct journal_report r;
    OK(journal_verify(x.store, head, &r, d));
    compute(&x, JANUARY, JANUARY, 5, false);
    OK(journal_verify(x.store, head, &r, d)); /* a noted hash stays in the chain */
    memset(head, 'a', 64);
    FAILS(HM_DATA, "no journal entry has the hash aaa", journal_verify(x.store, head, &r, d));
    OK(store_verify(x.store, d));
    close_fixture(&x);
}

/* --- tampering --- */

/* The only finding, or one of `count`, holds these words. */
static void finds(struct fixture *x, const char *words, uint64_t count)
{
    struct journal_report r;
    struct diag d;
    bool said = false;
    diag_init(&d);
    reopen(x);
    enum hm_status st = journal_verify(x->store, NULL, &r, &d);
    for (size_t i = 0; i < d.count; i++)
        said = said || strstr(d.items[i].text, words);
    if (st != HM_DATA || !said || r.findings != count)
        test_print(&d);
    assert_int_equal(st, HM_DATA);
    assert_true(said);
    assert_int_equal(r.findings, count);
    diag_fini(&d);
    close_fixture(x);
}

static void shut(struct fixture *x)
{
    make_history(x);
    store_close(x->store);
}

static void test_entry_changed(void **state)
{
    (void)state;
    struct fixture x;
    shut(&x); /* a byte of the reason of entry 9, its checksum made right */
    struct raw w;
    struct key key;
    size_t n;
    raw_open(&w, x.dir.path);
    char *value = raw_nth(&w, TABLE_JOURNAL, 8, &key, &n);
    char *at = memmem(value, n, "for the test", 12);
    assert_non_null(at);
    *at = 'F';
    raw_seal(&w, TABLE_JOURNAL, &key, value, n);
    mem_free(value);
    raw_close(&w);
    finds(&x, "journal entry 9 was changed: its hash differs", 1);

    shut(&x); /* .. and not made right */
    raw_flip(x.dir.path, TABLE_JOURNAL, 8, 20, false);
    finds(&x, "journal entry 9 is damaged", 2); /* and publication 3 has no entry now */

    shut(&x);
    raw_remove(x.dir.path, TABLE_JOURNAL, 4);
    finds(&x, "journal entry 5 is missing", 2);
    shut(&x);
    raw_remove(x.dir.path, TABLE_JOURNAL, 4);
    finds(&x, "change 3 of the facts has no journal entry", 2);
    shut(&x);
    raw_remove(x.dir.path, TABLE_JOURNAL, 4);
    raw_remove(x.dir.path, TABLE_JOURNAL, 4);
    finds(&x, "journal entries 5 to 6 are missing", 3);
    shut(&x);
    raw_remove(x.dir.path, TABLE_JOURNAL, 10); /* the last: the discarded run */
    finds(&x, "run 4 is not in the store, and no journal entry says why", 1);
}

/* An entry replaced by one with right hashes breaks the chain behind it. */
static void test_entry_replaced(void **state)
{
    (void)state;
    struct fixture x, y;
    struct raw w;
    struct key key;
    size_t n;
    shut(&x);
    open_fixture(&y);
    compute(&y, JANUARY, JANUARY + 1, 4, true);
    store_close(y.store);
    raw_open(&w, y.dir.path);
    char *value = raw_nth(&w, TABLE_JOURNAL, 1, &key, &n);
    raw_close(&w);
    raw_open(&w, x.dir.path);
    raw_put(&w, TABLE_JOURNAL, &key, value, n);
    mem_free(value);
    raw_close(&w);
    reopen(&y);
    close_fixture(&y);
    finds(&x, "journal entry 3 does not follow the entry before it", 3);
}

static void test_run_changed(void **state)
{
    (void)state;
    struct fixture x;
    struct raw w;
    struct key key;
    size_t n;
    shut(&x); /* the counts of run 2 */
    raw_open(&w, x.dir.path);
    char *value = raw_nth(&w, TABLE_RUN, 2, &key, &n); /* run 1, its fields, run 2 */
    char *at = memmem(value, n, "dibao_standard=1330", 19);
    assert_non_null(at);
    at[15] = '9';
    raw_seal(&w, TABLE_RUN, &key, value, n);
    mem_free(value);
    raw_close(&w);
    finds(&x, "journal entry 6, run 2: its record was changed", 1);

    shut(&x); /* a result of run 1 in February, with right checksums: another block's column */
    raw_open(&w, x.dir.path);
    struct key from = key_result(1, JANUARY + 1, 0, F_AMOUNT);
    struct bytes column;
    OK(txn_get(&w.txn, TABLE_RESULT, key_bytes(&from), &column, d));
    value = mem_strndup(column.p, column.n);
    uint64_t sum;
    value[48] ^= 1; /* the first amount */
    sum = digest_xxh64(value + 48, column.n - 48);
    memcpy(value + 32, &sum, 8);
    sum = digest_xxh64(value, 40);
    memcpy(value + 40, &sum, 8);
    raw_put(&w, TABLE_RESULT, &from, value, column.n);
    mem_free(value);
    raw_close(&w);
    reopen(&x);
    OK(store_verify(x.store, d)); /* its checksums are right */
    store_close(x.store);
    finds(&x, "journal entry 2, run 1: what it holds for 2022-02 was changed", 1);

    shut(&x); /* a month of results removed */
    for (uint32_t b = 0; b < 3; b++) {
        for (uint16_t f = F_AMOUNT; f <= F_PART; f++) {
            raw_open(&w, x.dir.path);
            from = key_result(1, JANUARY + 1, b, f);
            OK(txn_delete(&w.txn, TABLE_RESULT, key_bytes(&from), d));
            raw_close(&w);
        }
    }
    finds(&x, "journal entry 2, run 1: what it holds for 2022-02 is missing", 1);

    shut(&x);
    raw_remove(x.dir.path, TABLE_RUN, 5); /* run 3's fields */
    raw_remove(x.dir.path, TABLE_RUN, 4);
    finds(&x, "journal entry 8, run 3: it is not in the store any more", 1);
}

static void test_rest_changed(void **state)
{
    (void)state;
    struct fixture x;
    shut(&x); /* publication 2 of January: now said to be of run 3 */
    raw_flip(x.dir.path, TABLE_PUBLISHED, 1, 0, true);
    finds(&x, "journal entry 7, publication 2: what it holds for 2022-01 was changed", 1);
    shut(&x);
    raw_remove(x.dir.path, TABLE_PUBLISHED, 3); /* the rollback */
    finds(&x, "journal entry 10, publication 4: what it holds for 2022-01 is missing", 1);
    shut(&x); /* the log's record of change 2 */
    raw_flip(x.dir.path, TABLE_CHANGE, 1, 5, true);
    finds(&x, "journal entry 4, change 2 of the facts: its record was changed", 1);
    shut(&x); /* the single record of change 2 */
    struct raw w;
    struct key key;
    size_t n;
    raw_open(&w, x.dir.path);
    char *value = raw_nth(&w, TABLE_EDIT, 0, &key, &n);
    value[n - 1] ^= 1;
    uint64_t sum = digest_xxh64(value + 8, n - 8) ^ digest_xxh64(key.bytes, key.n);
    memcpy(value, &sum, 8);
    raw_put(&w, TABLE_EDIT, &key, value, n);
    mem_free(value);
    raw_close(&w);
    finds(&x, "journal entry 4, change 2 of the facts: the facts were changed", 1);
}

/* A flipped bit anywhere in the new tables, its checksum left as it was: the store says so. */
static void test_flips(void **state)
{
    (void)state;
    static const struct {
        enum table table;
        const char *words;
    } tables[] = {{TABLE_JOURNAL, "journal entry"},
                  {TABLE_CHANGE, "the record of a change"},
                  {TABLE_PUBLISHED, "the list of published runs"},
                  {TABLE_RUN, "the record of a run"}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        for (long at = -1; at >= -21; at -= 10) {
            struct fixture x;
            shut(&x);
            raw_flip(x.dir.path, tables[i].table, 0, at, false);
            reopen(&x);
            FAILS(HM_CORRUPT, tables[i].words, store_verify(x.store, d));
            close_fixture(&x);
        }
    }
}

/* --- the change log --- */

static void set_now(const char *iso)
{
    struct tm t = {0};
    char text[32];
    assert_non_null(strptime(iso, "%Y-%m-%dT%H:%M:%SZ", &t));
    snprintf(text, sizeof text, "%lld", (long long)timegm(&t));
    setenv("HUIMIN_NOW", text, 1);
}

static uint64_t known_on(struct store *s, const char *day)
{
    int32_t date;
    uint64_t sequence = 99;
    assert_true(date_parse(&date, (struct str){day, 10}));
    OK(store_sequence_on(s, date, &sequence, d));
    return sequence;
}

static void test_changes(void **state)
{
    (void)state;
    struct fixture x;
    struct change_record *list;
    size_t n;
    struct ingest *g;
    struct author by = {"clerk", "a letter of the family"};
    set_now("2026-03-01T15:59:59Z"); /* 23:59:59 in China */
    open_fixture(&x);
    set_now("2026-03-01T16:00:00Z"); /* midnight there */
    put_households(x.store, x.model, JANUARY, 3, 1, 7);
    set_now("2026-02-01T00:00:00Z"); /* a clock set back */
    OK(ingest_begin(&g, x.store, JANUARY + 1, d));
    OK(ingest_describe(g, "delete", "a.csv\nb.csv", &by, d));
    char id[32];
    OK(ingest_delete(g, test_id(id, 5), d));
    struct diag warned;
    diag_init(&warned);
    assert_int_equal(ingest_commit(g, NULL, &warned), HM_OK);
    assert_int_equal(warned.count, 1);
    assert_string_equal(warned.items[0].text,
                        "the clock says 2026-02-01T00:00:00Z, the last entry of the journal "
                        "2026-03-01T16:00:00Z: that time is recorded");
    diag_fini(&warned);
    assert_int_equal(known_on(x.store, "2026-02-28"), 0);
    assert_int_equal(known_on(x.store, "2026-03-01"), 1);
    assert_int_equal(known_on(x.store, "2026-03-02"), 3);
    assert_int_equal(known_on(x.store, "2030-01-01"), 3);
    OK(changelog_list(x.store, &list, &n, d));
    assert_int_equal(n, 3);
    assert_string_equal(list[0].recorded, "2026-03-01T15:59:59Z");
    assert_string_equal(list[0].what, "change");
    assert_int_equal(list[0].counts.added, 250);
    assert_string_equal(list[2].recorded, "2026-03-01T16:00:00Z");
    assert_string_equal(list[2].what, "delete");
    assert_string_equal(list[2].who, "clerk");
    assert_string_equal(list[2].reason, "a letter of the family");
    assert_string_equal(list[2].files, "a.csv\nb.csv");
    assert_int_equal(list[2].month, JANUARY + 1);
    assert_int_equal(list[2].counts.deleted, 1);
    for (size_t i = 0; i < n; i++)
        change_record_fini(&list[i]);
    mem_free(list);
    struct change_record one;
    OK(changelog_get(x.store, 2, &one, d));
    assert_int_equal(one.counts.replaced, 1);
    change_record_fini(&one);
    FAILS(HM_NOT_FOUND, "no change number 9", changelog_get(x.store, 9, &one, d));
    unsetenv("HUIMIN_NOW");
    sound(&x, 3, NULL);
    close_fixture(&x);
}

int main(void)
{
    set_now("2026-01-01T00:00:00Z");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries),        cmocka_unit_test(test_entry_changed),
        cmocka_unit_test(test_entry_replaced), cmocka_unit_test(test_run_changed),
        cmocka_unit_test(test_rest_changed),   cmocka_unit_test(test_flips),
        cmocka_unit_test(test_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
