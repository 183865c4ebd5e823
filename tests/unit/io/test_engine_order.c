/* test_engine_order.c - on the real policy of Ningbo and synthetic families: a result depends
 * on its household alone, not on the households beside it, the layout of the frame, the other
 * outputs, their order, or on being explained.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "exec/engine.h"
#include "exec/trace.h"
#include "io/synth.h"
#include "value/date.h"

enum { HOUSEHOLDS = 150, OUTPUTS_MAX = 512, SEED = 11 };

static struct policy *policy;
static uint16_t outputs[OUTPUTS_MAX];
static size_t output_count;

static int set_up(void **state)
{
    struct diag d;
    (void)state;
    diag_init(&d);
    enum hm_status st =
        policy_load(&policy, TEST_SOURCE_DIR "/policies/cn/zhejiang/ningbo", &d);
    diag_fini(&d);
    if (st != HM_OK)
        return -1;
    const struct model *m = policy->model;
    uint8_t root = model_entity(m, (struct str){"household", 9});
    for (size_t i = 0; i < m->field_count && output_count < OUTPUTS_MAX; i++)
        if (m->fields[i].kind == FIELD_VARIABLE &&
            m->entities[m->fields[i].entity].root == root)
            outputs[output_count++] = (uint16_t)i;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    policy_free(policy);
    return 0;
}

static struct evaluation evaluation_of(const uint16_t *fields, size_t n)
{
    return (struct evaluation){.policy = policy,
                               .month = 2022 * 12 + 6,
                               .outputs = fields,
                               .output_count = n,
                               .root =
                                   model_entity(policy->model, (struct str){"household", 9})};
}

static void fill(struct frame *f, uint64_t first, uint64_t count, bool jagged)
{
    struct builder *b;
    uint8_t root = model_entity(policy->model, (struct str){"household", 9});
    assert_int_equal(builder_new(&b, policy->model, root), HM_OK);
    struct synth_plan plan;
    assert_int_equal(synth_plan(&plan, SEED, 2022 * 12, "3302", NULL), HM_OK);
    assert_int_equal(synth_fill(b, policy->model, &plan, first, count, NULL), HM_OK);
    assert_int_equal(builder_finish(b, f, jagged, NULL, NULL), HM_OK);
    builder_free(b);
}

static void run(const struct evaluation *e, const struct frame *f, struct results *out)
{
    struct engine *engine;
    assert_int_equal(engine_open(&engine, ENGINE_LUA, e, NULL), HM_OK);
    results_init(out);
    assert_int_equal(engine_run(engine, f, out, NULL), HM_OK);
    engine_close(engine);
}

static const char *issue_of(const struct results *r, uint16_t field, uint32_t row)
{
    for (size_t i = 0; i < r->issue_count; i++)
        if (r->issues[i].field == field && r->issues[i].row == row)
            return r->issues[i].text;
    return "";
}

static void same_cell(const struct results *a, size_t column_a, uint32_t row_a,
                      const struct results *b, size_t column_b, uint32_t row_b)
{
    const struct result_column *x = &a->columns[column_a], *y = &b->columns[column_b];
    assert_int_equal(x->field, y->field);
    assert_int_equal(x->state[row_a], y->state[row_b]);
    assert_true(x->num[row_a] == y->num[row_b]);
    assert_true((x->den ? x->den[row_a] : 1) == (y->den ? y->den[row_b] : 1));
    if (x->state[row_a] != HM_TRAP_NONE)
        assert_string_equal(issue_of(a, x->field, row_a), issue_of(b, y->field, row_b));
}

static void test_outputs(void **state)
{
    struct frame f;
    struct results all, some;
    uint16_t reversed[OUTPUTS_MAX];
    (void)state;
    struct evaluation e = evaluation_of(outputs, output_count);
    fill(&f, 1, HOUSEHOLDS, true);
    run(&e, &f, &all);
    for (size_t i = 0; i < output_count; i++)
        reversed[i] = outputs[output_count - 1 - i];
    struct evaluation backwards = evaluation_of(reversed, output_count);
    run(&backwards, &f, &some);
    for (size_t i = 0; i < output_count; i++)
        for (uint32_t row = 0; row < all.columns[i].rows; row++)
            same_cell(&all, i, row, &some, output_count - 1 - i, row);
    results_fini(&some);
    for (size_t i = 0; i < output_count; i += 3) {
        struct evaluation alone = evaluation_of(&outputs[i], 1);
        run(&alone, &f, &some);
        for (uint32_t row = 0; row < all.columns[i].rows; row++)
            same_cell(&all, i, row, &some, 0, row);
        results_fini(&some);
    }
    results_fini(&all);
    frame_fini(&f);
}

/* The row of household `number` of the frame, by id. */
static uint32_t find_household(const struct frame *f, uint64_t number)
{
    char id[32];
    snprintf(id, sizeof id, "H%010llu", (unsigned long long)number);
    const struct frame_entity *root = &f->entities[f->root];
    for (uint32_t row = 0; row < root->rows; row++)
        if (str_eq(column_text(&root->id, row), (struct str){id, strlen(id)}))
            return row;
    fail_msg("no household %s", id);
    return 0;
}

/* Rows of an entity below one root row, in order. */
static size_t rows_below(const struct frame *f, uint8_t entity, uint32_t root_row,
                         uint32_t *rows, size_t most)
{
    size_t n = 0;
    for (uint32_t row = 0; row < f->entities[entity].rows && n < most; row++)
        if (frame_root_row(f, entity, row) == root_row)
            rows[n++] = row;
    return n;
}

static void test_neighbours(void **state)
{
    struct frame f, one;
    struct results all, alone;
    uint32_t mine[64], theirs[64];
    (void)state;
    struct evaluation e = evaluation_of(outputs, output_count);
    fill(&f, 1, HOUSEHOLDS, true);
    run(&e, &f, &all);
    for (uint64_t number = 1; number <= HOUSEHOLDS; number += 5) {
        uint32_t root_row = find_household(&f, number);
        fill(&one, number, 1, false);
        run(&e, &one, &alone);
        for (size_t i = 0; i < output_count; i++) {
            uint8_t entity = policy->model->fields[outputs[i]].entity;
            size_t n = rows_below(&f, entity, root_row, mine, 64);
            assert_int_equal(n, rows_below(&one, entity, 0, theirs, 64));
            for (size_t k = 0; k < n; k++)
                same_cell(&all, i, mine[k], &alone, i, theirs[k]);
        }
        results_fini(&alone);
        frame_fini(&one);
    }
    results_fini(&all);
    frame_fini(&f);
}

static void test_explained(void **state)
{
    struct frame f;
    struct results all;
    (void)state;
    struct evaluation e = evaluation_of(outputs, output_count);
    fill(&f, 1, HOUSEHOLDS, true);
    run(&e, &f, &all);
    for (uint32_t row = 0; row < HOUSEHOLDS; row += 15) {
        struct trace t;
        trace_init(&t);
        assert_int_equal(trace_run(&t, &e, &f, row, NULL), HM_OK);
        for (size_t i = 0; i < output_count; i++) {
            const struct result_column *c = &all.columns[i];
            if (policy->model->fields[c->field].entity != f.root)
                continue;
            const struct trace_cell *cell = trace_find(&t, c->field, row);
            assert_non_null(cell);
            assert_int_equal(cell->trap, c->state[row]);
            if (cell->trap != HM_TRAP_NONE)
                assert_string_equal(cell->text, issue_of(&all, c->field, row));
            else if (cell->value.kind == KIND_MONEY)
                assert_true(cell->value.as.rational.num == c->num[row]);
        }
        trace_fini(&t);
    }
    results_fini(&all);
    frame_fini(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outputs),
        cmocka_unit_test(test_neighbours),
        cmocka_unit_test(test_explained),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
