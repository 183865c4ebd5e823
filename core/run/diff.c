/* diff.c - reads two runs block by block and counts. */
#include "run/diff.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "run/determined.h"
#include "run/ruleset.h"
#include "value/date.h"

struct side {
    struct run_record record;
    int32_t month;
    struct view *view;
    struct frame frame;
    const uint16_t *ordinals;
    bool loaded;
};
struct work {
    const struct diff_job *job;
    struct policy *policy;
    struct agenda agenda;
    struct tally tally;
    uint64_t *counted; /* bit set of the inputs that households are grouped by */
    struct side before, after;
};

static enum hm_status open_side(struct side *s, struct store *store, uint32_t run,
                                int32_t month, struct diag *d)
{
    TRY(run_get(store, run, &s->record, d));
    if (s->record.state == RUN_STARTED)
        return diag_error(d, HM_DATA, NULL, _("run %u is not complete"), run);
    s->month = month ? month : s->record.to;
    if (s->month >= s->record.from && s->month <= s->record.to)
        return HM_OK;
    return diag_error(d, HM_USAGE, NULL, _("run %u computed %04d-%02d to %04d-%02d only"), run,
                      month_year(s->record.from), month_number(s->record.from),
                      month_year(s->record.to), month_number(s->record.to));
}

static enum hm_status load_side(struct side *s, const struct agenda *agenda, uint32_t block,
                                struct diag *d)
{
    enum hm_status st =
        run_load(s->view, s->record.id, s->month, block, &s->frame, &s->ordinals, d);
    s->loaded = st == HM_OK;
    if (s->loaded)
        return determined_newcomers(&s->frame, s->view, agenda, d);
    return st == HM_NOT_FOUND ? HM_OK : st;
}

static struct tally_side as_tally(const struct side *s)
{
    return (struct tally_side){s->loaded ? &s->frame : NULL, s->ordinals};
}

static void unload(struct side *s)
{
    if (s->loaded)
        frame_fini(&s->frame);
    s->loaded = false;
}

/* The later run's issues, on its rows. */
static enum hm_status count_issues(struct work *w, uint32_t block, struct diag *d)
{
    struct results r;
    if (!w->after.loaded)
        return HM_OK;
    results_init(&r);
    enum hm_status st =
        run_load_issues(w->after.view, w->after.record.id, w->after.month, block, &r, d);
    if (st == HM_OK)
        st = tally_issues(&w->tally, &w->after.frame, &r, d);
    results_fini(&r);
    return st == HM_NOT_FOUND ? HM_OK : st;
}

static enum hm_status do_block(struct work *w, uint32_t block, struct diag *d)
{
    struct frame facts;
    bool has_facts = block < view_blocks(w->after.view);
    if (has_facts)
        TRY(view_load(w->after.view, block, w->counted, &facts, d));
    enum hm_status st = load_side(&w->before, &w->agenda, block, d);
    if (st == HM_OK)
        st = load_side(&w->after, &w->agenda, block, d);
    if (st == HM_OK) {
        struct tally_side before = as_tally(&w->before), after = as_tally(&w->after);
        st = tally_block(&w->tally, &before, &after, has_facts ? &facts : NULL, d);
    }
    if (st == HM_OK)
        st = count_issues(w, block, d);
    unload(&w->before);
    unload(&w->after);
    if (has_facts)
        frame_fini(&facts);
    return st;
}

static enum hm_status do_blocks(struct work *w, struct diag *d)
{
    uint32_t n = view_blocks(w->before.view), m = view_blocks(w->after.view);
    n = n > m ? n : m;
    for (uint32_t block = 0; block < n; block++) {
        if (task_stopped(w->job->host))
            return HM_INTERRUPTED;
        TRY(do_block(w, block, d));
        task_progress(w->job->host, _("comparing"), block + 1, n);
    }
    return HM_OK;
}

/* Which benefit the biggest changes are of. */
static enum hm_status rank_by(struct work *w, const char *name, struct diag *d)
{
    const struct model *m = w->policy->model;
    struct str word = {name, strlen(name)};
    uint16_t field = model_field(m, w->agenda.root, word);
    for (size_t i = 0; i < w->agenda.benefit_count; i++) {
        if (w->agenda.benefits[i] == field) {
            w->tally.top_benefit = i;
            return HM_OK;
        }
    }
    char hint[LIMIT_NAME_BYTES + 64];
    diag_suggest(hint, sizeof hint, model_nearest_field(m, w->agenda.root, word));
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL, field == NO_FIELD ? hint : NULL,
                    _("policy %s has no benefit \"%s\""), m->name, name);
}

static enum hm_status prepare(struct work *w, struct diag *d)
{
    const struct diff_job *job = w->job;
    TRY(open_side(&w->before, job->store, job->before, job->before_month, d));
    TRY(open_side(&w->after, job->store, job->after, job->after_month, d));
    TRY(ruleset_stored(&w->policy, job->store, w->after.record.identity, d));
    const struct model *m = w->policy->model;
    TRY(agenda_init(&w->agenda, m, d));
    TRY(tally_init(&w->tally, &w->agenda, job->top, d));
    if (job->of)
        TRY(rank_by(w, job->of, d));
    w->counted = mem_calloc(m->field_count / 64 + 1, sizeof *w->counted);
    if (!w->counted)
        return diag_nomem(d, _("comparing runs"));
    agenda_counted(&w->agenda, w->counted);
    w->tally.month = w->after.month;
    TRY(view_open(&w->before.view, job->store, m, w->before.month, w->before.record.sequence,
                  d));
    return view_open(&w->after.view, job->store, m, w->after.month, w->after.record.sequence,
                     d);
}

static enum hm_status summarise(struct work *w, struct summary *out, struct diag *d)
{
    struct summary s;
    TRY(summary_init(&s, w->policy->model, w->after.record.patches, 1, d));
    enum hm_status st = summary_month(&s, 0, w->after.month, w->before.record.id,
                                      w->before.month, &w->tally, d);
    if (st == HM_OK)
        *out = s;
    else
        summary_fini(&s);
    return st;
}

enum hm_status diff_runs(const struct diff_job *job, struct summary *out, struct diag *d)
{
    struct work w = {.job = job};
    enum hm_status st = prepare(&w, d);
    if (st == HM_OK)
        st = do_blocks(&w, d);
    if (st == HM_OK)
        st = summarise(&w, out, d);
    if (w.before.view)
        view_close(w.before.view);
    if (w.after.view)
        view_close(w.after.view);
    if (w.tally.agenda)
        tally_fini(&w.tally);
    mem_free(w.counted);
    agenda_fini(&w.agenda);
    if (w.policy)
        policy_free(w.policy);
    run_record_fini(&w.before.record);
    run_record_fini(&w.after.record);
    return st;
}
