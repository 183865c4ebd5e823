/* Runs: results in and out, publication, history, what another policy sees of them. */
#include "runs_support.h"

#include "base/fault.h"
#include "store/issues.h"
#include "store/journal.h"
#include "store/key.h"

static void test_results(void **state)
{
    (void)state;
    struct fixture x;
    open_fixture(&x);
    uint32_t one = compute(&x, JANUARY, JANUARY + 1, 0, false);
    uint32_t two = compute(&x, JANUARY, JANUARY, 1, false);
    assert_int_equal(one, 1);
    assert_int_equal(two, 2);
    check_run(&x, 1, JANUARY, 0);
    check_run(&x, 1, JANUARY + 1, 0);
    check_run(&x, 2, JANUARY, 1);
    /* facts recorded later do not move the rows that a run stood on */
    put_households(x.store, x.model, JANUARY, 40, 30, 9);
    put_households(x.store, x.model, JANUARY, 300, 5, 9);
    check_run(&x, 2, JANUARY, 1);
    struct run_record r;
    OK(run_get(x.store, 2, &r, d));
    assert_int_equal(r.state, RUN_COMPLETE);
    assert_int_equal(r.sequence, 1);
    assert_int_equal(r.households, 250);
    assert_string_equal(r.policy_name, "cn/test");
    assert_string_equal(r.patches, "dibao_standard=1330@2024-07-01");
    run_record_fini(&r);
    FAILS(HM_NOT_FOUND, "no run 77", run_get(x.store, 77, &r, d));
    char *files;
    size_t n;
    char identity[65] = {0};
    memset(identity, 'a', 64);
    OK(store_policy(x.store, identity, &files, &n, d));
    assert_int_equal(n, 5);
    assert_string_equal(files, "files");
    mem_free(files);
    identity[0] = 'b';
    FAILS(HM_NOT_FOUND, "no policy b", store_policy(x.store, identity, &files, &n, d));
    OK(store_verify(x.store, d));
    close_fixture(&x);
}

/* Earlier results under a policy that numbers its fields in another way, or lacks some. */
static void test_other_policy(void **state)
{
    (void)state;
    struct fixture x;
    struct view *v;
    struct frame f;
    open_fixture(&x);
    uint32_t run = compute(&x, JANUARY, JANUARY, 1, true);
    struct model *m = test_model();
    m->fields[F_AMOUNT].name = "part_of_amount"; /* not known then */
    m->fields[F_PART].type.decimals = 6;
    OK(view_open(&v, x.store, m, JANUARY, 1, d));
    OK(run_load(v, run, JANUARY, 0, &f, NULL, d));
    assert_int_equal(f.columns[F_AMOUNT].rows, 0);
    for (uint32_t r = 0; r < f.entities[PERSON].rows; r++) {
        int64_t want = expected(&f, F_PART, r, 1);
        if (want >= 0)
            assert_int_equal(column_int(&f.columns[F_PART], r),
                             (want * 10000 * 2 + 3) / 6 * 100);
    }
    struct results issues;
    results_init(&issues);
    OK(run_load_issues(v, run, JANUARY, 0, &issues, d));
    for (size_t i = 0; i < issues.issue_count; i++)
        assert_int_not_equal(issues.issues[i].field, F_AMOUNT);
    results_fini(&issues);
    frame_fini(&f);
    FAILS(HM_NOT_FOUND, "no run 5", run_load(v, 5, JANUARY, 0, &f, NULL, d));
    view_close(v);
    test_model_free(m);
    close_fixture(&x);
}

/* A run over nobody has no results: that is told by the status, without a message. */
static void test_nobody(void **state)
{
    (void)state;
    struct fixture x;
    struct run_writer *w;
    struct view *v;
    struct frame f;
    struct diag none;
    open_fixture(&x);
    struct run_record r = record(x.store, JANUARY, JANUARY);
    OK(run_begin(&w, x.store, &r, "files", 5, d));
    OK(run_finish(w, &r, true, d));
    OK(view_open(&v, x.store, x.model, JANUARY, store_sequence(x.store), d));
    diag_init(&none);
    assert_int_equal(run_load(v, r.id, JANUARY, 0, &f, NULL, &none), HM_NOT_FOUND);
    assert_int_equal(none.count, 0);
    diag_fini(&none);
    run_record_fini(&r);
    view_close(v);
    close_fixture(&x);
}

static enum run_state state_of(struct store *s, uint32_t run)
{
    struct run_record r;
    OK(run_get(s, run, &r, d));
    run_record_fini(&r);
    return r.state;
}

static void test_publication(void **state)
{
    (void)state;
    struct fixture x;
    uint32_t run = 0;
    int32_t found = 0;
    open_fixture(&x);
    FAILS(HM_NOT_FOUND, "2022-01", run_published(x.store, JANUARY, &run, d));
    compute(&x, JANUARY, JANUARY + 2, 0, true);
    compute(&x, JANUARY + 1, JANUARY + 1, 1, false);
    OK(run_published(x.store, JANUARY + 1, &run, d));
    assert_int_equal(run, 1);
    OK(run_publish(x.store, 2, NULL, d));
    OK(run_published(x.store, JANUARY + 1, &run, d));
    assert_int_equal(run, 2);
    assert_int_equal(state_of(x.store, 1), RUN_PUBLISHED); /* still two months */
    compute(&x, JANUARY, JANUARY + 2, 2, true);
    assert_int_equal(state_of(x.store, 1), RUN_SUPERSEDED);
    assert_int_equal(state_of(x.store, 2), RUN_SUPERSEDED);
    assert_int_equal(state_of(x.store, 3), RUN_PUBLISHED);
    OK(run_publish(x.store, 1, NULL, d)); /* and back */
    assert_int_equal(state_of(x.store, 1), RUN_PUBLISHED);
    assert_int_equal(state_of(x.store, 3), RUN_SUPERSEDED);
    check_run(&x, 3, JANUARY, 2); /* what was published stays as it was */
    OK(run_published_before(x.store, JANUARY + 9, &found, &run, d));
    assert_int_equal(found, JANUARY + 2);
    assert_int_equal(run, 1);
    FAILS(HM_NOT_FOUND, "2022-10", run_published(x.store, JANUARY + 9, &run, d));
    FAILS(HM_NOT_FOUND, "2021-12", run_published_before(x.store, JANUARY - 1, &found, &run, d));
    struct run_record *list;
    size_t n;
    OK(run_list(x.store, &list, &n, d));
    assert_int_equal(n, 3);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(list[i].id, i + 1);
        run_record_fini(&list[i]);
    }
    mem_free(list);
    OK(store_verify(x.store, d));
    close_fixture(&x);
}

/* A run that was begun and not finished stays until it is discarded, and its number is not used
 * again. */
static void test_abandoned(void **state)
{
    (void)state;
    struct fixture x;
    struct run_writer *w;
    open_fixture(&x);
    compute(&x, JANUARY, JANUARY, 0, true);
    struct run_record r = record(x.store, JANUARY, JANUARY);
    OK(run_begin(&w, x.store, &r, "files", 5, d));
    assert_int_equal(r.id, 2);
    FAILS(HM_USAGE, "another change", run_publish(x.store, 1, NULL, d));
    run_abandon(w);
    assert_int_equal(state_of(x.store, 2), RUN_STARTED);
    FAILS(HM_USAGE, "not complete", run_publish(x.store, 2, NULL, d));
    run_record_fini(&r);
    store_close(x.store);
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    assert_int_equal(state_of(x.store, 2), RUN_STARTED);
    FAILS(HM_USAGE, "is complete", run_discard(x.store, 1, NULL, d));
    OK(run_discard(x.store, 2, NULL, d));
    FAILS(HM_NOT_FOUND, "no run 2", run_get(x.store, 2, &r, d));
    FAILS(HM_NOT_FOUND, "no run 2", run_discard(x.store, 2, NULL, d));
    assert_int_equal(compute(&x, JANUARY, JANUARY, 1, false), 3);
    uint32_t run;
    OK(run_published(x.store, JANUARY, &run, d));
    assert_int_equal(run, 1);
    OK(store_verify(x.store, d));
    close_fixture(&x);
}

static void test_issue_bytes(void **state)
{
    (void)state;
    struct result_issue list[300], *back;
    struct buf b;
    struct arena a;
    size_t n;
    for (uint32_t i = 0; i < 300; i++)
        list[i] = (struct result_issue){(uint16_t)(i / 100), i % 100 * 5000, HM_TRAP_MISSING,
                                        i % 2 ? "a" : "persons[3].birth_date"};
    buf_init(&b);
    arena_init(&a);
    OK(issues_encode(&b, list, 300, d));
    assert_true(b.len < 300 * 6);
    assert_int_equal(issues_decode(&back, &n, b.data, b.len, &a), HM_OK);
    assert_int_equal(n, 300);
    for (uint32_t i = 0; i < 300; i++) {
        assert_int_equal(back[i].field, list[i].field);
        assert_int_equal(back[i].row, list[i].row);
        assert_string_equal(back[i].text, list[i].text);
    }
    for (size_t cut = 0; cut < b.len; cut++) /* no read leaves the bytes */
        assert_int_equal(issues_decode(&back, &n, b.data, cut, &a), HM_CORRUPT);
    buf_fini(&b);
    arena_fini(&a);
}

static void test_shared(void **state)
{
    (void)state;
    struct fixture x;
    size_t alone, same, again, other;
    open_fixture(&x);
    uint32_t first = compute_beside(&x, JANUARY, 0, 0, &alone);
    uint32_t second = compute_beside(&x, JANUARY, 0, first, &same);
    uint32_t third = compute_beside(&x, JANUARY, 0, second, &again); /* shares what is shared */
    uint32_t fourth = compute_beside(&x, JANUARY, 7, first, &other);
    assert_true(same < alone / 2);
    assert_int_equal(again, same);
    assert_true(other > alone / 2);
    check_run(&x, first, JANUARY, 0);
    check_run(&x, second, JANUARY, 0);
    check_run(&x, third, JANUARY, 0);
    check_run(&x, fourth, JANUARY, 7);
    OK(store_verify(x.store, d));
    close_fixture(&x);
}

/* --- going on after a stop --- */

/* Puts the blocks whose bit is set in `which`, in a run that shares with run 1. */
static void put_some(struct fixture *x, struct run_writer *w, const struct run_record *r,
                     int32_t month, uint64_t salt, uint32_t which)
{
    struct view *v;
    OK(view_open(&v, x->store, x->model, month, r->sequence, d));
    for (uint32_t b = 0; b < view_blocks(v); b++) {
        struct frame f;
        struct results out;
        struct run_block *block;
        if (!(which >> b & 1))
            continue;
        OK(view_load(v, b, NULL, &f, d));
        make_results(&out, &f, salt);
        OK(run_pack(&block, v, 1, JANUARY, month, b, &out, x->model, d));
        OK(run_put_block(w, block, x->model, d));
        run_block_free(block);
        results_fini(&out);
        frame_fini(&f);
    }
    view_close(v);
}

/* All values of a run in the order of their keys. */
static void dump_run(struct fixture *x, uint32_t run, struct buf *out)
{
    struct txn t;
    struct scan s;
    struct key key = key_run(run);
    buf_init(out);
    OK(txn_begin(&t, x->store->env, false, d));
    OK(scan_open(&s, &t, TABLE_RESULT, d));
    OK(scan_seek(&s, key_bytes(&key), d));
    while (s.found && key_read(s.key, 0, 4) == run) {
        buf_put(out, s.key.p, s.key.n);
        buf_put(out, s.value.p, s.value.n);
        OK(scan_next(&s, d));
    }
    scan_close(&s);
    txn_abort(&t);
    assert_true(buf_ok(out));
}

/* Stopped in every way after every number of blocks, a run ends with the values of one that was
 * never stopped, references to an earlier run included. */
static void test_resume(void **state)
{
    (void)state;
    struct fixture x, y;
    struct run_writer *w;
    struct buf whole, resumed;
    setenv("HUIMIN_NOW", "1767225600", 1);
    open_fixture(&y);
    compute(&y, JANUARY, JANUARY, 0, true);
    struct run_record r = record(y.store, JANUARY, JANUARY + 1);
    OK(run_begin(&w, y.store, &r, "files", 5, d));
    assert_int_equal(r.publications, 1);
    put_some(&y, w, &r, JANUARY, 0, 7); /* the same as run 1: all references */
    put_some(&y, w, &r, JANUARY + 1, 3, 7);
    OK(run_finish(w, &r, false, d));
    run_record_fini(&r);
    dump_run(&y, 2, &whole);
    for (uint32_t first = 0; first < 8; first++) {
        open_fixture(&x);
        compute(&x, JANUARY, JANUARY, 0, true);
        r = record(x.store, JANUARY, JANUARY + 1);
        r.job = mem_strdup("{\"sample\":100}");
        r.reason = mem_strdup("a rise");
        OK(run_begin(&w, x.store, &r, "files", 5, d));
        assert_false(run_has(w, JANUARY, 1));
        put_some(&x, w, &r, JANUARY, 0, first);
        put_some(&x, w, &r, JANUARY + 1, 3, first & 3);
        run_abandon(w);
        run_record_fini(&r);
        if (first & 1) {
            store_close(x.store);
            OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
        }
        if (first == 5) { /* what happens meanwhile does not matter */
            put_households(x.store, x.model, JANUARY, 240, 90, 5);
            compute(&x, JANUARY, JANUARY, 6, true);
        }
        OK(run_resume(&w, x.store, 2, &r, d));
        assert_int_equal(r.publications, 1);
        assert_int_equal(r.sequence, 1);
        assert_string_equal(r.job, "{\"sample\":100}");
        assert_string_equal(r.reason, "a rise");
        assert_string_equal(r.version, HUIMIN_VERSION);
        uint32_t rest[2] = {0, 0};
        for (uint32_t b = 0; b < 3; b++) {
            assert_int_equal(run_has(w, JANUARY, b), first >> b & 1);
            assert_int_equal(run_has(w, JANUARY + 1, b), (first & 3) >> b & 1);
            rest[0] |= (uint32_t)!run_has(w, JANUARY, b) << b;
            rest[1] |= (uint32_t)!run_has(w, JANUARY + 1, b) << b;
        }
        assert_false(run_has(w, JANUARY + 2, 0));
        assert_false(run_has(w, JANUARY, 3000));
        put_some(&x, w, &r, JANUARY, 0, rest[0]);
        put_some(&x, w, &r, JANUARY + 1, 3, rest[1]);
        OK(run_finish(w, &r, false, d));
        run_record_fini(&r);
        dump_run(&x, 2, &resumed);
        assert_int_equal(resumed.len, whole.len);
        assert_memory_equal(resumed.data, whole.data, whole.len);
        buf_fini(&resumed);
        FAILS(HM_USAGE, "run 2 is complete", run_resume(&w, x.store, 2, &r, d));
        FAILS(HM_NOT_FOUND, "no run 9", run_resume(&w, x.store, 9, &r, d));
        struct journal_report report;
        OK(journal_verify(x.store, NULL, &report, d));
        OK(store_verify(x.store, d));
        close_fixture(&x);
    }
    buf_fini(&whole);
    close_fixture(&y);
    unsetenv("HUIMIN_NOW");
}

/* A write that fails tears the block: it is not kept, the ones committed before are. */
static void test_torn(void **state)
{
    (void)state;
    struct fixture x;
    struct run_writer *w;
    open_fixture(&x);
    compute(&x, JANUARY, JANUARY, 0, true);
    struct run_record r = record(x.store, JANUARY, JANUARY);
    OK(run_begin(&w, x.store, &r, "files", 5, d));
    put_some(&x, w, &r, JANUARY, 4, 1);
    run_abandon(w);
    run_record_fini(&r);
    OK(run_resume(&w, x.store, 2, &r, d));
    struct view *v;
    struct frame f;
    struct results out;
    OK(view_open(&v, x.store, x.model, JANUARY, 1, d));
    OK(view_load(v, 1, NULL, &f, d));
    make_results(&out, &f, 4);
    fault_arm(FAULT_WRITE, 2); /* the second column */
    FAILS(HM_ENVIRONMENT, "no space left", run_put(w, JANUARY, 1, &out, x.model, d));
    results_fini(&out);
    frame_fini(&f);
    view_close(v);
    run_abandon(w);
    run_record_fini(&r);
    OK(run_resume(&w, x.store, 2, &r, d));
    assert_true(run_has(w, JANUARY, 0));
    assert_false(run_has(w, JANUARY, 1));
    put_some(&x, w, &r, JANUARY, 4, 6);
    fault_arm(FAULT_SYNC, 1); /* the end fails: it can be tried again */
    FAILS(HM_ENVIRONMENT, "", run_finish(w, &r, true, d));
    assert_int_equal(state_of(x.store, 2), RUN_STARTED);
    run_record_fini(&r);
    OK(run_resume(&w, x.store, 2, &r, d));
    for (uint32_t b = 0; b < 3; b++) {
        if (!run_has(w, JANUARY, b))
            put_some(&x, w, &r, JANUARY, 4, 1u << b);
    }
    OK(run_finish(w, &r, true, d));
    run_record_fini(&r);
    check_run(&x, 2, JANUARY, 4);
    OK(store_verify(x.store, d));
    close_fixture(&x);
}

/* --- going back --- */

static uint32_t in_force(struct store *s, int32_t month, uint64_t as_of)
{
    uint32_t run = 0;
    struct diag none;
    diag_init(&none);
    enum hm_status st = publication_run(s, month, as_of, &run, &none);
    assert_true(st == HM_OK || st == HM_NOT_FOUND);
    assert_int_equal(none.count, 0);
    diag_fini(&none);
    return st == HM_OK ? run : 0;
}

static void test_rollback(void **state)
{
    (void)state;
    struct fixture x;
    struct author by = {"head", "wrong standard"};
    size_t months = 0, n;
    int32_t found;
    uint32_t run;
    struct publication *list;
    open_fixture(&x);
    compute(&x, JANUARY, JANUARY + 2, 0, true);     /* publication 1: run 1 */
    compute(&x, JANUARY + 1, JANUARY + 2, 1, true); /* publication 2: run 2 */
    compute(&x, JANUARY + 2, JANUARY + 2, 2, true); /* publication 3: run 3 */
    FAILS(HM_USAGE, "run 2 is not in force",
          run_rollback(x.store, 2, JANUARY + 2, JANUARY + 2, &by, &months, d));
    OK(run_rollback(x.store, 3, 0, 0, &by, &months, d)); /* 4 */
    assert_int_equal(months, 1);
    assert_int_equal(in_force(x.store, JANUARY + 2, UINT64_MAX), 2);
    assert_int_equal(state_of(x.store, 3), RUN_SUPERSEDED);
    FAILS(HM_USAGE, "run 3 is not in force", run_rollback(x.store, 3, 0, 0, &by, &months, d));
    OK(run_rollback(x.store, 2, 0, 0, &by, &months, d)); /* 5: further back, in both months */
    assert_int_equal(months, 2);
    assert_int_equal(in_force(x.store, JANUARY + 1, UINT64_MAX), 1);
    assert_int_equal(in_force(x.store, JANUARY + 2, UINT64_MAX), 1);
    assert_int_equal(state_of(x.store, 1), RUN_PUBLISHED);
    assert_int_equal(state_of(x.store, 2), RUN_SUPERSEDED);
    OK(run_rollback(x.store, 1, JANUARY + 1, JANUARY + 2, &by, &months, d)); /* 6: nothing */
    assert_int_equal(in_force(x.store, JANUARY + 2, UINT64_MAX), 0);
    FAILS(HM_NOT_FOUND, "2022-02", run_published(x.store, JANUARY + 1, &run, d));
    OK(run_published_before(x.store, JANUARY + 7, &found, &run, d)); /* passes over nothing */
    assert_int_equal(found, JANUARY);
    assert_int_equal(run, 1);
    OK(run_publish(x.store, 3, &by, d)); /* 7 */
    assert_int_equal(in_force(x.store, JANUARY + 2, UINT64_MAX), 3);
    OK(run_rollback(x.store, 3, 0, 0, NULL, NULL,
                    d)); /* 8: what was in force before: nothing */
    assert_int_equal(in_force(x.store, JANUARY + 2, UINT64_MAX), 0);
    static const uint32_t then[] = {0, 1, 2, 3, 2, 1, 0, 3, 0};
    for (uint64_t counter = 0; counter < 9; counter++)
        assert_int_equal(in_force(x.store, JANUARY + 2, counter), then[counter]);
    OK(publication_run_before(x.store, JANUARY + 9, 3, &found, &run, d));
    assert_int_equal(found, JANUARY + 2);
    assert_int_equal(run, 3);
    assert_int_equal(newest_publication(x.store), 8);
    OK(publication_list(x.store, JANUARY + 1, &list, &n, d));
    assert_int_equal(n, 4);
    assert_false(list[1].rollback);
    assert_int_equal(list[1].run, 2);
    assert_true(list[2].rollback);
    assert_int_equal(list[2].restores, 1);
    assert_int_equal(list[3].run, 0);
    assert_string_equal(list[3].who, "head");
    assert_string_equal(list[3].reason, "wrong standard");
    for (size_t i = 0; i < n; i++)
        publication_fini(&list[i]);
    mem_free(list);
    check_run(&x, 3, JANUARY + 2, 2); /* nothing was removed */
    struct journal_report report;
    OK(journal_verify(x.store, NULL, &report, d));
    OK(store_verify(x.store, d));
    close_fixture(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results),     cmocka_unit_test(test_other_policy),
        cmocka_unit_test(test_publication), cmocka_unit_test(test_abandoned),
        cmocka_unit_test(test_issue_bytes), cmocka_unit_test(test_shared),
        cmocka_unit_test(test_nobody),      cmocka_unit_test(test_resume),
        cmocka_unit_test(test_torn),        cmocka_unit_test(test_rollback),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
