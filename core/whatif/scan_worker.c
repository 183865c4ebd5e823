/* scan_worker.c - one thread's part of a scan: a block's facts, the policy as it stands (kept,
 * or evaluated beside the others and then kept), and every alternative in one pass.
 */
#include <string.h>
#include "base/mem.h"
#include "whatif/population_state.h"

/* Laws that one engine evaluates together. */
struct pass {
    struct evaluation evaluation;
    struct alternative *laws;
    size_t count;
    struct engine *engine;   /* opened when it is first needed */
    struct results *results; /* by law */
};

/* All laws of the request: with the policy as it stands in front, or without it. */
struct passes {
    struct pass *list;
    size_t count;
};

struct scan_worker {
    struct population *population;
    const struct scan_request *request;
    struct view *keeping, *passing; /* for blocks that are kept, and for those that are not */
    bool asks_base;
    struct alternative *laws; /* of the alternatives that change something */
    size_t law_count;
    uint16_t *touched; /* the outputs that they can change */
    size_t touched_count;
    struct passes with_base, without;
    struct passes only_touched;    /* where all else is kept */
    struct results *results;       /* by alternative; columns are borrowed */
    struct result_column *columns; /* by alternative and output, where results are kept */
    struct frame facts;            /* of a block that is not kept */
    bool has_facts;
};

/* --- opening --- */

static void passes_fini(struct passes *x)
{
    for (size_t i = 0; x->list && i < x->count; i++) {
        struct pass *p = &x->list[i];
        engine_close(p->engine);
        for (size_t k = 0; p->results && k < p->count; k++)
            results_fini(&p->results[k]);
        mem_free(p->results);
        mem_free(p->laws);
    }
    mem_free(x->list);
}

static enum hm_status pass_init(struct pass *x, const struct scan_worker *w, bool with_base,
                                bool only_touched, size_t first, size_t n)
{
    const struct population *p = w->population;
    x->count = n + with_base;
    x->laws = mem_calloc(x->count, sizeof *x->laws);
    x->results = mem_calloc(x->count, sizeof *x->results);
    if (!x->laws || !x->results)
        return HM_NOMEM;
    for (size_t i = 0; i < x->count; i++)
        results_init(&x->results[i]);
    if (n)
        memcpy(x->laws + with_base, w->laws + first, n * sizeof *x->laws);
    x->evaluation = (struct evaluation){
        .policy = p->policy,
        .month = p->month,
        .outputs = only_touched ? w->touched : w->request->outputs,
        .output_count = only_touched ? w->touched_count : w->request->output_count,
        .root = p->agenda.root,
        .stored = true,
        .bare = !w->request->reasons,
        .alternatives = x->laws,
        .alternative_count = x->count,
    };
    return HM_OK;
}

static enum hm_status passes_init(struct passes *x, const struct scan_worker *w, bool with_base,
                                  bool only_touched)
{
    enum { TOGETHER = LIMIT_ALTERNATIVES - 1 };
    x->list = mem_calloc(w->law_count / TOGETHER + 2, sizeof *x->list);
    if (!x->list)
        return HM_NOMEM;
    for (size_t first = 0; first < w->law_count || (with_base && first == 0);
         first += TOGETHER) {
        size_t n = w->law_count - first < TOGETHER ? w->law_count - first : TOGETHER;
        TRY(pass_init(&x->list[x->count++], w, with_base && first == 0, only_touched, first,
                      n));
    }
    return HM_OK;
}

static enum hm_status find_laws(struct scan_worker *w)
{
    const struct scan_request *s = w->request;
    w->laws = mem_calloc(s->alternative_count + 1, sizeof *w->laws);
    if (!w->laws)
        return HM_NOMEM;
    for (size_t i = 0; i < s->alternative_count; i++) {
        const struct changes *c = s->alternatives[i];
        w->asks_base = w->asks_base || !c;
        if (c)
            w->laws[w->law_count++] =
                (struct alternative){c->patches, c->patch_count, c->formulas, c->formula_count};
    }
    return HM_OK;
}

/* The part of a law that is for one policy of a region, in its terms. */
static bool law_for(struct alternative *out, const struct alternative *law, uint16_t member,
                    struct arena *a)
{
    struct patch *patches = arena_alloc(a, (law->patch_count + 1) * sizeof *patches);
    struct formula_patch *formulas =
        arena_alloc(a, (law->formula_count + 1) * sizeof *formulas);
    if (!patches || !formulas)
        return false;
    *out = (struct alternative){.patches = patches, .formulas = formulas};
    for (size_t i = 0; i < law->patch_count; i++)
        if (law->patches[i].member == member)
            patches[out->patch_count++] = law->patches[i];
    for (size_t i = 0; i < law->formula_count; i++)
        if (law->formulas[i].member == member)
            formulas[out->formula_count++] = law->formulas[i];
    return true;
}

/* What the laws can change in one policy, as bits by field of the population's model. */
static bool touched_in(const struct scan_worker *w, size_t member, uint64_t *set,
                       struct arena *a)
{
    const struct policy *p = w->population->policy;
    const struct model *whole = p->model, *m = p->members[member]->model;
    struct alternative *laws = arena_alloc(a, (w->law_count + 1) * sizeof *laws);
    uint64_t *own = arena_zalloc(a, (m->field_count / 64 + 1) * sizeof *own);
    bool ok = laws && own;
    for (size_t i = 0; ok && i < w->law_count; i++)
        ok = law_for(&laws[i], &w->laws[i], (uint16_t)member, a);
    if (!ok)
        return false;
    model_touched(m, laws, w->law_count, own);
    for (size_t i = 0; i < m->field_count; i++) {
        if (!(own[i / 64] >> (i % 64) & 1))
            continue;
        uint16_t id = model_namesake(whole, m, (uint16_t)i);
        if (id != NO_FIELD)
            set[id / 64] |= UINT64_C(1) << (id % 64);
    }
    return true;
}

static enum hm_status find_touched(struct scan_worker *w)
{
    const struct scan_request *s = w->request;
    const struct policy *p = w->population->policy;
    struct arena a;
    arena_init(&a);
    uint64_t *set = arena_zalloc(&a, (p->model->field_count / 64 + 1) * sizeof *set);
    w->touched = mem_calloc(s->output_count + 1, sizeof *w->touched);
    bool ok = set && w->touched;
    if (ok && !p->members)
        model_touched(p->model, w->laws, w->law_count, set);
    for (size_t i = 0; ok && p->members && i < p->member_count; i++)
        ok = touched_in(w, i, set, &a);
    for (size_t i = 0; ok && i < s->output_count; i++)
        if (set[s->outputs[i] / 64] >> (s->outputs[i] % 64) & 1)
            w->touched[w->touched_count++] = s->outputs[i];
    arena_fini(&a);
    return ok ? HM_OK : HM_NOMEM;
}

static enum hm_status set_up(struct scan_worker *w)
{
    const struct scan_request *s = w->request;
    TRY(find_laws(w));
    w->results = mem_calloc(s->alternative_count + 1, sizeof *w->results);
    w->columns =
        mem_calloc((s->alternative_count + 1) * (s->output_count + 1), sizeof *w->columns);
    if (!w->results || !w->columns)
        return HM_NOMEM;
    TRY(find_touched(w));
    if (w->asks_base)
        TRY(passes_init(&w->with_base, w, true, false));
    TRY(passes_init(&w->only_touched, w, false, true));
    return passes_init(&w->without, w, false, false);
}

enum hm_status scan_worker_open(struct scan_worker **out, struct population *p,
                                const struct scan_request *s, struct diag *d)
{
    struct scan_worker *w = mem_zalloc(sizeof *w);
    if (!w)
        return diag_nomem(d, _("asking the households"));
    w->population = p;
    w->request = s;
    enum hm_status st = set_up(w);
    if (st != HM_OK)
        st = diag_nomem(d, _("asking the households"));
    if (st == HM_OK)
        st = keep_view(&w->keeping, p, d);
    if (st != HM_OK) {
        scan_worker_close(w);
        return st;
    }
    *out = w;
    return HM_OK;
}

static void forget_block(struct scan_worker *w)
{
    if (w->has_facts)
        frame_fini(&w->facts);
    w->has_facts = false;
}

void scan_worker_close(struct scan_worker *w)
{
    if (!w)
        return;
    forget_block(w);
    passes_fini(&w->with_base);
    passes_fini(&w->without);
    passes_fini(&w->only_touched);
    mem_free(w->touched);
    keep_view_back(w->population, w->keeping);
    view_close(w->passing);
    mem_free(w->laws);
    mem_free(w->results);
    mem_free(w->columns);
    mem_free(w);
}

/* --- a block --- */

/* A block that there is no room to keep. */
static enum hm_status load_passing(struct scan_worker *w, uint32_t block, struct diag *d)
{
    struct population *p = w->population;
    if (!w->passing)
        TRY(view_open(&w->passing, p->store, p->model, p->month, p->sequence, d));
    TRY(view_load(w->passing, block, NULL, &w->facts, d));
    w->has_facts = true;
    if (w->facts.entities[p->agenda.root].rows == 0)
        return HM_OK;
    return history_lend(&w->facts, w->passing, block, &p->history, NULL, 0, d);
}

static bool knows_base(const struct scan_worker *w, const struct kept_block *k)
{
    const struct scan_request *s = w->request;
    bool all = k && !s->reasons;
    for (size_t i = 0; all && i < s->output_count; i++)
        all = keep_has(k, s->outputs[i]);
    return all;
}

static enum hm_status run_passes(const struct scan_worker *w, struct passes *x,
                                 const struct frame *f, struct diag *d)
{
    enum engine_kind kind = task_engine(w->population->host);
    for (size_t i = 0; i < x->count; i++) {
        struct pass *p = &x->list[i];
        if (!p->engine)
            TRY(engine_open(&p->engine, kind, &p->evaluation, d));
        TRY(engine_run(p->engine, f, p->results, d));
    }
    return HM_OK;
}

/* The i-th law's results among those of all passes. */
static const struct results *results_at(const struct passes *x, size_t i)
{
    size_t pass = 0;
    while (i >= x->list[pass].count)
        i -= x->list[pass++].count;
    return &x->list[pass].results[i];
}

/* Everything was evaluated; with_base: the policy as it stands in front. */
static void hand_out(struct scan_worker *w, const struct passes *x, bool with_base)
{
    const struct scan_request *s = w->request;
    size_t next = with_base;
    for (size_t i = 0; i < s->alternative_count; i++)
        w->results[i] = *results_at(x, s->alternatives[i] ? next++ : 0);
}

/* What the alternative can change was evaluated, the rest is kept. */
static void hand_out_kept(struct scan_worker *w, const struct kept_block *k)
{
    const struct scan_request *s = w->request;
    size_t next = 0;
    for (size_t i = 0; i < s->alternative_count; i++) {
        struct result_column *columns = &w->columns[i * s->output_count];
        const struct results *r = s->alternatives[i] && w->touched_count
                                      ? results_at(&w->only_touched, next++)
                                      : NULL;
        size_t at = 0;
        for (size_t c = 0; c < s->output_count; c++) {
            bool own = r && at < w->touched_count && w->touched[at] == s->outputs[c];
            columns[c] = own ? r->columns[at++] : k->base[s->outputs[c]];
        }
        w->results[i] = (struct results){.columns = columns, .column_count = s->output_count};
    }
}

static enum hm_status evaluate(struct scan_worker *w, const struct frame *f,
                               struct kept_block *k, struct diag *d)
{
    bool with_base = w->asks_base;
    struct passes *x = with_base ? &w->with_base : &w->without;
    if (knows_base(w, k)) {
        if (w->touched_count)
            TRY(run_passes(w, &w->only_touched, f, d));
        hand_out_kept(w, k);
        return HM_OK;
    }
    TRY(run_passes(w, x, f, d));
    if (with_base && k)
        TRY(keep_base(w->population, k, results_at(x, 0), d));
    hand_out(w, x, with_base);
    return HM_OK;
}

enum hm_status scan_worker_block(struct scan_worker *w, uint32_t block, struct scan_part *part,
                                 struct diag *d)
{
    struct population *p = w->population;
    struct kept_block *k;
    forget_block(w);
    TRY(keep_facts(&k, p, w->keeping, block, d));
    if (!k)
        TRY(load_passing(w, block, d));
    const struct frame *f = k ? &k->facts : &w->facts;
    for (size_t i = 0; i < w->request->alternative_count; i++)
        w->results[i] = (struct results){.columns = NULL};
    if (f->entities[p->agenda.root].rows > 0 && w->request->output_count)
        TRY(evaluate(w, f, k, d));
    *part = (struct scan_part){.block = block,
                               .facts = f,
                               .ordinals = k ? k->ordinals : view_ordinals(w->passing),
                               .results = w->results};
    return HM_OK;
}
