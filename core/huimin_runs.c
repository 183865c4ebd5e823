/* huimin_runs.c - recomputation and runs behind the public interface. */
#include "huimin_internal.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "report/explain_report.h"
#include "report/letter.h"
#include "report/plan_report.h"
#include "report/run_html.h"
#include "report/run_report.h"
#include "run/changes.h"
#include "run/control.h"
#include "run/diff.h"
#include "run/known.h"
#include "run/recompute.h"
#include "run/ruleset.h"
#include "store/journal.h"
#include "value/decimal.h"

enum { RECOMPUTE_TOP = 5 };

/* --- recompute --- */

static enum hm_status read_changes(struct changes *c, const struct hm_recompute_options *o,
                                   bool scenario_is_file, int32_t from, struct diag *d)
{
    for (size_t i = 0; i < o->set_count; i++)
        TRY(changes_set(c, o->sets[i], from, d));
    if (!o->scenario)
        return HM_OK;
    return scenario_is_file ? changes_scenario_file(c, o->scenario, d)
                            : changes_scenario(c, o->scenario, d);
}

static void note_work(const struct recompute_result *r, const struct hm_host *host)
{
    const struct summary_work *w = &r->summary.work;
    uint64_t ms = w->elapsed_ms ? w->elapsed_ms : 1, done = w->evaluated + w->shared;
    diag_add(api_diag(host), HM_LEVEL_NOTE, HM_OK, NULL, NULL,
             _("%llu determinations in %llu.%02llu s, %llu a second"), (unsigned long long)done,
             (unsigned long long)(w->elapsed_ms / 1000),
             (unsigned long long)(w->elapsed_ms % 1000 / 10),
             (unsigned long long)(done * 1000 / ms));
    if (w->shared)
        diag_add(api_diag(host), HM_LEVEL_NOTE, HM_OK, NULL, NULL,
                 _("%llu of them could not have changed and were not evaluated again"),
                 (unsigned long long)w->shared);
    if (w->sampled)
        diag_add(api_diag(host), HM_LEVEL_NOTE, HM_OK, NULL, NULL,
                 _("sample check: %llu households, no difference"),
                 (unsigned long long)w->sampled);
}

static enum hm_status report_recompute(const struct recompute_result *r,
                                       const struct hm_host *host)
{
    const struct summary_work *w = &r->summary.work;
    struct buf out;
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON) {
        buf_printf(&out, "{\"run\":%u,\"published\":%s,\"evaluated\":%llu,\"shared\":%llu,",
                   r->run, r->published ? "true" : "false", (unsigned long long)w->evaluated,
                   (unsigned long long)w->shared);
        buf_printf(&out, "\"elapsed_ms\":%llu,\"sampled\":%llu,\"summary\":",
                   (unsigned long long)w->elapsed_ms, (unsigned long long)w->sampled);
        summary_put(&out, &r->summary);
        buf_puts(&out, "}\n");
        return api_write(host, &out);
    }
    char title[96];
    if (r->run == 0)
        snprintf(title, sizeof title, "%s", _("rehearsal: nothing was stored"));
    else
        snprintf(title, sizeof title,
                 r->published ? _("run %u, published") : _("run %u, not published"), r->run);
    run_report_summary(&out, title, &r->summary);
    note_work(r, host);
    return api_write(host, &out);
}

/* --- metrics --- */

static enum hm_status put_metrics(const char *file, enum hm_status st,
                                  const struct recompute_result *r, const struct hm_host *host)
{
    struct buf out;
    const struct run_report_outcome o = {
        .exit_status = hm_exit_code(st),
        .end_unix_s = clock_unix_seconds(),
        .run = r ? r->run : 0,
        .published = r && r->published,
        .summary = r ? &r->summary : NULL,
    };
    if (!file)
        return st;
    buf_init(&out);
    run_report_metrics(&out, &o);
    enum hm_status written = buf_ok(&out)
                                 ? fs_write(file, out.data, out.len, 0644, api_diag(host))
                                 : diag_nomem(api_diag(host), _("writing the report"));
    buf_fini(&out);
    return st != HM_OK ? st : written;
}

enum hm_status hm_metrics_failure(const char *file, enum hm_status st,
                                  const struct hm_host *host)
{
    return put_metrics(file, st, NULL, host);
}

static enum hm_status report_and_measure(const struct recompute_result *r, const char *metrics,
                                         const struct hm_host *host)
{
    enum hm_status st = report_recompute(r, host);
    enum hm_status written = put_metrics(metrics, HM_OK, r, host);
    if (st == HM_OK && r->held_back)
        st = HM_DATA;
    return st != HM_OK ? st : written;
}

/* --- a page --- */

static enum hm_status make_page(struct buf *out, const struct run_record *r,
                                const struct summary *s, struct diag *d)
{
    struct catalogue chinese;
    if (!catalogue_open(&chinese))
        return diag_nomem(d, _("writing the report"));
    run_html(out, r, s, &chinese);
    catalogue_close(&chinese);
    return HM_OK;
}

/* The page of a run that has just ended, as a file. */
static enum hm_status write_page(const char *path, struct store *s,
                                 const struct recompute_result *result, struct diag *d)
{
    struct run_record r = {0};
    struct buf out;
    enum hm_status st = result->run ? run_get(s, result->run, &r, d) : HM_OK;
    buf_init(&out);
    if (st == HM_OK)
        st = make_page(&out, result->run ? &r : NULL, &result->summary, d);
    if (st == HM_OK && !buf_ok(&out))
        st = diag_nomem(d, _("writing the report"));
    if (st == HM_OK)
        st = fs_write(path, out.data, out.len, 0600, d);
    buf_fini(&out);
    run_record_fini(&r);
    return st;
}

/* --- recompute, resume --- */

static enum hm_status show_plan(const struct recompute_job *job, const struct hm_host *host)
{
    struct plan plan;
    struct buf out;
    TRY(recompute_plan(job, &plan, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        plan_report_json(&out, &plan);
    else
        plan_report(&out, &plan);
    plan_fini(&plan);
    return api_write(host, &out);
}

/* The day whose knowledge is asked for, and the budget. */
static enum hm_status read_options(struct recompute_job *job,
                                   const struct hm_recompute_options *o, struct diag *d)
{
    struct known known = {0, 0};
    job->as_known = o->known_on != NULL;
    if (o->known_on)
        TRY(api_known_on(&known, job->store, o->known_on, d));
    job->sequence = known.sequence;
    job->publications = known.publications;
    if (!o->budget)
        return HM_OK;
    struct str text = {o->budget, strlen(o->budget)};
    if (decimal_money(&job->budget_fen, text) == DECIMAL_OK && job->budget_fen > 0)
        return HM_OK;
    return diag_error(d, HM_USAGE, NULL,
                      _("--budget: \"%s\" is no amount in yuan; write it as 1200000000 or "
                        "1200000000.00"),
                      o->budget);
}

static enum hm_status recompute_with(struct hm_store *s, const struct hm_recompute_options *o,
                                     const struct policy *policy, bool scenario_is_file,
                                     int32_t from, int32_t to, const struct hm_host *host)
{
    struct changes changes;
    struct recompute_result result;
    struct diag *d = api_diag(host);
    changes_init(&changes, policy);
    struct recompute_job job = {
        .store = s->store,
        .policy = policy,
        .changes = &changes,
        .from = from,
        .to = to,
        .publish = o->publish,
        .rehearse = o->rehearse,
        .full = o->full,
        .top = RECOMPUTE_TOP,
        .sample = o->sample,
        .host = host,
    };
    enum hm_status st = read_options(&job, o, d);
    if (st == HM_OK)
        st = read_changes(&changes, o, scenario_is_file, from, d);
    if (st == HM_OK && o->plan) {
        st = show_plan(&job, host);
    } else if (st == HM_OK) {
        st = recompute_run(&job, &result, d);
        if (st == HM_OK) {
            st = report_and_measure(&result, o->metrics, host);
            if (st == HM_OK && o->report)
                st = write_page(o->report, s->store, &result, d);
            summary_fini(&result.summary);
        }
    }
    changes_fini(&changes);
    return st;
}

static enum hm_status recompute_policy(struct hm_store *s, const struct hm_recompute_options *o,
                                       const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct policy *policy;
    int32_t from, to;
    TRY(api_month(&to, o->month, "--month", d));
    TRY(api_month(&from, o->since ? o->since : o->month, "--since", d));
    if (from > to)
        return diag_error(d, HM_USAGE, NULL, _("--since %s lies after --month %s"), o->since,
                          o->month);
    if (to - from >= LIMIT_MONTHS_PER_CALC)
        return diag_error(d, HM_USAGE, NULL, _("more than %d months in one run"),
                          (int)LIMIT_MONTHS_PER_CALC);
    bool is_file = o->scenario && fs_exists(o->scenario) && !fs_is_dir(o->scenario);
    TRY(ruleset_load(&policy, o->policy, is_file ? o->scenario : NULL, d));
    enum hm_status st = recompute_with(s, o, policy, is_file, from, to, host);
    policy_free(policy);
    return st;
}

enum hm_status hm_recompute(struct hm_store *s, const struct hm_recompute_options *o,
                            const struct hm_host *host)
{
    enum hm_status st = recompute_policy(s, o, host);
    return st == HM_OK || o->plan ? st : put_metrics(o->metrics, st, NULL, host);
}

enum hm_status hm_runs_resume(struct hm_store *s, uint32_t run, const char *metrics,
                              const struct hm_host *host)
{
    struct recompute_result result;
    enum hm_status st = recompute_resume(s->store, run, host, &result, api_diag(host));
    if (st != HM_OK)
        return put_metrics(metrics, st, NULL, host);
    st = report_and_measure(&result, metrics, host);
    summary_fini(&result.summary);
    return st;
}

/* --- runs --- */

static enum hm_status find_states(struct hm_store *s, const struct run_record *runs,
                                  struct run_report_state *states, size_t n, struct diag *d)
{
    for (size_t i = 0; i < n; i++)
        if (runs[i].state == RUN_STARTED)
            TRY(run_progress(s->store, runs[i].id, &states[i].stored, &states[i].all, d));
    return HM_OK;
}

enum hm_status hm_runs_list(struct hm_store *s, const struct hm_host *host)
{
    struct run_record *runs = NULL;
    size_t n = 0;
    struct buf out;
    TRY(run_list(s->store, &runs, &n, api_diag(host)));
    struct run_report_state *states = mem_calloc(n + 1, sizeof *states);
    enum hm_status st = states ? find_states(s, runs, states, n, api_diag(host))
                               : diag_nomem(api_diag(host), _("reading a run"));
    buf_init(&out);
    if (st == HM_OK && host->format == HM_FORMAT_JSON)
        run_report_list_json(&out, runs, states, n);
    else if (st == HM_OK)
        run_report_list(&out, runs, states, n);
    for (size_t i = 0; i < n; i++)
        run_record_fini(&runs[i]);
    mem_free(runs);
    mem_free(states);
    enum hm_status written = api_write(host, &out);
    return st != HM_OK ? st : written;
}

/* The report as rows, or for people. */
static enum hm_status put_run(struct buf *out, const struct run_record *r, const char *format,
                              struct diag *d)
{
    struct summary s;
    bool has = r->summary && *r->summary;
    if (!format)
        run_report_head(out, r);
    else if (!has)
        return diag_error(d, HM_DATA, NULL, _("run %u is not complete"), r->id);
    if (!has)
        return HM_OK;
    TRY(summary_read(&s, r->summary, d));
    enum hm_status st = HM_OK;
    if (!format)
        run_report_summary(out, NULL, &s);
    else if (strcmp(format, "html") == 0)
        st = make_page(out, r, &s, d);
    else if (strcmp(format, "csv") == 0)
        run_report_csv(out, r->id, &s);
    else
        run_report_ndjson(out, r->id, &s);
    summary_fini(&s);
    return st;
}

enum hm_status hm_runs_show(struct hm_store *s, uint32_t run, const char *format,
                            const struct hm_host *host)
{
    static const char *const formats[] = {"csv", "ndjson", "html", "json"};
    struct run_record r;
    struct buf out;
    bool known = !format, json = host->format == HM_FORMAT_JSON;
    for (size_t i = 0; i < sizeof formats / sizeof *formats && !known; i++)
        known = strcmp(format, formats[i]) == 0;
    if (!known)
        return diag_error(api_diag(host), HM_USAGE, NULL,
                          _("--format: \"%s\" is none of csv, ndjson, html, json"), format);
    if (format && strcmp(format, "json") == 0) {
        json = true;
        format = NULL;
    }
    TRY(run_get(s->store, run, &r, api_diag(host)));
    buf_init(&out);
    enum hm_status st = HM_OK;
    if (json && !format)
        run_report_json(&out, &r);
    else
        st = put_run(&out, &r, format, api_diag(host));
    run_record_fini(&r);
    if (st == HM_OK)
        return api_write(host, &out);
    buf_fini(&out);
    return st;
}

/* --- in force --- */

/* What is in force in the run's months after something was done to it. */
static enum hm_status report_in_force(struct hm_store *s, uint32_t run, const char *done,
                                      const struct hm_host *host)
{
    struct buf out;
    bool json = host->format == HM_FORMAT_JSON;
    buf_init(&out);
    if (json)
        buf_printf(&out, "{\"run\":%u,\"in_force\":[", run);
    else
        buf_printf(&out, "%s\n", done);
    enum hm_status st = control_in_force(&out, s->store, run, json, api_diag(host));
    if (json)
        buf_puts(&out, "]}\n");
    enum hm_status written = api_write(host, &out);
    return st != HM_OK ? st : written;
}

enum hm_status hm_runs_publish(struct hm_store *s, uint32_t run, const struct hm_host *host)
{
    struct author by = {host->who, host->reason};
    char done[96];
    bool already;
    TRY(control_publish(s->store, run, &by, &already, api_diag(host)));
    snprintf(done, sizeof done,
             already ? _("run %u was in force already: nothing was done")
                     : _("run %u is published"),
             run);
    return report_in_force(s, run, done, host);
}

enum hm_status hm_runs_rollback(struct hm_store *s, uint32_t run, const struct hm_host *host)
{
    struct author by = {host->who, host->reason};
    char done[96];
    size_t months;
    TRY(run_rollback(s->store, run, 0, 0, &by, &months, api_diag(host)));
    snprintf(done, sizeof done, _("run %u is taken back in %zu months"), run, months);
    return report_in_force(s, run, done, host);
}

enum hm_status hm_runs_discard(struct hm_store *s, uint32_t run, const struct hm_host *host)
{
    struct author by = {host->who, host->reason};
    struct buf out;
    TRY(run_discard(s->store, run, &by, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        buf_printf(&out, "{\"run\":%u,\"discarded\":true}\n", run);
    else
        buf_printf(&out, _("run %u is discarded\n"), run);
    return api_write(host, &out);
}

/* --- verifying --- */

enum hm_status hm_runs_verify(struct hm_store *s, uint32_t run, const struct hm_host *host)
{
    struct buf out;
    uint64_t households;
    TRY(recompute_verify(s->store, run, host, &households, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        buf_printf(&out, "{\"run\":%u,\"sound\":true,\"evaluated\":%llu}\n", run,
                   (unsigned long long)households);
    else
        buf_printf(&out,
                   _("run %u: %llu determinations evaluated again, all as they are stored\n"),
                   run, (unsigned long long)households);
    return api_write(host, &out);
}

/* A shortened hash proves too little, and a mistyped one accuses somebody. */
static enum hm_status check_head(const char *head, struct diag *d)
{
    if (!head ||
        (strlen(head) == DIGEST_HEX - 1 && strspn(head, "0123456789abcdef") == DIGEST_HEX - 1))
        return HM_OK;
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                    _("give the whole \"last hash\" that `huimin runs STORE verify --journal` "
                      "printed"),
                    _("--head \"%s\": expected a hash of %d digits 0-9, a-f"), head,
                    DIGEST_HEX - 1);
}

enum hm_status hm_journal_verify(struct hm_store *s, const char *head,
                                 const struct hm_host *host)
{
    struct journal_report r = {.entries = 0};
    struct buf out;
    TRY(check_head(head, api_diag(host)));
    enum hm_status st = journal_verify(s->store, head, &r, api_diag(host));
    if (st != HM_OK && st != HM_DATA)
        return st;
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        buf_printf(&out, "{\"sound\":%s,\"entries\":%llu,\"findings\":%llu,\"head\":\"%s\"}\n",
                   st == HM_OK ? "true" : "false", (unsigned long long)r.entries,
                   (unsigned long long)r.findings, r.head);
    else
        buf_printf(&out,
                   st == HM_OK ? _("the journal is sound: %llu entries, %llu findings\n")
                               : _("the journal is NOT sound: %llu entries, %llu findings\n"),
                   (unsigned long long)r.entries, (unsigned long long)r.findings);
    if (host->format != HM_FORMAT_JSON && r.head[0])
        buf_printf(&out, _("last hash: %s\n"), r.head);
    enum hm_status written = api_write(host, &out);
    return st != HM_OK ? st : written;
}

enum hm_status hm_runs_journal(struct hm_store *s, const struct hm_host *host)
{
    struct journal_entry *list = NULL;
    struct buf out;
    size_t n = 0;
    TRY(journal_list(s->store, 1, 0, &list, &n, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        run_report_journal_json(&out, list, n);
    else
        run_report_journal(&out, list, n);
    for (size_t i = 0; i < n; i++)
        journal_entry_fini(&list[i]);
    mem_free(list);
    return api_write(host, &out);
}

/* --- differences --- */

static enum hm_status month_or_zero(int32_t *out, const char *text, struct diag *d)
{
    *out = 0;
    return text ? api_month(out, text, _("RUN@MONTH"), d) : HM_OK;
}

enum hm_status hm_runs_diff(struct hm_store *s, const struct hm_diff_options *o,
                            const struct hm_host *host)
{
    struct diff_job job = {s->store, o->before, o->after, 0, 0, o->top, o->of, host};
    struct summary summary;
    struct buf out;
    TRY(month_or_zero(&job.before_month, o->month_before, api_diag(host)));
    TRY(month_or_zero(&job.after_month, o->month_after, api_diag(host)));
    TRY(diff_runs(&job, &summary, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON) {
        summary_put(&out, &summary);
        buf_putc(&out, '\n');
    } else {
        run_report_summary(&out, NULL, &summary);
    }
    summary_fini(&summary);
    return api_write(host, &out);
}

/* --- explain --- */

enum hm_status hm_explain(struct hm_store *s, const struct hm_explain_options *o,
                          const struct hm_host *host)
{
    struct explanation e;
    struct buf out;
    struct explain_job job = {
        .store = s->store,
        .household = o->household,
        .variable = o->variable,
        .run = o->run,
        .policy = o->policy,
    };
    if (o->why_not || o->rate)
        return api_explain_family(s, o, host);
    if (o->month)
        TRY(api_month(&job.month, o->month, "--month", api_diag(host)));
    buf_init(&out);
    enum hm_status st = explain_household(&job, &e, api_diag(host));
    if (st == HM_OK && o->letter)
        st = (host->format == HM_FORMAT_HTML ? letter_html : letter_text)(&out, &e, s->store,
                                                                          api_diag(host));
    else if (st == HM_OK && host->format == HM_FORMAT_JSON)
        explain_json(&out, &e);
    else if (st == HM_OK && host->format == HM_FORMAT_HTML)
        explain_html(&out, &e);
    else if (st == HM_OK)
        explain_text(&out, &e);
    explain_fini(&e);
    enum hm_status written = api_write(host, &out);
    return st != HM_OK ? st : written;
}
