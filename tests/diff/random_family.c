/* random_family.c - the stream of choices, and families with missing and extreme facts. */
#include "random_policy.h"

#include <stdio.h>
#include "base/limits.h"

void choices_seed(struct choices *c, uint64_t seed)
{
    *c = (struct choices){.state = seed};
}

uint32_t choices_below(struct choices *c, uint32_t n)
{
    if (n <= 1)
        return 0;
    if (c->left > 0) {
        c->left--;
        return *c->bytes++ % n;
    }
    if (c->bytes)
        return 0; /* a fuzzer's input has run out: the simplest choice */
    c->state += 0x9E3779B97F4A7C15u;
    uint64_t z = c->state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) % n);
}

static int64_t random_integer(struct choices *c, const struct field *f)
{
    static const int64_t wild[] = {
        0,         1, -1, 2, 17, 18, 80, INT32_MAX, INT64_MAX, -INT64_MAX, INT64_C(3037000500),
        1000000007};
    if (f->has_max)
        return (int64_t)choices_below(c, 151);
    return choices_below(c, 6) ? (int64_t)choices_below(c, 200) - 20
                               : wild[choices_below(c, sizeof wild / sizeof *wild)];
}

static int64_t random_fen(struct choices *c, const struct field *f)
{
    static const int64_t wild[] = {
        0, 1, -1, 118100, 118099, 118101, LIMIT_MONEY_FEN, -LIMIT_MONEY_FEN};
    if (f->has_max)
        return choices_below(c, 4) ? (int64_t)choices_below(c, 300000)
                                   : (int64_t)choices_below(c, 10000001);
    return choices_below(c, 6) ? (int64_t)choices_below(c, 500000) - 50000
                               : wild[choices_below(c, sizeof wild / sizeof *wild)];
}

static bool random_value(struct choices *c, const struct model *m, const struct field *f,
                         struct value *v)
{
    *v = (struct value){.kind = f->type.kind};
    switch (f->type.kind) {
    case KIND_BOOLEAN:
        v->as.boolean = choices_below(c, 2);
        return true;
    case KIND_INTEGER:
        v->as.integer = random_integer(c, f);
        return true;
    case KIND_NUMBER:
        return rational_make(&v->as.rational, (int64_t)choices_below(c, 20000) - 1000, 100) ==
               HM_TRAP_NONE;
    case KIND_MONEY:
        v->as.rational = rational_of(random_fen(c, f));
        return true;
    case KIND_ENUM:
        v->as.code = (uint8_t)choices_below(c, m->enums[f->type.enum_id].count);
        return true;
    case KIND_DATE:
        v->as.day = (int32_t)choices_below(c, 30000) - 10000;
        return true;
    case KIND_MONTH:
        v->as.day = (int32_t)(2015 * 12 + choices_below(c, 120));
        return true;
    default:
        return false;
    }
}

/* Of all families: some lack a fact, all have it, none does. Programs are made for each. */
enum supply { SUPPLY_SOME, SUPPLY_EVERY, SUPPLY_NONE };

static void draw_supply(struct choices *c, const struct model *m, uint8_t *supply)
{
    uint32_t some = choices_below(c, 3); /* 0: as usual for every field */
    for (size_t i = 0; i < m->field_count; i++) {
        uint32_t n = some ? choices_below(c, 4) : 3;
        supply[i] = n == 0 ? SUPPLY_EVERY : n == 1 && some == 2 ? SUPPLY_NONE : SUPPLY_SOME;
    }
}

static void fill_row(struct choices *c, const struct model *m, uint8_t entity, uint32_t row,
                     const uint8_t *supply, struct builder *b)
{
    struct value v;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        bool is_input = f->kind == FIELD_INPUT;
        bool given = !is_input && choices_below(c, 40) == 0;
        bool fact = is_input && supply[i] != SUPPLY_NONE &&
                    (supply[i] == SUPPLY_EVERY || choices_below(c, 12) != 0);
        if (f->entity == entity && (given || fact) && random_value(c, m, f, &v))
            builder_set(b, f->id, row, &v);
    }
}

void random_families(struct choices *c, const struct model *m, uint8_t root, uint32_t count,
                     struct builder *b)
{
    static const uint32_t sizes[] = {0, 1, 1, 2, 2, 3, 3, 4, 7};
    static uint8_t supply[LIMIT_FIELDS];
    char id[32];
    draw_supply(c, m, supply);
    for (uint32_t i = 0; i < count; i++) {
        int n = snprintf(id, sizeof id, "f%u", i);
        uint32_t row = builder_row(b, root, 0, (struct str){id, (size_t)n});
        fill_row(c, m, root, row, supply, b);
        for (size_t e = 0; e < m->entity_count; e++) {
            if (m->entities[e].parent != root)
                continue;
            uint32_t members = sizes[choices_below(c, 9)];
            for (uint32_t k = 0; k < members; k++) {
                n = snprintf(id, sizeof id, "m%u", k);
                uint32_t child = builder_row(b, (uint8_t)e, row, (struct str){id, (size_t)n});
                fill_row(c, m, (uint8_t)e, child, supply, b);
            }
        }
    }
}
