/* Runs: results in and out, publication, history, what another policy sees of them. */
#include "support.h"

#include "store/issues.h"

#define JANUARY (2022 * 12)

struct fixture {
    struct test_dir dir;
    struct model *model;
    struct store *store;
};

static void put_households(struct store *s, const struct model *m, int32_t month,
                           uint32_t first, uint32_t n, uint64_t salt)
{
    struct ingest *g;
    struct builder *b;
    struct frame f;
    OK(ingest_begin(&g, s, month, d));
    assert_int_equal(builder_new(&b, m, HOUSEHOLD), HM_OK);
    for (uint32_t i = 0; i < n; i++)
        test_household(b, m, first + i, salt);
    OK(builder_finish(b, &f, false, NULL, d));
    OK(ingest_add(g, &f, d));
    OK(ingest_commit(g, NULL, d));
    frame_fini(&f);
    builder_free(b);
}

static void open_fixture(struct fixture *x)
{
    test_dir_make(&x->dir);
    x->model = test_model();
    OK(store_create_sized(x->dir.path, x->model, 100, d));
    OK(store_open(&x->store, x->dir.path, STORE_WRITE, d));
    put_households(x->store, x->model, JANUARY, 0, 250, 0);
}

static void close_fixture(struct fixture *x)
{
    store_close(x->store);
    test_model_free(x->model);
    test_dir_remove(&x->dir);
}

static struct run_record record(const struct store *s, int32_t from, int32_t to)
{
    struct run_record r = {.from = from, .to = to, .sequence = store_sequence(s)};
    memset(r.identity, 'a', sizeof r.identity - 1);
    snprintf(r.policy_name, sizeof r.policy_name, "cn/test");
    snprintf(r.engine, sizeof r.engine, "lua");
    snprintf(r.who, sizeof r.who, "tester");
    snprintf(r.started, sizeof r.started, "2026-01-01T00:00:00Z");
    r.patches = mem_strdup("dibao_standard=1330@2024-07-01");
    r.summary = mem_strdup("{}");
    return r;
}

/* The value of a cell of run `salt`, from ids, so that rows can stand in any order. -1:
 * missing, -2: error. */
static int64_t expected(const struct frame *f, uint16_t field, uint32_t row, uint64_t salt)
{
    uint8_t entity = field_table[field].entity;
    struct str id = column_text(&f->entities[HOUSEHOLD].id, frame_root_row(f, entity, row));
    uint64_t x = salt * 31 + field;
    for (size_t i = 0; i < id.n; i++)
        x = test_mix(x, (uint8_t)id.p[i]);
    if (entity != HOUSEHOLD) {
        struct str own = column_text(&f->entities[entity].id, row);
        for (size_t i = 0; i < own.n; i++)
            x = test_mix(x, (uint8_t)own.p[i]);
    }
    if (salt && x % 10 == 0) /* run 0 knows everything */
        return -1 - (int64_t)(x / 10 % 2);
    return field == F_CATEGORY ? (int64_t)(x % 4)
                               : (int64_t)(x % (field == F_PART ? 700 : 90000));
}

static void make_results(struct results *r, const struct frame *f, uint64_t salt)
{
    static const uint16_t outputs[] = {F_AMOUNT, F_CATEGORY, F_PART};
    results_init(r);
    r->column_count = 3;
    r->columns = arena_zalloc(&r->arena, 3 * sizeof *r->columns);
    size_t cap = 0;
    for (int i = 0; i < 3; i++)
        cap += f->entities[field_table[outputs[i]].entity].rows;
    r->issues = arena_zalloc(&r->arena, (cap + 1) * sizeof *r->issues);
    for (int i = 0; i < 3; i++) {
        struct result_column *c = &r->columns[i];
        c->field = outputs[i];
        c->rows = f->entities[field_table[c->field].entity].rows;
        c->num = arena_zalloc(&r->arena, c->rows * sizeof *c->num + 1);
        c->state = arena_zalloc(&r->arena, c->rows + 1u);
        c->den =
            c->field == F_PART ? arena_alloc(&r->arena, c->rows * sizeof *c->den + 1) : NULL;
        for (uint32_t k = 0; k < c->rows; k++) {
            int64_t v = expected(f, c->field, k, salt);
            bool thirds = c->den && v > 0 && v % 3 != 0; /* stored half up to four decimals */
            if (c->den)
                c->den[k] = thirds ? 3 : 1;
            if (v >= 0) {
                c->num[k] = c->den && !thirds ? v / 3 : v;
                continue;
            }
            c->state[k] = v == -1 ? HM_TRAP_MISSING : HM_TRAP_OVERFLOW;
            r->issues[r->issue_count++] = (struct result_issue){
                c->field, k, (enum hm_trap)c->state[k],
                v == -1 ? "persons[0].birth_date\npersons[1].birth_date" : "overflow at 5:12"};
        }
    }
}

static uint32_t compute(struct fixture *x, int32_t from, int32_t to, uint64_t salt,
                        bool publish)
{
    struct run_record r = record(x->store, from, to);
    struct run_writer *w;
    OK(run_begin(&w, x->store, &r, "files", 5, d));
    for (int32_t month = from; month <= to; month++) {
        struct view *v;
        OK(view_open(&v, x->store, x->model, month, r.sequence, d));
        for (uint32_t b = view_blocks(v); b-- > 0;) { /* in any order of blocks */
            struct frame f;
            struct results out;
            OK(view_load(v, b, NULL, &f, d));
            make_results(&out, &f, salt);
            OK(run_put(w, month, b, &out, x->model, d));
            results_fini(&out);
            frame_fini(&f);
        }
        view_close(v);
    }
    r.households = 250;
    OK(run_finish(w, &r, publish, d));
    uint32_t id = r.id;
    run_record_fini(&r);
    return id;
}

/* What a run says of a month is what was put. `m` may number its fields in another way. */
static void check_run(struct fixture *x, uint32_t run, int32_t month, uint64_t salt)
{
    struct view *v;
    uint32_t households = 0;
    OK(view_open(&v, x->store, x->model, month, store_sequence(x->store), d));
    for (uint32_t b = 0; b < view_blocks(v); b++) {
        struct frame f;
        struct results issues;
        const uint16_t *ordinals;
        size_t without = 0;
        OK(run_load(v, run, month, b, &f, &ordinals, d));
        for (uint16_t field = F_AMOUNT; field <= F_PART; field++) {
            for (uint32_t r = 0; r < f.entities[field_table[field].entity].rows; r++) {
                int64_t want = expected(&f, field, r, salt);
                const struct column *c = &f.columns[field];
                assert_int_equal(c->rows && column_valid(c, r), want >= 0);
                without += want < 0;
                if (want >= 0 && field == F_PART)
                    want = (want * 10000 * 2 + 3) / 6;
                if (want >= 0)
                    assert_int_equal(column_int(c, r), want);
            }
        }
        households += f.entities[HOUSEHOLD].rows;
        for (uint32_t r = 1; r < f.entities[HOUSEHOLD].rows; r++)
            assert_int_not_equal(ordinals[r], ordinals[r - 1]);
        results_init(&issues);
        OK(run_load_issues(v, run, month, b, &issues, d));
        assert_int_equal(issues.issue_count, without);
        for (size_t i = 0; i < issues.issue_count; i++) {
            const struct result_issue *s = &issues.issues[i];
            bool missing = expected(&f, s->field, s->row, salt) == -1;
            assert_int_equal(s->trap, missing ? HM_TRAP_MISSING : HM_TRAP_OVERFLOW);
            assert_string_equal(s->text, missing
                                             ? "persons[0].birth_date\npersons[1].birth_date"
                                             : "overflow at 5:12");
        }
        results_fini(&issues);
        frame_fini(&f);
    }
    assert_int_equal(households, 250);
    view_close(v);
}

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

/* A run whose columns may be shared with an earlier one's; the bytes its blocks took. */
static uint32_t compute_beside(struct fixture *x, int32_t month, uint64_t salt,
                               uint32_t earlier, size_t *bytes)
{
    struct run_record r = record(x->store, month, month);
    struct run_writer *w;
    struct view *v;
    *bytes = 0;
    OK(run_begin(&w, x->store, &r, "files", 5, d));
    OK(view_open(&v, x->store, x->model, month, r.sequence, d));
    for (uint32_t b = 0; b < view_blocks(v); b++) {
        struct frame f;
        struct results out;
        struct run_block *block;
        OK(view_load(v, b, NULL, &f, d));
        make_results(&out, &f, salt);
        OK(run_pack(&block, v, earlier, JANUARY, month, b, &out, x->model, d));
        *bytes += run_block_bytes(block);
        OK(run_put_block(w, block, x->model, d));
        run_block_free(block);
        results_fini(&out);
        frame_fini(&f);
    }
    view_close(v);
    OK(run_finish(w, &r, false, d));
    uint32_t id = r.id;
    run_record_fini(&r);
    return id;
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results),     cmocka_unit_test(test_other_policy),
        cmocka_unit_test(test_publication), cmocka_unit_test(test_abandoned),
        cmocka_unit_test(test_issue_bytes), cmocka_unit_test(test_shared),
        cmocka_unit_test(test_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
