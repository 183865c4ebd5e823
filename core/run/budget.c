/* budget.c - see budget.h. */
#include "run/budget.h"

#include <string.h>
#include "base/mem.h"
#include "model/parameter.h"
#include "value/date.h"

/* The appropriation by the law of the last month; false when the policy has none. */
static bool by_law(struct summary_budget *b, struct summary *s, const struct block_plan *p,
                   struct diag *d, enum hm_status *st)
{
    const struct changes *changes = p->job->changes;
    int index = model_parameter(p->model, (struct str){"appropriation_year", 18});
    struct parameter patched;
    *st = HM_OK;
    if (index < 0 || p->model->parameters[index].type.kind != KIND_MONEY ||
        p->model->parameters[index].kind != PARAMETER_SCALAR)
        return false;
    if (parameter_patched(&patched, &p->model->parameters[index], changes->patches,
                          changes->patch_count, (uint16_t)index, &s->arena) != HM_OK) {
        *st = diag_nomem(d, _("writing the summary"));
        return false;
    }
    const struct parameter_value *v = parameter_on(&patched, month_first_day(p->job->to));
    if (!v)
        return false;
    b->appropriation_fen = rational_floor(v->scalar.as.rational);
    b->source = v->source ? arena_strdup(&s->arena, v->source) : NULL;
    return true;
}

/* What a month cost by the determinations that were in force when the run began. */
static enum hm_status earlier_month(struct summary_budget *b, const struct block_plan *p,
                                    int32_t month, struct diag *d)
{
    struct run_record r;
    struct summary s;
    struct buf word;
    uint32_t run;
    enum hm_status st = publication_run(p->job->store, month, p->publications, &run, NULL);
    if (st == HM_NOT_FOUND) {
        b->unknown_months++;
        return HM_OK;
    }
    if (st != HM_OK)
        return diag_error(d, st, NULL, _("the published runs cannot be read"));
    TRY(run_get(p->job->store, run, &r, d));
    st = summary_read(&s, r.summary ? r.summary : "", d);
    run_record_fini(&r);
    if (st != HM_OK)
        return st;
    buf_init(&word);
    month_put(&word, month);
    for (size_t i = 0; buf_ok(&word) && i < s.month_count; i++) {
        if (strcmp(s.months[i].month, word.data) == 0) {
            b->earlier_fen += s.months[i].total.after_fen;
            b->earlier_months++;
        }
    }
    buf_fini(&word);
    summary_fini(&s);
    return HM_OK;
}

enum hm_status budget_find(struct summary *s, const struct block_plan *p, struct diag *d)
{
    struct summary_budget b = {.year = month_year(p->job->to)};
    enum hm_status st = HM_OK;
    int32_t first, month;
    if (p->job->budget_fen > 0) {
        b.appropriation_fen = p->job->budget_fen;
        b.source = "--budget";
    } else if (!by_law(&b, s, p, d, &st)) {
        return st;
    }
    if (!month_make(&first, b.year, 1))
        return HM_OK;
    for (month = first; month < p->job->from && st == HM_OK; month++)
        st = earlier_month(&b, p, month, d);
    for (size_t i = 0; i < s->month_count; i++) {
        if (p->months[i].month < first)
            continue;
        b.run_months++;
        b.run_fen += s->months[i].total.after_fen;
    }
    b.later_months = (uint64_t)(12 - month_number(p->job->to));
    b.later_fen = s->months[s->month_count - 1].total.after_fen * (__int128)b.later_months;
    if (st == HM_OK)
        s->budget = b;
    return st;
}
