/* synth.c - writes drawn families into a builder, in terms of whatever the model has. */
#include "io/synth.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum fact_kind {
    FACT_BOOLEAN,
    FACT_INTEGER,
    FACT_MONEY,
    FACT_NUMBER,
    FACT_DATE,
    FACT_MONTH,
    FACT_WORD,
    FACT_TEXT
};

struct fact {
    const char *name;
    enum fact_kind kind;
    size_t offset; /* in the struct of its entity */
};

#define HOUSEHOLD_FACT(kind, name) {#name, FACT_##kind, offsetof(struct synth_household, name)},
#define PERSON_FACT(kind, name)    {#name, FACT_##kind, offsetof(struct synth_person, name)},
#define OBLIGOR_FACT(kind, name)   {#name, FACT_##kind, offsetof(struct synth_obligor, name)},
#define VEHICLE_FACT(kind, name)   {#name, FACT_##kind, offsetof(struct synth_vehicle, name)},
#define HOUSE_FACT(kind, name)     {#name, FACT_##kind, offsetof(struct synth_house, name)},

static const struct fact household_facts[] = {SYNTH_HOUSEHOLD(HOUSEHOLD_FACT)};
static const struct fact person_facts[] = {SYNTH_PERSON(PERSON_FACT)};
static const struct fact obligor_facts[] = {SYNTH_OBLIGOR(OBLIGOR_FACT)};
static const struct fact vehicle_facts[] = {SYNTH_VEHICLE(VEHICLE_FACT)};
static const struct fact house_facts[] = {SYNTH_HOUSE(HOUSE_FACT)};

enum {
    ENTITY_HOUSEHOLD,
    ENTITY_PERSON,
    ENTITY_OBLIGOR,
    ENTITY_VEHICLE,
    ENTITY_HOUSE,
    ENTITIES
};
enum { FACTS_MAX = 64 };

static const struct {
    const char *name;
    const struct fact *facts;
    size_t count;
} entities[ENTITIES] = {
    {"household", household_facts, sizeof household_facts / sizeof *household_facts},
    {"person", person_facts, sizeof person_facts / sizeof *person_facts},
    {"obligor", obligor_facts, sizeof obligor_facts / sizeof *obligor_facts},
    {"vehicle", vehicle_facts, sizeof vehicle_facts / sizeof *vehicle_facts},
    {"house", house_facts, sizeof house_facts / sizeof *house_facts},
};
_Static_assert(sizeof person_facts / sizeof *person_facts <= FACTS_MAX, "raise FACTS_MAX");

/* One fact's place in the model; `field` is NO_FIELD where the model does not have it. */
struct target {
    uint16_t field;
    struct value left_out; /* the field's default: saying it again is of no use */
};
struct filler {
    struct builder *b;
    const struct model *m;
    uint8_t entity[ENTITIES]; /* NO_ENTITY where the model has none below household */
    struct target targets[ENTITIES][FACTS_MAX];
};

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

static bool is_for(enum fact_kind fact, enum value_kind type)
{
    static const enum value_kind types[] = {KIND_BOOLEAN, KIND_INTEGER, KIND_MONEY, KIND_NUMBER,
                                            KIND_DATE,    KIND_MONTH,   KIND_ENUM,  KIND_TEXT};
    return types[fact] == type;
}

static void find_target(struct filler *f, int e, size_t i)
{
    struct target *t = &f->targets[e][i];
    uint16_t id = model_field(f->m, f->entity[e], text(entities[e].facts[i].name));
    t->field = NO_FIELD;
    if (id == NO_FIELD || f->m->fields[id].kind != FIELD_INPUT ||
        !is_for(entities[e].facts[i].kind, f->m->fields[id].type.kind))
        return;
    t->field = id;
    t->left_out = field_default(f->m, &f->m->fields[id]);
}

/* False when the model has no household to fill. */
static bool find_targets(struct filler *f)
{
    for (int e = 0; e < ENTITIES; e++) {
        f->entity[e] = model_entity(f->m, text(entities[e].name));
        if (f->entity[e] == NO_ENTITY)
            continue;
        const struct entity *found = &f->m->entities[f->entity[e]];
        if (found->parent != (e == ENTITY_HOUSEHOLD ? NO_ENTITY : f->entity[ENTITY_HOUSEHOLD]))
            f->entity[e] = NO_ENTITY;
        for (size_t i = 0; f->entity[e] != NO_ENTITY && i < entities[e].count; i++)
            find_target(f, e, i);
    }
    return f->entity[ENTITY_HOUSEHOLD] != NO_ENTITY;
}

/* The fact as a value of the field; false when it is unknown or the model does not know it. */
static bool fact_value(struct value *out, const struct filler *f, const struct fact *fact,
                       const struct field *field, const void *from)
{
    const char *at = (const char *)from + fact->offset;
    const char *word = NULL;
    int64_t number = 0;
    if (fact->kind == FACT_WORD || fact->kind == FACT_TEXT)
        memcpy(&word, at, sizeof word);
    else
        memcpy(&number, at, sizeof number);
    out->kind = field->type.kind;
    switch (fact->kind) {
    case FACT_BOOLEAN:
        out->as.boolean = number != 0;
        break;
    case FACT_INTEGER:
        out->as.integer = number;
        break;
    case FACT_MONEY:
        out->as.rational = rational_of(number);
        break;
    case FACT_NUMBER:
        (void)rational_make(&out->as.rational, number, 100);
        break;
    case FACT_DATE:
    case FACT_MONTH:
        out->as.day = (int32_t)number;
        break;
    case FACT_TEXT:
        out->as.text = word ? text(word) : (struct str){NULL, 0};
        return word != NULL;
    case FACT_WORD: {
        int code = word ? enum_code(&f->m->enums[field->type.enum_id], text(word)) : -1;
        out->as.code = (uint8_t)code;
        return code >= 0;
    }
    }
    return number != SYNTH_UNKNOWN;
}

static struct rational as_number(const struct value *v)
{
    if (v->kind == KIND_INTEGER)
        return rational_of(v->as.integer);
    return v->kind == KIND_DATE || v->kind == KIND_MONTH ? rational_of(v->as.day)
                                                         : v->as.rational;
}

/* Within the declared range and on the field's grid. */
static bool is_accepted(const struct field *field, const struct value *v)
{
    int64_t stored;
    if (v->kind == KIND_TEXT)
        return true;
    if (!value_stored(&stored, v, &field->type))
        return false;
    if (v->kind == KIND_BOOLEAN || v->kind == KIND_ENUM)
        return true;
    return (!field->has_min || rational_cmp(as_number(v), as_number(&field->min)) >= 0) &&
           (!field->has_max || rational_cmp(as_number(v), as_number(&field->max)) <= 0);
}

static enum hm_status put_facts(const struct filler *f, int e, uint32_t row, const void *from)
{
    for (size_t i = 0; i < entities[e].count; i++) {
        const struct target *t = &f->targets[e][i];
        struct value v;
        if (t->field == NO_FIELD)
            continue;
        const struct field *field = &f->m->fields[t->field];
        if (!fact_value(&v, f, &entities[e].facts[i], field, from) || !is_accepted(field, &v))
            continue;
        if (t->left_out.kind != KIND_NONE && value_equal(&v, &t->left_out))
            continue;
        if (builder_set(f->b, t->field, row, &v) != 0)
            return HM_NOMEM;
    }
    return HM_OK;
}

/* `count` children of a household from an array of structs, ids p1, p2, ... */
static enum hm_status put_children(const struct filler *f, int e, uint32_t parent, char letter,
                                   const void *first, size_t each, unsigned count)
{
    if (f->entity[e] == NO_ENTITY)
        return HM_OK;
    uint32_t most = entity_max_rows(&f->m->entities[f->entity[e]]);
    for (unsigned i = 0; i < count && i < most; i++) {
        char id[] = {letter, (char)('1' + i)};
        uint32_t row = builder_row(f->b, f->entity[e], parent, (struct str){id, sizeof id});
        if (row == UINT32_MAX)
            return HM_NOMEM;
        TRY(put_facts(f, e, row, (const char *)first + i * each));
    }
    return HM_OK;
}

/* What is listed one by one is not given as a total as well. */
static void leave_out_listed(struct synth_household *h)
{
    h->vehicle_count = h->housing_count = h->nonresidential_property = 0;
    h->vehicle_price = h->housing_area = SYNTH_UNKNOWN;
}

static enum hm_status put_family(const struct filler *f, const struct synth_family *x,
                                 uint64_t number)
{
    char id[32];
    snprintf(id, sizeof id, "H%010llu", (unsigned long long)number);
    uint32_t row = builder_row(f->b, f->entity[ENTITY_HOUSEHOLD], 0, text(id));
    if (row == UINT32_MAX)
        return HM_NOMEM;
    struct synth_household totals = x->household;
    if (x->is_listed && f->entity[ENTITY_VEHICLE] != NO_ENTITY &&
        f->entity[ENTITY_HOUSE] != NO_ENTITY)
        leave_out_listed(&totals);
    TRY(put_facts(f, ENTITY_HOUSEHOLD, row, &totals));
    TRY(put_children(f, ENTITY_PERSON, row, 'p', x->persons, sizeof *x->persons,
                     x->person_count));
    TRY(put_children(f, ENTITY_OBLIGOR, row, 'o', x->obligors, sizeof *x->obligors,
                     x->obligor_count));
    TRY(put_children(f, ENTITY_VEHICLE, row, 'v', x->vehicles, sizeof *x->vehicles,
                     x->vehicle_count));
    return put_children(f, ENTITY_HOUSE, row, 'h', x->houses, sizeof *x->houses,
                        x->house_count);
}

/* --- whose --- */

static bool is_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

/* Adds the counties whose code begins so and are not there yet; how many begin so. */
static size_t add_counties(struct synth_plan *plan, struct str code)
{
    size_t n, found = 0;
    const struct synth_county *all = synth_counties(&n);
    for (size_t i = 0; i < n; i++) {
        bool is_there = false;
        if (code.n > strlen(all[i].code) || memcmp(all[i].code, code.p, code.n) != 0)
            continue;
        found++;
        for (size_t k = 0; k < plan->county_count; k++)
            is_there = is_there || plan->counties[k].county == &all[i];
        if (!is_there)
            plan->counties[plan->county_count++].county = &all[i];
    }
    return found;
}

/* In the table's order, whatever the order they were named in. */
static void sort_counties(struct synth_plan *plan)
{
    for (size_t i = 1; i < plan->county_count; i++)
        for (size_t k = i; k > 0 && plan->counties[k].county < plan->counties[k - 1].county;
             k--) {
            const struct synth_county *c = plan->counties[k].county;
            plan->counties[k].county = plan->counties[k - 1].county;
            plan->counties[k - 1].county = c;
        }
}

/* A city's weight is its households: persons by persons a household. */
static void weigh(struct synth_plan *plan)
{
    for (size_t i = 0; i < plan->county_count; i++) {
        const struct synth_county *county = plan->counties[i].county;
        const struct synth_city *c = synth_city(county->city);
        size_t k = 0;
        plan->counties[i].city = c;
        while (k < plan->city_count && plan->cities[k].city != c)
            k++;
        plan->city_count += k == plan->city_count;
        plan->cities[k].city = c;
        plan->cities[k].weight += county->persons * 1000 / c->size;
        plan->weight += county->persons * 1000 / c->size;
    }
}

enum hm_status synth_plan(struct synth_plan *plan, uint64_t seed, int32_t month,
                          const char *places, struct diag *d)
{
    *plan = (struct synth_plan){.seed = seed, .month = month};
    const char *at = places ? places : "";
    if (!*at)
        (void)add_counties(plan, (struct str){"", 0});
    while (*at) {
        struct str code = {at, strcspn(at, ",")};
        if (!is_digits(code) || add_counties(plan, code) == 0)
            return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                            _("known are 3302 Ningbo, 330782 Yiwu, 1502 Baotou, 3508 Longyan, "
                              "the provinces above and the counties in them"),
                            _("no shares are known of a place \"%.*s\""), (int)code.n, code.p);
        at += code.n + (at[code.n] == ',');
    }
    sort_counties(plan);
    weigh(plan);
    return HM_OK;
}

enum hm_status synth_fill(struct builder *b, const struct model *m,
                          const struct synth_plan *plan, uint64_t first, uint64_t count,
                          struct diag *d)
{
    struct filler f = {.b = b, .m = m};
    if (!find_targets(&f))
        return diag_error(d, HM_DATA, NULL,
                          _("the policy %s has no entity household: there is nothing to fill"),
                          m->name);
    for (uint64_t i = 0; i < count; i++) {
        struct synth_family x;
        synth_family_draw(&x, plan, first + i);
        if (put_family(&f, &x, first + i) != HM_OK)
            return diag_nomem(d, _("making households"));
    }
    return HM_OK;
}
