/* indicators.c - policies, their indicators by root entity, and what the sums mean against the
 * targets.
 */
#include "run/indicators.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "run/indicator_scan.h"
#include "run/task.h"
#include "value/date.h"

void indicators_fini(struct indicators_report *r)
{
    arena_fini(&r->arena);
    *r = (struct indicators_report){0};
    arena_init(&r->arena);
}

static bool is_chosen(const struct indicator *i, const char *only)
{
    return !only || strcmp(i->name, only) == 0 || (i->zh && strcmp(i->zh, only) == 0);
}

/* --- from sums to a status --- */

static bool is_money(const struct model *m, uint16_t field)
{
    return field != NO_FIELD && m->fields[field].type.kind == KIND_MONEY;
}

/* A sum in ones, or yuan. */
static enum hm_trap total(struct rational *out, const struct model *m, uint16_t field,
                          const struct exact_sum *sum)
{
    enum hm_trap trap = exact_total(out, sum);
    if (trap == HM_TRAP_NONE && is_money(m, field))
        trap = rational_div(out, *out, rational_of(100));
    return trap;
}

static enum hm_trap find_value(struct indicator_outcome *o, const struct model *m,
                               const struct indicator_sums *s)
{
    const struct indicator *i = o->indicator;
    struct rational value;
    enum hm_trap trap = total(&o->numerator, m, i->numerator, &s->numerator);
    o->denominator = rational_of(1);
    if (trap == HM_TRAP_NONE && i->denominator != NO_FIELD)
        trap = total(&o->denominator, m, i->denominator, &s->denominator);
    if (trap != HM_TRAP_NONE || o->denominator.num == 0 || o->rows == 0)
        return trap;
    trap = rational_div(&value, o->numerator, o->denominator);
    if (trap == HM_TRAP_NONE)
        trap = rational_mul(&value, value, i->per);
    if (trap == HM_TRAP_NONE) {
        o->value = value;
        o->has_value = true;
    }
    return trap;
}

/* The nearest step of the numerator's grid at which a bound holds; false when there is none. */
static bool step_to(struct rational *out, const struct model *m, const struct indicator *i,
                    struct rational exact, bool from_below, bool is_open)
{
    enum value_kind kind = m->fields[i->numerator].type.kind;
    struct rational steps = rational_of(kind == KIND_MONEY ? 100 : 1);
    if (kind == KIND_NUMBER) {
        *out = exact;
        return !is_open;
    }
    if (rational_mul(&exact, exact, steps) != HM_TRAP_NONE)
        return false;
    int64_t n = from_below ? rational_ceil(exact) : rational_floor(exact);
    if (is_open && rational_is_integer(exact))
        n += from_below ? 1 : -1;
    return rational_make(out, n, steps.num) == HM_TRAP_NONE;
}

/* The sum of numerators that would do, where the value is a share. */
static void find_bound(struct indicator_outcome *o, const struct model *m)
{
    const struct indicator *i = o->indicator;
    const struct indicator_target *t = o->target;
    bool is_low = t->kind != TARGET_AT_MOST && t->kind != TARGET_BELOW &&
                  rational_cmp(o->value, t->low) <= 0;
    bool is_open = t->kind == TARGET_ABOVE || t->kind == TARGET_BELOW;
    struct rational needed = is_low ? t->low : t->high;
    if (i->denominator == NO_FIELD || o->denominator.num < 0 ||
        rational_mul(&needed, needed, o->denominator) != HM_TRAP_NONE ||
        rational_div(&needed, needed, i->per) != HM_TRAP_NONE)
        return;
    o->has_bound = step_to(&o->bound, m, i, needed, is_low, is_open);
}

static void judge(struct indicator_outcome *o, const struct model *m, int32_t month)
{
    const struct indicator_target *t = o->target;
    if (!t) {
        o->status = INDICATOR_STATISTIC;
        return;
    }
    if (target_met(t, o->value)) {
        o->status = INDICATOR_MET;
        return;
    }
    o->status = t->due > month_last_day(month) ? INDICATOR_NOT_YET : INDICATOR_MISSED;
    o->has_gap = target_gap(&o->gap, t, o->value) == HM_TRAP_NONE;
    find_bound(o, m);
}

static int by_rows(const void *a, const void *b)
{
    const struct indicator_missing *x = a, *y = b;
    if (x->rows != y->rows)
        return x->rows < y->rows ? 1 : -1;
    return strcmp(x->fact, y->fact);
}

static enum hm_status keep_missing(struct indicator_outcome *o, const struct indicator_sums *s,
                                   struct arena *a)
{
    size_t n = s->facts.count;
    o->missing = arena_zalloc(a, (n + 2) * sizeof *o->missing);
    if (!o->missing)
        return HM_NOMEM;
    if (s->unplaced_rows) {
        const char *id = arena_strdup(a, s->unplaced_id);
        o->missing[o->missing_count++] =
            (struct indicator_missing){"division_code", s->unplaced_rows, id};
        if (!id)
            return HM_NOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        struct str fact = s->facts.entries[i].key;
        struct indicator_missing *to = &o->missing[o->missing_count++];
        *to = (struct indicator_missing){arena_strndup(a, fact.p, fact.n), s->counts[i].rows,
                                         arena_strdup(a, s->counts[i].id)};
        if (!to->fact || !to->id)
            return HM_NOMEM;
    }
    qsort(o->missing, o->missing_count, sizeof *o->missing, by_rows);
    return HM_OK;
}

static enum hm_status conclude(struct indicator_outcome *o, const struct model *m,
                               const struct indicator_sums *s, int32_t month, struct arena *a)
{
    o->rows = s->rows;
    o->published = s->published;
    o->missing_rows = s->missing_rows + s->unplaced_rows;
    o->failed_rows = s->failed_rows;
    o->target = indicator_target_in(o->indicator, month);
    TRY(keep_missing(o, s, a));
    if (s->error && !(o->error = arena_strdup(a, s->error)))
        return HM_NOMEM;
    enum hm_trap trap = find_value(o, m, s);
    if (s->failed_rows || trap != HM_TRAP_NONE)
        o->status = INDICATOR_FAILED;
    else if (!o->has_value || o->missing_rows)
        o->status = INDICATOR_NO_DATA;
    else
        judge(o, m, month);
    return HM_OK;
}

/* --- a policy --- */

/* The sums of a place's own rows, one for each of its outcomes. */
struct place_sums {
    struct indicator_sums *sums;
    size_t count;
};

struct run {
    struct indicators_report *report;
    struct place_sums *own; /* by place */
    struct store *store;
    uint64_t sequence;
    const struct indicators_options *options;
    const struct hm_host *host;
    const struct policy *region; /* or NULL */
    bool failed;                 /* an indicator is in error */
};

/* The indicators of one root entity, as chosen[]; their sums. */
static enum hm_status run_root(struct run *r, const struct policy *p, uint8_t root,
                               struct indicators_place *place, struct indicator_sums *sums,
                               struct diag *d)
{
    const struct model *m = p->model;
    const struct indicator **list =
        arena_alloc(&r->report->arena, (place->count + 1) * sizeof *list);
    struct indicator_sums *own = mem_calloc(place->count + 1, sizeof *own);
    size_t n = 0;
    if (!list || !own) {
        mem_free(own);
        return diag_nomem(d, _("preparing the indicators"));
    }
    for (size_t i = 0; i < place->count; i++) {
        const struct indicator *in = place->outcomes[i].indicator;
        if (m->entities[in->entity].root != root)
            continue;
        list[n] = in;
        sums_init(&own[n++]);
    }
    struct indicator_scan scan = {.policy = p,
                                  .root = root,
                                  .month = r->options->month,
                                  .indicators = list,
                                  .sums = own,
                                  .count = n,
                                  .store = r->store,
                                  .sequence = r->sequence,
                                  .region = r->region,
                                  .host = r->host};
    enum hm_status st = n ? indicator_scan(&scan, d) : HM_OK;
    for (size_t i = 0, k = 0; i < place->count; i++)
        if (m->entities[place->outcomes[i].indicator->entity].root == root)
            sums[i] = own[k++];
    mem_free(own);
    return st;
}

static enum hm_status list_outcomes(struct run *r, const struct model *m,
                                    struct indicators_place *place, struct diag *d)
{
    place->model = m;
    place->outcomes =
        arena_zalloc(&r->report->arena, (m->indicator_count + 1) * sizeof *place->outcomes);
    if (!place->outcomes)
        return diag_nomem(d, _("preparing the indicators"));
    for (size_t i = 0; i < m->indicator_count; i++)
        if (is_chosen(&m->indicators[i], r->options->only))
            place->outcomes[place->count++].indicator = &m->indicators[i];
    return HM_OK;
}

/* The sums of the policy's own rows, one for each outcome. */
static enum hm_status run_place(struct run *r, const struct policy *p, struct place_sums *own,
                                struct indicators_place *place, struct diag *d)
{
    const struct model *m = p->model;
    TRY(list_outcomes(r, m, place, d));
    own->sums = mem_calloc(place->count + 1, sizeof *own->sums);
    if (!own->sums)
        return diag_nomem(d, _("preparing the indicators"));
    for (; own->count < place->count; own->count++)
        sums_init(&own->sums[own->count]);
    enum hm_status st = HM_OK;
    for (size_t e = 0; e < m->entity_count && st == HM_OK; e++)
        if (m->entities[e].parent == NO_ENTITY)
            st = run_root(r, p, (uint8_t)e, place, own->sums, d);
    return st;
}

/* --- places in places --- */

static bool lies_in(const struct model *inner, const struct model *outer)
{
    size_t n = outer->division ? strlen(outer->division) : 0;
    return n && inner->division && strlen(inner->division) > n &&
           strncmp(inner->division, outer->division, n) == 0;
}

/* Adds what the places in this one counted. sums: of all places' own rows. */
static enum hm_status add_inner(struct indicator_sums *to, const struct indicator_outcome *o,
                                const struct run *r, size_t place, struct diag *d)
{
    const struct indicators_report *report = r->report;
    const struct model *m = report->places[place].model;
    for (size_t i = 0; i < report->count; i++) {
        const struct indicators_place *inner = &report->places[i];
        if (i == place || !lies_in(inner->model, m))
            continue;
        for (size_t k = 0; k < inner->count; k++)
            if (strcmp(inner->outcomes[k].indicator->name, o->indicator->name) == 0)
                TRY(sums_add(to, &r->own[i].sums[k], true, d));
    }
    return HM_OK;
}

static enum hm_status conclude_one(struct run *r, size_t place, size_t k, struct diag *d)
{
    struct indicators_place *p = &r->report->places[place];
    struct indicator_outcome *o = &p->outcomes[k];
    struct indicator_sums all;
    sums_init(&all);
    enum hm_status st = sums_add(&all, &r->own[place].sums[k], false, d);
    if (st == HM_OK)
        st = add_inner(&all, o, r, place, d);
    if (st == HM_OK &&
        conclude(o, p->model, &all, r->options->month, &r->report->arena) != HM_OK)
        st = diag_nomem(d, _("preparing the indicators"));
    sums_fini(&all);
    r->failed |= o->status == INDICATOR_FAILED;
    return st;
}

/* Whether the indicator was declared by another place of the report and has nothing here. */
static bool is_elsewhere(const struct run *r, const struct indicators_place *p,
                         const struct indicator_outcome *o)
{
    const char *level = o->indicator->level;
    if (o->rows || o->missing_rows || o->failed_rows || strcmp(level, p->model->name) == 0)
        return false;
    for (size_t i = 0; i < r->report->count; i++)
        if (strcmp(level, r->report->places[i].model->name) == 0)
            return true;
    return false;
}

static enum hm_status conclude_places(struct run *r, struct diag *d)
{
    struct indicators_report *report = r->report;
    for (size_t i = 0; i < report->count; i++)
        for (size_t k = 0; k < report->places[i].count; k++)
            TRY(conclude_one(r, i, k, d));
    for (size_t i = 0; i < report->count; i++) {
        struct indicators_place *p = &report->places[i];
        size_t kept = 0;
        for (size_t k = 0; k < p->count; k++)
            if (!is_elsewhere(r, p, &p->outcomes[k]))
                p->outcomes[kept++] = p->outcomes[k];
        p->count = kept;
    }
    return HM_OK;
}

/* --- all --- */

/* The one asked for is in none of the policies: says so with the nearest name. */
static enum hm_status refuse_only(const struct policy *p, const char *only, struct diag *d)
{
    struct str names[LIMIT_INDICATORS];
    char hint[256];
    size_t n = 0;
    for (size_t k = 0; k < (p->member_count ? p->member_count : 1); k++) {
        const struct model *m = p->member_count ? p->members[k]->model : p->model;
        for (size_t i = 0; i < m->indicator_count && n < LIMIT_INDICATORS; i++)
            names[n++] = (struct str){m->indicators[i].name, strlen(m->indicators[i].name)};
    }
    int near = str_nearest((struct str){only, strlen(only)}, names, n);
    diag_suggest(hint, sizeof hint, near < 0 ? NULL : names[near].p);
    return diag_add(d, HM_LEVEL_ERROR, HM_NOT_FOUND, &(struct place){.field = "--only"},
                    *hint ? hint : NULL, _("there is no indicator \"%s\""), only);
}

static enum hm_status run_places(struct run *r, const struct policy *p, struct diag *d)
{
    struct indicators_report *out = r->report;
    size_t n = p->member_count ? p->member_count : 1, listed = 0;
    r->region = p->member_count ? p : NULL;
    out->places = arena_zalloc(&out->arena, n * sizeof *out->places);
    r->own = arena_zalloc(&out->arena, n * sizeof *r->own);
    if (!out->places || !r->own)
        return diag_nomem(d, _("preparing the indicators"));
    for (; out->count < n; out->count++) {
        const struct policy *one = p->member_count ? p->members[out->count] : p;
        TRY(run_place(r, one, &r->own[out->count], &out->places[out->count], d));
        listed += out->places[out->count].count;
    }
    if (listed == 0 && r->options->only)
        return refuse_only(p, r->options->only, d);
    return conclude_places(r, d);
}

static void free_sums(struct run *r, const struct policy *p)
{
    size_t n = p->member_count ? p->member_count : 1;
    for (size_t i = 0; r->own && i < n; i++) {
        for (size_t k = 0; k < r->own[i].count; k++)
            sums_fini(&r->own[i].sums[k]);
        mem_free(r->own[i].sums);
    }
}

enum hm_status indicators_run(struct indicators_report *out, const struct policy *policy,
                              struct store *store, const struct indicators_options *o,
                              const struct hm_host *host, struct diag *d)
{
    struct run r = {.report = out, .store = store, .options = o, .host = host};
    *out = (struct indicators_report){.month = o->month};
    arena_init(&out->arena);
    r.sequence = store ? store_sequence(store) : 0;
    enum hm_status st = run_places(&r, policy, d);
    free_sums(&r, policy);
    if (st != HM_OK)
        indicators_fini(out);
    return st == HM_OK && r.failed ? HM_DATA : st;
}
