/* test_declare.c - declarations become the model they say: fields, enums, parameters of every
 * kind, overriding, sums, cases as JSON, patches; and the limits.
 */
#include "policy_dir.h"

#include "base/limits.h"
#include "value/date.h"

#define HEAD                                                                                         \
    "policy { zh = '测试' }\n"                                                                     \
    "entity 'household' { zh = '家庭' }\n"                                                         \
    "entity 'person' { zh = '成员', of = household, plural = 'persons' }\n"                        \
    "enum 'grade' { zh = '等级', { 'none', '无' }, { 'mild', '轻度' }, { 'severe', '重度' } " \
    "}\n"

struct loaded {
    struct policy_dir dir;
    struct diag diag;
    struct policy *policy;
    const struct model *m;
};

static void load_two(struct loaded *l, const char *upper, const char *lower)
{
    policy_dir_make(&l->dir);
    size_t room = strlen(upper) + sizeof HEAD;
    char *text = malloc(room);
    assert_non_null(text);
    snprintf(text, room, HEAD "%s", upper);
    policy_dir_text(&l->dir, "cn/policy.lua", text);
    free(text);
    if (lower)
        policy_dir_text(&l->dir, "cn/city/policy.lua", lower);
    diag_init(&l->diag);
    l->policy = policy_dir_load(&l->dir, lower ? "cn/city" : "cn", &l->diag);
    for (size_t i = 0; !l->policy && i < l->diag.count; i++)
        print_message("%u:%u: %s\n", l->diag.items[i].at.line, l->diag.items[i].at.column,
                      l->diag.items[i].text);
    l->m = l->policy ? l->policy->model : NULL;
}

static void load(struct loaded *l, const char *text)
{
    load_two(l, text, NULL);
    assert_non_null(l->policy);
}

static void unload(struct loaded *l)
{
    policy_free(l->policy);
    diag_fini(&l->diag);
    policy_dir_remove(&l->dir);
}

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

static const struct field *field(const struct loaded *l, uint8_t entity, const char *name)
{
    uint16_t id = model_field(l->m, entity, str_of(name));
    assert_int_not_equal(id, NO_FIELD);
    return &l->m->fields[id];
}

static const struct parameter *parameter(const struct loaded *l, const char *name)
{
    int i = model_parameter(l->m, str_of(name));
    assert_true(i >= 0);
    return &l->m->parameters[i];
}

static int32_t day(const char *text)
{
    int32_t date = 0;
    assert_true(date_parse(&date, str_of(text)));
    return date;
}

static void test_types(void **state)
{
    (void)state;
    struct loaded l;
    load(&l,
         "entity 'car' { of = person, plural = 'cars' }\n"
         "entity 'township' { zh = '乡镇' }\n"
         "input 'income' { of = household, type = money, unit = 'yuan/month', zh = '收入',\n"
         "  min = yuan(0), max = yuan(1000), default = yuan(0.5), law = 'A', note = 'B' }\n"
         "input 'area' { of = household, type = number, decimals = 2, max = 0.25 }\n"
         "input 'ratio' { of = household, type = number }\n"
         "input 'grade' { of = person, type = grade, zh = '等' }\n"
         "input 'born' { of = person, type = date, min = date '1900-01-01' }\n"
         "input 'since' { of = person, type = month }\n"
         "input 'nick' { of = person, type = text }\n"
         "input 'kind' { of = person, type = 等级, default = '轻度' }\n"
         "input 'counted' { of = 成员, type = boolean, default = true }\n");
    const struct model *m = l.m;
    assert_int_equal(m->entity_count, 4);
    assert_int_equal(m->entities[2].depth, 2);
    assert_int_equal(m->entities[2].root, 0);
    assert_int_equal(m->entities[3].root, 3);
    assert_int_equal(m->entities[0].child_count, 1);
    assert_int_equal(m->enums[0].none_code, 0);
    assert_int_equal(enum_code(&m->enums[0], str_of("重度")), 2);
    const struct field *f = field(&l, 0, "收入");
    assert_string_equal(f->name, "income");
    assert_int_equal(f->type.kind, KIND_MONEY);
    assert_int_equal(f->max.as.rational.num, 100000);
    assert_int_equal(f->default_value.as.rational.num, 50);
    assert_string_equal(f->law, "A");
    assert_string_equal(f->note, "B");
    assert_int_equal(field(&l, 0, "area")->type.decimals, 2);
    assert_int_equal(field(&l, 0, "ratio")->type.decimals, 6);
    assert_int_equal(field(&l, 1, "born")->type.kind, KIND_DATE);
    assert_int_equal(field(&l, 1, "born")->min.as.day, day("1900-01-01"));
    assert_int_equal(field(&l, 1, "since")->type.kind, KIND_MONTH);
    assert_int_equal(field(&l, 1, "nick")->type.kind, KIND_TEXT);
    assert_int_equal(field(&l, 1, "kind")->default_value.as.code, 1);
    assert_true(field(&l, 1, "counted")->default_value.as.boolean);
    assert_int_equal(field_default(m, field(&l, 1, "grade")).as.code, 0);
    unload(&l);
}

static void test_parameters(void **state)
{
    (void)state;
    struct loaded l;
    load(&l, "parameter 'p' { zh = '参', type = money, unit = 'yuan', note = 'n',\n"
             "  ['2022-07'] = { yuan(2), source = 'b', status = 'placeholder' },\n"
             "  ['2021-07-02'] = { yuan(1), source = 'a' }, ['2024-01-01'] = ended }\n"
             "parameter 'k' { type = money, key = grade, ['2021-01'] = {\n"
             "  { ['重度'] = yuan(3), none = yuan(1) }, source = 'a', otherwise = yuan(9) } }\n"
             "parameter 'i' { type = integer, key = integer, ['2021-01'] = {\n"
             "  { [4] = 40, [2] = 20 }, source = 'a' } }\n"
             "parameter 'b' { type = money, by = integer, ['2021-01'] = { {\n"
             "  { from = 90, yuan(3) }, { below = 80, yuan(1) }, { from = 80, upto = 89, "
             "yuan(2) } },\n"
             "  source = 'a' } }\n"
             "parameter 'g' { type = money, by = money, ['2021-01'] = { {\n"
             "  { below = yuan(1), yuan(1) }, { above = yuan(2), yuan(2) } }, source = 'a',\n"
             "  otherwise = yuan(5) } }\n"
             "parameter 't' { type = number, by = money, marginal = true, ['2021-01'] = { {\n"
             "  { upto = yuan(100), 0.03 }, { above = yuan(100), 0.1 } }, source = 'a' } }\n"
             "parameter 'c' { type = comparison, ['2021-01'] = { '不超过', source = 'a' } }\n");
    const struct parameter *p = parameter(&l, "参");
    assert_int_equal(p->count, 3);
    assert_int_equal(p->values[0].from, day("2021-07-02"));
    assert_int_equal(p->values[1].from, day("2022-07-01"));
    assert_int_equal(p->values[1].status, CITED_PLACEHOLDER);
    assert_int_equal(p->values[1].at.line, 6);
    assert_int_equal(p->values[1].at.column, 3);
    assert_true(p->values[2].ended);
    assert_string_equal(p->values[0].source, "a");
    p = parameter(&l, "k");
    assert_int_equal(p->kind, PARAMETER_KEYED);
    assert_int_equal(p->values[0].count, 2);
    assert_int_equal(p->values[0].entries[1].key, 2);
    assert_int_equal(p->values[0].entries[1].value.as.rational.num, 300);
    assert_int_equal(p->values[0].otherwise.as.rational.num, 900);
    p = parameter(&l, "i");
    assert_int_equal(p->values[0].entries[0].key, 2);
    assert_int_equal(p->values[0].entries[0].value.as.integer, 20);
    struct value v;
    p = parameter(&l, "b");
    assert_int_equal(p->kind, PARAMETER_BANDS);
    static const int ages[][2] = {{79, 100}, {80, 200}, {89, 200}, {90, 300}, {120, 300}};
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++) {
        assert_int_equal(parameter_lookup(&v, p, &p->values[0], rational_of(ages[i][0])), 0);
        assert_int_equal(v.as.rational.num, ages[i][1]);
    }
    p = parameter(&l, "g");
    assert_int_equal(parameter_lookup(&v, p, &p->values[0], rational_of(150)), HM_TRAP_NONE);
    assert_int_equal(v.as.rational.num, 500);
    assert_int_equal(parameter(&l, "t")->kind, PARAMETER_MARGINAL);
    assert_int_equal(parameter(&l, "c")->kind, PARAMETER_COMPARISON);
    assert_int_equal(parameter(&l, "c")->values[0].op, CMP_LE);
    assert_int_equal(l.diag.count, 0);
    unload(&l);
}

static void test_variables(void **state)
{
    (void)state;
    struct loaded l;
    load(
        &l,
        "local function shared(f, law)\n  return yuan(7)\nend\n"
        "variable 'a' { of = household, type = money, round = up_to(yuan(1)), benefit = true,\n"
        "  formula = function (f, law) return yuan(1) end }\n"
        "variable 'b' { of = household, type = money, round = '见角进元', result = true,\n"
        "  ['2012-01-01'] = ended, ['2006-01-01'] = shared, default = yuan(4) }\n"
        "variable 'c' { of = person, type = number, round = half_up_to(0.01), result = true,\n"
        "  formula = (function (p, law) return 1 end) }\n"
        "variable 'd' { of = person, type = money, benefit = true, zh = '丁',\n"
        "  formula = function (p, law) return yuan(2) end }\n"
        "variable 'e' { of = person, type = boolean, result = true,\n"
        "  formula = function (p, law) return true end }\n");
    const struct field *a = field(&l, 0, "a");
    assert_true(a->is_result && a->is_benefit);
    assert_int_equal(a->round.mode, ROUND_UP);
    assert_int_equal(a->round.step.num, 100);
    assert_int_equal(a->formula_count, 1);
    assert_int_equal(a->formulas[0].from, DATE_ALWAYS);
    assert_non_null(a->formulas[0].body);
    assert_int_equal(a->formulas[0].at.line, 9);
    assert_int_equal(a->formulas[0].at.column, 13);
    const struct field *b = field(&l, 0, "b");
    assert_int_equal(b->formula_count, 2);
    assert_int_equal(b->formulas[0].at.line, 11); /* the entry's place */
    assert_true(b->formulas[1].ended);
    assert_int_equal(b->default_value.as.rational.num, 400);
    const struct field *sum = field(&l, 0, "d");
    assert_int_equal(sum->sum_of, field(&l, 1, "d")->id);
    assert_true(sum->is_result && sum->is_benefit);
    assert_ptr_equal(field(&l, 0, "丁"), sum);
    assert_int_equal(field(&l, 0, "c")->sum_of, field(&l, 1, "c")->id);
    assert_int_equal(model_field(l.m, 0, str_of("e")), NO_FIELD); /* booleans have no sum */
    assert_int_equal(l.m->entities[0].field_count, 4);
    unload(&l);
}

/* The household's own variable stands instead of the sum; sums of sums reach the root. */
static void test_sums(void **state)
{
    (void)state;
    struct loaded l;
    load(&l, "entity 'car' { of = person, plural = 'cars' }\n"
             "variable 'worth' { of = car, type = money, result = true,\n"
             "  formula = function () return yuan(1) end }\n"
             "variable 'total' { of = person, type = money, result = true,\n"
             "  formula = function () return yuan(1) end }\n"
             "variable 'total' { of = household, type = money,\n"
             "  formula = function (f) return yuan(0) end }\n");
    assert_int_equal(field(&l, 1, "worth")->sum_of, field(&l, 2, "worth")->id);
    assert_int_equal(field(&l, 0, "worth")->sum_of, field(&l, 1, "worth")->id);
    assert_int_equal(field(&l, 0, "total")->sum_of, NO_FIELD);
    unload(&l);
}

static void test_override(void **state)
{
    (void)state;
    struct loaded l;
    load_two(
        &l,
        "input 'x' { of = household, type = money, zh = '甲', unit = 'yuan', max = yuan(9) }\n"
        "input 'y' { of = household, type = money }\n"
        "parameter 'p' { type = money, zh = '参', ['2020-01'] = { yuan(1), source = 's' },\n"
        "  ['2021-01'] = { yuan(2), source = 's' } }\n"
        "variable 'v' { of = household, type = money, law = 'A', round = up_to(yuan(1)),\n"
        "  formula = function () return yuan(1) end }\n"
        "check 'c' { zh = '查', severity = 'warning', from = '2020-01',\n"
        "  test = function () return true end }\n"
        "case 'k' { month = '2024-01', household = {}, expect = { v = 1 } }\n",
        "policy { zh = '市' }\n"
        "enum 'grade' { override = true, { 'mild', '轻' }, { 'total', '全' } }\n"
        "entity 'person' { override = true, zh = '人' }\n"
        "input 'x' { override = true, default = yuan(0), max = yuan(99) }\n"
        "variable 'y' { override = true, of = household,\n"
        "  formula = function () return yuan(1) end }\n"
        "parameter 'p' { override = true, ['2022-01'] = { yuan(3), source = 't' } }\n"
        "variable 'v' { override = true, of = household, law = 'B' }\n"
        "check 'c' { override = true, to = '2024-01' }\n"
        "case 'k' { override = true, month = '2024-02', household = {}, expect = { v = 2 } "
        "}\n");
    assert_non_null(l.policy);
    const struct enum_type *e = &l.m->enums[0];
    assert_int_equal(e->count, 4);
    assert_string_equal(e->values[1].zh, "轻");
    assert_string_equal(e->values[3].name, "total");
    assert_string_equal(l.m->entities[1].zh, "人");
    const struct field *x = field(&l, 0, "甲");
    assert_string_equal(x->unit, "yuan");
    assert_true(x->has_default && x->has_max);
    assert_int_equal(x->max.as.rational.num, 9900);
    assert_string_equal(x->level, "cn/city");
    assert_int_equal(field(&l, 0, "y")->kind, FIELD_VARIABLE);
    assert_int_equal(parameter(&l, "参")->count, 1);
    assert_string_equal(parameter(&l, "p")->level, "cn/city");
    const struct field *v = field(&l, 0, "v");
    assert_string_equal(v->law, "B");
    assert_int_equal(v->round.mode, ROUND_UP);
    assert_int_equal(v->formula_count, 1);
    assert_true(l.m->checks[0].is_warning);
    assert_int_equal(month_year(l.m->checks[0].to), 2024);
    assert_int_equal(l.m->example_count, 1);
    assert_string_equal(l.m->examples[0].level, "cn/city");
    unload(&l);
}

static void test_cases(void **state)
{
    (void)state;
    struct loaded l;
    load(&l, "input 'income' { of = household, type = money, zh = '收入' }\n"
             "input 'area' { of = household, type = number, decimals = 2 }\n"
             "input 'born' { of = person, type = date, zh = '生日' }\n"
             "input 'grade' { of = person, type = grade, zh = '等' }\n"
             "input 'nick' { of = person, type = text }\n"
             "parameter 'p' { type = money, ['2020-01'] = { yuan(1), source = 's' } }\n"
             "variable 'v' { of = household, type = money, formula = function () return "
             "yuan(1) end }\n"
             "variable 'w' { of = person, type = integer, result = true,\n"
             "  formula = function () return 1 end }\n"
             "check 'c' { test = function () return true end }\n"
             "case 'N01' { zh = '例', source = 'somewhere', months = '2024-01..2024-03',\n"
             "  household = { 收入 = yuan(12.5), area = 49.98, persons = {\n"
             "    { id = 'p1', 生日 = '1980-05-01', grade = '重度', nick = '\"小\"' },\n"
             "    { born = date '1990-01-31' }, {} } },\n"
             "  history = { { month = '2023-12', v = 3, persons = { { w = 2 } } } },\n"
             "  set = { p = yuan(7) },\n"
             "  expect = { v = 1143, persons = { { w = 0 }, {} } }, expect_sum = { w = 3 },\n"
             "  expect_missing = { ['persons[0].w'] = { 'persons[0].born' } },\n"
             "  expect_error = { v = 'division' }, expect_check = { c = false } }\n");
    const struct example *e = &l.m->examples[0];
    assert_string_equal(
        e->record_json,
        "{\"id\":\"N01\",\"month\":\"2024-01\","
        "\"history\":[{\"month\":\"2023-12\",\"persons\":[{\"w\":2}],\"v\":3.00}],"
        "\"area\":49.98,\"persons\":[{\"grade\":\"severe\",\"id\":\"p1\",\"nick\":"
        "\"\\\"小\\\"\","
        "\"born\":\"1980-05-01\"},{\"born\":\"1990-01-31\"},{}],\"income\":12.50}");
    assert_string_equal(e->expect_json, "{\"persons\":[{\"w\":0},{}],\"v\":1143.00}");
    assert_string_equal(e->expect_sum_json, "{\"w\":3}");
    assert_string_equal(e->expect_missing_json, "{\"persons[0].w\":[\"persons[0].born\"]}");
    assert_string_equal(e->expect_error_json, "{\"v\":\"division\"}");
    assert_string_equal(e->expect_check_json, "{\"c\":false}");
    assert_int_equal(e->to - e->from, 2);
    assert_int_equal(e->patch_count, 1);
    assert_int_equal(e->patches[0].from, day("2024-01-01"));
    assert_int_equal(e->patches[0].to, DATE_ALWAYS);
    assert_int_equal(e->patches[0].value.scalar.as.rational.num, 700);
    assert_string_equal(e->source, "somewhere");
    unload(&l);
}

static void test_scenario(void **state)
{
    (void)state;
    struct loaded l;
    load(
        &l,
        "parameter 'p' { type = money, ['2020-01'] = { yuan(1), source = 's' } }\n"
        "parameter 'k' { type = money, key = grade,\n"
        "  ['2020-01'] = { { none = yuan(1) }, source = 's' } }\n"
        "parameter 'b' { type = money, by = integer,\n"
        "  ['2020-01'] = { { { below = 5, yuan(1) } }, source = 's' } }\n"
        "variable 'v' { of = household, type = money, formula = function () return yuan(1) end "
        "}\n"
        "scenario 'rise' { zh = '提标', parameters = {\n"
        "    b = { ['2024-07'] = { { below = 5, yuan(1) }, { from = 5, yuan(2) } } },\n"
        "    k = { ['2024-07-15'] = { mild = yuan(2) },\n"
        "          ['2025-01'] = { { mild = yuan(3) }, otherwise = yuan(1), source = 'x' } },\n"
        "    p = { ['2024-07..2024-12'] = yuan(5), ['2025-01'] = ended } },\n"
        "  formulas = { v = { ['2024-07..2024-12'] = function (f, law)\n"
        "    return yuan(2) end } } }\n");
    const struct scenario *s = &l.m->scenarios[0];
    assert_int_equal(s->patch_count, 5);
    assert_int_equal(s->patches[0].value.count, 2); /* bands */
    assert_int_equal(s->patches[1].from, day("2024-07-15"));
    assert_int_equal(s->patches[1].value.entries[0].key, 1);
    assert_true(s->patches[2].value.has_otherwise);
    assert_int_equal(s->patches[3].to, day("2024-12-31"));
    assert_int_equal(s->patches[3].value.from, day("2024-07-01"));
    assert_true(s->patches[4].value.ended);
    assert_string_equal(s->patches[3].value.source, "rise");
    assert_int_equal(s->formula_count, 1);
    assert_int_equal(s->formulas[0].to, day("2024-12-31"));
    assert_non_null(s->formulas[0].body);
    unload(&l);
}

/* One more than allowed is an error, the limit itself is fine. */
static void check_limit(const char *head, const char *item, const char *tail, int limit)
{
    for (int n = limit - 1; n <= limit + 1; n++) {
        struct loaded l;
        struct buf text;
        buf_init(&text);
        buf_puts(&text, head);
        for (int i = 0; i < n; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            buf_printf(&text, item, i);
#pragma GCC diagnostic pop
        }
        buf_puts(&text, tail);
        load_two(&l, text.data, NULL);
        if ((l.policy != NULL) != (n <= limit))
            fail_msg("%d of %d: %s", n, limit, item);
        if (!l.policy)
            assert_int_equal(l.diag.errors, 1);
        unload(&l);
        buf_fini(&text);
    }
}

static void test_limits(void **state)
{
    (void)state;
    char name[LIMIT_NAME_BYTES + 2];
    check_limit("enum 'big' { ", "{ 'v%d' },", " }\n", LIMIT_ENUM_VALUES);
    check_limit("", "entity 'e%d' { }\n", "", LIMIT_ENTITIES - 2);
    check_limit("", "input 'i%d' { of = household, type = money }\n", "", LIMIT_FIELDS);
    check_limit("",
                "parameter 'p%d' { type = money, ['2020-01'] = { yuan(1), source = 's' } }\n",
                "", LIMIT_PARAMETERS);
    for (int n = LIMIT_NAME_BYTES - 1; n <= LIMIT_NAME_BYTES + 1; n++) {
        struct loaded l;
        char text[256];
        memset(name, 'n', sizeof name);
        name[n] = 0;
        snprintf(text, sizeof text, "input '%s' { of = household, type = money }\n", name);
        load_two(&l, text, NULL);
        assert_true((l.policy != NULL) == (n <= LIMIT_NAME_BYTES));
        unload(&l);
    }
}

static void check_max(const char *max, const char *expect)
{
    struct loaded l;
    char text[128];
    snprintf(text, sizeof text, "entity 'car' { of = household, plural = 'cars', max = %s }\n",
             max);
    load_two(&l, text, NULL);
    if (expect)
        assert_string_equal(l.diag.items[0].text, expect);
    else
        assert_int_equal(l.m->entities[2].max_rows, atoi(max));
    assert_true((l.policy == NULL) == (expect != NULL));
    unload(&l);
}

static void test_max_rows(void **state)
{
    (void)state;
    struct loaded l;
    check_max("1", NULL);
    check_max("1000", NULL);
    check_max("0", "entity \"car\": max must be 1 to 1000, found 0");
    check_max("1001", "entity \"car\": max must be 1 to 1000, found 1001");
    load_two(&l, "entity 'town' { max = 2 }\n", NULL);
    assert_string_equal(l.diag.items[0].text,
                        "entity \"town\": only a child entity (with `of`) has a max");
    unload(&l);
    load_two(&l, "", "policy { }\nentity 'person' { override = true, max = 9 }\n");
    assert_int_equal(entity_max_rows(&l.m->entities[1]), 9);
    assert_int_equal(entity_max_rows(&l.m->entities[0]), LIMIT_MEMBERS);
    unload(&l);
}

int main(void)
{
    setenv("HUIMIN_STDLIB", TEST_SOURCE_DIR "/stdlib", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),     cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_variables), cmocka_unit_test(test_sums),
        cmocka_unit_test(test_override),  cmocka_unit_test(test_cases),
        cmocka_unit_test(test_scenario),  cmocka_unit_test(test_limits),
        cmocka_unit_test(test_max_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
