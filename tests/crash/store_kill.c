/* store_kill.c - SIGKILL at random moments of everything that is written, fifty times over one
 * store.
 *
 *   store_kill [KILLS [SEED]]
 *
 * A child process works on the store without end: it records households (in memory, spilled to
 * the row store, in columns), records what registers answered and what was taken over from it,
 * computes runs in pieces, publishes them, takes them back, records
 * what was paid, and compacts the file; it writes into a shared page what it has seen committed
 * and what it is about to do. After each kill the store must open, verify, have a sound
 * journal, and hold exactly what was committed last - or the one step that was on its way,
 * whole. Runs that were cut short are then resumed and must end as if nothing had happened.
 * What each sequence number and each run holds follows from their numbers, so that nothing else
 * has to be remembered.
 */
#include "../unit/store/support.h"
#include "../unit/store/evidence_support.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include "store/copy.h"
#include "store/ingest.h"
#include "store/journal.h"
#include "store/payments.h"

#define JANUARY (2022 * 12)

enum { HOUSEHOLDS = 700, BLOCK_HOUSEHOLDS = 64, LONGEST_WAIT_US = 120000 };

struct shared { /* written by the child after each step, read by the parent after its death */
    volatile uint64_t sequence, run;
    volatile uint64_t in_force, next; /* run published for the month; the one about to be */
    volatile uint64_t paid;           /* batches */
    volatile uint64_t asked;          /* inquiries */
    volatile uint64_t step;           /* what is being done: an enum step */
};
enum step { RECORD, ASK, COMPUTE, PUBLISH, ROLL_BACK, PAY, COMPACT, STEPS };
static const char *const step_names[STEPS] = {"record",   "ask", "compute", "publish",
                                              "rollback", "pay", "compact"};

/* --- what must be there --- */

static bool changes(uint64_t sequence, uint32_t number)
{
    return sequence == 1 ? number < HOUSEHOLDS / 2 : test_mix(sequence, number) % 5 == 0;
}

/* The change that a household's facts come from; 0: it is not there yet. */
static uint64_t salt_at(uint64_t sequence, uint32_t number)
{
    while (sequence > 0 && !changes(sequence, number))
        sequence--;
    return sequence;
}

static int64_t amount_of(uint64_t run, struct str id)
{
    uint64_t x = run;
    for (size_t i = 0; i < id.n; i++)
        x = test_mix(x, (uint8_t)id.p[i]);
    return (int64_t)(x % 200000);
}

/* Of the households there are after the first change; each inquiry about a third of them. */
enum { ASKED = HOUSEHOLDS / 2 - 10, USES = 20 };

/* --- the child --- */

/* What the change took over from the newest inquiry, if there is one. */
static void record_uses(struct ingest *g, struct store *s, uint64_t sequence)
{
    struct evidence_book *b;
    OK(evidence_open(&b, s, d));
    uint32_t newest = evidence_inquiries(b);
    evidence_close(b);
    for (uint32_t i = 0; i < USES && newest && sequence > 1; i++) {
        struct evidence_use u = {.block = i % 4,
                                 .ordinal = (uint16_t)i,
                                 .key = test_mix(sequence, i),
                                 .inquiry = newest,
                                 .how = EVIDENCE_FILLED};
        OK(ingest_use(g, &u, 1, d));
    }
}

static void record_facts(struct store *s, const struct model *m, uint64_t sequence)
{
    struct ingest *g;
    struct builder *b;
    OK(ingest_begin(&g, s, JANUARY, d));
    if (sequence % 3 != 0)
        g->held_bytes = sequence % 3 == 1 ? 3000 : 20000; /* many transactions */
    for (uint32_t from = 0; from < HOUSEHOLDS; from += 50) {
        struct frame f;
        assert_int_equal(builder_new(&b, m, HOUSEHOLD), HM_OK);
        for (uint32_t n = from; n < from + 50; n++) {
            if (changes(sequence, n))
                test_household(b, m, n, sequence);
        }
        OK(builder_finish(b, &f, false, NULL, d));
        OK(ingest_add(g, &f, d));
        frame_fini(&f);
        builder_free(b);
    }
    record_uses(g, s, sequence);
    OK(ingest_commit(g, NULL, d));
}

static void put_block(struct run_writer *w, struct view *v, const struct model *m, uint64_t run,
                      uint32_t block)
{
    struct frame f;
    struct results r;
    struct result_column c = {.field = F_AMOUNT};
    int64_t num[BLOCK_HOUSEHOLDS];
    uint8_t states[BLOCK_HOUSEHOLDS] = {0};
    OK(view_load(v, block, NULL, &f, d));
    c.rows = f.entities[HOUSEHOLD].rows;
    for (uint32_t i = 0; i < c.rows; i++)
        num[i] = amount_of(run, column_text(&f.entities[HOUSEHOLD].id, i));
    c.num = num;
    c.state = states;
    frame_fini(&f);
    results_init(&r);
    r.columns = &c;
    r.column_count = 1;
    OK(run_put(w, JANUARY, block, &r, m, d));
    r.columns = NULL;
    r.column_count = 0;
    results_fini(&r);
}

/* Puts the blocks that are not there, stopping and going on after some of them. */
static void put_rest(struct store *s, const struct model *m, struct run_writer *w,
                     struct run_record *r, bool in_pieces)
{
    struct view *v;
    OK(view_open(&v, s, m, JANUARY, r->sequence, d));
    for (uint32_t b = 0; b < view_blocks(v); b++) {
        if (run_has(w, JANUARY, b))
            continue;
        put_block(w, v, m, r->id, b);
        if (in_pieces && b % 3 == 2) {
            uint32_t id = r->id;
            run_abandon(w);
            run_record_fini(r);
            OK(run_resume(&w, s, id, r, d));
        }
    }
    view_close(v);
    OK(run_finish(w, r, false, d));
}

static uint32_t compute(struct store *s, const struct model *m)
{
    struct run_record r = {.from = JANUARY, .to = JANUARY, .sequence = store_sequence(s)};
    struct run_writer *w;
    OK(run_begin(&w, s, &r, "files", 5, d));
    put_rest(s, m, w, &r, true);
    run_record_fini(&r);
    return r.id;
}

static void pay(struct store *s, const struct model *m, uint32_t run)
{
    struct payment_writer *w;
    struct run_record r;
    OK(run_get(s, run, &r, d));
    struct payment_month month = {JANUARY, r.sequence, run};
    struct payment_batch b = {.paid_in = JANUARY, .months = &month, .month_count = 1};
    static const uint16_t fields[] = {F_AMOUNT};
    OK(payment_begin(&w, s, &b, m, d));
    for (uint32_t block = 0; block < HOUSEHOLDS / BLOCK_HOUSEHOLDS + 1; block++)
        OK(payment_put_determined(w, JANUARY, block, fields, 1, d));
    OK(payment_finish(w, &b, d));
    mem_free(b.totals);
    run_record_fini(&r);
}

/* Takes the last publication of January back; what was in force before it is then again. */
static void roll_back(struct store *s, struct shared *shared)
{
    struct publication *list;
    size_t n;
    uint32_t before = 0, now = 0;
    bool done_already = false;
    OK(publication_list(s, JANUARY, &list, &n, d));
    for (size_t i = 0; i < n; i++) {
        before = i + 1 < n ? list[i].run : before;
        now = list[i].run;
        done_already = list[i].rollback;
        publication_fini(&list[i]);
    }
    mem_free(list);
    if (!now || now == before || done_already)
        return;
    shared->next = before;
    OK(run_rollback(s, now, 0, 0, NULL, NULL, d));
    shared->in_force = before;
}

static void publish(struct store *s, struct shared *shared)
{
    if (!shared->run)
        return;
    shared->next = shared->run;
    OK(run_publish(s, (uint32_t)shared->run, NULL, d));
    shared->in_force = shared->run;
}

static void do_step(struct store **s, const char *path, const struct model *m,
                    struct shared *shared)
{
    uint64_t sequence = store_sequence(*s);
    switch ((enum step)shared->step) {
    case RECORD:
        record_facts(*s, m, sequence + 1);
        shared->sequence = sequence + 1;
        break;
    case ASK:
        if (sequence) {
            OK(test_answers_record(*s, shared->asked + 1, ASKED, BLOCK_HOUSEHOLDS, d));
            shared->asked++;
        }
        break;
    case COMPUTE:
        if (sequence)
            shared->run = compute(*s, m);
        break;
    case PUBLISH:
        publish(*s, shared);
        break;
    case ROLL_BACK:
        roll_back(*s, shared);
        break;
    case PAY:
        if (shared->run) {
            pay(*s, m, (uint32_t)shared->run);
            shared->paid++;
        }
        break;
    default:
        store_close(*s);
        OK(store_compact(path, NULL, NULL, d));
        OK(store_open(s, path, STORE_WRITE, d));
        break;
    }
}

/* begins with another step every time, so that all of them are met early enough */
static void work(const char *path, const struct model *m, struct shared *shared)
{
    struct store *s;
    OK(store_open(&s, path, STORE_WRITE, d));
    for (;;) {
        do_step(&s, path, m, shared);
        shared->step = (shared->step + 1) % STEPS;
    }
}

/* --- the parent --- */

static void check_facts(struct store *s, const struct model *m, uint64_t sequence)
{
    struct view *v;
    uint32_t rows = 0, expected = 0;
    OK(view_open(&v, s, m, JANUARY, sequence, d));
    for (uint32_t n = 0; n < HOUSEHOLDS; n++) {
        char id[32];
        uint32_t block, row;
        uint64_t salt = salt_at(sequence, n);
        expected += salt != 0;
        if (!salt || test_mix(sequence, n) % 16 != 0)
            continue; /* look closer at some */
        struct frame f;
        OK(view_find(v, test_id(id, n), &block, &row, d));
        OK(view_load(v, block, NULL, &f, d));
        test_check(&f, m, row, n, salt);
        frame_fini(&f);
    }
    for (uint32_t b = 0; b < view_blocks(v); b++) {
        struct frame f;
        OK(view_load(v, b, NULL, &f, d));
        rows += f.entities[HOUSEHOLD].rows;
        frame_fini(&f);
    }
    assert_int_equal(rows, expected);
    view_close(v);
}

/* The sum of what a run determined; every amount is the one that follows from its number. */
static int64_t check_results(struct store *s, const struct model *m, uint32_t run)
{
    struct run_record r;
    struct view *v;
    uint32_t rows = 0, expected = 0;
    int64_t sum = 0;
    OK(run_get(s, run, &r, d));
    OK(view_open(&v, s, m, JANUARY, r.sequence, d));
    for (uint32_t b = 0; b < view_blocks(v); b++) {
        struct frame f;
        OK(run_load(v, run, JANUARY, b, &f, NULL, d));
        for (uint32_t i = 0; i < f.entities[HOUSEHOLD].rows; i++, rows++) {
            int64_t fen = amount_of(run, column_text(&f.entities[HOUSEHOLD].id, i));
            assert_int_equal(column_int(&f.columns[F_AMOUNT], i), fen);
            sum += fen;
        }
        frame_fini(&f);
    }
    for (uint32_t n = 0; n < HOUSEHOLDS; n++)
        expected += salt_at(r.sequence, n) != 0;
    assert_int_equal(rows, expected);
    run_record_fini(&r);
    view_close(v);
    return sum;
}

static uint32_t newest_batch(struct store *s)
{
    uint32_t last = 0;
    OK(store_payments(s, &last, d));
    return last;
}

static void check_payments(struct store *s, const struct model *m, struct shared *shared)
{
    struct payment_batch b;
    uint32_t last = newest_batch(s);
    assert_true(last == shared->paid || last == shared->paid + 1);
    shared->paid = last;
    if (last == 0)
        return;
    OK(payment_get(s, last, &b, d));
    assert_int_equal(b.total_count, 1);
    assert_int_equal(b.totals[0].paid_fen, check_results(s, m, b.months[0].run));
    payment_batch_fini(&b);
}

/* Every inquiry is whole; uses are all of a change's or none. */
static void check_evidence(struct store *s, uint64_t sequence, struct shared *shared)
{
    struct evidence_book *b;
    struct evidence_block list;
    size_t uses = 0;
    (void)test_answers_check(s, HOUSEHOLDS / BLOCK_HOUSEHOLDS + 1, BLOCK_HOUSEHOLDS);
    OK(evidence_open(&b, s, d));
    uint32_t last = evidence_inquiries(b);
    assert_true(last == shared->asked || last == shared->asked + 1);
    shared->asked = last;
    for (uint32_t i = 0; i < 4; i++) {
        OK(evidence_load(b, i, -1, UINT64_MAX, &list, d));
        for (size_t k = 0; k < list.use_count; k++) {
            const struct evidence_use *u = &list.uses[k];
            assert_true(u->sequence <= sequence);
            assert_int_equal(u->key, test_mix(u->sequence, u->ordinal));
        }
        uses += list.use_count;
    }
    assert_int_equal(uses % USES, 0);
    evidence_close(b);
}

/* Runs that were cut short go on. */
static int resume_all(struct store *s, const struct model *m)
{
    struct run_record *list;
    size_t n;
    int resumed = 0;
    OK(run_list(s, &list, &n, d));
    for (size_t i = 0; i < n; i++) {
        if (list[i].state == RUN_STARTED) {
            struct run_record r;
            struct run_writer *w;
            OK(run_resume(&w, s, list[i].id, &r, d));
            put_rest(s, m, w, &r, false);
            run_record_fini(&r);
            check_results(s, m, list[i].id);
            resumed++;
        }
        run_record_fini(&list[i]);
    }
    mem_free(list);
    return resumed;
}

/* True when the kill left something to sweep. */
static bool has_leftovers(const char *path)
{
    struct env *env;
    struct txn t;
    struct state st;
    OK(env_open(&env, path, false, 0, d));
    OK(txn_begin(&t, env, false, d));
    OK(state_read(&st, &t, d));
    txn_abort(&t);
    env_close(env);
    return st.in_progress != 0;
}

static void check_sound(struct store *s)
{
    struct journal_report r;
    OK(store_verify(s, d));
    OK(journal_verify(s, NULL, &r, d));
}

/* Returns how many runs were resumed. */
static int check(const char *path, const struct model *m, struct shared *shared)
{
    struct store *s;
    uint32_t run = 0;
    OK(store_open(&s, path, STORE_READ, d)); /* before anything is swept */
    uint64_t sequence = store_sequence(s);
    assert_true(sequence == shared->sequence || sequence == shared->sequence + 1);
    shared->sequence = sequence; /* the child may have died between the two */
    check_sound(s);
    store_close(s);
    OK(store_open(&s, path, STORE_WRITE, d));
    assert_int_equal(store_sequence(s), sequence);
    check_sound(s);
    check_facts(s, m, sequence);
    check_evidence(s, sequence, shared);
    enum hm_status st = publication_run(s, JANUARY, UINT64_MAX, &run, NULL);
    assert_true(st == HM_OK || st == HM_NOT_FOUND);
    assert_true(run == shared->in_force || run == shared->next);
    shared->in_force = shared->next = run;
    if (run)
        check_results(s, m, run);
    check_payments(s, m, shared);
    int resumed = resume_all(s, m);
    struct run_record *list;
    size_t n;
    OK(run_list(s, &list, &n, d));
    for (size_t i = 0; i < n; i++)
        run_record_fini(&list[i]);
    mem_free(list);
    shared->run = n; /* all of them are complete now */
    if (resumed)
        check_sound(s);
    store_close(s);
    return resumed;
}

static void kill_once(const char *path, const struct model *m, struct shared *shared,
                      uint64_t wait_us)
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        work(path, m, shared);
        _exit(1);
    }
    struct timespec wait = {0, (long)wait_us * 1000};
    nanosleep(&wait, NULL);
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static int kills = 50;
static uint64_t seed = 1;

static void test_kills(void **state)
{
    (void)state;
    struct test_dir dir;
    struct model *m = test_model();
    int leftovers = 0, resumed = 0, of_step[STEPS] = {0};
    struct shared *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(shared != MAP_FAILED);
    test_dir_make(&dir);
    OK(store_create_sized(dir.path, m, BLOCK_HOUSEHOLDS, d));
    for (int i = 0; i < kills; i++) {
        shared->step = (uint64_t)i % STEPS;
        kill_once(dir.path, m, shared, test_mix(seed, (uint64_t)i) % LONGEST_WAIT_US);
        of_step[shared->step]++;
        leftovers += has_leftovers(dir.path);
        resumed += check(dir.path, m, shared);
    }
    printf("%d kills (", kills);
    for (int i = 0; i < STEPS; i++)
        printf("%s%s %d", i ? ", " : "", step_names[i], of_step[i]);
    printf(
        "); %d with leftovers of facts, %d runs resumed; %llu changes, %llu runs, %llu batches "
        "and %llu inquiries survived\n",
        leftovers, resumed, (unsigned long long)shared->sequence,
        (unsigned long long)shared->run, (unsigned long long)shared->paid,
        (unsigned long long)shared->asked);
    munmap(shared, sizeof *shared);
    test_model_free(m);
    test_dir_remove(&dir);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kills)};
    kills = argc > 1 ? (int)strtol(argv[1], NULL, 10) : kills;
    seed = argc > 2 ? strtoull(argv[2], NULL, 10) : seed;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
