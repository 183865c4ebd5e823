/* tiny_model.h - a small model built by hand, for tests below the policy loader.
 *
 *   household  region (enum, none first), savings (money 0..1e7 yuan), area (number, 2
 * decimals), note (text), total (variable, money) person     birth (date), age (integer
 * 0..150), wage (money, no bounds) vehicle    price (money 0..650 yuan) part       below
 * vehicle: weight (integer -100..100) township   another root, without fields
 */
#ifndef TINY_MODEL_H
#define TINY_MODEL_H

#include <string.h>
#include "base/mem.h"
#include "model/model.h"

enum { HOUSEHOLD, PERSON, VEHICLE, PART, TOWNSHIP, TINY_ENTITIES };
enum { REGION, SAVINGS, AREA, NOTE, TOTAL, BIRTH, AGE, WAGE, PRICE, WEIGHT, TINY_FIELDS };

struct tiny {
    struct model m;
    struct entity entities[TINY_ENTITIES];
    struct field fields[TINY_FIELDS];
    uint16_t field_ids[TINY_FIELDS];
    struct enum_value regions[3];
    struct enum_type enums[1];
    uint8_t household_children[2], vehicle_children[1];
};

static inline struct str tiny_str(const char *s)
{
    return (struct str){s, strlen(s)};
}

static inline struct value tiny_int(int64_t n)
{
    return (struct value){KIND_INTEGER, {.integer = n}};
}

static inline struct value tiny_money(int64_t fen)
{
    return (struct value){KIND_MONEY, {.rational = rational_of(fen)}};
}

static inline void tiny_field(struct tiny *t, int id, int entity, const char *name,
                              const char *zh, enum value_kind kind)
{
    struct field *f = &t->fields[id];
    struct entity *e = &t->entities[entity];
    *f = (struct field){.name = name, .zh = zh, .id = (uint16_t)id, .entity = (uint8_t)entity};
    f->type.kind = kind;
    f->type.decimals = 2;
    f->sum_of = NO_FIELD;
    t->field_ids[id] = (uint16_t)id;
    if (e->field_count++ == 0)
        e->fields = &t->field_ids[id];
    map_put(&e->names, tiny_str(name), (uint32_t)id);
    if (zh)
        map_put(&e->names, tiny_str(zh), (uint32_t)id);
}

static inline void tiny_bounds(struct tiny *t, int id, struct value min, struct value max)
{
    struct field *f = &t->fields[id];
    f->has_min = f->has_max = true;
    f->min = min;
    f->max = max;
}

static inline struct tiny *tiny_new(void)
{
    static const struct entity entities[TINY_ENTITIES] = {
        {.name = "household", .zh = "家庭", .parent = NO_ENTITY},
        {.name = "person", .plural = "persons", .zh = "成员", .parent = HOUSEHOLD, .depth = 1},
        {.name = "vehicle", .plural = "vehicles", .parent = HOUSEHOLD, .depth = 1},
        {.name = "part", .plural = "parts", .parent = VEHICLE, .depth = 2},
        {.name = "township", .parent = NO_ENTITY, .root = TOWNSHIP},
    };
    struct tiny *t = mem_zalloc(sizeof *t);
    if (!t)
        return NULL;
    memcpy(t->entities, entities, sizeof entities);
    for (int i = 0; i < TINY_ENTITIES; i++)
        t->entities[i].id = (uint8_t)i;
    t->household_children[0] = PERSON;
    t->household_children[1] = VEHICLE;
    t->vehicle_children[0] = PART;
    t->entities[HOUSEHOLD].children = t->household_children;
    t->entities[HOUSEHOLD].child_count = 2;
    t->entities[VEHICLE].children = t->vehicle_children;
    t->entities[VEHICLE].child_count = 1;
    t->regions[0] = (struct enum_value){"none", "无"};
    t->regions[1] = (struct enum_value){"urban", "城镇"};
    t->regions[2] = (struct enum_value){"rural", NULL};
    t->enums[0] = (struct enum_type){"region", "地区", t->regions, 3, 0, {0}};
    tiny_field(t, REGION, HOUSEHOLD, "region", "地区类别", KIND_ENUM);
    tiny_field(t, SAVINGS, HOUSEHOLD, "savings", "存款", KIND_MONEY);
    tiny_bounds(t, SAVINGS, tiny_int(0), tiny_money(1000000000));
    tiny_field(t, AREA, HOUSEHOLD, "area", "面积", KIND_NUMBER);
    tiny_field(t, NOTE, HOUSEHOLD, "note", "备注", KIND_TEXT);
    tiny_field(t, TOTAL, HOUSEHOLD, "total", "合计", KIND_MONEY);
    t->fields[TOTAL].kind = FIELD_VARIABLE;
    tiny_field(t, BIRTH, PERSON, "birth", "出生日期", KIND_DATE);
    tiny_field(t, AGE, PERSON, "age", "年龄", KIND_INTEGER);
    tiny_bounds(t, AGE, tiny_int(0), tiny_int(150));
    tiny_field(t, WAGE, PERSON, "wage", "工资", KIND_MONEY);
    tiny_field(t, PRICE, VEHICLE, "price", NULL, KIND_MONEY);
    tiny_bounds(t, PRICE, tiny_int(0), tiny_money(65000));
    tiny_field(t, WEIGHT, PART, "weight", NULL, KIND_INTEGER);
    tiny_bounds(t, WEIGHT, tiny_int(-100), tiny_int(100));
    t->m.name = "tiny";
    t->m.enums = t->enums;
    t->m.enum_count = 1;
    t->m.entities = t->entities;
    t->m.entity_count = TINY_ENTITIES;
    t->m.fields = t->fields;
    t->m.field_count = TINY_FIELDS;
    return t;
}

static inline void tiny_free(struct tiny *t)
{
    for (int i = 0; i < TINY_ENTITIES; i++)
        map_fini(&t->entities[i].names);
    map_fini(&t->m.parameter_names);
    arena_fini(&t->m.arena);
    mem_free(t);
}

#endif
