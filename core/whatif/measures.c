/* measures.c - one scan gathers every household as a few numbers; then they are counted. */
#include "whatif/measures.h"

#include <string.h>
#include "base/mem.h"
#include "whatif/measures_parts.h"

/* What one thread gathers of one law. */
struct share {
    struct measures_row *rows;
    size_t count, cap;
    struct measures_groups groups[MEASURES_LINES][2]; /* before, after benefits */
    struct measures_side side;                        /* sums */
};
struct gatherer {
    const struct measures_plan *plan;
    struct share shares[MEASURES_SIDES];
    struct measures_rate *rate;
    uint16_t *members; /* of a block's rows */
};

/* --- one household --- */

struct household {
    int64_t income, benefit;
    uint32_t people;
    uint16_t member;
};

static bool people_of(const struct measures_plan *x, const struct scan_part *part, size_t side,
                      uint32_t row, uint32_t *people)
{
    int64_t v = 0;
    if (x->counts_rows) {
        uint32_t n;
        (void)frame_children(part->facts, x->agenda->member, row, &n);
        v = n;
    } else if (!measures_value(x, &x->people, part, side, row, &v)) {
        return false;
    }
    *people = v > 0 && v <= LIMIT_MEMBERS ? (uint32_t)v : 0;
    return *people > 0;
}

static enum hm_status count_below(struct measures_groups *g, int64_t line,
                                  const struct household *h, int64_t income)
{
    __int128 gap = (__int128)line * h->people - income;
    if (gap <= 0)
        return HM_OK; /* on the line is not below it (rulebook F-01) */
    struct measures_group x = {line, h->people, 1, gap, gap * gap};
    return measures_group_add(g, &x);
}

static void count_reached(struct measures_line *l, const struct household *h, int64_t line)
{
    __int128 need = (__int128)line * h->people - h->income;
    bool poor = need > 0, paid = h->benefit > 0;
    uint64_t *box = poor ? (paid ? &l->poor_paid : &l->poor_unpaid)
                         : (paid ? &l->other_paid : &l->other_unpaid);
    *box += h->people;
    *(poor ? &l->poor_fen : &l->other_fen) += h->benefit;
    if (!poor)
        return;
    l->needed_fen += h->benefit < need ? h->benefit : need;
    l->lifted += h->benefit >= need ? h->people : 0;
}

static void widen(struct measures_line *l, int64_t fen)
{
    if (l->low_fen == 0 || fen < l->low_fen)
        l->low_fen = fen;
    if (fen > l->high_fen)
        l->high_fen = fen;
}

static enum hm_status count_lines(const struct measures_plan *x, struct share *s,
                                  const struct household *h, const struct scan_part *part,
                                  size_t side, uint32_t row)
{
    for (size_t i = 0; i < x->line_count; i++) {
        int64_t fen;
        if (!measures_line_of(x, &x->lines[i], part, side, row, h->member, &fen))
            continue;
        widen(&s->side.lines[i], fen);
        TRY(count_below(&s->groups[i][0], fen, h, h->income));
        TRY(count_below(&s->groups[i][1], fen, h, h->income + h->benefit));
        count_reached(&s->side.lines[i], h, fen);
    }
    return HM_OK;
}

/* Households of the category, or, in a policy without categories, those that are paid. */
static void count_topup(const struct measures_plan *x, struct measures_topup *t,
                        const struct scan_part *part, size_t side, uint32_t row)
{
    int64_t paid, covered, standard, category;
    t->is_known = x->has_topup;
    if (!x->has_topup || !measures_value(x, &x->paid, part, side, row, &paid) ||
        !measures_value(x, &x->covered, part, side, row, &covered) ||
        !measures_value(x, &x->standard, part, side, row, &standard))
        return;
    if (x->dibao_code >= 0 ? !measures_value(x, &x->category, part, side, row, &category) ||
                                 category != x->dibao_code
                           : paid <= 0)
        return;
    t->households++;
    t->covered += (uint64_t)covered;
    t->paid_fen += paid;
    t->standard_fen += (__int128)standard * covered;
}

static bool keep_row(struct share *s, const struct household *h)
{
    void *rows = s->rows;
    if (mem_grow(&rows, &s->cap, s->count + 1, sizeof *s->rows) != 0)
        return false;
    s->rows = rows;
    s->rows[s->count++] = (struct measures_row){h->income, h->benefit, h->people};
    return true;
}

static enum hm_status take_household(struct gatherer *g, const struct scan_part *part,
                                     size_t side, uint32_t row)
{
    const struct measures_plan *x = g->plan;
    struct share *s = &g->shares[side];
    struct household h = {.member = g->members ? g->members[row] : 0};
    s->side.households++;
    count_topup(x, &s->side.topup, part, side, row);
    bool known = measures_benefits(x, &part->results[side], row, &h.benefit);
    s->side.all_benefit_fen += h.benefit;
    if (!known || !measures_value(x, &x->income, part, side, row, &h.income) ||
        !people_of(x, part, side, row, &h.people)) {
        s->side.unmeasured++;
        return HM_OK;
    }
    s->side.income_fen += h.income;
    s->side.benefit_fen += h.benefit;
    s->side.paid_households += h.benefit > 0;
    s->side.paid_people += h.benefit > 0 ? h.people : 0;
    if (!keep_row(s, &h))
        return HM_NOMEM;
    return count_lines(x, s, &h, part, side, row);
}

static enum hm_status take(void *context, const struct scan_part *part, struct diag *d)
{
    struct gatherer *g = context;
    const struct measures_plan *x = g->plan;
    uint32_t rows = part->facts->entities[x->agenda->root].rows;
    if (g->members)
        region_members(g->members, &x->index, part->facts);
    for (size_t side = 0; side < x->side_count; side++)
        for (uint32_t row = 0; row < rows; row++)
            if (take_household(g, part, side, row) != HM_OK)
                return diag_nomem(d, _("measuring a distribution"));
    if (x->earn == NO_FIELD || part->facts->columns[x->earn].rows == 0)
        return HM_OK;
    struct measures_marginal found[MEASURES_SIDES] = {{0}};
    if (!g->rate)
        TRY(measures_rate_open(&g->rate, x, d));
    enum hm_status st = measures_rate_take(g->rate, found, part, d);
    for (size_t side = 0; side < x->side_count; side++) {
        if (st == HM_OK)
            st = measures_marginal_add(&g->shares[side].side.marginal, &found[side], d);
        measures_marginal_fini(&found[side]);
    }
    return st;
}

/* --- adding up --- */

static enum hm_status add_groups(struct measures_groups *to, const struct measures_groups *from)
{
    for (size_t i = 0; i < from->count; i++)
        TRY(measures_group_add(to, &from->list[i]));
    return HM_OK;
}

static void add_line(struct measures_line *to, const struct measures_line *from)
{
    if (from->low_fen) {
        widen(to, from->low_fen);
        widen(to, from->high_fen);
    }
    to->poor_paid += from->poor_paid;
    to->poor_unpaid += from->poor_unpaid;
    to->other_paid += from->other_paid;
    to->other_unpaid += from->other_unpaid;
    to->poor_fen += from->poor_fen;
    to->other_fen += from->other_fen;
    to->needed_fen += from->needed_fen;
    to->lifted += from->lifted;
}

static void add_topup(struct measures_topup *to, const struct measures_topup *from)
{
    to->is_known |= from->is_known;
    to->households += from->households;
    to->covered += from->covered;
    to->paid_fen += from->paid_fen;
    to->standard_fen += from->standard_fen;
}

static enum hm_status add_share(struct share *to, struct share *from, struct diag *d)
{
    struct measures_side *a = &to->side, *b = &from->side;
    void *rows = to->rows;
    if (mem_grow(&rows, &to->cap, to->count + from->count, sizeof *to->rows) != 0)
        return diag_nomem(d, _("measuring a distribution"));
    to->rows = rows;
    if (from->count)
        memcpy(to->rows + to->count, from->rows, from->count * sizeof *to->rows);
    to->count += from->count;
    a->households += b->households;
    a->unmeasured += b->unmeasured;
    a->income_fen += b->income_fen;
    a->benefit_fen += b->benefit_fen;
    a->all_benefit_fen += b->all_benefit_fen;
    a->paid_households += b->paid_households;
    a->paid_people += b->paid_people;
    add_topup(&a->topup, &b->topup);
    for (size_t i = 0; i < MEASURES_LINES; i++) {
        add_line(&a->lines[i], &b->lines[i]);
        for (int k = 0; k < 2; k++)
            if (add_groups(&to->groups[i][k], &from->groups[i][k]) != HM_OK)
                return diag_nomem(d, _("measuring a distribution"));
    }
    return measures_marginal_add(&a->marginal, &b->marginal, d);
}

static void share_fini(struct share *s)
{
    for (size_t i = 0; i < MEASURES_LINES; i++)
        for (int k = 0; k < 2; k++)
            mem_free(s->groups[i][k].list);
    mem_free(s->rows);
    measures_marginal_fini(&s->side.marginal);
}

/* --- the whole --- */

static enum hm_status keep_names(struct measures *out, const struct measures_plan *x,
                                 struct diag *d)
{
    const struct model *m = x->m;
    struct arena *a = &out->arena;
    const struct measures_options *o = x->options;
    bool one = o->benefit != NULL;
    const struct field *benefit = one ? &m->fields[x->outputs[x->benefits[0]]] : NULL;
    out->income = arena_strdup(a, x->income.name);
    const char *zh = m->fields[x->income.field].zh;
    out->income_zh = zh ? arena_strdup(a, zh) : NULL;
    out->people = arena_strdup(a, x->counts_rows ? m->entities[x->agenda->member].plural
                                                 : x->people.name);
    out->benefit = one ? arena_strdup(a, benefit->name) : NULL;
    out->benefit_zh = one && benefit->zh ? arena_strdup(a, benefit->zh) : NULL;
    out->earn = x->earn == NO_FIELD ? NULL : arena_strdup(a, m->fields[x->earn].name);
    out->step_fen = o->step_fen;
    return out->income && out->people ? HM_OK : diag_nomem(d, _("measuring a distribution"));
}

static const char *line_name(const struct measures_plan *x, size_t i, struct arena *a)
{
    const struct measures_product *l = &x->lines[i];
    struct buf b;
    if (x->options->line_count)
        return arena_strdup(a, x->options->lines[i]);
    buf_init(&b);
    buf_puts(&b, l->base.name);
    if (l->has_factor)
        buf_printf(&b, "*%s", l->factor.name);
    const char *name = buf_ok(&b) ? arena_strdup(a, b.data) : NULL;
    buf_fini(&b);
    return name;
}

static enum hm_status finish(struct measures *out, const struct measures_plan *x,
                             struct gatherer *all, struct diag *d)
{
    out->side_count = x->side_count;
    out->line_count = x->line_count;
    out->month = population_month(x->population);
    TRY(keep_names(out, x, d));
    for (size_t side = 0; side < x->side_count; side++) {
        struct share *s = &all->shares[side];
        struct measures_side *m = &out->sides[side];
        *m = s->side;
        s->side.marginal.worst_count = 0; /* handed over */
        TRY(measures_distribution(m, s->rows, s->count, d));
        for (size_t i = 0; i < x->line_count; i++) {
            struct measures_line *l = &m->lines[i];
            l->name = line_name(x, i, &out->arena);
            l->is_lawful = x->options->line_count == 0;
            if (!l->name)
                return diag_nomem(d, _("measuring a distribution"));
            measures_poverty_of(&l->before, &s->groups[i][0], m->people);
            measures_poverty_of(&l->after, &s->groups[i][1], m->people);
        }
    }
    return HM_OK;
}

static enum hm_status gather(struct measures *out, struct measures_plan *x, struct diag *d)
{
    unsigned n = population_threads(x->population);
    struct scan_request scan = {.alternatives = x->alternatives,
                                .alternative_count = x->side_count,
                                .outputs = x->outputs,
                                .output_count = x->output_count,
                                .facts = x->facts,
                                .fact_count = x->fact_count};
    struct gatherer *crew = mem_calloc(n, sizeof *crew);
    void **contexts = mem_calloc(n, sizeof *contexts);
    enum hm_status st = HM_OK;
    if (!crew || !contexts)
        st = diag_nomem(d, _("measuring a distribution"));
    for (unsigned k = 0; st == HM_OK && k < n; k++) {
        crew[k].plan = x;
        contexts[k] = &crew[k];
        if (x->policy->members) {
            crew[k].members = mem_calloc(LIMIT_BLOCK_HOUSEHOLDS, sizeof *crew[k].members);
            st = crew[k].members ? HM_OK : diag_nomem(d, _("measuring a distribution"));
        }
    }
    if (st == HM_OK)
        st = population_scan(x->population, &scan, contexts, take, d);
    for (unsigned k = 1; st == HM_OK && k < n; k++)
        for (size_t side = 0; st == HM_OK && side < x->side_count; side++)
            st = add_share(&crew[0].shares[side], &crew[k].shares[side], d);
    if (st == HM_OK)
        st = finish(out, x, &crew[0], d);
    for (unsigned k = 0; crew && k < n; k++) {
        measures_rate_close(crew[k].rate);
        mem_free(crew[k].members);
        for (size_t side = 0; side < MEASURES_SIDES; side++)
            share_fini(&crew[k].shares[side]);
    }
    mem_free(crew);
    mem_free(contexts);
    return st;
}

enum hm_status measures_take(struct measures *out, struct population *p,
                             const struct changes *c, const struct measures_options *o,
                             struct diag *d)
{
    struct measures_plan plan;
    struct measures found = {0};
    arena_init(&found.arena);
    enum hm_status st = measures_plan_make(&plan, p, c, o, d);
    if (st == HM_OK)
        st = gather(&found, &plan, d);
    measures_plan_fini(&plan);
    if (st == HM_OK)
        *out = found;
    else
        measures_fini(&found);
    return st;
}

void measures_fini(struct measures *m)
{
    for (size_t side = 0; side < MEASURES_SIDES; side++)
        measures_marginal_fini(&m->sides[side].marginal);
    arena_fini(&m->arena);
    *m = (struct measures){0};
}
