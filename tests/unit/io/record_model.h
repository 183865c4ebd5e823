/* record_model.h - a small policy as a model, made by hand: households with members, members
 * with cards, vehicles. For the tests of readers and writers. */
#ifndef HM_TESTS_RECORD_MODEL_H
#define HM_TESTS_RECORD_MODEL_H

#include <string.h>
#include "base/mem.h"
#include "model/model.h"

enum { HOUSEHOLD, PERSON, CARD, VEHICLE, ENTITIES };
enum {
    SAVINGS,
    HOUSING_AREA,
    VEHICLE_COUNT,
    HUKOU_LOCAL,
    REGION_CLASS,
    APPLICATION_MONTH,
    REMARK,
    CATEGORY,     /* variable */
    DIBAO_AMOUNT, /* variable */
    BIRTH_DATE,
    WAGE_INCOME,
    DISABILITY_LEVEL,
    CARE_GRADE,
    OLD_AGE_ALLOWANCE, /* variable */
    CARD_NUMBER,
    PRICE,
    FIELDS
};

static struct enum_value record_regions[] = {{"urban", "城镇"}, {"rural", "农村"}};
static struct enum_value record_grades[] = {{"none", "其他"},
                                            {"partial", "部分不能自理"},
                                            {"basic", "基本不能自理"},
                                            {"total", "完全不能自理"}};
static struct enum_value record_categories[] = {
    {"dibao", "低保"}, {"tekun", "特困"}, {"none", "无"}};
static struct enum_type record_enums[] = {
    {.name = "region_class", .values = record_regions, .count = 2, .none_code = -1},
    {.name = "care_grade", .values = record_grades, .count = 4, .none_code = 0},
    {.name = "category", .values = record_categories, .count = 3, .none_code = 2}};

#define YUAN(x)                                                                                \
    {                                                                                          \
        .kind = KIND_MONEY, .as.rational = {(x)*100, 1 }                                       \
    }
#define WHOLE(x)                                                                               \
    {                                                                                          \
        .kind = KIND_INTEGER, .as.integer = (x)                                                \
    }

static const struct field record_fields[FIELDS] = {
    [SAVINGS] = {.name = "savings",
                 .zh = "存款",
                 .unit = "yuan",
                 .entity = HOUSEHOLD,
                 .type = {.kind = KIND_MONEY},
                 .has_min = true,
                 .min = YUAN(0),
                 .has_max = true,
                 .max = YUAN(1000000)},
    [HOUSING_AREA] = {.name = "housing_area",
                      .unit = "m2",
                      .entity = HOUSEHOLD,
                      .type = {.kind = KIND_NUMBER, .decimals = 2},
                      .has_min = true,
                      .min = WHOLE(0)},
    [VEHICLE_COUNT] = {.name = "vehicle_count",
                       .entity = HOUSEHOLD,
                       .type = {.kind = KIND_INTEGER},
                       .has_min = true,
                       .min = WHOLE(0),
                       .has_max = true,
                       .max = WHOLE(50)},
    [HUKOU_LOCAL] = {.name = "hukou_local",
                     .zh = "本地户籍",
                     .entity = HOUSEHOLD,
                     .type = {.kind = KIND_BOOLEAN}},
    [REGION_CLASS] = {.name = "region_class",
                      .zh = "城乡",
                      .entity = HOUSEHOLD,
                      .type = {.kind = KIND_ENUM, .enum_id = 0}},
    [APPLICATION_MONTH] = {.name = "application_month",
                           .entity = HOUSEHOLD,
                           .type = {.kind = KIND_MONTH}},
    [REMARK] = {.name = "remark",
                .zh = "备注",
                .entity = HOUSEHOLD,
                .type = {.kind = KIND_TEXT}},
    [CATEGORY] = {.name = "category",
                  .zh = "类别",
                  .entity = HOUSEHOLD,
                  .kind = FIELD_VARIABLE,
                  .type = {.kind = KIND_ENUM, .enum_id = 2}},
    [DIBAO_AMOUNT] = {.name = "dibao_amount",
                      .zh = "低保金",
                      .entity = HOUSEHOLD,
                      .kind = FIELD_VARIABLE,
                      .type = {.kind = KIND_MONEY}},
    [BIRTH_DATE] = {.name = "birth_date",
                    .zh = "出生日期",
                    .entity = PERSON,
                    .type = {.kind = KIND_DATE}},
    [WAGE_INCOME] = {.name = "wage_income",
                     .zh = "工资性收入",
                     .unit = "yuan/month",
                     .entity = PERSON,
                     .type = {.kind = KIND_MONEY},
                     .has_min = true,
                     .min = YUAN(0),
                     .has_max = true,
                     .max = YUAN(100000)},
    [DISABILITY_LEVEL] = {.name = "disability_level",
                          .entity = PERSON,
                          .type = {.kind = KIND_INTEGER},
                          .has_min = true,
                          .min = WHOLE(0),
                          .has_max = true,
                          .max = WHOLE(4)},
    [CARE_GRADE] = {.name = "care_grade",
                    .zh = "护理等级",
                    .entity = PERSON,
                    .type = {.kind = KIND_ENUM, .enum_id = 1}},
    [OLD_AGE_ALLOWANCE] = {.name = "old_age_allowance",
                           .entity = PERSON,
                           .kind = FIELD_VARIABLE,
                           .type = {.kind = KIND_MONEY}},
    [CARD_NUMBER] = {.name = "number", .entity = CARD, .type = {.kind = KIND_INTEGER}},
    [PRICE] = {.name = "price", .entity = VEHICLE, .type = {.kind = KIND_MONEY}},
};

struct record_model {
    struct model model;
    struct entity entities[ENTITIES];
    struct field fields[FIELDS];
    uint16_t ids[FIELDS];
    uint8_t children[2][2];
};

static inline struct model *record_model_make(struct record_model *r)
{
    memset(r, 0, sizeof *r);
    memcpy(r->fields, record_fields, sizeof r->fields);
    r->children[0][0] = PERSON;
    r->children[0][1] = VEHICLE;
    r->children[1][0] = CARD;
    r->entities[HOUSEHOLD] = (struct entity){.name = "household",
                                             .zh = "家庭",
                                             .id = HOUSEHOLD,
                                             .parent = NO_ENTITY,
                                             .children = r->children[0],
                                             .child_count = 2};
    r->entities[PERSON] = (struct entity){.name = "person",
                                          .plural = "persons",
                                          .zh = "成员",
                                          .id = PERSON,
                                          .parent = HOUSEHOLD,
                                          .depth = 1,
                                          .children = r->children[1],
                                          .child_count = 1};
    r->entities[CARD] = (struct entity){
        .name = "card", .plural = "cards", .id = CARD, .parent = PERSON, .depth = 2};
    r->entities[VEHICLE] = (struct entity){.name = "vehicle",
                                           .plural = "vehicles",
                                           .id = VEHICLE,
                                           .parent = HOUSEHOLD,
                                           .depth = 1};
    for (uint16_t i = 0; i < FIELDS; i++) {
        struct entity *e = &r->entities[r->fields[i].entity];
        const char *zh = r->fields[i].zh;
        r->fields[i].id = r->ids[i] = i;
        if (!e->fields) {
            map_init(&e->names);
            e->fields = &r->ids[i];
        }
        e->field_count++;
        map_put(&e->names, (struct str){r->fields[i].name, strlen(r->fields[i].name)}, i);
        if (zh)
            map_put(&e->names, (struct str){zh, strlen(zh)}, i);
    }
    r->model = (struct model){.name = "test",
                              .enums = record_enums,
                              .enum_count = 3,
                              .entities = r->entities,
                              .entity_count = ENTITIES,
                              .fields = r->fields,
                              .field_count = FIELDS};
    return &r->model;
}

static inline void record_model_fini(struct record_model *r)
{
    for (int i = 0; i < ENTITIES; i++)
        map_fini(&r->entities[i].names);
}

#endif
