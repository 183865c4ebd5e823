/* test_cities.c - the real cities and all of them as one region: answers are rehearsals to the
 * fen, goals are proved by the fen beside them, several laws in one pass are what each is
 * alone.
 */
#include "../run/run_kit.h"

#include "base/mem.h"
#include "run/import.h"
#include "run/ruleset.h"
#include "whatif/answer.h"
#include "whatif/goal.h"

#define OCTOBER (2024 * 12 + 9)
enum { LAWS = 3, HOUSEHOLDS = 120, TOP = 5 };

static const char *const SETS[LAWS] = {"dibao_standard=1330", "dibian_multiplier=1.2",
                                       "work_cost_ratio=0.3"};

struct city {
    struct kit kit;
    struct changes changes[LAWS];
    const struct changes *laws[LAWS];
};

/* With a small sample: the reference engine is slow. */
static void publish(struct city *c)
{
    struct changes none;
    struct recompute_result r;
    changes_init(&none, c->kit.policy);
    struct recompute_job job = {.store = c->kit.store,
                                .policy = c->kit.policy,
                                .changes = &none,
                                .from = OCTOBER - 1,
                                .to = OCTOBER,
                                .publish = true,
                                .full = true,
                                .sample = 5,
                                .host = &c->kit.host};
    KIT_OK(recompute_run(&job, &r, d));
    summary_fini(&r.summary);
    changes_fini(&none);
}

static void open_city(struct city *c, const char *folder, const char *places)
{
    char path[256];
    struct kit *k = &c->kit;
    struct import_report report;
    memset(c, 0, sizeof *c);
    snprintf(k->folder, sizeof k->folder, "/tmp/huimin-run-XXXXXX");
    assert_non_null(mkdtemp(k->folder));
    snprintf(k->path, sizeof k->path, "%s/s.hm", k->folder);
    snprintf(path, sizeof path, "%s/policies/cn%s", TEST_SOURCE_DIR, folder);
    KIT_OK(ruleset_load(&k->policy, path, NULL, d));
    KIT_OK(store_create_sized(k->path, k->policy->model, 70, d));
    KIT_OK(store_open(&k->store, k->path, STORE_WRITE, d));
    k->host = (struct hm_host){.engine = HM_ENGINE_FAST, .threads = 2};
    struct import_synth synth = {
        .households = HOUSEHOLDS, .seed = 7, .month = OCTOBER - 12, .places = places};
    KIT_OK(import_synth(k->store, &synth, &k->host, &report, d));
    publish(c);
    for (size_t i = 0; i < LAWS; i++) {
        changes_init(&c->changes[i], k->policy);
        KIT_OK(changes_set(&c->changes[i], SETS[i], OCTOBER, d));
        c->laws[i] = &c->changes[i];
    }
}

static void close_city(struct city *c)
{
    for (size_t i = 0; i < LAWS; i++)
        changes_fini(&c->changes[i]);
    kit_close(&c->kit);
}

/* The part of a report that an answer gives as well; mem_free. */
static char *essence(struct summary *s)
{
    struct summary_month *m = &s->months[0];
    struct buf out;
    m->before_run = 0;
    m->before_month[0] = 0;
    m->reason_count = m->placeholder_count = m->owed_count = 0;
    s->year_count = 0;
    s->budget = (struct summary_budget){0};
    assert_int_equal(m->failed, 0); /* of any result; an answer's of amounts and categories */
    buf_init(&out);
    summary_put_lasting(&out, s);
    return buf_take(&out);
}

static char *rehearsed(struct city *c, size_t law)
{
    struct recompute_result r;
    struct recompute_job job = {.store = c->kit.store,
                                .policy = c->kit.policy,
                                .changes = c->laws[law],
                                .from = OCTOBER,
                                .to = OCTOBER,
                                .rehearse = true,
                                .full = true, /* no policies compared: that takes long */
                                .top = TOP,
                                .sample = 5,
                                .host = &c->kit.host};
    KIT_OK(recompute_run(&job, &r, d));
    char *text = essence(&r.summary);
    summary_fini(&r.summary);
    return text;
}

static void check_answers(struct city *c, struct population *p)
{
    struct answer all, one;
    KIT_OK(answer_ask(&all, p, NULL, c->laws, LAWS, TOP, d));
    for (size_t i = 0; i < LAWS; i++) {
        KIT_OK(answer_ask(&one, p, NULL, &c->laws[i], 1, TOP, d));
        char *want = rehearsed(c, i);
        char *x = essence(&all.summaries[i]), *y = essence(&one.summaries[0]);
        assert_string_equal(x, want);
        assert_string_equal(y, want);
        mem_free(want);
        mem_free(x);
        mem_free(y);
        answer_fini(&one);
    }
    const struct tally_line *total = &all.summaries[0].months[0].total;
    assert_true(total->after_fen != total->before_fen);
    answer_fini(&all);
}

/* A budget a twentieth above today's: the largest standard within it, and the next fen. */
static void check_goal(struct population *p)
{
    struct goal g;
    struct sweep s;
    struct dial dial = {"dibao_standard", OCTOBER, NULL};
    struct dial_scale scale;
    KIT_OK(dial_find(&scale, p, &dial, d));
    assert_true(scale.has_value && scale.grid == 100);
    struct sweep_request at = {dial, scale.value, scale.value, 1, NO_FIELD};
    KIT_OK(sweep_ask(&s, p, &at, d));
    struct goal_request q = {.dial = dial,
                             .field = NO_FIELD,
                             .op = CMP_LE,
                             .bound_fen = s.points[0].line.before_fen / 20 * 21};
    sweep_fini(&s);
    KIT_OK(goal_ask(&g, p, &q, d));
    assert_true(g.found && !g.is_edge);
    assert_int_equal(g.beyond.value, g.best.value + 1);
    at.from = g.best.value;
    at.to = g.beyond.value;
    KIT_OK(sweep_ask(&s, p, &at, d));
    assert_int_equal(s.count, 2);
    assert_true(s.points[0].line.after_fen == g.best.total_fen);
    assert_true(s.points[0].line.after_fen <= q.bound_fen);
    assert_true(s.points[1].line.after_fen > q.bound_fen);
    sweep_fini(&s);
}

static void check_city(const char *folder, const char *places)
{
    struct city c;
    struct population *p = NULL;
    open_city(&c, folder, places);
    KIT_OK(population_open(&p, c.kit.store, c.kit.policy, OCTOBER, &c.kit.host, d));
    assert_int_equal(population_households(p), HOUSEHOLDS);
    check_answers(&c, p);
    check_goal(p);
    population_close(p);
    close_city(&c);
}

static void test_ningbo(void **state)
{
    (void)state;
    check_city("/zhejiang/ningbo", "3302");
}

static void test_yiwu(void **state)
{
    (void)state;
    check_city("/zhejiang/yiwu", "330782");
}

static void test_baotou(void **state)
{
    (void)state;
    check_city("/neimenggu/baotou", "1502");
}

static void test_longyan(void **state)
{
    (void)state;
    check_city("/fujian/longyan", "3508");
}

static void test_the_region(void **state)
{
    (void)state;
    check_city("", "3302,330782,150207,3508");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ningbo),     cmocka_unit_test(test_yiwu),
        cmocka_unit_test(test_baotou),     cmocka_unit_test(test_longyan),
        cmocka_unit_test(test_the_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
