/* recompute_block.c - plans a run and evaluates one block of it. */
#include "run/recompute_block.h"

#include "base/mem.h"
#include "run/determined.h"
#include "value/date.h"

/* --- the plan --- */

/* The published determinations a month is compared with: its own, else the latest before it. */
static enum hm_status find_before(struct block_month *m, struct store *s, struct diag *d)
{
    enum hm_status st =
        run_published_before(s, m->month, &m->before_month, &m->before_run, NULL);
    if (st == HM_OK)
        return HM_OK;
    m->before_run = 0;
    m->before_month = 0;
    return st == HM_NOT_FOUND ? HM_OK
                              : diag_error(d, st, NULL, _("the published runs cannot be read"));
}

static enum hm_status plan_month(struct block_plan *p, size_t k, struct diag *d)
{
    const struct recompute_job *job = p->job;
    struct block_month *m = &p->months[k];
    m->month = job->from + (int32_t)k;
    m->evaluation = (struct evaluation){
        .policy = job->policy,
        .month = m->month,
        .outputs = p->agenda.outputs,
        .output_count = p->agenda.output_count,
        .root = p->agenda.root,
        .patches = job->changes->patches,
        .patch_count = job->changes->patch_count,
        .formulas = job->changes->formulas,
        .formula_count = job->changes->formula_count,
        .stored = true,
    };
    TRY(find_before(m, job->store, d));
    return history_init(&m->history, job->store, m->month, p->agenda.before_months, d);
}

/* How many blocks and about how many households: all blocks but the last are usually full. */
static enum hm_status plan_blocks(struct block_plan *p, struct diag *d)
{
    uint64_t *nothing = mem_calloc(p->model->field_count / 64 + 1, sizeof *nothing);
    struct view *v = NULL;
    if (!nothing)
        return diag_nomem(d, _("preparing the run"));
    enum hm_status st = HM_OK;
    for (size_t k = 0; k < p->month_count && st == HM_OK; k++) {
        st = view_open(&v, p->job->store, p->model, p->months[k].month, p->sequence, d);
        if (st != HM_OK)
            break;
        uint32_t n = view_blocks(v);
        p->block_count = n > p->block_count ? n : p->block_count;
        if (n > 0) {
            struct frame last;
            st = view_load(v, n - 1, nothing, &last, d);
            if (st == HM_OK) {
                p->expected += (uint64_t)(n - 1) * LIMIT_BLOCK_HOUSEHOLDS +
                               last.entities[p->agenda.root].rows;
                frame_fini(&last);
            }
        }
        view_close(v);
    }
    mem_free(nothing);
    return st;
}

enum hm_status block_plan_init(struct block_plan *p, const struct recompute_job *job,
                               struct diag *d)
{
    *p = (struct block_plan){.job = job, .model = job->policy->model};
    TRY(agenda_init(&p->agenda, p->model, d));
    /* What a scenario's formulas read is not in the model: load everything. */
    p->needed = job->changes->formula_count ? NULL : p->agenda.needed;
    p->sequence = store_sequence(job->store);
    p->month_count = (size_t)(job->to - job->from) + 1;
    p->months = mem_calloc(p->month_count, sizeof *p->months);
    if (!p->months)
        return diag_nomem(d, _("preparing the run"));
    for (size_t k = 0; k < p->month_count; k++)
        TRY(plan_month(p, k, d));
    TRY(plan_blocks(p, d));
    p->recheck = (struct recheck_plan){
        .sample = job->sample ? job->sample : recheck_default(p->expected / p->month_count),
        .block_count = p->block_count,
        .seed = p->sequence};
    if (p->block_count == 0)
        diag_add(d, HM_LEVEL_WARNING, HM_OK, NULL,
                 _("import households, or give another --month"),
                 _("the store has no households in these months"));
    return HM_OK;
}

void block_plan_fini(struct block_plan *p)
{
    for (size_t k = 0; p->months && k < p->month_count; k++)
        history_fini(&p->months[k].history);
    mem_free(p->months);
    agenda_fini(&p->agenda);
    p->months = NULL;
}

/* Of one policy; member: its number in a region, place: its label there. */
static enum hm_status add_placeholders(const struct block_plan *p, const struct agenda *agenda,
                                       uint16_t member, const char *place, size_t month,
                                       struct summary *s, struct diag *d)
{
    struct arena a;
    struct agenda_placeholder *list;
    size_t n;
    arena_init(&a);
    enum hm_status st =
        agenda_placeholders(&p->agenda, p->months[month].month, p->job->changes->patches,
                            p->job->changes->patch_count, &a, &list, &n, d);
    if (st == HM_OK)
        st = summary_placeholders(s, month, &p->agenda, list, n, d);
    arena_fini(&a);
    return st;
}

/* --- a worker --- */

enum hm_status block_worker_init(struct block_worker *w, const struct block_plan *p,
                                 struct diag *d)
{
    size_t n = p->month_count;
    w->plan = p;
    diag_init(&w->diag);
    results_init(&w->results);
    w->views = mem_calloc(n, sizeof(void *));
    w->engines = mem_calloc(n, sizeof(void *));
    w->rechecks = mem_calloc(n, sizeof *w->rechecks);
    w->own = mem_calloc(n, sizeof *w->own);
    w->tallies = mem_calloc(n, sizeof *w->tallies);
    if (!w->views || !w->engines || !w->rechecks || !w->own || !w->tallies)
        return diag_nomem(d, _("preparing the run"));
    for (size_t k = 0; k < n; k++)
        w->tallies[k].agenda = &p->agenda;
    for (size_t k = 0; k < n; k++)
        TRY(tally_init(&w->tallies[k], &p->agenda, p->job->top, d));
    return HM_OK;
}

void block_worker_fini(struct block_worker *w)
{
    block_worker_close(w);
    for (size_t k = 0; w->tallies && k < w->plan->month_count; k++)
        tally_fini(&w->tallies[k]);
    mem_free(w->views);
    mem_free(w->engines);
    mem_free(w->rechecks);
    mem_free(w->own);
    mem_free(w->tallies);
    if (w->plan) {
        diag_fini(&w->diag);
        results_fini(&w->results);
    }
    *w = (struct block_worker){0};
}

enum hm_status block_worker_open(struct block_worker *w)
{
    const struct block_plan *p = w->plan;
enum hm_status block_placeholders(const struct block_plan *p, size_t month, struct summary *s,
                                  struct diag *d)
{
    const struct policy *policy = p->job->policy;
    if (!policy->members)
        return add_placeholders(p, &p->agenda, 0, NULL, month, s, d);
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < policy->member_count && st == HM_OK; i++) {
        const struct model *m = policy->members[i]->model;
        struct agenda own;
        st = agenda_init(&own, m, NULL);
        if (st == HM_OK)
            st = add_placeholders(p, &own, (uint16_t)i, m->zh ? m->zh : m->name, month, s, d);
        else if (st == HM_DATA) /* it has no results for households: none that depend on it */
            st = HM_OK;
        agenda_fini(&own);
    }
    return st;
}

    const struct recompute_job *job = p->job;
    for (size_t k = 0; k < p->month_count; k++) {
        const struct block_month *m = &p->months[k];
        TRY(view_open(&w->views[k], job->store, p->model, m->month, p->sequence, &w->diag));
        TRY(engine_open(&w->engines[k], task_engine(job->host), &m->evaluation, &w->diag));
    }
    return HM_OK;
}

void block_worker_close(struct block_worker *w)
{
    block_forget(w);
    for (size_t k = 0; w->views && w->engines && k < w->plan->month_count; k++) {
        if (w->engines[k])
            engine_close(w->engines[k]);
        if (w->views[k])
            view_close(w->views[k]);
        w->engines[k] = NULL;
        w->views[k] = NULL;
        if (w->rechecks) {
            w->checked += w->rechecks[k].checked;
            recheck_fini(&w->rechecks[k]);
        }
    }
}

void block_forget(struct block_worker *w)
{
    for (size_t i = 0; i < w->own_count; i++)
        frame_fini(&w->own[i].frame);
    w->own_count = 0;
}

/* --- a block --- */

static enum hm_status compare(struct block_worker *w, uint32_t block, size_t k,
                              const struct frame *facts, const uint16_t *ordinals,
                              const struct frame *determined, const struct results *r)
{
    const struct block_month *m = &w->plan->months[k];
    struct frame earlier;
    struct tally_side before = {0}, after = {determined, ordinals};
    enum hm_status st = HM_OK;
    if (m->before_run)
        st = run_peek(w->views[k], m->before_run, m->before_month, block, &earlier,
                      &before.ordinals, &w->diag);
    if (m->before_run && st == HM_OK)
        before.frame = &earlier;
    if (st == HM_NOT_FOUND) /* the block is newer than that run */
        st = HM_OK;
    if (st == HM_OK)
        st = tally_block(&w->tallies[k], &before, &after, facts, &w->diag);
    if (st == HM_OK)
        st = tally_issues(&w->tallies[k], facts, r, &w->diag);
    if (before.frame)
        frame_fini(&earlier);
    return st;
}

/* Whether later months of the run read this one's determinations. */
static bool keeps_months(const struct block_plan *p, size_t k)
{
    return p->agenda.before_months > 0 && k + 1 < p->month_count;
}

/* Evaluates; on success *determined holds the results as a frame. */
static enum hm_status evaluate(struct block_worker *w, uint32_t block, size_t k,
                               struct frame *facts, struct results *out,
                               struct frame *determined)
{
    const struct block_month *m = &w->plan->months[k];
    enum hm_status st =
        history_lend(facts, w->views[k], block, &m->history, w->own, w->own_count, &w->diag);
    if (st == HM_OK)
        st = engine_run(w->engines[k], facts, out, &w->diag);
    if (st == HM_OK && task_engine(w->plan->job->host) == ENGINE_FAST)
        st = recheck_block(&w->rechecks[k], &m->evaluation, facts, out, &w->plan->recheck,
                           block, &w->diag);
    history_give_back(facts, w->own, w->own_count);
    if (st == HM_OK && keeps_months(w->plan, k))
        st = determined_frame(determined, facts, out, &w->diag);
    else if (st == HM_OK)
        st = determined_view(determined, facts, out, &w->diag);
    return st;
}

/* Keeps the determinations for the block's later months, or lets them go. */
static void keep_or_free(struct block_worker *w, size_t k, struct frame *determined)
{
    const struct block_plan *p = w->plan;
    if (keeps_months(p, k))
        w->own[w->own_count++] = (struct history_own){p->months[k].month, *determined};
    else
        frame_fini(determined);
}

enum hm_status block_pack(struct block_worker *w, uint32_t block, size_t k,
                          struct run_block **out)
{
    const struct block_month *m = &w->plan->months[k];
    return run_pack(out, w->views[k], m->before_run, m->before_month, m->month, block,
                    &w->results, w->plan->model, &w->diag);
}

enum hm_status block_evaluate(struct block_worker *w, uint32_t block, size_t k,
                              uint32_t *households)
{
    const struct block_plan *p = w->plan;
    struct results *out = &w->results;
    struct frame facts, determined;
    results_clear(out);
    if (block >= view_blocks(w->views[k]))
        return HM_OK;
    TRY(view_load(w->views[k], block, p->needed, &facts, &w->diag));
    *households = facts.entities[p->agenda.root].rows;
    const uint16_t *ordinals = view_ordinals(w->views[k]);
    enum hm_status st;
    if (*households == 0) {
        st = compare(w, block, k, &facts, ordinals, NULL, out);
    } else {
        st = evaluate(w, block, k, &facts, out, &determined);
        if (st == HM_OK) {
            st = compare(w, block, k, &facts, ordinals, &determined, out);
            keep_or_free(w, k, &determined);
        }
    }
    frame_fini(&facts);
    return st;
}
