/* support.h - a small model, households made from numbers, and an oracle for what the store
 * must say. A household's content is a function of (id number, salt), so that the test only has
 * to remember which salt was recorded when. */
#ifndef TEST_STORE_SUPPORT_H
#define TEST_STORE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/mem.h"
#include "store/state.h"
#include "store/store.h"

enum { HOUSEHOLD, PERSON, OBLIGOR, CAR, INSTITUTION, ENTITIES };
enum {
    F_RURAL,    /* household boolean */
    F_SAVINGS,  /* household money, no range: i64 */
    F_CODE,     /* household text */
    F_ALWAYS,   /* household integer 0..255, always 7 */
    F_NEVER,    /* household money, never there */
    F_BIRTH,    /* person date */
    F_WAGE,     /* person money 0..1e6 yuan: i32 */
    F_GRADE,    /* person enum */
    F_AREA,     /* obligor number, 2 decimals */
    F_PRICE,    /* car money 0..600 yuan: u16 */
    F_SINCE,    /* car month */
    F_BEDS,     /* institution integer */
    F_AMOUNT,   /* household variable, money */
    F_CATEGORY, /* household variable, enum */
    F_PART,     /* person variable, number, 4 decimals */
    FIELDS
};

static const struct {
    const char *name;
    uint8_t entity;
    enum field_kind kind;
    enum value_kind type;
    uint8_t decimals;
    int64_t min, max; /* min < max: declared */
} field_table[FIELDS] = {
    [F_RURAL] = {"rural", HOUSEHOLD, FIELD_INPUT, KIND_BOOLEAN, 0, 0, 0},
    [F_SAVINGS] = {"savings", HOUSEHOLD, FIELD_INPUT, KIND_MONEY, 0, 0, 0},
    [F_CODE] = {"division_code", HOUSEHOLD, FIELD_INPUT, KIND_TEXT, 0, 0, 0},
    [F_ALWAYS] = {"always", HOUSEHOLD, FIELD_INPUT, KIND_INTEGER, 0, 0, 255},
    [F_NEVER] = {"never", HOUSEHOLD, FIELD_INPUT, KIND_MONEY, 0, 0, 0},
    [F_BIRTH] = {"birth_date", PERSON, FIELD_INPUT, KIND_DATE, 0, 0, 0},
    [F_WAGE] = {"wage_income", PERSON, FIELD_INPUT, KIND_MONEY, 0, 0, 100000000},
    [F_GRADE] = {"care_grade", PERSON, FIELD_INPUT, KIND_ENUM, 0, 0, 0},
    [F_AREA] = {"area", OBLIGOR, FIELD_INPUT, KIND_NUMBER, 2, 0, 0},
    [F_PRICE] = {"price", CAR, FIELD_INPUT, KIND_MONEY, 0, 0, 60000},
    [F_SINCE] = {"since", CAR, FIELD_INPUT, KIND_MONTH, 0, 0, 0},
    [F_BEDS] = {"beds", INSTITUTION, FIELD_INPUT, KIND_INTEGER, 0, 0, 60000},
    [F_AMOUNT] = {"amount", HOUSEHOLD, FIELD_VARIABLE, KIND_MONEY, 0, 0, 0},
    [F_CATEGORY] = {"category", HOUSEHOLD, FIELD_VARIABLE, KIND_ENUM, 0, 0, 0},
    [F_PART] = {"part", PERSON, FIELD_VARIABLE, KIND_NUMBER, 4, 0, 0},
};

static struct value test_value(enum value_kind kind, int64_t x)
{
    struct value v = {.kind = kind};
    if (kind == KIND_MONEY || kind == KIND_NUMBER)
        v.as.rational = rational_of(x);
    else
        v.as.integer = x;
    return v;
}

static char *test_copy(struct model *m, const char *s)
{
    char *copy = arena_strdup(&m->arena, s);
    assert_non_null(copy);
    return copy;
}

static void *test_room(struct model *m, size_t n, size_t each)
{
    void *p = arena_zalloc(&m->arena, n * each + 1);
    assert_non_null(p);
    return p;
}

static void test_entity(struct model *m, uint8_t id, const char *name, const char *plural,
                        uint8_t parent)
{
    struct entity *e = &m->entities[id];
    *e = (struct entity){.name = test_copy(m, name),
                         .plural = plural ? test_copy(m, plural) : NULL,
                         .id = id,
                         .parent = parent,
                         .root = id};
    e->fields = test_room(m, FIELDS, sizeof *e->fields);
    e->children = test_room(m, ENTITIES, 1);
    map_init(&e->names);
    if (parent != NO_ENTITY) {
        struct entity *up = &m->entities[parent];
        up->children[up->child_count++] = id;
        e->root = up->root;
        e->depth = (uint8_t)(up->depth + 1);
    }
}

static void test_field(struct model *m, uint16_t id)
{
    struct field *f = &m->fields[id];
    *f = (struct field){.name = test_copy(m, field_table[id].name),
                        .zh = NULL,
                        .id = id,
                        .entity = field_table[id].entity,
                        .kind = field_table[id].kind,
                        .sum_of = NO_FIELD};
    f->type = (struct type){field_table[id].type, 0, field_table[id].decimals};
    if (field_table[id].min < field_table[id].max) {
        f->has_min = f->has_max = true;
        f->min = test_value(f->type.kind, field_table[id].min);
        f->max = test_value(f->type.kind, field_table[id].max);
    }
    struct entity *e = &m->entities[f->entity];
    e->fields[e->field_count++] = id;
    map_put(&e->names, (struct str){f->name, strlen(f->name)}, id);
}

static inline struct model *test_model(void)
{
    static const char *const grades[] = {"none", "partial", "basic", "total"};
    struct model *m = mem_zalloc(sizeof *m);
    assert_non_null(m);
    arena_init(&m->arena);
    m->name = test_copy(m, "test");
    m->enum_count = 1;
    m->enums = test_room(m, 1, sizeof *m->enums);
    m->enums[0] = (struct enum_type){.name = test_copy(m, "care_grade"), .count = 4};
    m->enums[0].values = test_room(m, 4, sizeof *m->enums[0].values);
    for (int i = 0; i < 4; i++)
        m->enums[0].values[i].name = test_copy(m, grades[i]);
    m->entity_count = ENTITIES;
    m->entities = test_room(m, ENTITIES, sizeof *m->entities);
    test_entity(m, HOUSEHOLD, "household", NULL, NO_ENTITY);
    test_entity(m, PERSON, "person", "persons", HOUSEHOLD);
    test_entity(m, OBLIGOR, "obligor", "obligors", HOUSEHOLD);
    test_entity(m, CAR, "car", "cars", OBLIGOR);
    test_entity(m, INSTITUTION, "institution", NULL, NO_ENTITY);
    m->field_count = FIELDS;
    m->fields = test_room(m, FIELDS, sizeof *m->fields);
    for (uint16_t i = 0; i < FIELDS; i++)
        test_field(m, i);
    return m;
}

static inline void test_model_free(struct model *m)
{
    for (size_t i = 0; i < m->entity_count; i++)
        map_fini(&m->entities[i].names);
    arena_fini(&m->arena);
    mem_free(m);
}

/* --- households from numbers --- */

static uint64_t test_mix(uint64_t a, uint64_t b)
{
    uint64_t x = a * UINT64_C(0x9E3779B97F4A7C15) ^ (b + UINT64_C(0x632BE59BD9B4E019));
    x ^= x >> 29;
    x *= UINT64_C(0xBF58476D1CE4E5B9);
    x ^= x >> 32;
    x *= UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 29;
}

static uint32_t test_children(uint8_t entity, uint64_t seed)
{
    uint64_t x = test_mix(seed, 1000u + entity);
    return entity == PERSON ? (uint32_t)(x % 6) : x % 3 == 0 ? (uint32_t)(x >> 8) % 3 : 0;
}

/* The stored integer of a cell; false when it is missing. */
static bool test_cell(int64_t *out, uint16_t field, uint64_t seed)
{
    uint64_t x = test_mix(seed, field);
    if (field == F_NEVER || field_table[field].kind == FIELD_VARIABLE)
        return false;
    if (field == F_ALWAYS) {
        *out = 7;
        return true;
    }
    if (x % 8 == 0)
        return false;
    x >>= 8;
    switch (field_table[field].type) {
    case KIND_BOOLEAN:
        *out = x % 2;
        break;
    case KIND_ENUM:
        *out = x % 4;
        break;
    case KIND_DATE:
        *out = (int64_t)(x % 40000) - 20000;
        break;
    case KIND_MONTH:
        *out = 2000 * 12 + (int64_t)(x % 300);
        break;
    case KIND_TEXT:
        *out = (int64_t)(x % 1000);
        break;
    default:
        *out = field_table[field].max ? (int64_t)(x % ((uint64_t)field_table[field].max + 1))
                                      : (int64_t)(x % 2000000001) - 1000000000;
        break;
    }
    return true;
}

static void test_set(struct builder *b, const struct model *m, uint16_t field, uint32_t row,
                     int64_t stored)
{
    struct value v = {.kind = field_table[field].type};
    char text[32];
    int64_t scale = 1;
    switch (v.kind) {
    case KIND_BOOLEAN:
        v.as.boolean = stored != 0;
        break;
    case KIND_ENUM:
        v.as.code = (uint8_t)stored;
        break;
    case KIND_DATE:
    case KIND_MONTH:
        v.as.day = (int32_t)stored;
        break;
    case KIND_TEXT:
        snprintf(text, sizeof text, "3302%lld", (long long)stored);
        v.as.text = (struct str){text, strlen(text)};
        break;
    case KIND_NUMBER:
        for (uint8_t i = 0; i < m->fields[field].type.decimals; i++)
            scale *= 10;
        assert_int_equal(rational_make(&v.as.rational, stored, scale), HM_TRAP_NONE);
        break;
    case KIND_MONEY:
        v.as.rational = rational_of(stored);
        break;
    default:
        v.as.integer = stored;
        break;
    }
    assert_int_equal(builder_set(b, field, row, &v), 0);
}

static void test_fill(struct builder *b, const struct model *m, uint8_t entity, uint32_t row,
                      uint64_t seed)
{
    const struct entity *e = &m->entities[entity];
    for (uint16_t i = 0; i < e->field_count; i++) {
        int64_t stored;
        if (test_cell(&stored, e->fields[i], seed))
            test_set(b, m, e->fields[i], row, stored);
    }
    for (uint8_t i = 0; i < e->child_count; i++) {
        uint8_t child = e->children[i];
        uint32_t n = test_children(child, seed);
        for (uint32_t k = 0; k < n; k++) {
            char id[32];
            snprintf(id, sizeof id, "%.1s%u", m->entities[child].name, k);
            uint32_t at = builder_row(b, child, row, (struct str){id, strlen(id)});
            assert_int_not_equal(at, UINT32_MAX);
            test_fill(b, m, child, at, test_mix(seed, 7777 + k * 64 + child));
        }
    }
}

static struct str test_id(char out[32], uint32_t number)
{
    snprintf(out, 32, "H%05u", number * 7919 % 100003); /* not in order of numbers */
    return (struct str){out, strlen(out)};
}

static inline void test_household(struct builder *b, const struct model *m, uint32_t number,
                                  uint64_t salt)
{
    char id[32];
    uint32_t row = builder_row(b, HOUSEHOLD, 0, test_id(id, number));
    assert_int_not_equal(row, UINT32_MAX);
    test_fill(b, m, HOUSEHOLD, row, test_mix(number, salt));
}

static void test_check_row(const struct frame *f, const struct model *m, uint8_t entity,
                           uint32_t row, uint64_t seed)
{
    const struct entity *e = &m->entities[entity];
    for (uint16_t i = 0; i < e->field_count; i++) {
        const struct column *c = &f->columns[e->fields[i]];
        int64_t want;
        bool has = test_cell(&want, e->fields[i], seed);
        bool got = c->rows != 0 && column_valid(c, row);
        assert_int_equal(has, got);
        if (!has)
            continue;
        if (c->lane == LANE_TEXT) {
            char text[32];
            snprintf(text, sizeof text, "3302%lld", (long long)want);
            struct str s = column_text(c, row);
            assert_int_equal(s.n, strlen(text));
            assert_memory_equal(s.p, text, s.n);
        } else {
            assert_int_equal(column_int(c, row), want);
        }
    }
    for (uint8_t i = 0; i < e->child_count; i++) {
        uint8_t child = e->children[i];
        uint32_t n;
        const uint32_t *rows = frame_children(f, child, row, &n);
        assert_int_equal(n, test_children(child, seed));
        for (uint32_t k = 0; k < n; k++) {
            char id[32];
            snprintf(id, sizeof id, "%.1s%u", m->entities[child].name, k);
            struct str s = column_text(&f->entities[child].id, rows[k]);
            assert_int_equal(s.n, strlen(id));
            assert_memory_equal(s.p, id, s.n);
            assert_int_equal(f->entities[child].parent[rows[k]], row);
            test_check_row(f, m, child, rows[k], test_mix(seed, 7777 + k * 64 + child));
        }
    }
}

/* The household of a root row is (number, salt). */
__attribute__((unused)) static void test_check(const struct frame *f, const struct model *m,
                                               uint32_t row, uint32_t number, uint64_t salt)
{
    char id[32];
    struct str want = test_id(id, number), got = column_text(&f->entities[HOUSEHOLD].id, row);
    assert_int_equal(got.n, want.n);
    assert_memory_equal(got.p, want.p, got.n);
    test_check_row(f, m, HOUSEHOLD, row, test_mix(number, salt));
}

/* --- files --- */

struct test_dir {
    char dir[64], path[96];
};

static inline void test_dir_make(struct test_dir *t)
{
    snprintf(t->dir, sizeof t->dir, "/tmp/hm-store-XXXXXX");
    assert_non_null(mkdtemp(t->dir));
    snprintf(t->path, sizeof t->path, "%s/store", t->dir);
}

static inline void test_dir_remove(struct test_dir *t)
{
    char lock[128];
    snprintf(lock, sizeof lock, "%s-lock", t->path);
    unlink(lock);
    unlink(t->path);
    rmdir(t->dir);
}

/* A diag that prints what it holds when a call was expected to succeed. */
static inline void test_print(const struct diag *d)
{
    for (size_t i = 0; i < d->count; i++)
        fprintf(stderr, "%s: %s (%s)\n", d->items[i].at.file ? d->items[i].at.file : "",
                d->items[i].text, d->items[i].hint ? d->items[i].hint : "");
}

#define OK(call)                                                                               \
    do {                                                                                       \
        struct diag ok_diag_;                                                                  \
        diag_init(&ok_diag_);                                                                  \
        struct diag *d = &ok_diag_;                                                            \
        enum hm_status ok_status_ = (call);                                                    \
        if (ok_status_ != HM_OK)                                                               \
            test_print(d);                                                                     \
        diag_fini(d);                                                                          \
        assert_int_equal(ok_status_, HM_OK);                                                   \
    } while (0)

/* The call fails with this status and its message holds these words. */
#define FAILS(status, words, call)                                                             \
    do {                                                                                       \
        struct diag fail_diag_;                                                                \
        diag_init(&fail_diag_);                                                                \
        struct diag *d = &fail_diag_;                                                          \
        enum hm_status fail_status_ = (call);                                                  \
        bool said_ = d->count > 0 && strstr(d->items[0].text, words) != NULL;                  \
        if (fail_status_ != (status) || !said_)                                                \
            test_print(d);                                                                     \
        diag_fini(d);                                                                          \
        assert_int_equal(fail_status_, status);                                                \
        assert_true(said_);                                                                    \
    } while (0)

#endif
