/* runs_support.h - a store with 250 households and runs over it whose results follow from ids,
 * for the tests of what is kept about runs. */
#ifndef TEST_STORE_RUNS_SUPPORT_H
#define TEST_STORE_RUNS_SUPPORT_H

#include "support.h"
#include "store/payments.h"
#include "store/publications.h"

#define JANUARY (2022 * 12)

struct fixture {
    struct test_dir dir;
    struct model *model;
    struct store *store;
};

static inline void put_households(struct store *s, const struct model *m, int32_t month,
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

static inline void open_fixture(struct fixture *x)
{
    test_dir_make(&x->dir);
    x->model = test_model();
    OK(store_create_sized(x->dir.path, x->model, 100, d));
    OK(store_open(&x->store, x->dir.path, STORE_WRITE, d));
    put_households(x->store, x->model, JANUARY, 0, 250, 0);
}

static inline void close_fixture(struct fixture *x)
{
    store_close(x->store);
    test_model_free(x->model);
    test_dir_remove(&x->dir);
}

static inline uint64_t newest_publication(struct store *s)
{
    uint64_t last = 0;
    OK(store_publications(s, &last, d));
    return last;
}

static inline uint32_t newest_batch(struct store *s)
{
    uint32_t last = 0;
    OK(store_payments(s, &last, d));
    return last;
}

static inline struct run_record record(const struct store *s, int32_t from, int32_t to)
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
static inline int64_t expected(const struct frame *f, uint16_t field, uint32_t row,
                               uint64_t salt)
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

static inline void make_results(struct results *r, const struct frame *f, uint64_t salt)
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

static inline uint32_t compute(struct fixture *x, int32_t from, int32_t to, uint64_t salt,
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

/* A run whose columns may be shared with an earlier one's; the bytes its blocks took. */
static inline uint32_t compute_beside(struct fixture *x, int32_t month, uint64_t salt,
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

/* What a run says of a month is what was put. `m` may number its fields in another way. */
static inline void check_run(struct fixture *x, uint32_t run, int32_t month, uint64_t salt)
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

#endif
