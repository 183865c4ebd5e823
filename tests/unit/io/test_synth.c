/* test_synth.c - the synthetic population: the same for any chunking, and its margins. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "../support/tiny_model.h"
#include "base/digest.h"
#include "base/fault.h"
#include "io/synth.h"
#include "value/date.h"

/* --- a model with every field under its shared name --- */

enum { FULL_FIELDS = 120, WORDS = 40 };

struct full {
    struct model m;
    struct entity entities[5];
    struct field fields[FULL_FIELDS];
    struct enum_type enums[FULL_FIELDS];
    struct enum_value words[WORDS];
    uint8_t children[4];
};

#define ADD_BOOLEAN KIND_BOOLEAN
#define ADD_INTEGER KIND_INTEGER
#define ADD_MONEY   KIND_MONEY
#define ADD_NUMBER  KIND_NUMBER
#define ADD_DATE    KIND_DATE
#define ADD_MONTH   KIND_MONTH
#define ADD_WORD    KIND_ENUM
#define ADD_TEXT    KIND_TEXT

static void add_field(struct full *x, uint8_t entity, const char *name, enum value_kind kind)
{
    struct field *f = &x->fields[x->m.field_count];
    assert_true(x->m.field_count < FULL_FIELDS);
    *f = (struct field){.name = name, .id = (uint16_t)x->m.field_count, .entity = entity};
    f->type = (struct type){kind, 0, 2};
    map_put(&x->entities[entity].names, tiny_str(name), (uint32_t)x->m.field_count++);
}

static struct full *full_new(void)
{
    static const char *const names[] = {"household", "person", "obligor", "vehicle", "house"};
    static const char *const words[] = {"none",
                                        "urban",
                                        "rural",
                                        "male",
                                        "female",
                                        "full",
                                        "partial",
                                        "preschool",
                                        "compulsory",
                                        "senior",
                                        "vocational",
                                        "college",
                                        "bachelor",
                                        "postgraduate",
                                        "sight",
                                        "hearing",
                                        "speech",
                                        "limb",
                                        "intellectual",
                                        "mental",
                                        "multiple",
                                        "basic",
                                        "total",
                                        "intact",
                                        "mild",
                                        "moderate",
                                        "severe",
                                        "institution_orphan",
                                        "dispersed_orphan",
                                        "de_facto_orphan",
                                        "in_difficulty",
                                        "car",
                                        "motorcycle",
                                        "residential",
                                        "nonresidential"};
    struct full *x = mem_zalloc(sizeof *x);
    for (uint8_t i = 0; i < 5; i++)
        x->entities[i] = (struct entity){
            .name = names[i], .plural = names[i], .id = i, .parent = i ? 0 : NO_ENTITY};
    for (uint8_t i = 0; i < 4; i++)
        x->children[i] = (uint8_t)(i + 1);
    x->entities[0].children = x->children;
    x->entities[0].child_count = 4;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        x->words[i] = (struct enum_value){words[i], NULL};
    x->enums[0] =
        (struct enum_type){"word", NULL, x->words, sizeof words / sizeof *words, -1, {0}};
    x->m.name = "full";
    x->m.enums = x->enums;
    x->m.enum_count = 1;
    x->m.entities = x->entities;
    x->m.entity_count = 5;
    x->m.fields = x->fields;
#define ADD(kind, name) add_field(x, entity, #name, ADD_##kind);
    uint8_t entity = 0;
    SYNTH_HOUSEHOLD(ADD)
    entity = 1;
    SYNTH_PERSON(ADD)
    entity = 2;
    SYNTH_OBLIGOR(ADD)
    entity = 3;
    SYNTH_VEHICLE(ADD)
    entity = 4;
    SYNTH_HOUSE(ADD)
    return x;
}

static void full_free(struct full *x)
{
    for (int i = 0; i < 5; i++)
        map_fini(&x->entities[i].names);
    mem_free(x);
}

/* --- the same bytes --- */

static void expect_same_column(const struct column *a, const struct column *b)
{
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->lane, b->lane);
    for (uint32_t r = 0; r < a->rows; r++) {
        assert_int_equal(column_valid(a, r), column_valid(b, r));
        if (a->lane == LANE_TEXT)
            assert_true(str_eq(column_text(a, r), column_text(b, r)));
        else
            assert_int_equal(column_int(a, r), column_int(b, r));
    }
}

enum { JANUARY = 2022 * 12 };

static struct synth_plan plan_of(uint64_t seed, int32_t month, const char *places)
{
    struct synth_plan plan;
    assert_int_equal(synth_plan(&plan, seed, month, places, NULL), HM_OK);
    return plan;
}

static void fill(struct frame *f, const struct model *m, uint64_t seed, const uint64_t *chunks)
{
    struct builder *b;
    struct synth_plan plan = plan_of(seed, JANUARY, NULL);
    assert_int_equal(builder_new(&b, m, 0), HM_OK);
    uint64_t first = 1;
    for (; *chunks; first += *chunks++)
        assert_int_equal(synth_fill(b, m, &plan, first, *chunks, NULL), HM_OK);
    assert_int_equal(builder_finish(b, f, true, NULL, NULL), HM_OK);
    builder_free(b);
}

static void the_same_for_any_chunking(void **state)
{
    (void)state;
    struct full *x = full_new();
    static const uint64_t whole[] = {3000, 0}, parts[] = {1, 999, 1500, 499, 1, 0};
    struct frame a, b, other;
    fill(&a, &x->m, 7, whole);
    fill(&b, &x->m, 7, parts);
    for (size_t e = 0; e < x->m.entity_count; e++)
        expect_same_column(&a.entities[e].id, &b.entities[e].id);
    for (size_t i = 0; i < x->m.field_count; i++) {
        assert_true(a.columns[i].rows > 0); /* every shared name is written somewhere */
        expect_same_column(&a.columns[i], &b.columns[i]);
    }
    fill(&other, &x->m, 8, whole);
    assert_int_not_equal(other.entities[1].rows, a.entities[1].rows);
    frame_fini(&a);
    frame_fini(&b);
    frame_fini(&other);
    full_free(x);
}

/* The very population, for ever: a changed draw is a changed demo and must be meant. */
static void the_population_of_seed_one(void **state)
{
    (void)state;
    struct full *x = full_new();
    struct frame f;
    struct buf cells;
    static const uint64_t some[] = {500, 0};
    buf_init(&cells);
    fill(&f, &x->m, 1, some);
    for (size_t i = 0; i < x->m.field_count; i++) {
        const struct column *c = &f.columns[i];
        for (uint32_t r = 0; r < c->rows; r++) {
            if (c->lane == LANE_TEXT)
                buf_blob(&cells, column_text(c, r).p, column_text(c, r).n);
            else
                buf_u64(&cells, column_valid(c, r) ? (uint64_t)column_int(c, r) : UINT64_MAX);
        }
    }
    char hex[DIGEST_HEX];
    digest_bytes(cells.data, cells.len, hex);
    assert_string_equal(hex,
                        "b9b05e8a70f31a392edae9bfb6b1b0522cb11224f7d8a6ff0baa076bfdd871d8");
    buf_fini(&cells);
    frame_fini(&f);
    full_free(x);
}

static void only_what_the_model_has(void **state)
{
    (void)state;
    struct tiny *t = tiny_new(); /* household: savings; person: wage under another name */
    struct frame f;
    static const uint64_t some[] = {200, 0};
    fill(&f, &t->m, 1, some);
    assert_int_equal(f.entities[HOUSEHOLD].rows, 200);
    assert_true(f.entities[PERSON].rows > 200);
    assert_true(f.columns[SAVINGS].rows == 200);
    assert_int_equal(f.columns[REGION].rows, 0);
    assert_int_equal(f.columns[WAGE].rows, 0);
    frame_fini(&f);
    t->entities[HOUSEHOLD].name = "town";
    t->entities[HOUSEHOLD].zh = NULL;
    struct builder *b;
    struct synth_plan plan = plan_of(1, JANUARY, NULL);
    struct diag d;
    diag_init(&d);
    assert_int_equal(builder_new(&b, &t->m, 0), HM_OK);
    assert_int_equal(synth_fill(b, &t->m, &plan, 1, 1, &d), HM_DATA);
    assert_string_equal(d.items[0].text,
                        "the policy tiny has no entity household: there is nothing to fill");
    builder_free(b);
    diag_fini(&d);
    tiny_free(t);
}

/* A household never has more members than its entity allows; ages and the rest stay. */
static void no_more_than_the_most(void **state)
{
    (void)state;
    struct full *x = full_new();
    struct frame all, most;
    static const uint64_t some[] = {2000, 0};
    uint32_t expected = 0, n;
    fill(&all, &x->m, 1, some);
    x->entities[1].max_rows = 2;
    fill(&most, &x->m, 1, some);
    for (uint32_t row = 0; row < 2000; row++) {
        (void)frame_children(&all, 1, row, &n);
        expected += n < 2 ? n : 2;
        (void)frame_children(&most, 1, row, &n);
        assert_true(n <= 2);
    }
    assert_int_equal(most.entities[1].rows, expected);
    assert_true(all.entities[1].rows > expected);
    frame_fini(&all);
    frame_fini(&most);
    full_free(x);
}

static void out_of_memory(void **state)
{
    (void)state;
    struct full *x = full_new();
    struct builder *b;
    struct synth_plan plan = plan_of(1, JANUARY, NULL);
    assert_int_equal(builder_new(&b, &x->m, 0), HM_OK);
    fault_arm(FAULT_ALLOC, 5);
    assert_int_equal(synth_fill(b, &x->m, &plan, 1, 10, NULL), HM_NOMEM);
    fault_arm(FAULT_ALLOC, 0);
    builder_free(b);
    full_free(x);
}

/* --- margins --- */

enum { SAMPLE = 100000 };

struct margins {
    int64_t persons, men, under15, from60, from65, from80, from90, from100, need_help;
    int64_t urban_persons, missing, poor, hardship, largest, income, disabled, orphans;
    int64_t haishu, obligors, old_alone, local, local_old;
};

static int64_t known_or_zero(int64_t v)
{
    return v == SYNTH_UNKNOWN ? 0 : v;
}

static int64_t income_of(const struct synth_person *p)
{
    return known_or_zero(p->wage_income) + known_or_zero(p->business_income) +
           known_or_zero(p->property_income) + known_or_zero(p->transfer_income);
}

static void count_person(struct margins *m, const struct synth_person *p)
{
    m->persons++;
    m->men += p->sex[0] == 'm';
    m->under15 += p->age < 15;
    m->from60 += p->age >= 60;
    m->local += p->hukou_local != 0;
    m->local_old += p->hukou_local && p->age >= 60;
    m->from65 += p->age >= 65;
    m->from80 += p->age >= 80;
    m->from90 += p->age >= 90;
    m->from100 += p->age >= 100;
    m->need_help += strcmp(p->elder_ability, "intact") != 0;
    m->disabled += p->disability_level > 0;
    m->orphans += strcmp(p->child_status, "none") != 0;
    m->missing += p->birth_date == SYNTH_UNKNOWN || p->wage_income == SYNTH_UNKNOWN ||
                  p->business_income == SYNTH_UNKNOWN || p->property_income == SYNTH_UNKNOWN ||
                  p->transfer_income == SYNTH_UNKNOWN;
}

static void count_family(struct margins *m, const struct synth_family *f)
{
    int64_t income = 0;
    for (unsigned i = 0; i < f->person_count; i++) {
        count_person(m, &f->persons[i]);
        income += income_of(&f->persons[i]);
    }
    m->income += income;
    m->urban_persons += f->household.region_class[0] == 'u' ? f->person_count : 0;
    m->haishu += strcmp(f->household.division_code, "330203") == 0 ? f->person_count : 0;
    m->poor += income < 100500 * (int64_t)f->person_count;
    m->hardship += f->is_hardship;
    m->obligors += f->obligor_count;
    m->old_alone += f->persons[0].age >= 60;
    if (f->person_count > m->largest)
        m->largest = f->person_count;
}

/* part / whole is expected per mille, within a tolerance of so many per mille. */
static void expect_share(const char *what, int64_t part, int64_t whole, double expected,
                         double tolerance)
{
    double got = 1000.0 * (double)part / (double)whole;
    if (got < expected - tolerance || got > expected + tolerance)
        fail_msg("%s: %.3f per mille, not %.3f +- %.3f", what, got, expected, tolerance);
}

static struct margins margins_of(const char *place)
{
    struct margins m = {0};
    struct synth_plan plan = plan_of(20220701, JANUARY, place);
    for (uint64_t n = 1; n <= SAMPLE; n++) {
        struct synth_family f;
        synth_family_draw(&f, &plan, n);
        assert_int_equal(strncmp(f.household.division_code, place, strlen(place)), 0);
        count_family(&m, &f);
    }
    return m;
}

static void margins_of_ningbo(void **state)
{
    (void)state;
    struct margins m = margins_of("3302");
    expect_share("persons a household", m.persons, SAMPLE, 2210, 25);
    expect_share("men", m.men, m.persons, 521.7, 5);
    expect_share("under 15", m.under15, m.persons, 122, 5);
    expect_share("60 and over", m.from60, m.persons, 183, 5);
    expect_share("65 of 60 and over", m.from65, m.from60, 727, 15);
    expect_share("80 of 60 and over", m.from80, m.from60, 156.4, 8);
    expect_share("100 of 60 and over", m.from100, m.from60, 0.22, 0.2);
    expect_share("need help of 60 and over", m.need_help, m.from60, 74.5, 8);
    expect_share("urban", m.urban_persons, m.persons, 809, 8);
    expect_share("Haishu", m.haishu, m.persons, 110.7, 5);
    expect_share("persons with a fact missing", m.missing, m.persons, 1, 0.4);
    expect_share("income a head and month, of 5696 yuan", m.income / 569600, m.persons, 1000,
                 60);
    expect_share("poor by income alone", m.poor, SAMPLE, 37, 8);
    assert_int_equal(m.largest, 8);
    assert_true(m.from90 > 0 && m.disabled > 0 && m.orphans > 0 && m.obligors > m.old_alone);
}

/* Per mille, as published (synth_margins.c). */
static void margins_elsewhere(void **state)
{
    (void)state;
    static const struct {
        const char *place;
        double size, men, under15, from60, from65, urban, income;
    } published[] = {
        {"330782", 2180, 539.3, 138.7, 102.5, 72.5, 797, 1050},
        {"1502", 2270, 507.5, 128.7, 219.6, 143.8, 867, 760},
        {"150207", 2270, 507.5, 128.7, 219.6, 143.8, 800, 760},
        {"3508", 2700, 515.7, 207, 180, 131, 654, 530},
    };
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        struct margins m = margins_of(published[i].place);
        expect_share("persons a household", m.persons, SAMPLE, published[i].size, 25);
        expect_share("men", m.men, m.persons, published[i].men, 5);
        expect_share("under 15", m.under15, m.persons, published[i].under15, 5);
        expect_share("60 and over", m.from60, m.persons, published[i].from60, 5);
        expect_share("65 and over", m.from65, m.persons, published[i].from65, 5);
        expect_share("urban", m.urban_persons, m.persons, published[i].urban, 12);
        expect_share("income a head and month, of 5696 yuan", m.income / 569600, m.persons,
                     published[i].income, 100);
    }
    struct margins yiwu = margins_of("330782");
    expect_share("60 and over of those registered", yiwu.local_old, yiwu.local, 199, 8);
    expect_share("registered in Yiwu", yiwu.local, yiwu.persons, 457, 10);
}

/* All places at once: persons as they live there, and a city's families are its own. */
static void several_places(void **state)
{
    (void)state;
    static const char places[] = "3302,330782,150207,3508";
    struct synth_plan all = plan_of(5, JANUARY, places), same, one;
    int64_t persons = 0, yiwu = 0, jiuyuan = 0, longyan = 0;
    for (uint64_t n = 1; n <= SAMPLE; n++) {
        struct synth_family f, alone;
        synth_family_draw(&f, &all, n);
        persons += f.person_count;
        yiwu += strcmp(f.household.division_code, "330782") == 0 ? f.person_count : 0;
        jiuyuan += strcmp(f.household.division_code, "150207") == 0 ? f.person_count : 0;
        longyan += strncmp(f.household.division_code, "3508", 4) == 0 ? f.person_count : 0;
        if (n > 200)
            continue;
        one = plan_of(5, JANUARY, f.city->division[0] == '1' ? "150207" : f.city->division);
        synth_family_draw(&alone, &one, n);
        assert_memory_equal(&alone.persons, &f.persons, sizeof f.persons);
        assert_string_equal(alone.household.division_code, f.household.division_code);
    }
    double whole = 9404283 + 1859390 + 274400 + 2693000;
    expect_share("Yiwu", yiwu, persons, 1859390e3 / whole, 5);
    expect_share("Jiuyuan", jiuyuan, persons, 274400e3 / whole, 3);
    expect_share("Longyan", longyan, persons, 2693000e3 / whole, 6);
    same = plan_of(5, JANUARY, "3508,150207,330782,3302,350802,3508");
    assert_memory_equal(&same, &all, sizeof same); /* whatever the order */
}

static void places_unknown(void **state)
{
    (void)state;
    static const char *const wrong[] = {"11", "3302,11", ",", "ningbo", "33027", "3302001"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct synth_plan plan;
        struct diag d;
        diag_init(&d);
        assert_int_equal(synth_plan(&plan, 1, JANUARY, wrong[i], &d), HM_USAGE);
        assert_int_equal(d.count, 1);
        assert_non_null(d.items[0].hint);
        diag_fini(&d);
    }
    assert_int_equal(plan_of(1, JANUARY, "33").county_count, 11);
    assert_int_equal(plan_of(1, JANUARY, NULL).city_count, 4);
}

static void facts_hold_together(void **state)
{
    (void)state;
    struct synth_plan plan = plan_of(3, 2024 * 12 + 6, NULL);
    for (uint64_t n = 1; n <= 20000; n++) {
        struct synth_family f;
        synth_family_draw(&f, &plan, n);
        int32_t before = plan.month;
        assert_in_range(f.person_count, 1, SYNTH_PERSONS);
        assert_true(f.persons[0].age >= 18); /* somebody can apply */
        assert_int_equal(f.is_hardship, f.household.decision_month != SYNTH_UNKNOWN);
        assert_true(f.household.last_check_month < before);
        assert_true(f.household.last_check_month >= f.household.decision_month);
        assert_int_equal(f.household.vehicle_count > 0,
                         f.household.vehicle_price != SYNTH_UNKNOWN);
        assert_int_equal(f.household.housing_count > 0,
                         f.household.housing_area != SYNTH_UNKNOWN);
        assert_true(f.is_listed || f.vehicle_count + f.house_count == 0);
        assert_in_range(f.vehicle_count, 0, SYNTH_VEHICLES);
        assert_in_range(f.house_count, 0, SYNTH_HOUSES);
        for (unsigned i = 0; i < f.person_count; i++) {
            const struct synth_person *p = &f.persons[i];
            int32_t end = 0;
            assert_in_range(p->age, 0, 105);
            if (p->birth_date != SYNTH_UNKNOWN) {
                assert_true(date_make(&end, f.year, 12, 31));
                assert_int_equal(age_at_date((int32_t)p->birth_date, end), p->age);
            }
            assert_int_equal(p->disability_level > 0,
                             strcmp(p->disability_category, "none") != 0);
            assert_true(p->age >= 18 || income_of(p) == 0);
            assert_in_range(p->selfcare_unmet, 0, 6);
        }
        for (unsigned i = 0; i < f.obligor_count; i++)
            assert_true(f.obligors[i].supported_persons >= f.person_count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_for_any_chunking),
        cmocka_unit_test(the_population_of_seed_one),
        cmocka_unit_test(only_what_the_model_has),
        cmocka_unit_test(no_more_than_the_most),
        cmocka_unit_test(out_of_memory),
        cmocka_unit_test(margins_of_ningbo),
        cmocka_unit_test(margins_elsewhere),
        cmocka_unit_test(several_places),
        cmocka_unit_test(places_unknown),
        cmocka_unit_test(facts_hold_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
