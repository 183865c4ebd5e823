/* test_vecinfo.c - what people are told about compiled formulas; every program of the shipped
 * policies is sound, keeps its registers apart, and reads back from its text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "exec_kit.h"
#include "exec/vecinfo.h"
#include "../support/program_check.h"

#define NINGBO TEST_SOURCE_DIR "/policies/cn/zhejiang/ningbo"

static const struct vecinfo_formula *formula(const struct vecinfo *v, const struct model *m,
                                             const char *name, uint16_t nth)
{
    for (size_t i = 0; i < v->count; i++)
        if (strcmp(m->fields[v->formulas[i].field].name, name) == 0 &&
            v->formulas[i].formula == nth)
            return &v->formulas[i];
    fail_msg("no formula %s", name);
    return NULL;
}

static void expect_lanes(const struct vecinfo *v, const struct model *m, const char *name,
                         const char *want)
{
    struct buf b;
    buf_init(&b);
    const struct vecinfo_formula *f = formula(v, m, name, 0);
    assert_true(f->is_fast);
    vecinfo_put_lanes(f, &b);
    assert_string_equal(b.data, want);
    buf_fini(&b);
}

static void test_formulas_are_described(void **state)
{
    struct kit k;
    struct vecinfo v;
    struct diag d;
    (void)state;
    kit_policy(&k, "input \"a\" { of = household, type = integer, min = 0, max = 100 }\n"
                   "input \"b\" { of = household, type = integer }\n"
                   "variable \"flag\" { of = household, type = boolean,\n"
                   "  formula = function (f) return f.a > 3 end }\n"
                   "variable \"small\" { of = household, type = number,\n"
                   "  formula = function (f) return f.a * 0.25 end }\n"
                   "variable \"wide\" { of = household, type = integer,\n"
                   "  formula = function (f) return f.b + 1 end }\n"
                   "variable \"ratio\" { of = household, type = number,\n"
                   "  formula = function (f) return f.a / f.b end }\n"
                   "variable \"sure\" { of = household, type = integer,\n"
                   "  formula = function () return 3 end }\n"
                   "variable \"slow\" { of = household, type = integer,\n"
                   "  [\"2020-01-01\"] = function (f) return f.a end,\n"
                   "  [\"2021-01-15\"] = function (f)\n"
                   "    local x = f.a\n"
                   "    repeat x = x + 1 until x > 5\n"
                   "    return x end,\n"
                   "  [\"2022-01-01\"] = ended }\n");
    diag_init(&d);
    const struct model *m = k.policy->model;
    assert_int_equal(vecinfo_make(&v, k.policy, &d), HM_OK);
    assert_int_equal(v.count, 8);
    assert_int_equal(v.fast, 6);
    assert_int_equal(v.slow, 1);
    expect_lanes(&v, m, "flag", "u8");
    expect_lanes(&v, m, "small", "i32/4");
    expect_lanes(&v, m, "wide", "i64");
    expect_lanes(&v, m, "ratio", "i32/i64");
    assert_true(formula(&v, m, "flag", 0)->has_doubt);
    assert_false(formula(&v, m, "sure", 0)->has_doubt);
    assert_true(formula(&v, m, "slow", 0)->is_fast);
    assert_int_equal(formula(&v, m, "slow", 0)->month, 2021 * 12); /* 2021-01: the old one */
    const struct vecinfo_formula *slow = formula(&v, m, "slow", 1);
    assert_false(slow->is_fast);
    assert_int_equal(slow->month, 2021 * 12 + 11);
    assert_int_equal(slow->at.line, KIT_HEAD_LINES + 17);
    assert_int_equal(slow->at.column, 5);
    assert_non_null(slow->why);
    assert_true(formula(&v, m, "slow", 2)->is_ended);
    vecinfo_fini(&v);
    diag_fini(&d);
    kit_fini(&k);
}

static struct policy *ningbo(struct diag *d)
{
    struct policy *p;
    diag_init(d);
    if (policy_load(&p, NINGBO, d) != HM_OK)
        kit_fail_diag("ningbo", d);
    return p;
}

static void test_every_shipped_formula_is_fast(void **state)
{
    struct diag d;
    struct vecinfo v;
    struct policy *p = ningbo(&d);
    (void)state;
    assert_int_equal(vecinfo_make(&v, p, &d), HM_OK);
    for (size_t i = 0; i < v.count; i++)
        if (!v.formulas[i].is_fast && !v.formulas[i].is_ended)
            fail_msg("%s:%u: %s", v.formulas[i].at.file, v.formulas[i].at.line,
                     v.formulas[i].why);
    vecinfo_fini(&v);
    policy_free(p);
    diag_fini(&d);
}

/* Text of these variables' program -> program -> the same text; its registers are sound. */
static void round_trip(const struct policy *p, const uint16_t *fields, size_t n, int32_t month)
{
    struct buf text, again;
    struct diag d;
    struct arena a;
    struct ir ir;
    struct program program;
    diag_init(&d);
    buf_init(&text);
    buf_init(&again);
    if (vecinfo_dump(&text, p, fields, n, month, false, &d) != HM_OK ||
        vecinfo_read(&again, p, text.data, false, &d) != HM_OK)
        kit_fail_diag(p->model->fields[fields[0]].name, &d);
    assert_string_equal(text.data, again.data);
    for (uint32_t passes = IR_ALL & ~IR_REUSE; passes <= IR_ALL; passes += IR_REUSE) {
        arena_init(&a);
        ir_init(&ir, &a, p->model, p->model->entities[p->model->fields[fields[0]].entity].root,
                passes);
        assert_true(ir_read(&ir, text.data));
        assert_int_equal(program_make(&program, &ir), HM_OK);
        const char *fault = program_check(&program);
        if (fault)
            fail_msg("%s: %s", p->model->fields[fields[0]].name, fault);
        program_fini(&program);
        ir_fini(&ir);
        arena_fini(&a);
    }
    buf_fini(&text);
    buf_fini(&again);
    diag_fini(&d);
}

static void test_programs_read_back(void **state)
{
    static uint16_t all[LIMIT_FIELDS];
    static const int32_t months[] = {2019 * 12 + 5, 2022 * 12 + 6, 2024 * 12 + 9};
    struct diag d;
    struct policy *p = ningbo(&d);
    (void)state;
    for (size_t k = 0; k < sizeof months / sizeof *months; k++) {
        size_t n = 0;
        uint8_t root = model_entity(p->model, (struct str){"household", 9});
        for (size_t i = 0; i < p->model->field_count; i++) {
            const struct field *f = &p->model->fields[i];
            if (f->kind != FIELD_VARIABLE || p->model->entities[f->entity].root != root)
                continue;
            if (f->is_hidden) /* nothing can name it, a dump neither */
                continue;
            all[n++] = (uint16_t)i;
            round_trip(p, &all[n - 1], 1, months[k]);
        }
        round_trip(p, all, n, months[k]);
    }
    policy_free(p);
    diag_fini(&d);
}

static void test_what_is_no_program_is_refused(void **state)
{
    struct kit k;
    struct buf out;
    struct diag d;
    (void)state;
    kit_policy(&k, "input \"a\" { of = household, type = integer }\n");
    diag_init(&d);
    buf_init(&out);
    assert_int_equal(vecinfo_read(&out, k.policy, "nonsense\n", false, &d), HM_DATA);
    assert_int_equal(vecinfo_read(&out, k.policy,
                                  "%1 = LOAD_I household %0 %0 %0 %0 imm 7 extra 0 range 0 1\n",
                                  true, &d),
                     HM_DATA);
    assert_int_equal(out.len, 0);
    buf_fini(&out);
    diag_fini(&d);
    kit_fini(&k);
}

static void test_one_program_has_one_root(void **state)
{
    struct kit k;
    struct buf out;
    struct diag d;
    (void)state;
    kit_policy(&k, "entity \"township\" { zh = \"乡镇\" }\n"
                   "variable \"v\" { of = household, type = integer,\n"
                   "  formula = function () return 1 end }\n"
                   "variable \"w\" { of = township, type = integer,\n"
                   "  formula = function () return 2 end }\n");
    diag_init(&d);
    buf_init(&out);
    const struct model *m = k.policy->model;
    uint8_t town = model_entity(m, (struct str){"township", 8});
    uint16_t fields[] = {model_field(m, 0, (struct str){"v", 1}),
                         model_field(m, town, (struct str){"w", 1})};
    assert_int_equal(vecinfo_dump(&out, k.policy, fields, 2, 24000, false, &d), HM_USAGE);
    assert_int_equal(vecinfo_dump(&out, k.policy, fields + 1, 1, 24000, false, &d), HM_OK);
    assert_non_null(strstr(out.data, "output township.w"));
    buf_fini(&out);
    diag_fini(&d);
    kit_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formulas_are_described),
        cmocka_unit_test(test_every_shipped_formula_is_fast),
        cmocka_unit_test(test_programs_read_back),
        cmocka_unit_test(test_what_is_no_program_is_refused),
        cmocka_unit_test(test_one_program_has_one_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
