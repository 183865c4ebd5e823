/* test_frame.c - building frames: the jagged layout slot by slot, rows taken back, children,
 * paths, earlier months, and short memory. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "../support/tiny_model.h"
#include "base/fault.h"
#include "value/decimal.h"
#include "vec/frame.h"

static uint32_t add_household(struct builder *b, const char *id, int64_t savings)
{
    uint32_t row = builder_row(b, HOUSEHOLD, 0, tiny_str(id));
    struct value v = tiny_money(savings);
    assert_int_not_equal(row, UINT32_MAX);
    assert_int_equal(builder_set(b, SAVINGS, row, &v), 0);
    return row;
}

static uint32_t add_person(struct builder *b, uint32_t household, const char *id, int64_t age)
{
    uint32_t row = builder_row(b, PERSON, household, tiny_str(id));
    struct value v = tiny_int(age);
    assert_int_not_equal(row, UINT32_MAX);
    assert_int_equal(builder_set(b, AGE, row, &v), 0);
    return row;
}

static uint32_t add_vehicle(struct builder *b, uint32_t household, int64_t price)
{
    uint32_t row = builder_row(b, VEHICLE, household, tiny_str(""));
    struct value v = tiny_money(price);
    assert_int_equal(builder_set(b, PRICE, row, &v), 0);
    return row;
}

static void add_part(struct builder *b, uint32_t vehicle, int64_t weight)
{
    uint32_t row = builder_row(b, PART, vehicle, tiny_str(""));
    struct value v = tiny_int(weight);
    assert_int_equal(builder_set(b, WEIGHT, row, &v), 0);
}

static void expect_ids(const struct frame *f, uint8_t entity, const char *want)
{
    struct buf got;
    buf_init(&got);
    for (uint32_t r = 0; r < f->entities[entity].rows; r++) {
        struct str id = column_text(&f->entities[entity].id, r);
        buf_printf(&got, "%s%.*s", r ? " " : "", (int)id.n, id.p);
    }
    assert_string_equal(got.data, want);
    buf_fini(&got);
}

static void expect_ints(const struct column *c, const char *want)
{
    struct buf got;
    buf_init(&got);
    for (uint32_t r = 0; r < c->rows; r++) {
        if (column_valid(c, r))
            buf_printf(&got, "%s%lld", r ? " " : "", (long long)column_int(c, r));
        else
            buf_puts(&got, r ? " -" : "-");
    }
    assert_string_equal(got.data, want);
    buf_fini(&got);
}

static void expect_children(const struct frame *f, uint8_t entity, uint32_t parent,
                            const char *want)
{
    struct buf got;
    uint32_t n;
    const uint32_t *rows = frame_children(f, entity, parent, &n);
    buf_init(&got);
    for (uint32_t k = 0; k < n; k++)
        buf_printf(&got, "%s%u", k ? " " : "", (unsigned)rows[k]);
    assert_string_equal(got.data, want);
    buf_fini(&got);
}

/* One household without members, ties in the number of members, grandchildren. */
static struct builder *build_sample(struct tiny *t)
{
    struct builder *b = NULL;
    assert_int_equal(builder_new(&b, &t->m, HOUSEHOLD), HM_OK);
    uint32_t empty = add_household(b, "empty", 5);
    uint32_t two_b = add_household(b, "two-b", 20);
    add_person(b, two_b, "b1", 21);
    add_person(b, two_b, "b2", 22);
    uint32_t three = add_household(b, "three", 30);
    add_person(b, three, "c1", 31);
    add_person(b, three, "c2", 32);
    uint32_t two_a = add_household(b, "two-a", 10);
    add_person(b, two_a, "a1", 11);
    add_person(b, three, "c3", 33);
    add_person(b, two_a, "a2", 12);
    uint32_t car = add_vehicle(b, empty, 501), bus = add_vehicle(b, two_a, 101);
    uint32_t van = add_vehicle(b, two_a, 102);
    add_part(b, van, -1);
    add_part(b, car, -5);
    add_part(b, van, -2);
    add_part(b, bus, 1);
    return b;
}

static void jagged_layout(void **state)
{
    (void)state;
    struct tiny *t = tiny_new();
    struct builder *b = build_sample(t);
    struct frame f;
    const uint32_t *order;
    assert_int_equal(builder_finish(b, &f, true, &order, NULL), HM_OK);
    assert_true(f.jagged);
    expect_ids(&f, HOUSEHOLD, "three two-a two-b empty");
    expect_ints(&f.columns[SAVINGS], "30 10 20 5");
    assert_int_equal(f.columns[SAVINGS].lane, LANE_I32);
    static const uint32_t came_from[] = {2, 3, 1, 0};
    assert_memory_equal(order, came_from, sizeof came_from);
    expect_ids(&f, PERSON, "c1 a1 b1 c2 a2 b2 c3"); /* slot by slot */
    expect_ints(&f.columns[AGE], "31 11 21 32 12 22 33");
    assert_int_equal(f.columns[AGE].lane, LANE_U8);
    static const uint32_t parents[] = {0, 1, 2, 0, 1, 2, 0};
    assert_memory_equal(f.entities[PERSON].parent, parents, sizeof parents);
    expect_children(&f, PERSON, 0, "0 3 6");
    expect_children(&f, PERSON, 3, "");
    expect_ints(&f.columns[PRICE], "101 501 102"); /* slots in the order of households */
    expect_children(&f, VEHICLE, 1, "0 2");
    expect_children(&f, VEHICLE, 3, "1");
    expect_ints(&f.columns[WEIGHT],
                "1 -5 -1 -2"); /* first parts by vehicle, then second ones */
    expect_children(&f, PART, 2, "2 3");
    assert_int_equal(f.columns[REGION].rows, 0); /* nobody supplied it */
    assert_int_equal(frame_root_row(&f, PART, 3), 1);
    assert_int_equal(frame_root_row(&f, HOUSEHOLD, 2), 2);
    assert_int_equal(f.entities[TOWNSHIP].rows, 0);
    frame_fini(&f);
    for (uint8_t e = 0; e < TINY_ENTITIES; e++)
        assert_int_equal(builder_rows(b, e), 0);
    builder_free(b);
    tiny_free(t);
}

static void layout_as_given(void **state)
{
    (void)state;
    struct tiny *t = tiny_new();
    struct builder *b = build_sample(t);
    struct frame f;
    const uint32_t *order;
    assert_int_equal(builder_finish(b, &f, false, &order, NULL), HM_OK);
    assert_false(f.jagged);
    expect_ids(&f, HOUSEHOLD, "empty two-b three two-a");
    expect_ids(&f, PERSON, "b1 b2 c1 c2 a1 c3 a2");
    expect_children(&f, PERSON, 2, "2 3 5"); /* in the order given */
    expect_children(&f, PART, 2, "0 2");
    for (uint32_t r = 0; r < 4; r++)
        assert_int_equal(order[r], r);
    frame_fini(&f);
    builder_free(b);
    tiny_free(t);
}

static void paths(void **state)
{
    (void)state;
    struct tiny *t = tiny_new();
    for (int jagged = 0; jagged < 2; jagged++) {
        struct builder *b = build_sample(t);
        struct frame f;
        struct buf path;
        buf_init(&path);
        assert_int_equal(builder_finish(b, &f, jagged, NULL, NULL), HM_OK);
        frame_cell_path(&f, SAVINGS, 2, &path);
        assert_string_equal(path.data, "savings");
        buf_clear(&path);
        uint32_t c3 = jagged ? 6 : 5, second_part = jagged ? 3 : 2;
        frame_cell_path(&f, AGE, c3, &path);
        assert_string_equal(path.data, "persons[2].age");
        buf_clear(&path);
        frame_cell_path(&f, WEIGHT, second_part, &path);
        assert_string_equal(path.data, "vehicles[1].parts[1].weight");
        buf_fini(&path);
        frame_fini(&f);
        builder_free(b);
    }
    tiny_free(t);
}

static void cells_without_a_value(void **state)
{
    (void)state;
    struct tiny *t = tiny_new();
    struct builder *b;
    struct frame f;
    assert_int_equal(builder_new(&b, &t->m, HOUSEHOLD), HM_OK);
    for (uint32_t i = 0; i < 3000; i++) { /* beyond the first growth */
        char id[16];
        snprintf(id, sizeof id, "h%04u", (unsigned)i);
        uint32_t row = builder_row(b, HOUSEHOLD, 0, tiny_str(id));
        struct value note = {KIND_TEXT, {.text = tiny_str(i % 6 == 0 ? "备注" : "")}};
        struct value savings = tiny_money(i), area = tiny_int(60);
        if (i == 2) /* far from the end: the column has grown less than the rows */
            assert_int_equal(builder_set(b, AREA, row, &area), 0);
        if (i % 3 == 0)
            assert_int_equal(builder_set(b, NOTE, row, &note), 0);
        if (i % 7 == 0)
            assert_int_equal(builder_set(b, SAVINGS, row, &savings), 0);
    }
    assert_int_equal(builder_finish(b, &f, false, NULL, NULL), HM_OK);
    for (uint32_t i = 0; i < 3000; i++) {
        assert_int_equal(column_valid(&f.columns[NOTE], i), i % 3 == 0);
        assert_int_equal(column_text(&f.columns[NOTE], i).n, i % 6 == 0 ? 6 : 0);
        assert_int_equal(column_valid(&f.columns[SAVINGS], i), i % 7 == 0);
        assert_int_equal(column_int(&f.columns[SAVINGS], i), i % 7 == 0 ? i : 0);
        assert_int_equal(column_int(&f.columns[AREA], i), i == 2 ? 6000 : 0);
    }
    frame_fini(&f);
    builder_free(b);
    tiny_free(t);
}

/* Rejected records at every distance from a word's end leave no trace, also where a later row
 * takes their place. */
static void rows_taken_back(void **state)
{
    (void)state;
    struct tiny *t = tiny_new();
    struct builder *b;
    struct frame f;
    assert_int_equal(builder_new(&b, &t->m, HOUSEHOLD), HM_OK);
    for (uint32_t i = 0; i < 200; i++) {
        char id[16];
        snprintf(id, sizeof id, "h%u", (unsigned)i);
        builder_mark(b);
        for (uint32_t k = 0; k <= i % 5; k++) {
            uint32_t bad = add_household(b, "rejected", 999);
            add_person(b, bad, "rejected", 99);
            struct value note = {KIND_TEXT, {.text = tiny_str("rejected")}};
            assert_int_equal(builder_set(b, NOTE, bad, &note), 0);
        }
        builder_rollback(b);
        assert_int_equal(builder_rows(b, HOUSEHOLD), i);
        uint32_t row = builder_row(b, HOUSEHOLD, 0, tiny_str(id));
        struct value savings = tiny_money(i);
        if (i % 2)
            assert_int_equal(builder_set(b, SAVINGS, row, &savings), 0);
    }
    assert_int_equal(builder_finish(b, &f, true, NULL, NULL), HM_OK);
    assert_int_equal(f.entities[HOUSEHOLD].rows, 200);
    assert_int_equal(f.entities[PERSON].rows, 0);
    assert_int_equal(f.columns[NOTE].rows, 0);
    assert_int_equal(f.columns[AGE].rows, 0);
    for (uint32_t r = 0; r < 200; r++) {
        struct str id = column_text(&f.entities[HOUSEHOLD].id, r);
        int64_t i;
        assert_int_equal(decimal_integer(&i, (struct str){id.p + 1, id.n - 1}), DECIMAL_OK);
        assert_int_equal(column_valid(&f.columns[SAVINGS], r), i % 2);
        assert_int_equal(column_int(&f.columns[SAVINGS], r), i % 2 ? i : 0);
    }
    frame_fini(&f);
    builder_free(b);
    tiny_free(t);
}

static void an_empty_builder(void **state)
{
    (void)state;
    struct tiny *t = tiny_new();
    struct builder *b;
    struct frame f;
    uint32_t n = 7;
    assert_int_equal(builder_new(&b, &t->m, HOUSEHOLD), HM_OK);
    assert_int_equal(builder_finish(b, &f, true, NULL, NULL), HM_OK);
    assert_int_equal(f.entities[HOUSEHOLD].rows, 0);
    frame_fini(&f);
    add_household(b, "alone", 1); /* the builder can be used again */
    assert_int_equal(builder_finish(b, &f, true, NULL, NULL), HM_OK);
    expect_ids(&f, HOUSEHOLD, "alone");
    frame_children(&f, PERSON, 0, &n);
    assert_int_equal(n, 0);
    frame_fini(&f);
    builder_free(b);
    tiny_free(t);
}

static struct frame past_frame(struct tiny *t)
{
    struct builder *b;
    struct frame f;
    struct value total = tiny_money(777);
    assert_int_equal(builder_new(&b, &t->m, HOUSEHOLD), HM_OK);
    uint32_t a = add_household(b, "two-a", 10), gone = add_household(b, "gone", 10);
    uint32_t c = add_household(b, "three", 10);
    assert_int_equal(builder_set(b, TOTAL, a, &total), 0);
    add_person(b, a, "a2", 12); /* stood first then */
    add_person(b, a, "a1", 11);
    add_person(b, gone, "c1", 1);
    add_person(b, c, "c3", 33);
    add_vehicle(b, a, 1);
    assert_int_equal(builder_finish(b, &f, true, NULL, NULL), HM_OK);
    builder_free(b);
    return f;
}

static void earlier_months(void **state)
{
    (void)state;
    struct tiny *t = tiny_new();
    struct builder *b = build_sample(t);
    struct frame now;
    assert_int_equal(builder_finish(b, &now, true, NULL, NULL), HM_OK);
    static const int32_t months[] = {24266, 24264, 24265};
    for (int i = 0; i < 3; i++) {
        struct frame then = past_frame(t);
        assert_int_equal(frame_add_past(&now, months[i], &then, NULL), HM_OK);
        assert_null(then.columns); /* taken over */
    }
    assert_int_equal(now.past_count, 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(now.past[i].month, 24264 + i);
    assert_null(frame_past(&now, 24263));
    const struct past *p = frame_past(&now, 24265);
    /* then: two-a (a2 a1), gone (c1), three (c3); now: three two-a two-b empty */
    expect_ids(p->frame, HOUSEHOLD, "two-a gone three");
    static const uint32_t households[] = {2, 0, UINT32_MAX, UINT32_MAX};
    assert_memory_equal(p->row_of[HOUSEHOLD], households, sizeof households);
    expect_ids(p->frame, PERSON, "a2 c1 c3 a1");
    /* now: c1 a1 b1 c2 a2 b2 c3; c1 was another household's then */
    static const uint32_t persons[] = {UINT32_MAX, 3, UINT32_MAX, UINT32_MAX, 0, UINT32_MAX, 2};
    assert_memory_equal(p->row_of[PERSON], persons, sizeof persons);
    static const uint32_t vehicles[] = {0, UINT32_MAX, UINT32_MAX}; /* by position */
    assert_memory_equal(p->row_of[VEHICLE], vehicles, sizeof vehicles);
    assert_int_equal(column_int(&p->frame->columns[TOTAL], 0), 777);
    frame_fini(&now);
    builder_free(b);
    tiny_free(t);
}

static int build_under_fault(struct tiny *t, uint64_t nth)
{
    struct builder *b = NULL;
    struct frame f;
    int failed = 1;
    fault_arm(FAULT_ALLOC, nth);
    if (builder_new(&b, &t->m, HOUSEHOLD) == HM_OK) {
        uint32_t h = builder_row(b, HOUSEHOLD, 0, tiny_str("h"));
        struct value savings = tiny_money(1), note = {KIND_TEXT, {.text = tiny_str("n")}};
        failed = h == UINT32_MAX || builder_set(b, SAVINGS, h, &savings) != 0 ||
                 builder_set(b, NOTE, h, &note) != 0 ||
                 builder_row(b, PERSON, h, tiny_str("p")) == UINT32_MAX ||
                 builder_finish(b, &f, true, NULL, NULL) != HM_OK;
        fault_arm(FAULT_ALLOC, 0);
        if (!failed) {
            expect_ids(&f, PERSON, "p");
            frame_fini(&f);
        }
    }
    fault_arm(FAULT_ALLOC, 0);
    builder_free(b);
    return failed;
}

static void short_memory(void **state)
{
    (void)state;
    struct tiny *t = tiny_new();
    uint64_t nth = 1;
    while (build_under_fault(t, nth))
        nth++;
    assert_true(nth > 10); /* each of them was met once */
    tiny_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jagged_layout),   cmocka_unit_test(layout_as_given),
        cmocka_unit_test(paths),           cmocka_unit_test(cells_without_a_value),
        cmocka_unit_test(rows_taken_back), cmocka_unit_test(an_empty_builder),
        cmocka_unit_test(earlier_months),  cmocka_unit_test(short_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
