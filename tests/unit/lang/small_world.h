/* small_world.h - a model made by hand and the formulas of one script, for the static checks.
 */
#ifndef SMALL_WORLD_H
#define SMALL_WORLD_H

#include <string.h>

#include "base/mem.h"
#include "lang/check.h"
#include "value/date.h"

enum { HOUSEHOLD, PERSON };

static struct enum_value category_values[] = {
    {"none", "不符合"}, {"dibao", "低保"}, {"tekun", "特困"}};
static struct enum_value grade_values[] = {{"none", "其他"}, {"total", "完全不能自理"}};
static struct enum_type enums[] = {
    {.name = "category", .zh = "类别", .values = category_values, .count = 3, .none_code = 0},
    {.name = "grade", .zh = "等级", .values = grade_values, .count = 2, .none_code = 0}};

/* name, zh, entity, kind, enum, unit, is it a variable */
#define FIELDS(X)                                                                              \
    X("savings", "货币财产", HOUSEHOLD, MONEY, 0, "yuan", INPUT)                               \
    X("spent", "支出", HOUSEHOLD, MONEY, 0, "yuan/year", INPUT)                                \
    X("size", "人口", HOUSEHOLD, INTEGER, 0, NULL, INPUT)                                      \
    X("urban", "城镇", HOUSEHOLD, BOOLEAN, 0, NULL, INPUT)                                     \
    X("applied", "申请月份", HOUSEHOLD, MONTH, 0, NULL, INPUT)                                 \
    X("area", "面积", HOUSEHOLD, NUMBER, 0, "m2", INPUT)                                       \
    X("amount", "金额", HOUSEHOLD, MONEY, 0, "yuan/month", VARIABLE)                           \
    X("heads", "人数", HOUSEHOLD, INTEGER, 0, NULL, VARIABLE)                                  \
    X("ok", "符合", HOUSEHOLD, BOOLEAN, 0, NULL, VARIABLE)                                     \
    X("category", "救助类别", HOUSEHOLD, ENUM, 0, NULL, VARIABLE)                              \
    X("other", "其他额", HOUSEHOLD, MONEY, 0, "yuan/month", VARIABLE)                          \
    X("wage", "工资", PERSON, MONEY, 0, "yuan/month", INPUT)                                   \
    X("birth", "出生日期", PERSON, DATE, 0, NULL, INPUT)                                       \
    X("grade", "等级", PERSON, ENUM, 1, NULL, INPUT)                                           \
    X("counted", "计入", PERSON, BOOLEAN, 0, NULL, INPUT)                                      \
    X("benefit", "补贴", PERSON, MONEY, 0, "yuan/month", VARIABLE)

#define X(name, zh, entity, type, enumeration, unit, what)                                     \
    {name, zh, unit, entity, FIELD_##what, {KIND_##type, enumeration, 6}},
static const struct {
    const char *name, *zh, *unit;
    uint8_t entity;
    enum field_kind kind;
    struct type type;
} field_rows[] = {FIELDS(X)};
#undef X
enum { FIELD_COUNT = sizeof field_rows / sizeof field_rows[0] };

#define P(n, z, u, k, t, ke, kk)                                                               \
    {                                                                                          \
        .name = n, .zh = z, .unit = u, .kind = PARAMETER_##k, .type = {KIND_##t, 0, 6},        \
        .key = {                                                                               \
            KIND_##kk,                                                                         \
            ke,                                                                                \
            0                                                                                  \
        }                                                                                      \
    }
static struct parameter parameters[] = {
    P("standard", "标准", "yuan/person/month", SCALAR, MONEY, 0, NONE),
    P("limit_year", "年限额", "yuan/year", SCALAR, MONEY, 0, NONE),
    P("ratio", "比例", NULL, SCALAR, NUMBER, 0, NONE),
    P("care", "护理费", "yuan/month", KEYED, MONEY, 1, ENUM),
    P("old_age", "高龄津贴", "yuan/month", BANDS, MONEY, 0, INTEGER),
    P("below", "低于", NULL, COMPARISON, BOOLEAN, 0, NONE),
    P("levy", "累进", NULL, MARGINAL, NUMBER, 0, MONEY),
};
#undef P
enum { PARAMETER_COUNT = sizeof parameters / sizeof parameters[0] };

struct world {
    struct model model;
    struct entity entities[2];
    struct field fields[FIELD_COUNT];
    struct formula formulas[FIELD_COUNT][4];
    uint8_t person;
    struct check checks[1];
    struct ast_file *files[2];
    size_t file_count;
    struct diag d;
};

static void put(struct map *m, const char *name, uint32_t value)
{
    assert_true(map_put(m, (struct str){name, strlen(name)}, value) >= 0);
}

static void make_model(struct world *w)
{
    struct model *m = &w->model;

    arena_init(&m->arena);
    m->enums = enums;
    m->enum_count = 2;
    m->entities = w->entities;
    m->entity_count = 2;
    w->person = PERSON;
    w->entities[0] = (struct entity){.name = "household",
                                     .zh = "家庭",
                                     .parent = NO_ENTITY,
                                     .children = &w->person,
                                     .child_count = 1};
    w->entities[1] = (struct entity){
        .name = "person", .plural = "persons", .zh = "成员", .id = 1, .parent = 0, .depth = 1};
    m->fields = w->fields;
    m->field_count = FIELD_COUNT;
    for (uint16_t i = 0; i < FIELD_COUNT; i++) {
        w->fields[i] = (struct field){.name = field_rows[i].name,
                                      .zh = field_rows[i].zh,
                                      .unit = field_rows[i].unit,
                                      .id = i,
                                      .entity = field_rows[i].entity,
                                      .kind = field_rows[i].kind,
                                      .type = field_rows[i].type,
                                      .sum_of = NO_FIELD};
        put(&w->entities[field_rows[i].entity].names, field_rows[i].name, i);
        put(&w->entities[field_rows[i].entity].names, field_rows[i].zh, i);
    }
    m->parameters = parameters;
    m->parameter_count = PARAMETER_COUNT;
    for (uint32_t i = 0; i < PARAMETER_COUNT; i++) {
        put(&m->parameter_names, parameters[i].name, i);
        put(&m->parameter_names, parameters[i].zh, i);
    }
}

/* The formulas of `variable "name" { formula = ..., ["2020-01-01"] = ... }`. */
static void take_formulas(struct world *w, const struct ast_file *f)
{
    for (uint16_t i = 0; i < FIELD_COUNT; i++) {
        struct field *field = &w->fields[i];
        const struct ast_node *n =
            ast_declaration(f, field->entity == PERSON ? "person_variable" : "variable",
                            (struct str){field->name, strlen(field->name)});
        const struct ast_node *table = n ? n->kids[1] : NULL;
        if (field->kind != FIELD_VARIABLE || !n)
            continue;
        field->formulas = w->formulas[i];
        for (uint32_t k = 0; k < table->kid_count; k++) {
            const struct ast_node *e = table->kids[k];
            struct formula *formula = &w->formulas[i][field->formula_count++];
            formula->from = DATE_ALWAYS;
            if (e->kind == AST_SLOT)
                assert_true(date_parse(&formula->from, e->kids[0]->text));
            formula->body = e->kids[1];
            formula->at = ast_place(f, e->kids[1]->first);
        }
    }
}

static struct world *try_world(const char *text)
{
    struct world *w = mem_calloc(1, sizeof *w);

    assert_non_null(w);
    diag_init(&w->d);
    make_model(w);
    if (ast_parse(&w->files[0], "t.lua", 0, text, strlen(text), &w->d) == HM_OK)
        w->file_count = 1;
    return w;
}

static inline struct world *make_world(const char *text, const char *module)
{
    struct world *w = try_world(text);

    if (!w->file_count)
        fail_msg("%s", w->d.items[0].text);
    if (module) {
        assert_int_equal(
            ast_parse(&w->files[1], "stdlib/pay.lua", 1, module, strlen(module), &w->d), HM_OK);
        w->file_count = 2;
    }
    take_formulas(w, w->files[0]);
    if (ast_declaration(w->files[0], "check", (struct str){"c", 1})) {
        w->checks[0].name = "c";
        w->model.checks = w->checks;
        w->model.check_count = 1;
    }
    return w;
}

static inline void free_world(struct world *w)
{
    ast_free(w->files[0]);
    ast_free(w->files[1]);
    map_fini(&w->entities[0].names);
    map_fini(&w->entities[1].names);
    map_fini(&w->model.parameter_names);
    arena_fini(&w->model.arena);
    diag_fini(&w->d);
    mem_free(w);
}

#endif
