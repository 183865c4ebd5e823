/* workload_make.c - the population of the reference workload, drawn from a seed. */
#include "workload.h"

#include <stdlib.h>
#include <string.h>

const int32_t workload_std_old[2] = {88000, 66000}, workload_std_new[2] = {93000, 70000};

struct random {
    uint64_t state;
};

static uint32_t below(struct random *r, uint32_t n)
{
    r->state += 0x9E3779B97F4A7C15u;
    uint64_t z = r->state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)(((z ^ (z >> 31)) >> 32) * n >> 32);
}

/* Shares 15, 22, 27, 20, 10, 6 in a hundred: 3.06 members on average. */
static uint8_t members(struct random *r)
{
    static const uint8_t upto[6] = {15, 37, 64, 84, 94, 100};
    uint32_t x = below(r, 100);
    uint8_t n = 0;
    while (x >= upto[n])
        n++;
    return (uint8_t)(n + 1);
}

/* Amounts in fen: often nothing, otherwise up to `high`, thin at the top. */
static int32_t amount(struct random *r, uint32_t share, uint32_t high)
{
    if (below(r, 100) >= share)
        return 0;
    uint32_t a = below(r, high + 1), b = below(r, high + 1);
    return (int32_t)(a < b ? a : b);
}

static void draw_household(struct workload *w, struct random *r, uint32_t i)
{
    w->rural[i] = below(r, 100) < 40;
    for (int k = 0; k < 4; k++)
        w->inc[k][i] = amount(r, 35, 200000);
    w->savings[i] = amount(r, 80, 12000000);
    w->housing[i] = (uint8_t)below(r, 3);
    w->vehicle[i] = below(r, 100) < 25;
    w->rigid_exp[i] = amount(r, 30, 600000);
    w->hukou[i] = below(r, 100) < 92;
}

static void draw_person(struct workload *w, struct random *r, uint32_t i)
{
    w->age_m[i] = (uint16_t)below(r, 1260);
    w->dis_level[i] = below(r, 100) < 8 ? (uint8_t)(1 + below(r, 4)) : 0;
    w->dis_cat[i] = w->dis_level[i] ? (uint8_t)(1 + below(r, 7)) : 0;
    w->selfcare[i] = below(r, 100) < 5 ? (uint8_t)(1 + below(r, 2)) : 0;
    w->illness[i] = below(r, 100) < 4;
    w->student[i] = w->age_m[i] < 264 && below(r, 100) < 80;
    w->workable[i] = w->age_m[i] >= 192 && w->age_m[i] < 720 && below(r, 100) < 85;
    w->wage[i] = w->workable[i] ? amount(r, 75, 500000) : 0;
}

static void *rows(uint32_t n, size_t each)
{
    void *p = aligned_alloc(64, (n * each + 127) / 64 * 64);
    return p;
}

static int more_members_first(const void *x, const void *y)
{
    return *(const uint8_t *)y - *(const uint8_t *)x;
}

bool workload_make(struct workload *w, uint64_t seed, uint32_t block, uint32_t households)
{
    struct random r = {seed * 1000003 + block};
    uint32_t n = households, persons = 0;
    memset(w, 0, sizeof *w);
    w->households = n;
    w->members = rows(n, 1);
    if (!w->members)
        return false;
    for (uint32_t i = 0; i < n; i++)
        persons += w->members[i] = members(&r);
    qsort(w->members, n, 1, more_members_first);
    w->persons = persons;
    uint8_t **bytes[] = {&w->rural, &w->housing, &w->vehicle, &w->hukou};
    uint8_t **person_bytes[] = {&w->dis_level, &w->dis_cat, &w->selfcare,
                                &w->illness, &w->student, &w->workable};
    bool ok = true;
    for (size_t i = 0; i < 4; i++) {
        ok = ok && (*bytes[i] = rows(n, 1));
        ok = ok && (w->inc[i] = rows(n, 4));
    }
    for (size_t i = 0; i < 6; i++)
        ok = ok && (*person_bytes[i] = rows(persons, 1));
    ok = ok && (w->savings = rows(n, 4)) && (w->rigid_exp = rows(n, 4)) &&
         (w->age_m = rows(persons, 2)) && (w->wage = rows(persons, 4));
    if (!ok)
        return false;
    for (uint32_t i = 0; i < n; i++)
        draw_household(w, &r, i);
    for (uint32_t i = 0; i < persons; i++)
        draw_person(w, &r, i);
    for (uint32_t k = 0; k < WORKLOAD_MEMBERS_MAX; k++) {
        uint32_t size = 0;
        while (size < n && w->members[size] > k)
            size++;
        w->slot_begin[k + 1] = w->slot_begin[k] + size;
    }
    return true;
}

void workload_free(struct workload *w)
{
    for (int k = 0; k < 4; k++)
        free(w->inc[k]);
    void *all[] = {w->rural,    w->housing,   w->vehicle,  w->hukou,   w->members,
                   w->savings,  w->rigid_exp, w->age_m,    w->wage,    w->dis_level,
                   w->dis_cat,  w->selfcare,  w->illness,  w->student, w->workable};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    memset(w, 0, sizeof *w);
}

bool workload_results_make(struct workload_results *r, uint32_t n)
{
    memset(r, 0, sizeof *r);
    bool ok = true;
    for (int k = 0; k < 10; k++)
        ok = ok && (r->money[k] = rows(n, 4));
    return ok && (r->hours = rows(n, 2)) && (r->asset_ok = rows(n, 1)) &&
           (r->sp_cnt = rows(n, 1)) && (r->rating = rows(n, 1)) && (r->rigid = rows(n, 1)) &&
           (r->edge = rows(n, 1));
}

void workload_results_free(struct workload_results *r)
{
    for (int k = 0; k < 10; k++)
        free(r->money[k]);
    void *all[] = {r->hours, r->asset_ok, r->sp_cnt, r->rating, r->rigid, r->edge};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    memset(r, 0, sizeof *r);
}

bool workload_rows_make(struct workload_rows *r, const struct workload *w,
                        const uint32_t *order)
{
    r->count = w->households;
    r->households = rows(w->households, sizeof *r->households);
    r->persons = rows(w->persons, sizeof *r->persons);
    if (!r->households || !r->persons)
        return false;
    uint32_t at = 0;
    for (uint32_t row = 0; row < w->households; row++) {
        uint32_t i = order ? order[row] : row;
        struct workload_household *h = &r->households[row];
        *h = (struct workload_household){
            .rural = w->rural[i], .housing = w->housing[i], .vehicle = w->vehicle[i],
            .hukou = w->hukou[i], .members = w->members[i], .savings = w->savings[i],
            .rigid_exp = w->rigid_exp[i], .first_person = at};
        for (int k = 0; k < 4; k++)
            h->inc[k] = w->inc[k][i];
        for (uint32_t k = 0; k < w->members[i]; k++) {
            uint32_t p = w->slot_begin[k] + i;
            r->persons[at++] = (struct workload_person){
                w->age_m[p],   w->dis_level[p], w->dis_cat[p],  w->selfcare[p],
                w->illness[p], w->student[p],   w->workable[p], w->wage[p]};
        }
    }
    return true;
}

void workload_rows_free(struct workload_rows *r)
{
    free(r->households);
    free(r->persons);
    memset(r, 0, sizeof *r);
}
