/* huimin_family.c - what would have to change, and rates, of one household of a store. */
#include "huimin_internal.h"

#include <string.h>
#include "report/whatif_family.h"
#include "run/explain.h"
#include "value/decimal.h"
#include "whatif/asked.h"

enum { SHOWN = 12, THRESHOLD_FEN = 100 };

struct asking {
    const struct hm_explain_options *o;
    const struct hm_host *host;
    struct explanation e;
    struct family *family;
    struct family_law law;
    struct buf out;
    struct arena arena;
    struct diag *diag;
};

static enum hm_status put_range(struct asking *a, struct family_cell result)
{
    struct range_request q = {
        .family = a->family, .law = &a->law, .result = result, .host = a->host};
    struct range_answer answer;
    enum hm_status st = range_find(&answer, &q, a->diag);
    if (st == HM_OK)
        (a->host->format == HM_FORMAT_JSON ? whatif_range_json : whatif_range_text)(&a->out, &q,
                                                                                    &answer);
    range_fini(&answer);
    return st;
}

static enum hm_status put_why_not(struct asking *a)
{
    struct switch_request q = {.family = a->family, .law = &a->law, .host = a->host};
    struct switch_answer answer;
    if (!a->o->variable)
        return diag_error(a->diag, HM_USAGE, NULL, _("name the variable"));
    TRY(asked_result(&q.result, a->family, a->o->variable, a->diag));
    TRY(asked_wanted(&q, a->o->wanted, a->diag));
    enum hm_status st = switch_find(&answer, &q, a->diag);
    if (st == HM_OK && !answer.is_known)
        st = put_range(a, q.result);
    else if (st == HM_OK && a->host->format == HM_FORMAT_JSON)
        whatif_switch_json(&a->out, &q, &answer);
    else if (st == HM_OK)
        whatif_switch_text(&a->out, &q, &answer, a->o->all ? 0 : SHOWN);
    switch_fini(&answer);
    return st;
}

static enum hm_status put_rate(struct asking *a)
{
    struct rate_request q = {
        .family = a->family, .law = &a->law, .threshold_fen = THRESHOLD_FEN, .host = a->host};
    struct rate_answer answer;
    const char *t = a->o->threshold;
    if (t && (decimal_money(&q.threshold_fen, (struct str){t, strlen(t)}) != DECIMAL_OK ||
              q.threshold_fen < 0))
        return diag_error(a->diag, HM_USAGE, NULL, _("--threshold: \"%s\" is no amount"), t);
    TRY(asked_thing(&q.thing, a->family, &a->law, a->o->rate, &a->arena, a->diag));
    TRY(asked_span(&q, a->o->rate_from, a->o->rate_to, a->diag));
    enum hm_status st = rate_find(&answer, &q, a->diag);
    if (st == HM_OK)
        (a->host->format == HM_FORMAT_JSON ? whatif_rate_json : whatif_rate_text)(&a->out, &q,
                                                                                  &answer);
    rate_fini(&answer);
    return st;
}

static enum hm_status answer(struct asking *a)
{
    struct explanation *e = &a->e;
    TRY(family_from_frame(&a->family, e->policy, e->month, &e->frame, e->row, a->diag));
    family_lend_law(a->family, e->patches, e->patch_count, e->formulas, e->formula_count);
    TRY(family_law_make(&a->law, a->family, NULL, a->diag));
    return a->o->rate ? put_rate(a) : put_why_not(a);
}

enum hm_status api_explain_family(struct hm_store *s, const struct hm_explain_options *o,
                                  const struct hm_host *host)
{
    struct asking a = {.o = o, .host = host, .diag = api_diag(host)};
    struct explain_job job = {
        .store = s->store, .household = o->household, .run = o->run, .policy = o->policy};
    if (o->month)
        TRY(api_month(&job.month, o->month, "--month", a.diag));
    buf_init(&a.out);
    arena_init(&a.arena);
    enum hm_status st = explain_household(&job, &a.e, a.diag);
    if (st == HM_OK)
        st = answer(&a);
    family_law_fini(&a.law);
    family_close(a.family);
    explain_fini(&a.e);
    arena_fini(&a.arena);
    enum hm_status written = api_write(host, &a.out);
    return st != HM_OK ? st : written;
}
