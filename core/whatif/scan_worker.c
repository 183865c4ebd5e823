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
    struct passes with_base, without;
    struct results *results;       /* by alternative; columns are borrowed */
    struct result_column *columns; /* of the policy as it stands, where it was kept */
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
                                size_t first, size_t n)
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
        .outputs = w->request->outputs,
        .output_count = w->request->output_count,
        .root = p->agenda.root,
        .stored = true,
        .bare = !w->request->reasons,
        .alternatives = x->laws,
        .alternative_count = x->count,
    };
    return HM_OK;
}

static enum hm_status passes_init(struct passes *x, const struct scan_worker *w, bool with_base)
{
    enum { TOGETHER = LIMIT_ALTERNATIVES - 1 };
    x->list = mem_calloc(w->law_count / TOGETHER + 2, sizeof *x->list);
    if (!x->list)
        return HM_NOMEM;
    for (size_t first = 0; first < w->law_count || (with_base && first == 0);
         first += TOGETHER) {
        size_t n = w->law_count - first < TOGETHER ? w->law_count - first : TOGETHER;
        TRY(pass_init(&x->list[x->count++], w, with_base && first == 0, first, n));
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

static enum hm_status set_up(struct scan_worker *w)
{
    const struct scan_request *s = w->request;
    TRY(find_laws(w));
    w->results = mem_calloc(s->alternative_count + 1, sizeof *w->results);
    w->columns = mem_calloc(s->output_count + 1, sizeof *w->columns);
    if (!w->results || !w->columns)
        return HM_NOMEM;
    if (w->asks_base)
        TRY(passes_init(&w->with_base, w, true));
    return passes_init(&w->without, w, false);
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

static void hand_out(struct scan_worker *w, const struct passes *x, bool with_base,
                     const struct results *base)
{
    const struct scan_request *s = w->request;
    size_t next = with_base;
    for (size_t i = 0; i < s->alternative_count; i++)
        w->results[i] = s->alternatives[i] ? *results_at(x, next++) : *base;
}

static enum hm_status evaluate(struct scan_worker *w, const struct frame *f,
                               struct kept_block *k, struct diag *d)
{
    const struct scan_request *s = w->request;
    struct results base = {.columns = w->columns, .column_count = s->output_count};
    bool known = knows_base(w, k), with_base = w->asks_base && !known;
    struct passes *x = with_base ? &w->with_base : &w->without;
    TRY(run_passes(w, x, f, d));
    for (size_t i = 0; known && i < s->output_count; i++)
        w->columns[i] = k->base[s->outputs[i]];
    if (with_base) {
        base = *results_at(x, 0);
        if (k)
            TRY(keep_base(w->population, k, &base, d));
    }
    hand_out(w, x, with_base, &base);
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
