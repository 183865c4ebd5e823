/* answer.c - households whose results change are counted again, all others as they were counted
 * under the policy as it stands, once for the population.
 */
#include "whatif/answer.h"

#include "base/mem.h"
#include "run/tally.h"
#include "whatif/population_state.h"
#include "whatif/sides.h"

/* What one thread gathers of one law: households that change, as they are and as they were. */
struct share {
    struct tally after, before;
};

struct asker {
    struct population *population;
    bool from_base;    /* `before` is the policy as it stands */
    struct tally base; /* everybody against himself, where that is not known yet */
    bool counts_base;
    struct share *shares; /* by law */
    size_t count;
    struct side_frame before, after;
    uint8_t *mark;
    uint32_t *rows;
};

/* --- a block --- */

/* An amount or a category of households: an income only tells cliffs. */
static bool counts(const struct agenda *s, const struct result_column *c)
{
    return s->model->fields[c->field].entity == s->root && c->field != s->income;
}

/* 2: an amount or category is an error; 1: one is undetermined. */
static unsigned worst_state(const struct agenda *s, const struct results *r, uint32_t row)
{
    unsigned worst = 0;
    for (size_t i = 0; i < r->column_count; i++) {
        const struct result_column *c = &r->columns[i];
        if (!counts(s, c) || !c->state || !c->state[row])
            continue;
        unsigned level = c->state[row] != HM_TRAP_MISSING ? 2 : 1;
        worst = level > worst ? level : worst;
    }
    return worst;
}

static void count_states(struct tally *t, const struct results *r, uint32_t row)
{
    unsigned worst = worst_state(t->agenda, r, row);
    t->undetermined += worst == 1;
    t->failed += worst == 2;
}

static bool has_states(const struct agenda *s, const struct results *r)
{
    bool any = false;
    for (size_t i = 0; i < r->column_count && !any; i++)
        any = counts(s, &r->columns[i]) && !result_all_known(&r->columns[i]);
    return any;
}

/* All rows of the block. */
static enum hm_status count_all(struct tally *t, const struct scan_part *part,
                                const struct frame *before, const struct frame *after,
                                const struct results *r, struct diag *d)
{
    const struct tally_side was = {before, part->ordinals}, is = {after, part->ordinals};
    uint32_t rows = part->facts->entities[t->agenda->root].rows;
    for (uint32_t row = 0; has_states(t->agenda, r) && row < rows; row++)
        count_states(t, r, row);
    return tally_block(t, &was, &is, part->facts, d);
}

/* Rows whose results are others. */
static enum hm_status count_changed(struct asker *a, struct share *s,
                                    const struct scan_part *part, const struct results *was,
                                    const struct results *is, struct diag *d)
{
    const struct frame *facts = part->facts;
    uint32_t n = 0;
    arena_reset(&a->after.arena);
    if (!sides_differ(&n, facts, was, is, s->after.agenda->income, a->mark, a->rows,
                      &a->after.arena))
        return diag_nomem(d, _("asking the households"));
    if (n == 0)
        return HM_OK;
    if (!side_fill(&a->after, facts, is))
        return diag_nomem(d, _("asking the households"));
    TRY(tally_rows(&s->after, &a->before.frame, &a->after.frame, facts, a->rows, n, d));
    TRY(tally_rows(&s->before, &a->before.frame, &a->before.frame, facts, a->rows, n, d));
    for (uint32_t i = 0; i < n; i++) {
        count_states(&s->after, is, a->rows[i]);
        count_states(&s->before, was, a->rows[i]);
    }
    return HM_OK;
}

static enum hm_status take(void *context, const struct scan_part *part, struct diag *d)
{
    struct asker *a = context;
    const struct results *was = &part->results[0];
    if (!side_fill(&a->before, part->facts, was))
        return diag_nomem(d, _("asking the households"));
    if (a->counts_base)
        TRY(count_all(&a->base, part, &a->before.frame, &a->before.frame, was, d));
    for (size_t k = 0; k < a->count; k++) {
        const struct results *is = &part->results[k + 1];
        if (a->from_base) {
            TRY(count_changed(a, &a->shares[k], part, was, is, d));
            continue;
        }
        if (!side_fill(&a->after, part->facts, is))
            return diag_nomem(d, _("asking the households"));
        TRY(count_all(&a->shares[k].after, part, &a->before.frame, &a->after.frame, is, d));
    }
    return HM_OK;
}

/* --- set up --- */

static enum hm_status new_tally(struct tally *t, const struct population *p, size_t top,
                                struct diag *d)
{
    TRY(tally_init(t, &p->agenda, top, d));
    t->month = p->month;
    return HM_OK;
}

static void asker_fini(struct asker *a)
{
    if (!a->population)
        return;
    for (size_t k = 0; a->shares && k < a->count; k++) {
        if (a->shares[k].after.agenda)
            tally_fini(&a->shares[k].after);
        if (a->shares[k].before.agenda)
            tally_fini(&a->shares[k].before);
    }
    if (a->base.agenda)
        tally_fini(&a->base);
    side_fini(&a->before);
    side_fini(&a->after);
    mem_free(a->shares);
    mem_free(a->mark);
    mem_free(a->rows);
}

static enum hm_status asker_init(struct asker *a, struct population *p, bool from_base,
                                 size_t n, size_t top, struct diag *d)
{
    *a = (struct asker){.population = p, .from_base = from_base, .count = n};
    a->counts_base = from_base && !p->base;
    bool ok = side_init(&a->before, p->model, p->agenda.root);
    ok = side_init(&a->after, p->model, p->agenda.root) && ok;
    a->shares = mem_calloc(n + 1, sizeof *a->shares);
    a->mark = mem_alloc(LIMIT_BLOCK_HOUSEHOLDS + 1);
    a->rows = mem_calloc(LIMIT_BLOCK_HOUSEHOLDS + 1, sizeof *a->rows);
    if (!ok || !a->shares || !a->mark || !a->rows)
        return diag_nomem(d, _("asking the households"));
    if (a->counts_base)
        TRY(new_tally(&a->base, p, 0, d));
    for (size_t k = 0; k < n; k++) {
        TRY(new_tally(&a->shares[k].after, p, top, d));
        TRY(new_tally(&a->shares[k].before, p, 0, d));
    }
    return HM_OK;
}

/* Amounts, categories, income, and what members get themselves. */
static size_t list_outputs(const struct agenda *s, uint16_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < s->benefit_count; i++)
        out[n++] = s->benefits[i];
    for (size_t i = 0; i < s->category_count; i++)
        out[n++] = s->categories[i];
    if (s->income != NO_FIELD)
        out[n++] = s->income;
    for (size_t i = 0; i < s->member_benefit_count; i++)
        out[n++] = s->member_benefits[i];
    return n;
}

/* --- putting it together --- */

static enum hm_status keep_base_tally(struct population *p, struct asker *askers, unsigned n,
                                      struct diag *d)
{
    struct tally *t = mem_alloc(sizeof *t);
    if (!t)
        return diag_nomem(d, _("asking the households"));
    enum hm_status st = new_tally(t, p, 0, d);
    if (st != HM_OK) {
        mem_free(t);
        return st;
    }
    for (unsigned w = 0; w < n && st == HM_OK; w++)
        st = tally_add(t, &askers[w].base, d);
    if (st == HM_OK) {
        p->base = t;
        return HM_OK;
    }
    tally_fini(t);
    mem_free(t);
    return st;
}

static enum hm_status add_up(struct tally *t, const struct asker *askers, unsigned n, size_t k,
                             struct diag *d)
{
    const struct population *p = askers[0].population;
    if (askers[0].from_base)
        TRY(tally_add(t, p->base, d));
    for (unsigned w = 0; w < n; w++) {
        TRY(tally_add(t, &askers[w].shares[k].after, d));
        TRY(tally_take_away(t, &askers[w].shares[k].before, d));
    }
    return HM_OK;
}

static enum hm_status summarise(struct summary *s, const struct asker *askers, unsigned n,
                                size_t k, const struct changes *after, size_t top,
                                struct diag *d)
{
    const struct population *p = askers[0].population;
    const char *text = after && after->text.data ? after->text.data : "";
    struct tally t;
    TRY(new_tally(&t, p, top, d));
    enum hm_status st = add_up(&t, askers, n, k, d);
    if (st == HM_OK)
        st = summary_init(s, p->model, text, 1, d);
    if (st == HM_OK) {
        st = summary_month(s, 0, p->month, 0, 0, &t, d);
        if (st != HM_OK)
            summary_fini(s);
    }
    tally_fini(&t);
    return st;
}

static enum hm_status finish(struct answer *out, struct asker *askers, unsigned n,
                             const struct changes *const *after, size_t top, struct diag *d)
{
    struct answer a = {.summaries = mem_calloc(askers[0].count + 1, sizeof *a.summaries)};
    enum hm_status st = a.summaries ? HM_OK : diag_nomem(d, _("asking the households"));
    if (st == HM_OK && askers[0].counts_base)
        st = keep_base_tally(askers[0].population, askers, n, d);
    for (size_t k = 0; k < askers[0].count && st == HM_OK; k++) {
        st = summarise(&a.summaries[k], askers, n, k, after[k], top, d);
        a.count += st == HM_OK;
    }
    if (st == HM_OK)
        *out = a;
    else
        answer_fini(&a);
    return st;
}

static enum hm_status scan(struct population *p, struct asker *askers, unsigned n,
                           const struct changes *before, const struct changes *const *after,
                           struct diag *d)
{
    size_t count = askers[0].count;
    uint16_t outputs[LIMIT_FIELDS];
    void *contexts[LIMIT_THREADS];
    const struct changes **laws = mem_calloc(count + 1, sizeof *laws);
    if (!laws)
        return diag_nomem(d, _("asking the households"));
    laws[0] = before;
    for (size_t k = 0; k < count; k++)
        laws[k + 1] = after[k];
    for (unsigned w = 0; w < n; w++)
        contexts[w] = &askers[w];
    struct scan_request request = {.alternatives = laws,
                                   .alternative_count = count + 1,
                                   .outputs = outputs,
                                   .output_count = list_outputs(&p->agenda, outputs)};
    enum hm_status st = population_scan(p, &request, contexts, take, d);
    mem_free(laws);
    return st;
}

enum hm_status answer_ask(struct answer *out, struct population *p,
                          const struct changes *before, const struct changes *const *after,
                          size_t n, size_t top, struct diag *d)
{
    unsigned threads = population_threads(p);
    struct asker *askers = mem_calloc(threads, sizeof *askers);
    if (!askers)
        return diag_nomem(d, _("asking the households"));
    enum hm_status st = HM_OK;
    for (unsigned w = 0; w < threads && st == HM_OK; w++)
        st = asker_init(&askers[w], p, before == NULL, n, top, d);
    if (st == HM_OK)
        st = scan(p, askers, threads, before, after, d);
    if (st == HM_OK)
        st = finish(out, askers, threads, after, top, d);
    for (unsigned w = 0; w < threads; w++)
        asker_fini(&askers[w]);
    mem_free(askers);
    return st;
}

void answer_fini(struct answer *a)
{
    for (size_t k = 0; k < a->count; k++)
        summary_fini(&a->summaries[k]);
    mem_free(a->summaries);
    *a = (struct answer){0};
}
