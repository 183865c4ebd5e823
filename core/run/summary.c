/* summary.c - makes summaries from tallies. */
#include "run/summary.h"

#include <stdio.h>
#include <string.h>
#include "model/parameter.h"
#include "value/date.h"

static enum hm_status nomem(struct diag *d)
{
    return diag_nomem(d, _("writing the summary"));
}

/* NULL stays NULL. */
static bool keep(struct summary *s, const char **out, const char *text)
{
    *out = text ? arena_strdup(&s->arena, text) : NULL;
    return !text || *out;
}

enum hm_status summary_init(struct summary *s, const struct model *m, const char *changes,
                            size_t month_count, struct diag *d)
{
    *s = (struct summary){.month_count = month_count};
    arena_init(&s->arena);
    s->months = arena_zalloc(&s->arena, (month_count + 1) * sizeof *s->months);
    if (!s->months || !keep(s, &s->policy, m->name) || !keep(s, &s->policy_zh, m->zh) ||
        !keep(s, &s->identity, m->identity) || !keep(s, &s->changes, changes)) {
        summary_fini(s);
        return nomem(d);
    }
    return HM_OK;
}

void summary_fini(struct summary *s)
{
    arena_fini(&s->arena);
    *s = (struct summary){0};
}

static void put_month_text(char out[16], int32_t month)
{
    snprintf(out, 16, "%04d-%02d", month_year(month), month_number(month));
}

static bool add_benefits(struct summary *s, struct summary_month *out, const struct tally *t)
{
    const struct agenda *agenda = t->agenda;
    out->benefits =
        arena_zalloc(&s->arena, (agenda->benefit_count + 1) * sizeof *out->benefits);
    for (size_t i = 0; out->benefits && i < agenda->benefit_count; i++) {
        const struct field *f = &agenda->model->fields[agenda->benefits[i]];
        struct summary_item *item = &out->benefits[out->benefit_count++];
        item->line = t->benefits[i];
        if (!keep(s, &item->name, f->name) || !keep(s, &item->zh, f->zh))
            return false;
    }
    return out->benefits != NULL;
}

/* The policy may name places: a text parameter "division_name" keyed by code; its own division
 * has its own name. (A region's has the names of all its policies.) */
static struct str county_name(const struct model *m, const char *code, int32_t month)
{
    int index = model_parameter(m, (struct str){"division_name", 13});
    struct value name;
    struct str none = {NULL, 0};
    int64_t number = 0;
    if (m->division && m->zh && strcmp(m->division, code) == 0)
        return (struct str){m->zh, strlen(m->zh)};
    if (index < 0 || !*code || m->parameters[index].type.kind != KIND_TEXT)
        return none;
    for (const char *p = code; *p; p++)
        number = number * 10 + (*p - '0');
    const struct parameter *q = &m->parameters[index];
    const struct parameter_value *v = parameter_on(q, month_first_day(month));
    if (!v || parameter_lookup(&name, q, v, rational_of(number)) != HM_TRAP_NONE)
        return none;
    return name.as.text;
}

static bool add_counties(struct summary *s, struct summary_month *out, const struct tally *t,
                         int32_t month)
{
    out->counties = arena_zalloc(&s->arena, (t->county_count + 1) * sizeof *out->counties);
    for (size_t i = 0; out->counties && i < t->county_count; i++) {
        struct summary_item *item = &out->counties[out->county_count++];
        struct str name = county_name(t->agenda->model, t->counties[i].code, month);
        item->line = t->counties[i].line;
        item->zh = name.p ? arena_strndup(&s->arena, name.p, name.n) : NULL;
        if (!keep(s, &item->name, t->counties[i].code) || (name.p && !item->zh))
            return false;
    }
    return out->counties != NULL;
}

static bool add_move(struct summary *s, struct summary_month *out, const struct field *f,
                     const struct enum_type *e, size_t from, size_t to, uint64_t count)
{
    struct summary_move *m = &out->moves[out->move_count++];
    m->count = count;
    return keep(s, &m->field, f->name) && keep(s, &m->zh, f->zh) &&
           keep(s, &m->from, e->values[from].name) &&
           keep(s, &m->from_zh, e->values[from].zh) && keep(s, &m->to, e->values[to].name) &&
           keep(s, &m->to_zh, e->values[to].zh);
}

static bool add_moves(struct summary *s, struct summary_month *out, const struct tally *t)
{
    const struct model *m = t->agenda->model;
    size_t most = 0;
    for (size_t i = 0; i < t->agenda->category_count; i++) {
        size_t n = m->enums[m->fields[t->agenda->categories[i]].type.enum_id].count;
        most += n * n;
    }
    out->moves = arena_zalloc(&s->arena, (most + 1) * sizeof *out->moves);
    if (!out->moves)
        return false;
    for (size_t i = 0; i < t->agenda->category_count; i++) {
        const struct field *f = &m->fields[t->agenda->categories[i]];
        const struct enum_type *e = &m->enums[f->type.enum_id];
        for (size_t k = 0; k < (size_t)e->count * e->count; k++) {
            size_t from = k / e->count, to = k % e->count;
            if (from != to && t->moves[i][k] > 0 &&
                !add_move(s, out, f, e, from, to, t->moves[i][k]))
                return false;
        }
    }
    return true;
}

static bool add_reasons(struct summary *s, struct summary_month *out, const struct tally *t)
{
    size_t n = t->reason_count < SUMMARY_REASONS ? t->reason_count : SUMMARY_REASONS;
    out->reasons = arena_zalloc(&s->arena, (n + 1) * sizeof *out->reasons);
    for (size_t i = 0; out->reasons && i < n; i++) {
        const struct tally_reason *r = &t->reasons[i];
        struct summary_reason *to = &out->reasons[out->reason_count++];
        to->failed = r->trap != HM_TRAP_MISSING;
        to->count = r->count;
        if (!keep(s, &to->field, t->agenda->model->fields[r->field].name) ||
            !keep(s, &to->text, r->text) || !keep(s, &to->example, r->example))
            return false;
    }
    return out->reasons != NULL;
}

static bool add_top(struct summary *s, struct summary_month *out, const struct tally *t)
{
    out->top = arena_zalloc(&s->arena, (t->top_count + 1) * sizeof *out->top);
    for (size_t i = 0; out->top && i < t->top_count; i++) {
        struct summary_change *to = &out->top[out->top_count++];
        to->before_fen = t->top[i].before_fen;
        to->after_fen = t->top[i].after_fen;
        if (!keep(s, &to->id, t->top[i].id))
            return false;
    }
    return out->top != NULL;
}

static bool add_sizes(struct summary *s, struct summary_month *out, const struct tally *t)
{
    static const char *const names[TALLY_SIZES] = {"0", "1", "2", "3", "4",
                                                   "5", "6", "7", "8+"};
    if (t->agenda->member == NO_ENTITY)
        return true;
    out->sizes = arena_zalloc(&s->arena, TALLY_SIZES * sizeof *out->sizes);
    for (size_t i = 0; out->sizes && i < TALLY_SIZES; i++)
        out->sizes[out->size_count++] =
            (struct summary_item){names[i], NULL, t->groups.sizes[i]};
    return out->sizes != NULL;
}

static bool add_ages(struct summary *s, struct summary_month *out, const struct tally *t)
{
    const struct tally_groups *g = &t->groups;
    const struct tally_line *families =
        t->agenda->member_benefit_count ? &g->families : &t->total;
    out->ages = arena_zalloc(&s->arena, (TALLY_AGES + 1) * sizeof *out->ages);
    if (!out->ages)
        return false;
    for (size_t i = 1; i <= TALLY_AGES; i++) { /* "not known" behind the others */
        const struct tally_line *l = &g->ages[i % TALLY_AGES];
        if (t->agenda->member_benefit_count)
            out->ages[out->age_count++] =
                (struct summary_item){tally_age_name(i % TALLY_AGES), NULL, *l};
    }
    out->ages[out->age_count++] = (struct summary_item){
        .name = "family",
        .zh = "家庭",
        .line = {.before_count = families->before_count,
                 .after_count = families->after_count,
                 .before_fen = families->before_fen,
                 .after_fen = families->after_fen},
    };
    return true;
}

static bool add_bins(struct summary *s, struct summary_month *out, const struct tally *t)
{
    out->bins = arena_zalloc(&s->arena, TALLY_BINS * sizeof *out->bins);
    for (size_t i = 0; out->bins && i < TALLY_BINS; i++)
        out->bins[out->bin_count++] =
            (struct summary_bin){tally_bin_low(i), tally_bin_high(i), t->groups.bins[i]};
    return out->bins != NULL;
}

static bool add_cliffs(struct summary *s, struct summary_month *out, const struct tally *t)
{
    const struct tally_groups *g = &t->groups;
    out->has_cliffs = t->agenda->income != NO_FIELD;
    out->cliff_count = g->cliff_count;
    out->cliff_fen = g->cliff_fen;
    out->cliffs = arena_zalloc(&s->arena, (g->cliff_listed + 1) * sizeof *out->cliffs);
    for (size_t i = 0; out->cliffs && i < g->cliff_listed; i++) {
        const struct tally_cliff *c = &g->cliffs[i];
        struct summary_cliff *to = &out->cliffs[out->cliff_listed++];
        *to = (struct summary_cliff){NULL, c->before_fen, c->after_fen, c->income_before_fen,
                                     c->income_after_fen};
        if (!keep(s, &to->id, c->id))
            return false;
    }
    return out->cliffs != NULL;
}

enum hm_status summary_years(struct summary *s, struct diag *d)
{
    s->year_count = 0;
    s->years = arena_zalloc(&s->arena, (s->month_count + 1) * sizeof *s->years);
    if (!s->years)
        return nomem(d);
    for (size_t i = 0; i < s->month_count; i++) {
        const struct summary_month *m = &s->months[i];
        int32_t month, year = 0;
        if (month_parse(&month, (struct str){m->month, strlen(m->month)}))
            year = month_year(month);
        if (s->year_count == 0 || s->years[s->year_count - 1].year != year)
            s->years[s->year_count++].year = year;
        struct summary_year *y = &s->years[s->year_count - 1];
        y->months++;
        y->before_fen += m->total.before_fen;
        y->after_fen += m->total.after_fen;
    }
    return HM_OK;
}

enum hm_status summary_month(struct summary *s, size_t k, int32_t month, uint32_t before_run,
                             int32_t before_month, struct tally *t, struct diag *d)
{
    struct summary_month *out = &s->months[k];
    tally_sort(t);
    put_month_text(out->month, month);
    out->before_run = before_run;
    if (before_run)
        put_month_text(out->before_month, before_month);
    out->households = t->households;
    out->undetermined = t->undetermined;
    out->failed = t->failed;
    out->total = t->total;
    if (!add_benefits(s, out, t) || !add_counties(s, out, t, month) || !add_moves(s, out, t) ||
        !add_reasons(s, out, t) || !add_top(s, out, t) || !add_sizes(s, out, t) ||
        !add_ages(s, out, t) || !add_bins(s, out, t) || !add_cliffs(s, out, t))
        return nomem(d);
    return HM_OK;
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* One that is there already, of another place. */
static struct summary_placeholder *same_elsewhere(struct summary_placeholder *list, size_t n,
                                                  const struct summary_placeholder *p)
{
    for (size_t i = 0; p->place && i < n; i++)
        if (same_text(list[i].name, p->name) && same_text(list[i].from, p->from) &&
            same_text(list[i].source, p->source))
            return &list[i];
    return NULL;
}

static bool add_place(struct summary *s, struct summary_placeholder *to, const char *place)
{
    size_t n = strlen(to->place), m = strlen(place);
    char *both = arena_alloc(&s->arena, n + m + 3);
    if (!both)
        return false;
    memcpy(both, to->place, n);
    memcpy(both + n, ", ", 2);
    memcpy(both + n + 2, place, m + 1);
    to->place = both;
    return true;
}

static bool make_placeholder(struct summary *s, struct summary_placeholder *to,
                             const struct parameter *q, const struct agenda_placeholder *p,
                             const char *place)
{
    int year, month, day;
    char from[16];
    date_split(p->from, &year, &month, &day);
    snprintf(from, sizeof from, "%04d-%02d-%02d", year % 10000, month, day);
    return keep(s, &to->name, q->name) && keep(s, &to->zh, q->zh) && keep(s, &to->from, from) &&
           keep(s, &to->source, p->source) && keep(s, &to->place, place);
}

enum hm_status summary_placeholders(struct summary *s, size_t k, const struct model *m,
                                    const char *place, const struct agenda_placeholder *list,
                                    size_t n, struct diag *d)
{
    struct summary_month *out = &s->months[k];
    size_t count = out->placeholder_count;
    struct summary_placeholder *all = arena_zalloc(&s->arena, (count + n + 1) * sizeof *all);
    if (!all)
        return nomem(d);
    if (count)
        memcpy(all, out->placeholders, count * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        const struct parameter *q = &m->parameters[list[i].parameter];
        if (!make_placeholder(s, &all[count], q, &list[i], place))
            return nomem(d);
        struct summary_placeholder *other = same_elsewhere(all, count, &all[count]);
        if (other && !add_place(s, other, place))
            return nomem(d);
        count += !other;
    }
    out->placeholders = all;
    out->placeholder_count = count;
    return HM_OK;
}
