/* recompute_block.c - plans a run and evaluates one block of it. */
#include "run/recompute_block.h"

#include <string.h>
#include "base/mem.h"
#include "exec/region_terms.h"
#include "run/determined.h"
#include "run/reuse.h"
#include "value/date.h"

/* --- the plan --- */

static struct evaluation evaluation_of(const struct block_plan *p, int32_t month,
                                       const uint16_t *outputs, size_t n)
{
    const struct changes *changes = p->job->changes;
    return (struct evaluation){
        .policy = p->job->policy,
        .month = month,
        .outputs = outputs,
        .output_count = n,
        .root = p->agenda.root,
        .patches = changes->patches,
        .patch_count = changes->patch_count,
        .formulas = changes->formulas,
        .formula_count = changes->formula_count,
        .stored = true,
    };
}

static enum hm_status plan_month(struct block_plan *p, size_t k, struct diag *d)
{
    struct block_month *m = &p->months[k];
    m->month = p->job->from + (int32_t)k;
    m->plan = &p->plan.months[k];
    m->whole = evaluation_of(p, m->month, p->agenda.outputs, p->agenda.output_count);
    m->open = evaluation_of(p, m->month, m->plan->open, m->plan->open_count);
    return history_init(&m->history, p->job->store, m->month, p->agenda.before_months,
                        p->publications, d);
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

static enum hm_status plan_fields(struct block_plan *p, struct diag *d)
{
    /* What a scenario's formulas read is not in the model: load everything. */
    p->needed = p->job->changes->formula_count ? NULL : p->agenda.needed;
    p->counted = mem_calloc(p->model->field_count / 64 + 1, sizeof *p->counted);
    if (!p->counted)
        return diag_nomem(d, _("preparing the run"));
    agenda_counted(&p->agenda, p->counted);
    return HM_OK;
}

static enum hm_status plan_law(struct block_plan *p, struct diag *d)
{
    const struct recompute_job *job = p->job;
    const struct plan_job plan = {
        .store = job->store,
        .policy = job->policy,
        .changes = job->changes,
        .agenda = &p->agenda,
        .from = job->from,
        .to = job->to,
        .sequence = p->sequence,
        .publications = p->publications,
        /* the other engines are asked for to compute everything */
        .full = job->full || task_engine(job->host) != ENGINE_FAST,
    };
    return plan_make(&p->plan, &plan, d);
}

enum hm_status block_plan_init(struct block_plan *p, const struct recompute_job *job,
                               struct diag *d)
{
    *p = (struct block_plan){.job = job, .model = job->policy->model};
    TRY(agenda_init(&p->agenda, p->model, d));
    TRY(plan_fields(p, d));
    p->sequence = job->as_known ? job->sequence : store_sequence(job->store);
    p->publications = job->publications;
    if (!job->as_known)
        TRY(store_publications(job->store, &p->publications, d));
    p->month_count = (size_t)(job->to - job->from) + 1;
    p->months = mem_calloc(p->month_count, sizeof *p->months);
    if (!p->months)
        return diag_nomem(d, _("preparing the run"));
    TRY(plan_law(p, d));
    for (size_t k = 0; k < p->month_count; k++)
        TRY(plan_month(p, k, d));
    TRY(plan_blocks(p, d));
    TRY(owed_items_init(&p->owed, job->store, p->model,
                        job->as_paid ? job->payments : UINT32_MAX, d));
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
    mem_free(p->counted);
    plan_fini(&p->plan);
    owed_items_fini(&p->owed);
    agenda_fini(&p->agenda);
    *p = (struct block_plan){0};
}

/* Of one policy; member: its number in a region, place: its label there. */
static enum hm_status add_placeholders(const struct block_plan *p, const struct agenda *agenda,
                                       uint16_t member, const char *place, size_t month,
                                       struct summary *s, struct diag *d)
{
    const struct changes *c = p->job->changes;
    struct arena a;
    struct agenda_placeholder *list;
    size_t n, count = 0;
    arena_init(&a);
    struct patch *patches = arena_alloc(&a, (c->patch_count + 1) * sizeof *patches);
    enum hm_status st = patches ? HM_OK : diag_nomem(d, _("preparing the run"));
    for (size_t i = 0; st == HM_OK && i < c->patch_count; i++)
        if (c->patches[i].member == member)
            patches[count++] = c->patches[i];
    if (st == HM_OK)
        st = agenda_placeholders(agenda, p->months[month].month, patches, count, &a, &list, &n,
                                 d);
    if (st == HM_OK)
        st = summary_placeholders(s, month, agenda->model, place, list, n, d);
    arena_fini(&a);
    return st;
}

/* Whether households of these counties go by a member of the region; one for a part of a county
 * counts with it. */
static bool is_used(const struct region_index *x, const struct policy *region, size_t member,
                    const struct summary_month *m)
{
    const char *division = region->members[member]->model->division;
    for (size_t i = 0; i < m->county_count; i++) {
        const char *code = m->counties[i].name;
        struct str text = {code, strlen(code)};
        if (text.n && (region_find(x, text) == member || strncmp(division, code, text.n) == 0))
            return true;
    }
    return false;
}

/* Those of the policies that households go by. */
static enum hm_status add_members(const struct block_plan *p, const struct region_index *x,
                                  size_t month, struct summary *s, struct diag *d)
{
    const struct policy *policy = p->job->policy;
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < policy->member_count && st == HM_OK; i++) {
        const struct model *m = policy->members[i]->model;
        struct agenda own;
        if (!is_used(x, policy, i, &s->months[month]))
            continue;
        st = agenda_init(&own, m, NULL);
        if (st == HM_OK)
            st = add_placeholders(p, &own, (uint16_t)i, m->zh ? m->zh : m->name, month, s, d);
        else if (st == HM_DATA) /* it has no results for households: none that depend on it */
            st = HM_OK;
        agenda_fini(&own);
    }
    return st;
}

enum hm_status block_placeholders(const struct block_plan *p, size_t month, struct summary *s,
                                  struct diag *d)
{
    struct region_index x;
    struct arena a;
    if (!p->job->policy->members)
        return add_placeholders(p, &p->agenda, 0, NULL, month, s, d);
    arena_init(&a);
    enum hm_status st = region_index_make(&x, p->job->policy, &a) == HM_OK
                            ? add_members(p, &x, month, s, d)
                            : diag_nomem(d, _("preparing the run"));
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
    results_init(&w->merged);
    results_init(&w->earlier);
    w->views = mem_calloc(n, sizeof(void *));
    w->whole = mem_calloc(n, sizeof(void *));
    w->open = mem_calloc(n, sizeof(void *));
    w->rechecks = mem_calloc(n, sizeof *w->rechecks);
    w->own = mem_calloc(n, sizeof *w->own);
    w->tallies = mem_calloc(n, sizeof *w->tallies);
    w->owed = mem_calloc(n * (p->owed.count + 1), sizeof *w->owed);
    if (!w->views || !w->whole || !w->open || !w->rechecks || !w->own || !w->tallies ||
        !w->owed)
        return diag_nomem(d, _("preparing the run"));
    if (n > 1)
        TRY(run_months_new(&w->kept, d));
    for (size_t k = 0; k < n; k++)
        w->tallies[k].agenda = &p->agenda;
    for (size_t k = 0; k < n; k++) {
        TRY(tally_init(&w->tallies[k], &p->agenda, p->job->top, d));
        w->tallies[k].month = p->months[k].month;
    }
    return HM_OK;
}

void block_worker_fini(struct block_worker *w)
{
    block_worker_close(w);
    for (size_t k = 0; w->tallies && k < w->plan->month_count; k++)
        tally_fini(&w->tallies[k]);
    mem_free(w->views);
    mem_free(w->whole);
    mem_free(w->open);
    mem_free(w->rechecks);
    mem_free(w->owed);
    mem_free(w->own);
    mem_free(w->tallies);
    run_months_free(w->kept);
    if (w->plan) {
        diag_fini(&w->diag);
        results_fini(&w->results);
        results_fini(&w->merged);
        results_fini(&w->earlier);
    }
    *w = (struct block_worker){0};
}

enum hm_status block_worker_open(struct block_worker *w)
{
    const struct block_plan *p = w->plan;
    for (size_t k = 0; k < p->month_count; k++)
        TRY(view_open(&w->views[k], p->job->store, p->model, p->months[k].month, p->sequence,
                      &w->diag));
    return HM_OK;
}

void block_worker_close(struct block_worker *w)
{
    block_forget(w);
    for (size_t k = 0; w->views && w->whole && w->open && k < w->plan->month_count; k++) {
        engine_close(w->whole[k]);
        engine_close(w->open[k]);
        view_close(w->views[k]);
        w->whole[k] = w->open[k] = NULL;
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
    if (w->kept)
        run_months_clear(w->kept);
}

/* --- what was determined before --- */

struct before {
    struct frame frame;
    const uint16_t *ordinals;
    bool there;
};

static enum hm_status look_back(struct block_worker *w, uint32_t block, size_t k,
                                struct before *b)
{
    const struct plan_month *m = w->plan->months[k].plan;
    *b = (struct before){.there = false};
    if (m->run == 0)
        return HM_OK;
    enum hm_status st =
        run_peek(w->views[k], m->run, m->run_month, block, &b->frame, &b->ordinals, &w->diag);
    b->there = st == HM_OK;
    if (b->there && (st = determined_newcomers(&b->frame, w->views[k], &w->plan->agenda,
                                               &w->diag)) != HM_OK) {
        frame_fini(&b->frame);
        b->there = false;
    }
    return st == HM_NOT_FOUND ? HM_OK : st; /* the block is newer than that run */
}

static void before_fini(struct before *b)
{
    if (b->there)
        frame_fini(&b->frame);
}

/* Whether the outputs that cannot change are to be taken from there. */
static enum hm_status can_reuse(struct block_worker *w, uint32_t block, size_t k,
                                const struct before *b, bool *out)
{
    const struct plan_month *m = w->plan->months[k].plan;
    *out = false;
    if (!b->there || m->fixed_count == 0)
        return HM_OK;
    bool same;
    TRY(view_same_facts(w->views[k], block, m->run_month, m->run_sequence, &same, &w->diag));
    if (!same)
        return HM_OK;
    results_clear(&w->earlier);
    TRY(run_load_issues(w->views[k], m->run, m->run_month, block, &w->earlier, &w->diag));
    *out = reuse_allowed(m, &w->earlier);
    return HM_OK;
}

/* --- a block --- */

static enum hm_status compare(struct block_worker *w, uint32_t block, size_t k,
                              const struct before *b, const struct frame *facts,
                              const struct tally_side *after, const struct results *r)
{
    const struct owed_items *owed = &w->plan->owed;
    struct tally_side before = {b->there ? &b->frame : NULL, b->ordinals};
    if (after->frame)
        TRY(owed_block(&w->owed[k * owed->count], owed, w->views[k], w->plan->months[k].month,
                       block, after->frame, after->ordinals, &w->diag));
    TRY(tally_block(&w->tallies[k], &before, after, facts, &w->diag));
    return tally_issues(&w->tallies[k], facts, r, &w->diag);
}

/* Whether later months of the run read this one's determinations. */
static bool keeps_months(const struct block_plan *p, size_t k)
{
    return p->agenda.before_months > 0 && k + 1 < p->month_count;
}

static enum hm_status run_engine(struct block_worker *w, size_t k, const struct frame *facts)
{
    const struct block_month *m = &w->plan->months[k];
    struct engine **e = w->reuses ? &w->open[k] : &w->whole[k];
    if (!*e)
        TRY(engine_open(e, task_engine(w->plan->job->host), w->reuses ? &m->open : &m->whole,
                        &w->diag));
    return engine_run(*e, facts, &w->results, &w->diag);
}

const struct results *block_results(const struct block_worker *w)
{
    return w->reuses ? &w->merged : &w->results;
}

static enum hm_status fill_results(struct block_worker *w, size_t k, struct before *b,
                                   struct frame *facts)
{
    const struct block_month *m = &w->plan->months[k];
    uint32_t rows = facts->entities[facts->root].rows;
    if (w->reuses && m->plan->open_count == 0)
        w->shared += rows;
    else
        w->evaluated += rows;
    if (!w->reuses || m->plan->open_count > 0)
        TRY(run_engine(w, k, facts));
    if (!w->reuses)
        return HM_OK;
    results_fini(&w->merged);
    return reuse_merge(&w->merged, &w->plan->agenda, m->plan, &w->results, &b->frame,
                       &w->earlier, &w->diag);
}

/* Evaluates; on success *determined holds the results as a frame. */
static enum hm_status evaluate(struct block_worker *w, uint32_t block, size_t k,
                               struct before *b, struct frame *facts, struct frame *determined)
{
    const struct block_month *m = &w->plan->months[k];
    enum hm_status st =
        history_lend(facts, w->views[k], block, &m->history, w->own, w->own_count, &w->diag);
    if (st == HM_OK)
        st = fill_results(w, k, b, facts);
    if (st == HM_OK && task_engine(w->plan->job->host) == ENGINE_FAST)
        st = recheck_block(&w->rechecks[k], &m->whole, facts, block_results(w),
                           &w->plan->recheck, block, &w->diag);
    history_give_back(facts, w->own, w->own_count);
    if (st == HM_OK && keeps_months(w->plan, k))
        st = determined_frame(determined, facts, block_results(w), &w->diag);
    else if (st == HM_OK)
        st = determined_view(determined, facts, block_results(w), &w->diag);
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

static enum hm_status evaluate_facts(struct block_worker *w, uint32_t block, size_t k,
                                     struct before *b, struct frame *facts)
{
    struct tally_side after = {NULL, view_ordinals(w->views[k])};
    struct frame determined;
    if (facts->entities[w->plan->agenda.root].rows == 0)
        return compare(w, block, k, b, facts, &after, &w->results);
    TRY(evaluate(w, block, k, b, facts, &determined));
    after.frame = &determined;
    enum hm_status st = compare(w, block, k, b, facts, &after, block_results(w));
    keep_or_free(w, k, &determined);
    return st;
}

enum hm_status block_evaluate(struct block_worker *w, uint32_t block, size_t k,
                              uint32_t *households)
{
    const struct block_plan *p = w->plan;
    struct before b;
    struct frame facts;
    results_clear(&w->results);
    w->reuses = false;
    if (block >= view_blocks(w->views[k]))
        return HM_OK;
    TRY(look_back(w, block, k, &b));
    enum hm_status st = can_reuse(w, block, k, &b, &w->reuses);
    if (st == HM_OK) {
        /* the sample is evaluated in full: its facts are read whatever is taken over */
        st = view_load(w->views[k], block, p->needed, &facts, &w->diag);
    }
    if (st == HM_OK) {
        *households = facts.entities[p->agenda.root].rows;
        st = evaluate_facts(w, block, k, &b, &facts);
        frame_fini(&facts);
    }
    before_fini(&b);
    return st;
}

/* --- a block of the run that is stored already --- */

static enum hm_status recall_facts(struct block_worker *w, uint32_t block, size_t k,
                                   const struct before *b, const struct frame *facts)
{
    struct tally_side after = {NULL, view_ordinals(w->views[k])};
    struct frame own;
    results_clear(&w->results);
    enum hm_status st = run_load(w->views[k], w->plan->run, w->plan->months[k].month, block,
                                 &own, &after.ordinals, &w->diag);
    if (st == HM_NOT_FOUND)
        return compare(w, block, k, b, facts, &after, &w->results);
    if (st != HM_OK)
        return st;
    after.frame = &own;
    st = run_load_issues(w->views[k], w->plan->run, w->plan->months[k].month, block,
                         &w->results, &w->diag);
    if (st == HM_OK)
        st = compare(w, block, k, b, facts, &after, &w->results);
    frame_fini(&own);
    return st;
}

enum hm_status block_recall(struct block_worker *w, uint32_t block, size_t k,
                            uint32_t *households)
{
    const struct block_plan *p = w->plan;
    struct before b;
    struct frame facts;
    if (block >= view_blocks(w->views[k]))
        return HM_OK;
    TRY(look_back(w, block, k, &b));
    enum hm_status st = view_load(w->views[k], block, p->counted, &facts, &w->diag);
    if (st == HM_OK) {
        *households = facts.entities[p->agenda.root].rows;
        st = recall_facts(w, block, k, &b, &facts);
        frame_fini(&facts);
    }
    before_fini(&b);
    return st;
}

/* --- as it is stored --- */

enum hm_status block_pack(struct block_worker *w, uint32_t block, size_t k,
                          struct run_block **out)
{
    const struct plan_month *m = w->plan->months[k].plan;
    const struct run_sharing sharing = {
        .earlier = m->run,
        .earlier_month = m->run_month,
        .unchanged = m->fixed,
        .unchanged_count = w->reuses ? m->fixed_count : 0,
        .run = w->plan->run,
        .months = w->kept,
    };
    struct results r = w->results; /* evaluated columns, all issues; borrowed */
    r.issues = block_results(w)->issues;
    r.issue_count = block_results(w)->issue_count;
    return run_pack_shared(out, w->views[k], &sharing, w->plan->months[k].month, block, &r,
                           w->plan->model, &w->diag);
}
