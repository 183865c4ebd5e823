/* synth_family.h - one invented family, drawn from a seed, a month, places and its number
 * alone; for synth.c and tests. No real person's data: every value is drawn, only the shares
 * are published ones.
 *
 * One list an entity: the members of its struct and the table that synth.c writes from are made
 * of it. FACT(kind, name): name is the shared field name (design section 5); kinds are
 *   BOOLEAN 0/1, INTEGER, MONEY fen, NUMBER in hundredths, DATE days, MONTH numbers: int64_t,
 * SYNTH_UNKNOWN WORD an enum's value by name, TEXT                                  const char
 * *, NULL
 */
#ifndef HM_IO_SYNTH_FAMILY_H
#define HM_IO_SYNTH_FAMILY_H

#include <stdbool.h>
#include <stdint.h>
#include "io/synth_margins.h"

#define SYNTH_UNKNOWN INT64_MIN

#define SYNTH_HOUSEHOLD(FACT)                                                                  \
    FACT(TEXT, division_code)                                                                  \
    FACT(WORD, region_class)                                                                   \
    FACT(BOOLEAN, hukou_local)                                                                 \
    FACT(MONEY, savings)                                                                       \
    FACT(INTEGER, housing_count)                                                               \
    FACT(NUMBER, housing_area)                                                                 \
    FACT(BOOLEAN, nonresidential_property)                                                     \
    FACT(INTEGER, vehicle_count)                                                               \
    FACT(MONEY, vehicle_price)                                                                 \
    FACT(MONEY, business_capital)                                                              \
    FACT(MONEY, medical_expense)                                                               \
    FACT(MONEY, education_expense)                                                             \
    FACT(MONEY, rehabilitation_expense)                                                        \
    FACT(MONEY, accident_expense)                                                              \
    FACT(NUMBER, power_used)                                                                   \
    FACT(BOOLEAN, family_visited)                                                              \
    FACT(BOOLEAN, list_delivered)                                                              \
    FACT(BOOLEAN, income_unstable)                                                             \
    FACT(MONTH, application_month)                                                             \
    FACT(MONTH, decision_month)                                                                \
    FACT(MONTH, last_check_month)

#define SYNTH_PERSON(FACT)                                                                     \
    FACT(TEXT, relation)                                                                       \
    FACT(DATE, birth_date)                                                                     \
    FACT(WORD, sex)                                                                            \
    FACT(BOOLEAN, hukou_local)                                                                 \
    FACT(BOOLEAN, residence_permit)                                                            \
    FACT(BOOLEAN, counted)                                                                     \
    FACT(BOOLEAN, lives_home)                                                                  \
    FACT(BOOLEAN, in_institution)                                                              \
    FACT(BOOLEAN, wish_central)                                                                \
    FACT(MONEY, wage_income)                                                                   \
    FACT(MONEY, business_income)                                                               \
    FACT(MONEY, property_income)                                                               \
    FACT(MONEY, transfer_income)                                                               \
    FACT(MONEY, exempt_income)                                                                 \
    FACT(WORD, work_ability)                                                                   \
    FACT(BOOLEAN, employed)                                                                    \
    FACT(WORD, student_stage)                                                                  \
    FACT(WORD, disability_category)                                                            \
    FACT(INTEGER, disability_level)                                                            \
    FACT(INTEGER, selfcare_unmet)                                                              \
    FACT(WORD, care_grade)                                                                     \
    FACT(WORD, elder_ability)                                                                  \
    FACT(BOOLEAN, serious_illness)                                                             \
    FACT(BOOLEAN, severe_mental_illness)                                                       \
    FACT(WORD, child_status)                                                                   \
    FACT(BOOLEAN, family_plan_special)                                                         \
    FACT(BOOLEAN, preferential_care)                                                           \
    FACT(BOOLEAN, lives_alone)                                                                 \
    FACT(BOOLEAN, empty_nest)                                                                  \
    FACT(BOOLEAN, left_behind)                                                                 \
    FACT(BOOLEAN, has_pension)                                                                 \
    FACT(BOOLEAN, fixed_income)                                                                \
    FACT(MONTH, old_age_application_month)                                                     \
    FACT(BOOLEAN, chronic_illness)                                                             \
    FACT(BOOLEAN, bedridden)                                                                   \
    FACT(BOOLEAN, unemployed)                                                                  \
    FACT(BOOLEAN, unemployment_insurance)                                                      \
    FACT(BOOLEAN, single_parent)                                                               \
    FACT(BOOLEAN, visited)                                                                     \
    FACT(BOOLEAN, elder_file)                                                                  \
    FACT(BOOLEAN, health_file)                                                                 \
    FACT(BOOLEAN, health_managed)                                                              \
    FACT(BOOLEAN, family_doctor)

#define SYNTH_OBLIGOR(FACT)                                                                    \
    FACT(TEXT, relation)                                                                       \
    FACT(INTEGER, members)                                                                     \
    FACT(MONEY, annual_income)                                                                 \
    FACT(INTEGER, supported_persons)                                                           \
    FACT(MONEY, paid_support)                                                                  \
    FACT(MONEY, agreed_support)                                                                \
    FACT(BOOLEAN, incapable)                                                                   \
    FACT(MONEY, savings)                                                                       \
    FACT(MONEY, business_capital)                                                              \
    FACT(INTEGER, vehicle_count)                                                               \
    FACT(MONEY, vehicle_price)                                                                 \
    FACT(INTEGER, housing_count)                                                               \
    FACT(NUMBER, housing_area)

#define SYNTH_VEHICLE(FACT)                                                                    \
    FACT(WORD, kind)                                                                           \
    FACT(MONEY, price)

#define SYNTH_HOUSE(FACT)                                                                      \
    FACT(WORD, use)                                                                            \
    FACT(NUMBER, area)

enum { SYNTH_PERSONS = 8, SYNTH_OBLIGORS = 3, SYNTH_VEHICLES = 2, SYNTH_HOUSES = 4 };

typedef int64_t synth_BOOLEAN, synth_INTEGER, synth_MONEY, synth_NUMBER, synth_DATE,
    synth_MONTH;
typedef const char *synth_WORD, *synth_TEXT; /* constants */

#define SYNTH_MEMBER(kind, name) synth_##kind name;
struct synth_household {
    SYNTH_HOUSEHOLD(SYNTH_MEMBER)
};
struct synth_person {
    SYNTH_PERSON(SYNTH_MEMBER)
    int age; /* at the end of the family's year */
};
struct synth_obligor {
    SYNTH_OBLIGOR(SYNTH_MEMBER)
};
struct synth_vehicle {
    SYNTH_VEHICLE(SYNTH_MEMBER)
};
struct synth_house {
    SYNTH_HOUSE(SYNTH_MEMBER)
};
#undef SYNTH_MEMBER

struct synth_family {
    const struct synth_city *city;
    int year; /* the last one that ended before the month: ages are those at its end, nobody is
               * born later */
    struct synth_household household;
    struct synth_person persons[SYNTH_PERSONS];
    struct synth_obligor obligors[SYNTH_OBLIGORS];
    struct synth_vehicle vehicles[SYNTH_VEHICLES];
    struct synth_house houses[SYNTH_HOUSES];
    unsigned person_count, obligor_count, vehicle_count, house_count;
    bool is_listed;   /* vehicles and houses stand one by one; the totals agree with them */
    bool is_hardship; /* a family that fell behind: illness, disability, no work */
};

/* Whose population it is. */
struct synth_plan {
    uint64_t seed;
    int32_t month; /* from which the facts hold; nothing is known that happens in it */
    struct {
        const struct synth_city *city;
        int64_t weight; /* households of its counties */
    } cities[SYNTH_CITIES];
    size_t city_count;
    int64_t weight; /* of all cities */
    struct {
        const struct synth_city *city;
        const struct synth_county *county;
    } counties[SYNTH_COUNTIES];
    size_t county_count;
};

/* The family of a number (1..). The same plan and number give the same family for ever. */
void synth_family_draw(struct synth_family *f, const struct synth_plan *plan, uint64_t number);

#endif
