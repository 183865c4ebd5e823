/* Whole files: backup of a store that is being written, compaction under readers and writers,
 * what is in a store, and what is left when a copy fails. */
#include "runs_support.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include "base/fault.h"
#include "base/fs.h"
#include "store/changelog.h"
#include "store/copy.h"
#include "store/journal.h"

static void sound_store(struct store *s)
{
    struct journal_report r;
    OK(store_verify(s, d));
    OK(journal_verify(s, NULL, &r, d));
}

static void sound_file(const char *path, uint64_t sequence)
{
    struct store *s;
    OK(store_open(&s, path, STORE_READ, d));
    assert_int_equal(store_sequence(s), sequence);
    sound_store(s);
    store_close(s);
}

static void path_beside(const struct fixture *x, const char *name, char out[128])
{
    snprintf(out, 128, "%s/%s", x->dir.dir, name);
}

static void remove_store(const char *path)
{
    char lock[160];
    snprintf(lock, sizeof lock, "%s-lock", path);
    unlink(lock);
    unlink(path);
}

/* Nothing but the store and its lock is in the folder. */
static void nothing_left(const struct fixture *x)
{
    char **names;
    size_t n;
    OK(fs_list(&names, &n, x->dir.dir, d));
    for (size_t i = 0; i < n; i++)
        assert_true(strcmp(names[i], "store") == 0 || strcmp(names[i], "store-lock") == 0);
    fs_list_free(names, n);
}

static void test_backup(void **state)
{
    (void)state;
    struct fixture x;
    struct copy_report r;
    char to[128];
    open_fixture(&x);
    compute(&x, JANUARY, JANUARY + 1, 3, true);
    path_beside(&x, "copy", to);
    OK(store_backup(x.store, to, &r, d)); /* through a handle that writes, too */
    assert_int_equal(r.sequence, 1);
    assert_int_equal(r.runs, 1);
    FAILS(HM_USAGE, "there is a file here already", store_backup(x.store, to, &r, d));
    put_households(x.store, x.model, JANUARY, 0, 5, 6);
    sound_file(to, 1);
    struct store *copy;
    struct fixture y = {.model = x.model};
    OK(store_open(&copy, to, STORE_WRITE, d)); /* and can be worked on */
    y.store = copy;
    check_run(&y, 1, JANUARY, 3);
    put_households(copy, x.model, JANUARY, 250, 9, 1);
    sound_store(copy);
    store_close(copy);
    remove_store(to);
    for (int kind = FAULT_ALLOC; kind <= FAULT_WRITE; kind++) {
        for (uint64_t n = 1; n < 400; n += kind == FAULT_ALLOC ? 7 : 400) {
            fault_arm((enum fault_kind)kind, n);
            enum hm_status st = store_backup(x.store, to, &r, NULL);
            fault_arm((enum fault_kind)kind, 0);
            assert_true(st == HM_OK || st == HM_NOMEM || st == HM_ENVIRONMENT);
            if (st == HM_OK) {
                sound_file(to, 2);
                remove_store(to);
            }
            nothing_left(&x);
        }
    }
    FAILS(HM_ENVIRONMENT, "does not exist", store_backup(x.store, "/tmp/no/such", &r, d));
    close_fixture(&x);
}

/* --- other processes --- */

/* Runs fn in a child process; returns its pid. The child ends with 0 when fn returns. */
static pid_t in_child(void (*fn)(const char *path, const struct model *m, int fd),
                      const struct fixture *x, int fd)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        alarm(100);
        fn(x->dir.path, x->model, fd);
        _exit(0);
    }
    return pid;
}

static void wait_child(pid_t pid)
{
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void need(bool ok)
{
    if (!ok)
        _exit(9);
}

static bool add_households(const char *path, const struct model *m, uint32_t first, uint32_t n,
                           bool wait)
{
    struct store *s;
    struct diag d;
    diag_init(&d);
    for (int tries = 0; tries < 100000; tries++) {
        enum hm_status st = store_open(&s, path, STORE_WRITE, &d);
        if (st == HM_OK)
            break;
        if (st != HM_BUSY || !wait) {
            test_print(&d);
            return false;
        }
        diag_clear(&d);
        usleep(100);
    }
    put_households(s, m, JANUARY, first, n, 4);
    store_close(s);
    diag_fini(&d);
    return true;
}

/* Twenty changes, one after the other, then a byte. */
static void writes_on(const char *path, const struct model *m, int fd)
{
    for (uint32_t i = 0; i < 20; i++)
        need(add_households(path, m, 300 + i * 3, 3, false));
    need(write(fd, "x", 1) == 1);
}

static void test_backup_while_written(void **state)
{
    (void)state;
    struct fixture x;
    struct store *s;
    struct copy_report r;
    char to[128];
    int pipes[2], copies = 0;
    open_fixture(&x);
    store_close(x.store);
    path_beside(&x, "copy", to);
    assert_int_equal(pipe(pipes), 0);
    pid_t pid = in_child(writes_on, &x, pipes[1]);
    close(pipes[1]);
    OK(store_open(&s, x.dir.path, STORE_READ, d));
    uint64_t last = 0;
    while (last < 21) {
        OK(store_backup(s, to, &r, d));
        assert_true(r.sequence >= last);
        last = r.sequence;
        sound_file(to, last);
        remove_store(to);
        copies++;
        char byte;
        if (last < 21 && copies > 2000)
            assert_int_equal(read(pipes[0], &byte, 1), 1);
    }
    close(pipes[0]);
    store_close(s);
    wait_child(pid);
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    sound_store(x.store);
    close_fixture(&x);
}

/* --- compaction --- */

/* A store whose file is mostly free pages. */
static void open_loose(struct fixture *x)
{
    struct run_writer *w;
    open_fixture(x);
    compute(x, JANUARY, JANUARY + 1, 3, true);
    for (int i = 0; i < 2; i++) {
        struct run_record r = record(x->store, JANUARY, JANUARY + 79);
        OK(run_begin(&w, x->store, &r, "files", 5, d));
        for (int32_t month = JANUARY; month < JANUARY + 80; month++) {
            struct view *v;
            OK(view_open(&v, x->store, x->model, month, 1, d));
            for (uint32_t b = 0; b < view_blocks(v); b++) {
                struct frame f;
                struct results out;
                OK(view_load(v, b, NULL, &f, d));
                make_results(&out, &f, (uint64_t)month);
                OK(run_put(w, month, b, &out, x->model, d));
                results_fini(&out);
                frame_fini(&f);
            }
            view_close(v);
        }
        run_abandon(w);
        OK(run_discard(x->store, r.id, NULL, d));
        run_record_fini(&r);
    }
}

static void test_compact(void **state)
{
    (void)state;
    struct fixture x;
    struct copy_report r;
    struct author by = {"root", "night"};
    struct journal_entry *list;
    size_t n;
    open_loose(&x);
    FAILS(HM_USAGE, "this process has the store open already",
          store_compact(x.dir.path, &by, &r, d));
    store_close(x.store);
    OK(store_compact(x.dir.path, &by, &r, d));
    assert_true(r.bytes_after * 2 < r.bytes_before);
    nothing_left(&x);
    sound_file(x.dir.path, 1);
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    check_run(&x, 1, JANUARY, 3);
    OK(journal_list(x.store, 1, 0, &list, &n, d));
    assert_int_equal(list[n - 1].kind, JOURNAL_COMPACT);
    assert_string_equal(list[n - 1].who, "root");
    assert_string_equal(list[n - 1].reason, "night");
    for (size_t i = 0; i < n; i++)
        journal_entry_fini(&list[i]);
    mem_free(list);
    for (uint32_t i = 0; i < 30; i++) /* it goes on, and reuses its pages */
        put_households(x.store, x.model, JANUARY, 10 * i, 10, 5 + i);
    sound_store(x.store);
    store_close(x.store);
    for (uint64_t k = 1; k < 3000; k += 67) { /* failing, it leaves the old file */
        fault_arm(k % 3 == 0   ? FAULT_ALLOC
                  : k % 3 == 1 ? FAULT_WRITE
                               : FAULT_SYNC,
                  k % 3 ? k / 67 + 1 : k);
        enum hm_status st = store_compact(x.dir.path, &by, &r, NULL);
        for (int kind = 0; kind < FAULT_KINDS; kind++)
            fault_arm((enum fault_kind)kind, 0);
        assert_true(st == HM_OK || st == HM_NOMEM || st == HM_ENVIRONMENT);
        nothing_left(&x);
        sound_file(x.dir.path, 31);
    }
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    close_fixture(&x);
}

/* A reader that has the store open while it is compacted and then changed: it goes on with what
 * it sees; whoever opens afterwards sees what is new. fd: a byte each way between the steps. */
static void reads_on(const char *path, const struct model *m, int fd)
{
    struct store *s;
    struct view *v, *again;
    char byte;
    need(store_open(&s, path, STORE_READ, NULL) == HM_OK);
    uint64_t sequence = store_sequence(s);
    need(view_open(&v, s, m, JANUARY, sequence, NULL) == HM_OK);
    need(write(fd, "o", 1) == 1);
    for (int step = 0; step < 3; step++) { /* compacted; changed once; changed twice */
        struct frame f;
        uint32_t rows = 0, other = 0;
        need(read(fd, &byte, 1) == 1);
        for (uint32_t b = 0; b < view_blocks(v); b++) {
            need(view_load(v, b, NULL, &f, NULL) == HM_OK);
            rows += f.entities[HOUSEHOLD].rows;
            frame_fini(&f);
        }
        need(rows == 250);
        need(store_sequence(s) == sequence);
        need(view_open(&again, s, m, JANUARY, sequence, NULL) == HM_OK);
        for (uint32_t b = 0; b < view_blocks(again); b++) {
            need(view_load(again, b, NULL, &f, NULL) == HM_OK);
            other += f.entities[HOUSEHOLD].rows;
            frame_fini(&f);
        }
        view_close(again);
        need(other == 250);
        need(write(fd, "s", 1) == 1);
    }
    view_close(v);
    store_close(s);
    need(store_open(&s, path, STORE_READ, NULL) == HM_OK);
    need(store_sequence(s) == sequence + 2);
    need(store_verify(s, NULL) == HM_OK);
    store_close(s);
}

static void test_compact_under_reader(void **state)
{
    (void)state;
    for (int parity = 0; parity < 2; parity++) {
        struct fixture x;
        int pair[2];
        char byte;
        open_loose(&x);
        store_close(x.store);
        if (parity) { /* another number of transactions */
            OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
            store_close(x.store);
        }
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        pid_t pid = in_child(reads_on, &x, pair[1]);
        close(pair[1]);
        assert_int_equal(read(pair[0], &byte, 1), 1);
        OK(store_compact(x.dir.path, NULL, NULL, d));
        for (uint32_t step = 0; step < 3; step++) {
            assert_int_equal(write(pair[0], "g", 1), 1);
            assert_int_equal(read(pair[0], &byte, 1), 1);
            if (step == 2)
                break;
            struct store *fresh;
            OK(store_open(&fresh, x.dir.path, STORE_READ, d)); /* beside the old reader */
            assert_int_equal(store_sequence(fresh), 1 + step);
            store_close(fresh);
            assert_true(add_households(x.dir.path, x.model, 400 + step, 1, false));
        }
        close(pair[0]);
        wait_child(pid);
        sound_file(x.dir.path, 3);
        OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
        struct journal_entry *list;
        size_t n;
        OK(journal_list(x.store, 1, 0, &list, &n, d));
        assert_int_equal(n, 8); /* the compaction's own entry was not lost */
        assert_int_equal(list[5].kind, JOURNAL_COMPACT);
        for (size_t i = 0; i < n; i++)
            journal_entry_fini(&list[i]);
        mem_free(list);
        close_fixture(&x);
    }
}

static void compacts_on(const char *path, const struct model *m, int fd)
{
    char byte;
    (void)m;
    for (;;) {
        enum hm_status st = store_compact(path, NULL, NULL, NULL);
        need(st == HM_OK || st == HM_BUSY);
        if (recv(fd, &byte, 1, MSG_DONTWAIT) == 1)
            return;
    }
}

/* Writers that come while compactions run lose nothing. */
static void test_compact_and_writers(void **state)
{
    (void)state;
    struct fixture x;
    int pair[2];
    open_fixture(&x);
    store_close(x.store);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    pid_t pid = in_child(compacts_on, &x, pair[1]);
    for (uint32_t i = 0; i < 40; i++)
        assert_true(add_households(x.dir.path, x.model, 300 + i, 1, true));
    assert_int_equal(write(pair[0], "e", 1), 1);
    wait_child(pid);
    close(pair[0]);
    close(pair[1]);
    sound_file(x.dir.path, 41);
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    close_fixture(&x);
}

/* The holder is named to everybody who wants to write. */
static void holds_on(const char *path, const struct model *m, int fd)
{
    struct store *s;
    char byte;
    (void)m;
    need(store_open(&s, path, STORE_WRITE, NULL) == HM_OK);
    need(write(fd, "o", 1) == 1);
    need(read(fd, &byte, 1) == 1);
    store_close(s);
}

static void test_holder(void **state)
{
    (void)state;
    struct fixture x;
    struct store *s;
    int pair[2];
    char byte, words[64];
    open_fixture(&x);
    store_close(x.store);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    pid_t pid = in_child(holds_on, &x, pair[1]);
    assert_int_equal(read(pair[0], &byte, 1), 1);
    snprintf(words, sizeof words, "(process %d, since 20", (int)pid);
    FAILS(HM_BUSY, words, store_open(&s, x.dir.path, STORE_WRITE, d));
    FAILS(HM_BUSY, words, store_compact(x.dir.path, NULL, NULL, d));
    FAILS(HM_BUSY, words, store_migrate(x.dir.path, NULL, NULL, NULL, NULL, d));
    assert_int_equal(write(pair[0], "e", 1), 1);
    wait_child(pid);
    close(pair[0]);
    close(pair[1]);
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    close_fixture(&x);
}

/* By a symbolic link it is the same store, with the same lock; hard links are refused. */
static void test_names(void **state)
{
    (void)state;
    struct fixture x;
    struct store *s;
    char other[128];
    open_fixture(&x);
    path_beside(&x, "link", other);
    assert_int_equal(symlink("store", other), 0);
    FAILS(HM_USAGE, "this process has the store open already",
          store_open(&s, other, STORE_READ, d));
    store_close(x.store);
    OK(store_open(&s, other, STORE_WRITE, d));
    put_households(s, x.model, JANUARY, 300, 2, 4);
    store_close(s);
    char lock[160];
    snprintf(lock, sizeof lock, "%s-lock", other);
    assert_int_equal(access(lock, F_OK), -1);
    OK(store_compact(other, NULL, NULL, d));
    sound_file(x.dir.path, 2);
    struct stat info;
    assert_int_equal(lstat(other, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    unlink(other);
    assert_int_equal(link(x.dir.path, other), 0);
    FAILS(HM_USAGE, "the file has 2 names", store_compact(x.dir.path, NULL, NULL, d));
    unlink(other);
    nothing_left(&x);
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    close_fixture(&x);
}

/* --- a full disk --- */

static void fills_up(const char *path, const struct model *m, int fd)
{
    struct stat info;
    struct store *s;
    struct diag d;
    char to[160];
    (void)m;
    (void)fd;
    diag_init(&d);
    snprintf(to, sizeof to, "%s-copy", path);
    signal(SIGXFSZ, SIG_IGN);
    need(stat(path, &info) == 0);
    struct rlimit limit = {(rlim_t)info.st_size / 2, (rlim_t)info.st_size / 2};
    need(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    need(store_open(&s, path, STORE_READ, &d) == HM_OK);
    need(store_backup(s, to, NULL, &d) == HM_ENVIRONMENT);
    need(d.count == 1 && strstr(d.items[0].text, "no space left"));
    store_close(s);
    need(store_compact(path, NULL, NULL, NULL) == HM_ENVIRONMENT);
    diag_fini(&d);
}

static void test_full_disk(void **state)
{
    (void)state;
    struct fixture x;
    open_fixture(&x);
    compute(&x, JANUARY, JANUARY + 30, 3, true);
    store_close(x.store);
    wait_child(in_child(fills_up, &x, -1));
    nothing_left(&x);
    sound_file(x.dir.path, 1);
    OK(store_compact(x.dir.path, NULL, NULL, d));
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    close_fixture(&x);
}

static void test_stats(void **state)
{
    (void)state;
    struct fixture x;
    struct store_stats st;
    uint32_t format = 0, from = 0, to = 0;
    open_loose(&x);
    put_households(x.store, x.model, JANUARY + 4, 3, 1, 2);
    OK(store_stats(x.store, &st, d));
    assert_int_equal(st.format, STORE_FORMAT);
    assert_int_equal(st.sequence, 2);
    assert_int_equal(st.households, 250);
    assert_int_equal(st.blocks, 3);
    assert_int_equal(st.runs, 1);
    assert_int_equal(st.publications, 1);
    assert_int_equal(st.journal_entries, 6);
    assert_int_equal(st.first_month, JANUARY);
    assert_int_equal(st.last_month, JANUARY + 4);
    assert_true(st.free_pages > 50);
    assert_int_equal(st.readers, 0);
    struct view *v;
    OK(view_open(&v, x.store, x.model, JANUARY, 1, d));
    OK(store_stats(x.store, &st, d));
    assert_int_equal(st.readers, 1);
    view_close(v);
    uint64_t pages = 0;
    for (size_t i = 0; i < st.table_count; i++)
        pages += st.tables[i].pages;
    assert_true(st.used_pages > pages && st.used_pages < pages + 20);
    store_close(x.store);
    OK(store_format(x.dir.path, &format, d));
    assert_int_equal(format, STORE_FORMAT);
    OK(store_migrate(x.dir.path, NULL, NULL, &from, &to, d)); /* nothing to do */
    assert_int_equal(from, to);
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    close_fixture(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_backup),
        cmocka_unit_test(test_backup_while_written),
        cmocka_unit_test(test_compact),
        cmocka_unit_test(test_compact_under_reader),
        cmocka_unit_test(test_compact_and_writers),
        cmocka_unit_test(test_holder),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_stats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
