/* inquiry.c - the order of the work: sources, who is due, asking, taking over. */
#include "run/inquiry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "exec/region_terms.h"
#include "run/inquiry_job.h"
#include "run/ruleset.h"
#include "run/task.h"

bool inquiry_is_ours(const struct inquiry_job *j, const struct frame *f, uint32_t root_row)
{
    const char *division = j->policy->model->division;
    char scratch[24];
    struct str code = region_code(f, root_row, scratch);
    size_t n = division ? strlen(division) : 0;
    return n == 0 || code.n == 0 || (code.n >= n && memcmp(code.p, division, n) == 0);
}

static enum hm_status load_policy(struct inquiry_report *r, const char *folder, struct diag *d)
{
    TRY(ruleset_load(&r->policy, folder, NULL, d));
    if (r->policy->members)
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                        _("name the folder of one city: gateways are a city's own"),
                        _("%s: there are policies of several places below this folder"),
                        folder);
    if (r->policy->model->data_source_count == 0)
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, NULL,
                        _("a policy declares them: source \"vehicle_registry\" { ... }"),
                        _("%s: the policy names no register that could be asked"), folder);
    return HM_OK;
}

static enum hm_status no_address(const struct inquiry_source *s, struct diag *d)
{
    char hint[256];
    snprintf(hint, sizeof hint, _("give --url %s=https://... or a table with --gateways"),
             s->s->name);
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &s->s->at, hint,
                    _("the address of the source %s is not known: the policy has only a "
                      "placeholder"),
                    s->s->name);
}

/* Which sources take part: those named, or else all with an address (offline: all). */
static enum hm_status choose(struct inquiry_report *r, const struct inquiry_options *o,
                             struct diag *d)
{
    const struct model *m = r->policy->model;
    bool asks = !o->offline && !o->dry_run;
    size_t chosen = 0;
    TRY(inquiry_choose(r->sources, r->source_count, m, o->sources, o->source_count, false, d));
    TRY(inquiry_choose(r->sources, r->source_count, m, o->accept, o->accept_count, true, d));
    for (size_t i = 0; i < r->source_count; i++) {
        struct inquiry_source *s = &r->sources[i];
        if (o->source_count == 0)
            s->chosen = s->url || !asks;
        if (s->chosen && asks && !s->url)
            return no_address(s, d);
        chosen += s->chosen;
    }
    return chosen ? HM_OK : no_address(&r->sources[0], d);
}

static enum hm_status ask(struct inquiry_job *j)
{
    for (size_t i = 0; i < j->report->source_count; i++) {
        struct inquiry_source *s = &j->report->sources[i];
        if (s->chosen && s->counts.due)
            TRY(inquiry_ask(j, s));
    }
    return HM_OK;
}

static enum hm_status work(struct inquiry_job *j)
{
    const struct inquiry_options *o = j->options;
    enum hm_status st = inquiry_count(j);
    if (st == HM_OK && !o->dry_run && !o->offline)
        st = ask(j);
    if (st == HM_OK)
        st = inquiry_fill(j);
    return st;
}

/* Whether something stayed without an answer that could be taken. */
static bool is_lacking(const struct inquiry_report *r)
{
    bool lacking = false;
    for (size_t i = 0; i < r->source_count; i++) {
        const struct inquiry_source *s = &r->sources[i];
        lacking = lacking || s->gave_up || s->counts.failed || s->counts.refused;
    }
    return lacking;
}

static int by_household(const void *left, const void *right)
{
    const struct inquiry_conflict *a = left, *b = right;
    int c = strcmp(a->household, b->household);
    c = c ? c : strcmp(a->member, b->member);
    c = c ? c : a->source - b->source;
    return c ? c : a->field - b->field;
}

enum hm_status inquiry_run(struct inquiry_report *out, struct store *s, const char *policy,
                           const struct inquiry_options *o, const struct author *by,
                           const struct hm_host *host, struct diag *d)
{
    uint64_t begun = clock_monotonic_ns();
    struct inquiry_job j = {.report = out,
                            .options = o,
                            .store = s,
                            .schema = store_schema(s),
                            .by = by,
                            .host = host,
                            .diag = d,
                            .today = clock_china_day()};
    *out = (struct inquiry_report){.month = o->month, .is_dry = o->dry_run};
    arena_init(&out->arena);
    arena_init(&j.arena);
    enum hm_status st = load_policy(out, policy, d);
    j.policy = out->policy;
    if (st == HM_OK)
        st = inquiry_sources(&out->sources, &out->source_count, j.policy->model, s,
                             &o->gateways, &out->arena, d);
    if (st == HM_OK)
        st = choose(out, o, d);
    if (st == HM_OK && record_cells_make(&j.cells, j.policy->model, &j.arena) != HM_OK)
        st = diag_nomem(d, _("asking registers"));
    if (st == HM_OK)
        st = import_errors_open(&j.errors, o->errors, d);
    if (st == HM_OK) {
        st = work(&j);
        enum hm_status closed = import_errors_close(&j.errors, d);
        st = st == HM_OK ? closed : st;
    }
    if (out->conflict_count)
        qsort(out->conflicts, out->conflict_count, sizeof *out->conflicts, by_household);
    out->was_stopped = st == HM_INTERRUPTED;
    out->elapsed_ms = (clock_monotonic_ns() - begun) / 1000000;
    arena_fini(&j.arena);
    return st == HM_OK && is_lacking(out) ? HM_DATA : st;
}

void inquiry_report_fini(struct inquiry_report *r)
{
    mem_free(r->conflicts);
    arena_fini(&r->arena);
    policy_free(r->policy);
    *r = (struct inquiry_report){0};
}
