/* A schema that grows: old records, blocks and lanes beside new ones, twice; what is refused;
 * those who have the store open meanwhile. */
#include "runs_support.h"

#include <sys/wait.h>
#include "base/fault.h"
#include "policy/join.h"
#include "store/catalog.h"
#include "store/journal.h"

enum { HOUSEHOLDS = 300, NEW_FIELDS = 5 };

static void add_value(struct model *m)
{
    struct enum_value *values = test_room(m, 5, sizeof *values);
    memcpy(values, m->enums[0].values, 4 * sizeof *values);
    values[4].name = test_copy(m, "severe");
    m->enums[0].values = values;
    m->enums[0].count = 5;
}

/* Another year's policy: two more inputs of the household, another value, a wider range, boats
 * in place of cars, schools. */
static struct model *next_year(const char *input)
{
    struct model *m = test_model();
    add_value(m);
    m->fields[F_NEVER].name = test_copy(m, input);
    m->fields[F_SAVINGS].name = test_copy(m, "subsidy");
    m->fields[F_ALWAYS].max = test_value(KIND_INTEGER, 70000);
    m->fields[F_WAGE].max = test_value(KIND_MONEY, INT64_C(1000000000000));
    m->fields[F_BEDS].max = test_value(KIND_INTEGER, 70000);
    m->entities[CAR].name = test_copy(m, "boat");
    m->entities[CAR].plural = test_copy(m, "boats");
    m->entities[INSTITUTION].name = test_copy(m, "school");
    return m;
}

static void sound_store(struct store *s)
{
    struct journal_report r;
    OK(store_verify(s, d));
    OK(journal_verify(s, NULL, &r, d));
}

static void reopen(struct fixture *x, enum store_mode mode)
{
    store_close(x->store);
    OK(store_open(&x->store, x->dir.path, mode, d));
}

/* Adds what the policy has and opens the store again. */
static void extend(struct fixture *x, const char *input)
{
    struct model *more = next_year(input), joined;
    OK(join_extend(&joined, store_schema(x->store), more, d));
    OK(store_extend(x->store, &joined, "{}", NULL, d));
    FAILS(HM_USAGE, "another change",
          store_extend(x->store, &joined, "{}", NULL, d)); /* the handle is used up */
    join_fini(&joined);
    test_model_free(more);
    reopen(x, STORE_WRITE);
}

static void open_grown(struct fixture *x)
{
    test_dir_make(&x->dir);
    x->model = test_model();
    OK(store_create(x->dir.path, x->model, d));
    OK(store_open(&x->store, x->dir.path, STORE_WRITE, d));
    put_households(x->store, x->model, JANUARY, 0, HOUSEHOLDS, 0);
    put_households(x->store, x->model, JANUARY + 1, 10, 5, 1); /* single records */
}

/* Households first.. have the salt's content in the terms of the first policy. */
static void check_old(struct fixture *x, int32_t month, uint64_t sequence, uint32_t first,
                      uint32_t n, uint64_t salt)
{
    struct view *v;
    OK(view_open(&v, x->store, x->model, month, sequence, d));
    for (uint32_t i = first; i < first + n; i++) {
        struct frame f;
        uint32_t block, row;
        char id[32];
        OK(view_find(v, test_id(id, i), &block, &row, d));
        OK(view_load(v, block, NULL, &f, d));
        test_check(&f, x->model, row, i, salt);
        frame_fini(&f);
    }
    view_close(v);
}

static uint16_t field(const struct model *m, const char *entity, const char *name)
{
    uint8_t e = model_entity(m, (struct str){entity, strlen(entity)});
    uint16_t f = model_field(m, e, (struct str){name, strlen(name)});
    assert_int_not_equal(f, NO_FIELD);
    return f;
}

/* Households with the new fields: always = 60000 + number, input, grade severe, a boat. */
static void put_new(struct store *s, int32_t month, const char *input, uint32_t first,
                    uint32_t n)
{
    const struct model *m = store_schema(s);
    struct ingest *g;
    struct builder *b;
    struct frame f;
    struct str x = {"x", 1};
    OK(ingest_begin(&g, s, month, d));
    assert_int_equal(builder_new(&b, m, HOUSEHOLD), HM_OK);
    for (uint32_t i = first; i < first + n; i++) {
        char id[32];
        uint32_t row = builder_row(b, HOUSEHOLD, 0, test_id(id, i));
        struct value always = test_value(KIND_INTEGER, 60000 + i);
        struct value money = test_value(KIND_MONEY, i), grade = {.kind = KIND_ENUM};
        grade.as.code = 4;
        uint32_t person = builder_row(b, PERSON, row, x);
        uint32_t obligor = builder_row(b, OBLIGOR, row, x);
        uint32_t boat = builder_row(b, model_entity(m, (struct str){"boat", 4}), obligor, x);
        assert_int_equal(builder_set(b, F_ALWAYS, row, &always), 0);
        assert_int_equal(builder_set(b, field(m, "household", input), row, &money), 0);
        assert_int_equal(builder_set(b, F_GRADE, person, &grade), 0);
        assert_int_equal(builder_set(b, field(m, "boat", "price"), boat, &money), 0);
    }
    OK(builder_finish(b, &f, false, NULL, d));
    OK(ingest_add(g, &f, d));
    OK(ingest_commit(g, NULL, d));
    frame_fini(&f);
    builder_free(b);
}

static void check_new(struct store *s, int32_t month, const char *input, uint32_t first,
                      uint32_t n)
{
    const struct model *m = store_schema(s);
    struct view *v;
    OK(view_open(&v, s, m, month, store_sequence(s), d));
    for (uint32_t i = first; i < first + n; i++) {
        struct frame f;
        uint32_t block, row, count;
        char id[32];
        OK(view_find(v, test_id(id, i), &block, &row, d));
        OK(view_load(v, block, NULL, &f, d));
        uint8_t boats = model_entity(m, (struct str){"boat", 4});
        uint32_t obligor = frame_children(&f, OBLIGOR, row, &count)[0];
        assert_int_equal(count, 1);
        uint32_t boat = frame_children(&f, boats, obligor, &count)[0];
        assert_int_equal(count, 1);
        uint32_t person = frame_children(&f, PERSON, row, &count)[0];
        assert_int_equal(column_int(&f.columns[F_ALWAYS], row), 60000 + i);
        assert_int_equal(column_int(&f.columns[field(m, "household", input)], row), i);
        assert_int_equal(column_int(&f.columns[F_GRADE], person), 4);
        assert_int_equal(column_int(&f.columns[field(m, "boat", "price")], boat), i);
        assert_false(f.columns[F_RURAL].rows && column_valid(&f.columns[F_RURAL], row));
        frame_fini(&f);
    }
    view_close(v);
}

static void check_first_year(struct fixture *x)
{
    check_old(x, JANUARY, 1, 0, HOUSEHOLDS, 0);
    check_old(x, JANUARY + 1, 2, 0, 10, 0);
    check_old(x, JANUARY + 1, 2, 10, 5, 1);
    check_old(x, JANUARY + 1, 2, 15, 5, 0);
}

static void test_grow(void **state)
{
    (void)state;
    struct fixture x;
    open_grown(&x);
    extend(&x, "heating");
    const struct model *m = store_schema(x.store);
    assert_int_equal(m->field_count, FIELDS + NEW_FIELDS);
    assert_int_equal(m->entity_count, ENTITIES + 2);
    assert_string_equal(m->enums[0].values[4].name, "severe");
    for (int i = 0; i < FIELDS; i++)
        assert_string_equal(m->fields[i].name, field_table[i].name);
    check_first_year(&x);
    sound_store(x.store);
    add_value(x.model); /* or reading what is new would be refused */
    put_new(x.store, JANUARY + 1, "heating", 12, 6); /* beside old single records */
    check_new(x.store, JANUARY + 1, "heating", 12, 6);
    check_old(&x, JANUARY + 1, 3, 10, 2, 1);
    sound_store(x.store);
    extend(&x, "cooling");
    check_new(x.store, JANUARY + 1, "heating", 12, 6);
    put_new(x.store, JANUARY + 1, "cooling", 16, 2);
    check_new(x.store, JANUARY + 1, "cooling", 16, 2);
    check_new(x.store, JANUARY + 1, "heating", 12, 4);
    put_new(x.store, JANUARY + 1, "cooling", 20, 260); /* blocks written anew */
    check_new(x.store, JANUARY + 1, "cooling", 20, 260);
    check_new(x.store, JANUARY + 1, "heating", 12, 4);
    check_old(&x, JANUARY + 1, 5, 280, 20, 0);
    reopen(&x, STORE_READ);
    check_first_year(&x);
    sound_store(x.store);
    close_fixture(&x);
}

static void test_refuse(void **state)
{
    (void)state;
    struct fixture x;
    struct model *less = test_model(), *other = test_model(), joined;
    open_grown(&x);
    less->field_count--;
    FAILS(HM_DATA, "does not have everything", store_extend(x.store, less, "{}", NULL, d));
    other->fields[F_WAGE].type.kind = KIND_DATE;
    FAILS(HM_DATA, "another type", join_extend(&joined, store_schema(x.store), other, d));
    FAILS(HM_DATA, "does not have everything", store_extend(x.store, other, "{}", NULL, d));
    other->fields[F_WAGE].type.kind = KIND_MONEY;
    other->fields[F_WAGE].max = test_value(KIND_MONEY, 100); /* narrower: the lane too */
    FAILS(HM_DATA, "does not have everything", store_extend(x.store, other, "{}", NULL, d));
    OK(join_extend(&joined, store_schema(x.store), other, d));
    assert_true(catalog_extends(&joined, store_schema(x.store))); /* keeps the wider range */
    join_fini(&joined);
    reopen(&x, STORE_READ);
    FAILS(HM_USAGE, "for reading only", store_extend(x.store, x.model, "{}", NULL, d));
    check_first_year(&x);
    test_model_free(less);
    test_model_free(other);
    close_fixture(&x);
}

/* Every failing write leaves the old schema, whole. */
static void test_faults(void **state)
{
    (void)state;
    struct fixture x;
    open_grown(&x);
    struct model *more = next_year("heating"), joined;
    for (int kind = FAULT_ALLOC; kind <= FAULT_WRITE; kind++) {
        for (uint64_t n = 1; n < 4; n++) {
            OK(join_extend(&joined, store_schema(x.store), more, d));
            fault_arm((enum fault_kind)kind, n);
            enum hm_status st = store_extend(x.store, &joined, "{}", NULL, NULL);
            fault_arm((enum fault_kind)kind, 0);
            join_fini(&joined);
            reopen(&x, STORE_WRITE);
            assert_int_equal(store_schema(x.store)->field_count,
                             st == HM_OK ? FIELDS + NEW_FIELDS : FIELDS);
            check_first_year(&x);
            sound_store(x.store);
        }
    }
    test_model_free(more);
    close_fixture(&x);
}

/* In a process of its own: has the store open while it grows. */
static int read_meanwhile(struct fixture *x, int ready, int go)
{
    struct view *v;
    char byte = 0;
    OK(store_open(&x->store, x->dir.path, STORE_READ, d));
    assert_int_equal(write(ready, &byte, 1), 1);
    assert_int_equal(read(go, &byte, 1), 1);
    assert_int_equal(store_sequence(x->store), 3);
    check_first_year(x);
    FAILS(HM_BUSY, "new fields", view_open(&v, x->store, x->model, JANUARY, 3, d));
    FAILS(HM_BUSY, "new fields", store_verify(x->store, d));
    reopen(x, STORE_READ);
    check_first_year(x);
    sound_store(x->store);
    store_close(x->store);
    return 0;
}

static void test_readers(void **state)
{
    (void)state;
    struct fixture x;
    int ready[2], go[2], status;
    char byte = 0;
    open_grown(&x);
    store_close(x.store);
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(go), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(read_meanwhile(&x, ready[1], go[0]));
    close(ready[1]); /* or a child that failed would be waited for */
    close(go[0]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    extend(&x, "heating");
    put_new(x.store, JANUARY + 1, "heating", 12, 6);
    assert_int_equal(write(go[1], &byte, 1), 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    close(ready[0]);
    close(go[1]);
    close_fixture(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grow),
        cmocka_unit_test(test_refuse),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_readers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
