/* store_kill.c - SIGKILL at random moments of recording facts and runs, fifty times over one
 * store.
 *
 *   store_kill [KILLS [SEED]]
 *
 * A child process works on the store without end: it records households (in memory, spilled to
 * the row store, in columns) and computes and publishes runs, and writes into a shared page
 * what it has seen committed. After each kill the store must open, verify, and hold exactly
 * what was committed last - or the one change that was on its way, whole. What each sequence
 * number and each run holds follows from their numbers, so that nothing else has to be
 * remembered.
 */
#include "../unit/store/support.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include "store/ingest.h"

#define JANUARY (2022 * 12)

enum { HOUSEHOLDS = 700, BLOCK_HOUSEHOLDS = 64, LONGEST_WAIT_US = 120000 };

struct shared { /* written by the child after each step, read by the parent after its death */
    volatile uint64_t sequence, run, published;
};

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

/* --- the child --- */

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

static uint32_t compute(struct store *s, const struct model *m, bool publish)
{
    struct run_record r = {.from = JANUARY, .to = JANUARY, .sequence = store_sequence(s)};
    struct run_writer *w;
    struct view *v;
    OK(view_open(&v, s, m, JANUARY, r.sequence, d));
    OK(run_begin(&w, s, &r, "files", 5, d));
    for (uint32_t b = 0; b < view_blocks(v); b++)
        put_block(w, v, m, r.id, b);
    OK(run_finish(w, &r, publish, d));
    view_close(v);
    return r.id;
}

static void work(const char *path, const struct model *m, struct shared *shared)
{
    struct store *s;
    OK(store_open(&s, path, STORE_WRITE, d));
    for (;;) {
        uint64_t sequence = store_sequence(s);
        record_facts(s, m, sequence + 1);
        shared->sequence = sequence + 1;
        uint32_t run = compute(s, m, sequence % 2 == 0);
        shared->run = run;
        if (sequence % 2 != 0)
            OK(run_publish(s, run, NULL, d));
        shared->published = run;
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

static void check_determinations(struct store *s, const struct model *m, uint32_t run)
{
    struct run_record r;
    struct view *v;
    uint32_t rows = 0, expected = 0;
    OK(run_get(s, run, &r, d));
    assert_int_equal(r.state, RUN_PUBLISHED);
    OK(view_open(&v, s, m, JANUARY, r.sequence, d));
    for (uint32_t b = 0; b < view_blocks(v); b++) {
        struct frame f;
        OK(run_load(v, run, JANUARY, b, &f, NULL, d));
        for (uint32_t i = 0; i < f.entities[HOUSEHOLD].rows; i++, rows++)
            assert_int_equal(column_int(&f.columns[F_AMOUNT], i),
                             amount_of(run, column_text(&f.entities[HOUSEHOLD].id, i)));
        frame_fini(&f);
    }
    for (uint32_t n = 0; n < HOUSEHOLDS; n++)
        expected += salt_at(r.sequence, n) != 0;
    assert_int_equal(rows, expected);
    run_record_fini(&r);
    view_close(v);
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

static void check(const char *path, const struct model *m, struct shared *shared)
{
    struct store *s;
    uint32_t run;
    OK(store_open(&s, path, STORE_READ, d)); /* before anything is swept */
    uint64_t sequence = store_sequence(s);
    assert_true(sequence == shared->sequence || sequence == shared->sequence + 1);
    shared->sequence = sequence; /* the child may have died between the two */
    OK(store_verify(s, d));
    store_close(s);
    OK(store_open(&s, path, STORE_WRITE, d));
    assert_int_equal(store_sequence(s), sequence);
    OK(store_verify(s, d));
    check_facts(s, m, sequence);
    if (run_published(s, JANUARY, &run, NULL) == HM_OK) {
        assert_true(run >= shared->published);
        check_determinations(s, m, run);
    } else {
        assert_int_equal(shared->published, 0);
    }
    store_close(s);
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
    int leftovers = 0;
    struct shared *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(shared != MAP_FAILED);
    test_dir_make(&dir);
    OK(store_create_sized(dir.path, m, BLOCK_HOUSEHOLDS, d));
    for (int i = 0; i < kills; i++) {
        kill_once(dir.path, m, shared, test_mix(seed, (uint64_t)i) % LONGEST_WAIT_US);
        leftovers += has_leftovers(dir.path);
        check(dir.path, m, shared);
    }
    printf("%d kills; %d of them inside a change of facts; %llu changes, %llu runs survived\n",
           kills, leftovers, (unsigned long long)shared->sequence,
           (unsigned long long)shared->run);
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
