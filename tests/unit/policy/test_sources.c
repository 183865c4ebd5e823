/* test_sources.c - the chain of folders, what is refused, packing, leaves. */
#include "policy_dir.h"

#include "base/buf.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/mem.h"

static void write_chain(struct policy_dir *t)
{
    policy_dir_make(t);
    policy_dir_text(t, "cn/policy.lua", "policy { zh = '全国' }\n");
    policy_dir_text(t, "cn/a.lua", "-- a\n");
    policy_dir_text(t, "cn/note.txt", "no script\n");
    policy_dir_text(t, "cn/zj/policy.lua", "policy { zh = '省' }\n");
    policy_dir_text(t, "cn/zj/nb/policy.lua", "policy { zh = '市' }\n");
    policy_dir_text(t, "cn/zj/yw/policy.lua", "policy { zh = '义乌' }\n");
    policy_dir_text(t, "cn/zj/data/x.txt", "x\n");
}

static const struct source_file *find(const struct sources *s, const char *path)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->files[i].path, path) == 0)
            return &s->files[i];
    return NULL;
}

static void test_chain(void **state)
{
    (void)state;
    struct policy_dir t;
    struct sources s;
    char path[256], shown[256];
    write_chain(&t);
    sources_init(&s);
    assert_int_equal(sources_read(&s, policy_dir_path(&t, "cn/zj/nb/", path), NULL), HM_OK);
    assert_string_equal(s.name, "cn/zj/nb");
    assert_string_equal(s.files[0].path, "cn/a.lua");
    assert_string_equal(s.files[0].text, "-- a\n");
    assert_non_null(find(&s, "cn/policy.lua"));
    assert_non_null(find(&s, "cn/zj/policy.lua"));
    const struct source_file *leaf = find(&s, "cn/zj/nb/policy.lua");
    assert_non_null(leaf);
    assert_string_equal(leaf->shown_path, policy_dir_path(&t, "cn/zj/nb/policy.lua", shown));
    assert_null(find(&s, "cn/zj/yw/policy.lua"));
    assert_null(find(&s, "cn/note.txt"));
    sources_fini(&s);
    policy_dir_remove(&t);
}

/* Paths are shown from where the user stands. */
static void test_shown(void **state)
{
    (void)state;
    static const struct {
        const char *here, *argument, *leaf, *top;
    } rows[] = {
        {"", "cn/zj/nb", "cn/zj/nb/policy.lua", "cn/policy.lua"},
        {"", "./cn/zj/nb//", "cn/zj/nb/policy.lua", "cn/policy.lua"},
        {"cn/zj", "nb", "nb/policy.lua", "../policy.lua"},
        {"cn/zj/nb", ".", "policy.lua", "../../policy.lua"},
        {"cn/zj/nb", "../../zj/nb", "../../zj/nb/policy.lua", "../../policy.lua"},
        {"cn/zj/yw", "../nb", "../nb/policy.lua", "../../policy.lua"},
    };
    struct policy_dir t;
    char here[256], before[256];
    write_chain(&t);
    assert_non_null(getcwd(before, sizeof before));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sources s;
        sources_init(&s);
        assert_int_equal(chdir(policy_dir_path(&t, rows[i].here, here)), 0);
        assert_int_equal(sources_read(&s, rows[i].argument, NULL), HM_OK);
        assert_string_equal(find(&s, "cn/zj/nb/policy.lua")->shown_path, rows[i].leaf);
        assert_string_equal(find(&s, "cn/policy.lua")->shown_path, rows[i].top);
        sources_fini(&s);
    }
    assert_int_equal(chdir(before), 0);
    policy_dir_remove(&t);
}

static void refuse(const struct policy_dir *t, const char *folder, enum hm_status want,
                   const char *part)
{
    struct sources s;
    struct diag d;
    char path[256];
    sources_init(&s);
    diag_init(&d);
    assert_int_equal(sources_read(&s, policy_dir_path(t, folder, path), &d), want);
    assert_int_equal(d.errors, 1);
    if (!strstr(d.items[0].text, part))
        fail_msg("%s: %s; want %s", folder, d.items[0].text, part);
    diag_fini(&d);
    sources_fini(&s);
}

static void test_refused(void **state)
{
    (void)state;
    struct policy_dir t;
    char path[256], target[256];
    static const char gbk[] = "-- \xe5\xad\x98\n-- \xe5\xae\xb6 \xb4\xe6";
    write_chain(&t);
    refuse(&t, "cn/nowhere", HM_ENVIRONMENT, "No such file");
    refuse(&t, "cn/zj/data", HM_USAGE, "no policy.lua");
    refuse(&t, "cn/a.lua", HM_USAGE, "this is a file");
    policy_dir_write(&t, "bad/policy.lua", gbk, sizeof gbk - 1);
    refuse(&t, "bad", HM_DATA, "not UTF-8");
    policy_dir_text(&t, "link/policy.lua", "");
    assert_int_equal(symlink(policy_dir_path(&t, "cn/a.lua", target),
                             policy_dir_path(&t, "link/a.lua", path)),
                     0);
    refuse(&t, "link", HM_DATA, "symbolic link");
    policy_dir_text(&t, "folder/policy.lua", "");
    policy_dir_text(&t, "folder/x.lua/y", "");
    refuse(&t, "folder", HM_DATA, "a folder");
    policy_dir_remove(&t);
}

/* A link that stays inside its folder is as good as a file. */
static void test_link_inside(void **state)
{
    (void)state;
    struct policy_dir t;
    struct sources s;
    char path[256];
    write_chain(&t);
    assert_int_equal(symlink("a.lua", policy_dir_path(&t, "cn/b.lua", path)), 0);
    sources_init(&s);
    assert_int_equal(sources_read(&s, policy_dir_path(&t, "cn", path), NULL), HM_OK);
    assert_string_equal(find(&s, "cn/b.lua")->text, "-- a\n");
    sources_fini(&s);
    policy_dir_remove(&t);
}

static void test_place_of_bad_utf8(void **state)
{
    (void)state;
    struct policy_dir t;
    struct sources s;
    struct diag d;
    char path[256];
    static const char gbk[] = "-- \xe5\xad\x98\n-- \xe5\xae\xb6 \xb4\xe6";
    policy_dir_make(&t);
    policy_dir_write(&t, "p/policy.lua", gbk, sizeof gbk - 1);
    sources_init(&s);
    diag_init(&d);
    assert_int_equal(sources_read(&s, policy_dir_path(&t, "p", path), &d), HM_DATA);
    policy_dir_message(&d, 2, 6, "0xB4");
    diag_fini(&d);
    sources_fini(&s);
    policy_dir_remove(&t);
}

static void test_size_limit(void **state)
{
    (void)state;
    struct policy_dir t;
    char path[256];
    char *text = malloc(LIMIT_SCRIPT_BYTES + 1);
    assert_non_null(text);
    memset(text, ' ', LIMIT_SCRIPT_BYTES + 1);
    policy_dir_make(&t);
    for (int more = -1; more <= 1; more++) {
        struct sources s;
        sources_init(&s);
        policy_dir_write(&t, "p/policy.lua", text, (size_t)(LIMIT_SCRIPT_BYTES + more));
        enum hm_status st = sources_read(&s, policy_dir_path(&t, "p", path), NULL);
        assert_int_equal(st, more > 0 ? HM_DATA : HM_OK);
        sources_fini(&s);
    }
    free(text);
    policy_dir_remove(&t);
}

static void test_level_limit(void **state)
{
    (void)state;
    struct policy_dir t;
    char folder[200] = "l", file[256], path[256];
    policy_dir_make(&t);
    for (int depth = 1; depth <= LIMIT_POLICY_LEVELS + 1; depth++) {
        struct sources s;
        sources_init(&s);
        snprintf(file, sizeof file, "%s/policy.lua", folder);
        policy_dir_text(&t, file, "policy { }\n");
        enum hm_status st = sources_read(&s, policy_dir_path(&t, folder, path), NULL);
        assert_int_equal(st, depth > LIMIT_POLICY_LEVELS ? HM_DATA : HM_OK);
        sources_fini(&s);
        strcat(folder, "/l");
    }
    policy_dir_remove(&t);
}

/* The stdlib does not count. */
static void test_file_limit(void **state)
{
    (void)state;
    struct policy_dir t;
    char name[64], path[256];
    policy_dir_make(&t);
    policy_dir_text(&t, "p/policy.lua", "policy { }\n");
    for (int i = 1; i <= LIMIT_POLICY_FILES; i++) { /* with policy.lua i + 1 files */
        struct sources s;
        snprintf(name, sizeof name, "p/f%d.lua", i);
        policy_dir_text(&t, name, "");
        if (i < LIMIT_POLICY_FILES - 2)
            continue;
        sources_init(&s);
        enum hm_status st = sources_read(&s, policy_dir_path(&t, "p", path), NULL);
        assert_int_equal(st, i + 1 > LIMIT_POLICY_FILES ? HM_DATA : HM_OK);
        sources_fini(&s);
    }
    policy_dir_remove(&t);
}

static void test_pack(void **state)
{
    (void)state;
    struct policy_dir t;
    struct sources s, back;
    struct buf bytes;
    char path[256];
    write_chain(&t);
    sources_init(&s);
    sources_init(&back);
    buf_init(&bytes);
    assert_int_equal(sources_read(&s, policy_dir_path(&t, "cn/zj/nb", path), NULL), HM_OK);
    assert_int_equal(sources_pack(&s, &bytes), HM_OK);
    assert_int_equal(sources_unpack(&back, bytes.data, bytes.len, NULL), HM_OK);
    assert_int_equal(back.count, s.count);
    assert_string_equal(back.name, s.name);
    for (size_t i = 0; i < s.count; i++) {
        assert_string_equal(back.files[i].path, s.files[i].path);
        assert_string_equal(back.files[i].shown_path, s.files[i].shown_path);
        assert_int_equal(back.files[i].bytes, s.files[i].bytes);
        assert_memory_equal(back.files[i].text, s.files[i].text, s.files[i].bytes);
    }
    sources_fini(&back);
    for (size_t n = 0; n < bytes.len; n += n < 200 ? 1 : 97) { /* every shortened record */
        sources_init(&back);
        assert_int_equal(sources_unpack(&back, bytes.data, n, NULL), HM_CORRUPT);
        sources_fini(&back);
    }
    buf_fini(&bytes);
    sources_fini(&s);
    policy_dir_remove(&t);
}

static void test_leaves(void **state)
{
    (void)state;
    struct policy_dir t;
    char **paths, path[256], want[256];
    size_t n;
    write_chain(&t);
    assert_int_equal(sources_leaves(&paths, &n, policy_dir_path(&t, "cn", path), NULL), HM_OK);
    assert_int_equal(n, 2);
    assert_string_equal(paths[0], policy_dir_path(&t, "cn/zj/nb", want));
    assert_string_equal(paths[1], policy_dir_path(&t, "cn/zj/yw", want));
    for (size_t i = 0; i < n; i++)
        mem_free(paths[i]);
    mem_free(paths);
    assert_int_equal(sources_leaves(&paths, &n, policy_dir_path(&t, "cn/zj/nb", path), NULL),
                     HM_OK);
    assert_int_equal(n, 1);
    mem_free(paths[0]);
    mem_free(paths);
    assert_int_equal(sources_leaves(&paths, &n, policy_dir_path(&t, "cn/zj/data", path), NULL),
                     HM_USAGE);
    policy_dir_remove(&t);
}

static void test_no_memory(void **state)
{
    (void)state;
    struct policy_dir t;
    char path[256];
    enum hm_status st = HM_NOMEM;
    write_chain(&t);
    for (uint64_t nth = 1; st != HM_OK; nth++) {
        struct sources s;
        sources_init(&s);
        fault_arm(FAULT_ALLOC, nth);
        st = sources_read(&s, policy_dir_path(&t, "cn/zj/nb", path), NULL);
        fault_arm(FAULT_ALLOC, 0);
        sources_fini(&s);
        assert_true(nth < 10000);
    }
    policy_dir_remove(&t);
}

int main(void)
{
    setenv("HUIMIN_STDLIB", TEST_SOURCE_DIR "/stdlib", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chain),
        cmocka_unit_test(test_shown),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_link_inside),
        cmocka_unit_test(test_place_of_bad_utf8),
        cmocka_unit_test(test_size_limit),
        cmocka_unit_test(test_level_limit),
        cmocka_unit_test(test_pack),
        cmocka_unit_test(test_file_limit),
        cmocka_unit_test(test_leaves),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
