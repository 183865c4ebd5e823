/* synth_more.c - what follows from the facts drawn before, and services. Shares are assumed:
 * they lie near the targets of the places' plans, on either side. */
#include "io/synth_more.h"

#include <string.h>

enum { PENSION_FEN = 60000 }; /* a residents' pension is less, all others are more */

static void draw_work(struct dice *d, const struct synth_family *f, struct synth_person *p)
{
    bool of_age = p->age >= 18 && p->age < 60 && p->student_stage[0] == 'n';
    p->unemployed =
        of_age && !p->employed && p->work_ability[0] == 'f' && chance(d, 30 * PERCENT);
    p->unemployment_insurance = p->unemployed && p->transfer_income > 0;
    bool retired = p->age >= (p->sex[0] == 'f' ? 50 : 60) && !p->employed;
    p->has_pension = retired && p->transfer_income - p->exempt_income >= PENSION_FEN;
    p->fixed_income = p->has_pension || p->employed || p->property_income > 0 || p->age < 60;
    unsigned adults = 0, children = 0;
    for (unsigned i = 0; i < f->person_count; i++) {
        adults += f->persons[i].age >= 18;
        children += f->persons[i].age < 18;
    }
    p->single_parent = adults == 1 && children > 0;
}

/* Nobody applies before the birthday or in the month the facts are from. */
static void draw_application(struct dice *d, struct synth_person *p, int32_t month)
{
    p->old_age_application_month = SYNTH_UNKNOWN;
    if (p->age < 80 || !p->hukou_local || !chance(d, 97 * PERCENT))
        return;
    int64_t since = (p->age - 80) * 12;
    int64_t delay = between(d, 0, since < 5 ? since : 5);
    p->old_age_application_month = month - 1 - since + delay;
}

static void draw_services(struct dice *d, struct synth_person *p)
{
    bool is_old = p->age >= 60;
    p->chronic_illness = chance(d, (is_old ? 580 : p->age >= 18 ? 120 : 10) * PER_MILLE);
    p->bedridden = p->elder_ability[0] == 't' && chance(d, 60 * PERCENT);
    p->left_behind =
        is_old && p->lives_home && (p->lives_alone || p->empty_nest) && chance(d, 6 * PERCENT);
    int64_t *files[] = {&p->visited, &p->elder_file, &p->health_file, &p->health_managed,
                        &p->family_doctor};
    static const int64_t shares[] = {93, 96, 90, 78, 88};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        *files[i] = is_old ? chance(d, shares[i] * PERCENT) : SYNTH_UNKNOWN;
    if (is_old)
        p->health_managed = p->health_managed && p->health_file;
}

void synth_more(struct dice *d, struct synth_family *f, int32_t month)
{
    for (unsigned i = 0; i < f->person_count; i++) {
        draw_work(d, f, &f->persons[i]);
        draw_application(d, &f->persons[i], month);
        draw_services(d, &f->persons[i]);
    }
    struct synth_household *h = &f->household;
    h->power_used = 100 * between(d, 25, 60) * (1 + f->person_count) + below(d, 100);
    h->family_visited = !f->is_hardship || chance(d, 985 * PER_MILLE);
    h->list_delivered = !f->is_hardship || chance(d, 97 * PERCENT);
}
