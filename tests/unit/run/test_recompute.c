/* test_recompute.c - runs give the same bytes whatever was taken over, however many threads,
 * and wherever they were stopped; a verification finds what was changed afterwards. */
#include "run_kit.h"

#include "base/fault.h"
#include "store/ledger.h"
#include "store/packed.h"

#define MONTH(n) (KIT_JANUARY + (n)-1)

/* --- taking over --- */

static void same_run(struct kit *a, struct kit *b, uint32_t run)
{
    char *x = kit_report(a, run), *y = kit_report(b, run);
    assert_string_equal(x, y);
    assert_int_equal(kit_bytes(a, run), kit_bytes(b, run));
    mem_free(x);
    mem_free(y);
}

/* The same run in two stores: with a plan, and in full. */
static struct summary_work both(struct kit *planned, struct kit *full, struct kit_run r)
{
    struct recompute_result x = kit_run(planned, r);
    r.full = true;
    struct recompute_result y = kit_run(full, r);
    assert_int_equal(x.run, y.run);
    same_run(planned, full, x.run);
    assert_int_equal(y.summary.work.shared, 0);
    struct summary_work work = x.summary.work;
    summary_fini(&x.summary);
    summary_fini(&y.summary);
    return work;
}

static void test_what_is_taken_over_is_the_same(void **state)
{
    struct kit a, b;
    struct summary_work w;
    (void)state;
    kit_open(&a);
    kit_open(&b);
    both(&a, &b, (struct kit_run){MONTH(5), MONTH(5), .publish = true});
    w = both(&a, &b, (struct kit_run){MONTH(5), MONTH(5), .publish = true});
    assert_int_equal(w.evaluated, 0);
    assert_int_equal(w.shared, KIT_FAMILIES);
    /* one parameter, the same month */
    w = both(
        &a, &b,
        (struct kit_run){MONTH(5), MONTH(5), .publish = true, .set = "rent_cap=300@2022-05"});
    assert_int_equal(w.evaluated, KIT_FAMILIES);
    /* another month, in which nothing but the month differs, then one with a new standard */
    both(&a, &b, (struct kit_run){MONTH(6), MONTH(6), .publish = true});
    both(&a, &b, (struct kit_run){MONTH(7), MONTH(7), .publish = true});
    both(&a, &b, (struct kit_run){MONTH(5), MONTH(7), .publish = true});
    both(&a, &b, (struct kit_run){MONTH(5), MONTH(7), .publish = true});
    both(&a, &b, (struct kit_run){MONTH(7), MONTH(7), .publish = true});
    /* a few families in one block, then half of them all over */
    for (int turn = 0; turn < 2; turn++) {
        kit_import(&a, MONTH(6), 10, turn ? 120 : 3, 7);
        kit_import(&b, MONTH(6), 10, turn ? 120 : 3, 7);
        both(&a, &b, (struct kit_run){MONTH(5), MONTH(8), .publish = turn == 0});
    }
    kit_close(&a);
    kit_close(&b);
}

/* In a big block a change of one family lies beside it, for its month and all later ones. */
static void test_single_records_count(void **state)
{
    struct kit a, b;
    (void)state;
    kit_open_sized(&a, 200);
    kit_open_sized(&b, 200);
    for (int32_t month = MONTH(5); month <= MONTH(7); month++) {
        both(&a, &b, (struct kit_run){month, month, .publish = true});
        kit_import(&a, MONTH(6), 21, 1, (unsigned)month);
        kit_import(&b, MONTH(6), 21, 1, (unsigned)month);
        both(&a, &b, (struct kit_run){month, month, .publish = true});
    }
    kit_close(&a);
    kit_close(&b);
}

/* Where every result is known to be the same nothing is evaluated. months_on looks back: for
 * the same month the same past is in force, unless this run makes or anyone published another.
 */
static void test_facts_decide_by_block(void **state)
{
    struct kit k;
    (void)state;
    kit_open(&k);
    struct recompute_result r =
        kit_run(&k, (struct kit_run){MONTH(5), MONTH(5), .publish = true});
    summary_fini(&r.summary);
    struct changes none;
    struct plan plan;
    changes_init(&none, k.policy);
    struct recompute_job job = {.store = k.store,
                                .policy = k.policy,
                                .changes = &none,
                                .from = MONTH(5),
                                .to = MONTH(6),
                                .host = &k.host};
    KIT_OK(recompute_plan(&job, &plan, d));
    assert_int_equal(plan.months[0].reason, PLAN_COMPARED);
    assert_true(plan.months[0].same_past);
    assert_int_equal(plan.months[0].open_count, 0);
    /* for another month what asks for the month is open as well: the allowance and its sum */
    assert_int_equal(plan.months[1].open_count, 3);
    plan_fini(&plan);
    job.full = true;
    KIT_OK(recompute_plan(&job, &plan, d));
    assert_int_equal(plan.months[0].reason, PLAN_FULL);
    assert_int_equal(plan.months[0].fixed_count, 0);
    plan_fini(&plan);
    job.full = false;
    job.from = MONTH(4); /* its own April is the past of May */
    KIT_OK(recompute_plan(&job, &plan, d));
    assert_false(plan.months[1].same_past);
    assert_int_equal(plan.months[1].open_count, 1);
    assert_string_equal(k.policy->model->fields[plan.months[1].open[0]].name, "months_on");
    plan_fini(&plan);
    r = kit_run(&k, (struct kit_run){MONTH(4), MONTH(4), .publish = true});
    summary_fini(&r.summary);
    job.from = MONTH(5); /* now there is a past that was not there then */
    KIT_OK(recompute_plan(&job, &plan, d));
    assert_false(plan.months[0].same_past);
    assert_int_equal(plan.months[0].open_count, 1);
    plan_fini(&plan);
    changes_fini(&none);
    kit_close(&k);
}

static void test_threads(void **state)
{
    static const unsigned threads[] = {1, 2, 4};
    struct kit k[3];
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        kit_open(&k[i]);
        k[i].host.threads = threads[i];
        for (int32_t month = MONTH(5); month < MONTH(8); month += 2) {
            struct kit_run r = {month, month + 1, .publish = true,
                                .set = "rent_cap=300@2022-06"};
            struct recompute_result result = kit_run(&k[i], r);
            summary_fini(&result.summary);
        }
    }
    for (size_t i = 1; i < 3; i++)
        for (uint32_t run = 1; run <= 2; run++)
            same_run(&k[0], &k[i], run);
    for (size_t i = 0; i < 3; i++)
        kit_close(&k[i]);
}

/* --- stopping and going on --- */

struct patience {
    int left;
};

static int lose_patience(void *ctx)
{
    struct patience *p = ctx;
    return p->left-- <= 0;
}

static void test_resumed_runs_are_the_same(void **state)
{
    struct kit whole;
    struct kit_run r = {MONTH(5), MONTH(8), .publish = true, .set = "rent_cap=300@2022-06"};
    unsigned stopped = 0;
    uint64_t least = UINT64_MAX;
    (void)state;
    kit_open(&whole);
    struct recompute_result first =
        kit_run(&whole, (struct kit_run){MONTH(4), MONTH(4), .publish = true});
    struct recompute_result second = kit_run(&whole, r);
    summary_fini(&first.summary);
    summary_fini(&second.summary);
    for (int after = 0; after < 24; after += 3) {
        struct kit k;
        struct patience p = {after};
        struct recompute_result result;
        kit_open(&k);
        first = kit_run(&k, (struct kit_run){MONTH(4), MONTH(4), .publish = true});
        summary_fini(&first.summary);
        k.host.stopped = lose_patience;
        k.host.ctx = &p;
        k.host.threads = 1 + (unsigned)after % 2;
        enum hm_status st = kit_try(&k, r, NULL, NULL);
        k.host.stopped = NULL;
        if (st == HM_INTERRUPTED) {
            stopped++;
            kit_import(&k, MONTH(1), 5, 60, 9); /* later facts do not matter to it */
            KIT_OK(recompute_resume(k.store, 2, &k.host, &result, d));
            assert_true(result.published);
            least =
                result.summary.work.evaluated < least ? result.summary.work.evaluated : least;
            summary_fini(&result.summary);
            assert_int_equal(recompute_resume(k.store, 2, &k.host, &result, NULL), HM_USAGE);
        }
        same_run(&whole, &k, 2);
        kit_close(&k);
    }
    assert_true(stopped >= 6);
    assert_true(least < 4 * KIT_FAMILIES); /* what was there was not evaluated again */
    kit_close(&whole);
}

/* --- verifying --- */

/* Adds `more` to the first value of a result in the second block, with sound checksums. */
static void tamper(struct kit *k, uint32_t run, int32_t month, const char *name, int64_t more)
{
    const struct model *m = k->policy->model;
    uint16_t field = model_field(m, 0, (struct str){name, strlen(name)});
    struct key key = key_result(run, (uint16_t)month, 1, field);
    struct view *v;
    struct frame f;
    struct packing plan;
    struct txn t;
    void *to;
    KIT_OK(view_open(&v, k->store, m, month, store_sequence(k->store), d));
    KIT_OK(run_load(v, run, month, 1, &f, NULL, d));
    struct column c = f.columns[field];
    int64_t *values = mem_calloc(c.rows, sizeof *values);
    bool done = false;
    for (uint32_t r = 0; r < c.rows; r++) {
        values[r] = column_valid(&c, r) ? column_int(&c, r) : 0;
        if (column_valid(&c, r) && !done)
            values[r] += more;
        done |= column_valid(&c, r);
    }
    c.lane = LANE_I64;
    c.data = values;
    packed_plan(&plan, &c, LANE_I64);
    KIT_OK(txn_begin(&t, k->store->env, true, d));
    KIT_OK(txn_delete(&t, TABLE_RESULT, key_bytes(&key), d));
    KIT_OK(txn_reserve(&t, TABLE_RESULT, key_bytes(&key), plan.total_bytes, &to, d));
    packed_write(&plan, 1, field, to);
    KIT_OK(txn_commit(&t, d));
    mem_free(values);
    frame_fini(&f);
    view_close(v);
}

static void test_verify(void **state)
{
    struct kit k;
    struct diag found;
    uint64_t households = 0;
    (void)state;
    kit_open(&k);
    struct recompute_result r =
        kit_run(&k, (struct kit_run){MONTH(5), MONTH(5), .publish = true});
    summary_fini(&r.summary);
    r = kit_run(&k, (struct kit_run){MONTH(6), MONTH(7), .publish = true});
    summary_fini(&r.summary);
    kit_import(&k, MONTH(1), 0, 100, 3); /* what was computed stays as it was */
    diag_init(&found);
    assert_int_equal(recompute_verify(k.store, 2, &k.host, &households, &found), HM_OK);
    assert_int_equal(households, 2 * KIT_FAMILIES);
    tamper(&k, 2, MONTH(7), "countable_income", 100);
    assert_int_equal(recompute_verify(k.store, 2, &k.host, &households, &found), HM_DATA);
    const char *text = found.items[found.count - 1].text;
    assert_non_null(strstr(text, "run 2, 2022-07, household H0"));
    assert_non_null(strstr(text, "countable_income: stored "));
    diag_fini(&found);
    tamper(&k, 2, MONTH(7), "countable_income", -100);
    KIT_OK(recompute_verify(k.store, 2, &k.host, &households, d));
    kit_close(&k);
}

static void change_summary(struct kit *k, uint32_t run, const char *from, const char *to)
{
    struct run_record r;
    struct txn t;
    KIT_OK(run_get(k->store, run, &r, d));
    char *at = strstr(r.summary, from);
    assert_non_null(at);
    memcpy(at, to, strlen(to));
    KIT_OK(txn_begin(&t, k->store->env, true, d));
    KIT_OK(ledger_put(&t, &r, d));
    KIT_OK(txn_commit(&t, d));
    run_record_fini(&r);
}

static void test_verify_the_report(void **state)
{
    struct kit k;
    uint64_t households;
    (void)state;
    kit_open(&k);
    struct recompute_result r =
        kit_run(&k, (struct kit_run){MONTH(5), MONTH(5), .publish = true});
    summary_fini(&r.summary);
    change_summary(&k, 1, "\"households\":230", "\"households\":231");
    assert_int_equal(recompute_verify(k.store, 1, &k.host, &households, NULL), HM_DATA);
    change_summary(&k, 1, "\"households\":231", "\"households\":230");
    change_summary(&k, 1, "\"evaluated\":230", "\"evaluated\":930"); /* not compared */
    KIT_OK(recompute_verify(k.store, 1, &k.host, &households, d));
    kit_close(&k);
}

/* --- without memory --- */

static enum hm_status rehearse(struct kit *k, struct diag *d)
{
    struct changes none;
    struct recompute_result r = {.run = 0};
    changes_init(&none, k->policy);
    struct recompute_job job = {.store = k->store,
                                .policy = k->policy,
                                .changes = &none,
                                .from = MONTH(5),
                                .to = MONTH(6),
                                .rehearse = true,
                                .top = 5,
                                .budget_fen = 100,
                                .host = &k->host};
    enum hm_status st = recompute_run(&job, &r, d);
    summary_fini(&r.summary);
    changes_fini(&none);
    return st;
}

static void test_no_memory(void **state)
{
    struct kit k;
    enum hm_status st[2] = {HM_NOMEM, HM_NOMEM};
    uint64_t households;
    (void)state;
    kit_open(&k);
    struct recompute_result r =
        kit_run(&k, (struct kit_run){MONTH(5), MONTH(5), .publish = true});
    summary_fini(&r.summary);
    for (uint64_t n = 1; st[0] != HM_OK || st[1] != HM_OK; n += 1 + n / 8) {
        for (int i = 0; i < 2; i++) {
            struct diag d;
            diag_init(&d);
            fault_arm(FAULT_ALLOC, n);
            st[i] = i == 0 ? rehearse(&k, &d)
                           : recompute_verify(k.store, 1, &k.host, &households, &d);
            fault_arm(FAULT_ALLOC, 0);
            if (st[i] != HM_OK && st[i] != HM_NOMEM)
                print_error("allocation %llu: %s\n", (unsigned long long)n,
                            d.count ? d.items[0].text : "?");
            assert_true(st[i] == HM_OK || st[i] == HM_NOMEM);
            diag_fini(&d);
        }
        assert_true(n < 10000000);
    }
    kit_close(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_taken_over_is_the_same),
        cmocka_unit_test(test_single_records_count),
        cmocka_unit_test(test_facts_decide_by_block),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_resumed_runs_are_the_same),
        cmocka_unit_test(test_verify),
        cmocka_unit_test(test_verify_the_report),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
