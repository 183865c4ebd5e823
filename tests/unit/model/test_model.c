/* test_model.c - look-ups by name, defaults, formulas in force. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "../support/tiny_model.h"
#include "value/date.h"

static int32_t day(const char *s)
{
    int32_t out = 0;
    assert_true(date_parse(&out, tiny_str(s)));
    return out;
}

static void names(void **state)
{
    (void)state;
    struct tiny *t = tiny_new();
    const struct model *m = &t->m;
    char path[64];
    assert_int_equal(model_entity(m, tiny_str("person")), PERSON);
    assert_int_equal(model_entity(m, tiny_str("成员")), PERSON);
    assert_int_equal(model_entity(m, tiny_str("persons")), NO_ENTITY);
    assert_int_equal(model_field(m, HOUSEHOLD, tiny_str("savings")), SAVINGS);
    assert_int_equal(model_field(m, HOUSEHOLD, tiny_str("存款")), SAVINGS);
    assert_int_equal(model_field(m, HOUSEHOLD, tiny_str("wage")), NO_FIELD);
    assert_int_equal(model_field(m, NO_ENTITY, tiny_str("wage")), NO_FIELD);
    assert_int_equal(model_enum(m, tiny_str("地区")), 0);
    assert_int_equal(model_enum(m, tiny_str("none")), -1);
    assert_int_equal(enum_code(&m->enums[0], tiny_str("城镇")), 1);
    assert_int_equal(enum_code(&m->enums[0], tiny_str("rural")), 2);
    assert_int_equal(enum_code(&m->enums[0], tiny_str("")), -1);
    assert_string_equal(type_name(&t->fields[REGION].type, m->enums), "region");
    assert_string_equal(type_name(&t->fields[WAGE].type, m->enums), "money");
    model_field_path(m, WAGE, path, sizeof path);
    assert_string_equal(path, "person.wage");
    tiny_free(t);
}

static void nearest_names(void **state)
{
    (void)state;
    struct tiny *t = tiny_new();
    const struct model *m = &t->m;
    assert_string_equal(model_nearest_field(m, HOUSEHOLD, tiny_str("saving")), "savings");
    assert_string_equal(model_nearest_field(m, HOUSEHOLD, tiny_str("person")), "persons");
    assert_string_equal(model_nearest_field(m, PERSON, tiny_str("houshold")), "household");
    assert_string_equal(model_nearest_field(m, PERSON, tiny_str("出生日")), "出生日期");
    assert_null(model_nearest_field(m, HOUSEHOLD, tiny_str("completely_else")));
    assert_null(model_nearest_parameter(m, tiny_str("x")));
    assert_int_equal(map_put(&t->m.parameter_names, tiny_str("dibao_standard"), 0), 1);
    assert_string_equal(model_nearest_parameter(m, tiny_str("dibao_standart")),
                        "dibao_standard");
    assert_int_equal(model_parameter(m, tiny_str("dibao_standard")), 0);
    assert_int_equal(model_parameter(m, tiny_str("dibao")), -1);
    tiny_free(t);
}

static void defaults(void **state)
{
    (void)state;
    struct tiny *t = tiny_new();
    struct value v = field_default(&t->m, &t->fields[REGION]);
    assert_int_equal(v.kind, KIND_ENUM);
    assert_int_equal(v.as.code, 0);
    t->enums[0].none_code = -1;
    assert_int_equal(field_default(&t->m, &t->fields[REGION]).kind, KIND_NONE);
    assert_int_equal(field_default(&t->m, &t->fields[SAVINGS]).kind, KIND_NONE);
    v = field_default(&t->m, &t->fields[TOTAL]); /* a variable: no money */
    assert_int_equal(v.kind, KIND_MONEY);
    assert_int_equal(v.as.rational.num, 0);
    assert_int_equal(v.as.rational.den, 1);
    t->fields[SAVINGS].has_default = true;
    t->fields[SAVINGS].default_value = tiny_money(500);
    assert_int_equal(field_default(&t->m, &t->fields[SAVINGS]).as.rational.num, 500);
    tiny_free(t);
}

static void formulas_in_force(void **state)
{
    (void)state;
    struct formula dated[] = {{.from = day("2006-01-01"), .number = 1},
                              {.from = day("2010-01-01"), .number = 2},
                              {.from = day("2012-01-01"), .ended = true}};
    struct field f = {.formulas = dated, .formula_count = 3};
    assert_null(field_formula_on(&f, day("2005-12-31")));
    assert_int_equal(field_formula_on(&f, day("2006-01-01"))->number, 1);
    assert_int_equal(field_formula_on(&f, day("2009-12-31"))->number, 1);
    assert_int_equal(field_formula_on(&f, day("2010-01-01"))->number, 2);
    assert_null(field_formula_on(&f, day("2012-01-01")));
    struct formula always = {.from = DATE_ALWAYS, .number = 7};
    struct field g = {.formulas = &always, .formula_count = 1};
    assert_int_equal(field_formula_on(&g, day("1800-01-01"))->number, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(nearest_names),
        cmocka_unit_test(defaults),
        cmocka_unit_test(formulas_in_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
