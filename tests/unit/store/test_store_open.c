/* What the store refuses, and what it says: foreign, truncated, damaged and newer files, second
 * opens and second writers. */
#include "support.h"

#include <fcntl.h>
#include <lmdb.h>
#include <sys/wait.h>
#include "base/digest.h"
#include "base/fs.h"
#include "store/ingest.h"
#include "store/key.h"
#include "store/probe.h"

#define JANUARY (2022 * 12)

struct fixture {
    struct test_dir dir;
    struct model *model;
};

static void make(struct fixture *x)
{
    test_dir_make(&x->dir);
    x->model = test_model();
    OK(store_create(x->dir.path, x->model, d));
}

static void unmake(struct fixture *x)
{
    test_model_free(x->model);
    test_dir_remove(&x->dir);
}

/* n households in one block of columns. */
static void put_households(struct fixture *x, uint32_t n)
{
    struct store *s;
    struct ingest *g;
    struct builder *b;
    struct frame f;
    OK(store_open(&s, x->dir.path, STORE_WRITE, d));
    OK(ingest_begin(&g, s, JANUARY, d));
    assert_int_equal(builder_new(&b, x->model, HOUSEHOLD), HM_OK);
    for (uint32_t i = 0; i < n; i++)
        test_household(b, x->model, i, 0);
    OK(builder_finish(b, &f, false, NULL, d));
    OK(ingest_add(g, &f, d));
    OK(ingest_commit(g, NULL, d));
    frame_fini(&f);
    builder_free(b);
    store_close(s);
}

static void write_file(const char *path, const void *bytes, size_t n)
{
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), n);
    close(fd);
}

static void test_create(void **state)
{
    (void)state;
    struct fixture x;
    struct stat info;
    struct store *s;
    make(&x);
    assert_int_equal(stat(x.dir.path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    char lock[160], other[160];
    snprintf(lock, sizeof lock, "%s-lock", x.dir.path);
    FAILS(HM_USAGE, "a file here already", store_create(x.dir.path, x.model, d));
    snprintf(other, sizeof other, "%s/no/such/store", x.dir.dir);
    FAILS(HM_ENVIRONMENT, "does not exist", store_create(other, x.model, d));
    OK(store_open(&s, x.dir.path, STORE_READ, d));
    assert_int_equal(stat(lock, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    const struct model *m = store_schema(s);
    assert_int_equal(m->entity_count, ENTITIES);
    assert_int_equal(m->field_count, FIELDS);
    for (uint16_t i = 0; i < FIELDS; i++) {
        assert_string_equal(m->fields[i].name, x.model->fields[i].name);
        assert_int_equal(m->fields[i].entity, x.model->fields[i].entity);
        assert_int_equal(m->fields[i].kind, x.model->fields[i].kind);
        assert_int_equal(m->fields[i].type.kind, x.model->fields[i].type.kind);
        assert_int_equal(lane_of_field(m, &m->fields[i]),
                         lane_of_field(x.model, &x.model->fields[i]));
    }
    assert_int_equal(m->entities[CAR].root, HOUSEHOLD);
    assert_int_equal(m->entities[CAR].depth, 2);
    assert_string_equal(m->enums[0].values[3].name, "total");
    assert_int_equal(store_sequence(s), 0);
    OK(store_verify(s, d));
    store_close(s);
    unmake(&x);
}

static void test_not_a_store(void **state)
{
    (void)state;
    struct fixture x;
    struct store *s = NULL;
    char text[20000];
    test_dir_make(&x.dir);
    x.model = test_model();
    FAILS(HM_ENVIRONMENT, "no store here", store_open(&s, x.dir.path, STORE_READ, d));
    FAILS(HM_ENVIRONMENT, "not a regular file", store_open(&s, x.dir.dir, STORE_READ, d));
    memset(text, 'x', sizeof text);
    write_file(x.dir.path, text, sizeof text);
    FAILS(HM_DATA, "no Huimin store", store_open(&s, x.dir.path, STORE_WRITE, d));
    write_file(x.dir.path, "", 0);
    FAILS(HM_DATA, "no Huimin store", store_open(&s, x.dir.path, STORE_READ, d));
    unlink(x.dir.path);
    MDB_env *env; /* somebody else's LMDB file */
    MDB_txn *txn;
    MDB_dbi dbi;
    MDB_val key = {3, "key"}, value = {5, "value"};
    assert_int_equal(mdb_env_create(&env), 0);
    assert_int_equal(mdb_env_open(env, x.dir.path, MDB_NOSUBDIR, 0600), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
    assert_int_equal(mdb_dbi_open(txn, NULL, 0, &dbi), 0);
    assert_int_equal(mdb_put(txn, dbi, &key, &value, 0), 0);
    assert_int_equal(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
    FAILS(HM_DATA, "an LMDB file, but no Huimin store",
          store_open(&s, x.dir.path, STORE_READ, d));
    FAILS(HM_DATA, "an LMDB file, but no Huimin store",
          store_open(&s, x.dir.path, STORE_WRITE, d));
    assert_null(s);
    unmake(&x);
}

/* Cut anywhere, the file is refused before anything maps it. */
static void test_truncated(void **state)
{
    (void)state;
    struct fixture x;
    struct store *s = NULL;
    struct stat info;
    make(&x);
    put_households(&x, 3000);
    assert_int_equal(stat(x.dir.path, &info), 0);
    for (off_t size = info.st_size - 1; size > 8192; size -= info.st_size / 7) {
        assert_int_equal(truncate(x.dir.path, size), 0);
        FAILS(HM_CORRUPT, "truncated", store_open(&s, x.dir.path, STORE_READ, d));
        FAILS(HM_CORRUPT, "truncated", store_open(&s, x.dir.path, STORE_WRITE, d));
    }
    assert_int_equal(truncate(x.dir.path, 100), 0);
    FAILS(HM_DATA, "no Huimin store", store_open(&s, x.dir.path, STORE_READ, d));
    unmake(&x);
}

static void test_newer_format(void **state)
{
    (void)state;
    struct fixture x;
    struct store *s = NULL;
    struct env *env;
    struct txn t;
    struct buf b;
    make(&x);
    OK(env_open(&env, x.dir.path, true, 0, d));
    OK(txn_begin(&t, env, true, d));
    buf_init(&b);
    buf_put(&b, "HUIMIN\0", 8);
    buf_u32(&b, STORE_FORMAT + 1);
    buf_u64(&b, digest_xxh64(b.data, b.len));
    OK(txn_put(&t, TABLE_META, key_text("format"), (struct bytes){b.data, b.len}, d));
    OK(txn_commit(&t, d));
    env_close(env);
    buf_fini(&b);
    FAILS(HM_ENVIRONMENT, "has format 4", store_open(&s, x.dir.path, STORE_READ, d));
    FAILS(HM_ENVIRONMENT, "has format 4", store_open(&s, x.dir.path, STORE_WRITE, d));
    unmake(&x);
}

static void test_second_open(void **state)
{
    (void)state;
    struct fixture x;
    struct store *s, *again = NULL;
    char link_path[160];
    make(&x);
    OK(store_open(&s, x.dir.path, STORE_READ, d));
    FAILS(HM_USAGE, "open already", store_open(&again, x.dir.path, STORE_READ, d));
    snprintf(link_path, sizeof link_path, "%s/link", x.dir.dir);
    assert_int_equal(symlink(x.dir.path, link_path), 0);
    FAILS(HM_USAGE, "open already", store_open(&again, link_path, STORE_WRITE, d));
    unlink(link_path);
    store_close(s);
    OK(store_open(&s, x.dir.path, STORE_READ, d)); /* closed is closed */
    struct ingest *g = NULL;
    FAILS(HM_USAGE, "for reading only", ingest_begin(&g, s, JANUARY, d));
    store_close(s);
    OK(store_open(&s, x.dir.path, STORE_WRITE, d));
    OK(ingest_begin(&g, s, JANUARY, d));
    struct ingest *second = NULL;
    struct run_record r = {.from = JANUARY, .to = JANUARY};
    struct run_writer *w = NULL;
    FAILS(HM_USAGE, "another change", ingest_begin(&second, s, JANUARY, d));
    FAILS(HM_USAGE, "another change", run_begin(&w, s, &r, "", 0, d));
    FAILS(HM_USAGE, "another change", run_publish(s, 1, NULL, d));
    ingest_abort(g);
    store_close(s);
    unmake(&x);
}

/* Runs fn in another process; 0 is success. */
static void in_child(void (*fn)(struct fixture *x), struct fixture *x)
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        fn(x);
        execl("/bin/true", "true", (char *)NULL); /* no leak check of what the parent owns */
        _exit(1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void must(bool ok)
{
    if (!ok)
        _exit(1);
}

static void try_both(struct fixture *x)
{
    struct store *s;
    struct diag d;
    char pid[32];
    diag_init(&d);
    snprintf(pid, sizeof pid, "process %d", (int)getppid());
    must(store_open(&s, x->dir.path, STORE_WRITE, &d) == HM_BUSY);
    must(strstr(d.items[0].text, pid) != NULL);
    diag_fini(&d);
    must(store_open(&s, x->dir.path, STORE_READ, NULL) == HM_OK);
    must(store_sequence(s) == 1);
    must(store_verify(s, NULL) == HM_OK);
    store_close(s);
}

/* The child got the parent's handle by fork: it must not use it, and closing it must leave the
 * parent's locks and file alone. */
static struct store *inherited;
static void use_inherited(struct fixture *x)
{
    struct view *v;
    must(view_open(&v, inherited, x->model, JANUARY, 1, NULL) == HM_USAGE);
    store_close(inherited);
}

static void test_second_writer(void **state)
{
    (void)state;
    struct fixture x;
    struct store *s;
    make(&x);
    put_households(&x, 300);
    OK(store_open(&s, x.dir.path, STORE_WRITE, d));
    /* fork has copied our descriptors: a fresh process image has not */
    inherited = s;
    in_child(use_inherited, &x);
    int ready[2], done[2];
    char byte;
    store_close(s);
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(done), 0);
    pid_t pid =
        fork(); /* this child becomes the other process, which never had the store open */
    if (pid == 0) {
        must(read(ready[0], &byte, 1) == 1);
        try_both(&x);
        must(write(done[1], "x", 1) == 1);
        execl("/bin/true", "true", (char *)NULL);
        _exit(1);
    }
    OK(store_open(&s, x.dir.path, STORE_WRITE, d));
    assert_int_equal(write(ready[1], "x", 1), 1);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    store_close(s);
    for (int i = 0; i < 2; i++) {
        close(ready[i]);
        close(done[i]);
    }
    unmake(&x);
}

/* One flipped byte in the data of any column is found, and the message names block and field.
 */
static void test_damaged(void **state)
{
    (void)state;
    struct fixture x;
    struct store *s;
    struct view *v;
    struct frame f;
    make(&x);
    put_households(&x, 4000);
    char *bytes;
    size_t n, column_at = 0;
    OK(fs_read(&bytes, &n, x.dir.path, SIZE_MAX, d));
    for (size_t page = 2; page + 1 < n / 4096; page++) { /* headers on pages of their own */
        const char *p = bytes + page * 4096 + 16;
        uint16_t column;
        memcpy(&column, p + 6, sizeof column);
        if (memcmp(p, "HMC1", 4) == 0 && column == F_WAGE)
            column_at = page * 4096 + 16;
    }
    assert_int_not_equal(column_at, 0);
    int fd = open(x.dir.path, O_RDWR);
    assert_int_equal(pwrite(fd, "\x5a\xa5", 2, (off_t)(column_at + 48 + 1000)), 2);
    close(fd);
    OK(store_open(&s, x.dir.path, STORE_READ, d));
    OK(view_open(&v, s, x.model, JANUARY, 1, d));
    FAILS(HM_CORRUPT, "block 0 is damaged: the checksum of its data",
          view_load(v, 0, NULL, &f, d));
    uint64_t others = ~(UINT64_C(1) << F_WAGE);
    OK(view_load(v, 0, &others, &f, d)); /* the other columns are whole */
    frame_fini(&f);
    view_close(v);
    FAILS(HM_CORRUPT, "block 0 is damaged", store_verify(s, d));
    store_close(s);
    fd = open(x.dir.path, O_RDWR);
    assert_int_equal(pwrite(fd, bytes + column_at + 1048, 2, (off_t)(column_at + 1048)), 2);
    assert_int_equal(pwrite(fd, "\xff", 1, (off_t)column_at + 8), 1); /* its header */
    close(fd);
    OK(store_open(&s, x.dir.path, STORE_READ, d));
    FAILS(HM_CORRUPT, "the checksum of its header", store_verify(s, d));
    store_close(s);
    mem_free(bytes);
    unmake(&x);
}

/* A single record and a run as well, so that every table has entries. */
static void put_more(struct fixture *x)
{
    struct store *s;
    struct run_writer *w;
    struct run_record r = {.from = JANUARY, .to = JANUARY, .sequence = 1};
    struct result_column c = {.field = F_AMOUNT, .rows = 300};
    struct results out;
    put_households(x, 1);
    OK(store_open(&s, x->dir.path, STORE_WRITE, d));
    OK(run_begin(&w, s, &r, "files", 5, d));
    results_init(&out);
    c.num = arena_zalloc(&out.arena, 300 * sizeof *c.num);
    c.state = arena_zalloc(&out.arena, 300);
    c.num[7] = 5;
    out.columns = &c;
    out.column_count = 1;
    OK(run_put(w, JANUARY, 0, &out, x->model, d));
    OK(run_finish(w, &r, true, d));
    out.column_count = 0;
    results_fini(&out);
    store_close(s);
}

/* Everything a reader might do with a damaged store: errors are fine, crashes are not. Returns
 * what verification says. */
static enum hm_status use(struct fixture *x)
{
    struct store *s;
    struct view *v;
    enum hm_status st = store_open(&s, x->dir.path, STORE_READ, NULL);
    if (st != HM_OK)
        return st;
    st = store_verify(s, NULL);
    if (view_open(&v, s, x->model, JANUARY, store_sequence(s), NULL) == HM_OK) {
        for (uint32_t b = 0; b < view_blocks(v) && b < 10; b++) {
            struct frame f;
            if (view_load(v, b, NULL, &f, NULL) == HM_OK)
                frame_fini(&f);
            if (run_load(v, 1, JANUARY, b, &f, NULL, NULL) == HM_OK)
                frame_fini(&f);
        }
        char id[32];
        uint32_t block, row;
        (void)view_find(v, test_id(id, 17), &block, &row, NULL);
        view_close(v);
    }
    store_close(s);
    return st;
}

/* All households are there and right: what was damaged did not matter indeed. */
static void check_whole(struct fixture *x)
{
    struct store *s;
    struct view *v;
    OK(store_open(&s, x->dir.path, STORE_READ, d));
    OK(view_open(&v, s, x->model, JANUARY, store_sequence(s), d));
    for (uint32_t n = 0; n < 300; n++) {
        char id[32];
        uint32_t block, row;
        OK(view_find(v, test_id(id, n), &block, &row, d));
        if (n % 50 == 0) {
            struct frame f;
            OK(view_load(v, block, NULL, &f, d));
            for (uint32_t r = 0; r < f.entities[HOUSEHOLD].rows; r++) {
                struct str got = column_text(&f.entities[HOUSEHOLD].id, r);
                if (str_eq(got, test_id(id, n)))
                    test_check(&f, x->model, r, n, 0);
            }
            frame_fini(&f);
        }
    }
    view_close(v);
    store_close(s);
}

static void poke(const char *path, size_t at, char byte)
{
    int fd = open(path, O_RDWR);
    assert_int_equal(pwrite(fd, &byte, 1, (off_t)at), 1);
    close(fd); /* or the store would find itself open in this process */
}

/* Any byte of any tree page: damage is found or does not matter, and nothing crashes. */
static void test_flipped_bytes(void **state)
{
    (void)state;
    struct fixture x;
    char *bytes;
    size_t n;
    uint32_t found = 0, tried = 0;
    make(&x);
    put_households(&x, 300);
    put_more(&x);
    OK(fs_read(&bytes, &n, x.dir.path, SIZE_MAX, d));
    for (uint32_t i = 0; tried < 800; i++) {
        size_t at = test_mix(42, i) % n, page = at / 4096 * 4096;
        uint64_t number;
        uint16_t flags;
        memcpy(&number, bytes + page, sizeof number);
        memcpy(&flags, bytes + page + 10, sizeof flags);
        if (page < 8192 || number != page / 4096 || flags == 0 || flags > 2)
            continue; /* no branch or leaf */
        char flipped = (char)(bytes[at] ^ (char)(1 << (i % 8)));
        poke(x.dir.path, at, flipped);
        enum hm_status st = use(&x);
        assert_true(st == HM_OK || st == HM_CORRUPT || st == HM_DATA || st == HM_ENVIRONMENT);
        found += st != HM_OK;
        if (st == HM_OK)
            check_whole(&x);
        tried++;
        poke(x.dir.path, at, bytes[at]);
    }
    assert_int_equal(use(&x), HM_OK);
    /* the others fell into free room and pages no longer used */
    printf("%u of %u flipped bytes mattered\n", found, tried);
    assert_true(found > 0);
    mem_free(bytes);
    unmake(&x);
}

/* What one table says must agree with the others. */
static void test_verify_finds(void **state)
{
    (void)state;
    struct fixture x;
    static const struct {
        enum table table;
        const char *words;
    } cases[] = {{TABLE_ID, "the blocks have"},
                 {TABLE_COLUMN, "is not there"},
                 {TABLE_MANIFEST, "no version of it names"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct store *s;
        struct txn t;
        struct scan scan;
        make(&x);
        put_households(&x, 1000);
        OK(store_open(&s, x.dir.path, STORE_WRITE, d));
        OK(store_verify(s, d));
        OK(txn_begin(&t, s->env, true, d));
        OK(scan_open(&scan, &t, cases[i].table, d));
        OK(scan_first(&scan, d));
        OK(scan_delete(&scan, d));
        scan_close(&scan);
        OK(txn_commit(&t, d));
        FAILS(HM_CORRUPT, cases[i].words, store_verify(s, d));
        store_close(s);
        unmake(&x);
    }
}

/* A small map grows when a write transaction begins and nothing else is alive. */
static void test_map_grows(void **state)
{
    (void)state;
    struct fixture x;
    struct env *env;
    struct txn t;
    void *to;
    make(&x);
    OK(env_open(&env, x.dir.path, true, 1 << 20, d));
    for (uint32_t i = 0; i < 6; i++) {
        struct key key = key_result(1, 1, i, 1);
        OK(txn_begin(&t, env, true, d));
        OK(txn_reserve(&t, TABLE_RESULT, key_bytes(&key), 40 << 20, &to, d));
        memset(to, 'x', 40 << 20);
        OK(txn_commit(&t, d));
    }
    env_close(env);
    struct stat info;
    assert_int_equal(stat(x.dir.path, &info), 0);
    int fd = open(x.dir.path, O_RDONLY);
    assert_int_equal(info.st_size, probe_needed_bytes(fd)); /* no slack is left behind */
    close(fd);
    unmake(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create),       cmocka_unit_test(test_not_a_store),
        cmocka_unit_test(test_truncated),    cmocka_unit_test(test_newer_format),
        cmocka_unit_test(test_second_open),  cmocka_unit_test(test_second_writer),
        cmocka_unit_test(test_damaged),      cmocka_unit_test(test_flipped_bytes),
        cmocka_unit_test(test_verify_finds), cmocka_unit_test(test_map_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
