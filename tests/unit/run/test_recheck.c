/* test_recheck.c - the supervision of the fast engine notices a wrong value, a wrong state and
 * a wrong denominator, and lets what is right pass. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "io/record.h"
#include "run/agenda.h"
#include "run/recheck.h"

struct fixture {
    struct policy *policy;
    struct agenda agenda;
    struct frame frame;
    struct evaluation evaluation;
    struct results results;
};

static void add_family(struct record_reader *reader, struct builder *b, const char *line)
{
    struct record record;
    struct str text = {line, strlen(line)};
    assert_int_equal(record_parse(reader, b, text, NULL, &record, NULL), HM_OK);
}

static int set_up(void **state)
{
    static struct fixture f;
    struct record_rules rules = {.needs_id = true, .today = INT32_MAX};
    struct record_reader *reader;
    struct builder *b;
    struct engine *engine;
    assert_int_equal(policy_load(&f.policy, TEST_SOURCE_DIR "/tests/cli/tiny", NULL), HM_OK);
    assert_int_equal(agenda_init(&f.agenda, f.policy->model, NULL), HM_OK);
    rules.root = f.agenda.root;
    assert_int_equal(record_reader_new(&reader, f.policy->model, &rules), HM_OK);
    assert_int_equal(builder_new(&b, f.policy->model, rules.root), HM_OK);
    add_family(reader, b,
               "{\"id\":\"A\",\"income\":10.5,\"persons\":[{\"birth_date\":\"1940-01-01\"}]}");
    add_family(reader, b, "{\"id\":\"B\",\"persons\":[{\"birth_date\":\"1990-01-01\"}]}");
    assert_int_equal(builder_finish(b, &f.frame, true, NULL, NULL), HM_OK);
    builder_free(b);
    record_reader_free(reader);
    f.evaluation = (struct evaluation){.policy = f.policy,
                                       .month = 2022 * 12 + 6,
                                       .outputs = f.agenda.outputs,
                                       .output_count = f.agenda.output_count,
                                       .root = f.agenda.root};
    assert_int_equal(engine_open(&engine, ENGINE_LUA, &f.evaluation, NULL), HM_OK);
    results_init(&f.results);
    assert_int_equal(engine_run(engine, &f.frame, &f.results, NULL), HM_OK);
    engine_close(engine);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    results_fini(&f->results);
    frame_fini(&f->frame);
    agenda_fini(&f->agenda);
    policy_free(f->policy);
    return 0;
}

static enum hm_status recheck(const struct fixture *f)
{
    struct recheck c = {0};
    struct recheck_plan plan = {.sample = 100, .block_count = 1, .seed = 7};
    enum hm_status st =
        recheck_block(&c, &f->evaluation, &f->frame, &f->results, &plan, 0, NULL);
    assert_int_equal(c.checked, st == HM_OK ? 2 : 0); /* no household twice */
    recheck_fini(&c);
    return st;
}

static void test_right_passes(void **state)
{
    assert_int_equal(recheck(*state), HM_OK);
}

static void test_every_cell_is_seen(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < f->results.column_count; i++) {
        struct result_column *c = &f->results.columns[i];
        for (uint32_t r = 0; r < c->rows; r++) {
            c->num[r]++;
            if (c->state[r] == HM_TRAP_NONE)
                assert_int_equal(recheck(f), HM_INTERNAL);
            c->num[r]--;
            c->state[r] ^= HM_TRAP_MISSING;
            assert_int_equal(recheck(f), HM_INTERNAL);
            c->state[r] ^= HM_TRAP_MISSING;
        }
    }
    assert_int_equal(recheck(f), HM_OK);
}

/* Every seed and number of blocks gives the whole sample; more than there is gives all. */
static void test_the_sample_is_spread(void **state)
{
    struct fixture *f = *state;
    const uint32_t blocks[] = {1, 2, 7, 50};
    for (uint64_t seed = 0; seed < 20; seed++) {
        for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
            struct recheck c = {0};
            struct recheck_plan plan = {.sample = 7, .block_count = blocks[i], .seed = seed};
            for (uint32_t b = 0; b < blocks[i]; b++)
                assert_int_equal(
                    recheck_block(&c, &f->evaluation, &f->frame, &f->results, &plan, b, NULL),
                    HM_OK);
            assert_int_equal(c.checked, blocks[i] == 1 ? 2 : blocks[i] == 2 ? 4 : 7);
            recheck_fini(&c);
        }
    }
    assert_int_equal(recheck_default(0), 100);
    assert_int_equal(recheck_default(1000000), 100);
    assert_int_equal(recheck_default(10000000), 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_right_passes),
        cmocka_unit_test(test_every_cell_is_seen),
        cmocka_unit_test(test_the_sample_is_spread),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
