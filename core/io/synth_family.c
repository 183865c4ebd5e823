/* synth_family.c - draws one family: who lives together, where, their health, income, property,
 * and those who owe them support. Shares of places are those of synth_margins.c; shares marked
 * "assumed" have no published source. Whole numbers only (synth_dice.h). */
#include "io/synth_family.h"

#include <string.h>
#include "io/synth_dice.h"
#include "io/synth_more.h"
#include "value/date.h"

static int64_t yuan(int64_t amount)
{
    return amount * 100;
}

/* --- who lives together --- */

enum role { ADULT, ADULT_CHILD, CHILD, ELDER };

/* Their shares are the city's (synth_margins.c). */
struct kind_of_family {
    unsigned elders, adults, adult_children, children;
};
static const struct kind_of_family kinds[SYNTH_KINDS] = {
    {0, 1, 0, 0}, {1, 0, 0, 0}, {0, 2, 0, 0}, {2, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 1, 0},
    {1, 1, 0, 0}, {0, 2, 0, 1}, {0, 2, 1, 0}, {1, 2, 0, 0}, {0, 2, 0, 2}, {1, 2, 0, 1},
    {2, 2, 0, 0}, {2, 2, 0, 1}, {1, 2, 0, 2}, {2, 2, 0, 2}, {2, 3, 0, 2}, {2, 3, 0, 3},
};

static const struct kind_of_family *draw_kind(struct dice *d, const struct synth_city *c)
{
    int64_t at = below(d, 1000);
    size_t i = 0;
    while (at >= c->kinds[i])
        at -= c->kinds[i++];
    return &kinds[i];
}

static int64_t elder_age(struct dice *d, const struct synth_city *c)
{
    int64_t u = below(d, 100000), i = 0;
    while (u >= c->elders[i])
        i++;
    return 60 + 5 * i + below(d, 5);
}

static struct synth_person *add_person(struct synth_family *f, int64_t age,
                                       const char *relation)
{
    struct synth_person *p = &f->persons[f->person_count++];
    p->age = (int)age;
    p->relation = relation;
    return p;
}

static int64_t clamp(int64_t v, int64_t low, int64_t high)
{
    return v < low ? low : v > high ? high : v;
}

/* The applicant comes first: the eldest adult, or the eldest elder where only elders live. */
static void draw_members(struct dice *d, struct synth_family *f, const struct kind_of_family *k)
{
    static const struct quantile adult_ages[] = {{0, 20},   {100, 25}, {250, 31},
                                                 {500, 40}, {750, 50}, {1000, 60}};
    int64_t head = k->adult_children ? between(d, 43, 59) : from_quantiles(d, adult_ages);
    if (k->children > 0)
        head = clamp(head, 22, 52);
    if (k->elders && k->adults)
        head = clamp(head, 30, 50);
    for (unsigned i = 0; i < k->adults; i++) {
        int64_t age = i == 0 ? head : clamp(head + between(d, -4, 3), 20, 59);
        add_person(f, age, i == 0 ? "本人" : i == 1 ? "配偶" : "兄弟姐妹");
    }
    for (unsigned i = 0; i < k->adult_children; i++)
        add_person(f, between(d, 18, head - 22 < 30 ? head - 22 : 30), "子女");
    for (unsigned i = 0; i < k->children; i++)
        add_person(f, below(d, head - 20 < 18 ? head - 19 : 18), "子女");
    int64_t elder = elder_age(d, f->city);
    if (k->adults && elder < head + 20)
        elder = head + 20 + below(d, 10);
    for (unsigned i = 0; i < k->elders; i++) {
        int64_t age = i == 0 ? elder : clamp(elder + between(d, -5, 4), 60, 105);
        const char *relation = k->adults ? "父母" : i == 0 ? "本人" : "配偶";
        add_person(f, age < 60 ? 60 : age, relation);
    }
}

/* --- place and registration --- */

/* The city is drawn with dice of its own, so that a city's families of a seed are the same
 * whichever cities stand beside it. */
static const struct synth_city *draw_city(struct dice *d, const struct synth_plan *plan)
{
    int64_t at = below(d, plan->weight);
    size_t i = 0;
    while (at >= plan->cities[i].weight)
        at -= plan->cities[i++].weight;
    return plan->cities[i].city;
}

static void draw_place(struct dice *d, struct synth_family *f, const struct synth_plan *plan,
                       bool has_elder)
{
    const struct synth_city *c = f->city;
    size_t i = 0;
    int64_t persons = 0;
    for (size_t k = 0; k < plan->county_count; k++)
        persons += plan->counties[k].city == c ? plan->counties[k].county->persons : 0;
    int64_t at = below(d, persons);
    for (;; i++) {
        if (plan->counties[i].city != c)
            continue;
        if (at < plan->counties[i].county->persons)
            break;
        at -= plan->counties[i].county->persons;
    }
    const struct synth_county *county = plan->counties[i].county;
    f->household.division_code = county->code;
    f->household.region_class = chance(d, county->urban * PER_MILLE) ? "urban" : "rural";
    f->household.hukou_local =
        chance(d, (has_elder ? c->local_elder : c->local_other) * PERCENT);
}

static void draw_birth(struct dice *d, const struct synth_family *f, struct synth_person *p)
{
    int32_t first = 0;
    (void)date_make(&first, f->year - p->age, 1, 1); /* a year of the calendar's range */
    p->birth_date = first + below(d, 365);
    p->sex = chance(d, f->city->men) ? "male" : "female";
}

static void draw_status(struct dice *d, const struct synth_family *f, struct synth_person *p)
{
    p->hukou_local =
        chance(d, 15 * PER_MILLE) ? !f->household.hukou_local : f->household.hukou_local;
    p->residence_permit = !p->hukou_local && chance(d, 80 * PERCENT);
    p->counted = !chance(d, 3 * PER_MILLE);
    p->in_institution = p->age >= 60 && chance(d, (p->age >= 80 ? 60 : 8) * PER_MILLE);
    p->lives_home = !p->in_institution;
    p->wish_central = p->in_institution && chance(d, 50 * PERCENT);
    p->lives_alone = f->person_count == 1 && p->age >= 60;
    p->empty_nest = f->person_count == 2 && p->age >= 60 && f->persons[0].age >= 60;
    p->family_plan_special = p->age >= 50 && chance(d, 4 * PER_MILLE);
    p->preferential_care = p->age >= 60 && chance(d, 12 * PER_MILLE);
}

/* --- health (assumed, but for the 7.5 % of elders who need help) --- */

static void draw_disability(struct dice *d, struct synth_person *p)
{
    static const struct weighted categories[] = {
        {"limb", 450},         {"hearing", 160}, {"sight", 120},   {"mental", 110},
        {"intellectual", 100}, {"speech", 15},   {"multiple", 45}, {NULL, 0}};
    static const struct weighted severe[] = {
        {"none", 15}, {"partial", 25}, {"basic", 30}, {"total", 30}, {NULL, 0}};
    static const struct weighted light[] = {
        {"none", 75}, {"partial", 18}, {"basic", 5}, {"total", 2}, {NULL, 0}};
    p->disability_category = p->care_grade = "none";
    p->disability_level = p->selfcare_unmet = 0;
    int64_t share = p->age >= 60 ? 55 : p->age >= 18 ? 17 : 6;
    if (!chance(d, share * PER_MILLE))
        return;
    int64_t u = below(d, 100);
    p->disability_level = u < 15 ? 1 : u < 40 ? 2 : u < 65 ? 3 : 4;
    p->disability_category = one_of(d, categories);
    p->care_grade = one_of(d, p->disability_level <= 2 ? severe : light);
    if (strcmp(p->care_grade, "total") == 0)
        p->selfcare_unmet = between(d, 4, 6);
    else if (strcmp(p->care_grade, "basic") == 0)
        p->selfcare_unmet = between(d, 2, 4);
    else if (strcmp(p->care_grade, "partial") == 0)
        p->selfcare_unmet = between(d, 1, 2);
    p->severe_mental_illness = strcmp(p->disability_category, "mental") == 0;
}

static void draw_health(struct dice *d, struct synth_person *p)
{
    static const struct weighted abilities[] = {
        {"mild", 45}, {"moderate", 25}, {"severe", 18}, {"total", 12}, {NULL, 0}};
    draw_disability(d, p);
    int64_t frail = p->age >= 90 ? 420 : p->age >= 80 ? 190 : p->age >= 70 ? 70 : 32;
    p->elder_ability =
        p->age >= 60 && chance(d, frail * PER_MILLE) ? one_of(d, abilities) : "intact";
    if (p->elder_ability[0] == 't' || p->elder_ability[0] == 's')
        p->selfcare_unmet = clamp(p->selfcare_unmet, between(d, 3, 5), 6);
    p->serious_illness = chance(d, (p->age >= 60 ? 22 : p->age >= 18 ? 8 : 2) * PER_MILLE);
    p->work_ability = "full";
    if (p->disability_level == 1 || p->disability_level == 2)
        p->work_ability = chance(d, 70 * PERCENT) ? "none" : "partial";
    else if (p->serious_illness || p->disability_level == 3)
        p->work_ability = chance(d, 60 * PERCENT) ? "partial" : "full";
}

static void draw_school(struct dice *d, struct synth_person *p)
{
    static const struct weighted children[] = {
        {"none", 9970},          {"in_difficulty", 14},     {"de_facto_orphan", 10},
        {"dispersed_orphan", 5}, {"institution_orphan", 1}, {NULL, 0}};
    bool is_child = strcmp(p->relation, "子女") == 0;
    p->student_stage = "none";
    p->child_status = p->age < 18 ? one_of(d, children) : "none";
    if (p->age >= 3 && p->age <= 5)
        p->student_stage = "preschool";
    else if (p->age >= 6 && p->age <= 14)
        p->student_stage = "compulsory";
    else if (p->age >= 15 && p->age <= 17)
        p->student_stage = chance(d, 60 * PERCENT) ? "senior" : "vocational";
    else if (is_child && p->age >= 18 && p->age <= 21 && chance(d, 62 * PERCENT))
        p->student_stage = chance(d, 45 * PERCENT) ? "college" : "bachelor";
    else if (is_child && p->age >= 22 && p->age <= 25 && chance(d, 8 * PERCENT))
        p->student_stage = "postgraduate";
}

/* --- income, a month --- */

/* Yuan of Ningbo; assumed shapes, scaled so that the means a head are near the published ones.
 */
static const struct quantile wages[] = {{0, 2200},   {50, 2900},   {250, 4500},  {500, 6600},
                                        {750, 9500}, {900, 14500}, {980, 27000}, {1000, 70000}};
static const struct quantile low_wages[] = {{0, 600}, {500, 1500}, {1000, 2600}};
static const struct quantile worker_pensions[] = {{0, 1900},   {250, 2700}, {500, 3400},
                                                  {750, 4600}, {950, 7500}, {1000, 12000}};

static int64_t scaled_by_region(const struct synth_family *f, int64_t amount)
{
    return f->household.region_class[0] == 'u' ? amount : amount * 68 / 100;
}

static int64_t scaled_by_city(const struct synth_family *f, int64_t amount)
{
    return amount * f->city->income / 100;
}

static void draw_elder_income(struct dice *d, const struct synth_family *f,
                              struct synth_person *p)
{
    bool is_urban = f->household.region_class[0] == 'u';
    int64_t worker = f->is_hardship ? 0 : (is_urban ? 78 : 42) * f->city->pensions / 100;
    int64_t land = f->is_hardship ? 15 : is_urban ? 16 : 44; /* of those without: land-loss */
    if (chance(d, worker * PERCENT))
        p->transfer_income =
            yuan(scaled_by_city(f, from_quantiles(d, worker_pensions))) + below(d, 100);
    else if (chance(d, (f->is_hardship ? land : land * 100 / (100 - worker)) * PERCENT))
        p->transfer_income =
            yuan(scaled_by_city(f, between(d, 1100, 2100))) + 10 * below(d, 10);
    else
        p->transfer_income =
            yuan(scaled_by_city(f, between(d, 330, 520))); /* residents' pension and a bit */
    if (p->age < 72 && p->lives_home && chance(d, (f->is_hardship ? 4 : 22) * PERCENT)) {
        p->employed = true;
        p->wage_income = yuan(scaled_by_city(f, between(d, 900, 3200)));
    }
}

static void draw_adult_income(struct dice *d, const struct synth_family *f,
                              struct synth_person *p)
{
    int64_t works = f->is_hardship ? 32 : f->person_count == 1 ? 98 : 87;
    if (p->disability_level == 1 || p->disability_level == 2)
        works /= 3;
    else if (p->serious_illness)
        works = works * 6 / 10;
    if (!chance(d, works * PERCENT)) {
        if (!f->is_hardship && chance(d, 35 * PERCENT))
            p->transfer_income =
                yuan(scaled_by_city(f, between(d, 1500, 2900))); /* unemployment, annuity */
        return;
    }
    p->employed = true;
    int64_t amount = f->is_hardship ? from_quantiles(d, low_wages)
                                    : scaled_by_region(f, from_quantiles(d, wages));
    amount = yuan(scaled_by_city(f, amount));
    if (chance(d, 15 * PERCENT))
        p->business_income = amount + below(d, 100);
    else
        p->wage_income = amount;
}

static void draw_income(struct dice *d, const struct synth_family *f, struct synth_person *p)
{
    static const struct quantile rents[] = {{0, 20}, {500, 400}, {900, 2500}, {1000, 15000}};
    p->wage_income = p->business_income = p->property_income = p->transfer_income = 0;
    p->exempt_income = 0;
    p->employed = false;
    if (p->age >= 60)
        draw_elder_income(d, f, p);
    else if (p->age >= 18 && p->student_stage[0] == 'n')
        draw_adult_income(d, f, p);
    if (p->age >= 18 && chance(d, (f->is_hardship ? 3 : 22) * PERCENT))
        p->property_income =
            yuan(scaled_by_city(f, from_quantiles(d, rents))) / (f->is_hardship ? 10 : 1);
    if (p->preferential_care) {
        p->transfer_income += yuan(700);
        p->exempt_income = yuan(700);
    }
}

/* --- what the household owns and spends --- */

static int64_t area(struct dice *d, int64_t homes)
{
    static const struct quantile areas[] = {
        {0, 2200}, {100, 4800}, {500, 8900}, {900, 14000}, {1000, 30000}};
    return homes * from_quantiles(d, areas);
}

static void draw_property(struct dice *d, struct synth_family *f)
{
    static const struct quantile savings[] = {{0, 0},        {100, 1500},    {250, 12000},
                                              {500, 60000},  {750, 170000},  {900, 420000},
                                              {980, 900000}, {1000, 2200000}};
    static const struct quantile low_savings[] = {{0, 0},       {200, 0},     {500, 3000},
                                                  {800, 20000}, {930, 56000}, {1000, 160000}};
    static const struct quantile prices[] = {
        {0, 30000}, {250, 90000}, {500, 140000}, {900, 330000}, {1000, 900000}};
    static const struct quantile capitals[] = {
        {0, 10000}, {500, 200000}, {900, 2000000}, {1000, 10000000}};
    struct synth_household *h = &f->household;
    int64_t heads = f->person_count;
    bool poor = f->is_hardship;
    h->savings =
        yuan(heads * scaled_by_city(f, from_quantiles(d, poor ? low_savings : savings)));
    int64_t u = below(d, 100);
    if (h->hukou_local)
        h->housing_count = u < 4 ? 0 : u < (poor ? 97 : 74) ? 1 : u < (poor ? 99 : 96) ? 2 : 3;
    else
        h->housing_count = u < 68 ? 0 : u < 97 ? 1 : 2;
    h->housing_area = h->housing_count ? area(d, h->housing_count) : SYNTH_UNKNOWN;
    h->nonresidential_property = chance(d, (poor ? 4 : 30) * PER_MILLE);
    bool only_old = f->persons[0].age >= 60;
    int64_t drives = poor ? 4 : only_old ? 12 : f->person_count == 1 ? 42 : 66;
    h->vehicle_count = chance(d, drives * PERCENT) ? 1 + chance(d, 16 * PERCENT) : 0;
    h->vehicle_price = h->vehicle_count ? yuan(from_quantiles(d, prices)) : SYNTH_UNKNOWN;
    h->business_capital =
        chance(d, (poor ? 6 : 70) * PER_MILLE) ? yuan(from_quantiles(d, capitals)) : 0;
}

static void draw_expenses(struct dice *d, struct synth_family *f)
{
    static const struct quantile bills[] = {
        {0, 3000}, {500, 22000}, {900, 90000}, {1000, 400000}};
    struct synth_household *h = &f->household;
    for (unsigned i = 0; i < f->person_count; i++) {
        const struct synth_person *p = &f->persons[i];
        if (p->serious_illness)
            h->medical_expense += yuan(from_quantiles(d, bills));
        else if (p->age >= 60 && chance(d, 40 * PERCENT))
            h->medical_expense += yuan(between(d, 200, 6000));
        if (p->disability_level > 0 && chance(d, 25 * PERCENT))
            h->rehabilitation_expense += yuan(between(d, 500, 15000));
        char stage = p->student_stage[0];
        if (stage == 'c' || stage == 'b') /* compulsory and college, bachelor */
            h->education_expense += yuan(p->age >= 18 ? between(d, 6000, 20000) : 0);
        else if (stage == 's' || stage == 'v')
            h->education_expense += yuan(between(d, 1500, 9000));
    }
    if (chance(d, 2 * PER_MILLE))
        h->accident_expense = yuan(between(d, 2000, 60000));
}

/* Some offices list vehicles and houses one by one. */
static void list_property(struct dice *d, struct synth_family *f)
{
    const struct synth_household *h = &f->household;
    f->is_listed = chance(d, 6 * PERCENT);
    if (!f->is_listed)
        return;
    for (int64_t i = 0; i < h->vehicle_count; i++)
        f->vehicles[f->vehicle_count++] = (struct synth_vehicle){"car", h->vehicle_price};
    if (f->vehicle_count < SYNTH_VEHICLES && chance(d, 10 * PERCENT))
        f->vehicles[f->vehicle_count++] =
            (struct synth_vehicle){"motorcycle", yuan(between(d, 1500, 9000))};
    for (int64_t i = 0; i < h->housing_count; i++)
        f->houses[f->house_count++] =
            (struct synth_house){"residential", h->housing_area / h->housing_count};
    if (h->nonresidential_property)
        f->houses[f->house_count++] = (struct synth_house){"nonresidential", area(d, 1)};
}

/* --- those who owe support and live elsewhere --- */

static void draw_obligor(struct dice *d, struct synth_family *f, const char *relation)
{
    static const struct quantile incomes[] = {/* a head and year */
                                              {0, 6000},     {150, 30000},  {500, 58000},
                                              {850, 110000}, {970, 200000}, {1000, 500000}};
    static const struct quantile savings[] = {/* a head */
                                              {0, 0},
                                              {250, 10000},
                                              {600, 60000},
                                              {900, 140000},
                                              {1000, 600000}};
    static const struct quantile poor_incomes[] = {{0, 6000}, {500, 26000}, {1000, 60000}};
    static const struct quantile poor_savings[] = {{0, 0}, {700, 20000}, {1000, 120000}};
    struct synth_obligor *o = &f->obligors[f->obligor_count++];
    bool poor = f->is_hardship && chance(d, 75 * PERCENT);
    *o = (struct synth_obligor){.relation = relation, .members = between(d, 1, 5)};
    o->annual_income =
        yuan(o->members * scaled_by_city(f, from_quantiles(d, poor ? poor_incomes : incomes)));
    o->supported_persons = between(d, 1, 4);
    if (o->supported_persons < f->person_count)
        o->supported_persons = f->person_count;
    if (chance(d, 18 * PERCENT))
        o->paid_support = yuan(50 * between(d, 2, 24));
    if (chance(d, 4 * PERCENT))
        o->agreed_support = yuan(100 * between(d, 2, 15));
    o->incapable = chance(d, (poor ? 12 : 2) * PERCENT);
    o->savings =
        yuan(o->members * scaled_by_city(f, from_quantiles(d, poor ? poor_savings : savings)));
    o->business_capital = chance(d, 3 * PERCENT) ? yuan(between(d, 10000, 3000000)) : 0;
    o->vehicle_count = chance(d, (poor ? 20 : 60) * PERCENT);
    o->vehicle_price = o->vehicle_count ? yuan(between(d, 40000, poor ? 150000 : 320000)) : 0;
    o->housing_count = chance(d, 85 * PERCENT) + (!poor && chance(d, 15 * PERCENT));
    o->housing_area = o->housing_count ? area(d, o->housing_count) : SYNTH_UNKNOWN;
}

static void draw_obligors(struct dice *d, struct synth_family *f,
                          const struct kind_of_family *k)
{
    bool only_old = k->elders > 0 && k->adults == 0;
    bool one_parent = k->adults == 1 && k->children > 0;
    if (one_parent && chance(d, 70 * PERCENT))
        draw_obligor(d, f, "父母");
    if (!only_old || f->persons[0].family_plan_special)
        return;
    int64_t u = below(d, 100);
    int64_t count = u < (f->is_hardship ? 30 : 6) ? 0 : u < 42 ? 1 : u < 80 ? 2 : 3;
    for (int64_t i = 0; i < count; i++)
        draw_obligor(d, f, "子女");
}

/* Every family was looked at in the last year; those who fell behind have been granted relief
 * for some time, a month after they asked. */
static void draw_procedure(struct dice *d, struct synth_family *f, int64_t end)
{
    struct synth_household *h = &f->household;
    h->last_check_month = end - below(d, 12);
    h->application_month = h->decision_month = SYNTH_UNKNOWN;
    if (!f->is_hardship)
        return;
    h->decision_month = end - between(d, 1, 120);
    h->application_month = h->decision_month - 1;
    if (h->decision_month > h->last_check_month)
        h->last_check_month = h->decision_month;
    h->income_unstable = chance(d, 30 * PERCENT);
}

/* One person in a thousand lacks one fact. */
static void lose_facts(struct dice *d, struct synth_family *f)
{
    for (unsigned i = 0; i < f->person_count; i++) {
        struct synth_person *p = &f->persons[i];
        if (!chance(d, PER_MILLE))
            continue;
        int64_t *facts[] = {&p->birth_date, &p->wage_income, &p->business_income,
                            &p->property_income, &p->transfer_income};
        *facts[below(d, 5)] = SYNTH_UNKNOWN;
    }
}

/* Families fall behind where health is bad; those who came for work mostly have some. Assumed.
 */
static bool draw_hardship(struct dice *d, const struct synth_family *f, bool only_old)
{
    int64_t tenths = only_old ? 55 : f->person_count == 1 ? 16 : 13; /* of a percent */
    for (unsigned i = 0; i < f->person_count; i++) {
        const struct synth_person *p = &f->persons[i];
        bool is_severe = p->disability_level == 1 || p->disability_level == 2;
        tenths += is_severe && p->age >= 18 ? 160 : 0;
        tenths += p->serious_illness && p->age >= 18 ? 90 : 0;
    }
    tenths = f->household.hukou_local ? tenths : tenths / 3;
    return chance(d, tenths * PER_MILLE * f->city->hardship / 100);
}

void synth_family_draw(struct synth_family *f, const struct synth_plan *plan, uint64_t number)
{
    uint64_t own = dice_scramble(number + UINT64_C(0x9E3779B97F4A7C15));
    struct dice d = {dice_scramble(plan->seed ^ own)};
    struct dice more = {dice_scramble(~plan->seed ^ own)};
    memset(f, 0, sizeof *f);
    f->city = draw_city(&more, plan);
    f->year = month_year(plan->month) - 1;
    const struct kind_of_family *k = draw_kind(&d, f->city);
    draw_members(&d, f, k);
    draw_place(&d, f, plan, k->elders > 0);
    for (unsigned i = 0; i < f->person_count; i++) {
        draw_birth(&d, f, &f->persons[i]);
        draw_status(&d, f, &f->persons[i]);
        draw_health(&d, &f->persons[i]);
        draw_school(&d, &f->persons[i]);
    }
    f->is_hardship = draw_hardship(&d, f, k->adults == 0);
    for (unsigned i = 0; i < f->person_count; i++)
        draw_income(&d, f, &f->persons[i]);
    draw_property(&d, f);
    draw_expenses(&d, f);
    list_property(&d, f);
    draw_obligors(&d, f, k);
    draw_procedure(&d, f, plan->month - 1);
    synth_more(&more, f, plan->month);
    lose_facts(&d, f);
}
