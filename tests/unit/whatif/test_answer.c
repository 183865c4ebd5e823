/* test_answer.c - answers are the report of a rehearsal with the same changes, whatever was
 * asked before, in whatever company, with any engine and number of threads.
 */
#include "../run/run_kit.h"

#include "base/fault.h"
#include "base/mem.h"
#include "whatif/answer.h"
#include "whatif/population_state.h"

#define MONTH(n) (KIT_JANUARY + (n)-1)
enum { TOP = 5, LAWS = 4 };

static const char *const SETS[LAWS] = {"standard=1330", "rent_cap=50", "standard=7",
                                       "old_age_rate=1"};

/* The part of a report that an answer gives as well; mem_free. */
static char *essence(struct summary *s)
{
    struct summary_month *m = &s->months[0];
    struct buf out;
    m->before_run = 0;
    m->before_month[0] = 0;
    m->reason_count = m->placeholder_count = m->owed_count = 0;
    s->year_count = 0;
    s->budget = (struct summary_budget){0};
    buf_init(&out);
    summary_put_lasting(&out, s);
    return buf_take(&out);
}

static char *rehearsed(struct kit *k, const char *set)
{
    struct changes changes;
    struct recompute_result r;
    changes_init(&changes, k->policy);
    if (set)
        KIT_OK(changes_set(&changes, set, MONTH(5), d));
    struct recompute_job job = {.store = k->store,
                                .policy = k->policy,
                                .changes = &changes,
                                .from = MONTH(5),
                                .to = MONTH(5),
                                .rehearse = true,
                                .top = TOP,
                                .host = &k->host};
    KIT_OK(recompute_run(&job, &r, d));
    char *text = essence(&r.summary);
    summary_fini(&r.summary);
    changes_fini(&changes);
    return text;
}

struct laws {
    struct changes changes[LAWS];
    const struct changes *list[LAWS];
    size_t count;
};

static void laws_init(struct laws *l, struct kit *k, size_t count)
{
    l->count = count;
    for (size_t i = 0; i < count; i++) {
        changes_init(&l->changes[i], k->policy);
        KIT_OK(changes_set(&l->changes[i], SETS[i], MONTH(5), d));
        l->list[i] = &l->changes[i];
    }
}

static void laws_fini(struct laws *l)
{
    for (size_t i = 0; i < l->count; i++)
        changes_fini(&l->changes[i]);
}

static void expect(struct kit *k, struct population *p, const struct laws *l)
{
    struct answer a;
    KIT_OK(answer_ask(&a, p, NULL, l->list, l->count, TOP, d));
    assert_int_equal(a.count, l->count);
    for (size_t i = 0; i < a.count; i++) {
        char *want = rehearsed(k, SETS[i]), *got = essence(&a.summaries[i]);
        assert_string_equal(got, want);
        mem_free(want);
        mem_free(got);
    }
    answer_fini(&a);
}

static void open_published(struct kit *k)
{
    kit_open(k);
    struct recompute_result r =
        kit_run(k, (struct kit_run){MONTH(5), MONTH(5), .publish = true});
    summary_fini(&r.summary);
}

static void test_an_answer_is_a_rehearsal(void **state)
{
    static const enum hm_engine engines[] = {HM_ENGINE_FAST, HM_ENGINE_LUA, HM_ENGINE_BOTH};
    struct kit k;
    struct laws all, one;
    (void)state;
    open_published(&k);
    laws_init(&all, &k, 3); /* bands are not given by --set */
    laws_init(&one, &k, 1);
    for (size_t i = 0; i < 3; i++) {
        for (unsigned threads = 1; threads <= 3; threads += 2) {
            struct population *p = NULL;
            k.host.engine = engines[i];
            k.host.threads = threads;
            KIT_OK(population_open(&p, k.store, k.policy, MONTH(5), &k.host, d));
            expect(&k, p, &all); /* with the policy as it stands beside them */
            expect(&k, p, &all); /* and without */
            expect(&k, p, &one);
            population_close(p);
        }
    }
    laws_fini(&all);
    laws_fini(&one);
    kit_close(&k);
}

/* With room for some blocks, for their facts only, or for none at all. */
static void test_without_room(void **state)
{
    struct kit k;
    struct laws l;
    (void)state;
    open_published(&k);
    laws_init(&l, &k, 3);
    for (size_t room = 0; room < 8 << 20; room = room * 3 + 40000) {
        struct population *p = NULL;
        KIT_OK(population_open(&p, k.store, k.policy, MONTH(5), &k.host, d));
        p->room = room;
        expect(&k, p, &l);
        expect(&k, p, &l);
        assert_true(p->bytes <= room);
        population_close(p);
    }
    laws_fini(&l);
    kit_close(&k);
}

/* From one law to another: only what differs between them, counted in full. */
static void test_between_two_laws(void **state)
{
    struct kit k;
    struct laws l;
    struct answer a, b;
    struct population *p = NULL;
    (void)state;
    open_published(&k);
    laws_init(&l, &k, 2);
    KIT_OK(population_open(&p, k.store, k.policy, MONTH(5), &k.host, d));
    const struct changes *back = NULL;
    KIT_OK(answer_ask(&a, p, NULL, l.list, 1, TOP, d));
    KIT_OK(answer_ask(&b, p, l.list[0], &back, 1, TOP, d));
    const struct tally_line *x = &a.summaries[0].months[0].total;
    const struct tally_line *y = &b.summaries[0].months[0].total;
    assert_true(x->before_fen == y->after_fen && x->after_fen == y->before_fen);
    assert_true(x->before_fen != x->after_fen);
    assert_int_equal(x->in, y->out);
    assert_int_equal(x->up, y->down);
    assert_true(x->up > 0);
    assert_int_equal(a.summaries[0].months[0].undetermined,
                     b.summaries[0].months[0].undetermined);
    answer_fini(&a);
    answer_fini(&b);
    population_close(p);
    laws_fini(&l);
    kit_close(&k);
}

/* Stopped at the n-th look at the clock. */
static int stop_after(void *ctx)
{
    int *left = ctx;
    return --*left < 0;
}

static void test_a_question_can_be_stopped(void **state)
{
    struct kit k;
    struct laws l;
    struct answer a;
    struct population *p = NULL;
    int left = 1000;
    (void)state;
    open_published(&k);
    laws_init(&l, &k, 2);
    k.host.ctx = &left;
    k.host.stopped = stop_after;
    KIT_OK(population_open(&p, k.store, k.policy, MONTH(5), &k.host, d));
    for (left = 0; left < 4; left++) {
        int n = left;
        assert_int_equal(answer_ask(&a, p, NULL, l.list, l.count, TOP, NULL), HM_INTERRUPTED);
        left = n;
    }
    left = 1000;
    expect(&k, p, &l); /* nothing half done is left behind */
    population_close(p);
    laws_fini(&l);
    kit_close(&k);
}

static char *file_bytes(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    char *bytes = malloc(*n + 1);
    assert_int_equal(fread(bytes, 1, *n, f), *n);
    fclose(f);
    return bytes;
}

static void test_the_store_is_never_changed(void **state)
{
    struct kit k;
    struct laws l;
    struct answer a;
    struct population *p = NULL;
    size_t n, m;
    (void)state;
    open_published(&k);
    laws_init(&l, &k, 3);
    store_close(k.store);
    char *before = file_bytes(k.path, &n);
    KIT_OK(store_open(&k.store, k.path, STORE_READ, d));
    KIT_OK(population_open(&p, k.store, k.policy, MONTH(5), &k.host, d));
    KIT_OK(answer_ask(&a, p, NULL, l.list, l.count, TOP, d));
    answer_fini(&a);
    population_close(p);
    char *after = file_bytes(k.path, &m);
    assert_int_equal(n, m);
    assert_memory_equal(before, after, n);
    free(before);
    free(after);
    laws_fini(&l);
    kit_close(&k);
}

/* Facts that are imported and runs that are published meanwhile are not seen. */
static void test_others_may_publish(void **state)
{
    struct kit k;
    struct laws l;
    struct answer a;
    struct population *p = NULL;
    (void)state;
    open_published(&k);
    laws_init(&l, &k, 1);
    char *want = rehearsed(&k, SETS[0]);
    KIT_OK(population_open(&p, k.store, k.policy, MONTH(5), &k.host, d));
    for (unsigned turn = 0; turn < 6; turn++) {
        if (turn > 1) {
            kit_import(&k, MONTH(5), 10 * turn, 90, 7 + turn);
            struct recompute_result r =
                kit_run(&k, (struct kit_run){MONTH(4), MONTH(5), .publish = true});
            summary_fini(&r.summary);
        }
        KIT_OK(answer_ask(&a, p, NULL, l.list, 1, TOP, d));
        char *got = essence(&a.summaries[0]);
        assert_string_equal(got, want);
        mem_free(got);
        answer_fini(&a);
    }
    mem_free(want);
    population_close(p);
    laws_fini(&l);
    kit_close(&k);
}

struct together {
    struct kit *kit;
    struct population *population;
    const struct laws *laws;
    enum hm_status asked, published;
    uint64_t wrong; /* answers that differ from the first one */
    __int128 after_fen;
};

static void ask_or_publish(void *ctx, unsigned thread)
{
    struct together *t = ctx;
    for (int turn = 0; turn < 6; turn++) {
        struct answer a;
        if (thread == 0 && t->published == HM_OK)
            t->published = kit_try(t->kit,
                                   (struct kit_run){MONTH(5), MONTH(5), .publish = true,
                                                    .set = turn % 2 ? SETS[0] : SETS[1]},
                                   NULL, NULL);
        if (thread == 0 || t->asked != HM_OK)
            continue;
        t->asked = answer_ask(&a, t->population, NULL, t->laws->list, 2, TOP, NULL);
        if (t->asked != HM_OK)
            continue;
        t->wrong += a.summaries[0].months[0].total.after_fen != t->after_fen;
        answer_fini(&a);
    }
}

/* One thread publishes run after run while another asks. */
static void test_at_the_same_time(void **state)
{
    struct kit k;
    struct laws l;
    struct answer a;
    struct together t = {.kit = &k, .laws = &l};
    (void)state;
    open_published(&k);
    laws_init(&l, &k, 2);
    k.host.threads = 2;
    KIT_OK(population_open(&t.population, k.store, k.policy, MONTH(5), &k.host, d));
    KIT_OK(answer_ask(&a, t.population, NULL, l.list, 1, TOP, d));
    t.after_fen = a.summaries[0].months[0].total.after_fen;
    answer_fini(&a);
    thread_run(2, ask_or_publish, &t);
    assert_int_equal(t.asked, HM_OK);
    assert_int_equal(t.published, HM_OK);
    assert_int_equal(t.wrong, 0);
    population_close(t.population);
    laws_fini(&l);
    kit_close(&k);
}

static void test_allocations_that_fail(void **state)
{
    struct kit k;
    struct laws l;
    (void)state;
    open_published(&k);
    laws_init(&l, &k, 2);
    enum hm_status st = HM_NOMEM;
    for (uint64_t n = 1; st != HM_OK; n += 1 + n / 40) {
        struct population *p = NULL;
        struct answer a;
        struct diag said;
        diag_init(&said);
        fault_arm(FAULT_ALLOC, n);
        st = population_open(&p, k.store, k.policy, MONTH(5), &k.host, &said);
        bool has_answer = false;
        for (int turn = 0; turn < 2 && st == HM_OK; turn++) {
            st = answer_ask(&a, p, NULL, l.list, l.count, TOP, &said);
            has_answer = st == HM_OK;
            if (has_answer)
                answer_fini(&a);
        }
        fault_arm(FAULT_ALLOC, 0);
        if (st != HM_OK && st != HM_NOMEM)
            print_error("allocation %llu: %s\n", (unsigned long long)n,
                        said.count ? said.items[0].text : "?");
        assert_true(st == HM_OK || st == HM_NOMEM);
        if (p && st == HM_NOMEM && n % 5 == 0) { /* goes on as if nothing had been */
            KIT_OK(answer_ask(&a, p, NULL, l.list, l.count, TOP, d));
            answer_fini(&a);
        }
        population_close(p);
        diag_fini(&said);
        assert_true(n < 10000000);
    }
    laws_fini(&l);
    kit_close(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_answer_is_a_rehearsal),
        cmocka_unit_test(test_without_room),
        cmocka_unit_test(test_between_two_laws),
        cmocka_unit_test(test_a_question_can_be_stopped),
        cmocka_unit_test(test_the_store_is_never_changed),
        cmocka_unit_test(test_others_may_publish),
        cmocka_unit_test(test_at_the_same_time),
        cmocka_unit_test(test_allocations_that_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
