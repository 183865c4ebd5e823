/* test_engines.c - the fast engine against the reference engine on the shipped policies and a
 * synthetic city: every value, every error, every missing set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include "exec/engine.h"
#include "io/synth.h"
#include "value/date.h"

static void show(const struct diag *d)
{
    for (size_t i = 0; i < d->count && i < 10; i++)
        print_error("%s:%u:%u: %s\n", d->items[i].at.file ? d->items[i].at.file : "",
                    d->items[i].at.line, d->items[i].at.column, d->items[i].text);
}

static size_t all_variables(const struct model *m, uint8_t root, uint16_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < m->field_count; i++)
        if (m->fields[i].kind == FIELD_VARIABLE &&
            m->entities[m->fields[i].entity].root == root)
            out[n++] = (uint16_t)i;
    return n;
}

static void compare(const char *folder, const char *month_text, uint64_t seed, bool jagged)
{
    struct diag d;
    struct policy *p;
    struct builder *b;
    struct frame f;
    struct engine *e;
    struct results r;
    static uint16_t outputs[4096];
    int32_t month;
    diag_init(&d);
    results_init(&r);
    assert_true(month_parse(&month, (struct str){month_text, 7}));
    enum hm_status st = policy_load(&p, folder, &d);
    if (st != HM_OK)
        show(&d);
    assert_int_equal(st, HM_OK);
    uint8_t root = model_entity(p->model, (struct str){"household", 9});
    assert_int_equal(builder_new(&b, p->model, root), HM_OK);
    struct synth_plan plan;
    assert_int_equal(synth_plan(&plan, seed, 2022 * 12, "3302", &d), HM_OK);
    assert_int_equal(synth_fill(b, p->model, &plan, 0, 3000, &d), HM_OK);
    assert_int_equal(builder_finish(b, &f, jagged, NULL, &d), HM_OK);
    struct evaluation ev = {.policy = p, .month = month, .outputs = outputs, .root = root};
    ev.output_count = all_variables(p->model, root, outputs);
    st = engine_open(&e, ENGINE_BOTH, &ev, &d);
    if (st == HM_OK)
        st = engine_run(e, &f, &r, &d);
    if (st != HM_OK)
        show(&d);
    assert_int_equal(st, HM_OK);
    engine_close(e);
    results_fini(&r);
    frame_fini(&f);
    builder_free(b);
    policy_free(p);
    diag_fini(&d);
}

#define NINGBO TEST_SOURCE_DIR "/policies/cn/zhejiang/ningbo"

static void test_ningbo(void **state)
{
    (void)state;
    compare(NINGBO, "2021-08", 1, true);
    compare(NINGBO, "2022-07", 2, true);
    compare(NINGBO, "2024-02", 3, false);
}

static void test_nation(void **state)
{
    (void)state;
    compare(TEST_SOURCE_DIR "/policies/cn", "2022-07", 4, true);
    compare(TEST_SOURCE_DIR "/policies/cn/zhejiang", "2022-07", 5, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ningbo),
        cmocka_unit_test(test_nation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
