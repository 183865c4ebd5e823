/* test_fs.c - files read and written whole; a failing disk leaves the old file. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/clock.h"
#include "base/fault.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/thread.h"

struct fixture {
    char dir[64];
    char path[96];
    struct diag d;
};

static int set_up(void **state)
{
    struct fixture *x = mem_zalloc(sizeof *x);
    snprintf(x->dir, sizeof x->dir, "/tmp/huimin-fs-XXXXXX");
    if (!mkdtemp(x->dir))
        return -1;
    snprintf(x->path, sizeof x->path, "%s/file", x->dir);
    diag_init(&x->d);
    *state = x;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *x = *state;
    unlink(x->path);
    rmdir(x->dir);
    diag_fini(&x->d);
    mem_free(x);
    return 0;
}

static void expect_content(struct fixture *x, const char *want)
{
    char *text;
    size_t n;
    assert_int_equal(fs_read(&text, &n, x->path, 100, &x->d), HM_OK);
    assert_int_equal(n, strlen(want));
    assert_string_equal(text, want);
    mem_free(text);
}

static void written_and_read_back(void **state)
{
    struct fixture *x = *state;
    struct stat info;
    assert_int_equal(fs_write(x->path, "old", 3, 0600, &x->d), HM_OK);
    expect_content(x, "old");
    assert_int_equal(stat(x->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(fs_write(x->path, "", 0, 0644, &x->d), HM_OK);
    expect_content(x, "");
    assert_true(fs_exists(x->path));
    assert_false(fs_is_dir(x->path));
    assert_true(fs_is_dir(x->dir));
}

static size_t files_in(struct fixture *x)
{
    char **names;
    size_t n;
    assert_int_equal(fs_list(&names, &n, x->dir, &x->d), HM_OK);
    fs_list_free(names, n);
    return n;
}

static void a_failing_disk_leaves_the_old_file(void **state)
{
    struct fixture *x = *state;
    static const enum fault_kind kinds[] = {FAULT_WRITE, FAULT_SYNC};
    assert_int_equal(fs_write(x->path, "old", 3, 0600, &x->d), HM_OK);
    for (int i = 0; i < 2; i++) {
        fault_arm(kinds[i], 1);
        assert_int_equal(fs_write(x->path, "new", 3, 0600, &x->d), HM_ENVIRONMENT);
        expect_content(x, "old");
        assert_int_equal(files_in(x), 1); /* no temporary file is left behind */
    }
    assert_int_equal(x->d.errors, 2);
    assert_non_null(strstr(x->d.items[0].text, "No space left"));
    assert_string_equal(x->d.items[0].at.file, x->path);
}

static void sizes_at_the_limit(void **state)
{
    struct fixture *x = *state;
    char *text;
    size_t n;
    assert_int_equal(fs_write(x->path, "12345", 5, 0600, &x->d), HM_OK);
    assert_int_equal(fs_read(&text, &n, x->path, 6, &x->d), HM_OK);
    mem_free(text);
    assert_int_equal(fs_read(&text, &n, x->path, 5, &x->d), HM_OK);
    mem_free(text);
    assert_int_equal(fs_read(&text, &n, x->path, 4, &x->d), HM_DATA);
    assert_string_equal(x->d.items[0].text, "the file has 5 bytes, at most 4 are allowed");
}

static void what_is_no_file(void **state)
{
    struct fixture *x = *state;
    char *text = NULL, **names = NULL;
    size_t n;
    assert_int_equal(fs_read(&text, &n, x->dir, 100, &x->d), HM_ENVIRONMENT);
    assert_int_equal(fs_read(&text, &n, "/dev/null", 100, &x->d), HM_ENVIRONMENT);
    assert_int_equal(fs_read(&text, &n, "/none/none", 100, &x->d), HM_ENVIRONMENT);
    assert_int_equal(fs_list(&names, &n, "/none", &x->d), HM_ENVIRONMENT);
    assert_int_equal(fs_write("/none/none", "", 0, 0600, &x->d), HM_ENVIRONMENT);
    assert_int_equal(x->d.errors, 5);
    assert_null(text);
    assert_null(names);
    assert_null(fs_real("/none/none"));
}

static void folders_and_paths(void **state)
{
    struct fixture *x = *state;
    static const char *const made[] = {"b", "a", ".hidden", "中"};
    char **names, *joined, *real;
    size_t n;
    for (int i = 0; i < 4; i++) {
        char *path = fs_join(x->dir, made[i]);
        assert_int_equal(fs_write(path, "", 0, 0600, &x->d), HM_OK);
        mem_free(path);
    }
    assert_int_equal(fs_list(&names, &n, x->dir, &x->d), HM_OK);
    assert_int_equal(n, 3);
    assert_string_equal(names[0], "a");
    assert_string_equal(names[1], "b");
    assert_string_equal(names[2], "中");
    fs_list_free(names, n);
    for (int i = 0; i < 4; i++) {
        char *path = fs_join(x->dir, made[i]);
        unlink(path);
        mem_free(path);
    }
    joined = fs_join("/tmp/", "x");
    assert_string_equal(joined, "/tmp/x");
    mem_free(joined);
    real = fs_real("/tmp/../tmp/.");
    assert_string_equal(real, "/tmp");
    mem_free(real);
    assert_false(fs_is_network("/tmp"));
}

static void time_and_user(void **state)
{
    (void)state;
    char text[32], user[64];
    setenv("HUIMIN_NOW", "1795317300", 1);
    clock_iso(clock_unix_seconds(), text);
    unsetenv("HUIMIN_NOW");
    assert_string_equal(text, "2026-11-22T03:15:00Z");
    clock_user(user, sizeof user);
    assert_true(strlen(user) > 0);
    uint64_t before = clock_monotonic_ns();
    assert_true(clock_monotonic_ns() >= before);
}

struct tally {
    struct mutex *m;
    struct signal *arrived;
    unsigned seen[8];
    unsigned count;
};

static void arrive(void *ctx, unsigned k)
{
    struct tally *t = ctx;
    mutex_lock(t->m);
    t->seen[k]++;
    t->count++;
    signal_wake_all(t->arrived);
    mutex_unlock(t->m);
}

static void threads_run_each_part_once(void **state)
{
    (void)state;
    for (int short_memory = 0; short_memory < 2; short_memory++) {
        struct tally t = {0};
        assert_int_equal(mutex_new(&t.m), HM_OK);
        assert_int_equal(signal_new(&t.arrived), HM_OK);
        fault_arm(FAULT_ALLOC, (uint64_t)short_memory);
        thread_run(8, arrive, &t);
        fault_arm(FAULT_ALLOC, 0);
        assert_int_equal(t.count, 8);
        for (int k = 0; k < 8; k++)
            assert_int_equal(t.seen[k], 1);
        signal_free(t.arrived);
        mutex_free(t.m);
    }
    assert_true(thread_cores() >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(written_and_read_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failing_disk_leaves_the_old_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sizes_at_the_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(folders_and_paths, set_up, tear_down),
        cmocka_unit_test(time_and_user),
        cmocka_unit_test(threads_run_each_part_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
