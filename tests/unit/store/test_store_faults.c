/* When memory, writes, syncs or the disk fail: a status and a message, nothing lost, nothing
 * half-visible, and the next try succeeds. */
#include "support.h"

#include <signal.h>
#include <sys/resource.h>
#include "base/fault.h"
#include "store/ingest.h"
#include "store/journal.h"
#include "store/payments.h"

#define JANUARY (2022 * 12)

enum { HOUSEHOLDS = 60 };

struct fixture {
    struct test_dir dir;
    struct model *model;
    struct frame first, second;  /* all households; some of them changed, and new ones */
    struct results results;      /* of the first block */
    uint32_t published, started; /* runs */
    unsigned stopped;            /* steps that a fault has ended */
};

static void make_frame(struct frame *f, const struct model *m, uint32_t from, uint32_t to,
                       uint64_t salt)
{
    struct builder *b;
    assert_int_equal(builder_new(&b, m, HOUSEHOLD), HM_OK);
    for (uint32_t n = from; n < to; n++)
        test_household(b, m, n, salt);
    OK(builder_finish(b, f, false, NULL, d));
    builder_free(b);
}

static void make(struct fixture *x)
{
    *x = (struct fixture){0};
    test_dir_make(&x->dir);
    x->model = test_model();
    make_frame(&x->first, x->model, 0, HOUSEHOLDS, 0);
    make_frame(&x->second, x->model, HOUSEHOLDS / 2, HOUSEHOLDS * 3 / 2, 1);
    results_init(&x->results);
}

static void unmake(struct fixture *x)
{
    frame_fini(&x->first);
    frame_fini(&x->second);
    results_fini(&x->results);
    test_model_free(x->model);
    test_dir_remove(&x->dir);
}

/* --- what is done while something fails --- */

static enum hm_status do_create(struct fixture *x, struct diag *d)
{
    return store_create_sized(x->dir.path, x->model, 16, d);
}

static enum hm_status ingest(struct store *s, const struct frame *f, int32_t month, size_t held,
                             struct diag *d)
{
    struct ingest *g;
    TRY(ingest_begin(&g, s, month, d));
    if (held)
        g->held_bytes = held;
    enum hm_status st = ingest_add(g, f, d);
    if (st == HM_OK)
        return ingest_commit(g, NULL, d);
    ingest_abort(g);
    return st;
}

static enum hm_status with_store(struct fixture *x, enum store_mode mode,
                                 enum hm_status (*fn)(struct fixture *x, struct store *s,
                                                      struct diag *d),
                                 struct diag *d)
{
    struct store *s;
    TRY(store_open(&s, x->dir.path, mode, d));
    enum hm_status st = fn(x, s, d);
    store_close(s);
    return st;
}

static enum hm_status first_facts(struct fixture *x, struct store *s, struct diag *d)
{
    return ingest(s, &x->first, JANUARY, 0, d);
}

static enum hm_status second_facts(struct fixture *x, struct store *s, struct diag *d)
{
    return ingest(s, &x->second, JANUARY + 1, 0, d);
}

static enum hm_status spilled_facts(struct fixture *x, struct store *s, struct diag *d)
{
    return ingest(s, &x->second, JANUARY, 1500, d);
}

static enum hm_status reading(struct fixture *x, struct store *s, struct diag *d)
{
    struct view *v;
    TRY(view_open(&v, s, x->model, JANUARY + 1, store_sequence(s), d));
    enum hm_status st = HM_OK;
    for (uint32_t b = 0; b < view_blocks(v) && st == HM_OK; b++) {
        struct frame f;
        st = view_load(v, b, NULL, &f, d);
        if (st == HM_OK)
            frame_fini(&f);
    }
    view_close(v);
    return st;
}

static enum hm_status verifying(struct fixture *x, struct store *s, struct diag *d)
{
    (void)x;
    return store_verify(s, d);
}

static enum hm_status put_all(struct fixture *x, struct run_writer *w, struct view *v,
                              struct diag *d)
{
    for (uint32_t b = 0; b < view_blocks(v); b++) {
        struct frame f;
        struct result_column c = {.field = F_AMOUNT};
        struct result_issue issue = {F_AMOUNT, 0, HM_TRAP_MISSING, "savings"};
        int64_t num[16] = {0, 5, 70000};
        uint8_t states[16] = {HM_TRAP_MISSING};
        TRY(view_load(v, b, NULL, &f, d));
        c.rows = f.entities[HOUSEHOLD].rows;
        c.num = num;
        c.state = states;
        frame_fini(&f);
        if (!c.rows)
            continue;
        x->results.columns = &c;
        x->results.column_count = 1;
        x->results.issues = &issue;
        x->results.issue_count = 1;
        TRY(run_put(w, JANUARY, b, &x->results, x->model, d));
    }
    return HM_OK;
}

static enum hm_status run(struct fixture *x, struct store *s, struct diag *d)
{
    struct run_record r = {.from = JANUARY, .to = JANUARY, .sequence = store_sequence(s)};
    struct run_writer *w;
    struct view *v;
    TRY(view_open(&v, s, x->model, JANUARY, r.sequence, d));
    enum hm_status st = run_begin(&w, s, &r, "files", 5, d);
    if (st == HM_OK) {
        st = put_all(x, w, v, d);
        if (st == HM_OK)
            st = run_finish(w, &r, true, d);
        else
            run_abandon(w);
    }
    view_close(v);
    return st;
}

static enum hm_status publishing(struct fixture *x, struct store *s, struct diag *d)
{
    struct author by = {"clerk", "again"};
    return run_publish(s, x->published, &by, d);
}

static enum hm_status going_back(struct fixture *x, struct store *s, struct diag *d)
{
    return run_rollback(s, x->published, 0, 0, NULL, NULL, d);
}

/* Goes on with the newest run, which was begun and left. */
static enum hm_status resuming(struct fixture *x, struct store *s, struct diag *d)
{
    struct run_record r;
    struct run_writer *w;
    struct view *v = NULL;
    TRY(run_resume(&w, s, x->started, &r, d));
    enum hm_status st = view_open(&v, s, x->model, JANUARY, r.sequence, d);
    if (st == HM_OK)
        st = put_all(x, w, v, d);
    if (st == HM_OK)
        st = run_finish(w, &r, false, d);
    else
        run_abandon(w);
    view_close(v);
    run_record_fini(&r);
    return st;
}

static enum hm_status discarding(struct fixture *x, struct store *s, struct diag *d)
{
    return run_discard(s, x->started, NULL, d);
}

static enum hm_status leaving(struct fixture *x, struct store *s, struct diag *d)
{
    struct run_record r = {.from = JANUARY, .to = JANUARY, .sequence = store_sequence(s)};
    struct run_writer *w;
    struct view *v;
    TRY(view_open(&v, s, x->model, JANUARY, r.sequence, d));
    enum hm_status st = run_begin(&w, s, &r, "files", 5, d);
    if (st == HM_OK) {
        st = put_all(x, w, v, d);
        run_abandon(w);
        x->started = r.id;
    }
    view_close(v);
    return st;
}

static enum hm_status paying(struct fixture *x, struct store *s, struct diag *d)
{
    struct payment_month month = {JANUARY, store_sequence(s), x->published};
    struct payment_batch b = {.paid_in = JANUARY, .months = &month, .month_count = 1};
    struct payment_writer *w;
    static const uint16_t fields[] = {F_AMOUNT};
    TRY(payment_begin(&w, s, &b, x->model, d));
    enum hm_status st = payment_put_determined(w, JANUARY, 0, fields, 1, d);
    if (st == HM_OK)
        st = payment_finish(w, &b, d);
    else
        payment_abandon(w);
    mem_free(b.totals);
    return st;
}

static enum hm_status reading_paid(struct fixture *x, struct store *s, struct diag *d)
{
    uint32_t newest;
    struct payment_book *book;
    struct view *v = NULL;
    struct frame f;
    struct paid paid;
    uint16_t field = F_AMOUNT;
    TRY(store_payments(s, &newest, d));
    TRY(payment_book_open(&book, s, newest, d));
    enum hm_status st = view_open(&v, s, x->model, JANUARY, store_sequence(s), d);
    paid_init(&paid);
    if (st == HM_OK)
        st = view_load(v, 0, NULL, &f, d);
    if (st == HM_OK) {
        st = payment_read(&paid, book, v, JANUARY, 0, &f, view_ordinals(v), &field, 1, d);
        frame_fini(&f);
    }
    paid_fini(&paid);
    view_close(v);
    payment_book_close(book);
    return st;
}

static enum hm_status verifying_journal(struct fixture *x, struct store *s, struct diag *d)
{
    struct journal_report r;
    (void)x;
    return journal_verify(s, NULL, &r, d);
}

/* --- what must hold afterwards --- */

struct expectation {
    uint64_t sequence;
    uint32_t run; /* in force, 0 = none */
    uint64_t journal;
};

static struct expectation look(struct fixture *x)
{
    struct expectation e = {0};
    struct store *s;
    OK(store_open(&s, x->dir.path, STORE_WRITE, d));
    e.sequence = store_sequence(s);
    struct journal_report journal;
    OK(store_verify(s, d));
    OK(journal_verify(s, NULL, &journal, d));
    e.journal = journal.entries;
    if (run_published(s, JANUARY, &e.run, NULL) != HM_OK)
        e.run = 0;
    struct view *v;
    uint32_t rows = 0;
    OK(view_open(&v, s, x->model, JANUARY, e.sequence, d));
    for (uint32_t b = 0; b < view_blocks(v); b++) {
        struct frame f;
        OK(view_load(v, b, NULL, &f, d));
        rows += f.entities[HOUSEHOLD].rows;
        frame_fini(&f);
    }
    assert_true(rows == 0 || rows >= HOUSEHOLDS);
    view_close(v);
    store_close(s);
    return e;
}

typedef enum hm_status (*step_fn)(struct fixture *x, struct store *s, struct diag *d);

/* Lets the first, second, ... call fail until the step gets through; adds to x->stopped. */
static void fail_each(struct fixture *x, enum fault_kind kind, step_fn fn, enum store_mode mode)
{
    struct expectation before = look(x);
    for (uint64_t n = 1;; n += 1 + n / 24) {
        struct diag d;
        diag_init(&d);
        fault_arm(kind, n);
        enum hm_status st = with_store(x, mode, fn, &d);
        fault_arm(kind, 0);
        if (kind == FAULT_ALLOC && st != HM_OK && st != HM_NOMEM)
            test_print(&d);
        size_t said = d.count;
        diag_fini(&d);
        if (st == HM_OK)
            break; /* the rest of the calls was not reached, or harmless */
        x->stopped++;
        if (kind == FAULT_ALLOC)
            assert_true(st == HM_NOMEM);
        else
            assert_true(st == HM_ENVIRONMENT && said > 0);
        struct expectation after = look(x);
        assert_int_equal(after.sequence, before.sequence);
        assert_int_equal(after.run, before.run);
        assert_int_equal(after.journal, before.journal);
    }
}

static void through_everything(enum fault_kind kind)
{
    struct fixture x;
    make(&x);
    for (uint64_t n = 1;; n++) {
        fault_arm(kind, n);
        enum hm_status st = do_create(&x, NULL);
        fault_arm(kind, 0);
        if (st == HM_OK)
            break;
        assert_int_equal(access(x.dir.path, F_OK), -1); /* nothing half-made stays */
    }
    fail_each(&x, kind, first_facts, STORE_WRITE);
    assert_int_equal(look(&x).sequence, 1);
    fail_each(&x, kind, second_facts, STORE_WRITE);
    fail_each(&x, kind, spilled_facts, STORE_WRITE);
    assert_int_equal(look(&x).sequence, 3);
    fail_each(&x, kind, run, STORE_WRITE);
    x.published = look(&x).run;
    assert_int_not_equal(x.published, 0);
    fail_each(&x, kind, publishing, STORE_WRITE);
    OK(with_store(&x, STORE_WRITE, leaving, d));
    fail_each(&x, kind, resuming, STORE_WRITE);
    OK(with_store(&x, STORE_WRITE, leaving, d));
    fail_each(&x, kind, discarding, STORE_WRITE);
    fail_each(&x, kind, paying, STORE_WRITE);
    fail_each(&x, kind, going_back, STORE_WRITE);
    assert_int_equal(look(&x).run, x.published); /* it had been published twice */
    fail_each(&x, kind, going_back, STORE_WRITE);
    assert_int_equal(look(&x).run, 0);
    if (kind == FAULT_ALLOC) {
        fail_each(&x, kind, reading, STORE_READ);
        fail_each(&x, kind, verifying, STORE_READ);
        fail_each(&x, kind, verifying_journal, STORE_READ);
        fail_each(&x, kind, reading_paid, STORE_READ);
    }
    printf("%u steps were stopped by a fault\n", x.stopped);
    unmake(&x);
}

static void test_no_memory(void **state)
{
    (void)state;
    through_everything(FAULT_ALLOC);
}

static void test_failing_writes(void **state)
{
    (void)state;
    through_everything(FAULT_WRITE);
}

static void test_failing_syncs(void **state)
{
    (void)state;
    through_everything(FAULT_SYNC);
}

/* The disk is full: files of this process may not grow beyond a limit. */
static void test_disk_full(void **state)
{
    (void)state;
    struct fixture x;
    struct stat info;
    struct rlimit old, small;
    make(&x);
    OK(do_create(&x, d));
    OK(with_store(&x, STORE_WRITE, first_facts, d));
    struct expectation before = look(&x);
    assert_int_equal(stat(x.dir.path, &info), 0);
    struct frame many;
    make_frame(&many, x.model, 0, 4000, 3);
    struct frame few = x.second;
    x.second = many;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    for (rlim_t room = 4096; room <= 1 << 18; room *= 4) {
        small = (struct rlimit){(rlim_t)info.st_size + room, old.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        FAILS(HM_ENVIRONMENT, "no space left", with_store(&x, STORE_WRITE, second_facts, d));
        FAILS(HM_ENVIRONMENT, "no space left", with_store(&x, STORE_WRITE, spilled_facts, d));
        OK(with_store(&x, STORE_READ, verifying, d)); /* readers are not concerned */
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
        struct expectation after = look(&x);
        assert_int_equal(after.sequence, before.sequence);
    }
    OK(with_store(&x, STORE_WRITE, second_facts, d));
    assert_int_equal(look(&x).sequence, before.sequence + 1);
    x.second = few;
    frame_fini(&many);
    unmake(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_failing_writes),
        cmocka_unit_test(test_failing_syncs),
        cmocka_unit_test(test_disk_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
