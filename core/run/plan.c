/* plan.c - loads the policies of the published runs and compares them with the one at hand. */
#include "run/plan.h"

#include <string.h>
#include "base/mem.h"
#include "run/ruleset.h"
#include "store/changelog.h"
#include "value/date.h"

/* A policy, what a run changed in it, and what its formulas say, by member. */
struct plan_law {
    uint32_t run; /* 0: the policy at hand */
    char version[16];
    uint64_t sequence, publications;
    int32_t from;                /* its first month */
    const struct policy *policy; /* NULL: could not be loaded */
    struct policy *own;          /* the same, when it is to be freed */
    struct changes changes;      /* of a run */
    const struct changes *used;
    struct wording *wordings; /* in the arena */
    size_t member_count;
};

static const struct policy *member_of(const struct policy *p, size_t i)
{
    return p->members ? p->members[i] : p;
}

static size_t members_of(const struct policy *p)
{
    return p->members ? p->member_count : 1;
}

static enum hm_status write_down(struct plan *p, struct plan_law *law, struct diag *d)
{
    law->wordings = arena_zalloc(&p->arena, members_of(law->policy) * sizeof *law->wordings);
    if (!law->wordings)
        return diag_nomem(d, _("comparing policies"));
    for (size_t i = 0; i < members_of(law->policy); i++) {
        TRY(wording_init(&law->wordings[i], member_of(law->policy, i), d));
        law->member_count++;
    }
    return HM_OK;
}

static void law_fini(struct plan_law *law)
{
    for (size_t i = 0; i < law->member_count; i++)
        wording_fini(&law->wordings[i]);
    if (law->used == &law->changes)
        changes_fini(&law->changes);
    if (law->own)
        policy_free(law->own);
}

/* --- the published runs --- */

/* The policy of a run: the one at hand when it is the same, else from the store. */
static enum hm_status load_policy(struct plan_law *law, const struct plan_job *job,
                                  const struct run_record *r, struct diag *d)
{
    struct policy *loaded = NULL;
    law->policy = job->policy;
    if (strcmp(r->identity, job->policy->model->identity) == 0)
        return HM_OK;
    enum hm_status st = ruleset_stored(&loaded, job->store, r->identity, NULL);
    law->policy = law->own = st == HM_OK ? loaded : NULL;
    return st == HM_NOMEM ? diag_nomem(d, _("comparing policies")) : HM_OK;
}

static enum hm_status fill_law(struct plan *p, struct plan_law *law, const struct plan_job *job,
                               const struct run_record *r, struct diag *d)
{
    memcpy(law->version, r->version, sizeof law->version);
    law->sequence = r->sequence;
    law->publications = r->publications;
    law->from = r->from;
    if (job->full || strcmp(r->version, HUIMIN_VERSION) != 0)
        return HM_OK; /* it will not be compared */
    TRY(load_policy(law, job, r, d));
    if (!law->policy)
        return HM_OK;
    changes_init(&law->changes, law->policy);
    law->used = &law->changes;
    enum hm_status st = changes_read(&law->changes, r->patches, NULL);
    if (st != HM_OK) {
        law->policy = NULL;
        return st == HM_NOMEM ? diag_nomem(d, _("comparing policies")) : HM_OK;
    }
    return write_down(p, law, d);
}

/* The law of a run, loaded once. */
static enum hm_status law_of(struct plan *p, const struct plan_job *job, uint32_t run,
                             struct plan_law **out, struct diag *d)
{
    struct run_record r;
    for (size_t i = 1; i < p->law_count; i++) {
        if (p->laws[i].run == run) {
            *out = &p->laws[i];
            return HM_OK;
        }
    }
    TRY(run_get(job->store, run, &r, d));
    struct plan_law *law = &p->laws[p->law_count++];
    law->run = run;
    enum hm_status st = fill_law(p, law, job, &r, d);
    run_record_fini(&r);
    *out = law;
    return st;
}

/* --- a month --- */

/* The member of the earlier region for the same place; SIZE_MAX: none. */
static size_t same_place(const struct policy *p, const struct policy *member)
{
    const char *place = member->model->division;
    for (size_t i = 0; i < p->member_count; i++) {
        const char *other = p->members[i]->model->division;
        if (place && other && strcmp(place, other) == 0)
            return i;
    }
    return SIZE_MAX;
}

/* Every place has its policy in both. */
static bool same_places(const struct policy *a, const struct policy *b)
{
    if (!a->members || !b->members)
        return !a->members && !b->members;
    bool same = a->member_count == b->member_count;
    for (size_t i = 0; same && i < a->member_count; i++)
        same = same_place(b, a->members[i]) != SIZE_MAX;
    return same;
}

static enum hm_status compare_laws(struct plan *p, struct plan_month *m,
                                   const struct plan_law *before, struct diag *d)
{
    struct plan_law *now = &p->laws[0];
    if (now->member_count == 0)
        TRY(write_down(p, now, d));
    m->laws = arena_zalloc(&p->arena, members_of(now->policy) * sizeof *m->laws);
    if (!m->laws)
        return diag_nomem(d, _("comparing policies"));
    for (size_t i = 0; i < members_of(now->policy); i++) {
        const struct policy *mine = member_of(now->policy, i);
        size_t k = now->policy->members ? same_place(before->policy, mine) : 0;
        struct law_side x = {member_of(before->policy, k), &before->wordings[k], before->used,
                             (uint16_t)k, m->run_month};
        struct law_side y = {mine, &now->wordings[i], now->used, (uint16_t)i, m->month};
        TRY(law_compare(&m->laws[i], &x, &y, m->same_past, &p->arena, d));
        m->law_count++;
    }
    return HM_OK;
}

static bool may_change(const struct plan *p, const struct plan_month *m, uint16_t field)
{
    const struct policy *now = p->laws[0].policy;
    for (size_t i = 0; i < m->law_count; i++) {
        const struct model *mine = member_of(now, i)->model;
        uint16_t id = now->members ? model_namesake(mine, p->model, field) : field;
        if (id != NO_FIELD && agenda_has(m->laws[i].may_change, id))
            return true;
    }
    return false;
}

static enum hm_status sort_outputs(struct plan *p, struct plan_month *m, const struct agenda *a,
                                   const struct plan_law *before, struct diag *d)
{
    m->open = arena_alloc(&p->arena, (a->output_count + 1) * sizeof *m->open);
    m->fixed = arena_alloc(&p->arena, (a->output_count + 1) * sizeof *m->fixed);
    if (!m->open || !m->fixed)
        return diag_nomem(d, _("comparing policies"));
    for (size_t i = 0; i < a->output_count; i++) {
        uint16_t id = a->outputs[i];
        bool open = m->reason != PLAN_COMPARED || may_change(p, m, id);
        bool alike = open || model_namesake(before->policy->model, p->model, id) == id;
        m->renumbered += !alike;
        if (open || !alike)
            m->open[m->open_count++] = id;
        else
            m->fixed[m->fixed_count++] = id;
    }
    return HM_OK;
}

/* The run whose determinations of an earlier month a run reads: its own months go first. */
static enum hm_status past_run(struct store *s, int32_t month, uint32_t run, int32_t from,
                               uint64_t publications, uint32_t *out, struct diag *d)
{
    *out = run;
    if (month >= from)
        return HM_OK;
    enum hm_status st = publication_run(s, month, publications, out, NULL);
    if (st == HM_NOT_FOUND)
        *out = 0;
    return st == HM_OK || st == HM_NOT_FOUND
               ? HM_OK
               : diag_error(d, st, NULL, _("the published runs cannot be read"));
}

/* Whether the month reads the very determinations that the run before read for it. */
static enum hm_status compare_past(struct plan_month *m, const struct plan_job *job,
                                   const struct plan_law *before, struct diag *d)
{
    m->same_past = m->run_month == m->month;
    for (unsigned n = 1; n <= job->agenda->before_months && m->same_past; n++) {
        int32_t month;
        uint32_t then, now;
        if (!month_add(&month, m->month, -(int64_t)n))
            break;
        TRY(past_run(job->store, month, m->run, before->from, before->publications, &then, d));
        TRY(past_run(job->store, month, UINT32_MAX, job->from, job->publications, &now, d));
        m->same_past = then == now;
    }
    return HM_OK;
}

static enum plan_reason reason_of(const struct plan *p, const struct plan_job *job,
                                  const struct plan_month *m, const struct plan_law *before)
{
    if (m->run == 0)
        return PLAN_FIRST;
    if (job->full)
        return PLAN_FULL;
    if (strcmp(before->version, HUIMIN_VERSION) != 0)
        return PLAN_VERSION;
    if (!before->policy)
        return PLAN_UNREADABLE;
    return same_places(p->laws[0].policy, before->policy) ? PLAN_COMPARED : PLAN_MEMBERS;
}

static enum hm_status plan_month(struct plan *p, struct plan_month *m,
                                 const struct plan_job *job, struct diag *d)
{
    struct plan_law *before = NULL;
    enum hm_status st = publication_run_before(job->store, m->month, job->publications,
                                               &m->run_month, &m->run, NULL);
    if (st != HM_OK && st != HM_NOT_FOUND)
        return diag_error(d, st, NULL, _("the published runs cannot be read"));
    if (st == HM_NOT_FOUND)
        m->run = 0;
    if (m->run)
        TRY(law_of(p, job, m->run, &before, d));
    m->run_sequence = before ? before->sequence : 0;
    m->fact_changes = job->sequence > m->run_sequence ? job->sequence - m->run_sequence : 0;
    m->reason = reason_of(p, job, m, before);
    if (m->reason == PLAN_COMPARED) {
        TRY(compare_past(m, job, before, d));
        TRY(compare_laws(p, m, before, d));
    }
    return sort_outputs(p, m, job->agenda, before, d);
}

static enum hm_status make(struct plan *p, const struct plan_job *job, struct diag *d)
{
    p->months = arena_zalloc(&p->arena, (p->month_count + 1) * sizeof *p->months);
    p->laws = arena_zalloc(&p->arena, (p->month_count + 1) * sizeof *p->laws);
    if (!p->months || !p->laws)
        return diag_nomem(d, _("preparing the run"));
    p->laws[0].policy = job->policy;
    p->laws[0].used = job->changes;
    p->law_count = 1;
    for (size_t k = 0; k < p->month_count; k++) {
        p->months[k].month = job->from + (int32_t)k;
        TRY(plan_month(p, &p->months[k], job, d));
    }
    return HM_OK;
}

enum hm_status plan_make(struct plan *p, const struct plan_job *job, struct diag *d)
{
    *p = (struct plan){.model = job->policy->model,
                       .sequence = job->sequence,
                       .month_count = (size_t)(job->to - job->from) + 1};
    arena_init(&p->arena);
    enum hm_status st = make(p, job, d);
    if (st != HM_OK)
        plan_fini(p);
    return st;
}

const struct model *plan_model(const struct plan *p, size_t i)
{
    return member_of(p->laws[0].policy, i)->model;
}

void plan_note(const struct plan *p, struct diag *d)
{
    const struct plan_month *m = &p->months[p->month_count - 1];
    size_t parameters = 0, rules = 0;
    if (m->reason != PLAN_COMPARED)
        return;
    for (size_t i = 0; i < m->law_count; i++) {
        parameters += m->laws[i].parameter_count;
        rules += m->laws[i].rule_count;
    }
    diag_add(d, HM_LEVEL_NOTE, HM_OK, NULL, NULL,
             _("plan: since run %u %zu parameters and %zu rules differ, %llu changes of facts "
               "were recorded; %zu of %zu results can change (--plan shows which)"),
             m->run, parameters, rules, (unsigned long long)m->fact_changes,
             m->open_count - m->renumbered, m->open_count + m->fixed_count);
}

void plan_fini(struct plan *p)
{
    for (size_t i = 0; i < p->law_count; i++)
        law_fini(&p->laws[i]);
    arena_fini(&p->arena);
    *p = (struct plan){0};
}
