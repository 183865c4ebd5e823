/* scan_worker.c - one thread's part of a scan: reads a block of households and evaluates it
 * under every alternative.
 */
#include <string.h>
#include "base/mem.h"
#include "whatif/population_state.h"

struct scan_worker {
    struct population *population;
    const struct scan_request *scan;
    struct view *view;
    struct history history;         /* the months that the outputs read; borrowed */
    uint64_t *wanted;               /* fields to load; NULL = all */
    struct evaluation *evaluations; /* by alternative */
    struct engine **engines;        /* opened when they are first needed */
    struct results *results;
    struct frame facts; /* of the block at hand */
    bool has_facts;
};

/* --- what to load --- */

static bool changes_formulas(const struct scan_request *s)
{
    for (size_t i = 0; i < s->alternative_count; i++)
        if (s->alternatives[i] && s->alternatives[i]->formula_count)
            return true;
    return false;
}

static void mark(uint64_t *set, uint16_t field)
{
    set[field / 64] |= UINT64_C(1) << (field % 64);
}

static enum hm_status find_wanted(struct scan_worker *w, struct diag *d)
{
    const struct model *m = w->population->model;
    const struct scan_request *s = w->scan;
    w->history = w->population->history;
    if (changes_formulas(s)) /* what a scenario's formulas read is not in the model */
        return HM_OK;
    uint16_t *stack = mem_calloc(m->field_count + 1, sizeof *stack);
    w->wanted = mem_calloc(m->field_count / 64 + 1, sizeof *w->wanted);
    if (!stack || !w->wanted) {
        mem_free(stack);
        return diag_nomem(d, _("asking the households"));
    }
    unsigned months = model_reach(m, s->outputs, s->output_count, w->wanted, stack);
    w->history.count = months < w->history.count ? months : w->history.count;
    for (size_t i = 0; i < s->fact_count; i++)
        mark(w->wanted, s->facts[i]);
    mem_free(stack);
    return HM_OK;
}

/* --- opening --- */

static struct evaluation evaluation_of(const struct population *p, const struct scan_request *s,
                                       const struct changes *c)
{
    struct evaluation e = {
        .policy = p->policy,
        .month = p->month,
        .outputs = s->outputs,
        .output_count = s->output_count,
        .root = p->agenda.root,
        .stored = true,
    };
    if (c) {
        e.patches = c->patches;
        e.patch_count = c->patch_count;
        e.formulas = c->formulas;
        e.formula_count = c->formula_count;
    }
    return e;
}

static enum hm_status set_up(struct scan_worker *w, struct diag *d)
{
    const struct population *p = w->population;
    size_t n = w->scan->alternative_count;
    w->evaluations = mem_calloc(n + 1, sizeof *w->evaluations);
    w->engines = mem_calloc(n + 1, sizeof(void *));
    w->results = mem_calloc(n + 1, sizeof *w->results);
    if (!w->evaluations || !w->engines || !w->results)
        return diag_nomem(d, _("asking the households"));
    for (size_t i = 0; i < n; i++) {
        w->evaluations[i] = evaluation_of(p, w->scan, w->scan->alternatives[i]);
        results_init(&w->results[i]);
    }
    TRY(find_wanted(w, d));
    return view_open(&w->view, p->store, p->model, p->month, p->sequence, d);
}

enum hm_status scan_worker_open(struct scan_worker **out, struct population *p,
                                const struct scan_request *s, struct diag *d)
{
    struct scan_worker *w = mem_zalloc(sizeof *w);
    if (!w)
        return diag_nomem(d, _("asking the households"));
    w->population = p;
    w->scan = s;
    enum hm_status st = set_up(w, d);
    if (st != HM_OK) {
        scan_worker_close(w);
        return st;
    }
    *out = w;
    return HM_OK;
}

static void forget_block(struct scan_worker *w)
{
    if (!w->has_facts)
        return;
    history_give_back(&w->facts, NULL, 0);
    frame_fini(&w->facts);
    w->has_facts = false;
}

void scan_worker_close(struct scan_worker *w)
{
    if (!w)
        return;
    forget_block(w);
    for (size_t i = 0; w->engines && w->results && i < w->scan->alternative_count; i++) {
        engine_close(w->engines[i]);
        results_fini(&w->results[i]);
    }
    mem_free(w->evaluations);
    mem_free(w->engines);
    mem_free(w->results);
    mem_free(w->wanted);
    view_close(w->view);
    mem_free(w);
}

/* --- a block --- */

static enum hm_status evaluate(struct scan_worker *w, struct diag *d)
{
    const struct population *p = w->population;
    for (size_t i = 0; i < w->scan->alternative_count; i++) {
        if (!w->engines[i])
            TRY(engine_open(&w->engines[i], task_engine(p->host), &w->evaluations[i], d));
        TRY(engine_run(w->engines[i], &w->facts, &w->results[i], d));
    }
    return HM_OK;
}

enum hm_status scan_worker_block(struct scan_worker *w, uint32_t block, struct scan_part *part,
                                 struct diag *d)
{
    const struct population *p = w->population;
    forget_block(w);
    for (size_t i = 0; i < w->scan->alternative_count; i++)
        results_clear(&w->results[i]);
    TRY(view_load(w->view, block, w->wanted, &w->facts, d));
    w->has_facts = true;
    if (w->facts.entities[p->agenda.root].rows > 0) {
        TRY(history_lend(&w->facts, w->view, block, &w->history, NULL, 0, d));
        if (w->scan->output_count)
            TRY(evaluate(w, d));
    }
    *part = (struct scan_part){.block = block,
                               .facts = &w->facts,
                               .ordinals = view_ordinals(w->view),
                               .results = w->results};
    return HM_OK;
}
