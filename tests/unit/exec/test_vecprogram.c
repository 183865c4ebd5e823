/* test_vecprogram.c - batches and slots: every number of households around a batch's edge, with
 * two child entities, members out of order, households without any, and each pass off.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "exec_kit.h"
#include "exec/vecprogram.h"
#include "exec/vecrun.h"

/* Vehicles are the second child entity: their slots do not lie on the households' rows. */
static const char policy[] =
    "entity \"vehicle\" { of = household, plural = \"vehicles\" }\n"
    "input \"base\" { of = household, type = money, min = yuan(0), max = yuan(100000) }\n"
    "input \"age\" { of = person, type = integer, min = 0, max = 150 }\n"
    "input \"price\" { of = vehicle, type = money }\n"
    "variable \"heads\" { of = household, type = integer,\n"
    "  formula = function (f) return #f.persons end }\n"
    "variable \"gap\" { of = person, type = integer,\n"
    "  formula = function (p)\n"
    "    return max(p.household.persons, \"age\", 0) - p.age end }\n"
    "variable \"cars\" { of = household, type = money,\n"
    "  formula = function (f) return sum(f.vehicles, \"price\") end }\n"
    "variable \"share\" { of = vehicle, type = number,\n"
    "  formula = function (v) return v.price / (v.household.cars + yuan(1)) end }\n"
    "variable \"running\" { of = household, type = integer,\n"
    "  formula = function (f)\n"
    "    local n = f.heads\n"
    "    for p in each(f.persons) do n = n * 3 % 1000 + p.gap end\n"
    "    for v in each(f.vehicles) do\n"
    "      if v.price > yuan(500) then return -n end\n"
    "      n = n + 1000\n"
    "    end\n"
    "    return n end }\n"
    "variable \"last\" { of = household, type = integer,\n"
    "  formula = function (f)\n"
    "    local n = -1\n"
    "    for p in each(f.persons) do n = p.age end\n"
    "    return n end }\n"
    "variable \"shares\" { of = household, type = number,\n"
    "  formula = function (f) return sum(f.vehicles, \"share\") end }\n";

static const char outputs[] = "heads person.gap cars vehicle.share running last shares";

static void set(struct builder *b, const struct model *m, uint8_t entity, const char *name,
                uint32_t row, struct value v)
{
    uint16_t field = model_field(m, entity, (struct str){name, strlen(name)});
    assert_int_equal(builder_set(b, field, row, &v), 0);
}

static struct value money(int64_t fen)
{
    return (struct value){KIND_MONEY, {.rational = rational_of(fen)}};
}

static struct value integer(int64_t n)
{
    return (struct value){KIND_INTEGER, {.integer = n}};
}

/* Members: 0 to 5 persons and 0 to 3 vehicles, in no order of number; some facts missing. */
static void families(struct frame *f, const struct model *m, uint32_t count, bool jagged,
                     bool childless)
{
    struct builder *b;
    uint8_t person = model_entity(m, (struct str){"person", 6});
    uint8_t vehicle = model_entity(m, (struct str){"vehicle", 7});
    char id[16];
    assert_int_equal(builder_new(&b, m, 0), HM_OK);
    for (uint32_t i = 0; i < count; i++) {
        int n = snprintf(id, sizeof id, "h%u", i);
        uint32_t row = builder_row(b, 0, 0, (struct str){id, (size_t)n});
        set(b, m, 0, "base", row, money(i * 37 % 10000));
        for (uint32_t k = 0; !childless && k < i * 7 % 6; k++) {
            uint32_t p = builder_row(b, person, row, (struct str){"p", 1});
            if ((i + k) % 11)
                set(b, m, person, "age", p, integer((i * 13 + k * 29) % 100));
        }
        for (uint32_t k = 0; !childless && k < (i * 5 + 2) % 4; k++) {
            uint32_t v = builder_row(b, vehicle, row, (struct str){"v", 1});
            if ((i + k) % 17)
                set(b, m, vehicle, "price", v, money((i * 1013 + k * 700) % 60000));
        }
    }
    assert_int_equal(builder_finish(b, f, jagged, NULL, NULL), HM_OK);
    builder_free(b);
}

static void expect_same(const struct kit *k, const struct frame *f, const struct results *want,
                        uint32_t passes)
{
    struct vecrun *v;
    struct results got;
    struct diag d;
    diag_init(&d);
    results_init(&got);
    assert_int_equal(vecrun_open(&v, &k->e, &d), HM_OK);
    vecrun_passes(v, passes);
    if (vecrun_run(v, f, &got, &d) != HM_OK ||
        results_compare(want, &got, &k->e, f, &d) != HM_OK)
        kit_fail_diag("passes", &d);
    vecrun_close(v);
    results_fini(&got);
    diag_fini(&d);
}

static void both_engines(uint32_t count, bool jagged, bool childless)
{
    struct kit k;
    struct frame f;
    struct engine *engine;
    struct diag d;
    kit_policy(&k, policy);
    kit_evaluation(&k, outputs, "2022-07");
    families(&f, k.policy->model, count, jagged, childless);
    diag_init(&d);
    assert_int_equal(engine_open(&engine, ENGINE_LUA, &k.e, &d), HM_OK);
    if (engine_run(engine, &f, &k.results, &d) != HM_OK)
        kit_fail_diag("run", &d);
    for (uint32_t off = 0; off <= 5; off++)
        expect_same(&k, &f, &k.results, IR_ALL & ~(off < 5 ? UINT32_C(1) << off : 0));
    engine_close(engine);
    frame_fini(&f);
    diag_fini(&d);
    kit_fini(&k);
}

static void test_edges_of_a_batch(void **state)
{
    static const uint32_t counts[] = {1,
                                      2,
                                      HM_BATCH_ROWS - 1,
                                      HM_BATCH_ROWS,
                                      HM_BATCH_ROWS + 1,
                                      2 * HM_BATCH_ROWS,
                                      2 * HM_BATCH_ROWS + 1};
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        both_engines(counts[i], true, false);
        if (counts[i] <= HM_BATCH_ROWS)
            both_engines(counts[i], false, false);
    }
}

static void test_nobody_at_all(void **state)
{
    (void)state;
    both_engines(0, true, false);
    both_engines(0, false, false);
}

static void test_households_without_members(void **state)
{
    (void)state;
    both_engines(1, true, true);
    both_engines(HM_BATCH_ROWS + 1, true, true);
}

/* One engine over frames of different shapes: memory and compiled programs are used again. */
static void test_one_engine_many_frames(void **state)
{
    static const uint32_t counts[] = {5, 700, 0, 1, 64, 65, 3};
    struct kit k;
    struct engine *engine;
    struct diag d;
    (void)state;
    kit_policy(&k, policy);
    kit_evaluation(&k, outputs, "2022-07");
    diag_init(&d);
    assert_int_equal(engine_open(&engine, ENGINE_BOTH, &k.e, &d), HM_OK);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct frame f;
        families(&f, k.policy->model, counts[i], i % 2, i == 4);
        if (engine_run(engine, &f, &k.results, &d) != HM_OK)
            kit_fail_diag("run", &d);
        frame_fini(&f);
    }
    engine_close(engine);
    diag_fini(&d);
    kit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edges_of_a_batch),
        cmocka_unit_test(test_nobody_at_all),
        cmocka_unit_test(test_households_without_members),
        cmocka_unit_test(test_one_engine_many_frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
