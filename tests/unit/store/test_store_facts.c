/* Facts in and out: what was recorded when must be what a view shows, for any month and any
 * sequence number, whether it lies in blocks or beside them. */
#include "support.h"

#include "store/ingest.h"

#define JANUARY (2022 * 12)

/* --- the oracle: every record ever made --- */

struct record {
    uint32_t number;
    int32_t month;
    uint64_t sequence, salt;
    bool gone;
};
struct oracle {
    struct record list[20000];
    size_t count;
};

/* The record in force: the greatest (month, sequence). */
static const struct record *in_force(const struct oracle *o, uint32_t number, int32_t month,
                                     uint64_t sequence)
{
    const struct record *best = NULL;
    for (size_t i = 0; i < o->count; i++) {
        const struct record *r = &o->list[i];
        if (r->number != number || r->month > month || r->sequence > sequence)
            continue;
        if (!best || r->month > best->month ||
            (r->month == best->month && r->sequence >= best->sequence))
            best = r;
    }
    return best && !best->gone ? best : NULL;
}

static void note(struct oracle *o, uint32_t number, int32_t month, uint64_t sequence,
                 uint64_t salt, bool gone)
{
    assert_true(o->count < sizeof o->list / sizeof *o->list);
    o->list[o->count++] = (struct record){number, month, sequence, salt, gone};
}

/* A deletion holds for ever: also in later months that had a record of their own. */
static void note_deletion(struct oracle *o, uint32_t number, int32_t month, uint64_t sequence)
{
    size_t before = o->count;
    note(o, number, month, sequence, 0, true);
    for (size_t i = 0; i < before; i++) {
        const struct record r = o->list[i];
        if (r.number == number && r.month > month)
            note(o, number, r.month, sequence, 0, true);
    }
}

static uint32_t number_of(struct str id, uint32_t households)
{
    for (uint32_t n = 0; n < households; n++) {
        char text[32];
        struct str want = test_id(text, n);
        if (str_eq(want, id))
            return n;
    }
    fail_msg("unknown id");
    return 0;
}

static void check_layout(const struct frame *f, const uint16_t *ordinals)
{
    const struct frame_entity *p = &f->entities[PERSON];
    uint32_t roots = f->entities[HOUSEHOLD].rows, before = UINT32_MAX, slot = 0, row = 0;
    for (uint32_t r = 0; r < roots; r++) {
        uint32_t n;
        (void)frame_children(f, PERSON, r, &n);
        assert_true(n <= before);
        if (n == before)
            assert_true(ordinals[r] > ordinals[r - 1]);
        before = n;
    }
    for (; row < p->rows;
         slot++) { /* all first persons in order of households, all second, ... */
        for (uint32_t r = 0; r < roots; r++) {
            uint32_t n;
            const uint32_t *rows = frame_children(f, PERSON, r, &n);
            if (n > slot)
                assert_int_equal(rows[slot], row++);
        }
    }
}

static void check_view(struct store *s, const struct model *m, const struct oracle *o,
                       uint32_t households, int32_t month, uint64_t sequence)
{
    struct view *v;
    uint32_t seen = 0, expected = 0;
    OK(view_open(&v, s, m, month, sequence, d));
    for (uint32_t b = 0; b < view_blocks(v); b++) {
        struct frame f;
        OK(view_load(v, b, NULL, &f, d));
        assert_true(f.jagged);
        check_layout(&f, view_ordinals(v));
        for (uint32_t r = 0; r < f.entities[HOUSEHOLD].rows; r++) {
            uint32_t number = number_of(column_text(&f.entities[HOUSEHOLD].id, r), households);
            const struct record *want = in_force(o, number, month, sequence);
            assert_non_null(want);
            test_check(&f, m, r, number, want->salt);
            seen++;
        }
        frame_fini(&f);
    }
    for (uint32_t n = 0; n < households; n++)
        expected += in_force(o, n, month, sequence) != NULL;
    assert_int_equal(seen, expected);
    view_close(v);
}

static void add_one(struct ingest *g, const struct model *m, uint32_t number, uint64_t salt)
{
    struct builder *b;
    struct frame f;
    assert_int_equal(builder_new(&b, m, HOUSEHOLD), HM_OK);
    test_household(b, m, number, salt);
    OK(builder_finish(b, &f, false, NULL, d));
    OK(ingest_add(g, &f, d));
    frame_fini(&f);
    builder_free(b);
}

/* All households of a builder as one frame. */
static void take_all(struct ingest *g, struct builder *b)
{
    struct frame f;
    uint32_t rows[512], n = builder_rows(b, HOUSEHOLD);
    assert_true(n <= 512);
    for (uint32_t r = 0; r < n; r++)
        rows[r] = r;
    OK(builder_finish(b, &f, false, NULL, d));
    OK(ingest_take(g, &f, rows, n, d));
    assert_null(f.entities);
}

struct fixture {
    struct test_dir dir;
    struct model *model;
    struct store *store;
};

static void open_fixture(struct fixture *x, uint32_t block_households)
{
    test_dir_make(&x->dir);
    x->model = test_model();
    OK(store_create_sized(x->dir.path, x->model, block_households, d));
    OK(store_open(&x->store, x->dir.path, STORE_WRITE, d));
}

static void close_fixture(struct fixture *x)
{
    store_close(x->store);
    test_model_free(x->model);
    test_dir_remove(&x->dir);
}

static void reopen(struct fixture *x)
{
    store_close(x->store);
    OK(store_open(&x->store, x->dir.path, STORE_WRITE, d));
}

/* --- tests --- */

static void random_history(uint32_t block_households, uint32_t households, int rounds,
                           size_t held_bytes, uint32_t most_changes, uint64_t seed)
{
    struct fixture x;
    struct oracle *o = mem_zalloc(sizeof *o);
    open_fixture(&x, block_households);
    for (int round = 0; round < rounds; round++) {
        uint64_t at = test_mix(seed, (uint64_t)round);
        int32_t month = JANUARY + (int32_t)(at % 6);
        uint32_t changes = 1 + (uint32_t)(at >> 8) % most_changes;
        uint32_t first = (uint32_t)(at >> 24) % households;
        struct ingest *g;
        struct builder *several;
        struct ingest_counts want = {0}, got;
        OK(ingest_begin(&g, x.store, month, d));
        assert_int_equal(builder_new(&several, x.model, HOUSEHOLD), HM_OK);
        if (held_bytes)
            g->held_bytes = held_bytes;
        uint64_t sequence = store_sequence(x.store) + 1;
        for (uint32_t i = 0; i < changes && i < households; i++) {
            uint32_t number = (first + i * 3) % households;
            uint64_t salt = test_mix(at, i) % 3; /* often the same again */
            const struct record *now = in_force(o, number, month, sequence - 1);
            if (i * 3 >= households)
                break;
            if (now && test_mix(at, i + 5000) % 6 == 0) {
                char id[32];
                OK(ingest_delete(g, test_id(id, number), d));
                note_deletion(o, number, month, sequence);
                want.deleted++;
                continue;
            }
            want.added += !now;
            want.replaced += now && now->salt != salt;
            want.unchanged += now && now->salt == salt;
            if (test_mix(at, 7) % 3 == 0 && test_mix(at, i + 9000) % 8 == 0)
                add_one(g, x.model, number, salt);
            else
                test_household(several, x.model, number, salt);
            if (test_mix(at, i + 7000) % 16 == 0)
                take_all(g, several);
            note(o, number, month, sequence, salt, false);
        }
        take_all(g, several);
        builder_free(several);
        OK(ingest_commit(g, &got, d));
        assert_int_equal(store_sequence(x.store), sequence);
        assert_int_equal(got.added, want.added);
        assert_int_equal(got.replaced, want.replaced);
        assert_int_equal(got.unchanged, want.unchanged);
        assert_int_equal(got.deleted, want.deleted);
        check_view(x.store, x.model, o, households, month, sequence);
    }
    reopen(&x);
    for (uint64_t q = 0; q <= (uint64_t)rounds; q += q < 3 ? 1 : 1 + q / 3) {
        for (int32_t month = JANUARY - 1; month <= JANUARY + 6; month += 2)
            check_view(x.store, x.model, o, households, month, q);
    }
    OK(store_verify(x.store, d));
    mem_free(o);
    close_fixture(&x);
}

static void test_blocks_only(void **state)
{
    (void)state;
    random_history(7, 60, 30, 0, 40, 1); /* every change is worth a version */
}

static void test_records_only(void **state)
{
    (void)state;
    random_history(16384, 120, 24, 0, 30, 2); /* never worth one */
}

static void test_records_and_blocks(void **state)
{
    (void)state;
    random_history(256, 300, 40, 0, 20, 3);
}

static void test_spilled(void **state)
{
    (void)state;
    random_history(32, 200, 20, 2000, 150, 4);
}

static void test_full_blocks_while_taking(void **state)
{
    (void)state;
    random_history(16, 2000, 3, 3000, 900, 5);
}

/* A correction of an earlier month shows in the months that had only carried the household
 * over, and stops where it has a record of its own. */
static void test_correction_flows_forward(void **state)
{
    (void)state;
    struct fixture x;
    struct ingest *g;
    struct oracle *o = mem_zalloc(sizeof *o);
    static const struct {
        int32_t month;
        uint32_t number;
        uint64_t salt;
    } steps[] = {{0, 1, 10}, {0, 2, 20}, {3, 2, 21}, {5, 3, 30},
                 {1, 1, 11}, {1, 2, 22}, {3, 1, 12}};
    open_fixture(&x, 4);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        OK(ingest_begin(&g, x.store, JANUARY + steps[i].month, d));
        add_one(g, x.model, steps[i].number, steps[i].salt);
        OK(ingest_commit(g, NULL, d));
        note(o, steps[i].number, JANUARY + steps[i].month, i + 1, steps[i].salt, false);
    }
    /* in April household 1 shows its April record, household 2 its own, not February's 22 */
    assert_int_equal(in_force(o, 1, JANUARY + 4, 7)->salt, 12);
    assert_int_equal(in_force(o, 2, JANUARY + 4, 7)->salt, 21);
    for (int32_t month = 0; month < 7; month++) {
        for (uint64_t q = 0; q <= 7; q++)
            check_view(x.store, x.model, o, 4, JANUARY + month, q);
    }
    OK(store_verify(x.store, d));
    mem_free(o);
    close_fixture(&x);
}

/* The same changes as single records and as a block give the same frame. */
static void test_overlay_equals_merge(void **state)
{
    (void)state;
    struct fixture x[2];
    struct view *v[2];
    struct frame f[2];
    for (int i = 0; i < 2; i++) {
        struct ingest *g;
        open_fixture(&x[i], i ? 64 : 16384);
        for (uint32_t round = 0; round < 5; round++) {
            OK(ingest_begin(&g, x[i].store, JANUARY, d));
            for (uint32_t n = 0; n < 12; n++)
                add_one(g, x[i].model, round * 6 + n, round);
            OK(ingest_commit(g, NULL, d));
        }
        OK(view_open(&v[i], x[i].store, x[i].model, JANUARY, 5, d));
        OK(view_load(v[i], 0, NULL, &f[i], d));
    }
    assert_int_equal(f[0].entities[PERSON].rows, f[1].entities[PERSON].rows);
    for (int e = 0; e < ENTITIES; e++) {
        uint32_t rows = f[0].entities[e].rows;
        assert_int_equal(rows, f[1].entities[e].rows);
        for (uint32_t r = 0; r < rows; r++) {
            assert_true(str_eq(column_text(&f[0].entities[e].id, r),
                               column_text(&f[1].entities[e].id, r)));
            if (f[0].entities[e].parent)
                assert_int_equal(f[0].entities[e].parent[r], f[1].entities[e].parent[r]);
        }
    }
    for (int i = 0; i < 2; i++) {
        frame_fini(&f[i]);
        view_close(v[i]);
        close_fixture(&x[i]);
    }
}

static enum hm_status collect(void *ctx, struct str id, uint32_t block, uint16_t ordinal)
{
    struct buf *b = ctx;
    (void)block;
    (void)ordinal;
    buf_printf(b, "%.*s ", (int)id.n, id.p);
    return HM_OK;
}

static void test_ids_in_order(void **state)
{
    (void)state;
    struct fixture x;
    struct ingest *g;
    struct view *v;
    struct buf ids;
    enum { N = 2500 };
    open_fixture(&x, 100);
    OK(ingest_begin(&g, x.store, JANUARY, d));
    for (uint32_t n = 0; n < N; n++)
        add_one(g, x.model, n, 0);
    OK(ingest_commit(g, NULL, d));
    OK(ingest_begin(&g, x.store, JANUARY + 1, d));
    char gone[32];
    OK(ingest_delete(g, test_id(gone, 5), d));
    FAILS(HM_NOT_FOUND, "no household H99999", ingest_delete(g, (struct str){"H99999", 6}, d));
    FAILS(HM_DATA, "twice", ingest_delete(g, test_id(gone, 5), d));
    OK(ingest_commit(g, NULL, d));
    buf_init(&ids);
    OK(view_open(&v, x.store, x.model, JANUARY + 1, 2, d));
    OK(view_each_id(v, collect, &ids, d));
    size_t count = 0;
    for (const char *p = ids.data; *p; p += 7, count++) {
        assert_true(p == ids.data || memcmp(p - 7, p, 6) < 0);
        assert_memory_not_equal(p, gone, 6);
    }
    assert_int_equal(count, N - 1);
    for (uint32_t n = 0; n < N; n += 97) {
        char text[32];
        uint32_t block, row;
        struct frame f;
        OK(view_find(v, test_id(text, n), &block, &row, d));
        OK(view_load(v, block, NULL, &f, d));
        test_check(&f, x.model, row, n, 0);
        frame_fini(&f);
    }
    uint32_t block = 99, row = 99;
    FAILS(HM_NOT_FOUND, "2022-02", view_find(v, test_id(gone, 5), &block, &row, d));
    assert_int_equal(block, 99);
    view_close(v);
    buf_fini(&ids);
    close_fixture(&x);
}

/* Refused households are named and left out; the others are taken. */
static void test_refused(void **state)
{
    (void)state;
    struct fixture x;
    struct ingest *g;
    struct ingest_counts counts;
    struct builder *b;
    struct frame f;
    open_fixture(&x, 100);
    OK(ingest_begin(&g, x.store, JANUARY, d));
    assert_int_equal(builder_new(&b, x.model, HOUSEHOLD), HM_OK);
    test_household(b, x.model, 1, 0);
    test_household(b, x.model, 2, 0);
    test_household(b, x.model, 1, 5);
    OK(builder_finish(b, &f, false, NULL, d));
    FAILS(HM_DATA, "household H07919: its id stands here twice", ingest_add(g, &f, d));
    frame_fini(&f);
    (void)builder_row(b, HOUSEHOLD, 0, (struct str){"", 0});
    OK(builder_finish(b, &f, false, NULL, d));
    FAILS(HM_DATA, "no id", ingest_add(g, &f, d));
    frame_fini(&f);
    OK(ingest_commit(g, &counts, d));
    assert_int_equal(counts.added, 2);
    OK(ingest_begin(&g, x.store, JANUARY, d));
    test_household(b, x.model, 2, 0); /* known from before: also only once */
    test_household(b, x.model, 2, 1);
    OK(builder_finish(b, &f, false, NULL, d));
    FAILS(HM_DATA, "twice", ingest_add(g, &f, d));
    frame_fini(&f);
    ingest_abort(g);
    assert_int_equal(store_sequence(x.store), 1);
    OK(ingest_begin(&g, x.store, JANUARY, d));
    OK(ingest_commit(g, &counts, d)); /* nothing in it: nothing is recorded */
    assert_int_equal(store_sequence(x.store), 1);
    OK(store_verify(x.store, d));
    builder_free(b);
    close_fixture(&x);
}

/* An id that stood in a block which has been written meanwhile is still known. */
static void test_twice_far_apart(void **state)
{
    (void)state;
    struct fixture x;
    struct ingest *g;
    struct builder *b;
    struct frame f;
    open_fixture(&x, 10);
    OK(ingest_begin(&g, x.store, JANUARY, d));
    g->held_bytes = 4000; /* three blocks or so */
    for (uint32_t n = 0; n < 60; n++)
        add_one(g, x.model, n, 0);
    assert_int_equal(builder_new(&b, x.model, HOUSEHOLD), HM_OK);
    test_household(b, x.model, 3, 1);
    OK(builder_finish(b, &f, false, NULL, d));
    FAILS(HM_DATA, "twice", ingest_add(g, &f, d));
    frame_fini(&f);
    builder_free(b);
    struct ingest_counts counts;
    OK(ingest_commit(g, &counts, d));
    assert_int_equal(counts.added, 60);
    OK(store_verify(x.store, d));
    close_fixture(&x);
}

/* One household with `members` persons and an id and a text of these lengths. */
static enum hm_status add_sized(struct ingest *g, const struct model *m, uint32_t members,
                                size_t id_bytes, size_t text_bytes, struct diag *messages)
{
    struct builder *b;
    struct frame f;
    char *text = mem_alloc(2000);
    memset(text, 'x', 2000);
    assert_int_equal(builder_new(&b, m, HOUSEHOLD), HM_OK);
    uint32_t row = builder_row(b, HOUSEHOLD, 0, (struct str){text, id_bytes});
    struct value v = {.kind = KIND_TEXT, .as.text = {text, text_bytes}};
    assert_int_equal(builder_set(b, F_CODE, row, &v), 0);
    for (uint32_t k = 0; k < members; k++)
        assert_int_not_equal(builder_row(b, PERSON, row, (struct str){"p", 1}), UINT32_MAX);
    OK(builder_finish(b, &f, false, NULL, d));
    enum hm_status st = ingest_add(g, &f, messages);
    frame_fini(&f);
    builder_free(b);
    mem_free(text);
    return st;
}

static void test_limits(void **state)
{
    (void)state;
    struct fixture x;
    struct ingest *g;
    struct ingest_counts counts;
    struct view *v;
    struct frame f;
    open_fixture(&x, 2);
    OK(ingest_begin(&g, x.store, JANUARY, d));
    OK(add_sized(g, x.model, LIMIT_MEMBERS - 1, LIMIT_ID_BYTES - 1, LIMIT_TEXT_BYTES - 1, d));
    OK(add_sized(g, x.model, LIMIT_MEMBERS, LIMIT_ID_BYTES, LIMIT_TEXT_BYTES, d));
    FAILS(HM_DATA, "too many", add_sized(g, x.model, LIMIT_MEMBERS + 1, 5, 5, d));
    FAILS(HM_DATA, "id is too long", add_sized(g, x.model, 1, LIMIT_ID_BYTES + 1, 5, d));
    FAILS(HM_DATA, "text is too long", add_sized(g, x.model, 1, 6, LIMIT_TEXT_BYTES + 1, d));
    OK(ingest_commit(g, &counts, d));
    assert_int_equal(counts.added, 2);
    OK(view_open(&v, x.store, x.model, JANUARY, 1, d));
    OK(view_load(v, 0, NULL, &f, d));
    assert_int_equal(f.entities[PERSON].rows, 2 * LIMIT_MEMBERS - 1);
    assert_int_equal(column_text(&f.entities[HOUSEHOLD].id, 0).n, LIMIT_ID_BYTES);
    assert_int_equal(column_text(&f.columns[F_CODE], 0).n, LIMIT_TEXT_BYTES);
    frame_fini(&f);
    view_close(v);
    OK(store_verify(x.store, d));
    close_fixture(&x);
}

/* Constant and missing columns cost nothing and come back right; columns that did not change
 * are shared between months. */
static void test_sharing(void **state)
{
    (void)state;
    struct fixture x;
    struct ingest *g;
    struct builder *b;
    struct txn t;
    struct scan s;
    open_fixture(&x, 16320);
    for (int32_t month = 0; month < 2; month++) {
        OK(ingest_begin(&g, x.store, JANUARY + month, d));
        assert_int_equal(builder_new(&b, x.model, HOUSEHOLD), HM_OK);
        for (uint32_t n = 0; n < 3000; n++) {
            char id[32];
            struct value v = {.kind = KIND_INTEGER, .as.integer = 7};
            uint32_t row = builder_row(b, HOUSEHOLD, 0, test_id(id, n));
            builder_set(b, F_ALWAYS, row, &v);
            v = test_value(KIND_MONEY, (int64_t)n * 1000);
            builder_set(b, F_SAVINGS, row, &v);
            v = (struct value){.kind = KIND_BOOLEAN, .as.boolean = month == 1 && n % 2};
            builder_set(b, F_RURAL, row, &v);
        }
        struct frame f;
        OK(builder_finish(b, &f, false, NULL, d));
        OK(ingest_add(g, &f, d));
        OK(ingest_commit(g, NULL, d));
        frame_fini(&f);
        builder_free(b);
    }
    size_t second = 0, constant = 0;
    OK(txn_begin(&t, x.store->env, false, d));
    OK(scan_open(&s, &t, TABLE_COLUMN, d));
    OK(scan_first(&s, d));
    while (s.found) {
        const uint8_t *key = s.key.p;
        uint16_t column = (uint16_t)(key[4] << 8 | key[5]);
        bool is_second = key[15] == 2;
        second += is_second;
        if (is_second)
            assert_true(column == F_RURAL || column == 0xF201);
        constant += column == F_ALWAYS && s.value.n == 48;
        assert_int_not_equal(column, F_NEVER);
        OK(scan_next(&s, d));
    }
    scan_close(&s);
    txn_abort(&t);
    assert_int_equal(second, 2); /* what changed, and whose record it is */
    assert_int_equal(constant, 1);
    close_fixture(&x);
}

/* Other names, orders and types than the store's: matched by name. */
static void test_other_model(void **state)
{
    (void)state;
    struct fixture x;
    struct ingest *g;
    struct view *v;
    struct frame f;
    open_fixture(&x, 100);
    OK(ingest_begin(&g, x.store, JANUARY, d));
    for (uint32_t n = 0; n < 50; n++)
        add_one(g, x.model, n, 0);
    OK(ingest_commit(g, NULL, d));
    struct model *m = test_model();
    m->enums[0].values[1].name = "total"; /* other codes for the same words */
    m->enums[0].values[3].name = "partial";
    m->fields[F_AREA].type.decimals = 4;
    OK(view_open(&v, x.store, m, JANUARY, 1, d));
    OK(view_load(v, 0, NULL, &f, d));
    for (uint32_t r = 0; r < f.entities[PERSON].rows; r++) {
        uint32_t root = frame_root_row(&f, PERSON, r), n;
        uint32_t number = number_of(column_text(&f.entities[HOUSEHOLD].id, root), 50);
        const uint32_t *rows = frame_children(&f, PERSON, root, &n);
        uint32_t k = 0;
        while (rows[k] != r)
            k++;
        int64_t want;
        static const int64_t recoded[] = {0, 3, 2, 1};
        uint64_t seed = test_mix(test_mix(number, 0), 7777 + k * 64 + PERSON);
        if (test_cell(&want, F_GRADE, seed))
            assert_int_equal(column_int(&f.columns[F_GRADE], r), recoded[want]);
    }
    struct value area;
    for (uint32_t r = 0; r < f.entities[OBLIGOR].rows; r++) {
        if (column_value(&area, &f.columns[F_AREA], &m->fields[F_AREA], r))
            assert_int_equal(column_int(&f.columns[F_AREA], r) % 100, 0);
    }
    frame_fini(&f);
    view_close(v);
    m->enums[0].values[3].name = "otherwise";
    OK(view_open(&v, x.store, m, JANUARY, 1, d));
    FAILS(HM_DATA, "\"partial\"", view_load(v, 0, NULL, &f, d));
    view_close(v);
    m->fields[F_WAGE].type.kind = KIND_INTEGER;
    OK(view_open(&v, x.store, m, JANUARY, 1, d));
    uint64_t wage = UINT64_C(1) << F_WAGE, birth = UINT64_C(1) << F_BIRTH;
    FAILS(HM_DATA, "person.wage_income as money", view_load(v, 0, &wage, &f, d));
    OK(view_load(v, 0, &birth, &f, d)); /* only what is asked for matters */
    assert_int_equal(f.columns[F_GRADE].rows, 0);
    assert_int_not_equal(f.columns[F_BIRTH].rows, 0);
    frame_fini(&f);
    view_close(v);
    test_model_free(m);
    close_fixture(&x);
}

/* Another root has blocks of its own. */
static void test_two_roots(void **state)
{
    (void)state;
    struct fixture x;
    struct ingest *g;
    struct builder *b;
    struct view *v;
    struct frame f;
    open_fixture(&x, 10);
    OK(ingest_begin(&g, x.store, JANUARY, d));
    assert_int_equal(builder_new(&b, x.model, INSTITUTION), HM_OK);
    for (uint32_t n = 0; n < 12; n++) {
        char id[32];
        struct value beds = {.kind = KIND_INTEGER, .as.integer = n};
        uint32_t row = builder_row(b, INSTITUTION, 0, test_id(id, n));
        builder_set(b, F_BEDS, row, &beds);
        add_one(g, x.model, n, 0); /* the same ids: no clash */
    }
    OK(builder_finish(b, &f, false, NULL, d));
    OK(ingest_add(g, &f, d));
    frame_fini(&f);
    builder_free(b);
    OK(ingest_commit(g, NULL, d));
    OK(view_open(&v, x.store, x.model, JANUARY, 1, d));
    uint32_t institutions = 0, households = 0;
    for (uint32_t k = 0; k < view_blocks(v); k++) {
        OK(view_load(v, k, NULL, &f, d));
        institutions += f.root == INSTITUTION ? f.entities[INSTITUTION].rows : 0;
        households += f.root == HOUSEHOLD ? f.entities[HOUSEHOLD].rows : 0;
        frame_fini(&f);
    }
    assert_int_equal(institutions, 12);
    assert_int_equal(households, 12);
    view_close(v);
    OK(store_verify(x.store, d));
    close_fixture(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_only),
        cmocka_unit_test(test_records_only),
        cmocka_unit_test(test_records_and_blocks),
        cmocka_unit_test(test_spilled),
        cmocka_unit_test(test_full_blocks_while_taking),
        cmocka_unit_test(test_correction_flows_forward),
        cmocka_unit_test(test_overlay_equals_merge),
        cmocka_unit_test(test_ids_in_order),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_twice_far_apart),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_sharing),
        cmocka_unit_test(test_other_model),
        cmocka_unit_test(test_two_roots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
