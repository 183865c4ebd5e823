/* measures_rate.c - what earning a little more takes away: in each household that is paid
 * something one member's income is raised, and its benefits are evaluated again. The member is
 * the first with such an income, else the first of working age who is known to have none.
 */
#include <string.h>
#include "base/mem.h"
#include "ir/ir.h"
#include "value/date.h"
#include "whatif/measures_parts.h"

enum { WORKING_FROM = 18, WORKING_TO = 59 };

struct measures_rate {
    const struct measures_plan *plan;
    struct evaluation evaluations[MEASURES_SIDES];
    struct engine *engines[MEASURES_SIDES];
    struct results results;
    struct arena arena; /* of a block */
};

enum hm_status measures_rate_open(struct measures_rate **out, const struct measures_plan *x,
                                  struct diag *d)
{
    struct measures_rate *r = mem_zalloc(sizeof *r);
    if (!r)
        return diag_nomem(d, _("measuring marginal rates"));
    r->plan = x;
    arena_init(&r->arena);
    results_init(&r->results);
    for (size_t side = 0; side < x->side_count; side++) {
        const struct changes *c = x->alternatives[side];
        r->evaluations[side] = (struct evaluation){
            .policy = x->policy,
            .month = population_month(x->population),
            .outputs = x->outputs, /* the benefits come first */
            .output_count = x->benefit_count,
            .root = x->agenda->root,
            .patches = c ? c->patches : NULL,
            .patch_count = c ? c->patch_count : 0,
            .formulas = c ? c->formulas : NULL,
            .formula_count = c ? c->formula_count : 0,
            .stored = true,
            .bare = true,
        };
    }
    *out = r;
    return HM_OK;
}

void measures_rate_close(struct measures_rate *r)
{
    if (!r)
        return;
    for (size_t side = 0; side < MEASURES_SIDES; side++)
        engine_close(r->engines[side]);
    results_fini(&r->results);
    arena_fini(&r->arena);
    mem_free(r);
}

/* --- who earns more --- */

static bool is_of_age(const struct measures_plan *x, const struct frame *f, uint32_t row)
{
    if (x->birth == NO_FIELD)
        return false;
    const struct column *c = &f->columns[x->birth];
    if (row >= c->rows || !column_valid(c, row))
        return false;
    int32_t age = age_at_month((int32_t)column_int(c, row), population_month(x->population));
    return age >= WORKING_FROM && age <= WORKING_TO;
}

/* The member of a household whose income rises; UINT32_MAX: nobody's can. */
static uint32_t earner_of(const struct measures_plan *x, const struct frame *f, uint32_t root)
{
    uint32_t n, idle = UINT32_MAX;
    const uint32_t *rows = frame_children(f, x->agenda->member, root, &n);
    const struct column *c = &f->columns[x->earn];
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i] >= c->rows || !column_valid(c, rows[i]))
            continue;
        int64_t v = column_int(c, rows[i]);
        if (v > 0)
            return rows[i];
        if (v == 0 && idle == UINT32_MAX && is_of_age(x, f, rows[i]))
            idle = rows[i];
    }
    return idle;
}

/* A copy of the column in which each household's earner has more; earners[root]: whose, or
 * UINT32_MAX. */
static bool raise(struct measures_rate *r, struct frame *out, const struct frame *f,
                  uint32_t *earners)
{
    const struct measures_plan *x = r->plan;
    const struct column *c = &f->columns[x->earn];
    const struct field *field = &x->m->fields[x->earn];
    struct column *columns = arena_alloc(&r->arena, x->m->field_count * sizeof *columns);
    int64_t *data = arena_alloc(&r->arena, (c->rows + 8u) * sizeof *data);
    int64_t lo, hi;
    if (!columns || !data)
        return false;
    if (!ir_fact_range(x->m, field, &lo, &hi))
        hi = LIMIT_MONEY_FEN;
    for (uint32_t i = 0; i < c->rows; i++)
        data[i] = column_valid(c, i) ? column_int(c, i) : 0;
    for (uint32_t root = 0; root < f->entities[f->root].rows; root++) {
        uint32_t row = earners[root] = earner_of(x, f, root);
        if (row == UINT32_MAX)
            continue;
        if (data[row] > hi - x->options->step_fen)
            earners[root] = UINT32_MAX; /* more than may be stated */
        else
            data[row] += x->options->step_fen;
    }
    memcpy(columns, f->columns, x->m->field_count * sizeof *columns);
    columns[x->earn] = (struct column){LANE_I64, c->rows, data, NULL, c->valid};
    *out = *f;
    out->columns = columns;
    return true;
}

/* --- what it takes --- */

static enum measures_bin bin_of(int64_t lost, int64_t step)
{
    if (lost < 0)
        return MEASURES_GAINS;
    if (lost == 0)
        return MEASURES_NOTHING;
    if (lost > step)
        return MEASURES_CLIFF;
    if (lost == step)
        return MEASURES_ALL;
    return lost * 2 < step ? MEASURES_BELOW_HALF : MEASURES_BELOW_ALL;
}

/* Bigger falls first, equal ones by id: the order of blocks cannot matter. */
static bool goes_before(const struct measures_fall *a, const struct measures_fall *b)
{
    int64_t x = a->before_fen - a->after_fen, y = b->before_fen - b->after_fen;
    return x != y ? x > y : strcmp(a->id, b->id) < 0;
}

static enum hm_status note_fall(struct measures_marginal *m, struct str id, int64_t before,
                                int64_t after, struct diag *d)
{
    if (m->worst_count == MEASURES_WORST) {
        const struct measures_fall *last = &m->worst[MEASURES_WORST - 1];
        if (before - after < last->before_fen - last->after_fen)
            return HM_OK;
    }
    struct measures_fall fall = {mem_strndup(id.p, id.n), before, after};
    if (!fall.id)
        return diag_nomem(d, _("measuring marginal rates"));
    size_t at = m->worst_count;
    while (at > 0 && goes_before(&fall, &m->worst[at - 1]))
        at--;
    if (at == MEASURES_WORST) {
        mem_free(fall.id);
        return HM_OK;
    }
    if (m->worst_count == MEASURES_WORST)
        mem_free(m->worst[--m->worst_count].id);
    memmove(&m->worst[at + 1], &m->worst[at], (m->worst_count - at) * sizeof fall);
    m->worst[at] = fall;
    m->worst_count++;
    return HM_OK;
}

static enum hm_status count(const struct measures_plan *x, struct measures_marginal *m,
                            const struct scan_part *part, size_t side,
                            const struct results *more, const uint32_t *earners, struct diag *d)
{
    const struct frame *f = part->facts;
    for (uint32_t row = 0; row < f->entities[f->root].rows; row++) {
        int64_t before, after;
        if (earners[row] == UINT32_MAX ||
            !measures_benefits(x, &part->results[side], row, &before) || before <= 0)
            continue;
        m->households++;
        if (!measures_benefits(x, more, row, &after)) {
            m->unknown++;
            continue;
        }
        enum measures_bin bin = bin_of(before - after, x->options->step_fen);
        m->bins[bin]++;
        m->lost_fen += before - after;
        if (bin != MEASURES_CLIFF)
            continue;
        m->cliff_fen += before - after - x->options->step_fen;
        TRY(note_fall(m, column_text(&f->entities[f->root].id, row), before, after, d));
    }
    return HM_OK;
}

enum hm_status measures_rate_take(struct measures_rate *r, struct measures_marginal *out,
                                  const struct scan_part *part, struct diag *d)
{
    const struct measures_plan *x = r->plan;
    struct frame higher;
    arena_reset(&r->arena);
    uint32_t *earners = arena_alloc(
        &r->arena, (part->facts->entities[part->facts->root].rows + 1u) * sizeof *earners);
    if (!earners || !raise(r, &higher, part->facts, earners))
        return diag_nomem(d, _("measuring marginal rates"));
    for (size_t side = 0; side < x->side_count; side++) {
        if (!r->engines[side])
            TRY(engine_open(&r->engines[side], ENGINE_FAST, &r->evaluations[side], d));
        results_clear(&r->results);
        TRY(engine_run(r->engines[side], &higher, &r->results, d));
        out[side].is_known = true;
        TRY(count(x, &out[side], part, side, &r->results, earners, d));
    }
    return HM_OK;
}

enum hm_status measures_marginal_add(struct measures_marginal *to,
                                     const struct measures_marginal *from, struct diag *d)
{
    to->is_known |= from->is_known;
    to->households += from->households;
    to->unknown += from->unknown;
    for (size_t i = 0; i < MEASURES_BINS; i++)
        to->bins[i] += from->bins[i];
    to->lost_fen += from->lost_fen;
    to->cliff_fen += from->cliff_fen;
    for (size_t i = 0; i < from->worst_count; i++) {
        const struct measures_fall *f = &from->worst[i];
        TRY(note_fall(to, (struct str){f->id, strlen(f->id)}, f->before_fen, f->after_fen, d));
    }
    return HM_OK;
}

void measures_marginal_fini(struct measures_marginal *m)
{
    for (size_t i = 0; i < m->worst_count; i++)
        mem_free(m->worst[i].id);
    m->worst_count = 0;
}
